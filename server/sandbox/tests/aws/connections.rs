//! Rules of hosted connections and of the interface on them.

use crate::support::{EAST, Lab, OPERATOR};
use sandbox::Pace;
use serde_json::{Value, json};

const KEY: &str = "not-a-secret";

/// The other partner's order, accepted.
async fn accepted(lab: &Lab) -> String {
    let id = lab.named("connections", "northwind-order-1");
    lab.dx("ConfirmConnection", json!({"connectionId": id}))
        .await
        .expect("accepted");
    id
}

fn interface(lab: &Lab, change: Value) -> Value {
    let mut new = json!({
        "virtualInterfaceName": "test",
        "vlan": 312,
        "asnLong": 394_351,
        "authKey": KEY,
        "directConnectGatewayId": lab.named("directConnectGateways", "legacy-dxgw"),
    });
    for (name, value) in change.as_object().expect("members") {
        new[name] = value.clone();
    }
    new
}

async fn create(lab: &Lab, connection: &str, change: Value) -> Result<Value, String> {
    let new = interface(lab, change);
    let input = json!({"connectionId": connection, "newPrivateVirtualInterface": new});
    lab.dx("CreatePrivateVirtualInterface", input)
        .await
        .map_err(|refusal| {
            assert_eq!(refusal.code, "DirectConnectClientException");
            refusal.message
        })
}

async fn state(lab: &Lab, id: &str) -> Value {
    let listed = lab
        .dx(
            "DescribeVirtualInterfaces",
            json!({"virtualInterfaceId": id}),
        )
        .await
        .expect("a list");
    listed["virtualInterfaces"][0]["virtualInterfaceState"].clone()
}

#[tokio::test]
async fn an_order_is_listed_in_its_own_region_only() {
    let lab = Lab::new();
    let west = lab
        .dx("DescribeConnections", json!({}))
        .await
        .expect("a list");
    assert_eq!(west["connections"][0]["connectionState"], "ordering");
    assert_eq!(west["connections"][0]["vlan"], 312);
    let east = lab
        .dx_as(OPERATOR, EAST, "DescribeConnections", json!({}))
        .await
        .expect("a list");
    assert_eq!(east["connections"], json!([]));
}

#[tokio::test]
async fn ids_that_are_malformed_or_unknown_have_their_own_texts() {
    let lab = Lab::new();
    for (id, text) in [
        ("bogus", "ConnectionID bogus has an invalid format."),
        (
            "dxcon-00000000",
            "Could not find Connection with ID dxcon-00000000",
        ),
    ] {
        let refusal = lab
            .dx("DescribeConnections", json!({"connectionId": id}))
            .await
            .expect_err("refused");
        assert_eq!(refusal.message, text);
    }
    let refusal = lab
        .dx(
            "DeleteVirtualInterface",
            json!({"virtualInterfaceId": "dxvif-00000000"}),
        )
        .await
        .expect_err("refused");
    assert!(refusal.message.contains("does not exist"));
}

#[tokio::test]
async fn a_vif_is_refused_until_the_connection_is_ready() {
    let lab = Lab::at(Pace::Demo);
    let id = lab.named("connections", "northwind-order-1");
    let not_yet = "The specified Connection ID is not available";
    assert_eq!(create(&lab, &id, json!({})).await, Err(not_yet.into()));
    let id = accepted(&lab).await;
    assert_eq!(create(&lab, &id, json!({})).await, Err(not_yet.into()));
    lab.shared.lock().clock.advance(10_000);
    assert!(create(&lab, &id, json!({})).await.is_ok());
}

#[tokio::test]
async fn a_connection_whose_link_is_down_takes_an_interface() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    lab.patch(&id, &json!({"connectionState": "down"}));
    assert!(create(&lab, &id, json!({})).await.is_ok());
}

