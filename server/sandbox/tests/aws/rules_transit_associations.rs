//! Rules of transit gateways on Direct Connect gateways.

use crate::{
    made::{MINUTE, associate, association_state, attached, freeze, gateway, interface_on, wait},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, Refusal, WEST, tag},
};
use sandbox::Pace;
use serde_json::{Value, json};

/// Associates the seeded transit gateway `name`, by its region's endpoint.
async fn join(
    lab: &Lab,
    region: &str,
    gateway: &str,
    name: &str,
    allowed: &[&str],
) -> Result<Value, Refusal> {
    let allowed: Value = allowed.iter().map(|cidr| json!({"cidr": cidr})).collect();
    let input = json!({
        "directConnectGatewayId": gateway,
        "gatewayId": lab.named("transitGateways", name),
        "addAllowedPrefixesToDirectConnectGateway": allowed,
    });
    let made = lab
        .dx_as(
            OPERATOR,
            region,
            "CreateDirectConnectGatewayAssociation",
            input,
        )
        .await?;
    Ok(made["directConnectGatewayAssociation"].clone())
}

async fn refusal(lab: &Lab, region: &str, gateway: &str, allowed: &[&str]) -> String {
    let answer = join(lab, region, gateway, "partners", allowed).await;
    answer.expect_err("refused").message
}

#[tokio::test]
async fn a_transit_gateway_joins_with_the_prefixes_that_it_advertises() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let made = join(&lab, WEST, &id, "partners", &["10.30.0.0/16"]).await;
    let made = made.expect("associated");
    assert_eq!(made["associatedGateway"]["type"], "transitGateway");
    assert_eq!(made["virtualGatewayId"], Value::Null);
    assert_eq!(
        made["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.30.0.0/16"}])
    );
    assert_eq!(
        association_state(&lab, &made["associationId"]).await,
        "associated"
    );
}

#[tokio::test]
async fn a_transit_gateway_joins_from_its_own_region_with_prefixes_and_another_asn() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    assert!(
        refusal(&lab, EAST, &id, &["10.30.0.0/16"])
            .await
            .contains("does not exist")
    );
    assert!(
        refusal(&lab, WEST, &id, &[])
            .await
            .contains("prefixes must be specified")
    );
    let same = gateway(&lab, json!(64_532)).await.expect("made");
    assert!(
        refusal(&lab, WEST, &same, &["10.30.0.0/16"])
            .await
            .contains("same ASN")
    );
}

#[tokio::test]
async fn a_transit_gateway_joins_a_gateway_once_and_others_with_other_prefixes() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    join(&lab, WEST, &id, "partners", &["10.30.0.0/16"])
        .await
        .expect("associated");
    assert!(
        refusal(&lab, WEST, &id, &["10.31.0.0/16"])
            .await
            .contains("already associated")
    );
    let clash = join(&lab, WEST, &id, "backbone", &["10.30.128.0/17"]).await;
    assert!(clash.expect_err("refused").message.contains("overlap"));
    join(&lab, WEST, &id, "backbone", &["10.31.0.0/16"])
        .await
        .expect("associated");
}

#[tokio::test]
async fn a_gateway_with_a_transit_gateway_takes_no_vpn_gateway_and_no_private_interface() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    join(&lab, WEST, &id, "partners", &["10.30.0.0/16"])
        .await
        .expect("associated");
    let vpn_gateway = attached(&lab, WEST, "payments").await;
    let refused = associate(&lab, WEST, &id, &vpn_gateway).await;
    assert!(refused.expect_err("refused").contains("transit gateway"));
    let connection = crate::made::accepted(&lab).await;
    let change = json!({"directConnectGatewayId": id});
    let refused = crate::made::create(&lab, &connection, change).await;
    assert!(refused.expect_err("refused").contains("transit gateway"));
}

#[tokio::test]
async fn a_gateway_with_a_vpn_gateway_or_a_private_interface_takes_no_transit_gateway() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let vpn_gateway = attached(&lab, WEST, "payments").await;
    associate(&lab, WEST, &id, &vpn_gateway)
        .await
        .expect("associated");
    assert!(
        refusal(&lab, WEST, &id, &["10.30.0.0/16"])
            .await
            .contains("VPN gateways")
    );
    let other = gateway(&lab, json!(64_600)).await.expect("made");
    interface_on(&lab, json!({"directConnectGatewayId": other})).await;
    assert!(
        refusal(&lab, WEST, &other, &["10.30.0.0/16"])
            .await
            .contains("private virtual")
    );
}

#[tokio::test]
async fn an_association_attaches_the_gateway_to_the_transit_gateway_while_it_lasts() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let made = join(&lab, WEST, &id, "partners", &["10.30.0.0/16"]).await;
    let made = made.expect("associated");
    let attachments = async || {
        let filters = [
            ("Filter.1.Name", "resource-type"),
            ("Filter.1.Value.1", "direct-connect-gateway"),
        ];
        lab.ec2("DescribeTransitGatewayAttachments", &filters)
            .await
            .expect("a list")
    };
    let seen = attachments().await;
    assert_eq!(
        (tag(&seen, "resourceId"), states(&seen)),
        (id.clone(), vec!["associated".into(), "available".into()])
    );
    assert_eq!(tag(&seen, "resourceOwnerId"), "123456789012");
    let input = json!({"associationId": made["associationId"]});
    lab.dx("DeleteDirectConnectGatewayAssociation", input)
        .await
        .expect("disassociating");
    let seen = attachments().await;
    assert_eq!(states(&seen), ["deleted"], "listed for a while");
    wait(&lab, 15 * MINUTE);
    assert_eq!(states(&attachments().await), [""; 0]);
}

