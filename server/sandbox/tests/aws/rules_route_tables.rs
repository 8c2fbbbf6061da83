//! Route tables, and which subnets they serve.

use crate::{
    ec2::{code, count, done, lab, new_table, table_of},
    support::{EAST, OPERATOR, tag},
};

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
