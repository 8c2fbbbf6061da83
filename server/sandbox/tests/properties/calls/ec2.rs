//! VPN gateways, attachments, propagation; and EC2's reads.

use super::dice::{ASNS, Dice};
use crate::{
    client::{ACCOUNT, Call, IDENTITIES, OTHER_ACCOUNT},
    known::{Vpc, VpnGateway},
};

pub fn describe(dice: &mut Dice) -> Option<Call> {
    let actions = [
        ("DescribeVpcs", "VpcId", "vpc-"),
        ("DescribeSubnets", "SubnetId", "subnet-"),
        ("DescribeRouteTables", "RouteTableId", "rtb-"),
        ("DescribeVpnGateways", "VpnGatewayId", "vgw-"),
        ("DescribeTransitGateways", "TransitGatewayIds", "tgw-"),
        (
            "DescribeTransitGatewayAttachments",
            "TransitGatewayAttachmentIds",
            "tgw-attach-",
        ),
        ("DescribeRegions", "RegionName", ""),
        ("DescribeTags", "ResourceId", ""),
        ("DescribeNothing", "X", ""),
    ];
    let (action, parameter, prefix) = dice.one(actions)?;
    let (vpc, one) = any_vpc(dice)?;
    let id = match prefix {
        "vpc-" => dice.id(Some(vpc), prefix),
        _ => dice.wrong_id(prefix),
    };
    let filters = [
        "vpc-id",
        "tag:Name",
        "state",
        "owner-id",
        "association.main",
        "resource-id",
        "nothing",
        "",
    ];
    let (filter, pattern) = (
        dice.one(filters)?,
        dice.one(["*", "pay*", "????", vpc.as_str(), "**a*?*"])?,
    );
    let list = format!("{parameter}.1");
    let choices: [&[(&str, &str)]; 5] = [
        &[],
        &[(list.as_str(), id.as_str())],
        &[
            ("Filter.1.Name", filter),
            ("Filter.1.Value.1", pattern),
            ("Filter.1.Value.2", "x"),
        ],
        &[("MaxResults", "5")],
        &[("MaxResults", "one"), ("NextToken", pattern)],
    ];
    let parameters = dice.one(choices)?;
    Some(dice.query(&one.owner_id, &one.region, action, parameters))
}

fn any_vpc<'k>(dice: &mut Dice<'k>) -> Option<(&'k String, &'k Vpc)> {
    let known = dice.known;
    dice.rather(&known.aws.vpcs, |(_, one)| one.region == "us-west-2")
}

pub fn create_gateway(dice: &mut Dice) -> Option<Call> {
    let asn = dice.one([
        ASNS[0].to_string(),
        ASNS[1].to_string(),
        "17".into(),
        "x".into(),
    ])?;
    let name = dice.name();
    let parameters = [
        ("Type", if dice.percent(97) { "ipsec.1" } else { "bogus" }),
        ("AmazonSideAsn", asn.as_str()),
        ("TagSpecification.1.ResourceType", "vpn-gateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", name.as_str()),
    ];
    let account = if dice.percent(70) {
        ACCOUNT
    } else {
        OTHER_ACCOUNT
    };
    let region = if dice.percent(70) {
        "us-west-2"
    } else {
        "us-east-1"
    };
    let some = 1 + dice.below(5) as usize;
    Some(dice.query(account, region, "CreateVpnGateway", &parameters[..some]))
}

fn gateway<'k>(
    dice: &mut Dice<'k>,
    fits: impl Fn(&VpnGateway) -> bool,
) -> Option<(&'k String, &'k VpnGateway)> {
    let known = dice.known;
    dice.rather(&known.aws.vpn_gateways, |(_, one)| fits(one))
}

