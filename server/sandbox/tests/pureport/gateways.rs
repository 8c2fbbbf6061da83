//! Gateways stopped, started and respawned; how well their other end is reached.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Answer, Api, order, order_with};

/// The href of a leg's gateway.
fn gateway(connection: &Answer, leg: &str) -> String {
    connection.body[leg]["href"].as_str().unwrap().to_owned()
}

async fn act(api: &Api, gateway: &str, action: &str) -> Answer {
    api.post(&format!("{gateway}/{action}"), json!({})).await
}

#[tokio::test]
async fn a_gateway_stops_and_starts_again_step_by_step() {
    let api = Api::frozen(Pace::Demo).await;
    let ordered = api.order(order()).await;
    api.advance(20);
    let primary = gateway(&ordered, "primaryGateway");
    let stopping = act(&api, &primary, "stop").await;
    assert_eq!((stopping.status, stopping.state()), (200, "UPDATING"));
    api.advance(10);
    assert_eq!(api.get(&primary).await.state(), "DOWN");
    assert_eq!(
        api.get(&format!("{primary}/bgpRoutes")).await.body,
        json!([])
    );
    assert_eq!(act(&api, &primary, "start").await.state(), "UPDATING");
    api.advance(10);
    assert_eq!(api.get(&primary).await.state(), "ACTIVE");
}

#[tokio::test]
async fn the_other_gateway_of_a_pair_goes_on() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    act(&api, &gateway(&connection, "primaryGateway"), "stop").await;
    let after = api.get(connection.body["href"].as_str().unwrap()).await;
    assert_eq!(after.state(), "ACTIVE");
    assert_eq!(after.body["primaryGateway"]["state"], "DOWN");
    assert_eq!(after.body["secondaryGateway"]["state"], "ACTIVE");
    let vrrp = |leg: &str| after.body[leg]["vrrpStatus"]["state"].clone();
    assert_eq!(vrrp("primaryGateway"), "BACKUP");
    assert_eq!(vrrp("secondaryGateway"), "MASTER");
}

#[tokio::test]
async fn a_gateway_is_stopped_once_and_started_once() {
    let api = Api::new(Pace::Instant).await;
    let primary = gateway(&api.active(order()).await, "primaryGateway");
    let early = act(&api, &primary, "start").await;
    assert_eq!(early.refusal(), (409, "GATEWAY_START_STATE_CONFLICT"));
    act(&api, &primary, "stop").await;
    let twice = act(&api, &primary, "stop").await;
    assert_eq!(twice.refusal(), (409, "GATEWAY_STOP_STATE_CONFLICT"));
    let respawned = act(&api, &primary, "respawn").await;
    assert_eq!(respawned.refusal(), (409, "GATEWAY_RESPAWN_STATE_CONFLICT"));
}

#[tokio::test]
async fn nothing_is_done_with_a_gateway_that_is_not_active() {
    let api = Api::frozen(Pace::Demo).await;
    let primary = gateway(&api.order(order()).await, "primaryGateway");
    for (action, code) in [
        ("start", "GATEWAY_START_STATE_CONFLICT"),
        ("stop", "GATEWAY_STOP_STATE_CONFLICT"),
        ("respawn", "GATEWAY_RESPAWN_STATE_CONFLICT"),
    ] {
        assert_eq!(act(&api, &primary, action).await.refusal(), (409, code));
    }
    api.advance(20);
    act(&api, &primary, "respawn").await;
    let twice = act(&api, &primary, "respawn").await;
    assert_eq!(twice.refusal(), (409, "GATEWAY_RESPAWN_STATE_CONFLICT"));
}

#[tokio::test]
async fn a_respawned_gateway_is_away_for_a_while_and_keeps_its_values() {
    let api = Api::frozen(Pace::Demo).await;
    let ordered = api.order(order()).await;
    api.advance(20);
    let primary = gateway(&ordered, "primaryGateway");
    let before = api.get(&primary).await.body;
    let away = act(&api, &primary, "respawn?latest=true").await;
    assert_eq!(away.state(), "UPDATING");
    api.advance(10);
    assert_eq!(api.get(&primary).await.body, before);
}

