//! Ends of transitions on the AWS side. An event whose thing moved on meanwhile does nothing.

use serde::{Deserialize, Serialize};

use super::{
    directconnect::{
        self, Association, AssociationState, ConnectionState, GatewayState, InterfaceState,
        complete_failover_test,
    },
    ec2::{self, AttachmentState, TransitEvent, VpnConnectionState, VpnGatewayState},
};
use crate::{bgp, pace::Transition, timers, world::World};

/// The end of a transition on the AWS side; each names its thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    ConnectionAvailable(String),
    ConnectionDeleted(String),
    InterfaceVerified(String),
    InterfaceReady(String),
    InterfaceDeleted(String),
    /// The session of this interface, in its attempt of this number.
    BgpUp(String, u64),
    GatewayAvailable(String),
    GatewayDeleted(String),
    /// A new association, or a changed one.
    Associated(String),
    Disassociated(String),
    /// The time that a failover test was given.
    FailoverTestOver(String),
    VpnGatewayAvailable(String),
    VpnGatewayAttached(String),
    VpnGatewayDetached(String),
    VpnGatewayDeleted(String),
    VpnConnectionAvailable(String),
    VpnConnectionDeleted(String),
    Transit(TransitEvent),
}

/// Makes an event true.
pub fn apply(world: &mut World, event: Event) {
    match event {
        Event::ConnectionAvailable(id) => connection(
            world,
            &id,
            ConnectionState::Pending,
            ConnectionState::Available,
        ),
        Event::ConnectionDeleted(id) => {
            connection(
                world,
                &id,
                ConnectionState::Deleting,
                ConnectionState::Deleted,
            );
            let now = world.now;
            world
                .aws
                .connections
                .entry(id)
                .and_modify(|one| one.deleted_at = Some(now));
        }
        Event::InterfaceVerified(id) => verified(world, id),
        Event::InterfaceReady(id) => {
            interface(world, &id, InterfaceState::Pending, InterfaceState::Down);
        }
        Event::InterfaceDeleted(id) => {
            interface(
                world,
                &id,
                InterfaceState::Deleting,
                InterfaceState::Deleted,
            );
            let now = world.now;
            world
                .aws
                .virtual_interfaces
                .entry(id)
                .and_modify(|one| one.deleted_at = Some(now));
        }
        Event::BgpUp(id, attempt) => bgp::establish(world, &id, attempt),
        Event::GatewayAvailable(id) => {
            gateway(world, &id, GatewayState::Pending, GatewayState::Available);
        }
        Event::GatewayDeleted(id) => gateway_deleted(world, &id),
        Event::Associated(id) => associated(world, &id),
        Event::Disassociated(id) => disassociated(world, &id),
        Event::FailoverTestOver(id) => complete_failover_test(world, &id),
        Event::VpnGatewayAvailable(id) => vpn_gateway(
            world,
            &id,
            VpnGatewayState::Pending,
            VpnGatewayState::Available,
        ),
        Event::VpnGatewayAttached(id) => attachment(
            world,
            &id,
            AttachmentState::Attaching,
            AttachmentState::Attached,
        ),
        Event::VpnGatewayDetached(id) => detached(world, &id),
        Event::Transit(event) => ec2::apply_transit(world, event),
        Event::VpnConnectionAvailable(id) => vpn_connection(
            world,
            &id,
            VpnConnectionState::Pending,
            VpnConnectionState::Available,
        ),
        Event::VpnConnectionDeleted(id) => {
            vpn_connection(
                world,
                &id,
                VpnConnectionState::Deleting,
                VpnConnectionState::Deleted,
            );
            let now = world.now;
            world
                .aws
                .vpn_connections
                .entry(id)
                .and_modify(|one| one.deleted_at = Some(now));
        }
        Event::VpnGatewayDeleted(id) => {
            vpn_gateway(
                world,
                &id,
                VpnGatewayState::Deleting,
                VpnGatewayState::Deleted,
            );
            let now = world.now;
            world
                .aws
                .vpn_gateways
                .entry(id)
                .and_modify(|one| one.deleted_at = Some(now));
        }
    }
}

fn step<S: PartialEq>(state: &mut S, from: S, to: S) {
    if *state == from {
        *state = to;
    }
}