/// Mostly a free gateway to a free VPC beside it.
pub fn attach(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = gateway(dice, |one| {
        one.state == "available" && one.holds().is_none()
    })?;
    let (vpc, _) = dice.rather(&known.aws.vpcs, |(id, vpc)| {
        let mut gateways = known.aws.vpn_gateways.values();
        vpc.owner_id == one.owner_id
            && vpc.region == one.region
            && !gateways.any(|other| other.holds() == Some(id.as_str()))
    })?;
    let (id, vpc) = (dice.id(Some(id), "vgw-"), dice.id(Some(vpc), "vpc-"));
    let parameters = [("VpnGatewayId", id.as_str()), ("VpcId", vpc.as_str())];
    Some(dice.query(&one.owner_id, &one.region, "AttachVpnGateway", &parameters))
}

pub fn detach(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = gateway(dice, |one| one.attached_to().is_some())?;
    let vpc = one.holds().map(str::to_owned);
    let vpc = if dice.percent(95) {
        vpc
    } else {
        dice.one(known.aws.vpcs.keys().cloned())
    };
    let (id, vpc) = (dice.id(Some(id), "vgw-"), dice.id(vpc.as_ref(), "vpc-"));
    let parameters = [("VpnGatewayId", id.as_str()), ("VpcId", vpc.as_str())];
    Some(dice.query(&one.owner_id, &one.region, "DetachVpnGateway", &parameters))
}

pub fn delete_gateway(dice: &mut Dice) -> Option<Call> {
    let (id, one) = gateway(dice, |one| {
        one.state == "available" && one.holds().is_none()
    })?;
    let id = dice.id(Some(id), "vgw-");
    Some(dice.query(
        &one.owner_id,
        &one.region,
        "DeleteVpnGateway",
        &[("VpnGatewayId", &id)],
    ))
}

/// Mostly of an associated gateway, into a table of its VPC.
pub fn enable_propagation(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.rather(&known.aws.vpn_gateways, |(id, one)| {
        let mut associations = known.aws.associations.values();
        one.attached_to().is_some()
            && associations.any(|other| other.exists() && other.virtual_gateway_id == **id)
    })?;
    let (table, _) = dice.rather(&known.aws.route_tables, |(_, table)| {
        Some(table.vpc_id.as_str()) == one.attached_to() && !table.propagating.contains(id)
    })?;
    let (id, table) = (dice.id(Some(id), "vgw-"), dice.id(Some(table), "rtb-"));
    let parameters = [("GatewayId", id.as_str()), ("RouteTableId", table.as_str())];
    Some(dice.query(
        &one.owner_id,
        &one.region,
        "EnableVgwRoutePropagation",
        &parameters,
    ))
}

pub fn disable_propagation(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (table, one) = dice.rather(&known.aws.route_tables, |(_, one)| {
        !one.propagating.is_empty()
    })?;
    let gateway = dice.rather(known.aws.vpn_gateways.keys(), |id| {
        one.propagating.contains(*id)
    })?;
    let (id, table) = (dice.id(Some(gateway), "vgw-"), dice.id(Some(table), "rtb-"));
    let parameters = [("GatewayId", id.as_str()), ("RouteTableId", table.as_str())];
    Some(dice.query(
        &one.owner_id,
        &one.region,
        "DisableVgwRoutePropagation",
        &parameters,
    ))
}

pub fn tag(dice: &mut Dice) -> Option<Call> {
    let (vpc, one) = any_vpc(dice)?;
    let (id, key, value) = (dice.id(Some(vpc), "vpc-"), dice.name(), dice.name());
    let parameters = [
        ("ResourceId.1", id.as_str()),
        ("Tag.1.Key", key.as_str()),
        ("Tag.1.Value", value.as_str()),
    ];
    let action = dice.one(["CreateTags", "DeleteTags", "CreateTags"])?;
    Some(dice.query(&one.owner_id, &one.region, action, &parameters))
}

pub fn identity(dice: &mut Dice) -> Option<Call> {
    let (who, _) = dice.one(IDENTITIES)?;
    Some(Call::Query {
        who,
        region: "us-east-1".to_owned(),
        service: "sts",
        action: dice
            .one(["GetCallerIdentity", "GetCallerIdentity", "AssumeRole", "x"])?
            .to_owned(),
        parameters: vec![],
    })
}
