//! The plan in time: links that go down and come back, flaps, and the end of what stands for a while.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Kind,
    ends::{self, FLAP},
    plan::Standing,
    stuck,
};
use crate::{aws::directconnect::ConnectionState, clock::Millis, timers, world::World};

/// A clock that jumps far is spared all but so many flaps.
const FLAPS: i64 = 4;

/// The moment at which a plan changes the world by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    plan: u64,
}

/// The moment has come: what is over is lifted.
pub fn apply(world: &mut World, event: &Event) {
    if event.plan != world.faults.number {
        return;
    }
    let now = world.now;
    world.faults.standing.retain(|one| one.stands(now));
    stuck::settle(world);
    schedule(world);
}

/// Sets the timer for the plan's next moment.
pub(super) fn schedule(world: &mut World) {
    let (now, present) = (world.now, world.clock.now());
    let standing = world.faults.standing.iter();
    let next = standing.flat_map(|one| moments(one, now, present)).min();
    let plan = world.faults.number;
    if let Some(due) = next {
        world.timers.set(due, timers::Event::Faults(Event { plan }));
    }
}

/// When a fault ends, and when it flaps next.
fn moments(one: &Standing, now: Millis, present: Millis) -> impl Iterator<Item = Millis> {
    let flap = match one.kind() {
        Kind::Flap { seconds } => Some(seconds.unwrap_or(FLAP) * 1000),
        _ => None,
    };
    let flap = flap.map(|each| {
        let next = (now - one.since) / each + 1;
        let last = (present - one.since) / each;
        one.since + next.max(last - FLAPS) * each
    });
    one.until
        .into_iter()
        .chain(flap)
        .filter(move |at| *at > now)
}

/// Brings the hosted connections' states up to date: `down` while the plan cuts the link.
pub fn settle(world: &mut World) {
    if world.faults.down.is_empty() && !ends::any(world) {
        return;
    }
    let connections = world.aws.connections.keys();
    let cut: BTreeSet<_> = connections
        .filter(|id| ends::has_no_link(world, id))
        .cloned()
        .collect();
    let before = std::mem::take(&mut world.faults.down);
    for id in before.difference(&cut) {
        step(world, id, ConnectionState::Down, ConnectionState::Available);
    }
    for id in cut {
        let fell = step(
            world,
            &id,
            ConnectionState::Available,
            ConnectionState::Down,
        );
        if fell || before.contains(&id) {
            world.faults.down.insert(id);
        }
    }
}

/// Whether the connection was in `from`, and now is in `to`.
fn step(world: &mut World, id: &str, from: ConnectionState, to: ConnectionState) -> bool {
    let connection = world.aws.connections.get_mut(id);
    let Some(connection) = connection.filter(|one| one.connection_state == from) else {
        return false;
    };
    connection.connection_state = to;
    true
}
