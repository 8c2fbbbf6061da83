//! Transit gateways, what is attached to them, and their route tables.

use crate::{
    ec2::{code, count, done, lab},
    support::{Lab, tag},
};
use serde_json::json;

/// The route table of the transit gateway with this name, and its only attachment.
async fn table_and_attachment(lab: &Lab, name: &str) -> (String, String) {
    let id = lab.named("transitGateways", name);
    let by_gateway = [
        ("Filter.1.Name", "transit-gateway-id"),
        ("Filter.1.Value.1", id.as_str()),
    ];
    let tables = done(lab, "DescribeTransitGatewayRouteTables", &by_gateway).await;
    let attachments = done(lab, "DescribeTransitGatewayAttachments", &by_gateway).await;
    (
        tag(&tables, "transitGatewayRouteTableId"),
        tag(&attachments, "transitGatewayAttachmentId"),
    )
}

#[tokio::test]
async fn an_attachment_is_associated_with_and_propagates_into_the_default_table() {
    let lab = lab();
    let (table, attachment) = table_and_attachment(&lab, "backbone").await;
    let asked = [("TransitGatewayRouteTableId", table.as_str())];
    let xml = done(&lab, "GetTransitGatewayRouteTableAssociations", &asked).await;
    assert_eq!(tag(&xml, "transitGatewayAttachmentId"), attachment);
    assert_eq!(
        (tag(&xml, "resourceType"), tag(&xml, "state")),
        ("vpc".into(), "associated".into())
    );
    let xml = done(&lab, "GetTransitGatewayRouteTablePropagations", &asked).await;
    assert_eq!(
        (tag(&xml, "resourceId"), tag(&xml, "state")),
        (lab.named("vpcs", "payments"), "enabled".into())
    );
    let asked = [("TransitGatewayAttachmentId", attachment.as_str())];
    let xml = done(&lab, "GetTransitGatewayAttachmentPropagations", &asked).await;
    assert_eq!(tag(&xml, "transitGatewayRouteTableId"), table);
}

#[tokio::test]
async fn routes_are_searched_by_filter_and_not_without() {
    let lab = lab();
    let (table, attachment) = table_and_attachment(&lab, "backbone").await;
    let routes = json!([
        {"destination": "10.0.0.0/8", "attachmentId": attachment},
        {"destination": "10.20.128.0/17", "attachmentId": null},
    ]);
    lab.patch(&table, &json!({"routes": routes}));
    for (name, value, expected) in [
        ("type", "propagated", vec!["10.20.0.0/16"]),
        ("type", "static", vec!["10.0.0.0/8", "10.20.128.0/17"]),
        ("state", "blackhole", vec!["10.20.128.0/17"]),
        ("state", "active", vec!["10.0.0.0/8", "10.20.0.0/16"]),
        (
            "attachment.resource-type",
            "vpc",
            vec!["10.0.0.0/8", "10.20.0.0/16"],
        ),
        ("attachment.resource-type", "direct-connect-gateway", vec![]),
        (
            "route-search.exact-match",
            "10.20.0.0/16",
            vec!["10.20.0.0/16"],
        ),
        ("route-search.exact-match", "10.20.0.0/24", vec![]),
        (
            "route-search.longest-prefix-match",
            "10.20.1.1",
            vec!["10.20.0.0/16"],
        ),
        (
            "route-search.longest-prefix-match",
            "10.20.200.1",
            vec!["10.20.128.0/17"],
        ),
        (
            "route-search.subnet-of-match",
            "10.20.0.0/16",
            vec!["10.20.0.0/16", "10.20.128.0/17"],
        ),
        (
            "route-search.supernet-of-match",
            "10.20.0.0/16",
            vec!["10.0.0.0/8", "10.20.0.0/16"],
        ),
    ] {
        let search = [
            ("TransitGatewayRouteTableId", table.as_str()),
            ("Filter.1.Name", name),
            ("Filter.1.Value.1", value),
        ];
        let xml = done(&lab, "SearchTransitGatewayRoutes", &search).await;
        let found: Vec<_> = xml
            .split("<destinationCidrBlock>")
            .skip(1)
            .filter_map(|rest| rest.split('<').next())
            .collect();
        assert_eq!(found, expected, "{name} {value}");
        assert_eq!(tag(&xml, "additionalRoutesAvailable"), "false");
    }
    let table = [("TransitGatewayRouteTableId", table.as_str())];
    assert_eq!(
        code(&lab, "SearchTransitGatewayRoutes", &table).await,
        "MissingParameter"
    );
    for (name, value) in [
        ("route-search.exact-match", "x"),
        ("route-search.fuzzy", "10.0.0.0/8"),
        ("colour", "red"),
    ] {
        let search = [
            table[0],
            ("Filter.1.Name", name),
            ("Filter.1.Value.1", value),
        ];
        assert_eq!(
            code(&lab, "SearchTransitGatewayRoutes", &search).await,
            "InvalidParameterValue",
            "{name}"
        );
    }
}

#[tokio::test]
async fn a_static_route_hides_a_propagated_one() {
    let lab = lab();
    let (table, _) = table_and_attachment(&lab, "backbone").await;
    lab.patch(
        &table,
        &json!({"routes": [{"destination": "10.20.0.0/16", "attachmentId": null}]}),
    );
    let search = [
        ("TransitGatewayRouteTableId", table.as_str()),
        ("Filter.1.Name", "state"),
        ("Filter.1.Value.1", "*"),
    ];
    let xml = done(&lab, "SearchTransitGatewayRoutes", &search).await;
    assert_eq!(
        (count(&xml, "destinationCidrBlock"), tag(&xml, "type")),
        (1, "static".into())
    );
}

#[tokio::test]
async fn an_unknown_transit_route_table_is_not_found() {
    let lab = lab();
    for (action, parameter, id, expected) in [
        (
            "GetTransitGatewayRouteTableAssociations",
            "TransitGatewayRouteTableId",
            "tgw-rtb-12345678",
            "InvalidRouteTableID.NotFound",
        ),
        (
            "GetTransitGatewayRouteTablePropagations",
            "TransitGatewayRouteTableId",
            "tgw-rtb-?",
            "InvalidTransitGatewayRouteTableId.Malformed",
        ),
        (
            "GetTransitGatewayAttachmentPropagations",
            "TransitGatewayAttachmentId",
            "tgw-attach-12345678",
            "InvalidTransitGatewayAttachmentID.NotFound",
        ),
    ] {
        assert_eq!(
            code(&lab, action, &[(parameter, id)]).await,
            expected,
            "{action}"
        );
    }
}
