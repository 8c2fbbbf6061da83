//! Together with AWS: the hosted connections, and interfaces on them.

use sandbox::{
    Pace,
    aws::{Caller, caller, directconnect},
    pureport,
};
use serde_json::{Value, json};

use crate::support::{Answer, Api, order};

/// An operation of the customer's at AWS, in us-west-2.
fn aws(api: &Api, operation: &str, input: Value) -> Value {
    let identity = caller::find("AKIASANDBOXOPERATOR1").unwrap();
    let customer = Caller::new(identity, "us-west-2");
    let answer = directconnect::call(&mut api.shared.lock(), &customer, operation, input);
    let answer = answer.unwrap_or_else(|error| panic!("{operation}: {error:?}"));
    // Whatever it began is over at the next look.
    drop(api.shared.lock());
    answer
}

/// What AWS lists of Pureport's hosted connections.
fn hosted(api: &Api) -> Vec<Value> {
    let all = aws(api, "DescribeConnections", json!({}))["connections"].clone();
    let all: Vec<Value> = serde_json::from_value(all).unwrap();
    all.into_iter()
        .filter(|one| one["partnerName"] == "Pureport")
        .collect()
}

/// A private interface on the primary leg, with the gateway's values.
fn interface(api: &Api, connection: &Answer) -> String {
    let gateway = &connection.body["primaryGateway"];
    let bgp = &gateway["bgpConfig"];
    aws(
        api,
        "ConfirmConnection",
        json!({"connectionId": gateway["remoteId"]}),
    );
    let router = json!({"directConnectGatewayName": "core", "amazonSideAsn": 64_512});
    let router = aws(api, "CreateDirectConnectGateway", router);
    let new = json!({
        "virtualInterfaceName": "primary",
        "vlan": gateway["vlan"],
        "asn": bgp["pureportASN"],
        "authKey": bgp["password"],
        "amazonAddress": bgp["customerIP"],
        "customerAddress": bgp["pureportIP"],
        "directConnectGatewayId": router["directConnectGateway"]["directConnectGatewayId"],
    });
    let input = json!({"connectionId": gateway["remoteId"], "newPrivateVirtualInterface": new});
    let made = aws(api, "CreatePrivateVirtualInterface", input);
    made["virtualInterfaceId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn each_leg_is_a_hosted_connection_in_ordering() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await.body;
    let hosted = hosted(&api);
    assert_eq!(hosted.len(), 2);
    for leg in ["primaryGateway", "secondaryGateway"] {
        let gateway = &connection[leg];
        let one = hosted
            .iter()
            .find(|one| one["connectionId"] == gateway["remoteId"])
            .unwrap();
        assert_eq!(one["connectionState"], "ordering");
        assert_eq!(one["connectionName"], gateway["name"]);
        assert_eq!(one["vlan"], gateway["vlan"]);
        assert_eq!(one["bandwidth"], "50Mbps");
        assert_eq!(one["location"], "EqSe2");
        assert_eq!(one["ownerAccount"], "123456789012");
    }
    assert_ne!(hosted[0]["awsDeviceV2"], hosted[1]["awsDeviceV2"]);
}

#[tokio::test]
async fn the_session_is_up_once_an_interface_has_the_gateways_values() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    interface(&api, &connection);
    let path = format!("/connections/{}", connection.id());
    let after = api.get(&path).await.body;
    assert_eq!(after["primaryGateway"]["bgpConfig"]["state"], "UP");
    assert_eq!(after["secondaryGateway"]["bgpConfig"]["state"], "PENDING");
}

#[tokio::test]
async fn a_connection_with_an_interface_fails_to_delete_and_goes_on_carrying_traffic() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    interface(&api, &connection);
    let path = format!("/connections/{}", connection.id());
    assert_eq!(api.delete(&path).await.state(), "DELETING");
    let failed = api.get(&path).await.body;
    assert_eq!(failed["state"], "FAILED_TO_DELETE");
    assert_eq!(failed["errorCode"], "AWS_CONNECTION_HAS_ACTIVE_VIFS");
    assert_eq!(
        failed["primaryGateway"]["errorCode"],
        "AWS_CONNECTION_HAS_ACTIVE_VIFS"
    );
    assert_eq!(failed["secondaryGateway"].get("errorCode"), None);
    assert_eq!(failed["primaryGateway"]["bgpConfig"]["state"], "UP");
    assert_eq!(
        api.put(&path, order()).await.refusal(),
        (409, "CONNECTION_UPDATE_STATE_CONFLICT")
    );
    assert_eq!(hosted(&api).len(), 2);
}

#[tokio::test]
async fn a_failed_delete_succeeds_after_the_interface_is_gone() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let interface = interface(&api, &connection);
    let path = format!("/connections/{}", connection.id());
    api.delete(&path).await;
    assert_eq!(api.get(&path).await.state(), "FAILED_TO_DELETE");
    aws(
        &api,
        "DeleteVirtualInterface",
        json!({"virtualInterfaceId": interface}),
    );
    let again = api.delete(&path).await;
    assert_eq!(
        (again.state(), again.body.get("errorCode")),
        ("DELETING", None)
    );
    assert_eq!(api.get(&path).await.status, 404);
    let remote = connection.body["primaryGateway"]["remoteId"]
        .as_str()
        .unwrap();
    assert!(pureport::bgp_end(&api.shared.lock(), remote).is_none());
    assert_eq!(hosted(&api), Vec::<Value>::new());
}
