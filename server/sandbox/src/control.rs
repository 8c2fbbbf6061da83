//! The control interface under `/_sandbox/`, the same on both ports (sandbox.md, "Control
//! interface"). Every call is also a function, for tests in the same process.
//!
//! `PUT /_sandbox/faults` replaces the fault plan and `GET` answers what is left of it: the form of a
//! plan is in [`crate::faults`].

mod http;
mod log;
mod patch;

use serde::Deserialize;
use serde_json::{Map, Value, json};

pub use self::{
    http::router,
    log::{LogEntry, RequestLog},
    patch::change,
};
use crate::{aws, pace::Pace, partners, pureport, scenarios, world::World};

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
    /// A name that `GET /_sandbox/scenarios` lists; without it the world is as it should be.
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

/// Back to a seeded world, or to one that is wrong in one way. Refused, nothing has changed.
pub fn reset(world: &mut World, reset: &Reset) -> Result<Value, Refused> {
    let seed = reset.seed.unwrap_or(world.seed);
    let pace = reset.pace.unwrap_or(world.pace);
    world.replace(match &reset.scenario {
        None => World::new(seed, pace),
        Some(name) => scenarios::world(name, seed, pace)?,
    });
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
        "partners": partners::world_view(world),
    })
}

/// Changes one thing behind everyone's back, as a JSON merge patch (RFC 7386).
pub fn patch(world: &mut World, id: &str, set: &Map<String, Value>) -> Result<(), Refused> {
    let named = |refused: Refused| Refused(format!("{id}: {refused}"));
    if aws::patch(world, id, set).map_err(named)?
        || pureport::patch(world, id, set).map_err(named)?
    {
        world.settle();
        return Ok(());
    }
    Err(Refused(format!("nothing has the id \"{id}\"")))
}
