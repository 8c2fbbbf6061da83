//! From INITIALIZING to ACTIVE and away again, on a clock that stands still until it is moved.

use std::collections::BTreeSet;

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, order, order_with};

/// The state after each half second, without repetition, until `seconds` are over.
async fn states(api: &Api, path: &str, seconds: i64) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for _ in 0..2 * seconds {
        let answer = api.get(path).await;
        let state = if answer.status == 404 {
            "404"
        } else {
            answer.state()
        };
        if seen.last().is_none_or(|last| last != state) {
            seen.push(state.to_owned());
        }
        api.shared.lock().clock.advance(500);
    }
    seen
}

#[tokio::test]
async fn an_order_walks_through_every_state_in_turn() {
    let api = Api::frozen(Pace::Demo).await;
    let path = format!("/connections/{}", api.order(order()).await.id());
    let walked = states(&api, &path, 20).await;
    assert_eq!(
        walked,
        [
            "INITIALIZING",
            "WAITING_TO_PROVISION",
            "PROVISIONING",
            "ACTIVE"
        ]
    );
}

#[tokio::test]
async fn gateways_exist_from_the_start_and_get_their_values_at_the_end() {
    let api = Api::frozen(Pace::Demo).await;
    let created = api.order(order()).await.body;
    assert_eq!(created["primaryGateway"]["state"], "WAITING_TO_PROVISION");
    assert_eq!(created["primaryGateway"].get("remoteId"), None);
    assert_eq!(created["primaryGateway"].get("bgpConfig"), None);
    assert_eq!(created.get("activeAt"), None);
    api.advance(20);
    let path = created["href"].as_str().unwrap();
    let answer = api.get(path).await.body;
    assert!(answer["activeAt"].is_string());
    for (leg, word) in [
        ("primaryGateway", "Primary"),
        ("secondaryGateway", "Secondary"),
    ] {
        let gateway = &answer[leg];
        assert_eq!(gateway["id"], created[leg]["id"]);
        assert_eq!(
            gateway["name"],
            format!("AWS us-west-2 - 50Mbps - HA - {word}")
        );
        assert_eq!(gateway["availabilityDomain"], word.to_uppercase());
        assert_eq!(gateway["state"], "ACTIVE");
        assert!(gateway["remoteId"].as_str().unwrap().starts_with("dxcon-"));
        assert!((1..=4094).contains(&gateway["vlan"].as_u64().unwrap()));
        check_bgp(&gateway["bgpConfig"]);
        let alone = api.get(gateway["href"].as_str().unwrap()).await.body;
        assert_eq!(alone, *gateway);
    }
}

fn check_bgp(bgp: &Value) {
    assert_eq!(bgp["pureportASN"], 394_351);
    assert_eq!(bgp["customerASN"], 64_512);
    assert_eq!(bgp["state"], "PENDING");
    let subnet: ipnet::Ipv4Net = bgp["peeringSubnet"].as_str().unwrap().parse().unwrap();
    assert_eq!(subnet.prefix_len(), 30);
    assert_eq!(subnet.addr().octets()[..2], [169, 254]);
    let hosts: Vec<String> = subnet.hosts().map(|host| format!("{host}/30")).collect();
    assert_eq!(bgp["pureportIP"], hosts[0]);
    assert_eq!(bgp["customerIP"], hosts[1]);
    let password = bgp["password"].as_str().unwrap();
    assert!(password.len() >= 16 && password.bytes().all(|byte| byte.is_ascii_alphanumeric()));
}

#[tokio::test]
async fn every_leg_has_values_of_its_own() {
    let api = Api::new(Pace::Instant).await;
    let mut values: [BTreeSet<String>; 3] = Default::default();
    for _ in 0..5 {
        let answer = api.active(order()).await.body;
        for leg in ["primaryGateway", "secondaryGateway"] {
            let gateway = &answer[leg];
            values[0].insert(gateway["remoteId"].to_string());
            values[1].insert(gateway["bgpConfig"]["peeringSubnet"].to_string());
            values[2].insert(gateway["bgpConfig"]["password"].to_string());
        }
    }
    assert_eq!(values.map(|set| set.len()), [10, 10, 10]);
}

#[tokio::test]
async fn a_single_connection_has_no_secondary_gateway() {
    let api = Api::new(Pace::Instant).await;
    let answer = api
        .active(order_with(&json!({"highAvailability": false})))
        .await
        .body;
    assert!(answer["primaryGateway"].is_object());
    assert_eq!(answer.get("secondaryGateway"), None);
}

