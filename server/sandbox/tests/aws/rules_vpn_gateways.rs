//! VPN gateways, their attachments and propagation (aws.md §2.4), and the quotas of §2.5.

use crate::{
    ec2::{attached, code, count, done, lab, slow_lab, vpn_gateway},
    support::{ELSEWHERE, Lab, WEST, tag},
};
use serde_json::json;

const UNKNOWN_VGW: &str = "vgw-0123456789abcdef0";
const UNKNOWN_VPC: &str = "vpc-0123456789abcdef0";
const UNKNOWN_TABLE: &str = "rtb-0123456789abcdef0";

async fn described(lab: &Lab, id: &str) -> String {
    done(lab, "DescribeVpnGateways", &[("VpnGatewayId.1", id)]).await
}

#[tokio::test]
async fn a_vpn_gateway_is_born_pending_with_the_default_asn_and_its_tags() {
    let lab = lab();
    let parameters = [
        ("Type", "ipsec.1"),
        ("TagSpecification.1.ResourceType", "vpn-gateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "n"),
    ];
    let made = done(&lab, "CreateVpnGateway", &parameters).await;
    assert_eq!(tag(&made, "state"), "pending");
    assert_eq!(tag(&made, "amazonSideAsn"), "64512");
    assert_eq!(
        (tag(&made, "key"), tag(&made, "value")),
        ("Name".into(), "n".into())
    );
    let id = tag(&made, "vpnGatewayId");
    assert_eq!(tag(&described(&lab, &id).await, "state"), "available");
}

#[tokio::test]
async fn a_vpn_gateways_asn_is_private_and_its_type_is_ipsec_1() {
    let lab = lab();
    for (asn, refused) in [
        ("64511", true),
        ("64512", false),
        ("65534", false),
        ("65535", true),
        ("17", true),
        ("4199999999", true),
        ("4294967295", true),
        ("4294967294", false),
        ("x", true),
    ] {
        let parameters = [
            ("Type", "ipsec.1"),
            ("AmazonSideAsn", asn),
            ("DryRun", "true"),
        ];
        let expected = if refused {
            "InvalidParameterValue"
        } else {
            "DryRunOperation"
        };
        assert_eq!(
            code(&lab, "CreateVpnGateway", &parameters).await,
            expected,
            "{asn}"
        );
    }
    assert_eq!(
        code(&lab, "CreateVpnGateway", &[("Type", "bogus")]).await,
        "InvalidParameterValue"
    );
    assert_eq!(
        code(&lab, "CreateVpnGateway", &[]).await,
        "MissingParameter"
    );
}

#[tokio::test]
async fn a_deleted_vpn_gateway_is_listed_for_a_while_and_can_not_be_used() {
    let lab = lab();
    let (id, vpc) = (vpn_gateway(&lab).await, lab.named("vpcs", "payments"));
    done(&lab, "DeleteVpnGateway", &[("VpnGatewayId", &id)]).await;
    assert_eq!(tag(&described(&lab, &id).await, "state"), "deleted");
    for (action, parameters) in [
        ("DeleteVpnGateway", vec![("VpnGatewayId", id.as_str())]),
        (
            "AttachVpnGateway",
            vec![("VpnGatewayId", id.as_str()), ("VpcId", &vpc)],
        ),
        (
            "CreateTags",
            vec![("ResourceId.1", id.as_str()), ("Tag.1.Key", "a")],
        ),
    ] {
        assert_eq!(
            code(&lab, action, &parameters).await,
            "InvalidVpnGatewayID.NotFound",
            "{action}"
        );
    }
    lab.shared.lock().clock.advance(16 * 60_000);
    let asked = [("VpnGatewayId.1", id.as_str())];
    assert_eq!(
        code(&lab, "DescribeVpnGateways", &asked).await,
        "InvalidVpnGatewayID.NotFound"
    );
}

#[tokio::test]
async fn an_attachment_goes_through_its_states() {
    let lab = slow_lab();
    let (id, vpc) = (vpn_gateway(&lab).await, lab.named("vpcs", "payments"));
    let pair = [("VpnGatewayId", id.as_str()), ("VpcId", vpc.as_str())];
    let state = async || {
        let xml = described(&lab, &id).await;
        tag(&tag(&xml, "attachments"), "state")
    };
    lab.shared.lock().clock.advance(2_000);
    let answer = done(&lab, "AttachVpnGateway", &pair).await;
    assert_eq!(tag(&answer, "state"), "attaching");
    assert_eq!(tag(&answer, "vpcId"), vpc);
    assert_eq!(state().await, "attaching");
    lab.shared.lock().clock.advance(3_000);
    assert_eq!(state().await, "attached");
    assert!(
        done(&lab, "DetachVpnGateway", &pair)
            .await
            .contains("<return>true</return>")
    );
    assert_eq!(state().await, "detaching");
    assert_eq!(
        code(&lab, "DetachVpnGateway", &pair).await,
        "IncorrectState"
    );
    assert_eq!(
        code(&lab, "DeleteVpnGateway", &pair[..1]).await,
        "IncorrectState"
    );
    lab.shared.lock().clock.advance(5_000);
    assert_eq!(state().await, "detached");
    assert_eq!(
        code(&lab, "DetachVpnGateway", &pair).await,
        "InvalidVpnGatewayAttachment.NotFound"
    );
    assert_eq!(code(&lab, "DeleteVpnGateway", &pair[..1]).await, "");
}

#[tokio::test]
async fn an_unknown_id_is_not_found_in_its_own_words() {
    let lab = lab();
    let (vgw, vpc) = (vpn_gateway(&lab).await, lab.named("vpcs", "payments"));
    let table = lab.named("routeTables", "payments-app");
    for (action, parameters, expected) in [
        (
            "AttachVpnGateway",
            [("VpnGatewayId", UNKNOWN_VGW), ("VpcId", &vpc)],
            "InvalidVpnGatewayID.NotFound",
        ),
        (
            "AttachVpnGateway",
            [("VpnGatewayId", &vgw), ("VpcId", UNKNOWN_VPC)],
            "InvalidVpcID.NotFound",
        ),
        (
            "AttachVpnGateway",
            [("VpnGatewayId", &vgw), ("VpcId", "vpc-zz")],
            "InvalidVpcID.Malformed",
        ),
        (
            "DetachVpnGateway",
            [("VpnGatewayId", &vgw), ("VpcId", &vpc)],
            "InvalidVpnGatewayAttachment.NotFound",
        ),
        (
            "EnableVgwRoutePropagation",
            [("GatewayId", UNKNOWN_VGW), ("RouteTableId", &table)],
            "InvalidVpnGatewayID.NotFound",
        ),
        (
            "EnableVgwRoutePropagation",
            [("GatewayId", &vgw), ("RouteTableId", UNKNOWN_TABLE)],
            "InvalidRouteTableID.NotFound",
        ),
        (
            "EnableVgwRoutePropagation",
            [("GatewayId", &vgw), ("RouteTableId", "rtb-?")],
            "InvalidRouteTableId.Malformed",
        ),
        (
            "EnableVgwRoutePropagation",
            [("GatewayId", &vgw), ("RouteTableId", &table)],
            "Gateway.NotAttached",
        ),
        (
            "DisableVgwRoutePropagation",
            [("GatewayId", &vgw), ("RouteTableId", UNKNOWN_TABLE)],
            "InvalidRouteTableID.NotFound",
        ),
    ] {
        assert_eq!(
            code(&lab, action, &parameters).await,
            expected,
            "{action} {parameters:?}"
        );
    }
}

#[tokio::test]
async fn another_account_sees_no_vpn_gateway_of_this_one() {
    let lab = lab();
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    let listed = lab
        .query_as(ELSEWHERE, WEST, "ec2", "DescribeVpnGateways", &[])
        .await;
    assert_eq!(count(&listed.expect("a list"), "vpnGatewayId"), 0);
    let asked = [("VpnGatewayId.1", vgw.as_str())];
    let refusal = lab
        .query_as(ELSEWHERE, WEST, "ec2", "DescribeVpnGateways", &asked)
        .await;
    assert_eq!(
        refusal.expect_err("not theirs").code,
        "InvalidVpnGatewayID.NotFound"
    );
}

#[tokio::test]
async fn propagation_ends_when_the_gateway_leaves_the_vpc() {
    let lab = lab();
    let vpc = lab.named("vpcs", "payments");
    let vgw = attached(&lab, &vpc).await;
    let table = lab.named("routeTables", "payments-app");
    let pair = [
        ("GatewayId", vgw.as_str()),
        ("RouteTableId", table.as_str()),
    ];
    done(&lab, "EnableVgwRoutePropagation", &pair).await;
    let asked = [("RouteTableId.1", table.as_str())];
    let xml = done(&lab, "DescribeRouteTables", &asked).await;
    assert_eq!(tag(&tag(&xml, "propagatingVgwSet"), "gatewayId"), vgw);
    done(
        &lab,
        "DetachVpnGateway",
        &[("VpnGatewayId", &vgw), ("VpcId", &vpc)],
    )
    .await;
    let xml = done(&lab, "DescribeRouteTables", &asked).await;
    assert_eq!(count(&tag(&xml, "propagatingVgwSet"), "gatewayId"), 0);
    assert_eq!(code(&lab, "DisableVgwRoutePropagation", &pair).await, "");
}

#[tokio::test]
async fn filters_of_vpn_gateways_look_at_what_is_shown() {
    let lab = lab();
    let (vpc, vgw) = (
        lab.named("vpcs", "analytics"),
        lab.named("vpnGateways", "analytics-vgw"),
    );
    for (name, value, ids) in [
        ("attachment.vpc-id", vpc.as_str(), 1),
        ("attachment.state", "attached", 2),
        ("attachment.state", "detached", 0),
        ("amazon-side-asn", "7224", 1),
        ("vpn-gateway-id", &vgw, 1),
        ("type", "ipsec.*", 2),
        ("state", "available", 2),
        ("availability-zone", "us-west-2a", 0),
        ("tag:Name", "*-vgw", 2),
        ("tag-key", "Name", 2),
    ] {
        let filter = [("Filter.1.Name", name), ("Filter.1.Value.1", value)];
        let xml = done(&lab, "DescribeVpnGateways", &filter).await;
        assert_eq!(count(&xml, "vpnGatewayId"), ids, "{name} {value}");
    }
}

#[tokio::test]
async fn a_gateway_stays_until_its_association_is_over() {
    let lab = slow_lab();
    let (id, vpc) = (
        lab.named("vpnGateways", "analytics-vgw"),
        lab.named("vpcs", "analytics"),
    );
    let pair = [("VpnGatewayId", id.as_str()), ("VpcId", vpc.as_str())];
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let both = json!({"directConnectGatewayId": gateway, "gatewayId": id});
    lab.dx("CreateDirectConnectGatewayAssociation", both)
        .await
        .expect("associated");
    done(&lab, "DetachVpnGateway", &pair).await;
    // Out of its VPC after 4 s, but off the Direct Connect gateway only after 8.
    lab.shared.lock().clock.advance(5_000);
    let gone = &pair[..1];
    assert_eq!(code(&lab, "DeleteVpnGateway", gone).await, "IncorrectState");
    lab.shared.lock().clock.advance(4_000);
    done(&lab, "DeleteVpnGateway", gone).await;
}

#[tokio::test]
async fn a_gateway_with_an_interface_or_a_vpn_stays() {
    let lab = lab();
    let vgw = vpn_gateway(&lab).await;
    let customer = [("Type", "ipsec.1"), ("IpAddress", "203.0.113.9")];
    let customer = tag(
        &done(&lab, "CreateCustomerGateway", &customer).await,
        "customerGatewayId",
    );
    let vpn = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", &customer),
        ("VpnGatewayId", &vgw),
    ];
    let vpn = tag(
        &done(&lab, "CreateVpnConnection", &vpn).await,
        "vpnConnectionId",
    );
    assert_eq!(
        code(&lab, "DeleteVpnGateway", &[("VpnGatewayId", &vgw)]).await,
        "IncorrectState"
    );
    done(&lab, "DeleteVpnConnection", &[("VpnConnectionId", &vpn)]).await;
    assert_eq!(
        code(&lab, "DeleteVpnGateway", &[("VpnGatewayId", &vgw)]).await,
        ""
    );
    assert_eq!(lab.world()["vpnGateways"][&vgw]["state"], json!("deleted"));
}
