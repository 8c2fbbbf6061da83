//! Rules of VPN gateways at their VPCs, and of propagation.

use crate::{
    made::attached,
    support::{EAST, Lab, OPERATOR, WEST, tag},
};
use sandbox::Pace;
use serde_json::json;

#[tokio::test]
async fn a_vpc_and_a_vpn_gateway_have_one_another_and_no_third() {
    let lab = Lab::new();
    let first = attached(&lab, WEST, "payments").await;
    let payments = lab.named("vpcs", "payments");
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let second = tag(&made, "vpnGatewayId");
    let refusal = lab
        .ec2(
            "AttachVpnGateway",
            &[("VpnGatewayId", &second), ("VpcId", &payments)],
        )
        .await
        .expect_err("has one");
    assert_eq!(refusal.code, "InvalidVpcState");
    let other = lab.named("vpcs", "lab");
    let refusal = lab
        .ec2(
            "AttachVpnGateway",
            &[("VpnGatewayId", &first), ("VpcId", &other)],
        )
        .await
        .expect_err("is attached");
    assert_eq!(refusal.code, "VpnGatewayAttachmentLimitExceeded");
    let refusal = lab
        .ec2("DeleteVpnGateway", &[("VpnGatewayId", &first)])
        .await
        .expect_err("in use");
    assert_eq!(refusal.code, "IncorrectState");
    let refusal = lab
        .ec2(
            "AttachVpnGateway",
            &[("VpnGatewayId", "vgw-00000000"), ("VpcId", &other)],
        )
        .await
        .expect_err("unknown");
    assert_eq!(refusal.code, "InvalidVpnGatewayID.NotFound");
    let refusal = lab
        .ec2(
            "AttachVpnGateway",
            &[("VpnGatewayId", &second), ("VpcId", "vpc-00000000")],
        )
        .await
        .expect_err("unknown");
    assert_eq!(refusal.code, "InvalidVpcID.NotFound");
}

#[tokio::test]
async fn a_vpn_gateway_is_not_attached_before_it_is_available() {
    let lab = Lab::at(Pace::Demo);
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let (vgw, vpc) = (tag(&made, "vpnGatewayId"), lab.named("vpcs", "payments"));
    let parameters = [("VpnGatewayId", vgw.as_str()), ("VpcId", &vpc)];
    assert_eq!(
        lab.ec2("AttachVpnGateway", &parameters)
            .await
            .expect_err("pending")
            .code,
        "InvalidVpnGatewayState"
    );
    lab.shared.lock().clock.advance(5_000);
    lab.ec2("AttachVpnGateway", &parameters)
        .await
        .expect("attached");
}

#[tokio::test]
async fn a_region_has_five_vpn_gateways_at_most() {
    let lab = Lab::new();
    for _ in 0..3 {
        lab.ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
            .await
            .expect("room");
    }
    assert_eq!(
        lab.ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
            .await
            .expect_err("full")
            .code,
        "VpnGatewayLimitExceeded"
    );
    assert!(
        lab.query_as(
            OPERATOR,
            EAST,
            "ec2",
            "CreateVpnGateway",
            &[("Type", "ipsec.1")]
        )
        .await
        .is_ok()
    );
}

#[tokio::test]
async fn propagation_needs_the_gateway_on_the_tables_vpc_and_may_be_repeated() {
    let lab = Lab::new();
    let vgw = attached(&lab, WEST, "payments").await;
    let (table, foreign) = (
        lab.named("routeTables", "payments-app"),
        lab.named("routeTables", "lab-main"),
    );
    let refusal = lab
        .ec2(
            "EnableVgwRoutePropagation",
            &[("GatewayId", &vgw), ("RouteTableId", &foreign)],
        )
        .await
        .expect_err("foreign");
    assert_eq!(refusal.code, "Gateway.NotAttached");
    let parameters = [("GatewayId", vgw.as_str()), ("RouteTableId", &table)];
    for _ in 0..2 {
        lab.ec2("EnableVgwRoutePropagation", &parameters)
            .await
            .expect("enabled");
    }
    assert_eq!(
        lab.world()["routeTables"][&table]["propagating"],
        json!([vgw])
    );
    lab.ec2("DisableVgwRoutePropagation", &parameters)
        .await
        .expect("disabled");
    assert_eq!(lab.world()["routeTables"][&table]["propagating"], json!([]));
    let refusal = lab
        .ec2(
            "EnableVgwRoutePropagation",
            &[("GatewayId", &vgw), ("RouteTableId", "rtb-00000000")],
        )
        .await
        .expect_err("unknown");
    assert_eq!(refusal.code, "InvalidRouteTableID.NotFound");
}
