//! The part of EC2 that leads from a VPN gateway into a VPC's route tables (aws.md §1.3, §2.4).

mod customer_gateways;
mod describe;
mod edit_route_tables;
mod edit_routes;
mod filter;
mod internet_gateways;
mod operations;
mod propagation;
mod regions;
mod route_tables;
mod route_targets;
mod subnets;
mod switches;
mod tagging;
mod transit;
mod transit_attachments;
mod transit_events;
mod transit_joins;
mod transit_route_tables;
mod transit_routes;
mod transit_vpc_attachments;
mod vpcs;
mod vpn_attachments;
mod vpn_connections;
mod vpn_gateways;

use jiff::Timestamp;
use serde_json::{Value, json};

pub use self::operations::names as operations;
pub use self::{
    customer_gateways::CustomerGateway,
    internet_gateways::InternetGateway,
    route_tables::{Propagated, Route, RouteTable},
    subnets::Subnet,
    switches::Switches,
    transit::{OPTIONS as TRANSIT_GATEWAY_OPTIONS, TransitGateway, TransitState},
    transit_attachments::{
        AttachedResource, TableAssociation, TableAssociationState, TransitAttachmentState,
        TransitGatewayAttachment,
    },
    transit_events::{
        TransitEvent, apply as apply_transit, attachment_available, attachment_deleted,
    },
    transit_route_tables::{TransitGatewayRouteTable, TransitRoute},
    transit_routes::leads as transit_leads,
    transit_vpc_attachments::OPTIONS as TRANSIT_ATTACHMENT_OPTIONS,
    vpcs::Vpc,
    vpn_connections::{Tunnel, VpnConnection, VpnConnectionState},
    vpn_gateways::{AttachmentState, VpnGateway, VpnGatewayAttachment, VpnGatewayState},
};
use super::{AwsError, Caller, form::Form, tags::Tags};
use crate::{clock::Millis, world::World};

/// What an accepted call does to the world, and its answer. Everything that can be refused is
/// refused before there is a deed, so that a refusal and a dry run change nothing.
type Deed = Box<dyn FnOnce(&mut World) -> Value>;

/// The deed of a call that only reads.
fn answer(value: Value) -> Deed {
    Box::new(move |_| value)
}

/// Runs one operation. A `DryRun` goes as far as the deed and does not do it.
pub fn call(
    world: &mut World,
    caller: &Caller,
    operation: &str,
    form: &Form,
) -> Result<Value, AwsError> {
    let known = operations::find(operation)?;
    known.check_parameters(form)?;
    authorize(caller, operation)?;
    // A tag at birth takes the right to tag as well (aws.md §5).
    if operation != "CreateTags" && form.tag_specification().is_some() {
        authorize(caller, "CreateTags")?;
    }
    let dry = form.boolean("DryRun")?.unwrap_or(false);
    let deed = (known.run)(world, caller, form)?;
    if dry {
        let message = "Request would have succeeded, but DryRun flag is set.";
        return Err(AwsError::new("DryRunOperation", message).with_status(412));
    }
    Ok(deed(world))
}

fn authorize(caller: &Caller, operation: &str) -> Result<(), AwsError> {
    caller.may("ec2", operation, "*").map_err(|refusal| {
        let message = format!("You are not authorized to perform this operation. {refusal}");
        AwsError::new("UnauthorizedOperation", message).with_status(403)
    })
}

/// The tags that the request gives to a new thing.
fn new_tags<R: describe::Resource>(form: &Form) -> Result<Tags, AwsError> {
    let tags = form.new_tags(R::KIND.resource_type)?;
    tagging::check(&tags)?;
    Ok(tags)
}

/// For example `2026-11-23T11:06:28.000Z`.
fn time(at: Millis) -> Value {
    let stamp = Timestamp::from_millisecond(at).unwrap_or_default();
    json!(stamp.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

/// A refusal of one parameter's value.
fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("InvalidParameterValue", message)
}

/// The refusal of two parameters that exclude each other.
fn exclusive(one: &str, other: &str) -> AwsError {
    let message = format!("The parameter {one} cannot be used with the parameter {other}");
    AwsError::new("InvalidParameterCombination", message)
}

/// A CIDR in its canonical form: host bits are cut, as EC2 does it.
fn cidr(form: &Form, name: &str) -> Result<ipnet::Ipv4Net, AwsError> {
    let text = form.required(name)?;
    let parsed = text.parse::<ipnet::Ipv4Net>();
    let said = || {
        format!("Value ({text}) for parameter {name} is invalid. This is not a valid CIDR block.")
    };
    parsed.map(|net| net.trunc()).map_err(|_| invalid(said()))
}

/// The CIDRs of the VPC to which `gateway` is attached.
pub fn attached_cidrs(world: &World, gateway: &VpnGateway) -> Option<Vec<ipnet::Ipv4Net>> {
    world
        .aws
        .vpcs
        .get(gateway.attached_to()?)
        .map(|vpc| vpc.cidrs.clone())
}
