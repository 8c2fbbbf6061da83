//! An order at Pureport, and what is built on it at AWS.

use crate::support::{Lab, OPERATOR, Refusal, WEST, tag};
use serde_json::{Value, json};

/// An HA order whose hosted connections are accepted, on a new Direct Connect gateway.
pub struct Order {
    pub lab: Lab,
    pub connection: Value,
    pub gateway: String,
}

impl Order {
    pub async fn new() -> Self {
        Self::with(json!({})).await
    }

    /// With changes to what is ordered.
    pub async fn with(change: Value) -> Self {
        let lab = Lab::new();
        let accounts = lab.pureport("GET", "/accounts", None).await;
        let account = accounts[0]["href"].as_str().expect("an account").to_owned();
        let networks = lab
            .pureport("GET", &format!("{account}/networks"), None)
            .await;
        let network = networks[0]["href"].as_str().expect("a network").to_owned();
        let mut order = json!({
            "type": "AWS_DIRECT_CONNECT", "name": "test", "speed": 50, "highAvailability": true,
            "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"},
            "awsAccountId": "123456789012", "awsRegion": WEST, "cloudRegion": {"href": "/cloudRegions/aws-us-west-2"},
            "peering": {"type": "PRIVATE"}, "customerASN": 64_600, "customerNetworks": [], "nat": {"enabled": false},
        });
        for (name, value) in change.as_object().expect("members") {
            order[name] = value.clone();
        }
        let made = lab
            .pureport("POST", &format!("{network}/connections"), Some(order))
            .await;
        let href = made["href"].as_str().expect("a connection").to_owned();
        let connection = lab.pureport("GET", &href, None).await;
        let input = json!({"directConnectGatewayName": "test", "amazonSideAsn": 64_600});
        let made = lab
            .dx("CreateDirectConnectGateway", input)
            .await
            .expect("a gateway");
        let gateway = made["directConnectGateway"]["directConnectGatewayId"]
            .as_str()
            .expect("an id")
            .to_owned();
        for leg in ["primaryGateway", "secondaryGateway"] {
            let id = &connection[leg]["remoteId"];
            lab.dx("ConfirmConnection", json!({"connectionId": id}))
                .await
                .expect("accepted");
        }
        Self {
            lab,
            connection,
            gateway,
        }
    }

    /// The private interface that Pureport's values ask for, with changes.
    pub async fn interface(&self, leg: &str, change: Value) -> String {
        let made = self.try_interface("Private", leg, change).await;
        id_of(&made.expect("an interface"))
    }

    /// The same of another kind: `Public`, `Transit`; the answer is the interface itself.
    pub async fn try_interface(
        &self,
        kind: &str,
        leg: &str,
        change: Value,
    ) -> Result<Value, Refusal> {
        let leg = &self.connection[leg];
        let mut new = json!({
            "virtualInterfaceName": "test",
            "vlan": leg["vlan"],
            "asnLong": leg["bgpConfig"]["pureportASN"],
            "authKey": leg["bgpConfig"]["password"],
            "amazonAddress": leg["bgpConfig"]["customerIP"],
            "customerAddress": leg["bgpConfig"]["pureportIP"],
        });
        if kind != "Public" {
            new["directConnectGatewayId"] = json!(self.gateway);
        }
        for (name, value) in change.as_object().expect("members") {
            new[name] = value.clone();
        }
        let mut input = json!({"connectionId": leg["remoteId"]});
        input[format!("new{kind}VirtualInterface")] = new;
        let operation = format!("Create{kind}VirtualInterface");
        let mut made = self.lab.dx(&operation, input).await?;
        if kind == "Transit" {
            made = made["virtualInterface"].take();
        }
        Ok(made)
    }

    pub async fn status(&self, interface: &str) -> (String, String) {
        let input = json!({"virtualInterfaceId": interface});
        let listed = self
            .lab
            .dx("DescribeVirtualInterfaces", input)
            .await
            .expect("a list");
        let one = &listed["virtualInterfaces"][0];
        let text = |value: &Value| value.as_str().expect("a word").to_owned();
        (
            text(&one["virtualInterfaceState"]),
            text(&one["bgpPeers"][0]["bgpStatus"]),
        )
    }

    pub async fn bgp_state(&self, leg: &str) -> Value {
        let href = self.connection[leg]["href"].as_str().expect("a gateway");
        self.lab.pureport("GET", href, None).await["bgpConfig"]["state"].clone()
    }

    /// A new VPN gateway on `vpc`, associated, propagating into each of the VPC's tables.
    pub async fn reach(&self, region: &str, vpc: &str) -> (String, Value) {
        let call = async |action: &str, parameters: &[(&str, &str)]| {
            self.lab
                .query_as(OPERATOR, region, "ec2", action, parameters)
                .await
                .expect("accepted")
        };
        let made = call("CreateVpnGateway", &[("Type", "ipsec.1")]).await;
        let (vgw, vpc) = (tag(&made, "vpnGatewayId"), self.lab.named("vpcs", vpc));
        call(
            "AttachVpnGateway",
            &[("VpnGatewayId", &vgw), ("VpcId", &vpc)],
        )
        .await;
        for table in self.tables(&vpc) {
            call(
                "EnableVgwRoutePropagation",
                &[("GatewayId", &vgw), ("RouteTableId", &table)],
            )
            .await;
        }
        let input = json!({"directConnectGatewayId": self.gateway, "gatewayId": vgw});
        let made = self
            .lab
            .dx_as(
                OPERATOR,
                region,
                "CreateDirectConnectGatewayAssociation",
                input,
            )
            .await
            .expect("associated");
        (
            vgw,
            made["directConnectGatewayAssociation"]["associationId"].clone(),
        )
    }

    pub fn tables(&self, vpc: &str) -> Vec<String> {
        let world = self.lab.world();
        let tables = world["routeTables"].as_object().expect("tables");
        tables
            .iter()
            .filter(|(_, table)| table["vpcId"] == vpc)
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// The propagated routes of each table of a VPC.
    pub async fn propagated(&self, region: &str, vpc: &str) -> Vec<usize> {
        let vpc = self.lab.named("vpcs", vpc);
        let mut counts = vec![];
        for table in self.tables(&vpc) {
            let parameters = [("RouteTableId.1", table.as_str())];
            let xml = self
                .lab
                .query_as(OPERATOR, region, "ec2", "DescribeRouteTables", &parameters)
                .await
                .expect("a table");
            counts.push(
                xml.matches("<origin>EnableVgwRoutePropagation</origin>")
                    .count(),
            );
        }
        counts
    }

    pub async fn routes(&self, interface: &str, direction: &str) -> Vec<Value> {
        let input =
            json!({"virtualInterfaceId": interface, "filters": {"routeDirection": direction}});
        let listed = self
            .lab
            .dx("ListVirtualInterfaceRoutes", input)
            .await
            .expect("a list");
        listed["routes"]
            .as_array()
            .expect("routes")
            .iter()
            .map(|route| route["cidr"].clone())
            .collect()
    }
}

/// The id of an interface.
pub fn id_of(interface: &Value) -> String {
    let id = interface["virtualInterfaceId"].as_str();
    id.expect("an id").to_owned()
}

/// An interface whose session is up.
pub fn up() -> (String, String) {
    ("available".into(), "up".into())
}

/// An interface whose session is down.
pub fn down() -> (String, String) {
    ("down".into(), "down".into())
}
