//! What is wrong with the account at Pureport, or with the order.

use serde_json::{Value, json};

use crate::{
    look::{account, connection, lab, network, word, wrong},
    support::{ELSEWHERE, Lab, WEST},
    xml,
};

#[tokio::test]
async fn empty_has_vpcs_and_nothing_else() {
    let lab = lab("empty");
    assert_eq!(wrong(&lab).await, ["no connection is ordered"]);
    let world = lab.world();
    for (kind, things) in world.as_object().expect("kinds") {
        let kept = ["vpcs", "subnets", "routeTables", "internetGateways"];
        let kept = kept.contains(&kind.as_str());
        let count = things.as_object().map_or(0, serde_json::Map::len);
        assert_eq!(count > 0, kept, "{kind}");
    }
}

#[tokio::test]
async fn wrong_account_sends_both_hosted_connections_elsewhere() {
    let lab = lab("wrong-account");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: the account has no hosted connection",
            "secondary: the account has no hosted connection",
        ]
    );
    assert_eq!(
        connection(&lab).await.expect("an order")["awsAccountId"],
        "210987654321"
    );
    let theirs = lab
        .dx_as(ELSEWHERE, WEST, "DescribeConnections", json!({}))
        .await;
    let theirs = theirs.expect("a list");
    let states: Vec<_> = xml::list(&theirs["connections"])
        .iter()
        .map(|one| word(&one["connectionState"]))
        .collect();
    assert_eq!(states, ["ordering", "ordering"]);
}

#[tokio::test]
async fn failed_to_delete_keeps_passing_traffic_and_names_the_interfaces() {
    let lab = lab("failed-to-delete");
    assert_eq!(
        wrong(&lab).await,
        ["the connection is FAILED_TO_DELETE AWS_CONNECTION_HAS_ACTIVE_VIFS"]
    );
    let path = format!("/accounts/{}/auditLog", account(&lab).await);
    let log = lab.pureport("GET", &path, None).await;
    let events: Vec<_> = xml::list(&log["content"])
        .iter()
        .map(|entry| word(&entry["eventType"]))
        .collect();
    assert!(events.contains(&"CONNECTION_CREATE") && events.contains(&"CONNECTION_DELETE"));
}

#[tokio::test]
async fn no_billing_refuses_the_order_for_want_of_payment() {
    let lab = lab("no-billing");
    assert_eq!(refused_order(&lab).await, (402, "PAYMENT_REQUIRED".into()));
    let path = format!("/accounts/{}/billing/configured", account(&lab).await);
    assert_eq!(lab.pureport("GET", &path, None).await, false);
}

#[tokio::test]
async fn no_consent_refuses_the_order_until_somebody_accepts() {
    let lab = lab("no-consent");
    assert_eq!(refused_order(&lab).await, (409, "CONSENT_REQUIRED".into()));
    let path = format!("/accounts/{}/consent", account(&lab).await);
    lab.pureport("POST", &path, Some(json!({}))).await;
    assert_eq!(order(&lab).await.0, 201);
}

#[tokio::test]
async fn create_without_update_refuses_the_order_by_the_missing_right() {
    let lab = lab("create-without-update");
    assert_eq!(refused_order(&lab).await, (403, "FORBIDDEN".into()));
    let path = format!("/accounts/{}/permissions", account(&lab).await);
    let networks = &lab.pureport("GET", &path, None).await["networks"];
    assert_eq!(
        (&networks["create"], &networks["update"]),
        (&json!(true), &json!(false))
    );
}

#[tokio::test]
async fn pending_approval_holds_the_order_back() {
    let lab = lab("pending-approval");
    let connection = connection(&lab).await.expect("an order");
    assert_eq!(connection["state"], "PENDING_APPROVAL");
    assert_eq!(connection["primaryGateway"]["remoteId"], Value::Null);
    assert_eq!(offer(&lab).await["requiresApproval"], true);
}

#[tokio::test]
async fn insufficient_capacity_refuses_the_order_at_this_location_alone() {
    let lab = lab("insufficient-capacity");
    assert_eq!(
        refused_order(&lab).await,
        (503, "INSUFFICIENT_CAPACITY".into())
    );
    let elsewhere = json!({"location": {"href": "/locations/us-wdc"}, "awsRegion": "us-east-1"});
    assert_eq!(order_with(&lab, &elsewhere).await.0, 201);
}

async fn offer(lab: &Lab) -> Value {
    let path = "/supportedConnections/us-sea-awsdx-private-50-ha";
    lab.pureport("GET", path, None).await
}

/// The usual order, with its refusal; the rest of the world is as seeded.
async fn refused_order(lab: &Lab) -> (u16, String) {
    assert_eq!(wrong(lab).await, ["no connection is ordered"]);
    order(lab).await
}

/// Status and error code of the usual order.
async fn order(lab: &Lab) -> (u16, String) {
    order_with(lab, &json!({})).await
}

async fn order_with(lab: &Lab, change: &Value) -> (u16, String) {
    let mut order = json!({
        "type": "AWS_DIRECT_CONNECT", "name": "test", "speed": 50, "highAvailability": true,
        "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"},
        "awsAccountId": "123456789012", "awsRegion": WEST, "peering": {"type": "PRIVATE"},
    });
    for (name, value) in change.as_object().expect("members") {
        order[name] = value.clone();
    }
    let path = format!("/networks/{}/connections", network(lab).await);
    let (status, answer) = lab.try_pureport("POST", &path, Some(order)).await;
    (status, word(&answer["code"]).to_owned())
}
