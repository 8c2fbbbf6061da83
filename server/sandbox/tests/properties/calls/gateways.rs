//! Direct Connect gateways, associations and proposals.

use serde_json::{Value, json};

use super::dice::{ASNS, Dice};
use crate::{
    client::{ACCOUNT, Call, OTHER_ACCOUNT},
    known::{Gateway, Known},
};

/// More than these are not made.
const MOST: usize = 14;

fn any_account(dice: &mut Dice) -> &'static str {
    if dice.percent(75) {
        ACCOUNT
    } else {
        OTHER_ACCOUNT
    }
}

fn any_region(dice: &mut Dice) -> &'static str {
    dice.one(super::dice::REGIONS).unwrap_or("us-west-2")
}

pub fn create(dice: &mut Dice) -> Option<Call> {
    if dice.known.aws.direct_connect_gateways.len() >= MOST {
        return None;
    }
    let asn = if dice.percent(90) {
        dice.one(ASNS)?
    } else {
        dice.one([0, 64_511, 4_200_000_000, 7_224])?
    };
    let input = json!({"directConnectGatewayName": dice.name(), "amazonSideAsn": asn});
    let (account, region) = (any_account(dice), any_region(dice));
    Some(dice.json(account, region, "CreateDirectConnectGateway", input))
}

fn gateway<'k>(dice: &mut Dice<'k>) -> Option<(&'k String, &'k Gateway)> {
    let known = dice.known;
    dice.rather(&known.aws.direct_connect_gateways, |(id, one)| {
        one.direct_connect_gateway_state == "available" && has_interface(known, id)
    })
}

fn has_interface(known: &Known, gateway: &str) -> bool {
    let mut interfaces = known.aws.virtual_interfaces.values();
    interfaces.any(|one| one.exists() && one.direct_connect_gateway_id.as_deref() == Some(gateway))
}

pub fn delete(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.rather(&known.aws.direct_connect_gateways, |(id, _)| {
        !has_interface(known, id)
    })?;
    let input = json!({"directConnectGatewayId": dice.id(Some(id), "")});
    let region = any_region(dice);
    Some(dice.json(
        &one.owner_account,
        region,
        "DeleteDirectConnectGateway",
        input,
    ))
}

pub fn describe(dice: &mut Dice) -> Option<Call> {
    let (id, one) = gateway(dice)?;
    let input = json!({"directConnectGatewayId": dice.id(Some(id), "")});
    let (operation, input) = match dice.below(3) {
        0 => (
            "DescribeDirectConnectGateways",
            json!({"maxResults": 1 + dice.below(3)}),
        ),
        1 => ("DescribeDirectConnectGateways", input),
        _ => ("DescribeDirectConnectGatewayAttachments", input),
    };
    let region = any_region(dice);
    Some(dice.json(&one.owner_account, region, operation, input))
}

fn prefixes(dice: &mut Dice) -> Value {
    let cidrs = [
        "10.20.0.0/16",
        "10.0.0.0/8",
        "10.30.0.0/16",
        "172.31.0.0/16",
        "0.0.0.0/0",
        "10.20.0.1/16",
        "x",
    ];
    let some = (0..dice.below(3))
        .filter_map(|_| dice.one(cidrs))
        .collect::<Vec<_>>();
    some.into_iter().map(|cidr| json!({"cidr": cidr})).collect()
}

/// Mostly a gateway on a VPC that is on no Direct Connect gateway yet.
fn free_vpn_gateway(dice: &mut Dice, account: Option<&str>) -> Option<(String, String, String)> {
    let known = dice.known;
    let (id, one) = dice.rather(&known.aws.vpn_gateways, |(id, one)| {
        let mut associations = known.aws.associations.values();
        let taken = associations.any(|other| other.exists() && other.virtual_gateway_id == **id);
        !taken
            && one.attached_to().is_some()
            && account.is_none_or(|account| account == one.owner_id)
    })?;
    Some((
        dice.id(Some(id), "vgw-"),
        one.owner_id.clone(),
        one.region.clone(),
    ))
}

