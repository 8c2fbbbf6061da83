//! What is wrong between Direct Connect gateway, VPN gateway and VPC.

use serde_json::{Value, json};

use crate::{
    look::{ec2, lab, refused_interface, vpc, word, wrong},
    support::{ADMINISTRATOR, ELSEWHERE, Lab, WEST},
    xml,
};

#[tokio::test]
async fn legs_on_two_gateways_leave_the_secondary_without_the_vpc() {
    let lab = lab("legs-on-two-gateways");
    assert_eq!(
        wrong(&lab).await,
        [
            "secondary: AWS does not advertise the VPC",
            "secondary: Pureport does not learn the VPC",
            "the legs are on two Direct Connect gateways",
        ]
    );
}

#[tokio::test]
async fn propagation_on_unassociated_would_let_routes_in_at_once() {
    let lab = lab("propagation-on-unassociated");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: AWS does not advertise the VPC",
            "primary: Pureport does not learn the VPC",
            "secondary: AWS does not advertise the VPC",
            "secondary: Pureport does not learn the VPC",
            "the VPN gateway is on no Direct Connect gateway",
            "payments-main: no route to the site",
            "payments-app: no route to the site",
            "payments-data: no route to the site",
        ]
    );
    associate(&lab).await;
    assert_eq!(wrong(&lab).await, Vec::<String>::new());
}

/// Puts the VPN gateway of `payments` onto `payments-dxgw`.
async fn associate(lab: &Lab) {
    let gateways = ec2(lab, "DescribeVpnGateways", &[("tag:Name", "payments-vgw")]).await;
    let input = json!({
        "directConnectGatewayId": lab.named("directConnectGateways", "payments-dxgw"),
        "gatewayId": gateways["vpnGatewaySet"][0]["vpnGatewayId"],
    });
    let made = lab.dx("CreateDirectConnectGatewayAssociation", input).await;
    made.expect("associated");
}

#[tokio::test]
async fn narrow_prefixes_advertise_nothing_of_the_vpc() {
    let lab = lab("narrow-prefixes");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: AWS does not advertise the VPC",
            "primary: Pureport does not learn the VPC",
            "secondary: AWS does not advertise the VPC",
            "secondary: Pureport does not learn the VPC",
            "allowed is 10.20.0.0/17",
        ]
    );
    let gateway = lab.named("directConnectGateways", "payments-dxgw");
    let input = json!({"directConnectGatewayId": gateway});
    let found = lab
        .dx("DescribeDirectConnectGatewayAssociations", input)
        .await;
    let found = found.expect("a list")["directConnectGatewayAssociations"][0].clone();
    let input = json!({
        "associationId": found["associationId"],
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.20.0.0/16"}],
        "removeAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.20.0.0/17"}],
    });
    let widened = lab.dx("UpdateDirectConnectGatewayAssociation", input).await;
    widened.expect("updating");
    assert_eq!(wrong(&lab).await, Vec::<String>::new());
}

#[tokio::test]
async fn vgw_on_other_dxgw_is_out_of_the_interfaces_reach() {
    let lab = lab("vgw-on-other-dxgw");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: AWS does not advertise the VPC",
            "primary: Pureport does not learn the VPC",
            "secondary: AWS does not advertise the VPC",
            "secondary: Pureport does not learn the VPC",
            "the VPN gateway is on legacy-dxgw",
            "payments-main: no route to the site",
            "payments-app: no route to the site",
            "payments-data: no route to the site",
        ]
    );
}

