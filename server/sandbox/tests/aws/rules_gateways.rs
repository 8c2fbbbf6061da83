//! Rules of Direct Connect gateways.

use crate::{
    made::{associate, gateway, interface_on, order, refused, wait},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, WEST},
};
use sandbox::Pace;
use serde_json::{Value, json};

#[tokio::test]
async fn a_gateways_asn_is_private() {
    let lab = Lab::new();
    for asn in [
        json!(null),
        json!(64_512),
        json!(65_534),
        json!(4_200_000_000_i64),
        json!(4_294_967_294_i64),
    ] {
        assert!(gateway(&lab, asn.clone()).await.is_ok(), "{asn}");
    }
    for asn in [
        0,
        64_511,
        65_535,
        7224,
        394_351,
        4_199_999_999,
        4_294_967_295_i64,
    ] {
        assert!(
            gateway(&lab, json!(asn))
                .await
                .expect_err("refused")
                .contains("ASN"),
            "{asn}"
        );
        let asn = asn.to_string();
        let refusal = lab
            .ec2(
                "CreateVpnGateway",
                &[("Type", "ipsec.1"), ("AmazonSideAsn", &asn)],
            )
            .await
            .expect_err("refused");
        assert_eq!(refusal.code, "InvalidParameterValue");
    }
}

#[tokio::test]
async fn a_gateway_is_seen_from_every_region() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let seen = lab
        .dx_as(
            OPERATOR,
            EAST,
            "DescribeDirectConnectGateways",
            json!({"directConnectGatewayId": id}),
        )
        .await
        .expect("a list");
    assert_eq!(
        seen["directConnectGateways"][0]["directConnectGatewayState"],
        "available"
    );
}

#[tokio::test]
async fn a_gateway_with_an_association_comes_back_after_its_deletion() {
    let lab = Lab::at(Pace::Demo);
    let id = lab.named("directConnectGateways", "core-dxgw");
    let answer = lab
        .dx(
            "DeleteDirectConnectGateway",
            json!({"directConnectGatewayId": id}),
        )
        .await
        .expect("accepted");
    assert_eq!(
        answer["directConnectGateway"]["directConnectGatewayState"],
        "deleting"
    );
    lab.shared.lock().clock.advance(10_000);
    let listed = lab
        .dx(
            "DescribeDirectConnectGateways",
            json!({"directConnectGatewayId": id}),
        )
        .await
        .expect("a list");
    let gateway = &listed["directConnectGateways"][0];
    assert_eq!(gateway["directConnectGatewayState"], "available");
    assert!(gateway["stateChangeError"].is_string());
    let empty = lab.named("directConnectGateways", "legacy-dxgw");
    lab.dx(
        "DeleteDirectConnectGateway",
        json!({"directConnectGatewayId": empty}),
    )
    .await
    .expect("accepted");
    lab.shared.lock().clock.advance(10_000);
    let listed = lab
        .dx(
            "DescribeDirectConnectGateways",
            json!({"directConnectGatewayId": empty}),
        )
        .await
        .expect("a list");
    assert_eq!(listed["directConnectGateways"], json!([]));
}

#[tokio::test]
async fn a_gateway_carries_thirty_interfaces_and_an_account_two_hundred_gateways() {
    let lab = Lab::new();
    let id = lab.named("directConnectGateways", "legacy-dxgw");
    let mut answers = vec![];
    for vlan in 1..=31 {
        // A location takes ten.
        let connection = order(&lab, &format!("Eq{}", vlan / 10), vlan);
        let input = json!({"connectionId": connection});
        lab.dx("ConfirmConnection", input).await.expect("accepted");
        let new = json!({"virtualInterfaceName": "x", "vlan": vlan, "asnLong": 65_000, "directConnectGatewayId": id});
        let input = json!({"connectionId": connection, "newPrivateVirtualInterface": new});
        answers.push(lab.dx("CreatePrivateVirtualInterface", input).await);
    }
    let last = answers.pop().expect("an answer").expect_err("one too many");
    assert!(
        last.message
            .contains("maximum number of virtual interfaces (30)")
    );
    assert!(answers.iter().all(Result::is_ok));
    for _ in 2..200 {
        gateway(&lab, json!(64_600)).await.expect("room");
    }
    let full = gateway(&lab, json!(64_600))
        .await
        .expect_err("one too many");
    assert!(full.contains("maximum number of Direct Connect gateways (200)"));
}

async fn gateway_state(lab: &Lab, id: &str) -> Value {
    let input = json!({"directConnectGatewayId": id});
    let listed = lab.dx("DescribeDirectConnectGateways", input).await;
    listed.expect("a list")["directConnectGateways"][0]["directConnectGatewayState"].clone()
}

#[tokio::test]
async fn a_gateway_is_renamed_while_it_is_available() {
    let lab = Lab::at(Pace::Demo);
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let rename =
        |name: &str| json!({"directConnectGatewayId": id, "newDirectConnectGatewayName": name});
    let operation = "UpdateDirectConnectGateway";
    let said = refused(&lab, operation, rename("early")).await;
    assert!(said.contains("is not available"), "{said}");
    wait(&lab, 5);
    let answer = lab.dx(operation, rename("Core, new")).await;
    let renamed = answer.expect("renamed")["directConnectGateway"].clone();
    assert_eq!(renamed["directConnectGatewayName"], "Core, new");
    for name in [String::new(), "x".repeat(101)] {
        let said = refused(&lab, operation, rename(&name)).await;
        assert!(said.contains("1 to 100"), "{said}");
    }
}

