//! What the metrics are made of: how each connection and interface stood, from when on.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};

use crate::{
    aws::directconnect::{Connection, ConnectionState, InterfaceState, VirtualInterface},
    bgp,
    clock::Millis,
    world::World,
};

/// The most changes that are kept of one thing; before the oldest, nothing is known.
const CHANGES: usize = 512;

/// The most things that are kept after their end; the longest gone are forgotten.
const GONE: usize = 256;

/// The histories by id of the connection or interface.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct History {
    by_id: BTreeMap<String, Story>,
}

/// The history of one connection, or of one interface on it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Story {
    pub account: String,
    pub region: String,
    pub connection_id: String,
    pub interface_id: Option<String>,
    /// Megabits per second of the connection.
    pub bandwidth_mbps: u32,
    /// From when on, and how; oldest first.
    pub changes: VecDeque<(Millis, State)>,
    pub ended: Option<Millis>,
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// The link of a connection, the session of an interface.
    pub up: bool,
    pub accepted: u32,
    pub advertised: u32,
    /// From then on packets flow both ways.
    pub traffic_from: Option<Millis>,
}

impl History {
    /// The histories that are there, by id.
    pub fn stories(&self) -> impl Iterator<Item = &Story> {
        self.by_id.values()
    }

    /// The history of a connection or an interface.
    pub fn story(&self, id: &str) -> Option<&Story> {
        self.by_id.get(id)
    }

    fn tell(&mut self, id: String, now: Millis, fresh: impl FnOnce() -> Story, state: State) {
        let story = self.by_id.entry(id).or_insert_with(fresh);
        if story.changes.back().is_some_and(|(_, last)| *last == state) {
            return;
        }
        if story.changes.len() == CHANGES {
            story.changes.pop_front();
        }
        story.changes.push_back((now, state));
    }

    /// What is not `alive` any more has ended.
    fn end_others(&mut self, now: Millis, alive: impl Fn(&str) -> bool) {
        for (id, story) in &mut self.by_id {
            if story.ended.is_none() && !alive(id) {
                story.ended = Some(now);
            }
        }
        let gone = self
            .by_id
            .values()
            .filter(|one| one.ended.is_some())
            .count();
        for _ in GONE..gone {
            self.forget_one();
        }
    }

    fn forget_one(&mut self) {
        let ended = self.by_id.iter().filter(|(_, one)| one.ended.is_some());
        let first = ended
            .min_by_key(|(_, one)| one.ended)
            .map(|(id, _)| id.clone());
        if let Some(id) = first {
            self.by_id.remove(&id);
        }
    }
}

/// Takes down what changed since the last time.
pub fn record(world: &mut World) {
    let now = world.now;
    let mut history = std::mem::take(&mut world.metrics);
    let aws = &world.aws;
    for one in aws.connections.values().filter(|one| runs(one)) {
        let state = State {
            up: one.connection_state == ConnectionState::Available,
            accepted: 0,
            advertised: 0,
            traffic_from: None,
        };
        history.tell(one.connection_id.clone(), now, || story(one, None), state);
    }
    for one in aws.virtual_interfaces.values().filter(|one| exists(one)) {
        let Some(connection) = aws.connections.get(&one.connection_id) else {
            continue;
        };
        let id = &one.virtual_interface_id;
        history.tell(
            id.clone(),
            now,
            || story(connection, Some(id)),
            state(world, one),
        );
    }
    history.end_others(now, |id| {
        aws.connections.get(id).is_some_and(runs)
            || aws.virtual_interfaces.get(id).is_some_and(exists)
    });
    world.metrics = history;
}

/// Metrics begin when a connection is accepted and through.
fn runs(connection: &Connection) -> bool {
    connection.is_ready()
}

fn exists(interface: &VirtualInterface) -> bool {
    interface.virtual_interface_state != InterfaceState::Deleted
}

fn story(connection: &Connection, interface: Option<&String>) -> Story {
    Story {
        account: connection.owner_account.clone(),
        region: connection.region.clone(),
        connection_id: connection.connection_id.clone(),
        interface_id: interface.cloned(),
        bandwidth_mbps: connection.bandwidth_mbps,
        changes: VecDeque::new(),
        ended: None,
    }
}

fn state(world: &World, interface: &VirtualInterface) -> State {
    let count = |list: usize| u32::try_from(list).unwrap_or(u32::MAX);
    let up = bgp::session(world, &interface.virtual_interface_id).is_some();
    let advertised = if up {
        bgp::advertised(world, interface).len()
    } else {
        0
    };
    State {
        up,
        accepted: count(bgp::accepted(world, interface).len()),
        advertised: count(advertised),
        traffic_from: if up {
            bgp::traffic_from(world, interface)
        } else {
            None
        },
    }
}
