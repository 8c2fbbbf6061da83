//! The control interface's look and hand.

use sandbox::{Pace, pureport};
use serde_json::json;

use crate::support::{Api, order_with};

#[tokio::test]
async fn the_view_has_everything_but_the_secrets() {
    let api = Api::new(Pace::Instant).await;
    let own =
        json!({"bgpPasswordConfiguration": {"enabled": true, "primaryBGPPassword": "MyOwnKey1"}});
    let connection = api.active(order_with(&own)).await;
    let view = pureport::world_view(&api.shared.lock());
    assert_eq!(view["accounts"].as_array().unwrap().len(), 3);
    assert_eq!(view["networks"].as_array().unwrap().len(), 2);
    assert_eq!(view["connections"][0]["id"], connection.id());
    assert_eq!(view["keys"][0]["key"], "sandbox");
    assert_eq!(view["keys"][0].get("secret"), None);
    let text = view.to_string();
    let generated = connection.body["secondaryGateway"]["bgpConfig"]["password"]
        .as_str()
        .unwrap();
    assert!(!text.contains("MyOwnKey1") && !text.contains(generated));
    let debug = format!("{:?}", api.shared.lock().pureport);
    assert!(!debug.contains("MyOwnKey1") && !debug.contains(generated));
}

#[tokio::test]
async fn a_patch_changes_what_is_there_and_nothing_else() {
    let api = Api::new(Pace::Instant).await;
    let network = api.network().await;
    assert!(api.patch(
        &network,
        &json!({"name": "Renamed by nobody", "state": "ERROR"})
    ));
    let after = api.get(&format!("/networks/{network}")).await;
    assert_eq!(
        (after.state(), after.body["name"].as_str()),
        ("ERROR", Some("Renamed by nobody"))
    );
    for set in [
        json!({"colour": "red"}),
        json!({"state": "PURPLE"}),
        json!({"name": 5}),
    ] {
        assert!(!api.patch(&network, &set), "{set}");
    }
    assert!(!api.patch("conn-unknown", &json!({"state": "ACTIVE"})));
    assert_eq!(
        api.get(&format!("/networks/{network}")).await.body,
        after.body
    );
}

#[tokio::test]
async fn a_patch_reaches_into_a_gateways_circuit() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order_with(&json!({}))).await.body;
    let gateway = &connection["primaryGateway"];
    assert!(api.patch(
        gateway["id"].as_str().unwrap(),
        &json!({"circuit": {"password": "drifted1"}})
    ));
    let after = api.get(gateway["href"].as_str().unwrap()).await.body;
    assert_eq!(after["bgpConfig"]["password"], "drifted1");
    assert_eq!(after["vlan"], gateway["vlan"]);
}

#[tokio::test]
async fn the_world_survives_being_stored() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order_with(&json!({"tags": {"a": "b"}}))).await;
    let stored = serde_json::to_value(&api.shared.lock().pureport).unwrap();
    let restored: pureport::State = serde_json::from_value(stored).unwrap();
    api.shared.lock().pureport = restored;
    assert_eq!(
        api.get(&format!("/connections/{}", connection.id()))
            .await
            .body,
        connection.body
    );
}