#[tokio::test]
async fn at_pace_instant_an_order_is_active_before_the_next_request() {
    let api = Api::new(Pace::Instant).await;
    assert_eq!(api.order(order()).await.state(), "INITIALIZING");
    let path = format!("/networks/{}/connections", api.network().await);
    assert_eq!(api.get(&path).await.body[0]["state"], "ACTIVE");
}

#[tokio::test]
async fn a_deleted_connection_is_on_its_way_out_and_then_not_found() {
    let api = Api::frozen(Pace::Demo).await;
    let path = format!("/connections/{}", api.order(order()).await.id());
    api.advance(20);
    let gateway = api.get(&path).await.body["primaryGateway"]["href"]
        .as_str()
        .unwrap()
        .to_owned();
    let deleted = api.delete(&path).await;
    assert_eq!((deleted.status, deleted.state()), (200, "DELETING"));
    assert_eq!(
        api.delete(&path).await.refusal(),
        (409, "CONNECTION_DELETE_STATE_CONFLICT")
    );
    assert_eq!(states(&api, &path, 10).await, ["DELETING", "404"]);
    assert_eq!(api.get(&gateway).await.refusal(), (404, "NOT_FOUND"));
    let network = api.network().await;
    assert_eq!(
        api.get(&format!("/networks/{network}/connections"))
            .await
            .body,
        json!([])
    );
}

#[tokio::test]
async fn a_connection_cannot_be_deleted_or_changed_before_it_is_active() {
    let api = Api::frozen(Pace::Demo).await;
    let path = format!("/connections/{}", api.order(order()).await.id());
    for _ in 0..3 {
        assert_eq!(
            api.delete(&path).await.refusal(),
            (409, "CONNECTION_DELETE_STATE_CONFLICT")
        );
        assert_eq!(
            api.put(&path, order()).await.refusal(),
            (409, "CONNECTION_UPDATE_STATE_CONFLICT")
        );
        api.shared.lock().clock.advance(600);
    }
}

#[tokio::test]
async fn an_order_that_needs_approval_waits_for_it() {
    let api = Api::new(Pace::Instant).await;
    assert!(api.patch(
        "us-sea-awsdx-private-50-ha",
        &json!({"requiresApproval": true})
    ));
    let ordered = api.order(order()).await;
    assert_eq!(ordered.state(), "PENDING_APPROVAL");
    let path = format!("/connections/{}", ordered.id());
    assert_eq!(api.get(&path).await.state(), "PENDING_APPROVAL");
    assert!(api.patch(&ordered.id(), &json!({"state": "APPROVED"})));
    assert_eq!(api.get(&path).await.state(), "ACTIVE");
}

#[tokio::test]
async fn a_failed_provisioning_can_be_deleted() {
    let api = Api::frozen(Pace::Demo).await;
    let id = api.order(order()).await.id();
    let failure = json!({"code": "CONNECTION_PROVISIONING_ERROR", "message": "The port is dark"});
    assert!(api.patch(
        &id,
        &json!({"state": "FAILED_TO_PROVISION", "failure": failure})
    ));
    api.advance(20);
    let path = format!("/connections/{id}");
    let failed = api.get(&path).await;
    assert_eq!(failed.state(), "FAILED_TO_PROVISION");
    assert_eq!(failed.body["errorCode"], "CONNECTION_PROVISIONING_ERROR");
    assert_eq!(failed.body["errorMessage"], "The port is dark");
    assert_eq!(api.delete(&path).await.status, 200);
    api.advance(20);
    assert_eq!(api.get(&path).await.status, 404);
}

#[tokio::test]
async fn times_are_utc_with_milliseconds() {
    let api = Api::new(Pace::Instant).await;
    let answer = api.active(order()).await.body;
    for field in ["createdAt", "activeAt"] {
        let time = answer[field].as_str().unwrap();
        assert_eq!(
            (time.len(), &time[10..11], &time[19..20], &time[23..]),
            (24, "T", ".", "Z"),
            "{time}"
        );
    }
}

#[tokio::test]
async fn the_same_seed_gives_the_same_world() {
    let first = Api::new(Pace::Instant).await.active(order()).await.body;
    let second = Api::new(Pace::Instant).await.active(order()).await.body;
    assert_eq!(first["primaryGateway"], second["primaryGateway"]);
    assert_eq!(first["id"], second["id"]);
}
