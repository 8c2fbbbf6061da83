//! Routes that somebody makes, and what they do to the others.

use crate::{
    ec2::{attached, code, count, done, lab, new_table, table_of},
    order::Order,
    support::{ADMINISTRATOR, WEST, tag},
};
use serde_json::json;

#[tokio::test]
async fn a_destination_has_one_made_route() {
    let lab = lab();
    let vpc = lab.named("vpcs", "payments");
    let (table, vgw) = (
        new_table(&lab, "payments").await,
        attached(&lab, &vpc).await,
    );
    let route = |cidr| {
        [
            ("RouteTableId", table.as_str()),
            ("DestinationCidrBlock", cidr),
            ("GatewayId", vgw.as_str()),
        ]
    };
    assert_eq!(
        code(&lab, "ReplaceRoute", &route("192.168.0.0/16")).await,
        "InvalidRoute.NotFound"
    );
    done(&lab, "CreateRoute", &route("192.168.7.7/16")).await;
    let xml = table_of(&lab, &table).await;
    assert!(
        xml.contains("<destinationCidrBlock>192.168.0.0/16</destinationCidrBlock>"),
        "host bits are cut"
    );
    assert!(xml.contains("<origin>CreateRoute</origin>"));
    assert_eq!(
        code(&lab, "CreateRoute", &route("192.168.0.0/16")).await,
        "RouteAlreadyExists"
    );
    assert_eq!(
        code(&lab, "ReplaceRoute", &route("192.168.0.0/16")).await,
        ""
    );
    let gone = &route("192.168.0.0/16")[..2];
    assert_eq!(code(&lab, "DeleteRoute", gone).await, "");
    assert_eq!(
        code(&lab, "DeleteRoute", gone).await,
        "InvalidRoute.NotFound"
    );
}

#[tokio::test]
async fn the_local_route_wins_over_everything() {
    let lab = lab();
    let vpc = lab.named("vpcs", "payments");
    let (table, vgw) = (
        new_table(&lab, "payments").await,
        attached(&lab, &vpc).await,
    );
    let route = |cidr| {
        [
            ("RouteTableId", table.as_str()),
            ("DestinationCidrBlock", cidr),
            ("GatewayId", vgw.as_str()),
        ]
    };
    assert_eq!(
        code(&lab, "CreateRoute", &route("10.20.0.0/16")).await,
        "RouteAlreadyExists"
    );
    assert_eq!(
        code(&lab, "CreateRoute", &route("10.20.1.0/24")).await,
        "InvalidParameterValue"
    );
    assert_eq!(
        code(&lab, "ReplaceRoute", &route("10.20.0.0/16")).await,
        "InvalidParameterValue"
    );
    assert_eq!(
        code(&lab, "DeleteRoute", &route("10.20.0.0/16")[..2]).await,
        "InvalidParameterValue"
    );
    assert_eq!(
        code(&lab, "CreateRoute", &route("10.0.0.0/8")).await,
        "",
        "wider is fine"
    );
}