#[tokio::test]
async fn a_connection_is_accepted_once() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    assert!(
        lab.dx("ConfirmConnection", json!({"connectionId": id}))
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_hosted_connection_has_one_interface_and_then_room_again() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let first = create(&lab, &id, json!({})).await.expect("the first");
    assert!(
        create(&lab, &id, json!({}))
            .await
            .expect_err("one is there")
            .contains("maximum number")
    );
    let refusal = lab
        .dx("DeleteConnection", json!({"connectionId": id}))
        .await
        .expect_err("in use");
    assert!(refusal.message.contains("still has virtual interfaces"));
    lab.dx(
        "DeleteVirtualInterface",
        json!({"virtualInterfaceId": first["virtualInterfaceId"]}),
    )
    .await
    .expect("deleted");
    assert!(create(&lab, &id, json!({})).await.is_ok());
}

#[tokio::test]
async fn a_deleted_interface_is_listed_for_a_quarter_of_an_hour() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let made = create(&lab, &id, json!({})).await.expect("made");
    let id = made["virtualInterfaceId"].as_str().expect("an id");
    lab.dx("DeleteVirtualInterface", json!({"virtualInterfaceId": id}))
        .await
        .expect("deleted");
    assert_eq!(state(&lab, id).await, "deleted");
    lab.shared.lock().clock.advance(15 * 60_000);
    assert_eq!(state(&lab, id).await, Value::Null);
}

#[tokio::test]
async fn an_unaccepted_order_that_is_deleted_is_rejected() {
    let lab = Lab::new();
    let id = lab.named("connections", "northwind-order-1");
    let answer = lab
        .dx("DeleteConnection", json!({"connectionId": id}))
        .await
        .expect("rejected");
    assert_eq!(answer["connectionState"], "rejected");
}

#[tokio::test]
async fn what_an_interface_may_not_be_is_refused() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    for (change, text) in [
        (json!({"vlan": 313}), "is not the VLAN"),
        (json!({"vlan": 0}), "not in the range"),
        (json!({"vlan": 4095}), "not in the range"),
        (json!({"asnLong": 0}), "ASN"),
        (json!({"asnLong": 4_294_967_295_i64}), "ASN"),
        (json!({"asnLong": null, "asn": 2_147_483_647}), "ASN"),
        (json!({"asnLong": null}), "ASN"),
        (json!({"virtualGatewayId": vgw}), "Exactly one of"),
        (json!({"directConnectGatewayId": null}), "Exactly one of"),
        (
            json!({"directConnectGatewayId": "00000000-0000-0000-0000-000000000000"}),
            "does not exist",
        ),
        (
            json!({"directConnectGatewayId": null, "virtualGatewayId": "vgw-00000000"}),
            "The VirtualGateway vgw-00000000 does not exist.",
        ),
        (json!({"authKey": "short"}), "6 to 80"),
        (json!({"authKey": "x".repeat(81)}), "6 to 80"),
        (json!({"mtu": 1400}), "MTU"),
        (json!({"virtualInterfaceName": ""}), "1 to 100"),
        (json!({"amazonAddress": "169.254.1.1/30"}), "together"),
        (
            json!({"amazonAddress": "169.254.1.1/30", "customerAddress": "169.254.2.2/30"}),
            "must be in the same CIDR",
        ),
        (
            json!({"amazonAddress": "169.254.1.1/30", "customerAddress": "169.254.1.2/29"}),
            "must be in the same CIDR",
        ),
        (
            json!({"amazonAddress": "169.254.1.0/30", "customerAddress": "169.254.1.2/30"}),
            "Amazon Address is address 0 on its subnet.",
        ),
        (
            json!({"amazonAddress": "169.254.1.3/30", "customerAddress": "169.254.1.2/30"}),
            "Amazon Address is the broadcast address on its subnet.",
        ),
        (
            json!({"amazonAddress": "rubbish", "customerAddress": "169.254.1.2/30"}),
            "not a valid CIDR",
        ),
        (json!({"addressFamily": "ipv6"}), "IPv4"),
    ] {
        let refusal = create(&lab, &id, change.clone())
            .await
            .expect_err("refused");
        assert!(refusal.contains(text), "{change}: {refusal}");
        assert!(!refusal.contains("xxxx"), "no key in an error");
    }
    assert_eq!(lab.world()["virtualInterfaces"], json!({}));
}

