//! What is wrong between Direct Connect gateway, VPN gateway and VPC.

use serde_json::{Value, json};

use crate::{
    look::{ec2, lab, wrong},
    support::{ELSEWHERE, Lab, WEST},
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
    assert_eq!(
        wrong(&lab("narrow-prefixes")).await,
        [
            "primary: AWS does not advertise the VPC",
            "primary: Pureport does not learn the VPC",
            "secondary: AWS does not advertise the VPC",
            "secondary: Pureport does not learn the VPC",
            "allowed is 10.20.0.0/17",
        ]
    );
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
