//! Connections: AWS Direct Connect, ordered, changed and given up.

use ipnet::Ipv4Net;
use serde_json::{Value, json};

use crate::{pace::Transition, timers, world::World};

use super::{
    accounts,
    call::{Answer, Call, Reply, need},
    error::{code, refuse},
    ids,
    json::connection_json,
    lifecycle::Event,
    nat,
    offers::{Offer, TERMS},
    order::{self, Body},
    state::{Connection, ConnectionState, Gateway, Nat, Order, TaskKind},
    tasks,
};

/// `GET /networks/{networkId}/connections`
pub(super) fn list(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let network = call.network()?.id.clone();
    Ok(Reply::ok(list_where(call, |connection| {
        connection.network == network
    })))
}

/// `GET /accounts/{accountId}/connections`
pub(super) fn list_of_account(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let account = call.account()?.id.clone();
    let state = &call.world.pureport;
    Ok(Reply::ok(list_where(call, |connection| {
        state
            .network(&connection.network)
            .is_some_and(|network| network.account == account)
    })))
}

fn list_where(call: &Call, wanted: impl Fn(&Connection) -> bool) -> Value {
    let state = &call.world.pureport;
    let wanted = state
        .connections
        .iter()
        .filter(|connection| wanted(connection));
    json!(
        wanted
            .map(|connection| connection_json(state, connection))
            .collect::<Vec<_>>()
    )
}

/// `GET /connections/{connectionId}`
pub(super) fn get(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    Ok(Reply::ok(connection_json(
        &call.world.pureport,
        call.connection()?,
    )))
}

/// `POST /networks/{networkId}/connections`: needs Create and Update on networks (KB 43000477751).
pub(super) fn create(call: &mut Call) -> Answer {
    let network = call.network()?.id.clone();
    need(call.who.networks.create, "networks.create")?;
    need(call.who.networks.update, "networks.update")?;
    let body: Body = call.json()?;
    let id = ids::chosen(call.world, "conn", body.id.as_deref())?;
    let (order, offer) = order::read(&body)?;
    if order::linked_network(&body)?.is_some_and(|linked| linked != network) {
        return refuse(code::INVALID_LINK, "network is not the network in the path");
    }
    let account = call.network()?.account.clone();
    accounts::set_up(&call.world.pureport, &account)?;
    let state = sellable(call.world, &offer)?;
    free_vlans(call.world, &id, &order)?;
    let nat = nat::allocate(
        body.nat.as_ref(),
        &Nat::default(),
        &taken_blocks(call.world, &network, &id),
    )?;
    let gateways = (0..legs(&order)).map(|_| gateway(call.world)).collect();
    let connection = Connection {
        id: id.clone(),
        network,
        order,
        nat,
        state,
        failure: None,
        will_fail: None,
        created_at: call.world.now,
        active_at: None,
        gateways,
    };
    let answer = connection_json(&call.world.pureport, &connection);
    call.world.pureport.connections.push(connection);
    tasks::begin_connection(call.world, &id, TaskKind::CreateOrUpdateConnection);
    if state == ConnectionState::Initializing {
        schedule(
            call.world,
            Transition::ConnectionQueued,
            Event::Queued { connection: id },
        );
    }
    Ok(Reply::created(answer))
}

fn legs(order: &Order) -> usize {
    if order.high_availability { 2 } else { 1 }
}

fn gateway(world: &mut World) -> Gateway {
    Gateway {
        id: ids::new(world, "gw"),
        circuit: None,
        failure: None,
        running: true,
        changing: false,
    }
}

fn schedule(world: &mut World, transition: Transition, event: Event) {
    world.after(transition, timers::Event::Pureport(event));
}

/// The first state of an order of this offer.
fn sellable(world: &World, offer: &Offer) -> Answer<ConnectionState> {
    let change = offer.change(&world.pureport);
    if change.pending {
        return refuse(
            code::SUPPORTED_CONNECTION_IS_PENDING,
            "This configuration is not available yet",
        );
    }
    if change.out_of_capacity {
        return refuse(
            code::INSUFFICIENT_CAPACITY,
            "There is no capacity left at this location",
        );
    }
    Ok(if change.requires_approval {
        ConnectionState::PendingApproval
    } else {
        ConnectionState::Initializing
    })
}

/// A VLAN that was asked for must be free on its leg's port.
fn free_vlans(world: &World, id: &str, order: &Order) -> Answer<()> {
    for (leg, vlan) in order.vlans.iter().enumerate() {
        let taken = world.pureport.connections.iter().any(|other| {
            let circuit = other
                .gateways
                .get(leg)
                .and_then(|gateway| gateway.circuit.as_ref());
            let asked = other.order.vlans.get(leg).copied().flatten();
            other.id != id
                && other.order.location == order.location
                && vlan.is_some_and(|vlan| {
                    asked == Some(vlan) || circuit.is_some_and(|has| has.vlan == vlan)
                })
        });
        if taken {
            return refuse(code::VLAN_IN_USE, "The VLAN is in use at this location");
        }
    }
    Ok(())
}

