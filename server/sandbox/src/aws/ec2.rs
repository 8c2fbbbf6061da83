//! The part of EC2 that leads from a VPN gateway into a VPC's route tables (aws.md §1.3, §2.4).

mod describe;
mod propagation;
mod route_tables;
mod subnets;
mod tagging;
mod transit;
mod vpcs;
mod vpn_attachments;
mod vpn_gateways;

use serde_json::{Value, json};

pub use self::{
    route_tables::{Propagated, Route, RouteTable},
    subnets::Subnet,
    transit::{TransitGateway, TransitGatewayAttachment},
    vpcs::Vpc,
    vpn_gateways::{AttachmentState, VpnGateway, VpnGatewayAttachment, VpnGatewayState},
};
use super::{AwsError, Caller, form::Form, regions};
use crate::world::World;

/// Runs one operation.
pub fn call(
    world: &mut World,
    caller: &Caller,
    operation: &str,
    form: &Form,
) -> Result<Value, AwsError> {
    type Operation = fn(&mut World, &Caller, &Form) -> Result<Value, AwsError>;
    let run: Operation = match operation {
        "DescribeRegions" => regions,
        "DescribeVpcs" => vpcs::describe,
        "DescribeSubnets" => subnets::describe,
        "DescribeRouteTables" => route_tables::describe,
        "DescribeVpnGateways" => vpn_gateways::describe,
        "CreateVpnGateway" => vpn_gateways::create,
        "DeleteVpnGateway" => vpn_gateways::delete,
        "AttachVpnGateway" => vpn_attachments::attach,
        "DetachVpnGateway" => vpn_attachments::detach,
        "EnableVgwRoutePropagation" => propagation::enable,
        "DisableVgwRoutePropagation" => propagation::disable,
        "DescribeTransitGateways" => transit::describe_gateways,
        "DescribeTransitGatewayAttachments" => transit::describe_attachments,
        "CreateTags" => tagging::create,
        "DeleteTags" => tagging::delete,
        "DescribeTags" => tagging::describe,
        other => {
            let message = format!("The action {other} is not valid for this web service.");
            return Err(AwsError::new("InvalidAction", message));
        }
    };
    caller.may("ec2", operation, "*").map_err(|refusal| {
        let message = format!("You are not authorized to perform this operation. {refusal}");
        AwsError::new("UnauthorizedOperation", message).with_status(403)
    })?;
    if form.flag("DryRun") {
        let message = "Request would have succeeded, but DryRun flag is set.";
        return Err(AwsError::new("DryRunOperation", message).with_status(412));
    }
    run(world, caller, form)
}

fn regions(_: &mut World, _: &Caller, form: &Form) -> Result<Value, AwsError> {
    let asked = form.list("RegionName");
    if let Some(unknown) = asked
        .iter()
        .find(|name| !regions::SEEDED.contains(&name.as_str()))
    {
        return Err(AwsError::new(
            "InvalidParameterValue",
            format!("Invalid region: '{unknown}'"),
        ));
    }
    let listed = regions::SEEDED
        .iter()
        .filter(|name| asked.is_empty() || asked.iter().any(|one| one == *name));
    let view = |name: &&str| {
        json!({
            "regionName": name,
            "regionEndpoint": format!("ec2.{name}.amazonaws.com"),
            "optInStatus": "opt-in-not-required",
        })
    };
    Ok(json!({"regionInfo": listed.map(view).collect::<Value>()}))
}

/// The CIDRs of the VPC to which `gateway` is attached.
pub fn attached_cidrs(world: &World, gateway: &VpnGateway) -> Option<Vec<ipnet::Ipv4Net>> {
    world
        .aws
        .vpcs
        .get(gateway.attached_to()?)
        .map(|vpc| vpc.cidrs.clone())
}
