//! Attaching VPCs to transit gateways.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    AttachedResource, Deed, Subnet, Switches, TransitGatewayAttachment, Vpc,
    describe::{Resource, describe_as, existing, find, missing},
    filter::Filters,
    invalid, new_tags, time, transit,
    transit_attachments::{self, TransitAttachmentState},
    transit_events::{TransitEvent, begin},
};
use crate::{
    aws::{AwsError, Caller, form::Form, tags},
    pace::Transition,
    world::World,
};

/// Transit gateways per VPC (AWS Transit Gateway quotas).
const PER_VPC: usize = 5;

/// The options of an attachment (EC2 API reference).
pub const OPTIONS: [(&str, bool); 4] = [
    ("applianceModeSupport", false),
    ("dnsSupport", true),
    ("ipv6Support", false),
    ("securityGroupReferencingSupport", true),
];

const FILTERS: Filters = &[
    ("state", "state"),
    (
        "transit-gateway-attachment-id",
        "transitGatewayAttachmentId",
    ),
    ("transit-gateway-id", "transitGatewayId"),
    ("vpc-id", "vpcId"),
];

fn view(one: &TransitGatewayAttachment) -> Option<Value> {
    Some(json!({
        "transitGatewayAttachmentId": one.transit_gateway_attachment_id,
        "transitGatewayId": one.transit_gateway_id,
        "vpcId": one.vpc_id()?,
        "vpcOwnerId": one.resource_owner_id,
        "state": one.state,
        "subnetIds": one.subnet_ids,
        "creationTime": time(one.created_at),
        "options": one.options.view(),
        "tagSet": tags::view(&one.tags),
    }))
}

/// Of the attachments those of VPCs, with what only those have.
pub fn describe(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let list = ("transitGatewayVpcAttachments", FILTERS);
    describe_as(world, caller, form, list, view)
}

/// One subnet in each zone that the transit gateway is to reach.
pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let gateway = transit::usable(world, caller, form.required("TransitGatewayId")?)?.clone();
    let vpc = find::<Vpc>(world, caller, form.required("VpcId")?)?;
    form.required("SubnetIds.1")?;
    let subnet_ids = subnets(world, caller, vpc, form.list("SubnetIds"))?;
    check_vpc(world, caller, &vpc.vpc_id, &gateway.transit_gateway_id)?;
    let options = Switches::read(form, &OPTIONS)?;
    let tags = new_tags::<TransitGatewayAttachment>(form)?;
    let resource = (vpc.vpc_id.clone(), vpc.owner_id.clone());
    Ok(Box::new(move |world| {
        let kind = AttachedResource::Vpc;
        let mut attachment = TransitGatewayAttachment::of(world, &gateway, kind, resource);
        attachment.subnet_ids = subnet_ids;
        attachment.options = options;
        attachment.tags = tags;
        let id = attachment.transit_gateway_attachment_id.clone();
        let answer = json!({"transitGatewayVpcAttachment": view(&attachment)});
        let attachments = &mut world.aws.transit_gateway_attachments;
        attachments.insert(id.clone(), attachment);
        let transition = Transition::TransitAttachmentAvailable;
        begin(world, transition, TransitEvent::AttachmentAvailable(id));
        answer
    }))
}

fn subnets(
    world: &World,
    caller: &Caller,
    vpc: &Vpc,
    asked: Vec<String>,
) -> Result<Vec<String>, AwsError> {
    let mut zones = BTreeSet::new();
    for id in &asked {
        let subnet = find::<Subnet>(world, caller, id)?;
        if subnet.vpc_id != vpc.vpc_id {
            let vpc = &vpc.vpc_id;
            return Err(invalid(format!("{id} does not belong to {vpc}")));
        }
        if !zones.insert(&subnet.availability_zone) {
            let message = "Duplicate Subnets for same AZ";
            return Err(AwsError::new("DuplicateSubnetsInSameZone", message));
        }
    }
    Ok(asked)
}

fn check_vpc(
    world: &World,
    caller: &Caller,
    vpc_id: &str,
    gateway_id: &str,
) -> Result<(), AwsError> {
    let of_vpc: Vec<&TransitGatewayAttachment> = existing(world, caller)
        .filter(|one: &&TransitGatewayAttachment| one.vpc_id() == Some(vpc_id))
        .collect();
    if of_vpc
        .iter()
        .any(|one| one.transit_gateway_id == gateway_id)
    {
        let message =
            format!("{gateway_id} has non-deleted Transit Gateway Attachments with same VPC ID.");
        return Err(AwsError::new("DuplicateTransitGatewayAttachment", message));
    }
    if of_vpc.len() >= PER_VPC {
        let message = "The maximum number of transit gateways of a VPC has been reached.";
        let code = "TransitGatewayAttachmentLimitExceeded";
        return Err(AwsError::new(code, message));
    }
    Ok(())
}

/// Routes to the transit gateway stay in the VPC's tables, as blackholes.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("TransitGatewayAttachmentId")?;
    if find::<TransitGatewayAttachment>(world, caller, id)?
        .vpc_id()
        .is_none()
    {
        return Err(missing::<TransitGatewayAttachment>(id));
    }
    let mut attachment = transit_attachments::usable(world, caller, id)?.clone();
    Ok(Box::new(move |world| {
        attachment.state = TransitAttachmentState::Deleting;
        let id = attachment.id().to_owned();
        let answer = json!({"transitGatewayVpcAttachment": view(&attachment)});
        let attachments = &mut world.aws.transit_gateway_attachments;
        attachments.insert(id.clone(), attachment);
        let transition = Transition::TransitAttachmentDeleted;
        begin(world, transition, TransitEvent::AttachmentDeleted(id));
        answer
    }))
}
