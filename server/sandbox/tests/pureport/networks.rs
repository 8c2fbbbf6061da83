//! Networks.

use sandbox::Pace;
use serde_json::json;

use crate::support::{Api, order};

#[tokio::test]
async fn the_seeded_network_is_active_and_empty() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/accounts/{}/networks", api.account().await);
    let networks = api.get(&path).await.body;
    assert_eq!(networks.as_array().unwrap().len(), 1);
    assert_eq!(networks[0]["name"], "Acme production");
    assert_eq!(networks[0]["state"], "ACTIVE");
    assert_eq!(networks[0]["account"]["title"], "Acme Networks");
    let connections = api
        .get(&format!("/networks/{}/connections", api.network().await))
        .await;
    assert_eq!(connections.body, json!([]));
}

#[tokio::test]
async fn a_new_network_is_answered_with_its_location_and_becomes_active() {
    let api = Api::frozen(Pace::Demo).await;
    let path = format!("/accounts/{}/networks", api.account().await);
    let body = json!({"name": "Berlin", "description": "two sites", "tags": {"team": "net"}});
    let created = api.post(&path, body).await;
    assert_eq!(created.status, 201);
    let home = format!("/networks/{}", created.id());
    assert_eq!(created.headers["location"], home.as_str());
    assert_eq!(created.body["href"], home);
    assert_eq!(created.body["tags"], json!({"team": "net"}));
    assert_eq!(created.state(), "PENDING");
    api.advance(1);
    assert_eq!(api.get(&home).await.state(), "ACTIVE");
}

#[tokio::test]
async fn network_ids_look_like_pureports() {
    let api = Api::new(Pace::Instant).await;
    let (account, network) = (api.account().await, api.network().await);
    for (id, prefix) in [(account, "ac-"), (network, "network-")] {
        let random = id.strip_prefix(prefix).unwrap();
        assert_eq!(random.len(), 22);
        assert!(
            random
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        );
    }
}

#[tokio::test]
async fn a_network_name_is_unique_in_its_account() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/accounts/{}/networks", api.account().await);
    let twice = api.post(&path, json!({"name": "Acme production"})).await;
    assert_eq!(twice.refusal(), (422, "NETWORK_NAME_UNIQUE"));
    let foreign = api.post(&path, json!({"name": "Globex core"})).await;
    assert_eq!(foreign.status, 201);
    let renamed = api
        .put(
            &format!("/networks/{}", foreign.id()),
            json!({"name": "Acme production"}),
        )
        .await;
    assert_eq!(renamed.refusal(), (422, "NETWORK_NAME_UNIQUE"));
}

#[tokio::test]
async fn a_network_name_has_1_to_64_characters_and_a_description_at_most_1024() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/accounts/{}/networks", api.account().await);
    for body in [
        json!({}),
        json!({"name": ""}),
        json!({"name": "n".repeat(65)}),
        json!({"name": "n", "description": "d".repeat(1025)}),
    ] {
        assert_eq!(
            api.post(&path, body).await.refusal(),
            (422, "VALIDATION_ERROR")
        );
    }
    let longest = json!({"name": "ñ".repeat(64), "description": "d".repeat(1024)});
    assert_eq!(api.post(&path, longest).await.status, 201);
    assert_eq!(
        api.post(&path, json!({"name": 5})).await.refusal(),
        (400, "JSON_PROCESSING_ERROR")
    );
}

#[tokio::test]
async fn an_update_is_the_full_object_and_clears_what_is_left_out() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/networks/{}", api.network().await);
    let body = json!({"name": "Acme production", "description": "d", "tags": {"a": "b"}});
    assert_eq!(api.put(&path, body).await.body["description"], "d");
    let cleared = api.put(&path, json!({"name": "Renamed"})).await;
    assert_eq!(cleared.body["name"], "Renamed");
    assert_eq!(cleared.body.get("description"), None);
    assert_eq!(cleared.body["tags"], json!({}));
    let moved = api
        .put(&path, json!({"id": "network-other", "name": "Renamed"}))
        .await;
    assert_eq!(moved.refusal(), (422, "MODIFICATION_NOT_ALLOWED"));
}

#[tokio::test]
async fn a_network_is_deleted_only_after_its_connections() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/networks/{}", api.network().await);
    let connection = format!("/connections/{}", api.active(order()).await.id());
    assert_eq!(
        api.delete(&path).await.refusal(),
        (409, "NETWORK_DELETE_NON_DELETED_CONNECTION_STATE_CONFLICT")
    );
    assert_eq!(api.delete(&connection).await.status, 200);
    let gone = api.delete(&path).await;
    assert_eq!((gone.status, gone.body), (200, json!({})));
    assert_eq!(api.get(&path).await.refusal(), (404, "NOT_FOUND"));
    assert_eq!(api.delete(&path).await.refusal(), (404, "NOT_FOUND"));
}
