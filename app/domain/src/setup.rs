//! From "active at the partner" to "routes proven in the VPC": the tasks in order, what each
//! needs, what proves it done, and the next action towards a goal.

mod accept;
mod association;
mod doctor;
mod gateway;
mod goal;
mod interfaces;
mod ladder;
mod observation;
mod proof;
mod refusal;
mod routes;
mod routing;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
mod tasks;
pub mod teardown;
mod trace;
mod verdict;
mod vpc;

#[cfg(test)]
mod tests;

pub use accept::state as hosted_state;
pub use association::{advertises, overlaps};
pub use doctor::{
    Finding, Happening, LegRecords, NoRestart, Records, Side, Since, Way, What, bgp_since,
    connection_since, findings, flaps, gateway_since, gather, may_restart, measured_flaps,
    measured_since, running_test, timeline,
};
pub use gateway::{fits as gateway_fits, may_reorder, ready as gateway_ready};
pub use goal::{Call, Goal, Next, Notice, StepOutcome, Wait, next};
pub use interfaces::{
    InterfacePlan, interface_plan, ready as interface_ready, vpn_gateway, vpn_gateway_fits,
};
pub use ladder::{
    Differing, Evidence, Flow, PREFIX_LIMIT, PREFIXES_NEAR_LIMIT, Rung, RungName, cause, ladder,
};
pub use observation::{
    CloudView, CloudWatch, Gap, LATELY, Observation, PAST_DAY, Ports, Reach, RegionView, measure,
    observe, observe_connection,
};
pub use proof::{Proof, proof};
pub use refusal::Refusal;
pub use routes::{TableView, can_start as routes_can_start, tables};
pub use tasks::{Task, TaskView, task_views};
pub use trace::{Hop, HopState, Place, Stop, known_prefixes, trace};
pub use verdict::{Verdict, leg_bgp, verdict};
pub use vpc::{VpcView, vpcs};