#[tokio::test]
async fn a_viewer_starts_stops_and_respawns_nothing() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let api = api.sign_in("viewer").await;
    let primary = gateway(&connection, "primaryGateway");
    for action in ["start", "stop", "respawn", "tasks"] {
        assert_eq!(
            act(&api, &primary, action).await.refusal(),
            (403, "FORBIDDEN")
        );
    }
    let network = format!("/networks/{}/respawn", api.network().await);
    assert_eq!(
        api.post(&network, json!({})).await.refusal(),
        (403, "FORBIDDEN")
    );
    assert_eq!(api.get(&primary).await.status, 200);
}

#[tokio::test]
async fn a_provisioned_gateway_tells_its_version_and_its_next_hop() {
    let api = Api::new(Pace::Instant).await;
    let connection = api
        .active(order_with(&json!({"highAvailability": false})))
        .await
        .body;
    let gateway = &connection["primaryGateway"];
    assert!(gateway["version"].is_string());
    assert_eq!(gateway["vrrpStatus"]["state"], "MASTER");
    let hop = &gateway["vrrpStatus"]["nextHops"][0];
    assert_eq!(hop["status"], "BAD");
    let customer = gateway["bgpConfig"]["customerIP"].as_str().unwrap();
    assert!(customer.starts_with(hop["nextHopIp"].as_str().unwrap()));
}

#[tokio::test]
async fn nothing_is_reached_while_the_session_is_not_up() {
    let api = Api::new(Pace::Instant).await;
    let primary = gateway(&api.active(order()).await, "primaryGateway");
    let now = api
        .get(&format!("{primary}/metrics/connectivity/current"))
        .await
        .body;
    assert_eq!(now.as_array().unwrap().len(), 1);
    assert_eq!(now[0]["lossRate"], 1.0);
    assert_eq!(now[0].get("average"), None);
    let ever = over_time(&api, &primary, json!({})).await;
    assert_eq!(ever.body, json!([]));
}

async fn over_time(api: &Api, gateway: &str, filter: Value) -> Answer {
    api.post(&format!("{gateway}/metrics/connectivity"), filter)
        .await
}

#[tokio::test]
async fn connectivity_is_told_in_spans_since_the_session_came_up() {
    let api = Api::frozen(Pace::Demo).await;
    let ordered = api.order(order()).await;
    api.advance(20);
    let primary = gateway(&ordered, "primaryGateway");
    let up_since = api.shared.lock().now;
    assert!(api.patch(
        primary.rsplit('/').next().unwrap(),
        &json!({"circuit": {"bgp": "UP", "upSince": up_since}})
    ));
    api.advance(3_000);
    let all = over_time(&api, &primary, json!({"gte": "2020-01-01T00:00:00.0Z"}))
        .await
        .body;
    let spans = all.as_array().unwrap();
    assert_eq!(spans.len(), 10);
    for span in spans {
        let number = |name: &str| span[name].as_f64().unwrap();
        assert!(number("min") <= number("average") && number("average") <= number("max"));
        assert_eq!(span["lossRate"], 0.0);
        assert_eq!(span["gateway"]["href"], primary);
        assert!(span["time"]["start"].as_str() < span["time"]["endInclusive"].as_str());
    }
    assert_eq!(over_time(&api, &primary, json!({})).await.body, all);
    let from = spans[4]["time"]["start"].clone();
    let later = over_time(&api, &primary, json!({"gte": from})).await.body;
    assert_eq!(later.as_array().unwrap().len(), 6);
    let none = over_time(&api, &primary, json!({"lt": "2020-01-01T00:00:00Z"}))
        .await
        .body;
    assert_eq!(none, json!([]));
}

#[tokio::test]
async fn a_filter_that_is_no_moment_is_refused() {
    let api = Api::new(Pace::Instant).await;
    let primary = gateway(&api.active(order()).await, "primaryGateway");
    let refused = over_time(&api, &primary, json!({"gt": "yesterday"})).await;
    assert_eq!(refused.refusal(), (422, "VALIDATION_ERROR"));
}

#[tokio::test]
async fn connectivity_comes_as_lines_for_who_accepts_csv() {
    let api = Api::new(Pace::Instant).await;
    let primary = gateway(&api.active(order()).await, "primaryGateway");
    let path = format!("{primary}/metrics/connectivity/current");
    let (kind, text) = api.get_as("text/csv", &path).await;
    assert_eq!(kind, "text/csv");
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("gateway,destinationAddress,start"));
    assert!(lines[1].starts_with(primary.rsplit('/').next().unwrap()));
    assert_eq!(lines[0].split(',').count(), lines[1].split(',').count());
    assert_eq!(lines.len(), 2);
}
