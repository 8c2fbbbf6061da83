//! INITIALIZING → WAITING_TO_PROVISION → PROVISIONING → ACTIVE, and the ways on from there (pureport.md §3).

use serde::{Deserialize, Serialize};

use crate::{aws, faults, pace::Transition, timers, world::World};

use super::{
    circuit,
    error::{Code, code},
    state::{Connection, ConnectionState, Failure, NetworkState, State},
    tasks,
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
    /// A task that was asked for leaves CREATED.
    TaskStarted {
        /// `task-…`
        task: String,
    },
    /// A task that was asked for is over.
    TaskDone {
        /// `task-…`
        task: String,
    },
}

impl Event {
    /// The connection that it is about, if it is about one.
    pub(super) fn connection<'a>(&'a self, state: &'a State) -> Option<&'a str> {
        match self {
            Self::NetworkActive { .. } => None,
            Self::TaskStarted { task } | Self::TaskDone { task } => {
                let about = &state.tasks.find(task)?.about;
                Some(&about.connection.as_ref()?.id)
            }
            Self::Queued { connection }
            | Self::Started { connection }
            | Self::Provisioned { connection }
            | Self::Updated { connection }
            | Self::Deleted { connection } => Some(connection),
        }
    }
}

/// Makes an event true. One that the world has left behind (somebody changed the state) does nothing.
pub(super) fn apply(world: &mut World, event: Event) {
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
                tasks::run_connection(world, &connection);
                next(
                    world,
                    Transition::ConnectionActive,
                    Event::Provisioned { connection },
                );
            }
        }
        Event::Provisioned { connection } => provision(world, &connection),
        Event::Updated { connection } => update(world, &connection),
        Event::Deleted { connection } => remove(world, &connection),
        Event::TaskStarted { task } => {
            tasks::run(world, &task);
            next(world, Transition::TaskDone, Event::TaskDone { task });
        }
        Event::TaskDone { task } => tasks::end(world, &task),
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
    if doomed(world, id, ConnectionState::FailedToProvision) {
        return;
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
            tasks::end_connection(world, id, None);
        }
        Err(refusal) => {
            let failure = failure(refusal.code, &refusal.message);
            let state = ConnectionState::FailedToProvision;
            fail(world, id, state, &failure, |_| true);
        }
    }
}

/// As the fault plan has it.
fn not_provisioned(world: &mut World, id: &str, code: String) {
    let message = "The connection could not be provisioned".to_owned();
    let failure = Failure { code, message };
    let state = ConnectionState::FailedToProvision;
    fail(world, id, state, &failure, |_| true);
}

fn update(world: &mut World, id: &str) {
    let found = world.pureport.connection(id);
    if found.is_none_or(|found| found.state != ConnectionState::Updating)
        || doomed(world, id, ConnectionState::FailedToUpdate)
    {
        return;
    }
    if let Some(connection) = world.pureport.connection_mut(id) {
        connection.state = ConnectionState::Active;
    }
    circuit::reconfigure(world, id);
    tasks::end_connection(world, id, None);
}

/// Ends a transition as somebody decreed (`willFail`), once; says whether it did.
fn doomed(world: &mut World, id: &str, state: ConnectionState) -> bool {
    let connection = world.pureport.connection_mut(id);
    let decreed = connection.and_then(|connection| connection.will_fail.take());
    if let Some(failure) = &decreed {
        fail(world, id, state, failure, |_| true);
    }
    decreed.is_some()
}

/// The connection fails, and those of its legs of which `legs` says so.
fn fail(
    world: &mut World,
    id: &str,
    state: ConnectionState,
    failure: &Failure,
    legs: impl Fn(usize) -> bool,
) {
    if let Some(connection) = world.pureport.connection_mut(id) {
        connection.state = state;
        connection.failure = Some(failure.clone());
        let gateways = connection.gateways.iter_mut().enumerate();
        for (_, gateway) in gateways.filter(|(leg, _)| legs(*leg)) {
            gateway.failure = Some(failure.clone());
        }
    }
    tasks::end_connection(world, id, Some(failure));
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
        let failure = failure(
            code::AWS_CONNECTION_HAS_ACTIVE_VIFS,
            "AWS still has a virtual interface on the hosted connection",
        );
        let state = ConnectionState::FailedToDelete;
        let is_busy = |leg: usize| busy.get(leg) == Some(&true);
        return fail(world, id, state, &failure, is_busy);
    }
    if doomed(world, id, ConnectionState::FailedToDelete) {
        return;
    }
    for circuit in connection
        .gateways
        .iter()
        .filter_map(|gateway| gateway.circuit.as_ref())
    {
        aws::release_hosted_connection(world, &circuit.remote_id);
    }
    tasks::end_connection(world, id, None);
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