/// NAT blocks of the network's other connections.
fn taken_blocks(world: &World, network: &str, id: &str) -> Vec<Ipv4Net> {
    let others = world.pureport.connections.iter();
    let others = others.filter(|other| other.network == network && other.id != id);
    others
        .flat_map(|other| other.nat.blocks.iter().copied())
        .collect()
}

/// `PUT /connections/{connectionId}`: the full object; an optional field left out is cleared.
pub(super) fn update(call: &mut Call) -> Answer {
    let current = call.connection()?.clone();
    need(call.who.networks.update, "networks.update")?;
    let body: Body = call.json()?;
    unmoved(&body, &current)?;
    if !current.state.can_update() {
        return refuse(
            code::CONNECTION_UPDATE_STATE_CONFLICT,
            "The connection cannot be updated in its state",
        );
    }
    let (order, _) =
        order::read(&body).or_else(|refusal| unchangeable(&body, &current).and(Err(refusal)))?;
    mutable_only(&order, &current.order)?;
    free_vlans(call.world, &current.id, &order)?;
    let taken = taken_blocks(call.world, &current.network, &current.id);
    let nat = nat::allocate(body.nat.as_ref(), &current.nat, &taken)?;
    if let Some(connection) = call.world.pureport.connection_mut(&current.id) {
        connection.order = order;
        connection.nat = nat;
        connection.state = ConnectionState::Updating;
        forget_failures(connection);
    }
    tasks::begin_connection(call.world, &current.id, TaskKind::CreateOrUpdateConnection);
    tasks::run_connection(call.world, &current.id);
    schedule(
        call.world,
        Transition::ConnectionUpdated,
        Event::Updated {
            connection: current.id,
        },
    );
    Ok(Reply::ok(connection_json(
        &call.world.pureport,
        call.connection()?,
    )))
}

/// Id, type and network stay.
fn unmoved(body: &Body, current: &Connection) -> Answer<()> {
    let same_id = body.id.as_ref().is_none_or(|id| *id == current.id);
    let same_kind = body
        .kind
        .as_deref()
        .is_none_or(|kind| kind == "AWS_DIRECT_CONNECT");
    let same_network = order::linked_network(body)?.is_none_or(|id| id == current.network);
    if same_id && same_kind && same_network {
        return Ok(());
    }
    refuse(
        code::MODIFICATION_NOT_ALLOWED,
        "id, type and network cannot change",
    )
}

/// What a change that the catalogue refuses should rather be told: that it cannot change at all.
fn unchangeable(body: &Body, current: &Connection) -> Answer<()> {
    match order::read_unpriced(body) {
        Ok(order) => mutable_only(&order, &current.order),
        Err(_) => Ok(()),
    }
}

/// Terraform re-creates a connection for these, so they are refused here, each with its code.
fn mutable_only(order: &Order, current: &Order) -> Answer<()> {
    let rank = |term: &str| TERMS.iter().position(|(name, _)| *name == term);
    if order.speed != current.speed {
        return refuse(
            code::AWS_CONNECTION_SPEED_IMMUTABLE,
            "The speed cannot change",
        );
    }
    if order.peering.kind != current.peering.kind {
        return refuse(
            code::PEERING_TYPE_CHANGE_NOT_ALLOWED,
            "The peering type cannot change",
        );
    }
    if rank(&order.billing_term) < rank(&current.billing_term) {
        return refuse(
            code::CONNECTION_BILLING_TERM_CHANGE_NOT_ALLOWED,
            "The billing term cannot become shorter",
        );
    }
    let fixed = order.aws_account_id == current.aws_account_id
        && order.region == current.region
        && order.location == current.location
        && order.high_availability == current.high_availability
        && order.peering == current.peering
        && order.vlans == current.vlans;
    if fixed {
        return Ok(());
    }
    refuse(
        code::MODIFICATION_NOT_ALLOWED,
        "AWS account, region, location, availability, BGP IPs and VLANs cannot change",
    )
}

fn forget_failures(connection: &mut Connection) {
    connection.failure = None;
    for gateway in &mut connection.gateways {
        gateway.failure = None;
    }
}

/// `DELETE /connections/{connectionId}`: answers the connection, which is then on its way out.
pub(super) fn delete(call: &mut Call) -> Answer {
    let current = call.connection()?;
    let (id, state) = (current.id.clone(), current.state);
    need(call.who.networks.delete, "networks.delete")?;
    if !state.can_delete() {
        return refuse(
            code::CONNECTION_DELETE_STATE_CONFLICT,
            "The connection cannot be deleted in its state",
        );
    }
    if let Some(connection) = call.world.pureport.connection_mut(&id) {
        connection.state = ConnectionState::Deleting;
        forget_failures(connection);
    }
    tasks::begin_connection(call.world, &id, TaskKind::DeleteConnection);
    tasks::run_connection(call.world, &id);
    schedule(
        call.world,
        Transition::ConnectionDeleted,
        Event::Deleted { connection: id },
    );
    Ok(Reply::ok(connection_json(
        &call.world.pureport,
        call.connection()?,
    )))
}
