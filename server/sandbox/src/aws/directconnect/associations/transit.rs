//! Transit gateways on Direct Connect gateways (aws.md §2.2, §2.3).

use ipnet::Ipv4Net;

use super::{Association, mix, on};
use crate::{
    aws::{
        AwsError, Caller,
        directconnect::gateways,
        ec2::{
            self, AttachedResource, TransitAttachmentState, TransitGateway,
            TransitGatewayAttachment, TransitState,
        },
    },
    world::World,
};

/// Transit gateways per Direct Connect gateway (aws.md §2.5).
const PER_GATEWAY: usize = 6;
/// Direct Connect gateways per transit gateway (aws.md §2.5).
const PER_TRANSIT_GATEWAY: usize = 20;
/// Prefixes that a transit gateway advertises (aws.md §2.5).
const PREFIXES: usize = 200;

/// Whether an id is a transit gateway's.
pub fn is_transit(id: &str) -> bool {
    id.starts_with("tgw-")
}

/// What a gateway with this id is, on the wire.
pub fn type_of(id: &str) -> &'static str {
    if is_transit(id) {
        "transitGateway"
    } else {
        "virtualPrivateGateway"
    }
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
    let transit = usable(world, theirs, id)?;
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
    mix::check_transit(world, gateway_id)?;
    check_count(world, gateway_id, id)?;
    check_allowed(world, gateway_id, id, allowed)
}

fn usable<'w>(world: &'w World, caller: &Caller, id: &str) -> Result<&'w TransitGateway, AwsError> {
    let found = world.aws.transit_gateways.get(id);
    let transit = found
        .filter(|one| caller.sees(&one.owner_id, &one.region) && one.deleted_at.is_none())
        .ok_or_else(|| AwsError::client(format!("The TransitGateway {id} does not exist.")))?;
    if transit.state != TransitState::Available {
        return Err(AwsError::client(format!(
            "The TransitGateway {id} is not available."
        )));
    }
    Ok(transit)
}

fn check_count(world: &World, gateway_id: &str, id: &str) -> Result<(), AwsError> {
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
    Ok(())
}

/// Refuses other allowed prefixes for an association, unless it may have them.
pub fn check_prefixes(
    world: &World,
    association: &Association,
    allowed: &[Ipv4Net],
) -> Result<(), AwsError> {
    let gateway_id = &association.direct_connect_gateway_id;
    check_allowed(world, gateway_id, &association.virtual_gateway_id, allowed)
}

/// Not too many, and none that another transit gateway on the Direct Connect gateway advertises.
fn check_allowed(
    world: &World,
    gateway_id: &str,
    id: &str,
    allowed: &[Ipv4Net],
) -> Result<(), AwsError> {
    if allowed.len() > PREFIXES {
        return Err(AwsError::client(format!(
            "A transit gateway can't have more than {PREFIXES} allowed prefixes."
        )));
    }
    let others = on(world, gateway_id).filter(|one| one.virtual_gateway_id != id);
    let taken: Vec<&Ipv4Net> = others
        .flat_map(|one| {
            let next = one.next_prefixes.iter().flatten();
            one.allowed_prefixes.iter().chain(next)
        })
        .collect();
    let overlaps = |ours: &&Ipv4Net| {
        let mut taken = taken.iter();
        taken.any(|cidr| cidr.contains(*ours) || ours.contains(*cidr))
    };
    // The other one's may be another account's: the text does not name it.
    match allowed.iter().find(overlaps) {
        Some(ours) => Err(AwsError::client(format!(
            "The allowed prefix {ours} overlaps with one of another transit gateway on the same Direct Connect Gateway."
        ))),
        None => Ok(()),
    }
}

/// An association makes the Direct Connect gateway's attachment by itself (aws.md §2.3).
pub fn attach(world: &mut World, gateway_id: &str, id: &str) {
    let Some(transit) = world.aws.transit_gateways.get(id).cloned() else {
        return;
    };
    let gateway = world.aws.direct_connect_gateways.get(gateway_id);
    let owner = gateway.map(|one| one.owner_account.clone());
    let resource = (gateway_id.to_owned(), owner.unwrap_or_default());
    let kind = AttachedResource::DirectConnectGateway;
    let attachment = TransitGatewayAttachment::of(world, &transit, kind, resource);
    let id = attachment.transit_gateway_attachment_id.clone();
    let attachments = &mut world.aws.transit_gateway_attachments;
    attachments.insert(id, attachment);
}

/// The association is through, and with it the attachment.
pub fn attached(world: &mut World, association_id: &str) {
    if let Some(id) = attachment(world, association_id) {
        ec2::attachment_available(world, &id);
    }
}

/// The association is to end, and with it the attachment.
pub fn detach(world: &mut World, association_id: &str) {
    let id = attachment(world, association_id).unwrap_or_default();
    if let Some(one) = world.aws.transit_gateway_attachments.get_mut(&id) {
        one.state = TransitAttachmentState::Deleting;
    }
}

/// The association is over, and with it the attachment.
pub fn detached(world: &mut World, association_id: &str) {
    if let Some(id) = attachment(world, association_id) {
        ec2::attachment_deleted(world, &id);
    }
}

/// The attachment that an association made.
fn attachment(world: &World, association_id: &str) -> Option<String> {
    let association = world.aws.associations.get(association_id)?;
    let mut attachments = world.aws.transit_gateway_attachments.values();
    let made = attachments.find(|one| {
        one.deleted_at.is_none()
            && one.transit_gateway_id == association.virtual_gateway_id
            && one.resource_id == association.direct_connect_gateway_id
    });
    made.map(|one| one.transit_gateway_attachment_id.clone())
}
