//! Making and deleting transit gateways.

use crate::{
    ec2::{code, count, done, lab, slow_lab},
    made::{MINUTE, freeze, gateway, wait},
    support::{Lab, READER, WEST, tag},
    transit::{attach, gateway_of, new_transit_table, transit_gateway},
};
use serde_json::json;

#[tokio::test]
async fn a_new_transit_gateway_has_a_default_table() {
    let lab = lab();
    let made = done(
        &lab,
        "CreateTransitGateway",
        &[
            ("Description", "for <all>"),
            ("Options.AmazonSideAsn", "4200000000"),
            ("Options.DnsSupport", "disable"),
            ("TagSpecification.1.ResourceType", "transit-gateway"),
            ("TagSpecification.1.Tag.1.Key", "Name"),
            ("TagSpecification.1.Tag.1.Value", "spine"),
        ],
    )
    .await;
    assert_eq!(
        (tag(&made, "state"), tag(&made, "amazonSideAsn")),
        ("pending".into(), "4200000000".into())
    );
    assert_eq!(tag(&made, "description"), "for &lt;all&gt;");
    assert_eq!(tag(&made, "dnsSupport"), "disable");
    assert_eq!(tag(&made, "vpnEcmpSupport"), "enable");
    let id = lab.named("transitGateways", "spine");
    let seen = gateway_of(&lab, &id).await;
    assert_eq!(tag(&seen, "state"), "available");
    let table = tag(&seen, "associationDefaultRouteTableId");
    assert_eq!(tag(&seen, "propagationDefaultRouteTableId"), table);
    let asked = [("TransitGatewayRouteTableIds.1", table.as_str())];
    let table = done(&lab, "DescribeTransitGatewayRouteTables", &asked).await;
    for flag in [
        "defaultAssociationRouteTable",
        "defaultPropagationRouteTable",
    ] {
        assert_eq!(tag(&table, flag), "true", "{flag}");
    }
    assert_eq!(tag(&table, "state"), "available");
}

#[tokio::test]
async fn a_default_table_is_there_for_what_is_enabled() {
    let lab = lab();
    for (association, propagation, tables) in [
        ("enable", "enable", 1),
        ("enable", "disable", 1),
        ("disable", "enable", 1),
        ("disable", "disable", 0),
    ] {
        let options = [
            ("Options.DefaultRouteTableAssociation", association),
            ("Options.DefaultRouteTablePropagation", propagation),
        ];
        let made = done(&lab, "CreateTransitGateway", &options).await;
        let named = |way: &str| usize::from(!tag(&made, way).is_empty());
        let ways = [association, propagation].map(|way| usize::from(way == "enable"));
        assert_eq!(
            [
                named("associationDefaultRouteTableId"),
                named("propagationDefaultRouteTableId")
            ],
            ways
        );
        let id = tag(&made, "transitGatewayId");
        let filter = [
            ("Filter.1.Name", "transit-gateway-id"),
            ("Filter.1.Value.1", id.as_str()),
        ];
        let listed = done(&lab, "DescribeTransitGatewayRouteTables", &filter).await;
        assert_eq!(count(&listed, "transitGatewayRouteTableId"), tables);
        let gone = [("TransitGatewayId", id.as_str())];
        done(&lab, "DeleteTransitGateway", &gone).await;
    }
}

#[tokio::test]
async fn what_a_transit_gateway_may_not_be_is_refused() {
    let lab = lab();
    for (name, value) in [
        ("Options.AmazonSideAsn", "7224"),
        ("Options.AmazonSideAsn", "65535"),
        ("Options.AmazonSideAsn", "x"),
        ("Options.DnsSupport", "on"),
        ("TagSpecification.1.ResourceType", "vpc"),
    ] {
        let refused = code(&lab, "CreateTransitGateway", &[(name, value)]).await;
        assert_eq!(refused, "InvalidParameterValue", "{name} {value}");
    }
    // Two are seeded.
    for asn in ["64601", "64602", "64603"] {
        transit_gateway(&lab, asn).await;
    }
    let refused = code(&lab, "CreateTransitGateway", &[]).await;
    assert_eq!(refused, "TransitGatewayLimitExceeded");
}

