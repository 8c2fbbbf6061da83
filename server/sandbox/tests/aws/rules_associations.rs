//! Rules of associations of VPN gateways with Direct Connect gateways (aws.md §2.3, §2.5).

use crate::{
    made::{MINUTE, associate, association_state, attached, gateway, refused, wait},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, WEST},
};
use sandbox::{Pace, aws::directconnect::Association};
use serde_json::{Value, json};

/// The seeded association of `core-vgw` with `core-dxgw`.
fn seeded(lab: &Lab) -> String {
    let world = lab.world();
    let associations = world["associations"].as_object().expect("associations");
    associations.keys().next().expect("one").clone()
}

async fn listed(lab: &Lab, asked: Value) -> usize {
    let listed = lab.dx("DescribeDirectConnectGatewayAssociations", asked);
    let listed = listed.await.expect("a list");
    let associations = listed["directConnectGatewayAssociations"].as_array();
    associations.expect("associations").len()
}

#[tokio::test]
async fn an_association_is_made_changed_and_ended_in_steps() {
    let lab = Lab::at(Pace::Demo);
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    let made = associate(&lab, WEST, &gateway, &vgw).await.expect("made");
    assert_eq!(made["associationState"], "associating");
    let id = &made["associationId"];
    wait(&lab, 20);
    assert_eq!(association_state(&lab, id).await, "associated");
    let more = json!({
        "associationId": id, "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}],
    });
    lab.dx("UpdateDirectConnectGatewayAssociation", more)
        .await
        .expect("updating");
    assert_eq!(association_state(&lab, id).await, "updating");
    wait(&lab, 5);
    assert_eq!(association_state(&lab, id).await, "associated");
    for _ in 0..2 {
        let input = json!({"associationId": id});
        let answer = lab.dx("DeleteDirectConnectGatewayAssociation", input).await;
        let ended = answer.expect("ending")["directConnectGatewayAssociation"].clone();
        assert_eq!(ended["associationState"], "disassociating");
    }
    wait(&lab, 10);
    assert_eq!(association_state(&lab, id).await, "disassociated");
    let said = refused(
        &lab,
        "DeleteDirectConnectGatewayAssociation",
        json!({"associationId": id}),
    )
    .await;
    assert!(said.contains("does not exist"), "{said}");
    wait(&lab, 15 * MINUTE);
    assert_eq!(association_state(&lab, id).await, Value::Null);
    associate(&lab, WEST, &gateway, &vgw).await.expect("again");
}

#[tokio::test]
async fn an_association_names_both_gateways_in_the_new_and_the_old_way() {
    let lab = Lab::new();
    let vgw = lab.named("vpnGateways", "core-vgw");
    let asked = json!({"associationId": seeded(&lab)});
    let listed = lab.dx("DescribeDirectConnectGatewayAssociations", asked);
    let one = listed.await.expect("one")["directConnectGatewayAssociations"][0].clone();
    let associated = json!({
        "id": vgw, "type": "virtualPrivateGateway", "ownerAccount": "123456789012", "region": EAST,
    });
    assert_eq!(one["associatedGateway"], associated);
    assert_eq!(one["virtualGatewayId"], json!(vgw));
    assert_eq!(one["virtualGatewayRegion"], EAST);
    assert_eq!(one["virtualGatewayOwnerAccount"], "123456789012");
}

#[tokio::test]
async fn associations_are_listed_by_any_of_four_selectors_and_never_without() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "core-dxgw");
    let vgw = lab.named("vpnGateways", "core-vgw");
    let nobody = "00000000-0000-4000-8000-000000000000";
    for (asked, found) in [
        (json!({"associationId": seeded(&lab)}), 1),
        (json!({"associationId": nobody}), 0),
        (json!({"associatedGatewayId": vgw}), 1),
        (json!({"virtualGatewayId": vgw}), 1),
        (json!({"directConnectGatewayId": gateway}), 1),
        (
            json!({"directConnectGatewayId": gateway, "virtualGatewayId": vgw}),
            1,
        ),
        (
            json!({"directConnectGatewayId": nobody, "virtualGatewayId": vgw}),
            0,
        ),
    ] {
        assert_eq!(listed(&lab, asked.clone()).await, found, "{asked}");
    }
    let operation = "DescribeDirectConnectGatewayAssociations";
    let said = refused(&lab, operation, json!({})).await;
    assert!(said.contains("must be specified"), "{said}");
    let said = refused(&lab, operation, json!({"associationId": ""})).await;
    assert_eq!(said, "Association ID  has an invalid format.");
}

#[tokio::test]
async fn an_association_is_ended_by_id_or_by_both_gateways() {
    let gateway = |lab: &Lab| lab.named("directConnectGateways", "core-dxgw");
    let vgw = |lab: &Lab| lab.named("vpnGateways", "core-vgw");
    let operation = "DeleteDirectConnectGatewayAssociation";
    for by_id in [true, false] {
        let lab = Lab::new();
        let input = if by_id {
            json!({"associationId": seeded(&lab)})
        } else {
            json!({"directConnectGatewayId": gateway(&lab), "virtualGatewayId": vgw(&lab)})
        };
        lab.dx(operation, input).await.expect("ended");
        let state = association_state(&lab, &json!(seeded(&lab))).await;
        assert_eq!(state, "disassociated");
    }
    let lab = Lab::new();
    for input in [
        json!({}),
        json!({"directConnectGatewayId": gateway(&lab)}),
        json!({"virtualGatewayId": vgw(&lab)}),
        json!({"associationId": "00000000-0000-4000-8000-000000000000"}),
    ] {
        let said = refused(&lab, operation, input).await;
        assert!(said.contains("does not exist"), "{said}");
    }
}

