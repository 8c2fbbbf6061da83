//! What nobody meant to send: bytes, edited requests, numbers out of every range. Each gets its
//! provider's kind of answer; nothing panics, nothing hangs.
//!
//! `ONRAMP_FUZZ` inputs for each target (150). A failure names the seed that replays it.

mod bodies;
mod edit;
mod lab;
mod paths;
mod signatures;
#[path = "../signing/mod.rs"]
mod signing;
mod values;

/// How many inputs a target gets.
fn inputs() -> usize {
    std::env::var("ONRAMP_FUZZ").map_or(150, |text| text.parse().expect("a number"))
}
