//! What the evidence of both sides says: since when, how often, why, and what to do next. What
//! could not be read is not known, never down.

mod finding;
mod history;
mod measured;
mod records;
mod restart;

pub use finding::{Finding, findings};
pub use history::{
    Happening, Side, What, bgp_since, connection_since, flaps, gateway_since, running_test,
    timeline,
};
pub use measured::{Since, Way, measured_flaps, measured_since};
pub use records::{LegRecords, Records, gather};
pub use restart::{NoRestart, may_restart};
