//! Runs: the journal, one lock per connection, and the engine that brings goals about.

mod background;
pub mod engine;
mod locks;
mod removal;
mod send;

pub use engine::RunEngine;