#[tokio::test]
async fn a_transit_gateway_goes_through_its_states() {
    let lab = slow_lab();
    freeze(&lab);
    let id = transit_gateway(&lab, "64601").await;
    let named = [("TransitGatewayId", id.as_str())];
    let state = async || tag(&gateway_of(&lab, &id).await, "state");
    assert_eq!(state().await, "pending");
    for action in ["DeleteTransitGateway", "CreateTransitGatewayRouteTable"] {
        assert_eq!(code(&lab, action, &named).await, "IncorrectState");
    }
    wait(&lab, 4);
    assert_eq!(state().await, "available");
    let deleting = done(&lab, "DeleteTransitGateway", &named).await;
    assert_eq!(tag(&deleting, "state"), "deleting");
    assert_eq!(
        code(&lab, "DeleteTransitGateway", &named).await,
        "IncorrectState"
    );
    wait(&lab, 4);
    assert_eq!(state().await, "deleted");
    let gone = code(&lab, "DeleteTransitGateway", &named).await;
    assert_eq!(gone, "InvalidTransitGatewayID.NotFound");
    wait(&lab, 15 * MINUTE);
    let asked = [("TransitGatewayIds.1", id.as_str())];
    assert_eq!(
        code(&lab, "DescribeTransitGateways", &asked).await,
        "InvalidTransitGatewayID.NotFound"
    );
}

#[tokio::test]
async fn a_transit_gateway_with_something_attached_stays() {
    let lab = lab();
    let id = transit_gateway(&lab, "64601").await;
    let named = [("TransitGatewayId", id.as_str())];
    let refused = async || {
        let answer = lab.ec2("DeleteTransitGateway", &named).await;
        let refusal = answer.expect_err("in use");
        assert_eq!(refusal.code, "IncorrectState");
        refusal.message
    };
    let attachment = attach(&lab, &id, "payments").await;
    let said = refused().await;
    assert_eq!(
        said,
        format!("{id} has non-deleted VPC Attachments: {attachment}.")
    );
    let gone = [("TransitGatewayAttachmentId", attachment.as_str())];
    done(&lab, "DeleteTransitGatewayVpcAttachment", &gone).await;

    let dxgw = gateway(&lab, json!(64_600)).await.expect("made");
    let input = json!({
        "directConnectGatewayId": dxgw, "gatewayId": id,
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.20.0.0/16"}],
    });
    let made = lab.dx("CreateDirectConnectGatewayAssociation", input).await;
    let made = made.expect("associated")["directConnectGatewayAssociation"].clone();
    let said = refused().await;
    let text = format!("{id} has non-deleted DirectConnect Gateway Attachments: tgw-attach-");
    assert!(said.starts_with(&text), "{said}");
    let input = json!({"associationId": made["associationId"]});
    lab.dx("DeleteDirectConnectGatewayAssociation", input)
        .await
        .expect("disassociated");

    let customer = [("Type", "ipsec.1"), ("IpAddress", "203.0.113.10")];
    let customer = done(&lab, "CreateCustomerGateway", &customer).await;
    let customer = tag(&customer, "customerGatewayId");
    let vpn = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", customer.as_str()),
        ("TransitGatewayId", id.as_str()),
    ];
    let vpn = tag(
        &done(&lab, "CreateVpnConnection", &vpn).await,
        "vpnConnectionId",
    );
    let said = refused().await;
    assert!(said.contains("VPN Attachments"), "{said}");
    done(&lab, "DeleteVpnConnection", &[("VpnConnectionId", &vpn)]).await;
    done(&lab, "DeleteTransitGateway", &named).await;
}