pub fn associate(dice: &mut Dice) -> Option<Call> {
    let (id, one) = gateway(dice)?;
    let (vpn_gateway, _, region) = free_vpn_gateway(dice, Some(&one.owner_account))?;
    let mut input =
        json!({"directConnectGatewayId": dice.id(Some(id), ""), "gatewayId": vpn_gateway});
    if dice.percent(40) {
        input["addAllowedPrefixesToDirectConnectGateway"] = prefixes(dice);
    }
    Some(dice.json(
        &one.owner_account,
        &region,
        "CreateDirectConnectGatewayAssociation",
        input,
    ))
}

/// With the same ASN as often as with another.
pub fn associate_transit(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (transit, one) = dice.one(&known.aws.transit_gateways)?;
    let (gateway, _) = dice.rather(&known.aws.direct_connect_gateways, |(_, other)| {
        other.owner_account == one.owner_id && other.amazon_side_asn == one.amazon_side_asn
    })?;
    let input = json!({
        "directConnectGatewayId": gateway, "gatewayId": transit,
        "addAllowedPrefixesToDirectConnectGateway": prefixes(dice),
    });
    Some(dice.json(
        &one.owner_id,
        &one.region,
        "CreateDirectConnectGatewayAssociation",
        input,
    ))
}

pub fn change_association(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.rather(&known.aws.associations, |(_, one)| one.carries())?;
    let input = json!({
        "associationId": dice.id(Some(id), ""),
        "addAllowedPrefixesToDirectConnectGateway": prefixes(dice),
        "removeAllowedPrefixesToDirectConnectGateway": prefixes(dice),
    });
    let region = any_region(dice);
    let owner = &one.direct_connect_gateway_owner_account;
    Some(dice.json(
        owner,
        region,
        "UpdateDirectConnectGatewayAssociation",
        input,
    ))
}

pub fn dissociate(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.rather(&known.aws.associations, |(_, one)| one.carries())?;
    let input = match dice.below(2) {
        0 => json!({"associationId": dice.id(Some(id), "")}),
        _ => {
            json!({"directConnectGatewayId": one.direct_connect_gateway_id, "virtualGatewayId": one.virtual_gateway_id})
        }
    };
    let region = any_region(dice);
    let owner = &one.direct_connect_gateway_owner_account;
    Some(dice.json(
        owner,
        region,
        "DeleteDirectConnectGatewayAssociation",
        input,
    ))
}

pub fn describe_associations(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.one(&known.aws.associations)?;
    let input = match dice.below(4) {
        0 => json!({}),
        1 => json!({"associationId": dice.id(Some(id), "")}),
        2 => json!({"directConnectGatewayId": one.direct_connect_gateway_id}),
        _ => json!({"associatedGatewayId": one.virtual_gateway_id}),
    };
    let operations = [
        "DescribeDirectConnectGatewayAssociations",
        "DescribeDirectConnectGatewayAssociationProposals",
    ];
    let (region, operation) = (any_region(dice), dice.one(operations)?);
    Some(dice.json(
        &one.direct_connect_gateway_owner_account,
        region,
        operation,
        input,
    ))
}

/// The VPN gateway's owner asks for another account's Direct Connect gateway.
pub fn propose(dice: &mut Dice) -> Option<Call> {
    if dice.known.aws.proposals.len() >= 4 * MOST {
        return None;
    }
    let (id, one) = gateway(dice)?;
    let other = if one.owner_account == ACCOUNT {
        OTHER_ACCOUNT
    } else {
        ACCOUNT
    };
    let (vpn_gateway, owner, region) = free_vpn_gateway(dice, Some(other))?;
    let input = json!({
        "directConnectGatewayId": dice.id(Some(id), ""),
        "directConnectGatewayOwnerAccount": one.owner_account,
        "gatewayId": vpn_gateway,
        "addAllowedPrefixesToDirectConnectGateway": prefixes(dice),
    });
    Some(dice.json(
        &owner,
        &region,
        "CreateDirectConnectGatewayAssociationProposal",
        input,
    ))
}

pub fn accept(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.one(&known.aws.proposals)?;
    let input = json!({
        "directConnectGatewayId": one.direct_connect_gateway_id,
        "proposalId": dice.id(Some(id), ""),
        "associatedGatewayOwnerAccount": one.virtual_gateway_owner_account,
    });
    let region = any_region(dice);
    let owner = &one.direct_connect_gateway_owner_account;
    Some(dice.json(
        owner,
        region,
        "AcceptDirectConnectGatewayAssociationProposal",
        input,
    ))
}