#[tokio::test]
async fn a_route_leads_to_one_target_that_is_there_and_on_the_vpc() {
    let lab = lab();
    let table = new_table(&lab, "payments").await;
    let (away, backbone) = (
        lab.named("vpnGateways", "twin-vgw"),
        lab.named("transitGateways", "backbone"),
    );
    let partners = lab.named("transitGateways", "partners");
    for (target, id, expected) in [
        ("GatewayId", away.as_str(), "InvalidParameterValue"),
        (
            "GatewayId",
            "vgw-0123456789abcdef0",
            "InvalidVpnGatewayID.NotFound",
        ),
        (
            "GatewayId",
            "igw-0123456789abcdef0",
            "InvalidInternetGatewayID.NotFound",
        ),
        ("GatewayId", "nonsense", "InvalidGatewayID.NotFound"),
        (
            "TransitGatewayId",
            &partners,
            "InvalidTransitGatewayID.NotFound",
        ),
        (
            "TransitGatewayId",
            "vgw-0123456789abcdef0",
            "InvalidParameterValue",
        ),
        (
            "NatGatewayId",
            "nat-0123456789abcdef0",
            "NatGatewayNotFound",
        ),
        ("Ipv6Thing", "x", "UnknownParameter"),
        ("TransitGatewayId", &backbone, ""),
    ] {
        let route = [
            ("RouteTableId", table.as_str()),
            ("DestinationCidrBlock", "172.20.0.0/16"),
            (target, id),
        ];
        assert_eq!(
            code(&lab, "CreateRoute", &route).await,
            expected,
            "{target} {id}"
        );
    }
    let xml = table_of(&lab, &table).await;
    assert_eq!(tag(&xml, "transitGatewayId"), backbone);
    let both = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "172.21.0.0/16"),
        ("GatewayId", &away),
        ("TransitGatewayId", &backbone),
    ];
    assert_eq!(
        code(&lab, "CreateRoute", &both).await,
        "InvalidParameterCombination"
    );
    assert_eq!(
        code(&lab, "CreateRoute", &both[..2]).await,
        "MissingParameter"
    );
    let wrong = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "172.21.0/16"),
    ];
    assert_eq!(
        code(&lab, "CreateRoute", &wrong).await,
        "InvalidParameterValue"
    );
}

#[tokio::test]
async fn a_route_whose_target_left_is_a_blackhole() {
    let lab = lab();
    let vpc = lab.named("vpcs", "payments");
    let (table, vgw) = (
        new_table(&lab, "payments").await,
        attached(&lab, &vpc).await,
    );
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "192.168.0.0/16"),
        ("GatewayId", vgw.as_str()),
    ];
    done(&lab, "CreateRoute", &route).await;
    let blackholes = [
        ("Filter.1.Name", "route.state"),
        ("Filter.1.Value.1", "blackhole"),
    ];
    assert_eq!(
        count(
            &done(&lab, "DescribeRouteTables", &blackholes).await,
            "origin"
        ),
        0
    );
    done(
        &lab,
        "DetachVpnGateway",
        &[("VpnGatewayId", &vgw), ("VpcId", &vpc)],
    )
    .await;
    let xml = done(&lab, "DescribeRouteTables", &blackholes).await;
    assert!(xml.contains(&table) && xml.contains("<state>blackhole</state>"));
}

#[tokio::test]
async fn a_made_route_beats_a_propagated_one_of_the_same_destination() {
    let order = Order::new().await;
    order.interface("primaryGateway", json!({})).await;
    order.reach(WEST, "payments").await;
    let lab = &order.lab;
    let (table, backbone) = (
        lab.named("routeTables", "payments-app"),
        lab.named("transitGateways", "backbone"),
    );
    let routes = async || {
        let xml = table_of(lab, &table).await;
        let made = xml.matches("<origin>CreateRoute</origin>").count();
        let propagated = xml
            .matches("<origin>EnableVgwRoutePropagation</origin>")
            .count();
        (made, propagated)
    };
    assert_eq!(
        routes().await,
        (1, 2),
        "the default route and two of the customer's"
    );
    let world = lab.world();
    let theirs = world["routeTables"][&table]["propagated"][0]["destination"].clone();
    let theirs = theirs.as_str().expect("a CIDR");
    let made = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", theirs),
        ("TransitGatewayId", &backbone),
    ];
    let create = lab.query_as(ADMINISTRATOR, WEST, "ec2", "CreateRoute", &made);
    create.await.expect("a propagated route is in nobody's way");
    assert_eq!(routes().await, (2, 1));
    let delete = lab.query_as(ADMINISTRATOR, WEST, "ec2", "DeleteRoute", &made[..2]);
    delete.await.expect("deleted");
    assert_eq!(routes().await, (1, 2), "the propagated one is back");
    let refusal = lab
        .query_as(ADMINISTRATOR, WEST, "ec2", "DeleteRoute", &made[..2])
        .await;
    assert_eq!(
        refusal.expect_err("nobody made it").code,
        "InvalidRoute.NotFound"
    );
}
