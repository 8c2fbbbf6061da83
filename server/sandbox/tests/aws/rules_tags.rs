//! Rules of tags on Direct Connect resources (aws.md §1.1).

use crate::{
    made::{accepted, interface_on, refused},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, WEST},
};
use serde_json::{Value, json};

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

fn arn(kind: &str, id: &str) -> String {
    format!("arn:aws:directconnect:us-west-2:123456789012:{kind}/{id}")
}

#[tokio::test]
async fn each_kind_of_resource_is_tagged_by_its_arn() {
    let lab = Lab::new();
    let interface = interface_on(&lab, json!({})).await;
    let connection = lab.named("connections", "northwind-order-1");
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    let tags = json!([{"key": "environment", "value": "test"}]);
    for (arn, kind, id) in [
        (arn("dxcon", &connection), "connections", &connection),
        (arn("dxvif", &interface), "virtualInterfaces", &interface),
        (
            format!("arn:aws:directconnect::123456789012:dx-gateway/{gateway}"),
            "directConnectGateways",
            &gateway,
        ),
    ] {
        let input = json!({"resourceArn": arn, "tags": tags});
        assert_eq!(lab.dx("TagResource", input).await, Ok(json!({})), "{arn}");
        assert_eq!(lab.world()[kind][id]["tags"]["environment"], "test");
        let told = lab.dx("DescribeTags", json!({"resourceArns": [arn]})).await;
        let expected = json!({"resourceTags": [{"resourceArn": arn, "tags": tags}]});
        assert_eq!(told, Ok(expected));
    }
}

#[tokio::test]
async fn tags_out_of_form_are_refused() {
    let lab = Lab::new();
    let arn = arn("dxcon", &lab.named("connections", "northwind-order-1"));
    for (key, value) in [
        ("", "no key"),
        (&"k".repeat(129), "key too long"),
        ("k", &"v".repeat(257)),
        ("k*", "a star"),
        ("k", "semi;colon"),
        ("tab\tkey", "v"),
        ("k", "line\nend"),
        ("aws:mine", "reserved"),
        ("AWS:mine", "reserved"),
    ] {
        let input = json!({"resourceArn": arn, "tags": [{"key": key, "value": value}]});
        refused(&lab, "TagResource", input).await;
    }
    refused(&lab, "TagResource", json!({"resourceArn": arn, "tags": []})).await;
    for (key, value) in [
        ("k".repeat(128), "v".repeat(256)),
        ("Straße 1_.:/=+-@".into(), String::new()),
    ] {
        let input = json!({"resourceArn": arn, "tags": [{"key": key, "value": value}]});
        assert!(lab.dx("TagResource", input).await.is_ok(), "{key}");
    }
}

#[tokio::test]
async fn a_resource_has_fifty_tags_and_a_key_once() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let arn = arn("dxcon", &id);
    let tag = |tags: Value| lab.dx("TagResource", json!({"resourceArn": arn, "tags": tags}));
    let fifty: Value = (0..50).map(|at| json!({"key": format!("k{at}")})).collect();
    tag(fifty).await.expect("fifty");
    let refusal = tag(json!([{"key": "k50"}])).await.expect_err("one more");
    assert_eq!(refusal.code, "TooManyTagsException");
    tag(json!([{"key": "k0", "value": "new"}]))
        .await
        .expect("replaced");
    let tags = lab.world()["connections"][&id]["tags"].clone();
    assert_eq!(tags.as_object().map(serde_json::Map::len), Some(50));
    assert_eq!(tags["k0"], "new");
}

#[tokio::test]
async fn arns_that_mean_nothing_here_are_refused() {
    let lab = Lab::new();
    let id = lab.named("connections", "northwind-order-1");
    let gateway = lab.named("directConnectGateways", "legacy-dxgw");
    for (arn, text) in [
        ("bogus".into(), "is invalid"),
        (arn("dxcon", "dxcon-00000000"), "does not exist"),
        (arn("dxlag", "dxlag-00000000"), "does not exist"),
        (arn("dxvif", &id), "does not exist"),
        (arn("dx-gateway", &gateway), "does not exist"),
        (
            format!("arn:aws:directconnect:us-east-1:123456789012:dxcon/{id}"),
            "does not exist",
        ),
        (
            format!("arn:aws:directconnect:us-west-2:210987654321:dxcon/{id}"),
            "does not exist",
        ),
        (
            format!("arn:aws:ec2:us-west-2:123456789012:dxcon/{id}"),
            "is invalid",
        ),
    ] {
        let tags = json!([{"key": "a"}]);
        for (operation, input) in [
            ("TagResource", json!({"resourceArn": arn, "tags": tags})),
            (
                "UntagResource",
                json!({"resourceArn": arn, "tagKeys": ["a"]}),
            ),
            ("DescribeTags", json!({"resourceArns": [arn]})),
        ] {
            let said = refused(&lab, operation, input).await;
            assert!(said.contains(text), "{operation} {arn}: {said}");
        }
    }
    let theirs = json!({"resourceArn": arn("dxcon", &id), "tags": [{"key": "a"}]});
    for (who, region) in [(ELSEWHERE, WEST), (OPERATOR, EAST)] {
        let refusal = lab.dx_as(who, region, "TagResource", theirs.clone()).await;
        assert!(
            refusal
                .expect_err("not there")
                .message
                .contains("does not exist")
        );
    }
}

#[tokio::test]
async fn an_interface_is_made_with_its_tags_and_not_with_bad_ones() {
    let lab = Lab::new();
    let tags = json!([{"key": "managed-by", "value": "onramp"}]);
    let id = interface_on(&lab, json!({"tags": tags})).await;
    assert_eq!(
        lab.world()["virtualInterfaces"][&id]["tags"],
        json!({"managed-by": "onramp"})
    );
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let tags = json!([{"key": "a"}, {"key": "a"}]);
    let new = json!({
        "virtualInterfaceName": "x", "vlan": 312, "asnLong": 65_000, "tags": tags,
        "directConnectGatewayId": lab.named("directConnectGateways", "legacy-dxgw"),
    });
    let input = json!({"connectionId": connection, "newPrivateVirtualInterface": new});
    let refusal = lab.dx("CreatePrivateVirtualInterface", input).await;
    assert_eq!(
        refusal.expect_err("twice").code,
        "DuplicateTagKeysException"
    );
    assert_eq!(lab.world()["virtualInterfaces"], json!({}));
}