#[tokio::test]
async fn what_an_interface_may_be_is_accepted() {
    for (change, member, value) in [
        (json!({"asnLong": 4_294_967_294_i64}), "asn", json!(0)),
        (
            json!({"asnLong": null, "asn": 65_000}),
            "asnLong",
            json!(65_000),
        ),
        (
            json!({"asnLong": 65_001, "asn": 65_000}),
            "asnLong",
            json!(65_001),
        ),
        (json!({"mtu": 8500}), "mtu", json!(8500)),
        (
            json!({"amazonAddress": "169.254.1.0/31", "customerAddress": "169.254.1.1/31"}),
            "amazonAddress",
            json!("169.254.1.0/31"),
        ),
        (json!({}), "amazonSideAsn", json!(64512)),
    ] {
        let lab = Lab::new();
        let id = accepted(&lab).await;
        let made = create(&lab, &id, change.clone()).await.expect("accepted");
        assert_eq!(made[member], value, "{change}");
    }
}

#[tokio::test]
async fn omitted_addresses_and_keys_are_made_by_aws() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let made = create(&lab, &id, json!({"authKey": null}))
        .await
        .expect("made");
    let (amazon, customer) = (
        made["amazonAddress"].as_str().expect("one"),
        made["customerAddress"].as_str().expect("one"),
    );
    assert!(
        amazon.starts_with("169.254.")
            && amazon.ends_with("/29")
            && customer.ends_with("/29")
            && amazon != customer
    );
    assert!((6..=80).contains(&made["authKey"].as_str().expect("a key").len()));
}

#[tokio::test]
async fn an_interface_on_a_vpn_gateway_takes_its_asn() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let vgw = lab.named("vpnGateways", "twin-vgw");
    let made = create(
        &lab,
        &id,
        json!({"directConnectGatewayId": null, "virtualGatewayId": vgw}),
    )
    .await
    .expect("made");
    assert_eq!(made["amazonSideAsn"], 7224);
    assert_eq!(made["virtualGatewayId"], vgw.as_str());
    let refusal = lab
        .ec2("DeleteVpnGateway", &[("VpnGatewayId", &vgw)])
        .await
        .expect_err("in use");
    assert_eq!(refusal.code, "IncorrectState");
}

#[tokio::test]
async fn another_mtu_sends_the_interface_through_pending() {
    let lab = Lab::at(Pace::Demo);
    let id = accepted(&lab).await;
    lab.shared.lock().clock.advance(10_000);
    let made = create(&lab, &id, json!({})).await.expect("made");
    lab.shared.lock().clock.advance(10_000);
    let id = made["virtualInterfaceId"].as_str().expect("an id");
    let input = json!({"virtualInterfaceId": id, "virtualInterfaceName": "renamed", "mtu": 8500});
    let updated = lab
        .dx("UpdateVirtualInterfaceAttributes", input)
        .await
        .expect("updated");
    assert_eq!(
        (&updated["mtu"], &updated["virtualInterfaceState"]),
        (&json!(8500), &json!("pending"))
    );
    lab.shared.lock().clock.advance(10_000);
    assert_eq!(state(&lab, id).await, "down");
}

#[tokio::test]
async fn tags_keep_their_rules() {
    let lab = Lab::new();
    let arn = format!(
        "arn:aws:directconnect:us-west-2:123456789012:dxcon/{}",
        lab.named("connections", "northwind-order-1")
    );
    let tag = |tags: Value| lab.dx("TagResource", json!({"resourceArn": arn, "tags": tags}));
    let two = json!([{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]);
    assert_eq!(
        tag(two).await.expect_err("twice").code,
        "DuplicateTagKeysException"
    );
    let many: Value = (0..51).map(|at| json!({"key": format!("k{at}")})).collect();
    assert_eq!(
        tag(many).await.expect_err("too many").code,
        "TooManyTagsException"
    );
    tag(json!([{"key": "managed-by", "value": "onramp"}, {"key": "b"}]))
        .await
        .expect("tagged");
    lab.dx(
        "UntagResource",
        json!({"resourceArn": arn, "tagKeys": ["b"]}),
    )
    .await
    .expect("untagged");
    let tags = lab
        .dx("DescribeTags", json!({"resourceArns": [arn]}))
        .await
        .expect("tags");
    assert_eq!(
        tags["resourceTags"][0]["tags"],
        json!([{"key": "managed-by", "value": "onramp"}])
    );
}
