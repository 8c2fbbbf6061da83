//! Ends of transitions of transit gateways. One whose thing moved on meanwhile does nothing.

use serde::{Deserialize, Serialize};

use super::{
    TransitGatewayAttachment,
    transit::{ASSOCIATION, PROPAGATION, TransitState},
    transit_attachments::{TableAssociation, TableAssociationState, TransitAttachmentState},
};
use crate::{aws::Event, pace::Transition, timers, world::World};

/// The end of a transition; each names its thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum TransitEvent {
    GatewayAvailable(String),
    GatewayDeleted(String),
    AttachmentAvailable(String),
    AttachmentDeleted(String),
    TableAvailable(String),
    TableDeleted(String),
    /// The table of this attachment.
    Associated(String),
    Disassociated(String),
}

/// Begins a transition that ends with `event`.
pub fn begin(world: &mut World, transition: Transition, event: TransitEvent) {
    world.after(transition, timers::Event::Aws(Event::Transit(event)));
}

/// Makes an event true.
pub fn apply(world: &mut World, event: TransitEvent) {
    match event {
        TransitEvent::GatewayAvailable(id) => gateway_available(world, &id),
        TransitEvent::GatewayDeleted(id) => gateway_deleted(world, &id),
        TransitEvent::AttachmentAvailable(id) => attachment_available(world, &id),
        TransitEvent::AttachmentDeleted(id) => attachment_deleted(world, &id),
        TransitEvent::TableAvailable(id) => table_available(world, &id),
        TransitEvent::TableDeleted(id) => table_deleted(world, &id),
        TransitEvent::Associated(id) => associated(world, &id),
        TransitEvent::Disassociated(id) => disassociated(world, &id),
    }
}

fn gateway_available(world: &mut World, id: &str) {
    let gateways = &mut world.aws.transit_gateways;
    let pending = gateways.get_mut(id);
    let Some(gateway) = pending.filter(|one| one.state == TransitState::Pending) else {
        return;
    };
    gateway.state = TransitState::Available;
    if let Some(table) = gateway.route_table_id.clone() {
        table_available(world, &table);
    }
}

fn gateway_deleted(world: &mut World, id: &str) {
    let now = world.now;
    if let Some(gateway) = world.aws.transit_gateways.get_mut(id) {
        gateway.state = TransitState::Deleted;
        gateway.deleted_at = Some(now);
    }
    for table in world.aws.transit_gateway_route_tables.values_mut() {
        if table.transit_gateway_id == id && table.deleted_at.is_none() {
            table.state = TransitState::Deleted;
            table.deleted_at = Some(now);
        }
    }
}

/// The default table of the transit gateway is used, as its options say.
pub fn attachment_available(world: &mut World, id: &str) {
    let attachments = &mut world.aws.transit_gateway_attachments;
    let pending = attachments.get_mut(id);
    let Some(one) = pending.filter(|one| one.state == TransitAttachmentState::Pending) else {
        return;
    };
    one.state = TransitAttachmentState::Available;
    let Some(gateway) = world.aws.transit_gateways.get(&one.transit_gateway_id) else {
        return;
    };
    one.propagates_to = gateway
        .default_table(PROPAGATION)
        .into_iter()
        .cloned()
        .collect();
    if let Some(table) = gateway.default_table(ASSOCIATION).cloned() {
        associate(world, id, table);
    }
}

/// Begins to associate an attachment with a table.
pub fn associate(world: &mut World, id: &str, transit_gateway_route_table_id: String) {
    if let Some(one) = world.aws.transit_gateway_attachments.get_mut(id) {
        one.association = Some(TableAssociation {
            transit_gateway_route_table_id,
            state: TableAssociationState::Associating,
        });
        let event = TransitEvent::Associated(id.to_owned());
        begin(world, Transition::TransitTableAssociated, event);
    }
}

/// An attachment that is over is listed for a while, with no table any more.
pub fn attachment_deleted(world: &mut World, id: &str) {
    let now = world.now;
    if let Some(one) = attachment(world, id) {
        one.state = TransitAttachmentState::Deleted;
        one.deleted_at = Some(now);
        one.association = None;
        one.propagates_to.clear();
    }
}

fn attachment<'w>(world: &'w mut World, id: &str) -> Option<&'w mut TransitGatewayAttachment> {
    let found = world.aws.transit_gateway_attachments.get_mut(id);
    found.filter(|one| one.deleted_at.is_none())
}

fn table_available(world: &mut World, id: &str) {
    let tables = &mut world.aws.transit_gateway_route_tables;
    let pending = tables.get_mut(id);
    if let Some(table) = pending.filter(|one| one.state == TransitState::Pending) {
        table.state = TransitState::Available;
    }
}

fn table_deleted(world: &mut World, id: &str) {
    let now = world.now;
    let tables = &mut world.aws.transit_gateway_route_tables;
    if let Some(table) = tables.get_mut(id) {
        table.state = TransitState::Deleted;
        table.deleted_at = Some(now);
    }
    for one in world.aws.transit_gateway_attachments.values_mut() {
        one.propagates_to.retain(|table| table != id);
    }
}

fn associated(world: &mut World, id: &str) {
    let association = attachment(world, id).and_then(|one| one.association.as_mut());
    if let Some(association) =
        association.filter(|one| one.state == TableAssociationState::Associating)
    {
        association.state = TableAssociationState::Associated;
    }
}

fn disassociated(world: &mut World, id: &str) {
    let leaves = |one: &TableAssociation| one.state == TableAssociationState::Disassociating;
    if let Some(one) =
        attachment(world, id).filter(|one| one.association.as_ref().is_some_and(leaves))
    {
        one.association = None;
    }
}
