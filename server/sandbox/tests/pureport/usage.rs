//! Usage: simulated traffic of sessions that are up, as JSON and as CSV.

use sandbox::{Pace, pureport};
use serde_json::{Value, json};

use crate::support::{Answer, Api, order, order_with};

const HOUR: i64 = 3_600;

/// A connection whose first session came up this many seconds ago.
async fn up_for(api: &Api, order: Value, seconds: i64) -> Answer {
    let connection = api.active(order).await;
    let gateway = &connection.body["primaryGateway"];
    let remote = gateway["remoteId"].as_str().unwrap();
    pureport::set_bgp(&mut api.shared.lock(), remote, true, &[]);
    let since = api.shared.lock().now - seconds * 1_000;
    let id = gateway["id"].as_str().unwrap();
    assert!(api.patch(id, &json!({"circuit": {"upSince": since}})));
    connection
}

async fn usage(api: &Api, kind: &str, body: Value) -> Value {
    let path = format!("/accounts/{}/metrics/{kind}", api.account().await);
    let answer = api.post(&path, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

fn number(value: &Value) -> i64 {
    value
        .as_i64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

#[tokio::test]
async fn a_connection_carries_some_of_its_speed_while_its_session_is_up() {
    let api = Api::new(Pace::Instant).await;
    let connection = up_for(&api, order(), HOUR).await;
    api.active(order_with(&json!({"name": "idle"}))).await;
    let rows = usage(&api, "usageByConnection", json!({})).await;
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(rows[0]["connection"]["id"], connection.id());
    assert_eq!(rows[0]["network"]["title"], "Acme production");
    assert_eq!(rows[0]["account"]["title"], "Acme Networks");
    let full = 50 * 125_000 * HOUR;
    let (ingress, egress) = (number(&rows[0]["ingress"]), number(&rows[0]["egress"]));
    assert!((full / 20..full / 4).contains(&ingress), "{ingress}");
    assert!((1..ingress).contains(&egress), "{egress}");
    assert_eq!(
        (number(&rows[1]["ingress"]), number(&rows[1]["egress"])),
        (0, 0)
    );
}

#[tokio::test]
async fn the_steps_add_up_to_the_whole() {
    let api = Api::new(Pace::Instant).await;
    let connection = up_for(&api, order(), 60 * HOUR).await;
    let whole = usage(&api, "usageByConnection", json!({})).await;
    let whole = number(&whole[0]["ingress"]) + number(&whole[0]["egress"]);
    let network = json!({"timeUnit": "DAYS", "trafficType": "ALL"});
    let days = usage(&api, "usageByNetworkAndTime", network).await;
    let days = days.as_array().unwrap();
    assert!((3..=4).contains(&days.len()), "{}", days.len());
    let sum: i64 = days.iter().map(|row| number(&row["usage"])).sum();
    assert!((whole - sum).abs() < whole / 1_000, "{whole} {sum}");
    let ids = json!({"timeUnit": "HOURS", "connectionIds": [connection.id(), "conn-unknown"]});
    let hours = usage(&api, "usageByConnectionAndTime", ids).await;
    let hours = hours.as_array().unwrap();
    assert!((60..=61).contains(&hours.len()), "{}", hours.len());
    let both = |row: &Value| number(&row["ingress"]) + number(&row["egress"]);
    let sum: i64 = hours.iter().map(both).sum();
    assert!((whole - sum).abs() < whole / 1_000, "{whole} {sum}");
    assert!(hours[0]["time"].as_str().unwrap().ends_with(":00:00.000Z"));
}

#[tokio::test]
async fn only_the_time_asked_for_counts() {
    let api = Api::new(Pace::Instant).await;
    up_for(&api, order(), 60 * HOUR).await;
    let rows = usage(
        &api,
        "usageByConnection",
        json!({"date": {"lt": "2020-01-01T00:00:00.000Z"}}),
    );
    assert_eq!(number(&rows.await[0]["ingress"]), 0);
    for (date, status) in [
        (
            json!({"gte": "2020-01-01T00:00:00Z", "lte": "2020-01-02T00:00:00Z"}),
            200,
        ),
        (
            json!({"gt": "2020-01-02T00:00:00Z", "lt": "2020-01-01T00:00:00Z"}),
            422,
        ),
        (json!({"gte": "1900-01-01T00:00:00Z"}), 422),
        (json!({"gte": "soon"}), 422),
    ] {
        let path = format!(
            "/accounts/{}/metrics/usageByConnection",
            api.account().await
        );
        let answer = api.post(&path, json!({"date": date})).await;
        assert_eq!(answer.status, status, "{date}");
    }
}

#[tokio::test]
async fn traffic_crosses_the_backbone_where_a_network_is_in_two_places() {
    let api = Api::new(Pace::Instant).await;
    up_for(&api, order(), HOUR).await;
    let backbone = json!({"trafficType": "BACKBONE"});
    let one = usage(&api, "usageByConnection", backbone.clone()).await;
    assert_eq!(number(&one[0]["ingress"]), 0);
    let other = json!({"location": {"href": "/locations/us-wdc"}, "awsRegion": "us-east-1"});
    api.active(order_with(&other)).await;
    let two = usage(&api, "usageByConnection", backbone).await;
    assert!(number(&two[0]["ingress"]) > 0);
}

#[tokio::test]
async fn usage_is_csv_for_those_who_ask() {
    let api = Api::new(Pace::Instant).await;
    let named = order_with(&json!({"name": "A \"quoted\", name"}));
    let connection = up_for(&api, named, HOUR).await;
    let base = format!("/accounts/{}/metrics", api.account().await);
    let path = format!("{base}/usageByConnection");
    let [kind, text] = api.text("POST", &path, "text/csv", json!({})).await;
    assert_eq!(kind, "text/csv");
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!(
        lines[0],
        "accountId,accountName,networkId,networkName,connectionId,connectionName,ingress,egress"
    );
    assert_eq!(lines.len(), 2);
    assert!(lines[1].contains(&format!("{},\"A \"\"quoted\"\", name\",", connection.id())));
    let path = format!("{base}/usageByNetworkAndTime");
    let [_, text] = api.text("POST", &path, "text/csv, */*", json!({})).await;
    assert!(text.starts_with("accountId,accountName,networkId,networkName,time,usage\r\n"));
}

#[tokio::test]
async fn a_childs_usage_counts_when_it_is_included() {
    let api = Api::new(Pace::Instant).await;
    let child = api.child().await;
    assert!(api.patch(&child, &json!({"billingConfigured": true})));
    let path = format!("/accounts/{child}");
    api.post(&format!("{path}/consent"), json!({})).await;
    let network = api
        .post(&format!("{path}/networks"), json!({"name": "n"}))
        .await
        .id();
    api.post(&format!("/networks/{network}/connections"), order())
        .await;
    let own = usage(&api, "usageByConnection", json!({})).await;
    assert_eq!(own, json!([]));
    let with = usage(
        &api,
        "usageByConnection",
        json!({"includeChildAccounts": true}),
    )
    .await;
    assert_eq!(with[0]["account"]["id"], child.as_str());
}

#[tokio::test]
async fn questions_about_usage_are_checked() {
    let api = Api::new(Pace::Instant).await;
    let base = format!("/accounts/{}/metrics", api.account().await);
    let path = format!("{base}/usageByConnectionAndTime");
    assert_eq!(
        api.post(&path, json!({})).await.refusal(),
        (422, "VALIDATION_ERROR")
    );
    let path = format!("{base}/usageByConnection");
    for body in [
        json!({"timeUnit": "YEARS"}),
        json!({"trafficType": "SOME"}),
        json!([]),
    ] {
        let answer = api.post(&path, body.clone()).await;
        assert_eq!(answer.refusal(), (400, "JSON_PROCESSING_ERROR"), "{body}");
    }
    assert!(api.patch("viewer", &json!({"networks": {"read": false}})));
    let api = api.sign_in("viewer").await;
    assert_eq!(
        api.post(&path, json!({})).await.refusal(),
        (403, "FORBIDDEN")
    );
}