#[tokio::test]
async fn a_gateway_with_an_interface_comes_back_after_its_deletion() {
    let lab = Lab::new();
    let interface = interface_on(&lab, json!({})).await;
    let id = lab.named("directConnectGateways", "legacy-dxgw");
    let delete = json!({"directConnectGatewayId": id});
    lab.dx("DeleteDirectConnectGateway", delete.clone())
        .await
        .expect("accepted");
    assert_eq!(gateway_state(&lab, &id).await, "available");
    let why = lab.world()["directConnectGateways"][&id]["stateChangeError"].clone();
    let why = why.as_str().expect("a reason").to_owned();
    assert!(why.contains("virtual interfaces"), "{why}");
    let input = json!({"virtualInterfaceId": interface});
    lab.dx("DeleteVirtualInterface", input).await.expect("gone");
    lab.dx("DeleteDirectConnectGateway", delete)
        .await
        .expect("accepted");
    assert_eq!(gateway_state(&lab, &id).await, Value::Null);
}

#[tokio::test]
async fn a_gateway_that_is_being_deleted_takes_nothing_more() {
    let lab = Lab::at(Pace::Demo);
    let id = lab.named("directConnectGateways", "legacy-dxgw");
    let delete = json!({"directConnectGatewayId": id});
    for _ in 0..2 {
        let answer = lab.dx("DeleteDirectConnectGateway", delete.clone()).await;
        let answer = answer.expect("accepted");
        assert_eq!(
            answer["directConnectGateway"]["directConnectGatewayState"],
            "deleting"
        );
    }
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    let said = associate(&lab, WEST, &id, &vgw).await;
    assert!(said.expect_err("too late").contains("is not available"));
    wait(&lab, 10);
    assert_eq!(gateway_state(&lab, &id).await, Value::Null);
    let said = refused(&lab, "DeleteDirectConnectGateway", delete).await;
    assert_eq!(said, format!("Direct Connect Gateway {id} does not exist."));
}

#[tokio::test]
async fn a_gateway_is_nobody_elses() {
    let lab = Lab::new();
    let id = lab.named("directConnectGateways", "legacy-dxgw");
    let input = json!({"directConnectGatewayId": id, "newDirectConnectGatewayName": "mine"});
    for operation in ["UpdateDirectConnectGateway", "DeleteDirectConnectGateway"] {
        let refusal = lab.dx_as(ELSEWHERE, WEST, operation, input.clone()).await;
        let message = refusal.expect_err("not theirs").message;
        let unknown = format!("Direct Connect Gateway {id} does not exist.");
        assert_eq!(message, unknown, "{operation}");
    }
}

#[tokio::test]
async fn gateways_are_listed_by_id_in_the_form_of_a_uuid() {
    let lab = Lab::new();
    let input = json!({"directConnectGatewayId": "bogus"});
    let said = refused(&lab, "DescribeDirectConnectGateways", input).await;
    assert_eq!(
        said,
        "Direct Connect Gateway ID bogus has an invalid format."
    );
    let unknown = "00000000-0000-4000-8000-000000000000";
    assert_eq!(gateway_state(&lab, unknown).await, Value::Null);
}

#[tokio::test]
async fn a_gateway_is_made_with_its_tags() {
    let lab = Lab::new();
    let tags = json!([{"key": "managed-by", "value": "onramp"}]);
    let input = json!({"directConnectGatewayName": "tagged", "tags": tags});
    let made = lab.dx("CreateDirectConnectGateway", input).await;
    assert_eq!(made.expect("made")["directConnectGateway"]["tags"], tags);
    let twice = json!([{"key": "a"}, {"key": "a"}]);
    let input = json!({"directConnectGatewayName": "twice", "tags": twice});
    let refusal = lab.dx("CreateDirectConnectGateway", input).await;
    assert_eq!(
        refusal.expect_err("twice").code,
        "DuplicateTagKeysException"
    );
}

#[tokio::test]
async fn attachments_follow_the_interfaces_of_a_gateway() {
    let lab = Lab::at(Pace::Demo);
    let connection = lab.named("connections", "northwind-order-1");
    lab.patch(&connection, &json!({"connectionState": "available"}));
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let made = crate::made::create(&lab, &connection, json!({})).await;
    let id = made.expect("made")["virtualInterfaceId"].clone();
    let attachment = async || {
        let asked = json!({"directConnectGatewayId": gateway, "virtualInterfaceId": id});
        let listed = lab
            .dx("DescribeDirectConnectGatewayAttachments", asked)
            .await;
        listed.expect("a list")["directConnectGatewayAttachments"][0].clone()
    };
    let first = attachment().await;
    assert_eq!(first["attachmentType"], "PrivateVirtualInterface");
    assert_eq!(first["virtualInterfaceRegion"], WEST);
    assert_eq!(first["attachmentState"], "attaching");
    wait(&lab, 5);
    assert_eq!(attachment().await["attachmentState"], "attached");
    lab.dx("DeleteVirtualInterface", json!({"virtualInterfaceId": id}))
        .await
        .expect("deleting");
    assert_eq!(attachment().await["attachmentState"], "detaching");
    wait(&lab, 5);
    assert_eq!(attachment().await["attachmentState"], "detached");
    let said = refused(&lab, "DescribeDirectConnectGatewayAttachments", json!({})).await;
    assert!(said.contains("must be specified"), "{said}");
}
