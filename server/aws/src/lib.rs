//! The port [`domain::ports::Cloud`] over the AWS SDKs: the only crate that names them.
//!
//! Keys are an argument of each call; nothing is taken from the environment, from files or from
//! instance metadata. One file per group of resources, conversions apart, errors in one file.

mod association;
mod client;
mod connection;
mod convert;
mod error;
mod failover;
mod gateway;
mod identity;
mod interface;
mod limit;
mod metrics;
mod operations;
mod page;
mod rights;
mod routing;
mod trust;
mod vpc;
mod vpn_gateway;

pub use client::{Client, Config};
pub use operations::OPERATIONS;
pub use trust::SetupError;
