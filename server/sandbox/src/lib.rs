//! The embedded sandbox: Pureport's API and the AWS APIs that the flow needs, over real HTTP.
//!
//! Written from the providers' documents only; it shares no code with the adapters, so that a
//! mistake made in one is found by the other. `DIFFERENCES.md` says what is not imitated.

pub mod aws;
pub mod bgp;
mod body;
pub mod clock;
pub mod control;
pub mod faults;
pub mod pace;
pub mod partners;
pub mod pureport;
pub mod scenarios;
mod secret;
pub mod seed;
mod serve;
mod store;
pub mod timers;
mod wire;
pub mod world;

pub use pace::Pace;
pub use serve::{Config, Sandbox, start};
