//! From an order at Pureport to routes in a VPC's route tables, and what breaks the chain.

use crate::{
    order::{Order, down, up},
    support::{EAST, WEST},
};
use sandbox::Pace;
use serde_json::{Value, json};

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
