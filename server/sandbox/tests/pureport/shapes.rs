//! Every kind of body has the fields that the specification requires, and legal values.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, order, order_with};

fn has(object: &Value, fields: &[&str]) {
    for field in fields {
        assert!(!object[field].is_null(), "{field} is missing in {object}");
    }
    if let Some(href) = object["href"].as_str() {
        assert!(href.starts_with('/') && href.len() > 1, "{href}");
    }
}

fn each(list: &Value, check: impl Fn(&Value)) {
    let list = list
        .as_array()
        .unwrap_or_else(|| panic!("{list} is no array"));
    assert!(!list.is_empty());
    list.iter().for_each(check);
}

fn is_link(link: &Value) {
    has(link, &["id", "href", "title"]);
}

fn is_gateway(gateway: &Value) {
    let fields = [
        "type",
        "id",
        "href",
        "name",
        "availabilityDomain",
        "connection",
        "state",
        "remoteId",
        "vlan",
    ];
    has(gateway, &fields);
    is_link(&gateway["connection"]);
    assert!(["PRIMARY", "SECONDARY"].contains(&gateway["availabilityDomain"].as_str().unwrap()));
    let bgp = [
        "pureportASN",
        "customerASN",
        "pureportIP",
        "customerIP",
        "peeringSubnet",
        "password",
        "state",
    ];
    has(&gateway["bgpConfig"], &bgp);
}

fn is_connection(connection: &Value) {
    let fields = [
        "id",
        "href",
        "type",
        "name",
        "network",
        "location",
        "speed",
        "highAvailability",
        "billingTerm",
        "billingPlan",
        "awsAccountId",
        "awsRegion",
        "cloudRegion",
        "peering",
        "nat",
        "state",
        "createdAt",
        "customerNetworks",
        "cloudServices",
        "tags",
        "primaryGateway",
    ];
    has(connection, &fields);
    for link in ["network", "location", "cloudRegion"] {
        is_link(&connection[link]);
    }
    has(
        &connection["billingPlan"],
        &["id", "term", "billingInterval", "amount", "setupAmount"],
    );
    is_gateway(&connection["primaryGateway"]);
}

#[tokio::test]
async fn accounts_and_networks_have_their_fields() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    each(&api.get("/accounts").await.body, |account| {
        has(account, &["id", "href", "name", "parent", "tags"]);
        is_link(&account["parent"]);
    });
    has(
        &api.get(&format!("/accounts/{account}")).await.body,
        &["id", "href", "name", "parent"],
    );
    has(
        &api.get(&format!("/accounts/{account}/consent")).await.body,
        &["href", "userId", "consentAt"],
    );
    each(
        &api.get(&format!("/accounts/{account}/networks")).await.body,
        |network| {
            has(network, &["id", "href", "name", "account", "state", "tags"]);
            is_link(&network["account"]);
        },
    );
}

#[tokio::test]
async fn the_catalogue_has_its_fields() {
    let api = Api::new(Pace::Instant).await;
    each(&api.get("/locations").await.body, |location| {
        has(location, &["id", "href", "name", "locationLinks"]);
        has(&location["geoCoordinates"], &["latitude", "longitude"]);
        each(&location["locationLinks"], |link| {
            is_link(&link["location"]);
        });
    });
    each(&api.get("/cloudRegions").await.body, |region| {
        has(
            region,
            &[
                "id",
                "href",
                "provider",
                "providerAssignedId",
                "displayName",
                "geoCoordinates",
            ],
        );
    });
    each(&api.get("/cloudServices").await.body, |service| {
        has(
            service,
            &[
                "id",
                "href",
                "name",
                "service",
                "provider",
                "cloudRegion",
                "deactivated",
            ],
        );
        is_link(&service["cloudRegion"]);
    });
    let path = format!("/accounts/{}/supportedConnections", api.account().await);
    each(&api.get(&path).await.body, |offer| {
        let fields = [
            "id",
            "href",
            "type",
            "location",
            "speed",
            "peeringType",
            "highAvailability",
            "pending",
            "requiresApproval",
            "billingProductIds",
            "groups",
        ];
        has(offer, &fields);
        is_link(&offer["location"]);
        each(&offer["reachableCloudRegions"], is_link);
        each(&offer["billingPlans"], |plan| {
            has(plan, &["id", "term", "billingInterval", "amount"]);
        });
    });
}

#[tokio::test]
async fn connections_and_gateways_have_their_fields() {
    let api = Api::new(Pace::Instant).await;
    api.active(order()).await;
    api.active(order_with(
        &json!({"highAvailability": false, "peering": {"type": "PUBLIC"}}),
    ))
    .await;
    let (account, network) = (api.account().await, api.network().await);
    let paths = [
        format!("/accounts/{account}/connections"),
        format!("/networks/{network}/connections"),
    ];
    for path in paths {
        let all = api.get(&path).await.body;
        assert_eq!(all.as_array().unwrap().len(), 2);
        each(&all, is_connection);
        is_gateway(&all[0]["secondaryGateway"]);
    }
}

#[tokio::test]
async fn routes_have_their_fields() {
    let api = Api::new(Pace::Instant).await;
    let gateway = api.active(order()).await.body["primaryGateway"]["href"].clone();
    let gateway = gateway.as_str().unwrap();
    let fields = [
        "network",
        "nextHop",
        "path",
        "origin",
        "metric",
        "locPref",
        "weight",
        "best",
        "valid",
        "internal",
        "multiPath",
    ];
    each(
        &api.get(&format!("{gateway}/bgpRoutes")).await.body,
        |route| has(route, &fields),
    );
    let fields = [
        "prefix",
        "protocol",
        "distance",
        "metric",
        "interfaceName",
        "directlyConnected",
        "selected",
        "fib",
        "uptime",
    ];
    each(
        &api.get(&format!("{gateway}/ipRoutes")).await.body,
        |route| has(route, &fields),
    );
}
