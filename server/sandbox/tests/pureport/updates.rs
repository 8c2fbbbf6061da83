//! Changing a connection: the full object, and what of it can change.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, merged, order, order_with};

#[tokio::test]
async fn an_update_goes_through_updating_back_to_active() {
    let api = Api::frozen(Pace::Demo).await;
    let path = format!("/connections/{}", api.order(order()).await.id());
    api.advance(20);
    let changed =
        order_with(&json!({"name": "renamed", "description": "d", "customerASN": 65_010}));
    let answer = api.put(&path, changed).await;
    assert_eq!((answer.status, answer.state()), (200, "UPDATING"));
    assert_eq!(
        api.put(&path, order()).await.refusal(),
        (409, "CONNECTION_UPDATE_STATE_CONFLICT")
    );
    assert_eq!(
        api.delete(&path).await.refusal(),
        (409, "CONNECTION_DELETE_STATE_CONFLICT")
    );
    api.advance(20);
    let after = api.get(&path).await.body;
    assert_eq!(after["state"], "ACTIVE");
    assert_eq!(after["description"], "d");
    assert_eq!(after["primaryGateway"]["name"], "renamed - Primary");
    assert_eq!(after["primaryGateway"]["bgpConfig"]["customerASN"], 65_010);
}

#[tokio::test]
async fn what_was_read_can_be_written_back_and_nothing_changes() {
    let api = Api::new(Pace::Instant).await;
    let fields = json!({
        "customerNetworks": [{"address": "10.20.0.0/16", "name": "payments"}],
        "nat": {"enabled": true, "mappings": [{"nativeCidr": "192.168.0.0/24"}]},
        "tags": {"a": "b"},
    });
    let before = api.active(order_with(&fields)).await.body;
    let path = before["href"].as_str().unwrap();
    assert_eq!(api.put(path, before.clone()).await.status, 200);
    assert_eq!(api.get(path).await.body, before);
}

#[tokio::test]
async fn an_optional_field_that_is_left_out_is_cleared() {
    let api = Api::new(Pace::Instant).await;
    let fields = json!({
        "description": "d",
        "customerASN": 65_010,
        "customerNetworks": [{"address": "10.20.0.0/16"}],
        "nat": {"enabled": true, "mappings": [{"nativeCidr": "192.168.0.0/24"}]},
    });
    let path = format!(
        "/connections/{}",
        api.active(order_with(&fields)).await.id()
    );
    assert_eq!(api.put(&path, order()).await.status, 200);
    let after = api.get(&path).await.body;
    assert_eq!(after.get("description"), None);
    assert_eq!(after.get("customerASN"), None);
    assert_eq!(after["customerNetworks"], json!([]));
    assert_eq!(after["nat"]["blocks"], json!([]));
    assert_eq!(after["primaryGateway"]["bgpConfig"]["customerASN"], 64_512);
}

#[tokio::test]
async fn what_cannot_change_is_refused_each_with_its_code() {
    let api = Api::new(Pace::Instant).await;
    let current = api
        .active(order_with(&json!({"billingTerm": "MONTHLY"})))
        .await
        .body;
    let path = current["href"].as_str().unwrap().to_owned();
    for (fields, code) in [
        (json!({"speed": 100}), "AWS_CONNECTION_SPEED_IMMUTABLE"),
        (json!({"speed": 2000}), "AWS_CONNECTION_SPEED_IMMUTABLE"),
        (
            json!({"peering": {"type": "TRANSIT"}}),
            "PEERING_TYPE_CHANGE_NOT_ALLOWED",
        ),
        (
            json!({"billingTerm": "HOURLY"}),
            "CONNECTION_BILLING_TERM_CHANGE_NOT_ALLOWED",
        ),
        (
            json!({"awsAccountId": "210987654321"}),
            "MODIFICATION_NOT_ALLOWED",
        ),
        (
            json!({"highAvailability": false}),
            "MODIFICATION_NOT_ALLOWED",
        ),
        (
            json!({"location": {"href": "/locations/us-dal"}}),
            "MODIFICATION_NOT_ALLOWED",
        ),
        (
            json!({"awsRegion": "us-east-1", "cloudRegion": null}),
            "MODIFICATION_NOT_ALLOWED",
        ),
        (
            json!({"type": "SITE_IPSEC_VPN"}),
            "MODIFICATION_NOT_ALLOWED",
        ),
        (json!({"id": "conn-other"}), "MODIFICATION_NOT_ALLOWED"),
        (json!({"primaryVlan": 100}), "MODIFICATION_NOT_ALLOWED"),
        (json!({"customerASN": 0}), "INVALID_CUSTOMER_ASN"),
        (json!({"name": ""}), "VALIDATION_ERROR"),
    ] {
        let answer = api.put(&path, merged(current.clone(), &fields)).await;
        assert_eq!(answer.refusal(), (422, code), "{fields}");
    }
    assert_eq!(api.get(&path).await.body, current);
}

#[tokio::test]
async fn a_billing_term_can_become_longer() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/connections/{}", api.active(order()).await.id());
    let longer = order_with(&json!({"billingTerm": "ONE_YEAR"}));
    let answer = api.put(&path, longer).await.body;
    assert_eq!(answer["billingPlan"]["term"], "ONE_YEAR");
}

fn keys(answer: &Value) -> [Value; 2] {
    ["primaryGateway", "secondaryGateway"].map(|leg| answer[leg]["bgpConfig"]["password"].clone())
}

#[tokio::test]
async fn bgp_passwords_are_the_clients_or_generated_and_survive_an_update() {
    let api = Api::new(Pace::Instant).await;
    let given =
        json!({"bgpPasswordConfiguration": {"enabled": true, "primaryBGPPassword": "MyOwnKey1"}});
    let answer = api.active(order_with(&given)).await.body;
    let [primary, secondary] = keys(&answer);
    assert_eq!(primary, "MyOwnKey1");
    assert_eq!(secondary.as_str().unwrap().len(), 21);
    let path = answer["href"].as_str().unwrap();
    api.put(path, order_with(&given)).await;
    assert_eq!(keys(&api.get(path).await.body), [primary, secondary]);
    api.put(
        path,
        order_with(&json!({"bgpPasswordConfiguration": {"enabled": false}})),
    )
    .await;
    assert_eq!(keys(&api.get(path).await.body), [Value::Null, Value::Null]);
}

#[tokio::test]
async fn bgp_addresses_can_be_asked_for_and_then_stay() {
    let api = Api::new(Pace::Instant).await;
    let peering = json!({
        "type": "PRIVATE",
        "primaryPureportBgpIP": "169.254.100.2/30", "primaryRemoteBgpIP": "169.254.100.1/30",
    });
    let answer = api
        .active(order_with(&json!({"peering": peering})))
        .await
        .body;
    let bgp = &answer["primaryGateway"]["bgpConfig"];
    assert_eq!(bgp["pureportIP"], "169.254.100.2/30");
    assert_eq!(bgp["customerIP"], "169.254.100.1/30");
    assert_eq!(bgp["peeringSubnet"], "169.254.100.0/30");
    assert_eq!(answer["peering"], peering);
    let path = answer["href"].as_str().unwrap();
    assert_eq!(
        api.put(path, order()).await.refusal(),
        (422, "MODIFICATION_NOT_ALLOWED")
    );
}
