//! A look at a connection from Pureport to the VPC's route tables, through the providers' APIs.

use sandbox::control::{Reset, reset};
use serde_json::{Value, json};

use crate::{
    legs::{leg_wrong, pair_wrong, see},
    path::vpc_wrong,
    support::{Lab, OPERATOR, Refusal, WEST},
    xml,
};

/// The connection that every scenario is about.
const NAME: &str = "AWS us-west-2 - 50Mbps - HA";
/// The VPC `payments`.
pub const CIDR: &str = "10.20.0.0/16";
const LEGS: [(&str, &str); 2] = [
    ("primary", "primaryGateway"),
    ("secondary", "secondaryGateway"),
];

/// The world of a scenario.
pub fn lab(scenario: &str) -> Lab {
    let lab = Lab::new();
    let wanted = Reset {
        scenario: Some(scenario.into()),
        ..Reset::default()
    };
    reset(&mut lab.shared.lock(), &wanted).expect("a world");
    lab
}

/// Everything that is not as it should be, in the order of the path.
pub async fn wrong(lab: &Lab) -> Vec<String> {
    let Some(connection) = connection(lab).await else {
        return vec!["no connection is ordered".into()];
    };
    let mut wrong = vec![];
    if connection["state"] != "ACTIVE" {
        wrong.push(format!(
            "the connection is {} {}",
            word(&connection["state"]),
            word(&connection["errorCode"])
        ));
    }
    let mut seen = vec![];
    for (leg, gateway) in LEGS {
        let found = see(lab, &connection[gateway]).await;
        wrong.extend(
            leg_wrong(&found)
                .iter()
                .map(|what| format!("{leg}: {what}")),
        );
        seen.push(found);
    }
    wrong.extend(pair_wrong(&seen));
    wrong.extend(vpc_wrong(lab, &seen).await);
    wrong
}

/// The scenarios' own connection at Pureport.
pub async fn connection(lab: &Lab) -> Option<Value> {
    let connections = lab
        .pureport(
            "GET",
            &format!("/networks/{}/connections", network(lab).await),
            None,
        )
        .await;
    let found = xml::list(&connections)
        .iter()
        .find(|one| one["name"] == NAME);
    found.cloned()
}

/// The id of "Acme production".
pub async fn network(lab: &Lab) -> String {
    let account = account(lab).await;
    let networks = lab
        .pureport("GET", &format!("/accounts/{account}/networks"), None)
        .await;
    assert_eq!(networks[0]["name"], "Acme production");
    word(&networks[0]["id"]).to_owned()
}

/// The id of "Acme Networks".
pub async fn account(lab: &Lab) -> String {
    let accounts = lab.pureport("GET", "/accounts", None).await;
    assert_eq!(accounts[0]["name"], "Acme Networks");
    word(&accounts[0]["id"]).to_owned()
}

/// The `Name` tag of a thing of EC2's.
pub fn name(thing: &Value) -> &str {
    let tags = xml::list(&thing["tagSet"]).iter();
    let named = tags.filter(|tag| tag["key"] == "Name");
    named
        .map(|tag| word(&tag["value"]))
        .next()
        .unwrap_or_default()
}

/// The id of the VPC with this name.
pub async fn vpc(lab: &Lab, name: &str) -> String {
    let found = ec2(lab, "DescribeVpcs", &[("tag:Name", name)]).await;
    word(&found["vpcSet"][0]["vpcId"]).to_owned()
}

/// What an EC2 list answers in us-west-2, with filters.
pub async fn ec2(lab: &Lab, action: &str, filters: &[(&str, &str)]) -> Value {
    ec2_at(lab, WEST, action, filters).await
}

/// The same in another region.
pub async fn ec2_at(lab: &Lab, region: &str, action: &str, filters: &[(&str, &str)]) -> Value {
    let named: Vec<_> = filters
        .iter()
        .enumerate()
        .flat_map(|(at, (name, value))| {
            let at = at + 1;
            [
                (format!("Filter.{at}.Name"), *name),
                (format!("Filter.{at}.Value.1"), *value),
            ]
        })
        .collect();
    let parameters: Vec<_> = named
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    let answer = lab
        .query_as(OPERATOR, region, "ec2", action, &parameters)
        .await;
    xml::members(&answer.expect("a list"))
}

/// What an interface that should be made is told.
pub async fn refused_interface(lab: &Lab, leg: &str) -> Refusal {
    let connection = connection(lab).await.expect("a connection");
    let gateways = lab
        .dx("DescribeDirectConnectGateways", json!({}))
        .await
        .expect("a list");
    let gateway = xml::list(&gateways["directConnectGateways"])
        .iter()
        .find(|one| one["directConnectGatewayName"] == "payments-dxgw")
        .expect("a gateway");
    let new = json!({
        "virtualInterfaceName": "one-more",
        "vlan": connection[leg]["vlan"],
        "asnLong": connection[leg]["bgpConfig"]["pureportASN"],
        "directConnectGatewayId": gateway["directConnectGatewayId"],
    });
    let input =
        json!({"connectionId": connection[leg]["remoteId"], "newPrivateVirtualInterface": new});
    let answer = lab.dx("CreatePrivateVirtualInterface", input).await;
    answer.expect_err("a refusal")
}

/// A text, or nothing.
pub fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
