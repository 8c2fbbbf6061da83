//! From an order at Pureport to routes in a VPC's route tables, and what breaks the chain.

use crate::support::{EAST, Lab, OPERATOR, WEST, tag};
use sandbox::Pace;
use serde_json::{Value, json};

/// An HA order whose hosted connections are accepted, on a new Direct Connect gateway.
struct Order {
    lab: Lab,
    connection: Value,
    gateway: String,
}

impl Order {
    async fn new() -> Self {
        let lab = Lab::new();
        let accounts = lab.pureport("GET", "/accounts", None).await;
        let account = accounts[0]["href"].as_str().expect("an account").to_owned();
        let networks = lab
            .pureport("GET", &format!("{account}/networks"), None)
            .await;
        let network = networks[0]["href"].as_str().expect("a network").to_owned();
        let order = json!({
            "type": "AWS_DIRECT_CONNECT", "name": "test", "speed": 50, "highAvailability": true,
            "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"},
            "awsAccountId": "123456789012", "awsRegion": WEST, "cloudRegion": {"href": "/cloudRegions/aws-us-west-2"},
            "peering": {"type": "PRIVATE"}, "customerASN": 64_600, "customerNetworks": [], "nat": {"enabled": false},
        });
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

    /// The interface that Pureport's values ask for, with changes.
    async fn interface(&self, leg: &str, change: Value) -> String {
        let leg = &self.connection[leg];
        let mut new = json!({
            "virtualInterfaceName": "test",
            "vlan": leg["vlan"],
            "asnLong": leg["bgpConfig"]["pureportASN"],
            "authKey": leg["bgpConfig"]["password"],
            "amazonAddress": leg["bgpConfig"]["customerIP"],
            "customerAddress": leg["bgpConfig"]["pureportIP"],
            "directConnectGatewayId": self.gateway,
        });
        for (name, value) in change.as_object().expect("members") {
            new[name] = value.clone();
        }
        let input = json!({"connectionId": leg["remoteId"], "newPrivateVirtualInterface": new});
        let made = self
            .lab
            .dx("CreatePrivateVirtualInterface", input)
            .await
            .expect("an interface");
        made["virtualInterfaceId"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    async fn status(&self, interface: &str) -> (String, String) {
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

    async fn bgp_state(&self, leg: &str) -> Value {
        let href = self.connection[leg]["href"].as_str().expect("a gateway");
        self.lab.pureport("GET", href, None).await["bgpConfig"]["state"].clone()
    }

    /// A new VPN gateway on `vpc`, associated, propagating into each of the VPC's tables.
    async fn reach(&self, region: &str, vpc: &str) -> (String, Value) {
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

    fn tables(&self, vpc: &str) -> Vec<String> {
        let world = self.lab.world();
        let tables = world["routeTables"].as_object().expect("tables");
        tables
            .iter()
            .filter(|(_, table)| table["vpcId"] == vpc)
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// The propagated routes of each table of a VPC.
    async fn propagated(&self, region: &str, vpc: &str) -> Vec<usize> {
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

    async fn routes(&self, interface: &str, direction: &str) -> Vec<Value> {
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

fn up() -> (String, String) {
    ("available".into(), "up".into())
}

fn down() -> (String, String) {
    ("down".into(), "down".into())
}

#[tokio::test]
async fn two_legs_and_two_regions_end_in_propagated_routes() {
    let order = Order::new().await;
    let first = order.interface("primaryGateway", json!({})).await;
    let second = order.interface("secondaryGateway", json!({})).await;
    for interface in [&first, &second] {
        assert_eq!(
            order.status(interface).await,
            up(),
            "a session needs no association"
        );
    }
    assert_eq!(order.bgp_state("primaryGateway").await, "UP");
    assert_eq!(order.propagated(WEST, "payments").await, [0, 0, 0]);
    order.reach(WEST, "payments").await;
    order.reach(EAST, "payments-dr").await;
    assert_eq!(order.propagated(WEST, "payments").await, [2, 2, 2]);
    assert_eq!(order.propagated(EAST, "payments-dr").await, [2, 2, 2]);
    assert_eq!(order.routes(&first, "accepted").await.len(), 2);
    assert_eq!(
        order.routes(&second, "advertised").await,
        [json!("10.20.0.0/16"), json!("10.21.0.0/16")]
    );
}

#[tokio::test]
async fn a_session_comes_up_only_when_both_ends_agree() {
    let wrong = [
        (json!({"authKey": "another-key"}), "key"),
        (json!({"asnLong": 65_001}), "customer asn"),
        (
            json!({"amazonAddress": "169.254.200.1/30", "customerAddress": "169.254.200.2/30"}),
            "amazon address",
        ),
    ];
    for (change, why) in wrong {
        let order = Order::new().await;
        let interface = order.interface("primaryGateway", change).await;
        assert_eq!(order.status(&interface).await, down(), "{why}");
        let disagreements = order.lab.world()["sessions"][&interface]["disagreements"].clone();
        assert!(
            disagreements
                .as_array()
                .expect("a list")
                .contains(&json!(why)),
            "{disagreements}"
        );
    }
}

#[tokio::test]
async fn a_swapped_pair_of_addresses_stays_down() {
    let order = Order::new().await;
    let bgp = order.connection["primaryGateway"]["bgpConfig"].clone();
    let swapped = json!({"amazonAddress": bgp["pureportIP"], "customerAddress": bgp["customerIP"]});
    let interface = order.interface("primaryGateway", swapped).await;
    assert_eq!(order.status(&interface).await, down());
    assert_eq!(
        order.lab.world()["sessions"][&interface]["disagreements"],
        json!(["amazon address", "customer address"])
    );
}

#[tokio::test]
async fn a_gateway_of_another_asn_than_the_ordered_one_stays_down() {
    let order = Order::new().await;
    let other = order.lab.named("directConnectGateways", "legacy-dxgw");
    let interface = order
        .interface("primaryGateway", json!({"directConnectGatewayId": other}))
        .await;
    assert_eq!(order.status(&interface).await, down());
    assert_eq!(
        order.lab.world()["sessions"][&interface]["disagreements"],
        json!(["amazon asn"])
    );
}

#[tokio::test]
async fn routes_leave_when_a_link_of_the_chain_breaks() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    let (vgw, association) = order.reach(WEST, "payments").await;
    assert_eq!(order.propagated(WEST, "payments").await, [2, 2, 2]);

    let table = order.lab.named("routeTables", "payments-app");
    let parameters = [("GatewayId", vgw.as_str()), ("RouteTableId", &table)];
    order
        .lab
        .ec2("DisableVgwRoutePropagation", &parameters)
        .await
        .expect("disabled");
    assert_eq!(
        order
            .propagated(WEST, "payments")
            .await
            .iter()
            .sum::<usize>(),
        4
    );
    order
        .lab
        .ec2("EnableVgwRoutePropagation", &parameters)
        .await
        .expect("enabled");

    order
        .lab
        .patch(&interface, &json!({"authKey": "drifted-key"}));
    assert_eq!(order.status(&interface).await, down());
    assert_eq!(order.bgp_state("primaryGateway").await, "DOWN");
    assert_eq!(order.propagated(WEST, "payments").await, [0, 0, 0]);
    let key = order.connection["primaryGateway"]["bgpConfig"]["password"].clone();
    order.lab.patch(&interface, &json!({"authKey": key}));
    assert_eq!(order.propagated(WEST, "payments").await, [2, 2, 2]);

    let input = json!({"associationId": association});
    order
        .lab
        .dx("DeleteDirectConnectGatewayAssociation", input)
        .await
        .expect("disassociating");
    assert_eq!(order.status(&interface).await, up());
    assert_eq!(
        order.routes(&interface, "advertised").await,
        Vec::<Value>::new()
    );
    assert_eq!(order.propagated(WEST, "payments").await, [0, 0, 0]);
}

#[tokio::test]
async fn routes_leave_with_the_interface_and_with_the_attachment() {
    let order = Order::new().await;
    let first = order.interface("primaryGateway", json!({})).await;
    let second = order.interface("secondaryGateway", json!({})).await;
    let (vgw, _) = order.reach(WEST, "payments").await;
    order
        .lab
        .dx(
            "DeleteVirtualInterface",
            json!({"virtualInterfaceId": first}),
        )
        .await
        .expect("deleted");
    assert_eq!(
        order.propagated(WEST, "payments").await,
        [2, 2, 2],
        "the other leg carries on"
    );
    let vpc = order.lab.named("vpcs", "payments");
    order
        .lab
        .ec2(
            "DetachVpnGateway",
            &[("VpnGatewayId", &vgw), ("VpcId", &vpc)],
        )
        .await
        .expect("detached");
    assert_eq!(order.propagated(WEST, "payments").await, [0, 0, 0]);
    assert_eq!(order.status(&second).await, up());
}

#[tokio::test]
async fn allowed_prefixes_filter_what_is_advertised() {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    let (_, association) = order.reach(WEST, "payments").await;
    for (prefix, advertised) in [("10.20.0.0/24", 0), ("10.0.0.0/8", 1)] {
        let listed = order
            .lab
            .dx(
                "DescribeDirectConnectGatewayAssociations",
                json!({"associationId": association}),
            )
            .await
            .expect("one");
        let input = json!({
            "associationId": association,
            "addAllowedPrefixesToDirectConnectGateway": [{"cidr": prefix}],
            "removeAllowedPrefixesToDirectConnectGateway": listed["directConnectGatewayAssociations"][0]["allowedPrefixesToDirectConnectGateway"],
        });
        order
            .lab
            .dx("UpdateDirectConnectGatewayAssociation", input)
            .await
            .expect("updating");
        assert_eq!(
            order.routes(&interface, "advertised").await.len(),
            advertised,
            "{prefix}"
        );
    }
}

#[tokio::test]
async fn a_vpn_gateway_may_be_the_end_itself() {
    let lab = Order::new().await;
    let vgw = lab.lab.named("vpnGateways", "analytics-vgw");
    let input = json!({"directConnectGatewayId": null, "virtualGatewayId": vgw});
    let interface = lab.interface("primaryGateway", input).await;
    assert_eq!(
        lab.status(&interface).await,
        down(),
        "64512 is not the ordered 64600"
    );
    lab.lab.patch(&interface, &json!({"amazonSideAsn": 64_600}));
    for table in lab.tables(&lab.lab.named("vpcs", "analytics")) {
        lab.lab
            .ec2(
                "EnableVgwRoutePropagation",
                &[("GatewayId", &vgw), ("RouteTableId", &table)],
            )
            .await
            .expect("enabled");
    }
    assert_eq!(lab.status(&interface).await, up());
    assert_eq!(lab.propagated(WEST, "analytics").await, [2, 2]);
    assert_eq!(
        lab.routes(&interface, "advertised").await,
        [json!("10.30.0.0/16")]
    );
}

#[tokio::test]
async fn each_wait_takes_its_time_at_the_demo_pace() {
    let order = Order::new().await;
    order.lab.shared.lock().pace = Pace::Demo;
    let interface = order.interface("primaryGateway", json!({})).await;
    assert_eq!(order.status(&interface).await.0, "pending");
    order.lab.shared.lock().clock.advance(3_500);
    assert_eq!(order.status(&interface).await, down());
    order.lab.shared.lock().clock.advance(2_500);
    assert_eq!(order.status(&interface).await, up());
}
