//! A VPN gateway of another account: its owner proposes, the Direct Connect gateway's accepts.

use crate::support::{EAST, ELSEWHERE, Lab, OPERATOR, Refusal, WEST, tag};
use serde_json::{Value, json};

const OURS: &str = "123456789012";
const THEIRS: &str = "210987654321";

/// Their VPN gateway on their VPC `crm`.
async fn their_gateway(lab: &Lab) -> String {
    let call = async |action: &str, parameters: &[(&str, &str)]| {
        lab.query_as(ELSEWHERE, WEST, "ec2", action, parameters)
            .await
            .expect("accepted")
    };
    let made = call("CreateVpnGateway", &[("Type", "ipsec.1")]).await;
    let (id, vpc) = (tag(&made, "vpnGatewayId"), lab.named("vpcs", "crm"));
    call(
        "AttachVpnGateway",
        &[("VpnGatewayId", &id), ("VpcId", &vpc)],
    )
    .await;
    id
}

async fn propose(lab: &Lab, gateway: &str, vgw: &str) -> Result<Value, Refusal> {
    let input = json!({
        "directConnectGatewayId": gateway, "directConnectGatewayOwnerAccount": OURS, "gatewayId": vgw,
    });
    let operation = "CreateDirectConnectGatewayAssociationProposal";
    let answer = lab.dx_as(ELSEWHERE, WEST, operation, input).await?;
    Ok(answer["directConnectGatewayAssociationProposal"].clone())
}

async fn accept(lab: &Lab, gateway: &str, proposal: &Value) -> Result<Value, Refusal> {
    let input = json!({
        "directConnectGatewayId": gateway, "proposalId": proposal, "associatedGatewayOwnerAccount": THEIRS,
    });
    let operation = "AcceptDirectConnectGatewayAssociationProposal";
    lab.dx_as(OPERATOR, EAST, operation, input).await
}

#[tokio::test]
async fn an_accepted_proposal_becomes_an_association_of_both_accounts() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    assert_eq!(proposal["proposalState"], "requested");
    let made = accept(&lab, &gateway, &proposal["proposalId"])
        .await
        .expect("accepted");
    let made = &made["directConnectGatewayAssociation"];
    assert_eq!(made["associatedGateway"]["ownerAccount"], THEIRS);
    assert_eq!(made["associatedGateway"]["region"], WEST);
    let asked = json!({"associationId": made["associationId"]});
    let listed = lab
        .dx("DescribeDirectConnectGatewayAssociations", asked)
        .await
        .expect("a list");
    let one = &listed["directConnectGatewayAssociations"][0];
    assert_eq!(one["associationState"], "associated");
    assert_eq!(
        one["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.63.0.0/16"}])
    );
}

#[tokio::test]
async fn a_proposal_is_accepted_once_and_only_by_the_gateways_owner() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    let id = &proposal["proposalId"];
    let input = json!({
        "directConnectGatewayId": gateway, "proposalId": id, "associatedGatewayOwnerAccount": THEIRS,
    });
    let operation = "AcceptDirectConnectGatewayAssociationProposal";
    let refusal = lab
        .dx_as(ELSEWHERE, WEST, operation, input)
        .await
        .expect_err("not theirs");
    assert!(
        refusal.message.contains("does not exist"),
        "{}",
        refusal.message
    );
    accept(&lab, &gateway, id).await.expect("accepted");
    let refusal = accept(&lab, &gateway, id).await.expect_err("once");
    assert!(
        refusal.message.contains("has been accepted"),
        "{}",
        refusal.message
    );
}

#[tokio::test]
async fn a_proposal_runs_out_after_seven_days_and_is_seen_by_both_sides() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    lab.shared.lock().clock.advance(7 * 86_400_000);
    for who in [OPERATOR, ELSEWHERE] {
        let operation = "DescribeDirectConnectGatewayAssociationProposals";
        let asked = json!({"directConnectGatewayId": gateway});
        let seen = lab
            .dx_as(who, WEST, operation, asked)
            .await
            .expect("a list");
        let one = &seen["directConnectGatewayAssociationProposals"][0];
        assert_eq!(one["proposalState"], "deleted");
    }
    let refusal = accept(&lab, &gateway, &proposal["proposalId"])
        .await
        .expect_err("too late");
    assert!(
        refusal.message.contains("does not exist"),
        "{}",
        refusal.message
    );
}

#[tokio::test]
async fn a_gateway_that_does_not_fit_cannot_be_proposed() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let made = lab
        .query_as(
            ELSEWHERE,
            WEST,
            "ec2",
            "CreateVpnGateway",
            &[("Type", "ipsec.1")],
        )
        .await
        .expect("made");
    let refusal = propose(&lab, &gateway, &tag(&made, "vpnGatewayId")).await;
    let refusal = refusal.expect_err("not attached");
    assert!(
        refusal.message.contains("not attached"),
        "{}",
        refusal.message
    );
}
