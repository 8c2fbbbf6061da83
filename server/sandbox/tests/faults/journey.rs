//! A private connection with two legs, set up from the order to the routes in a VPC.

use sandbox::{Pace, control, control::ClockChange, faults};
use serde_json::{Value, json};

use crate::support::{Lab, WEST, tag};

pub const LEGS: [&str; 2] = ["primaryGateway", "secondaryGateway"];

pub struct Journey {
    pub lab: Lab,
    /// Pureport's connection.
    pub connection: Value,
    /// The interfaces of both legs.
    pub interfaces: Vec<String>,
}

impl Journey {
    pub async fn new() -> Self {
        Self::on(Lab::new()).await
    }

    /// In a world of pace `instant`.
    pub async fn on(lab: Lab) -> Self {
        let connection = order(&lab).await;
        let gateway = made(
            &lab,
            "CreateDirectConnectGateway",
            json!({"directConnectGatewayName": "test", "amazonSideAsn": 64_600}),
            "/directConnectGateway/directConnectGatewayId",
        )
        .await;
        let mut interfaces = vec![];
        for leg in LEGS {
            interfaces.push(interface(&lab, &connection[leg], &gateway).await);
        }
        let vgw = attach(&lab).await;
        made(
            &lab,
            "CreateDirectConnectGatewayAssociation",
            json!({"directConnectGatewayId": gateway, "gatewayId": vgw}),
            "/directConnectGatewayAssociation/associationId",
        )
        .await;
        Self {
            lab,
            connection,
            interfaces,
        }
    }

    pub fn id(&self) -> &str {
        self.connection["id"].as_str().expect("an id")
    }

    /// The hosted connection of a leg.
    pub fn hosted(&self, leg: usize) -> &str {
        self.connection[LEGS[leg]]["remoteId"]
            .as_str()
            .expect("an id")
    }

    /// Puts one world fault on the primary leg.
    pub fn put(&self, name: &str, arguments: Value) {
        let mut arguments = arguments;
        arguments["connection_id"] = json!(self.id());
        arguments["leg"] = json!("primary");
        plan(&self.lab, json!([{"kind": {name: arguments}}]));
    }

    pub fn lift(&self) {
        plan(&self.lab, json!([]));
    }

    /// State of the hosted connection, state of the interface and its BGP status at AWS, state of the
    /// session at Pureport.
    pub async fn states(&self, leg: usize) -> [String; 4] {
        let input = json!({"connectionId": self.hosted(leg)});
        let connections = self.lab.dx("DescribeConnections", input).await;
        let input = json!({"virtualInterfaceId": self.interfaces[leg]});
        let interfaces = self.lab.dx("DescribeVirtualInterfaces", input).await;
        let interface = &interfaces.expect("a list")["virtualInterfaces"][0];
        let gateway = self.gateway(leg).await;
        [
            &connections.expect("a list")["connections"][0]["connectionState"],
            &interface["virtualInterfaceState"],
            &interface["bgpPeers"][0]["bgpStatus"],
            &gateway["bgpConfig"]["state"],
        ]
        .map(|word| word.as_str().expect("a word").to_owned())
    }

    pub async fn gateway(&self, leg: usize) -> Value {
        let href = self.connection[LEGS[leg]]["href"].as_str().expect("a path");
        self.lab.pureport("GET", href, None).await
    }

    /// What AWS lists of a leg's routes in this direction.
    pub async fn routes(&self, leg: usize, direction: &str) -> usize {
        let input = json!({
            "virtualInterfaceId": self.interfaces[leg], "filters": {"routeDirection": direction},
        });
        let listed = self.lab.dx("ListVirtualInterfaceRoutes", input).await;
        listed.expect("a list")["routes"]
            .as_array()
            .expect("routes")
            .len()
    }

    /// The routes that a leg's gateway learned from AWS.
    pub async fn learned(&self, leg: usize) -> usize {
        let href = self.connection[LEGS[leg]]["href"].as_str().expect("a path");
        let routes = self
            .lab
            .pureport("GET", &format!("{href}/bgpRoutes"), None)
            .await;
        let learned = |route: &&Value| route["internal"] == false;
        routes
            .as_array()
            .expect("routes")
            .iter()
            .filter(learned)
            .count()
    }

