//! Hosted connections and their interfaces.

use serde_json::{Value, json};

use super::dice::{ASNS, Dice};
use crate::{
    client::{ACCOUNT, Call},
    known::{Hosted, Interface, Known},
};

fn is_ready(hosted: &Hosted) -> bool {
    matches!(hosted.connection_state.as_str(), "available" | "down")
}

fn has_interface(known: &Known, hosted: &str) -> bool {
    let mut interfaces = known.aws.virtual_interfaces.values();
    interfaces.any(|one| one.exists() && one.connection_id == hosted)
}

pub fn confirm(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.rather(&known.aws.connections, |(_, one)| {
        one.connection_state == "ordering"
    })?;
    let input = json!({"connectionId": dice.id(Some(id), "dxcon-")});
    Some(dice.json(&one.owner_account, &one.region, "ConfirmConnection", input))
}

pub fn delete_connection(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.rather(&known.aws.connections, |(id, _)| has_interface(known, id))?;
    let input = json!({"connectionId": dice.id(Some(id), "dxcon-")});
    Some(dice.json(&one.owner_account, &one.region, "DeleteConnection", input))
}

pub fn describe_connections(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.one(&known.aws.connections)?;
    let input = match dice.below(3) {
        0 => json!({}),
        1 => json!({"connectionId": dice.id(Some(id), "dxcon-")}),
        _ => {
            json!({"maxResults": dice.below(4), "nextToken": dice.one(["", "x", "Y29ubmVjdGlvbnM6MQ"])})
        }
    };
    Some(dice.json(
        &one.owner_account,
        &one.region,
        "DescribeConnections",
        input,
    ))
}

/// Mostly what the two ends agree on, on a gateway with the ordered ASN; now and then one of the
/// values is another.
pub fn create_interface(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, hosted) = dice.rather(&known.aws.connections, |(id, one)| {
        is_ready(one) && !has_interface(known, id)
    })?;
    let circuit = known.leg(id).map(|(_, _, circuit)| circuit);
    let kind = kind(dice, id);
    let mut new = json!({
        "virtualInterfaceName": dice.name(),
        "vlan": hosted.vlan,
        "asnLong": 394_351,
        "authKey": circuit.and_then(|one| one.password.clone()),
        "amazonAddress": circuit.map(|one| &one.customer_ip),
        "customerAddress": circuit.map(|one| &one.pureport_ip),
    });
    let asn = circuit.map_or(64_512, |one| one.customer_asn);
    if kind == "Public" {
        let named = dice.one([
            "45.42.0.0/16",
            "45.42.0.0/31",
            "203.0.113.0/24",
            "10.0.0.0/8",
        ])?;
        new["routeFilterPrefixes"] = json!([{"cidr": named}]);
    } else {
        target(dice, &mut new, hosted, asn, kind);
    }
    deviate(dice, &mut new);
    let mut input = json!({"connectionId": dice.id(Some(id), "dxcon-")});
    input[format!("new{kind}VirtualInterface")] = new;
    let operation = format!("Create{kind}VirtualInterface");
    Some(dice.json(&hosted.owner_account, &hosted.region, &operation, input))
}

/// Mostly what was ordered.
fn kind(dice: &mut Dice, hosted: &str) -> &'static str {
    if dice.percent(5) {
        return dice
            .one(["Private", "Public", "Transit"])
            .unwrap_or("Private");
    }
    let ordered = dice
        .known
        .leg(hosted)
        .map(|(connection, ..)| &connection.order);
    match ordered.and_then(|order| order["peering"]["type"].as_str()) {
        Some("PUBLIC") => "Public",
        Some("TRANSIT") => "Transit",
        _ => "Private",
    }
}

fn target(dice: &mut Dice, new: &mut Value, hosted: &Hosted, asn: u32, kind: &str) {
    let known = dice.known;
    if dice.percent(85) {
        let gateway = dice.rather(&known.aws.direct_connect_gateways, |(_, one)| {
            one.owner_account == hosted.owner_account && one.amazon_side_asn == asn
        });
        new["directConnectGatewayId"] = json!(dice.id(gateway.map(|(id, _)| id), ""));
    }
    if kind == "Private" && dice.percent(12) {
        let gateway = dice.rather(&known.aws.vpn_gateways, |(_, one)| {
            one.owner_id == hosted.owner_account && one.region == hosted.region
        });
        new["virtualGatewayId"] = json!(dice.id(gateway.map(|(id, _)| id), "vgw-"));
    }
}

