//! Transit gateways, what is attached to them, their tables, and routes to them.

use super::dice::Dice;
use crate::{
    client::{ACCOUNT, Call, OTHER_ACCOUNT},
    known::{TransitAttachment, TransitGateway},
};

fn gateway<'k>(dice: &mut Dice<'k>) -> Option<(&'k String, &'k TransitGateway)> {
    let known = dice.known;
    dice.rather(&known.aws.transit_gateways, |(_, one)| {
        one.state == "available"
    })
}

fn attachment<'k>(dice: &mut Dice<'k>) -> Option<(&'k String, &'k TransitAttachment)> {
    let known = dice.known;
    dice.rather(&known.aws.transit_gateway_attachments, |(_, one)| {
        one.state == "available"
    })
}

pub fn create(dice: &mut Dice) -> Option<Call> {
    let asn = dice.one(["64700", "64600", "64512", "7224", "x"])?;
    let switch = dice.one(["enable", "disable", "maybe"])?;
    let account = dice.one([ACCOUNT, OTHER_ACCOUNT])?;
    let name = dice.name();
    let parameters = [
        ("Options.AmazonSideAsn", asn),
        ("Options.DefaultRouteTableAssociation", switch),
        ("Description", name.as_str()),
    ];
    let some = 1 + dice.below(3) as usize;
    Some(dice.query(
        account,
        "us-west-2",
        "CreateTransitGateway",
        &parameters[..some],
    ))
}

pub fn delete(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.rather(&known.aws.transit_gateways, |(id, _)| {
        let mut attachments = known.aws.transit_gateway_attachments.values();
        !attachments.any(|one| one.exists() && one.transit_gateway_id == **id)
    })?;
    let id = dice.id(Some(id), "tgw-");
    Some(dice.query(
        &one.owner_id,
        &one.region,
        "DeleteTransitGateway",
        &[("TransitGatewayId", &id)],
    ))
}

/// Mostly a VPC beside it, by one of its subnets.
pub fn attach(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = gateway(dice)?;
    let (vpc, _) = dice.rather(&known.aws.vpcs, |(_, vpc)| {
        vpc.owner_id == one.owner_id && vpc.region == one.region
    })?;
    let (subnet, _) = dice.rather(&known.aws.subnets, |(_, one)| one.vpc_id == *vpc)?;
    let (id, vpc) = (dice.id(Some(id), "tgw-"), dice.id(Some(vpc), "vpc-"));
    let subnet = dice.id(Some(subnet), "subnet-");
    let parameters = [
        ("TransitGatewayId", id.as_str()),
        ("VpcId", vpc.as_str()),
        ("SubnetIds.1", subnet.as_str()),
    ];
    let action = "CreateTransitGatewayVpcAttachment";
    Some(dice.query(&one.owner_id, &one.region, action, &parameters))
}

pub fn detach(dice: &mut Dice) -> Option<Call> {
    let (id, one) = attachment(dice)?;
    let id = dice.id(Some(id), "tgw-attach-");
    let parameters = [("TransitGatewayAttachmentId", id.as_str())];
    let action = "DeleteTransitGatewayVpcAttachment";
    Some(dice.query(&one.owner_id, &one.region, action, &parameters))
}

pub fn create_table(dice: &mut Dice) -> Option<Call> {
    let (id, one) = gateway(dice)?;
    let id = dice.id(Some(id), "tgw-");
    let parameters = [("TransitGatewayId", id.as_str())];
    let action = "CreateTransitGatewayRouteTable";
    Some(dice.query(&one.owner_id, &one.region, action, &parameters))
}

/// An attachment and mostly a table of the same transit gateway.
pub fn join(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = attachment(dice)?;
    let (table, _) = dice.rather(&known.aws.transit_gateway_route_tables, |(_, table)| {
        table.transit_gateway_id == one.transit_gateway_id && table.state == "available"
    })?;
    let (id, table) = (
        dice.id(Some(id), "tgw-attach-"),
        dice.id(Some(table), "tgw-rtb-"),
    );
    let action = dice.one([
        "AssociateTransitGatewayRouteTable",
        "DisassociateTransitGatewayRouteTable",
        "EnableTransitGatewayRouteTablePropagation",
        "DisableTransitGatewayRouteTablePropagation",
        "DeleteTransitGatewayRouteTable",
        "SearchTransitGatewayRoutes",
        "GetTransitGatewayRouteTableAssociations",
        "GetTransitGatewayRouteTablePropagations",
    ])?;
    let rest: &[(&str, &str)] = match action {
        "SearchTransitGatewayRoutes" => {
            &[("Filter.1.Name", "state"), ("Filter.1.Value.1", "active")]
        }
        _ if action.ends_with("tions") || action.starts_with("Delete") => &[],
        _ => &[("TransitGatewayAttachmentId", id.as_str())],
    };
    let mut parameters = vec![("TransitGatewayRouteTableId", table.as_str())];
    parameters.extend(rest);
    Some(dice.query(&one.owner_id, &one.region, action, &parameters))
}

/// From a table of an attached VPC to the transit gateway, and away again.
pub fn route(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (_, one) = attachment(dice)?;
    let (table, _) = dice.rather(&known.aws.route_tables, |(_, table)| {
        table.vpc_id == one.resource_id
    })?;
    let (table, gateway) = (
        dice.id(Some(table), "rtb-"),
        dice.id(Some(&one.transit_gateway_id), "tgw-"),
    );
    let to = dice.one(["192.168.0.0/16", "172.16.0.0/12", "10.0.0.0/8", "x"])?;
    let parameters = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", to),
        ("TransitGatewayId", gateway.as_str()),
    ];
    let (action, some) = dice.one([("CreateRoute", 3), ("CreateRoute", 3), ("DeleteRoute", 2)])?;
    Some(dice.query(&one.owner_id, &one.region, action, &parameters[..some]))
}
