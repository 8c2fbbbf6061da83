//! Tags of EC2's things.

use crate::ec2::{code, count, done, lab};

#[tokio::test]
async fn tags_are_given_to_all_named_things_or_to_none() {
    let lab = lab();
    let (vpc, table) = (
        lab.named("vpcs", "payments"),
        lab.named("routeTables", "payments-app"),
    );
    let both = [
        ("ResourceId.1", vpc.as_str()),
        ("ResourceId.2", &table),
        ("Tag.1.Key", "env"),
        ("Tag.1.Value", "test"),
    ];
    done(&lab, "CreateTags", &both).await;
    let half = [
        ("ResourceId.1", vpc.as_str()),
        ("ResourceId.2", "vpc-12345678"),
        ("Tag.1.Key", "no"),
        ("Tag.1.Value", "no"),
    ];
    assert_eq!(
        code(&lab, "CreateTags", &half).await,
        "InvalidVpcID.NotFound"
    );
    let by_key = [
        ("Filter.1.Name", "key"),
        ("Filter.1.Value.1", "env"),
        ("Filter.1.Value.2", "no"),
    ];
    let xml = done(&lab, "DescribeTags", &by_key).await;
    assert_eq!(count(&xml, "resourceId"), 2);
    assert!(xml.contains("<resourceType>route-table</resourceType>"));
    let other_value = [
        ("ResourceId.1", vpc.as_str()),
        ("Tag.1.Key", "env"),
        ("Tag.1.Value", "prod"),
    ];
    done(&lab, "DeleteTags", &other_value).await;
    assert_eq!(
        count(&done(&lab, "DescribeTags", &by_key).await, "resourceId"),
        2
    );
    done(&lab, "DeleteTags", &other_value[..2]).await;
    assert_eq!(
        count(&done(&lab, "DescribeTags", &by_key).await, "resourceId"),
        1
    );
    done(&lab, "DeleteTags", &[("ResourceId.1", &table)]).await;
    assert_eq!(
        lab.world()["routeTables"][&table]["tags"],
        serde_json::json!({})
    );
}

#[tokio::test]
async fn a_tag_key_given_twice_is_refused_and_nothing_is_made() {
    let lab = lab();
    let twice = [
        ("Type", "ipsec.1"),
        ("TagSpecification.1.ResourceType", "vpn-gateway"),
        ("TagSpecification.1.Tag.1.Key", "Name"),
        ("TagSpecification.1.Tag.1.Value", "a"),
        ("TagSpecification.1.Tag.2.Key", "Name"),
        ("TagSpecification.1.Tag.2.Value", "a"),
    ];
    let before = lab.world()["vpnGateways"].clone();
    assert_eq!(
        code(&lab, "CreateVpnGateway", &twice).await,
        "InvalidParameterValue"
    );
    assert_eq!(lab.world()["vpnGateways"], before);
}

#[tokio::test]
async fn tags_have_limits() {
    let lab = lab();
    let vpc = lab.named("vpcs", "payments");
    let long = "k".repeat(129);
    for (key, expected) in [
        ("aws:mine", "InvalidParameterValue"),
        (long.as_str(), "InvalidParameterValue"),
        ("", "MissingParameter"),
    ] {
        let parameters = [("ResourceId.1", vpc.as_str()), ("Tag.1.Key", key)];
        assert_eq!(
            code(&lab, "CreateTags", &parameters).await,
            expected,
            "{key}"
        );
    }
    let tags: Vec<_> = (1..=50)
        .map(|at| (format!("Tag.{at}.Key"), format!("key-{at}")))
        .collect();
    let mut parameters = vec![("ResourceId.1", vpc.as_str())];
    parameters.extend(tags.iter().map(|(name, key)| (name.as_str(), key.as_str())));
    assert_eq!(
        code(&lab, "CreateTags", &parameters).await,
        "TagLimitExceeded",
        "its Name is the 51st"
    );
    parameters.pop();
    assert_eq!(code(&lab, "CreateTags", &parameters).await, "");
    let wrong = [
        ("Type", "ipsec.1"),
        ("TagSpecification.1.ResourceType", "vpc"),
        ("TagSpecification.1.Tag.1.Key", "a"),
    ];
    assert_eq!(
        code(&lab, "CreateVpnGateway", &wrong).await,
        "InvalidParameterValue"
    );
}
