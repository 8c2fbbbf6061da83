//! The control interface under `/_sandbox/`, the same on both ports (sandbox.md, "Control
//! interface"). Every call is also a function, for tests in the same process.

mod http;
mod log;

use serde::Deserialize;
use serde_json::{Map, Value, json};

pub use self::{
    http::router,
    log::{LogEntry, RequestLog},
};
use crate::{aws, pace::Pace, pureport, world::World};

/// The furthest that one call moves the clock, in seconds: ten years.
const FURTHEST: i64 = 10 * 366 * 86_400;

/// Why a control call was not obeyed, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

/// `POST /_sandbox/reset`; what is absent stays as it is.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reset {
    pub seed: Option<u64>,
    pub pace: Option<Pace>,
    /// Only `empty` is there: VPCs and nothing else.
    pub scenario: Option<String>,
}

/// `POST /_sandbox/clock`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockChange {
    /// 0 to ten years.
    pub advance_seconds: Option<i64>,
    pub freeze: Option<bool>,
}

/// Back to a seeded world.
pub fn reset(world: &mut World, reset: &Reset) -> Result<Value, Refused> {
    match reset.scenario.as_deref() {
        None => world.reset(reset.seed, reset.pace),
        Some("empty") => {
            world.reset(reset.seed, reset.pace);
            aws::keep_only_vpcs(world);
        }
        Some(other) => {
            return Err(Refused(format!(
                "the scenario \"{other}\" is not there yet"
            )));
        }
    }
    Ok(json!({"world_id": world.world_id, "seed": world.seed, "pace": world.pace}))
}

/// Moves or stops the sandbox's time. Everything that became due has happened when it returns.
pub fn clock(world: &mut World, change: &ClockChange) -> Result<Value, Refused> {
    if let Some(seconds) = change.advance_seconds {
        if !(0..=FURTHEST).contains(&seconds) {
            return Err(Refused(format!("advance_seconds is 0 to {FURTHEST}")));
        }
        world.clock.advance(seconds * 1000);
    }
    if let Some(freeze) = change.freeze {
        world.clock.freeze(freeze);
    }
    world.settle();
    Ok(json!({"now": world.now, "frozen": world.clock.is_frozen()}))
}

/// Everything that exists, with states and without secrets.
pub fn world(world: &World) -> Value {
    json!({
        "world_id": world.world_id,
        "seed": world.seed,
        "pace": world.pace,
        "now": world.now,
        "aws": aws::world_view(world),
        "pureport": pureport::world_view(world),
    })
}

/// Changes one thing behind everyone's back.
pub fn patch(world: &mut World, id: &str, set: &Map<String, Value>) -> Result<(), Refused> {
    if aws::patch(world, id, set)? || pureport::patch(world, id, set) {
        world.settle();
        return Ok(());
    }
    Err(Refused(format!("nothing has the id \"{id}\"")))
}