#[tokio::test]
async fn dry_runs_of_transit_gateways_change_nothing() {
    let lab = lab();
    let (id, vpc) = (
        lab.named("transitGateways", "backbone"),
        lab.named("vpcs", "analytics"),
    );
    let subnet = crate::transit::subnets(&lab, "analytics").swap_remove(0);
    let world = lab.world();
    let attachments = world["transitGatewayAttachments"].as_object();
    let (attachment, one) = attachments
        .and_then(|all| all.iter().find(|(_, one)| one["transitGatewayId"] == id))
        .expect("payments on backbone");
    let table = one["association"]["transitGatewayRouteTableId"].as_str();
    let table = table.expect("a table");
    let pair = vec![
        ("TransitGatewayRouteTableId", table),
        ("TransitGatewayAttachmentId", attachment.as_str()),
    ];
    for (action, parameters, expected) in [
        ("CreateTransitGateway", vec![], "DryRunOperation"),
        (
            "DeleteTransitGateway",
            vec![("TransitGatewayId", id.as_str())],
            "IncorrectState",
        ),
        (
            "CreateTransitGatewayVpcAttachment",
            vec![
                ("TransitGatewayId", id.as_str()),
                ("VpcId", vpc.as_str()),
                ("SubnetIds.1", subnet.as_str()),
            ],
            "DryRunOperation",
        ),
        (
            "DeleteTransitGatewayVpcAttachment",
            vec![pair[1]],
            "DryRunOperation",
        ),
        (
            "CreateTransitGatewayRouteTable",
            vec![("TransitGatewayId", id.as_str())],
            "DryRunOperation",
        ),
        (
            "DeleteTransitGatewayRouteTable",
            vec![pair[0]],
            "IncorrectState",
        ),
        (
            "AssociateTransitGatewayRouteTable",
            pair.clone(),
            "Resource.AlreadyAssociated",
        ),
        (
            "DisassociateTransitGatewayRouteTable",
            pair.clone(),
            "DryRunOperation",
        ),
        (
            "EnableTransitGatewayRouteTablePropagation",
            pair.clone(),
            "TransitGatewayRouteTablePropagation.Duplicate",
        ),
        (
            "DisableTransitGatewayRouteTablePropagation",
            pair.clone(),
            "DryRunOperation",
        ),
    ] {
        let mut parameters = parameters;
        parameters.push(("DryRun", "true"));
        assert_eq!(code(&lab, action, &parameters).await, expected, "{action}");
        let answer = lab.query_as(READER, WEST, "ec2", action, &parameters).await;
        let refusal = answer.expect_err("no right");
        assert_eq!(refusal.code, "UnauthorizedOperation", "{action}");
    }
    assert_eq!(lab.world(), world);
}

#[tokio::test]
async fn transit_gateways_are_listed_by_filter_and_in_pages() {
    let lab: Lab = lab();
    for asn in ["64601", "64602", "64603"] {
        transit_gateway(&lab, asn).await;
    }
    for (name, value, found) in [
        ("options.amazon-side-asn", "6460*", 3),
        ("state", "available", 5),
        ("tag:Name", "backbone", 1),
        ("owner-id", "210987654321", 0),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let listed = done(&lab, "DescribeTransitGateways", &filter).await;
        assert_eq!(count(&listed, "transitGatewayId"), found, "{name} {value}");
    }
    let attached = [
        (
            "TransitGatewayAttachmentIds.1",
            "tgw-attach-0123456789abcdef0",
        ),
        ("MaxResults", "5"),
    ];
    for action in [
        "DescribeTransitGatewayAttachments",
        "DescribeTransitGatewayVpcAttachments",
    ] {
        let refused = code(&lab, action, &attached).await;
        assert_eq!(refused, "InvalidParameterCombination", "{action}");
        let unknown = code(&lab, action, &attached[..1]).await;
        assert_eq!(unknown, "InvalidTransitGatewayAttachmentID.NotFound");
        let few = code(&lab, action, &[("MaxResults", "4")]).await;
        assert_eq!(few, "InvalidParameterValue");
    }
    let backbone = lab.named("transitGateways", "backbone");
    for _ in 0..5 {
        new_transit_table(&lab, &backbone).await;
    }
    let filter = [
        ("Filter.1.Name", "transit-gateway-id"),
        ("Filter.1.Value.1", backbone.as_str()),
        ("MaxResults", "5"),
    ];
    let tables = "DescribeTransitGatewayRouteTables";
    let page = done(&lab, tables, &filter).await;
    assert_eq!(count(&page, "transitGatewayRouteTableId"), 5);
    let token = tag(&page, "nextToken");
    let next = [filter[0], filter[1], filter[2], ("NextToken", &token)];
    let rest = done(&lab, tables, &next).await;
    assert_eq!(count(&rest, "transitGatewayRouteTableId"), 1);
    assert_eq!(tag(&rest, "nextToken"), "");
}
