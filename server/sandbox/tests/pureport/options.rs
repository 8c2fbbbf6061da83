//! Options, facilities and notifications.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::Api;

#[tokio::test]
async fn options_are_listed_all_or_by_type() {
    let api = Api::new(Pace::Instant).await;
    let all = api.get("/options").await.body;
    let all = all.as_object().unwrap();
    assert_eq!(all.len(), 13);
    for (name, options) in all {
        let options = options.as_array().unwrap();
        let defaults = options.iter().filter(|option| option["default"] == true);
        assert_eq!(defaults.count(), 1, "{name}");
        for option in options {
            for field in ["value", "description", "default", "unsafe", "aead"] {
                assert!(!option[field].is_null(), "{name}: {option}");
            }
            assert!(
                option["default"] == false || option["unsafe"] == false,
                "{name}: {option}"
            );
        }
    }
    let two = api
        .get("/options?type=IKEV2IKEPRF&type=IKEV1IKEDHGroup")
        .await
        .body;
    let two: Vec<&String> = two.as_object().unwrap().keys().collect();
    assert_eq!(two, ["IKEV1IKEDHGroup", "IKEV2IKEPRF"]);
    let one = api.get("/options/IKEV2IKEPRF").await.body;
    assert_eq!(one, all["IKEV2IKEPRF"]);
    for path in ["/options/Speed", "/options?type=Speed"] {
        assert_eq!(api.get(path).await.refusal(), (404, "NOT_FOUND"), "{path}");
    }
}

#[tokio::test]
async fn nothing_costs_extra_on_the_backbone_since_nobody_has_a_port() {
    let api = Api::new(Pace::Instant).await;
    let path = "/options/isBackbone?locationId=us-sea&speed=50&billingTerm=HOURLY";
    assert_eq!(api.get(path).await.body, json!({"isBackbone": false}));
    for (query, refusal) in [
        ("portId=port-x", (404, "NOT_FOUND")),
        ("locationId=us-moon", (404, "NOT_FOUND")),
        ("speed=fast", (422, "VALIDATION_ERROR")),
        ("billingTerm=NEVER", (422, "VALIDATION_ERROR")),
    ] {
        let answer = api.get(&format!("/options/isBackbone?{query}")).await;
        assert_eq!(answer.refusal(), refusal, "{query}");
    }
}

#[tokio::test]
async fn facilities_are_listed_and_drawn_on_a_map() {
    let api = Api::new(Pace::Instant).await;
    let all = api.get("/facilities").await.body;
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 5);
    for facility in all {
        for field in ["id", "href", "name", "vendor", "address", "state"] {
            assert!(!facility[field].is_null(), "{facility}");
        }
        let one = api.get(facility["href"].as_str().unwrap()).await.body;
        assert_eq!(one, *facility);
    }
    assert_eq!(all[2]["id"], "us-equinix-dc2");
    let nowhere = api.get("/facilities/moon").await;
    assert_eq!(nowhere.refusal(), (404, "NOT_FOUND"));
    let [kind, kml] = api.text("GET", "/facilities/kml", "*/*", Value::Null).await;
    assert_eq!(kind, "application/vnd.google-earth.kml+xml");
    assert_eq!(kml.matches("<Placemark").count(), 5);
    assert!(kml.contains("<coordinates>-77.4599,39.0164</coordinates>"));
}

#[tokio::test]
async fn a_notification_is_unread_until_its_reader_says_otherwise() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/accounts/{}/notifications", api.account().await);
    let count = async |api: &Api, query: &str| {
        let found = api.get(&format!("{path}?{query}")).await.body;
        found.as_array().unwrap().len()
    };
    let found = api.get(&path).await.body;
    let notification = &found[0]["notification"];
    for field in [
        "id",
        "type",
        "state",
        "impactedServices",
        "start",
        "end",
        "createdAt",
    ] {
        assert!(!notification[field].is_null(), "{field}");
    }
    assert_eq!(found[0]["connections"], json!([]));
    assert_eq!(
        (
            count(&api, "status=UNREAD").await,
            count(&api, "status=READ").await
        ),
        (1, 0)
    );
    let id = notification["id"].as_str().unwrap();
    let marked = api.post(&path, json!({id: "READ"})).await;
    assert_eq!((marked.status, marked.body), (200, json!({})));
    assert_eq!(
        (
            count(&api, "status=UNREAD").await,
            count(&api, "status=READ").await
        ),
        (0, 1)
    );
    let api = api.sign_in("viewer").await;
    assert_eq!(count(&api, "status=UNREAD").await, 1);
    assert_eq!(count(&api, "endTime=2020-01-01T00:00:00Z").await, 0);
    assert_eq!(count(&api, "startTime=2020-01-01T00:00:00Z").await, 1);
    let unknown = api.post(&path, json!({"nx-unknown": "READ"})).await;
    assert_eq!(unknown.refusal(), (404, "NOT_FOUND"));
    let wrong = api.post(&path, json!({id: "EATEN"})).await;
    assert_eq!(wrong.refusal(), (400, "JSON_PROCESSING_ERROR"));
}
