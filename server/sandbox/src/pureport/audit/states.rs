//! The states of connections and gateways, before and after something happened.

use serde_json::{Value, json};

use super::subject::{Subject, SubjectType};
use crate::pureport::{
    json::{connection_json, gateway_json},
    state::{Connection, State},
};

/// What some connections and their gateways were like.
#[derive(Default)]
pub(in crate::pureport) struct States(Vec<Known>);

struct Known {
    kind: SubjectType,
    id: String,
    subject: Subject,
    state: Value,
}

/// A state that is another now.
pub(super) struct StateChange {
    pub kind: SubjectType,
    pub subject: Subject,
    pub previous: Value,
    pub current: Value,
}

impl States {
    pub fn of_connection(state: &State, id: &str) -> Self {
        Self::of(state, state.connection(id))
    }

    pub fn of_gateway(state: &State, id: &str) -> Self {
        Self::of(state, state.gateway(id).map(|(connection, _)| connection))
    }

    pub fn of_network(state: &State, id: &str) -> Self {
        let all = state.connections.iter();
        Self::of(state, all.filter(|connection| connection.network == id))
    }

    fn of<'a>(state: &State, connections: impl IntoIterator<Item = &'a Connection>) -> Self {
        let each = connections.into_iter();
        Self(
            each.flat_map(|connection| known(state, connection))
                .collect(),
        )
    }

    /// What changed since. A connection that is gone is DELETED, and so are its gateways.
    pub(super) fn changes(self, state: &State) -> Vec<StateChange> {
        let each = self.0.into_iter().filter_map(|known| {
            let current = match known.kind {
                SubjectType::Gateway => state
                    .gateway(&known.id)
                    .and_then(|(connection, leg)| gateway_json(connection, leg))
                    .and_then(|gateway| gateway.get("state").cloned()),
                _ => state.connection(&known.id).map(|found| json!(found.state)),
            };
            let current = current.unwrap_or_else(|| json!("DELETED"));
            (current != known.state).then_some(StateChange {
                kind: known.kind,
                subject: known.subject,
                previous: known.state,
                current,
            })
        });
        each.collect()
    }
}

fn known(state: &State, connection: &Connection) -> Vec<Known> {
    let legs = (0..connection.gateways.len()).filter_map(|leg| gateway_json(connection, leg));
    let mut things = vec![(SubjectType::Connection, connection_json(state, connection))];
    things.extend(legs.map(|gateway| (SubjectType::Gateway, gateway)));
    let each = things.into_iter().filter_map(|(kind, thing)| {
        Some(Known {
            kind,
            id: thing.get("id")?.as_str()?.to_owned(),
            state: thing.get("state")?.clone(),
            subject: Subject::of(state, kind, &thing)?,
        })
    });
    each.collect()
}

/// The gateway on a hosted connection.
pub(super) fn session(state: &State, remote_id: &str) -> Option<Subject> {
    let mut circuits = state.circuits();
    let (connection, leg, _) = circuits.find(|(_, _, circuit)| circuit.remote_id == remote_id)?;
    Subject::of(state, SubjectType::Gateway, &gateway_json(connection, leg)?)
}
