//! The port [`domain::ports::Fabric`] over Pureport's HTTP API.
//!
//! `wire` holds what is said on the line, `convert` turns it into the domain's words, and there is
//! one file per resource. The API is the one of Pureport's OpenAPI document of November 2020.

mod account;
mod catalog;
mod client;
mod connection;
mod convert;
mod error;
mod evidence;
mod http;
mod network;
mod order;
mod route;
mod token;
mod wire;

pub use client::{Client, Config};
pub use http::SetupError;