/// Each `state` of an answer, in its order.
fn states(xml: &str) -> Vec<String> {
    let parts = xml.split("<state>").skip(1);
    parts
        .filter_map(|rest| Some(rest.split_once('<')?.0.to_owned()))
        .collect()
}

#[tokio::test]
async fn the_attachment_of_a_gateway_comes_and_goes_with_its_association() {
    let lab = Lab::at(Pace::Demo);
    freeze(&lab);
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    wait(&lab, 5);
    let made = join(&lab, WEST, &id, "partners", &["10.30.0.0/16"]).await;
    let made = made.expect("associating");
    let state = async || {
        let filters = [("Filter.1.Name", "resource-id"), ("Filter.1.Value.1", &id)];
        let listed = lab.ec2("DescribeTransitGatewayAttachments", &filters).await;
        states(&listed.expect("a list")).join(" ")
    };
    assert_eq!(state().await, "pending");
    wait(&lab, 15);
    assert_eq!(state().await, "associating available");
    wait(&lab, 1);
    assert_eq!(state().await, "associated available");
    let input = json!({"associationId": made["associationId"]});
    lab.dx("DeleteDirectConnectGatewayAssociation", input)
        .await
        .expect("disassociating");
    assert_eq!(state().await, "associated deleting");
    wait(&lab, 8);
    assert_eq!(state().await, "deleted");
}

#[tokio::test]
async fn other_prefixes_of_a_transit_gateway_must_not_be_anothers_either() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let made = join(&lab, WEST, &id, "partners", &["10.30.0.0/16"]).await;
    let made = made.expect("associated");
    join(&lab, WEST, &id, "backbone", &["10.20.0.0/16"])
        .await
        .expect("associated");
    let change = async |add: &str| {
        let input = json!({
            "associationId": made["associationId"],
            "addAllowedPrefixesToDirectConnectGateway": [{"cidr": add}],
        });
        let operation = "UpdateDirectConnectGatewayAssociation";
        let answer = lab.dx(operation, input).await;
        answer.map_err(|refusal| refusal.message)
    };
    let refused = change("10.20.128.0/17").await.expect_err("backbone's");
    assert!(refused.contains("overlaps"), "{refused}");
    change("10.31.0.0/16").await.expect("its own");
}

#[tokio::test]
async fn a_transit_gateway_advertises_at_most_200_prefixes() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let nets: Vec<String> = (0..=200).map(|at| format!("10.30.{at}.0/24")).collect();
    let nets: Vec<&str> = nets.iter().map(String::as_str).collect();
    assert!(refusal(&lab, WEST, &id, &nets).await.contains("200"));
    join(&lab, WEST, &id, "partners", &nets[1..])
        .await
        .expect("as many as may be");
}

#[tokio::test]
async fn a_transit_gateway_that_comes_or_goes_is_not_associated() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let partners = lab.named("transitGateways", "partners");
    for state in ["pending", "deleting"] {
        lab.patch(&partners, &json!({"state": state}));
        let said = refusal(&lab, WEST, &id, &["10.30.0.0/16"]).await;
        assert!(said.contains("is not available"), "{state}: {said}");
    }
}

#[tokio::test]
async fn a_transit_gateway_of_another_account_is_proposed() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let asn = [("Options.AmazonSideAsn", "64700")];
    let made = lab
        .query_as(ELSEWHERE, WEST, "ec2", "CreateTransitGateway", &asn)
        .await;
    let theirs = tag(&made.expect("made"), "transitGatewayId");
    let propose = async |prefixes: Value| {
        let input = json!({
            "directConnectGatewayId": id, "directConnectGatewayOwnerAccount": "123456789012",
            "gatewayId": theirs, "addAllowedPrefixesToDirectConnectGateway": prefixes,
        });
        let operation = "CreateDirectConnectGatewayAssociationProposal";
        lab.dx_as(ELSEWHERE, WEST, operation, input).await
    };
    let refused = propose(json!([])).await.expect_err("no prefixes");
    assert!(refused.message.contains("prefixes"), "{}", refused.message);
    let made = propose(json!([{"cidr": "10.63.0.0/16"}])).await;
    let made = made.expect("proposed")["directConnectGatewayAssociationProposal"].clone();
    assert_eq!(made["associatedGateway"]["type"], "transitGateway");
    let input = json!({
        "directConnectGatewayId": id, "proposalId": made["proposalId"],
        "associatedGatewayOwnerAccount": "210987654321",
    });
    let operation = "AcceptDirectConnectGatewayAssociationProposal";
    let made = lab.dx_as(OPERATOR, EAST, operation, input).await;
    let made = made.expect("accepted")["directConnectGatewayAssociation"].clone();
    assert_eq!(
        association_state(&lab, &made["associationId"]).await,
        "associated"
    );
    let listed = lab
        .query_as(
            ELSEWHERE,
            WEST,
            "ec2",
            "DescribeTransitGatewayAttachments",
            &[],
        )
        .await
        .expect("a list");
    assert_eq!(
        (tag(&listed, "resourceId"), tag(&listed, "resourceOwnerId")),
        (id.clone(), "123456789012".into())
    );
}
