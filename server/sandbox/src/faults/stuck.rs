//! Transitions that never end.

use serde_json::json;

use super::{Kind, NEVER, behind::Behind, plan::Standing};
use crate::{pace::Transition, timers, world::World};

/// The transition that an operation begins.
const BEGINS: [(&str, Transition); 32] = [
    ("addNetwork", Transition::NetworkActive),
    ("addConnection", Transition::ConnectionActive),
    ("updateConnection", Transition::ConnectionUpdated),
    ("deleteConnection", Transition::ConnectionDeleted),
    ("startGateway", Transition::TaskDone),
    ("stopGateway", Transition::TaskDone),
    ("respawnGateway", Transition::TaskDone),
    ("ConfirmConnection", Transition::HostedConnectionAvailable),
    ("DeleteConnection", Transition::HostedConnectionDeleted),
    ("CreatePrivateVirtualInterface", Transition::InterfaceReady),
    ("CreateTransitVirtualInterface", Transition::InterfaceReady),
    (
        "CreatePublicVirtualInterface",
        Transition::InterfaceVerified,
    ),
    ("DeleteVirtualInterface", Transition::InterfaceDeleted),
    ("CreateDirectConnectGateway", Transition::GatewayAvailable),
    ("DeleteDirectConnectGateway", Transition::GatewayDeleted),
    (
        "CreateDirectConnectGatewayAssociation",
        Transition::Associated,
    ),
    (
        "UpdateDirectConnectGatewayAssociation",
        Transition::AssociationUpdated,
    ),
    (
        "DeleteDirectConnectGatewayAssociation",
        Transition::Disassociated,
    ),
    (
        "AcceptDirectConnectGatewayAssociationProposal",
        Transition::Associated,
    ),
    ("CreateVpnGateway", Transition::VpnGatewayAvailable),
    ("AttachVpnGateway", Transition::VpnGatewayAttached),
    ("DetachVpnGateway", Transition::VpnGatewayDetached),
    ("DeleteVpnGateway", Transition::VpnGatewayDeleted),
    ("EnableVgwRoutePropagation", Transition::RoutePropagated),
    ("CreateTransitGateway", Transition::TransitGatewayAvailable),
    ("DeleteTransitGateway", Transition::TransitGatewayDeleted),
    (
        "CreateTransitGatewayVpcAttachment",
        Transition::TransitAttachmentAvailable,
    ),
    (
        "DeleteTransitGatewayVpcAttachment",
        Transition::TransitAttachmentDeleted,
    ),
    (
        "CreateTransitGatewayRouteTable",
        Transition::TransitTableAvailable,
    ),
    (
        "DeleteTransitGatewayRouteTable",
        Transition::TransitTableDeleted,
    ),
    (
        "AssociateTransitGatewayRouteTable",
        Transition::TransitTableAssociated,
    ),
    (
        "DisassociateTransitGatewayRouteTable",
        Transition::TransitTableDisassociated,
    ),
];

/// The transition that is meant, by its own name or by the operation that begins it.
pub(super) fn transition(operation: &str) -> Option<Transition> {
    let begun = BEGINS.iter().find(|(name, _)| *name == operation);
    begun
        .map(|(_, transition)| *transition)
        .or_else(|| serde_json::from_value(json!(operation)).ok())
}

/// Whether the plan holds up a transition. `event` is its end; one without an event
/// is held up only by a fault on every connection.
pub fn holds(world: &World, begins: Transition, event: Option<&timers::Event>) -> bool {
    world.faults.standing.iter().any(|one| {
        let Kind::Stuck { operation } = one.kind() else {
            return false;
        };
        one.stands(world.now)
            && transition(operation) == Some(begins)
            && concerns(world, one, event)
    })
}

/// An event names the thing that it is about: it must hang on the fault's connection.
fn concerns(world: &World, one: &Standing, event: Option<&timers::Event>) -> bool {
    let Some(id) = &one.entry.what.connection_id else {
        return true;
    };
    let behind = Behind::of(world, &one.entry.what);
    let mut ids = behind.ids().chain([id]);
    let event = event.map(|event| json!(event).to_string());
    event.is_some_and(|event| ids.any(|id| event.contains(id.as_str())))
}

/// Holds up what the plan says, and lets go what it no longer does.
pub(super) fn settle(world: &mut World) {
    let now = world.now;
    let mut timers = std::mem::take(&mut world.timers);
    timers.retime(|transition, due, event| {
        let held = holds(world, transition, Some(event));
        let was = due == NEVER;
        (held != was).then_some(if held { NEVER } else { now })
    });
    world.timers = timers;
    if holds(world, Transition::RoutePropagated, None) {
        return;
    }
    let tables = world.aws.route_tables.values_mut();
    let routes = tables.flat_map(|table| &mut table.propagated);
    for route in routes.filter(|route| route.from == NEVER) {
        route.from = now;
    }
}
