//! What the tests of transit gateways share.

use crate::{
    ec2::done,
    support::{Lab, tag},
};
use serde_json::Value;

/// A new transit gateway with this ASN.
pub async fn transit_gateway(lab: &Lab, asn: &str) -> String {
    let made = done(
        lab,
        "CreateTransitGateway",
        &[("Options.AmazonSideAsn", asn)],
    )
    .await;
    tag(&made, "transitGatewayId")
}

/// A transit gateway, as it is described.
pub async fn gateway_of(lab: &Lab, id: &str) -> String {
    done(
        lab,
        "DescribeTransitGateways",
        &[("TransitGatewayIds.1", id)],
    )
    .await
}

/// The subnets of the VPC with this name, of one zone after the other.
pub fn subnets(lab: &Lab, vpc: &str) -> Vec<String> {
    let (world, vpc) = (lab.world(), lab.named("vpcs", vpc));
    let all = world["subnets"].as_object().expect("subnets");
    let mut of_vpc: Vec<&Value> = all.values().filter(|one| one["vpcId"] == vpc).collect();
    of_vpc.sort_by_key(|one| one["availabilityZone"].to_string());
    let id = |one: &Value| one["subnetId"].as_str().expect("an id").to_owned();
    of_vpc.into_iter().map(id).collect()
}

/// Attaches the VPC with this name to a transit gateway, by one subnet.
pub async fn attach(lab: &Lab, gateway: &str, vpc: &str) -> String {
    let subnet = subnets(lab, vpc).swap_remove(0);
    let made = done(
        lab,
        "CreateTransitGatewayVpcAttachment",
        &[
            ("TransitGatewayId", gateway),
            ("VpcId", &lab.named("vpcs", vpc)),
            ("SubnetIds.1", &subnet),
        ],
    )
    .await;
    tag(&made, "transitGatewayAttachmentId")
}

/// An attachment, as it is described.
pub async fn attachment_of(lab: &Lab, id: &str) -> String {
    let asked = [("TransitGatewayAttachmentIds.1", id)];
    done(lab, "DescribeTransitGatewayAttachments", &asked).await
}

/// A new route table of a transit gateway.
pub async fn new_transit_table(lab: &Lab, gateway: &str) -> String {
    let asked = [("TransitGatewayId", gateway)];
    let made = done(lab, "CreateTransitGatewayRouteTable", &asked).await;
    tag(&made, "transitGatewayRouteTableId")
}

/// The default route table of a transit gateway.
pub async fn default_table(lab: &Lab, gateway: &str) -> String {
    let seen = gateway_of(lab, gateway).await;
    tag(&seen, "associationDefaultRouteTableId")
}

/// Destination and the resource that it leads to, of each active route in a table.
pub async fn active_routes(lab: &Lab, table: &str) -> Vec<(String, String)> {
    let search = [
        ("TransitGatewayRouteTableId", table),
        ("Filter.1.Name", "state"),
        ("Filter.1.Value.1", "active"),
    ];
    let xml = done(lab, "SearchTransitGatewayRoutes", &search).await;
    let routes = xml.split("<destinationCidrBlock>").skip(1);
    let route = |text: &str| {
        let (destination, rest) = text.split_once('<').expect("a destination");
        (destination.to_owned(), tag(rest, "resourceId"))
    };
    routes.map(route).collect()
}
