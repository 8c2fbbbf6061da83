//! INITIALIZING → WAITING_TO_PROVISION → PROVISIONING → ACTIVE, and the ways on from there (pureport.md §3).

use serde::{Deserialize, Serialize};

use crate::{aws, faults, pace::Transition, timers, world::World};

use super::{
    circuit,
    error::{Code, code},
    state::{Connection, ConnectionState, Failure, NetworkState},
};

/// The end of a transition on Pureport's side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// PENDING is over.
    NetworkActive {
        /// `network-…`
        network: String,
    },
    /// INITIALIZING is over.
    Queued {
        /// `conn-…`
        connection: String,
    },
    /// WAITING_TO_PROVISION is over.
    Started {
        /// `conn-…`
        connection: String,
    },
    /// PROVISIONING is over.
    Provisioned {
        /// `conn-…`
        connection: String,
    },
    /// UPDATING is over.
    Updated {
        /// `conn-…`
        connection: String,
    },
    /// DELETING is over.
    Deleted {
        /// `conn-…`
        connection: String,
    },
}

/// Makes an event true. One that the world has left behind (somebody changed the state) does nothing.
pub fn apply(world: &mut World, event: Event) {
    use ConnectionState as S;
    match event {
        Event::NetworkActive { network } => activate_network(world, &network),
        Event::Queued { connection } => {
            if advance(
                world,
                &connection,
                &[S::Initializing],
                S::WaitingToProvision,
            ) {
                next(
                    world,
                    Transition::ConnectionStarted,
                    Event::Started { connection },
                );
            }
        }
        Event::Started { connection } => {
            if advance(
                world,
                &connection,
                &[S::WaitingToProvision, S::Approved],
                S::Provisioning,
            ) {
                next(
                    world,
                    Transition::ConnectionActive,
                    Event::Provisioned { connection },
                );
            }
        }
        Event::Provisioned { connection } => provision(world, &connection),
        Event::Updated { connection } => {
            if advance(world, &connection, &[S::Updating], S::Active) {
                circuit::reconfigure(world, &connection);
            }
        }
        Event::Deleted { connection } => remove(world, &connection),
    }
}

fn next(world: &mut World, transition: Transition, event: Event) {
    world.after(transition, timers::Event::Pureport(event));
}

/// Goes on with a connection that somebody approved.
pub(super) fn approved(world: &mut World, id: &str) {
    let event = Event::Started {
        connection: id.to_owned(),
    };
    next(world, Transition::ConnectionStarted, event);
}

fn activate_network(world: &mut World, id: &str) {
    let network = world.pureport.network_mut(id);
    if let Some(network) = network.filter(|network| network.state == NetworkState::Pending) {
        network.state = NetworkState::Active;
    }
}

/// Moves on from one of the states; says whether it did.
fn advance(world: &mut World, id: &str, from: &[ConnectionState], to: ConnectionState) -> bool {
    match world.pureport.connection_mut(id) {
        Some(connection) if from.contains(&connection.state) => {
            connection.state = to;
            true
        }
        _ => false,
    }
}

/// Both legs get their hosted connection, or neither does.
fn provision(world: &mut World, id: &str) {
    let found = world.pureport.connection(id).cloned();
    let Some(connection) = found.filter(|found| found.state == ConnectionState::Provisioning)
    else {
        return;
    };
    if let Some(code) = faults::provision_error(world, id) {
        return not_provisioned(world, id, code);
    }
    match circuit::plan(world, &connection) {
        Ok(plans) => {
            let circuits: Vec<_> = plans
                .into_iter()
                .enumerate()
                .map(|(leg, plan)| circuit::build(world, &connection, leg, plan))
                .collect();
            let now = world.now;
            if let Some(connection) = world.pureport.connection_mut(id) {
                for (gateway, circuit) in connection.gateways.iter_mut().zip(circuits) {
                    gateway.circuit = Some(circuit);
                }
                connection.state = ConnectionState::Active;
                connection.active_at = Some(now);
            }
        }
        Err(refusal) => fail(
            world,
            id,
            ConnectionState::FailedToProvision,
            refusal.code,
            &refusal.message,
        ),
    }
}

/// As the fault plan has it.
fn not_provisioned(world: &mut World, id: &str, code: String) {
    if let Some(connection) = world.pureport.connection_mut(id) {
        let message = "The connection could not be provisioned".to_owned();
        connection.state = ConnectionState::FailedToProvision;
        connection.failure = Some(Failure { code, message });
    }
}

fn fail(world: &mut World, id: &str, state: ConnectionState, code: Code, message: &str) {
    if let Some(connection) = world.pureport.connection_mut(id) {
        connection.state = state;
        connection.failure = Some(failure(code, message));
    }
}

fn failure(code: Code, message: &str) -> Failure {
    Failure {
        code: code.1.to_owned(),
        message: message.to_owned(),
    }
}

/// A connection with an interface at AWS stays, in FAILED_TO_DELETE, and keeps passing traffic (KB 43000520699).
fn remove(world: &mut World, id: &str) {
    let found = world.pureport.connection(id).cloned();
    let Some(connection) = found.filter(|found| found.state == ConnectionState::Deleting) else {
        return;
    };
    let busy = busy_legs(world, &connection);
    if busy.contains(&true) {
        let code = code::AWS_CONNECTION_HAS_ACTIVE_VIFS;
        let message = "AWS still has a virtual interface on the hosted connection";
        fail(world, id, ConnectionState::FailedToDelete, code, message);
        if let Some(connection) = world.pureport.connection_mut(id) {
            for (gateway, _) in connection
                .gateways
                .iter_mut()
                .zip(busy)
                .filter(|(_, busy)| *busy)
            {
                gateway.failure = Some(failure(code, message));
            }
        }
        return;
    }
    for circuit in connection
        .gateways
        .iter()
        .filter_map(|gateway| gateway.circuit.as_ref())
    {
        aws::release_hosted_connection(world, &circuit.remote_id);
    }
    world
        .pureport
        .connections
        .retain(|connection| connection.id != id);
}

fn busy_legs(world: &World, connection: &Connection) -> Vec<bool> {
    let circuits = connection
        .gateways
        .iter()
        .map(|gateway| gateway.circuit.as_ref());
    circuits
        .map(|circuit| circuit.is_some_and(|circuit| aws::has_interface(world, &circuit.remote_id)))
        .collect()
}