fn deviate(dice: &mut Dice, new: &mut Value) {
    if dice.percent(75) {
        return;
    }
    let changes = [
        ("vlan", json!(1)),
        ("vlan", json!(5_000)),
        ("asnLong", json!(65_001)),
        ("asnLong", json!(0)),
        ("authKey", json!("another-key-1")),
        ("authKey", json!("short")),
        ("authKey", json!("<k&y>\"é\u{0}7")),
        ("amazonAddress", new["customerAddress"].clone()),
        ("customerAddress", json!("169.254.24.9/30")),
        ("customerAddress", json!("")),
        ("amazonAddress", json!("0.0.0.0/0")),
        ("mtu", json!(8_500)),
        ("mtu", json!(9_002)),
        ("addressFamily", json!("ipv6")),
        ("enableSiteLink", json!(true)),
        (
            "tags",
            json!([{"key": "run", "value": dice.name()}, {"key": dice.name()}]),
        ),
    ];
    if let Some((name, value)) = dice.one(changes) {
        new[name] = value;
    }
}

fn interface<'k>(dice: &mut Dice<'k>) -> Option<(&'k String, &'k Interface)> {
    let known = dice.known;
    dice.rather(&known.aws.virtual_interfaces, |(_, one)| {
        matches!(one.virtual_interface_state.as_str(), "available" | "down")
    })
}

pub fn update_interface(dice: &mut Dice) -> Option<Call> {
    let (id, one) = interface(dice)?;
    let mut input = json!({"virtualInterfaceId": dice.id(Some(id), "dxvif-")});
    match dice.below(3) {
        0 => input["virtualInterfaceName"] = json!(dice.name()),
        1 => input["mtu"] = json!(dice.one([1_500, 8_500, 9_001, 1])),
        _ => input["enableSiteLink"] = json!(dice.percent(50)),
    }
    Some(dice.json(
        &one.owner_account,
        &one.region,
        "UpdateVirtualInterfaceAttributes",
        input,
    ))
}

pub fn delete_interface(dice: &mut Dice) -> Option<Call> {
    let (id, one) = interface(dice)?;
    let input = json!({"virtualInterfaceId": dice.id(Some(id), "dxvif-")});
    Some(dice.json(
        &one.owner_account,
        &one.region,
        "DeleteVirtualInterface",
        input,
    ))
}

pub fn read_interface(dice: &mut Dice) -> Option<Call> {
    let (id, one) = interface(dice)?;
    let input = json!({"virtualInterfaceId": dice.id(Some(id), "dxvif-")});
    let (operation, input) = match dice.below(6) {
        0 => ("DescribeVirtualInterfaces", json!({})),
        1 => ("DescribeVirtualInterfaces", input),
        2 => (
            "DescribeVirtualInterfaces",
            json!({"connectionId": one.connection_id}),
        ),
        3 => ("DescribeRouterConfiguration", input),
        4 => ("DescribeDirectConnectGatewayAttachments", input),
        _ => ("ListVirtualInterfaceRoutes", input),
    };
    Some(dice.json(&one.owner_account, &one.region, operation, input))
}

pub fn tag(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let (id, one) = dice.one(&known.aws.connections)?;
    let account = if dice.percent(90) {
        one.owner_account.as_str()
    } else {
        ACCOUNT
    };
    let arn = format!("arn:aws:directconnect:{}:{account}:dxcon/{id}", one.region);
    let (operation, input) = match dice.below(3) {
        0 => ("DescribeTags", json!({"resourceArns": [arn, dice.name()]})),
        1 => (
            "UntagResource",
            json!({"resourceArn": arn, "tagKeys": ["run", dice.name()]}),
        ),
        _ => (
            "TagResource",
            json!({"resourceArn": arn, "tags": [{"key": "run", "value": dice.name()}]}),
        ),
    };
    Some(dice.json(&one.owner_account, &one.region, operation, input))
}

/// Operations that are not there, not for us, or not asked rightly.
pub fn stray(dice: &mut Dice) -> Option<Call> {
    let operations = [
        "DescribeLocations",
        "AllocateHostedConnection",
        "AllocateTransitVirtualInterface",
        "DescribeLags",
        "NoSuchOperation",
        "",
        "DescribeConnections.x",
    ];
    let operation = dice.one(operations)?;
    let input = json!({"connectionId": "dxcon-0a1b2c3d", "amazonSideAsn": dice.one(ASNS)});
    Some(dice.json(ACCOUNT, "us-west-2", operation, input))
}