fn connection(world: &mut World, id: &str, from: ConnectionState, to: ConnectionState) {
    if let Some(one) = world.aws.connections.get_mut(id) {
        step(&mut one.connection_state, from, to);
    }
}

fn interface(world: &mut World, id: &str, from: InterfaceState, to: InterfaceState) {
    if let Some(one) = world.aws.virtual_interfaces.get_mut(id) {
        step(&mut one.virtual_interface_state, from, to);
    }
}

/// AWS knows who owns the prefixes; the rest is as with the other interfaces.
fn verified(world: &mut World, id: String) {
    let interfaces = &mut world.aws.virtual_interfaces;
    let verifying = interfaces.get_mut(&id);
    if let Some(one) =
        verifying.filter(|one| one.virtual_interface_state == InterfaceState::Verifying)
    {
        one.virtual_interface_state = InterfaceState::Pending;
        let ready = timers::Event::Aws(Event::InterfaceReady(id));
        world.after(Transition::InterfaceReady, ready);
    }
}

fn gateway(world: &mut World, id: &str, from: GatewayState, to: GatewayState) {
    if let Some(one) = world.aws.direct_connect_gateways.get_mut(id) {
        step(&mut one.direct_connect_gateway_state, from, to);
    }
}

fn vpn_gateway(world: &mut World, id: &str, from: VpnGatewayState, to: VpnGatewayState) {
    if let Some(one) = world.aws.vpn_gateways.get_mut(id) {
        step(&mut one.state, from, to);
    }
}

fn vpn_connection(world: &mut World, id: &str, from: VpnConnectionState, to: VpnConnectionState) {
    if let Some(one) = world.aws.vpn_connections.get_mut(id) {
        step(&mut one.state, from, to);
    }
}

fn attachment(world: &mut World, id: &str, from: AttachmentState, to: AttachmentState) {
    if let Some(one) = world
        .aws
        .vpn_gateways
        .get_mut(id)
        .and_then(|one| one.attachment.as_mut())
    {
        step(&mut one.state, from, to);
    }
}

/// A gateway with something left on it falls back to `available` (aws.md §2.3).
fn gateway_deleted(world: &mut World, id: &str) {
    let associated = world
        .aws
        .associations
        .values()
        .any(|one| one.exists() && one.direct_connect_gateway_id == id);
    let attached = world.aws.virtual_interfaces.values().any(|one| {
        one.virtual_interface_state != InterfaceState::Deleted
            && one.direct_connect_gateway_id.as_deref() == Some(id)
    });
    if let Some(one) = world
        .aws
        .direct_connect_gateways
        .get_mut(id)
        .filter(|_| associated || attached)
    {
        one.direct_connect_gateway_state = GatewayState::Available;
        let what = if associated {
            "associations"
        } else {
            "virtual interfaces"
        };
        one.state_change_error = Some(format!(
            "The Direct Connect Gateway {id} has {what} and can't be deleted."
        ));
        return;
    }
    world.aws.direct_connect_gateways.remove(id);
}

fn associated(world: &mut World, id: &str) {
    let is_new = |one: &Association| one.association_state == AssociationState::Associating;
    if world.aws.associations.get(id).is_some_and(is_new) {
        directconnect::attached_transit(world, id);
    }
    if let Some(one) = world.aws.associations.get_mut(id) {
        if let (AssociationState::Updating, Some(next)) =
            (one.association_state, one.next_prefixes.take())
        {
            one.allowed_prefixes = next;
        }
        step(
            &mut one.association_state,
            AssociationState::Associating,
            AssociationState::Associated,
        );
        step(
            &mut one.association_state,
            AssociationState::Updating,
            AssociationState::Associated,
        );
    }
}

fn disassociated(world: &mut World, id: &str) {
    let now = world.now;
    if let Some(one) = world.aws.associations.get_mut(id) {
        step(
            &mut one.association_state,
            AssociationState::Disassociating,
            AssociationState::Disassociated,
        );
        one.deleted_at = Some(now);
    }
    directconnect::detached_transit(world, id);
}

/// A gateway that left its VPC no longer propagates into the VPC's tables.
fn detached(world: &mut World, id: &str) {
    attachment(
        world,
        id,
        AttachmentState::Detaching,
        AttachmentState::Detached,
    );
    for table in world.aws.route_tables.values_mut() {
        table.propagating.retain(|gateway| gateway != id);
    }
}
