//! A VPN gateway of another account: its owner proposes, the Direct Connect gateway's accepts.

use crate::{
    made::{DAY, wait},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, Refusal, WEST, tag},
};
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
async fn a_proposal_that_overlaps_is_refused_without_a_word_of_the_other_accounts_vpcs() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let ours = lab.named("vpnGateways", "analytics-vgw");
    let input = json!({"directConnectGatewayId": gateway, "gatewayId": ours});
    lab.dx("CreateDirectConnectGatewayAssociation", input)
        .await
        .expect("associated");
    let vgw = their_gateway(&lab).await;
    let their_vpc = lab.world()["vpnGateways"][&vgw]["attachment"]["vpcId"].clone();
    let id = their_vpc.as_str().expect("a VPC");
    lab.patch(id, &json!({"cidrs": ["10.30.4.0/24"]}));
    let refusal = propose(&lab, &gateway, &vgw).await.expect_err("overlaps");
    assert!(
        refusal.message.contains("10.30.4.0/24") && !refusal.message.contains("10.30.0.0/16"),
        "{}",
        refusal.message
    );
    assert!(!refusal.message.contains(&ours), "{}", refusal.message);
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

async fn listed(lab: &Lab, gateway: &str) -> Value {
    let operation = "DescribeDirectConnectGatewayAssociationProposals";
    let asked = json!({"directConnectGatewayId": gateway});
    let listed = lab.dx_as(OPERATOR, WEST, operation, asked).await;
    listed.expect("a list")["directConnectGatewayAssociationProposals"].clone()
}

#[tokio::test]
async fn a_proposal_is_deleted_by_who_made_it_and_while_it_is_open() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    let delete = async |who, proposal: &Value| {
        let input = json!({"proposalId": proposal["proposalId"]});
        let operation = "DeleteDirectConnectGatewayAssociationProposal";
        lab.dx_as(who, WEST, operation, input).await
    };
    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    let refusal = delete(OPERATOR, &proposal).await.expect_err("not ours");
    assert!(refusal.message.contains("does not exist"), "{refusal:?}");
    let deleted = delete(ELSEWHERE, &proposal).await.expect("deleted");
    assert_eq!(
        deleted["directConnectGatewayAssociationProposal"]["proposalState"],
        "deleted"
    );
    let refusal = delete(ELSEWHERE, &proposal).await.expect_err("once");
    assert!(refusal.message.contains("does not exist"), "{refusal:?}");
    let refusal = accept(&lab, &gateway, &proposal["proposalId"]).await;
    assert!(
        refusal
            .expect_err("gone")
            .message
            .contains("does not exist")
    );

    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    let accepted = accept(&lab, &gateway, &proposal["proposalId"]).await;
    accepted.expect("accepted");
    let refusal = delete(ELSEWHERE, &proposal).await.expect_err("accepted");
    assert!(refusal.message.contains("has been accepted"), "{refusal:?}");
}

#[tokio::test]
async fn a_closed_proposal_is_listed_for_three_days() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    let accepted = accept(&lab, &gateway, &proposal["proposalId"]).await;
    accepted.expect("accepted");
    wait(&lab, 3 * DAY - 60);
    assert_eq!(listed(&lab, &gateway).await[0]["proposalState"], "accepted");
    wait(&lab, 60);
    assert_eq!(listed(&lab, &gateway).await, json!([]));
}

#[tokio::test]
async fn a_proposal_that_ran_out_is_listed_for_three_days() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    propose(&lab, &gateway, &vgw).await.expect("proposed");
    wait(&lab, 7 * DAY - 60);
    let state = listed(&lab, &gateway).await[0]["proposalState"].clone();
    assert_eq!(state, "requested");
    wait(&lab, 3 * DAY);
    assert_eq!(listed(&lab, &gateway).await[0]["proposalState"], "deleted");
    wait(&lab, 120);
    assert_eq!(listed(&lab, &gateway).await, json!([]));
}

#[tokio::test]
async fn other_prefixes_for_an_association_are_proposed_and_accepted() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    let made = accept(&lab, &gateway, &proposal["proposalId"]).await;
    let id = made.expect("accepted")["directConnectGatewayAssociation"]["associationId"].clone();
    let input = json!({
        "directConnectGatewayId": gateway, "directConnectGatewayOwnerAccount": OURS, "gatewayId": vgw,
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.62.0.0/15"}],
        "removeAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.63.0.0/16"}],
    });
    let operation = "CreateDirectConnectGatewayAssociationProposal";
    let answer = lab.dx_as(ELSEWHERE, WEST, operation, input).await;
    let proposal = answer.expect("proposed")["directConnectGatewayAssociationProposal"].clone();
    assert_eq!(
        proposal["existingAllowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.63.0.0/16"}])
    );
    assert_eq!(
        proposal["requestedAllowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.62.0.0/15"}])
    );
    let changed = accept(&lab, &gateway, &proposal["proposalId"]).await;
    let changed = changed.expect("accepted")["directConnectGatewayAssociation"].clone();
    assert_eq!(changed["associationId"], id, "no second association");
    assert_eq!(changed["associationState"], "updating");
    assert_eq!(
        changed["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.62.0.0/15"}])
    );
}

#[tokio::test]
async fn who_accepts_may_let_other_prefixes_pass() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    let input = json!({
        "directConnectGatewayId": gateway, "proposalId": proposal["proposalId"],
        "associatedGatewayOwnerAccount": THEIRS,
        "overrideAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}],
    });
    let operation = "AcceptDirectConnectGatewayAssociationProposal";
    let made = lab.dx_as(OPERATOR, EAST, operation, input).await;
    assert_eq!(
        made.expect("accepted")["directConnectGatewayAssociation"]["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.0.0.0/8"}])
    );
}

#[tokio::test]
async fn either_owner_sees_and_ends_an_association_and_one_changes_it() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = their_gateway(&lab).await;
    let proposal = propose(&lab, &gateway, &vgw).await.expect("proposed");
    let made = accept(&lab, &gateway, &proposal["proposalId"]).await;
    let id = made.expect("accepted")["directConnectGatewayAssociation"]["associationId"].clone();
    for who in [OPERATOR, ELSEWHERE] {
        let operation = "DescribeDirectConnectGatewayAssociations";
        let seen = lab
            .dx_as(who, WEST, operation, json!({"associatedGatewayId": vgw}))
            .await;
        assert_eq!(
            seen.expect("a list")["directConnectGatewayAssociations"][0]["associationId"],
            id
        );
    }
    let change = json!({
        "associationId": id, "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}],
    });
    let operation = "UpdateDirectConnectGatewayAssociation";
    let refusal = lab.dx_as(ELSEWHERE, WEST, operation, change).await;
    assert!(
        refusal
            .expect_err("to be proposed")
            .message
            .contains("does not exist")
    );
    let pair = json!({"directConnectGatewayId": gateway, "virtualGatewayId": vgw});
    let operation = "DeleteDirectConnectGatewayAssociation";
    let ended = lab.dx_as(ELSEWHERE, WEST, operation, pair).await;
    assert_eq!(
        ended.expect("ended")["directConnectGatewayAssociation"]["associationState"],
        "disassociating"
    );
}
