//! Which table of a transit gateway an attachment uses, and which tables learn its routes.

use serde_json::{Value, json};

use super::{
    Deed, TransitGatewayAttachment, TransitGatewayRouteTable, invalid,
    transit::{self, TransitState},
    transit_attachments::{self, TableAssociationState},
    transit_events::{TransitEvent, associate as begin_to_associate, begin},
    transit_route_tables,
};
use crate::{
    aws::{AwsError, Caller, form::Form},
    pace::Transition,
    world::World,
};

/// An attachment has one association at most.
pub fn associate(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (table, attachment) = named(world, caller, form)?;
    let id = attachment.transit_gateway_attachment_id.clone();
    if attachment.association.is_some() {
        let message =
            format!("Transit Gateway Attachment {id} is already associated to a route table.");
        return Err(AwsError::new("Resource.AlreadyAssociated", message));
    }
    let table_id = table.transit_gateway_route_table_id.clone();
    let view = view(attachment, &table_id, "associating");
    Ok(Box::new(move |world| {
        begin_to_associate(world, &id, table_id);
        json!({"association": view})
    }))
}

/// Without a table the packets of an attachment lead nowhere.
pub fn disassociate(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (table, attachment) = named(world, caller, form)?;
    let id = attachment.transit_gateway_attachment_id.clone();
    let table_id = &table.transit_gateway_route_table_id;
    let association = attachment.association.as_ref();
    match association.filter(|one| one.transit_gateway_route_table_id == *table_id) {
        Some(one) if one.state == TableAssociationState::Associated => {}
        Some(_) => return Err(transit::in_invalid_state(&id)),
        None => {
            let message = format!("{id} is not associated with {table_id}.");
            return Err(AwsError::new("InvalidAssociation.NotFound", message));
        }
    }
    let view = view(attachment, table_id, "disassociating");
    Ok(Box::new(move |world| {
        let attachments = &mut world.aws.transit_gateway_attachments;
        let attachment = attachments.get_mut(&id);
        if let Some(one) = attachment.and_then(|one| one.association.as_mut()) {
            one.state = TableAssociationState::Disassociating;
        }
        let transition = Transition::TransitTableDisassociated;
        begin(world, transition, TransitEvent::Disassociated(id));
        json!({"association": view})
    }))
}

pub fn enable(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (table, attachment) = named(world, caller, form)?;
    let table_id = table.transit_gateway_route_table_id.clone();
    if attachment.propagates_to.contains(&table_id) {
        let id = &attachment.transit_gateway_attachment_id;
        let message = format!("Propagation from {id} to {table_id} already exists.");
        let code = "TransitGatewayRouteTablePropagation.Duplicate";
        return Err(AwsError::new(code, message));
    }
    let view = view(attachment, &table_id, "enabled");
    Ok(propagation(attachment, view, |tables| {
        tables.push(table_id);
    }))
}

pub fn disable(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (table, attachment) = named(world, caller, form)?;
    let table_id = table.transit_gateway_route_table_id.clone();
    if !attachment.propagates_to.contains(&table_id) {
        let id = &attachment.transit_gateway_attachment_id;
        let message = format!("Propagation from {id} to {table_id} does not exist.");
        let code = "TransitGatewayRouteTablePropagation.NotFound";
        return Err(AwsError::new(code, message));
    }
    let view = view(attachment, &table_id, "disabled");
    Ok(propagation(attachment, view, move |tables| {
        tables.retain(|one| *one != table_id);
    }))
}

fn propagation(
    attachment: &TransitGatewayAttachment,
    view: Value,
    change: impl FnOnce(&mut Vec<String>) + 'static,
) -> Deed {
    let id = attachment.transit_gateway_attachment_id.clone();
    Box::new(move |world| {
        if let Some(one) = world.aws.transit_gateway_attachments.get_mut(&id) {
            change(&mut one.propagates_to);
        }
        json!({"propagation": view})
    })
}

fn view(attachment: &TransitGatewayAttachment, table_id: &str, state: &str) -> Value {
    let mut view = attachment.name();
    view["transitGatewayRouteTableId"] = json!(table_id);
    view["state"] = json!(state);
    view
}

/// A table and an attachment of one transit gateway, both ready.
fn named<'w>(
    world: &'w World,
    caller: &Caller,
    form: &Form,
) -> Result<(&'w TransitGatewayRouteTable, &'w TransitGatewayAttachment), AwsError> {
    let table = transit_route_tables::named(world, caller, form)?;
    let id = form.required("TransitGatewayAttachmentId")?;
    let attachment = transit_attachments::usable(world, caller, id)?;
    let table_id = &table.transit_gateway_route_table_id;
    if table.state != TransitState::Available {
        return Err(transit::in_invalid_state(table_id));
    }
    if table.transit_gateway_id != attachment.transit_gateway_id {
        return Err(invalid(format!(
            "{id} and {table_id} belong to different transit gateways"
        )));
    }
    Ok((table, attachment))
}
