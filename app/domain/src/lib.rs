//! The rules of Onramp: what may be ordered, what must be true before each step in AWS, what
//! proves a step done. No web framework, no runtime, no provider SDK: only values, decisions and
//! the ports through which the rest of the program serves them.

pub mod activity;
pub mod error;
pub mod order;
pub mod ports;
pub mod preflight;
pub mod run;
pub mod setup;
pub mod status;
pub mod tags;
pub mod takeover;
pub mod values;
pub mod wizard;

pub use error::{FieldIssue, Issue};