#[tokio::test]
async fn dxgw_has_tgw_takes_neither_a_vpn_gateway_nor_a_private_interface() {
    let lab = lab("dxgw-has-tgw");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: there is no interface",
            "secondary: there is no interface",
            "the VPN gateway is on no Direct Connect gateway",
            "payments-main: propagation is off",
            "payments-app: propagation is off",
            "payments-data: propagation is off",
        ]
    );
    let gateway = lab.named("directConnectGateways", "payments-dxgw");
    let input = json!({"directConnectGatewayId": gateway});
    let on_it = lab
        .dx("DescribeDirectConnectGatewayAssociations", input)
        .await;
    let on_it = on_it.expect("a list");
    let transit = &on_it["directConnectGatewayAssociations"][0];
    assert_eq!(transit["associatedGateway"]["type"], "transitGateway");
    assert_eq!(transit["associationState"], "associated");
    refused_interface(&lab, "primaryGateway").await;
    let gateways = ec2(&lab, "DescribeVpnGateways", &[("tag:Name", "payments-vgw")]).await;
    let input = json!({
        "directConnectGatewayId": gateway,
        "gatewayId": gateways["vpnGatewaySet"][0]["vpnGatewayId"],
    });
    let answer = lab.dx("CreateDirectConnectGatewayAssociation", input).await;
    answer.expect_err("a refusal");
}

#[tokio::test]
async fn vpn_on_vgw_is_complete_and_shares_its_vpn_gateway() {
    let lab = lab("vpn-on-vgw");
    assert_eq!(wrong(&lab).await, Vec::<String>::new());
    let filters = [("attachment.vpc-id", &*vpc(&lab, "payments").await)];
    let gateways = ec2(&lab, "DescribeVpnGateways", &filters).await;
    let gateway = word(&gateways["vpnGatewaySet"][0]["vpnGatewayId"]);
    let filter = [
        ("Filter.1.Name", "vpn-gateway-id"),
        ("Filter.1.Value.1", gateway),
    ];
    // The operator's policy has nothing about tunnels.
    let tunnels = lab
        .query_as(
            ADMINISTRATOR,
            WEST,
            "ec2",
            "DescribeVpnConnections",
            &filter,
        )
        .await;
    let tunnels = xml::members(&tunnels.expect("a list"));
    assert_eq!(xml::list(&tunnels["vpnConnectionSet"]).len(), 1);
    assert_eq!(tunnels["vpnConnectionSet"][0]["state"], "available");
}

#[tokio::test]
async fn proposal_requested_waits_beside_a_complete_connection() {
    let lab = lab("proposal-requested");
    assert_eq!(wrong(&lab).await, Vec::<String>::new());
    let proposal = proposal(&lab).await;
    assert_eq!(proposal["proposalState"], "requested");
    assert_eq!(
        proposal["associatedGateway"]["ownerAccount"],
        "210987654321"
    );
    accept(&lab, &proposal).await.expect("associated");
    let input = json!({"directConnectGatewayId": proposal["directConnectGatewayId"]});
    let on_it = lab
        .dx("DescribeDirectConnectGatewayAssociations", input)
        .await;
    let on_it = on_it.expect("a list")["directConnectGatewayAssociations"].clone();
    assert_eq!(xml::list(&on_it).len(), 2);
}

#[tokio::test]
async fn proposal_expired_can_not_be_accepted_any_more() {
    let lab = lab("proposal-expired");
    assert_eq!(wrong(&lab).await, Vec::<String>::new());
    let proposal = proposal(&lab).await;
    assert_eq!(proposal["proposalState"], "deleted");
    accept(&lab, &proposal).await.expect_err("a refusal");
}

/// The one proposal, as both sides see it.
async fn proposal(lab: &Lab) -> Value {
    const OPERATION: &str = "DescribeDirectConnectGatewayAssociationProposals";
    let ours = lab.dx(OPERATION, json!({})).await.expect("a list");
    let theirs = lab.dx_as(ELSEWHERE, WEST, OPERATION, json!({})).await;
    assert_eq!(ours, theirs.expect("a list"));
    let all = xml::list(&ours["directConnectGatewayAssociationProposals"]);
    assert_eq!(all.len(), 1);
    all[0].clone()
}

async fn accept(lab: &Lab, proposal: &Value) -> Result<Value, crate::support::Refusal> {
    let input = json!({
        "directConnectGatewayId": proposal["directConnectGatewayId"],
        "proposalId": proposal["proposalId"],
        "associatedGatewayOwnerAccount": "210987654321",
    });
    lab.dx("AcceptDirectConnectGatewayAssociationProposal", input)
        .await
}
