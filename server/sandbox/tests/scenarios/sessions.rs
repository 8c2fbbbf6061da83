//! What is wrong between the two ends of a leg.

use serde_json::json;

use crate::look::{connection, lab, wrong};

#[tokio::test]
async fn asn_mismatch_keeps_both_sessions_down_for_amazons_asn_alone() {
    let lab = lab("asn-mismatch");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: Amazon's ASN differs",
            "primary: AWS says down, BGP down",
            "primary: Pureport says BGP PENDING",
            "secondary: Amazon's ASN differs",
            "secondary: AWS says down, BGP down",
            "secondary: Pureport says BGP PENDING",
        ]
    );
}

#[tokio::test]
async fn swapped_ips_keep_both_sessions_down_for_their_addresses_alone() {
    let lab = lab("swapped-ips");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: Amazon's address differs",
            "primary: the customer's address differs",
            "primary: AWS says down, BGP down",
            "primary: Pureport says BGP PENDING",
            "secondary: Amazon's address differs",
            "secondary: the customer's address differs",
            "secondary: AWS says down, BGP down",
            "secondary: Pureport says BGP PENDING",
        ]
    );
    let connection = connection(&lab).await.expect("a connection");
    let ends = &connection["primaryGateway"]["bgpConfig"];
    let input = json!({"connectionId": connection["primaryGateway"]["remoteId"]});
    let seen = lab
        .dx("DescribeVirtualInterfaces", input)
        .await
        .expect("a list");
    assert_eq!(
        seen["virtualInterfaces"][0]["amazonAddress"],
        ends["pureportIP"]
    );
    assert_eq!(
        seen["virtualInterfaces"][0]["customerAddress"],
        ends["customerIP"]
    );
}

#[tokio::test]
async fn key_blank_has_one_blank_too_many_on_the_primary_leg() {
    let lab = lab("key-blank");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: the key differs",
            "primary: AWS says down, BGP down",
            "primary: Pureport says BGP PENDING",
        ]
    );
    let (given, kept) = keys(&lab, "primaryGateway").await;
    assert_eq!(kept, format!("{given} "));
}

#[tokio::test]
async fn key_mismatch_has_the_primarys_key_on_the_secondary_leg() {
    let lab = lab("key-mismatch");
    assert_eq!(
        wrong(&lab).await,
        [
            "secondary: the key differs",
            "secondary: AWS says down, BGP down",
            "secondary: Pureport says BGP PENDING",
        ]
    );
    let (primary, _) = keys(&lab, "primaryGateway").await;
    assert_eq!(keys(&lab, "secondaryGateway").await.1, primary);
}

/// Pureport's key and the interface's.
async fn keys(lab: &crate::support::Lab, leg: &str) -> (String, String) {
    let connection = connection(lab).await.expect("a connection");
    let input = json!({"connectionId": connection[leg]["remoteId"]});
    let seen = lab
        .dx("DescribeVirtualInterfaces", input)
        .await
        .expect("a list");
    let text = |value: &serde_json::Value| value.as_str().expect("a key").to_owned();
    (
        text(&connection[leg]["bgpConfig"]["password"]),
        text(&seen["virtualInterfaces"][0]["authKey"]),
    )
}

#[tokio::test]
async fn same_device_is_seen_on_the_connections_and_on_their_interfaces() {
    let lab = lab("same-device");
    assert_eq!(wrong(&lab).await, ["both legs end on one device"]);
    let all = lab
        .dx("DescribeVirtualInterfaces", json!({}))
        .await
        .expect("a list");
    let device = |at: usize| all["virtualInterfaces"][at]["awsLogicalDeviceId"].clone();
    assert_eq!(device(0), device(1));
}

#[tokio::test]
async fn one_vif_leaves_the_secondary_leg_without_an_interface() {
    assert_eq!(
        wrong(&lab("one-vif")).await,
        ["secondary: there is no interface"]
    );
}

#[tokio::test]
async fn drill_left_running_keeps_the_primary_leg_in_testing() {
    let lab = lab("drill-left-running");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: AWS says testing, BGP down",
            "primary: Pureport says BGP DOWN",
        ]
    );
    let history = lab.dx("ListVirtualInterfaceTestHistory", json!({})).await;
    let history = history.expect("a list");
    let test = &history["virtualInterfaceTestHistory"][0];
    assert_eq!(test["testDurationInMinutes"], 4_320);
    assert_eq!(test["status"], "In progress");
    let input = json!({"virtualInterfaceId": test["virtualInterfaceId"]});
    let stopped = lab.dx("StopBgpFailoverTest", input).await;
    stopped.expect("stopped");
    assert_eq!(wrong(&lab).await, Vec::<String>::new());
}
