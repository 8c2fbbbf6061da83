//! Rules of the association of a VPN gateway with a Direct Connect gateway.

use crate::{
    made::{associate, association_state, attached, gateway},
    support::{EAST, Lab, OPERATOR, WEST, tag},
};
use sandbox::Pace;
use serde_json::json;

#[tokio::test]
async fn an_association_needs_an_attached_vpn_gateway() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let vgw = tag(&made, "vpnGatewayId");
    assert!(
        associate(&lab, WEST, &id, &vgw)
            .await
            .expect_err("not attached")
            .contains("is not attached to a VPC")
    );
    let vpc = lab.named("vpcs", "payments");
    lab.ec2(
        "AttachVpnGateway",
        &[("VpnGatewayId", &vgw), ("VpcId", &vpc)],
    )
    .await
    .expect("attached");
    let association = associate(&lab, WEST, &id, &vgw).await.expect("associated");
    assert_eq!(association["associationState"], "associating");
    assert_eq!(
        association["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.20.0.0/16"}])
    );
    assert_eq!(
        association_state(&lab, &association["associationId"]).await,
        "associated"
    );
}

#[tokio::test]
async fn a_vpn_gateway_is_associated_from_its_own_region() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    let refusal = associate(&lab, EAST, &id, &vgw)
        .await
        .expect_err("wrong endpoint");
    assert_eq!(refusal, format!("The VirtualGateway {vgw} does not exist."));
}

#[tokio::test]
async fn a_vpn_gateway_joins_one_gateway_only() {
    let lab = Lab::new();
    let vgw = lab.named("vpnGateways", "core-vgw");
    let other = lab.named("directConnectGateways", "legacy-dxgw");
    assert!(
        associate(&lab, EAST, &other, &vgw)
            .await
            .expect_err("taken")
            .contains("already associated")
    );
}

#[tokio::test]
async fn overlapping_vpcs_do_not_meet_on_one_gateway() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let payments = attached(&lab, WEST, "payments").await;
    associate(&lab, WEST, &id, &payments)
        .await
        .expect("the first");
    for (region, vpc) in [(WEST, "lab"), (EAST, "old-dr")] {
        let overlapping = attached(&lab, region, vpc).await;
        let refusal = associate(&lab, region, &id, &overlapping)
            .await
            .expect_err("overlaps");
        assert!(refusal.contains("overlap"), "{vpc}: {refusal}");
    }
    let apart = attached(&lab, EAST, "payments-dr").await;
    associate(&lab, EAST, &id, &apart)
        .await
        .expect("no overlap");
}

#[tokio::test]
async fn allowed_prefixes_change_while_the_association_is_updating() {
    let lab = Lab::at(Pace::Demo);
    let vgw = lab.named("vpnGateways", "core-vgw");
    let listed = lab
        .dx(
            "DescribeDirectConnectGatewayAssociations",
            json!({"associatedGatewayId": vgw}),
        )
        .await
        .expect("a list");
    let id = &listed["directConnectGatewayAssociations"][0]["associationId"];
    let input = json!({
        "associationId": id,
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.40.0.0/15"}],
        "removeAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.40.0.0/16"}],
    });
    let answer = lab
        .dx("UpdateDirectConnectGatewayAssociation", input.clone())
        .await
        .expect("accepted");
    assert_eq!(
        answer["directConnectGatewayAssociation"]["associationState"],
        "updating"
    );
    assert!(
        lab.dx("UpdateDirectConnectGatewayAssociation", input)
            .await
            .is_err(),
        "one at a time"
    );
    lab.shared.lock().clock.advance(10_000);
    let listed = lab
        .dx(
            "DescribeDirectConnectGatewayAssociations",
            json!({"associationId": id}),
        )
        .await
        .expect("a list");
    let association = &listed["directConnectGatewayAssociations"][0];
    assert_eq!(association["associationState"], "associated");
    assert_eq!(
        association["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.40.0.0/15"}])
    );
}

#[tokio::test]
async fn detaching_a_vpn_gateway_also_disassociates_it() {
    let lab = Lab::at(Pace::Demo);
    let (vgw, vpc) = (
        lab.named("vpnGateways", "core-vgw"),
        lab.named("vpcs", "core"),
    );
    let listed = lab
        .dx(
            "DescribeDirectConnectGatewayAssociations",
            json!({"virtualGatewayId": vgw}),
        )
        .await
        .expect("a list");
    let id = listed["directConnectGatewayAssociations"][0]["associationId"].clone();
    let parameters = [("VpnGatewayId", vgw.as_str()), ("VpcId", &vpc)];
    lab.query_as(OPERATOR, EAST, "ec2", "DetachVpnGateway", &parameters)
        .await
        .expect("detaching");
    assert_eq!(association_state(&lab, &id).await, "disassociating");
    let again = lab
        .query_as(OPERATOR, EAST, "ec2", "DetachVpnGateway", &parameters)
        .await
        .expect_err("under way");
    assert_eq!(again.code, "IncorrectState");
    lab.shared.lock().clock.advance(60_000);
    assert_eq!(association_state(&lab, &id).await, "disassociated");
    let gone = lab
        .query_as(OPERATOR, EAST, "ec2", "DetachVpnGateway", &parameters)
        .await
        .expect_err("over");
    assert_eq!(gone.code, "InvalidVpnGatewayAttachment.NotFound");
    lab.query_as(OPERATOR, EAST, "ec2", "DeleteVpnGateway", &parameters[..1])
        .await
        .expect("deleted");
}
