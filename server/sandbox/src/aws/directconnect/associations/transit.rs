//! Transit gateways on Direct Connect gateways (aws.md §2.2, §2.3): associated and listed. Nothing
//! flows through them, since transit interfaces are not there yet.

use ipnet::Ipv4Net;

use super::Association;
use crate::{
    aws::{
        AwsError, Caller,
        directconnect::{InterfaceState, VirtualInterface, gateways},
        ec2::{AttachedResource, TransitGateway, TransitGatewayAttachment},
        ids,
        tags::Tags,
    },
    world::World,
};

/// Transit gateways per Direct Connect gateway (aws.md §2.5).
const PER_GATEWAY: usize = 6;
/// Direct Connect gateways per transit gateway (aws.md §2.5).
const PER_TRANSIT_GATEWAY: usize = 20;

/// Whether an id is a transit gateway's.
pub fn is_transit(id: &str) -> bool {
    id.starts_with("tgw-")
}

/// Refuses to let the transit gateway `id` of `theirs` join `caller`'s `gateway_id`, unless it may.
pub fn check_create(
    world: &World,
    caller: &Caller,
    theirs: &Caller,
    (gateway_id, id): (&str, &str),
    allowed: &[Ipv4Net],
) -> Result<(), AwsError> {
    let gateway = gateways::find(world, caller, gateway_id)?;
    gateways::check_available(gateway)?;
    let transit = find(world, theirs, id)?;
    if allowed.is_empty() {
        return Err(AwsError::client(
            "Allowed prefixes must be specified for a transit gateway.",
        ));
    }
    if transit.amazon_side_asn == gateway.amazon_side_asn {
        return Err(AwsError::client(format!(
            "The TransitGateway {id} and Direct Connect Gateway {gateway_id} have the same ASN {}.",
            gateway.amazon_side_asn
        )));
    }
    check_mix(world, gateway_id)?;
    check_others(world, gateway_id, id, allowed)
}

fn find<'w>(world: &'w World, caller: &Caller, id: &str) -> Result<&'w TransitGateway, AwsError> {
    let found = world.aws.transit_gateways.get(id);
    found
        .filter(|one| caller.sees(&one.owner_id, &one.region))
        .ok_or_else(|| AwsError::client(format!("The TransitGateway {id} does not exist.")))
}

/// Neither VPN gateways nor private interfaces share a Direct Connect gateway with it.
fn check_mix(world: &World, gateway_id: &str) -> Result<(), AwsError> {
    let on_gateway = |one: &VirtualInterface| {
        one.direct_connect_gateway_id.as_deref() == Some(gateway_id)
            && one.virtual_interface_state != InterfaceState::Deleted
    };
    let has = if on(world, gateway_id).any(|one| !is_transit(&one.virtual_gateway_id)) {
        "VPN gateways"
    } else if world.aws.virtual_interfaces.values().any(on_gateway) {
        "private virtual interfaces"
    } else {
        return Ok(());
    };
    Err(AwsError::client(format!(
        "Direct Connect Gateway {gateway_id} has {has}, so it can't have a transit gateway."
    )))
}

/// The rules between the associations of transit gateways.
fn check_others(
    world: &World,
    gateway_id: &str,
    id: &str,
    allowed: &[Ipv4Net],
) -> Result<(), AwsError> {
    if on(world, gateway_id).any(|one| one.virtual_gateway_id == id) {
        return Err(AwsError::client(format!(
            "The TransitGateway {id} is already associated with Direct Connect Gateway {gateway_id}."
        )));
    }
    let all = world.aws.associations.values().filter(|one| one.exists());
    if on(world, gateway_id).count() >= PER_GATEWAY
        || all.filter(|one| one.virtual_gateway_id == id).count() >= PER_TRANSIT_GATEWAY
    {
        return Err(AwsError::client(format!(
            "Direct Connect Gateway {gateway_id} or TransitGateway {id} has reached the maximum number of associations."
        )));
    }
    let mut taken = on(world, gateway_id).flat_map(|one| &one.allowed_prefixes);
    let overlaps = |one: &&Ipv4Net| {
        let mut ours = allowed.iter();
        ours.any(|cidr| cidr.contains(*one) || one.contains(cidr))
    };
    match taken.find(overlaps) {
        Some(clash) => Err(AwsError::client(format!(
            "The allowed prefixes overlap with {clash} of another transit gateway on the same Direct Connect Gateway."
        ))),
        None => Ok(()),
    }
}

fn on<'w>(world: &'w World, gateway_id: &str) -> impl Iterator<Item = &'w Association> {
    let associations = world.aws.associations.values();
    associations.filter(move |one| one.exists() && one.direct_connect_gateway_id == gateway_id)
}

/// Refuses what can't be on a Direct Connect gateway beside a transit gateway.
pub fn check_none(world: &World, gateway_id: &str) -> Result<(), AwsError> {
    if on(world, gateway_id).any(|one| is_transit(&one.virtual_gateway_id)) {
        return Err(AwsError::client(format!(
            "Direct Connect Gateway {gateway_id} is associated with a transit gateway."
        )));
    }
    Ok(())
}

/// An association makes the Direct Connect gateway's attachment by itself (aws.md §2.3).
pub fn attach(world: &mut World, association_id: &str) {
    let association = world.aws.associations.get(association_id);
    let joined = association.filter(|one| is_transit(&one.virtual_gateway_id));
    let Some((gateway, transit)) = joined.and_then(|one| {
        let transit = world.aws.transit_gateways.get(&one.virtual_gateway_id)?;
        Some((one.direct_connect_gateway_id.clone(), transit.clone()))
    }) else {
        return;
    };
    let attachment = TransitGatewayAttachment {
        transit_gateway_attachment_id: ids::long(world, "tgw-attach-"),
        transit_gateway_id: transit.transit_gateway_id,
        owner_id: transit.owner_id,
        region: transit.region,
        resource_type: AttachedResource::DirectConnectGateway,
        resource_id: gateway,
        propagates_to: vec![transit.route_table_id.clone()],
        route_table_id: transit.route_table_id,
        tags: Tags::new(),
    };
    let id = attachment.transit_gateway_attachment_id.clone();
    let attachments = &mut world.aws.transit_gateway_attachments;
    attachments.insert(id, attachment);
}

/// The end of an association takes the attachment along.
pub fn detach(world: &mut World, association_id: &str) {
    let Some(over) = world.aws.associations.get(association_id) else {
        return;
    };
    let attachments = &mut world.aws.transit_gateway_attachments;
    attachments.retain(|_, one| {
        one.transit_gateway_id != over.virtual_gateway_id
            || one.resource_id != over.direct_connect_gateway_id
    });
}