    /// Propagated routes in all tables of the VPC.
    pub async fn propagated(&self) -> usize {
        let vpc = self.lab.named("vpcs", "payments");
        let parameters = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", &vpc)];
        let tables = self.lab.ec2("DescribeRouteTables", &parameters).await;
        tables
            .expect("tables")
            .matches("EnableVgwRoutePropagation")
            .count()
    }
}

pub const GOOD: [&str; 4] = ["available", "available", "up", "UP"];
pub const DOWN: [&str; 4] = ["available", "down", "down", "DOWN"];

/// Puts a plan; it must be accepted.
pub fn plan(lab: &Lab, faults: Value) -> Value {
    let plan = serde_json::from_value(json!({"faults": faults})).expect("a plan");
    faults::put(&mut lab.shared.lock(), &plan).expect("accepted")
}

pub fn advance(lab: &Lab, seconds: i64) {
    let change = ClockChange {
        advance_seconds: Some(seconds),
        ..ClockChange::default()
    };
    control::clock(&mut lab.shared.lock(), &change).expect("obeyed");
}

pub fn freeze(lab: &Lab) {
    let change = ClockChange {
        freeze: Some(true),
        ..ClockChange::default()
    };
    control::clock(&mut lab.shared.lock(), &change).expect("obeyed");
}

/// The connections of "Acme production".
pub async fn collection(lab: &Lab) -> String {
    let accounts = lab.pureport("GET", "/accounts", None).await;
    let account = accounts[0]["href"].as_str().expect("an account");
    let networks = lab
        .pureport("GET", &format!("{account}/networks"), None)
        .await;
    let network = networks[0]["href"].as_str().expect("a network");
    format!("{network}/connections")
}

pub fn order_body() -> Value {
    json!({
        "type": "AWS_DIRECT_CONNECT", "name": "test", "speed": 50, "highAvailability": true,
        "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"},
        "awsAccountId": "123456789012", "awsRegion": WEST, "peering": {"type": "PRIVATE"},
        "customerASN": 64_600, "tags": {"owner": "acme"},
    })
}

/// An order that is ACTIVE and whose hosted connections are accepted.
async fn order(lab: &Lab) -> Value {
    let connections = collection(lab).await;
    let ordered = lab.pureport("POST", &connections, Some(order_body())).await;
    let href = ordered["href"].as_str().expect("a connection");
    let connection = lab.pureport("GET", href, None).await;
    for leg in LEGS {
        let input = json!({"connectionId": connection[leg]["remoteId"]});
        lab.dx("ConfirmConnection", input).await.expect("accepted");
    }
    connection
}

async fn made(lab: &Lab, operation: &str, input: Value, id: &str) -> String {
    let made = lab.dx(operation, input).await.expect("made");
    let id = made.pointer(id).and_then(Value::as_str);
    id.expect("an id").to_owned()
}

async fn interface(lab: &Lab, leg: &Value, gateway: &str) -> String {
    let bgp = &leg["bgpConfig"];
    let new = json!({
        "virtualInterfaceName": "test", "vlan": leg["vlan"], "asnLong": bgp["pureportASN"],
        "authKey": bgp["password"], "amazonAddress": bgp["customerIP"],
        "customerAddress": bgp["pureportIP"], "directConnectGatewayId": gateway,
        "tags": [{"key": "owner", "value": "acme"}],
    });
    let input = json!({"connectionId": leg["remoteId"], "newPrivateVirtualInterface": new});
    let id = "/virtualInterfaceId";
    made(lab, "CreatePrivateVirtualInterface", input, id).await
}

/// A VPN gateway on `payments`, propagating into each of its tables.
async fn attach(lab: &Lab) -> String {
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let (vgw, vpc) = (tag(&made, "vpnGatewayId"), lab.named("vpcs", "payments"));
    let parameters = [("VpnGatewayId", vgw.as_str()), ("VpcId", &vpc)];
    lab.ec2("AttachVpnGateway", &parameters)
        .await
        .expect("attached");
    for (id, table) in lab.world()["routeTables"].as_object().expect("tables") {
        if table["vpcId"] == vpc {
            let parameters = [("GatewayId", vgw.as_str()), ("RouteTableId", id)];
            lab.ec2("EnableVgwRoutePropagation", &parameters)
                .await
                .expect("enabled");
        }
    }
    vgw
}

/// A world of pace `demo` after the journey was made at pace `instant`.
pub fn slow(journey: &Journey) {
    journey.lab.shared.lock().pace = Pace::Demo;
}
