//! Route tables, their associations and routes.

use crate::{
    ec2::{attached, code, count, done, lab},
    order::Order,
    support::{ADMINISTRATOR, EAST, Lab, OPERATOR, WEST, tag},
};
use serde_json::json;

async fn table_of(lab: &Lab, id: &str) -> String {
    done(lab, "DescribeRouteTables", &[("RouteTableId.1", id)]).await
}

/// A new table of `vpc`.
async fn new_table(lab: &Lab, vpc: &str) -> String {
    let made = done(
        lab,
        "CreateRouteTable",
        &[("VpcId", &lab.named("vpcs", vpc))],
    )
    .await;
    tag(&made, "routeTableId")
}

#[tokio::test]
async fn a_new_table_has_the_local_routes_and_serves_nothing() {
    let lab = lab();
    let xml = table_of(&lab, &new_table(&lab, "twin").await).await;
    assert_eq!(count(&xml, "destinationCidrBlock"), 2, "one for each CIDR");
    assert_eq!(xml.matches("<gatewayId>local</gatewayId>").count(), 2);
    assert_eq!(xml.matches("<origin>CreateRouteTable</origin>").count(), 2);
    assert_eq!(count(&xml, "routeTableAssociationId"), 0);
}

#[tokio::test]
async fn a_main_table_and_one_that_serves_a_subnet_stay() {
    let lab = lab();
    for name in ["payments-main", "payments-app"] {
        let table = lab.named("routeTables", name);
        let asked = [("RouteTableId", table.as_str())];
        assert_eq!(
            code(&lab, "DeleteRouteTable", &asked).await,
            "DependencyViolation",
            "{name}"
        );
    }
    let table = new_table(&lab, "payments").await;
    let asked = [("RouteTableId", table.as_str())];
    assert_eq!(code(&lab, "DeleteRouteTable", &asked).await, "");
    assert_eq!(
        code(&lab, "DeleteRouteTable", &asked).await,
        "InvalidRouteTableID.NotFound"
    );
}

#[tokio::test]
async fn a_subnet_has_one_association_and_may_ask_for_the_same_again() {
    let lab = lab();
    let (table, subnet) = (
        new_table(&lab, "payments").await,
        lab.named("subnets", "payments-main"),
    );
    let pair = [
        ("RouteTableId", table.as_str()),
        ("SubnetId", subnet.as_str()),
    ];
    let first = tag(
        &done(&lab, "AssociateRouteTable", &pair).await,
        "associationId",
    );
    let again = tag(
        &done(&lab, "AssociateRouteTable", &pair).await,
        "associationId",
    );
    assert_eq!(first, again);
    let other = new_table(&lab, "payments").await;
    let conflict = [
        ("RouteTableId", other.as_str()),
        ("SubnetId", subnet.as_str()),
    ];
    assert_eq!(
        code(&lab, "AssociateRouteTable", &conflict).await,
        "Resource.AlreadyAssociated"
    );
    let foreign = lab.named("subnets", "lab-main");
    let foreign = [
        ("RouteTableId", other.as_str()),
        ("SubnetId", foreign.as_str()),
    ];
    assert_eq!(
        code(&lab, "AssociateRouteTable", &foreign).await,
        "InvalidParameterValue"
    );
    done(&lab, "DisassociateRouteTable", &[("AssociationId", &first)]).await;
    let gone = [("AssociationId", first.as_str())];
    assert_eq!(
        code(&lab, "DisassociateRouteTable", &gone).await,
        "InvalidAssociationID.NotFound"
    );
    assert_eq!(code(&lab, "AssociateRouteTable", &conflict).await, "");
}

#[tokio::test]
async fn the_main_association_can_be_replaced_and_not_removed() {
    let lab = lab();
    let (old, new) = (
        lab.named("routeTables", "payments-main"),
        new_table(&lab, "payments").await,
    );
    let main = tag(&table_of(&lab, &old).await, "routeTableAssociationId");
    let asked = [("AssociationId", main.as_str())];
    let refusal = lab
        .ec2("DisassociateRouteTable", &asked)
        .await
        .expect_err("main");
    assert_eq!(
        refusal.message,
        format!("cannot disassociate the main route table association {main}")
    );
    let both = [
        ("AssociationId", main.as_str()),
        ("RouteTableId", new.as_str()),
    ];
    let replaced = done(&lab, "ReplaceRouteTableAssociation", &both).await;
    assert_ne!(tag(&replaced, "newAssociationId"), main);
    assert_eq!(tag(&table_of(&lab, &new).await, "main"), "true");
    assert_eq!(
        code(&lab, "DeleteRouteTable", &[("RouteTableId", &old)]).await,
        ""
    );
    assert_eq!(
        code(&lab, "DeleteRouteTable", &[("RouteTableId", &new)]).await,
        "DependencyViolation"
    );
}

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
async fn filters_of_route_tables_look_at_what_is_shown() {
    let lab = lab();
    let (vpc, subnet) = (
        lab.named("vpcs", "payments"),
        lab.named("subnets", "payments-app"),
    );
    for (name, value, tables) in [
        ("vpc-id", vpc.as_str(), 3),
        ("association.subnet-id", &subnet, 1),
        ("association.main", "true", 5),
        ("route.destination-cidr-block", "10.20.0.0/16", 3),
        ("route.gateway-id", "igw-*", 3),
        ("route.origin", "CreateRoute", 3),
        ("route.transit-gateway-id", "*", 0),
        ("route.nat-gateway-id", "*", 0),
        ("owner-id", "123456789012", 11),
        ("tag:Name", "payments-*", 3),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let xml = done(&lab, "DescribeRouteTables", &filter).await;
        assert_eq!(count(&xml, "propagatingVgwSet"), tables, "{name} {value}");
    }
}

#[tokio::test]
async fn tables_are_seen_in_their_own_region_only() {
    let lab = lab();
    let table = lab.named("routeTables", "payments-app");
    let asked = [("RouteTableId.1", table.as_str())];
    let refusal = lab
        .query_as(OPERATOR, EAST, "ec2", "DescribeRouteTables", &asked)
        .await;
    assert_eq!(
        refusal.expect_err("elsewhere").code,
        "InvalidRouteTableID.NotFound"
    );
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
