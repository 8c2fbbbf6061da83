//! The path from the Direct Connect gateway into the VPC.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{
    legs::{Leg, cidrs},
    look::{CIDR, ec2, name, vpc, word},
    support::Lab,
    xml,
};

/// What is not as it should be from the Direct Connect gateway to the route tables.
pub async fn vpc_wrong(lab: &Lab, legs: &[Leg]) -> Vec<String> {
    let vpc = vpc(lab, "payments").await;
    let filters = [
        ("attachment.vpc-id", vpc.as_str()),
        ("attachment.state", "attached"),
    ];
    let gateways = ec2(lab, "DescribeVpnGateways", &filters).await;
    let Some(gateway) = gateways["vpnGatewaySet"][0]["vpnGatewayId"].as_str() else {
        return vec!["payments has no VPN gateway".into()];
    };
    let mut wrong = association_wrong(lab, gateway).await;
    let tables = ec2(lab, "DescribeRouteTables", &[("vpc-id", &vpc)]).await;
    for table in xml::list(&tables["routeTableSet"]) {
        wrong.extend(table_wrong(table, gateway, legs));
    }
    wrong
}

async fn association_wrong(lab: &Lab, gateway: &str) -> Vec<String> {
    let input = json!({"associatedGatewayId": gateway});
    let found = lab
        .dx("DescribeDirectConnectGatewayAssociations", input)
        .await;
    let found = found.expect("a list")["directConnectGatewayAssociations"][0].clone();
    if found.is_null() {
        return vec!["the VPN gateway is on no Direct Connect gateway".into()];
    }
    let mut wrong = vec![];
    if found["associationState"] != "associated" {
        wrong.push(format!(
            "the association is {}",
            word(&found["associationState"])
        ));
    }
    let on = gateway_name(lab, &found["directConnectGatewayId"]).await;
    if on != "payments-dxgw" {
        wrong.push(format!("the VPN gateway is on {on}"));
    }
    let allowed = cidrs(&found["allowedPrefixesToDirectConnectGateway"], "cidr");
    if allowed != [CIDR] {
        wrong.push(format!("allowed is {}", allowed.join(", ")));
    }
    wrong
}

async fn gateway_name(lab: &Lab, id: &Value) -> String {
    let input = json!({"directConnectGatewayId": id});
    let found = lab.dx("DescribeDirectConnectGateways", input).await;
    word(&found.expect("a list")["directConnectGateways"][0]["directConnectGatewayName"]).to_owned()
}

fn table_wrong(table: &Value, gateway: &str, legs: &[Leg]) -> Vec<String> {
    let name = name(table);
    let propagates = xml::list(&table["propagatingVgwSet"])
        .iter()
        .any(|one| one["gatewayId"] == gateway);
    if !propagates {
        return vec![format!("{name}: propagation is off")];
    }
    let accepted = legs.iter().flat_map(|leg| &leg.accepted);
    let mut wrong = vec![];
    for cidr in accepted.collect::<BTreeSet<_>>() {
        let route = xml::list(&table["routeSet"])
            .iter()
            .find(|route| route["destinationCidrBlock"] == *cidr);
        match route {
            None => wrong.push(format!("{name}: no route to the site")),
            Some(route) if route["gatewayId"] == gateway && route["state"] == "active" => {}
            Some(route) => wrong.push(format!(
                "{name}: {} wins for {}",
                word(&route["origin"]),
                if cidr == "0.0.0.0/0" {
                    "the default"
                } else {
                    "a prefix"
                }
            )),
        }
    }
    wrong.dedup();
    wrong
}
