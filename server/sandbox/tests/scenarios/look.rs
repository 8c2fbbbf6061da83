//! A look at a connection from Pureport to the VPC's route tables, through the providers' APIs.

use sandbox::control::{Reset, reset};
use serde_json::{Value, json};

use crate::{
    support::{Lab, OPERATOR, Refusal, WEST},
    xml,
};

/// The connection that every scenario is about.
const NAME: &str = "AWS us-west-2 - 50Mbps - HA";
const CIDR: &str = "10.20.0.0/16";
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

/// One leg from both sides; null where there is nothing.
pub struct Leg {
    /// Pureport's gateway.
    gateway: Value,
    hosted: Value,
    pub interface: Value,
    /// Routes on the interface, and Pureport's.
    accepted: Vec<String>,
    advertised: Vec<String>,
    learned: Vec<String>,
}

async fn see(lab: &Lab, gateway: &Value) -> Leg {
    let id = &gateway["remoteId"];
    let all = lab
        .dx("DescribeConnections", json!({}))
        .await
        .expect("a list");
    let hosted = xml::list(&all["connections"])
        .iter()
        .find(|one| id.is_string() && one["connectionId"] == *id);
    let interface = match hosted {
        None => Value::Null,
        Some(_) => interface(lab, id).await,
    };
    let path = format!("/gateways/{}/bgpRoutes", word(&gateway["id"]));
    let learned = lab.pureport("GET", &path, None).await;
    Leg {
        gateway: gateway.clone(),
        hosted: hosted.cloned().unwrap_or_default(),
        accepted: routes(lab, &interface, "accepted").await,
        advertised: routes(lab, &interface, "advertised").await,
        learned: cidrs(&learned, "network"),
        interface,
    }
}

async fn interface(lab: &Lab, connection: &Value) -> Value {
    let input = json!({"connectionId": connection});
    let all = lab.dx("DescribeVirtualInterfaces", input).await;
    all.expect("a list")["virtualInterfaces"][0].clone()
}

async fn routes(lab: &Lab, interface: &Value, direction: &str) -> Vec<String> {
    if interface.is_null() {
        return vec![];
    }
    let input = json!({
        "virtualInterfaceId": interface["virtualInterfaceId"],
        "filters": {"routeDirection": direction},
    });
    let listed = lab.dx("ListVirtualInterfaceRoutes", input).await;
    cidrs(&listed.expect("routes")["routes"], "cidr")
}

fn cidrs(list: &Value, member: &str) -> Vec<String> {
    let list = xml::list(list).iter();
    list.map(|route| word(&route[member]).to_owned()).collect()
}

fn leg_wrong(leg: &Leg) -> Vec<String> {
    let (hosted, interface, ends) = (&leg.hosted, &leg.interface, &leg.gateway["bgpConfig"]);
    if hosted.is_null() {
        return vec!["the account has no hosted connection".into()];
    }
    if hosted["connectionState"] != "available" {
        return vec![format!(
            "the hosted connection is {}",
            word(&hosted["connectionState"])
        )];
    }
    if interface.is_null() {
        return vec!["there is no interface".into()];
    }
    let pairs = [
        ("the VLAN", &interface["vlan"], &leg.gateway["vlan"]),
        (
            "the customer's ASN",
            &interface["asnLong"],
            &ends["pureportASN"],
        ),
        (
            "Amazon's ASN",
            &interface["amazonSideAsn"],
            &ends["customerASN"],
        ),
        (
            "Amazon's address",
            &interface["amazonAddress"],
            &ends["customerIP"],
        ),
        (
            "the customer's address",
            &interface["customerAddress"],
            &ends["pureportIP"],
        ),
        ("the key", &interface["authKey"], &ends["password"]),
    ];
    let differ = pairs.into_iter().filter(|(_, one, other)| one != other);
    let mut wrong: Vec<_> = differ.map(|(what, ..)| format!("{what} differs")).collect();
    let status = &interface["bgpPeers"][0]["bgpStatus"];
    if interface["virtualInterfaceState"] != "available" || status != "up" {
        let state = word(&interface["virtualInterfaceState"]);
        wrong.push(format!("AWS says {state}, BGP {}", word(status)));
    }
    if ends["state"] != "UP" {
        wrong.push(format!("Pureport says BGP {}", word(&ends["state"])));
    }
    let routes = [
        ("AWS accepts nothing", !leg.accepted.is_empty()),
        (
            "AWS does not advertise the VPC",
            leg.advertised.iter().any(|cidr| cidr == CIDR),
        ),
        (
            "Pureport does not learn the VPC",
            leg.learned.iter().any(|cidr| cidr == CIDR),
        ),
    ];
    // Routes can't be there without a session.
    if wrong.is_empty() {
        let missing = routes.iter().filter(|(_, there)| !there);
        wrong.extend(missing.map(|(what, _)| (*what).to_owned()));
    }
    wrong
}

fn pair_wrong(legs: &[Leg]) -> Vec<String> {
    let same = |what: fn(&Leg) -> &Value| {
        let seen: Vec<_> = legs.iter().map(what).filter(|one| !one.is_null()).collect();
        (seen.len() == 2).then(|| seen[0] == seen[1])
    };
    let mut wrong = vec![];
    if same(|leg| &leg.hosted["awsDeviceV2"]) == Some(true) {
        wrong.push("both legs end on one device".to_owned());
    }
    if same(|leg| &leg.interface["directConnectGatewayId"]) == Some(false) {
        wrong.push("the legs are on two Direct Connect gateways".to_owned());
    }
    wrong
}

async fn vpc_wrong(lab: &Lab, legs: &[Leg]) -> Vec<String> {
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
    for cidr in accepted.collect::<std::collections::BTreeSet<_>>() {
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