#[tokio::test]
async fn an_association_is_nobody_elses() {
    let lab = Lab::new();
    let id = seeded(&lab);
    let input = json!({"associationId": id});
    let operation = "DescribeDirectConnectGatewayAssociations";
    let seen = lab.dx_as(ELSEWHERE, EAST, operation, input.clone()).await;
    let seen = seen.expect("a list");
    assert_eq!(seen["directConnectGatewayAssociations"], json!([]));
    for operation in [
        "UpdateDirectConnectGatewayAssociation",
        "DeleteDirectConnectGatewayAssociation",
    ] {
        let refusal = lab.dx_as(ELSEWHERE, EAST, operation, input.clone()).await;
        let message = refusal.expect_err("not theirs").message;
        assert!(message.contains("does not exist"), "{operation}");
    }
}

#[tokio::test]
async fn what_can_not_be_associated_is_refused() {
    let lab = Lab::new();
    let legacy = lab.named("directConnectGateways", "legacy-dxgw");
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    let nobody = "00000000-0000-4000-8000-000000000000";
    let bad = json!([{"cidr": "10.0.0.0/33"}]);
    for (input, text) in [
        (
            json!({"directConnectGatewayId": legacy}),
            "must be specified",
        ),
        (
            json!({"directConnectGatewayId": nobody, "gatewayId": vgw}),
            "does not exist.",
        ),
        (
            json!({"directConnectGatewayId": legacy, "gatewayId": "vgw-00000000"}),
            "The VirtualGateway vgw-00000000 does not exist.",
        ),
        (
            json!({"directConnectGatewayId": legacy, "virtualGatewayId": "vgw-00000000"}),
            "The VirtualGateway vgw-00000000 does not exist.",
        ),
        (
            json!({
                "directConnectGatewayId": legacy, "gatewayId": vgw,
                "addAllowedPrefixesToDirectConnectGateway": bad,
            }),
            "is not a valid CIDR",
        ),
    ] {
        let said = refused(&lab, "CreateDirectConnectGatewayAssociation", input).await;
        assert!(said.contains(text), "{said}");
    }
}

#[tokio::test]
async fn a_gateway_takes_twenty_vpn_gateways() {
    let lab = Lab::new();
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    {
        let mut world = lab.shared.lock();
        let associations = &mut world.aws.associations;
        let one = associations
            .values()
            .next()
            .expect("the seeded one")
            .clone();
        for at in 10..29 {
            let other = Association {
                association_id: format!("00000000-0000-4000-8000-0000000000{at}"),
                direct_connect_gateway_id: gateway.clone(),
                virtual_gateway_id: format!("vgw-000000{at}"),
                ..one.clone()
            };
            associations.insert(other.association_id.clone(), other);
        }
    }
    let twentieth = attached(&lab, WEST, "payments").await;
    associate(&lab, WEST, &gateway, &twentieth)
        .await
        .expect("room for one");
    let analytics = lab.named("vpnGateways", "analytics-vgw");
    let said = associate(&lab, WEST, &gateway, &analytics).await;
    let said = said.expect_err("full");
    assert!(said.contains("(20)"), "{said}");
}

#[tokio::test]
async fn all_of_a_vpcs_cidrs_pass_when_nothing_is_said() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let vgw = lab.named("vpnGateways", "twin-vgw");
    let made = associate(&lab, WEST, &id, &vgw).await.expect("made");
    assert_eq!(
        made["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.22.0.0/16"}, {"cidr": "10.23.0.0/16"}])
    );
}

#[tokio::test]
async fn prefixes_are_added_and_removed_each_once() {
    let lab = Lab::new();
    let id = seeded(&lab);
    let change = async |add: Value, remove: Value| {
        let input = json!({
            "associationId": id,
            "addAllowedPrefixesToDirectConnectGateway": add,
            "removeAllowedPrefixesToDirectConnectGateway": remove,
        });
        let answer = lab.dx("UpdateDirectConnectGatewayAssociation", input).await;
        answer.expect("changed")["directConnectGatewayAssociation"]
            ["allowedPrefixesToDirectConnectGateway"]
            .clone()
    };
    let cidr = |text: &str| json!({"cidr": text});
    let (core, wide) = (cidr("10.40.0.0/16"), cidr("10.40.0.0/15"));
    assert_eq!(change(json!([core]), json!([])).await, json!([core]));
    let both = json!([core, wide]);
    assert_eq!(change(json!([wide, wide]), json!([])).await, both);
    assert_eq!(change(json!([]), json!([core])).await, json!([wide]));
    let absent = json!([cidr("10.99.0.0/16")]);
    assert_eq!(change(json!(null), absent).await, json!([wide]));
}

#[tokio::test]
async fn an_association_is_changed_from_any_region_by_its_owner() {
    let lab = Lab::new();
    let input = json!({
        "associationId": seeded(&lab),
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/8"}],
    });
    let operation = "UpdateDirectConnectGatewayAssociation";
    for region in [WEST, EAST] {
        let answer = lab.dx_as(OPERATOR, region, operation, input.clone()).await;
        assert!(answer.is_ok(), "{region}");
    }
}
