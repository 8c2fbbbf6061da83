//! What is wrong with the routes, while every session is up.

use serde_json::{Value, json};

use crate::{
    look::{connection, lab, word, wrong},
    support::Lab,
    xml,
};

#[tokio::test]
async fn static_shadow_wins_for_one_prefix_in_one_table() {
    assert_eq!(
        wrong(&lab("static-shadow")).await,
        ["payments-app: CreateRoute wins for a prefix"]
    );
}

#[tokio::test]
async fn default_route_reaches_every_table_without_a_default_of_its_own() {
    let lab = lab("default-route");
    assert_eq!(
        wrong(&lab).await,
        ["payments-app: CreateRoute wins for the default"]
    );
    let site = site(&lab).await;
    assert_eq!((site.len(), site[2].as_str()), (3, "0.0.0.0/0"));
}

#[tokio::test]
async fn overlap_onprem_announces_a_part_of_the_vpc() {
    let lab = lab("overlap-onprem");
    assert_eq!(wrong(&lab).await, Vec::<String>::new());
    let site = site(&lab).await;
    assert_eq!((site.len(), site[2].as_str()), (3, "10.20.64.0/18"));
    assert_eq!(sessions(&lab).await, ["UP", "UP"]);
}

#[tokio::test]
async fn quota_routes_is_one_prefix_away_from_closing_the_sessions() {
    let lab = lab("quota-routes");
    assert_eq!(wrong(&lab).await, Vec::<String>::new());
    let mut prefixes = site(&lab).await;
    assert_eq!(prefixes.len(), 99);
    let network = crate::look::network(&lab).await;
    prefixes.push("172.16.0.0/24".into());
    lab.patch(&network, &json!({"site": prefixes}));
    assert_eq!(sessions(&lab).await, ["UP", "UP"]);
    prefixes.push("172.16.1.0/24".into());
    lab.patch(&network, &json!({"site": prefixes}));
    assert_eq!(sessions(&lab).await, ["DOWN", "DOWN"]);
}

/// What the customer's site announces, as Pureport's primary gateway sees it.
async fn site(lab: &Lab) -> Vec<String> {
    let connection = connection(lab).await.expect("a connection");
    let path = format!(
        "/gateways/{}/bgpRoutes",
        word(&connection["primaryGateway"]["id"])
    );
    let routes = lab.pureport("GET", &path, None).await;
    let inside = xml::list(&routes)
        .iter()
        .filter(|route| route["internal"] == true);
    inside
        .map(|route| word(&route["network"]).to_owned())
        .collect()
}

/// The state of both sessions at Pureport.
async fn sessions(lab: &Lab) -> [Value; 2] {
    let connection = connection(lab).await.expect("a connection");
    ["primaryGateway", "secondaryGateway"].map(|leg| connection[leg]["bgpConfig"]["state"].clone())
}
