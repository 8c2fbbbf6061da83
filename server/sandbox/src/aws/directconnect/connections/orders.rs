//! What the owner of a hosted connection does with it: accept, rename, give up (aws.md §2.1).

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Connection, ConnectionState, find};
use crate::{
    aws::{AwsError, Caller, Event, partner},
    pace::Transition,
    timers,
    world::World,
};

/// Accepted connections of an account per location and region (aws.md §2.5).
const PER_LOCATION: usize = 10;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ById {
    connection_id: String,
}

/// `ConfirmConnection`: the order is accepted.
pub fn confirm(world: &mut World, caller: &Caller, input: ById) -> Result<Value, AwsError> {
    let id = &input.connection_id;
    let order = find(world, caller, id)?;
    if order.connection_state != ConnectionState::Ordering {
        return Err(AwsError::client(format!(
            "Connection {id} is not in the ordering state."
        )));
    }
    check_quota(world, order)?;
    set_state(world, id, ConnectionState::Pending);
    let ready = Event::ConnectionAvailable(id.clone());
    world.after(
        Transition::HostedConnectionAvailable,
        timers::Event::Aws(ready),
    );
    Ok(json!({"connectionState": ConnectionState::Pending}))
}

fn check_quota(world: &World, order: &Connection) -> Result<(), AwsError> {
    let beside = |one: &&Connection| {
        one.owner_account == order.owner_account
            && (&one.region, &one.location) == (&order.region, &order.location)
            && one.connection_state != ConnectionState::Ordering
            && !one.is_leaving()
    };
    if world.aws.connections.values().filter(beside).count() < PER_LOCATION {
        return Ok(());
    }
    Err(AwsError::client(format!(
        "The account has reached the maximum number of connections ({PER_LOCATION}) at location {}.",
        order.location
    )))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    connection_id: String,
    connection_name: Option<String>,
    encryption_mode: Option<String>,
}

/// `UpdateConnection`: another name. MACsec is for dedicated connections (aws.md §2.1).
pub fn update(world: &mut World, caller: &Caller, input: Update) -> Result<Value, AwsError> {
    let id = &input.connection_id;
    if find(world, caller, id)?.is_leaving() {
        return Err(AwsError::client(
            "The specified Connection ID is not available",
        ));
    }
    if input.encryption_mode.is_some() {
        return Err(AwsError::client(format!(
            "Connection {id} is not MACsec capable."
        )));
    }
    if let Some(name) = input.connection_name {
        check_name(&name)?;
        let connections = &mut world.aws.connections;
        if let Some(connection) = connections.get_mut(id) {
            connection.connection_name = name;
        }
    }
    Ok(find(world, caller, id)?.view())
}

fn check_name(name: &str) -> Result<(), AwsError> {
    if (1..=100).contains(&name.chars().count()) {
        return Ok(());
    }
    Err(AwsError::client(
        "The connection name must have 1 to 100 characters.",
    ))
}

/// `DeleteConnection`: an order is rejected, a connection without interfaces goes.
pub fn delete(world: &mut World, caller: &Caller, input: ById) -> Result<Value, AwsError> {
    let id = &input.connection_id;
    let connection = find(world, caller, id)?;
    match connection.connection_state {
        _ if connection.is_leaving() => {}
        ConnectionState::Ordering => {
            set_state(world, id, ConnectionState::Rejected);
            let now = world.now;
            if let Some(connection) = world.aws.connections.get_mut(id) {
                connection.deleted_at = Some(now);
            }
        }
        _ if partner::has_interface(world, id) => {
            return Err(AwsError::client(format!(
                "Connection {id} still has virtual interfaces."
            )));
        }
        _ => {
            set_state(world, id, ConnectionState::Deleting);
            let gone = Event::ConnectionDeleted(id.clone());
            world.after(
                Transition::HostedConnectionDeleted,
                timers::Event::Aws(gone),
            );
        }
    }
    Ok(find(world, caller, id)?.view())
}

fn set_state(world: &mut World, id: &str, state: ConnectionState) {
    if let Some(connection) = world.aws.connections.get_mut(id) {
        connection.connection_state = state;
    }
}
