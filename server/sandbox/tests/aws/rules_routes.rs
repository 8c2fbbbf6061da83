//! Rules of the routes that an interface's session carries (aws.md §1.2).

use crate::{
    made::{interface_on, refused},
    order::Order,
    support::{Lab, WEST},
};
use serde_json::{Value, json};

/// A session that is up, with two routes in and one out.
async fn carried() -> (Order, String) {
    let order = Order::new().await;
    let interface = order.interface("primaryGateway", json!({})).await;
    order.reach(WEST, "payments").await;
    (order, interface)
}

async fn routes(lab: &Lab, interface: &str, filters: &Value) -> Vec<Value> {
    let input = json!({"virtualInterfaceId": interface, "filters": filters});
    let listed = lab.dx("ListVirtualInterfaceRoutes", input).await;
    let listed = listed.expect("a list");
    listed["routes"].as_array().expect("routes").clone()
}

#[tokio::test]
async fn routes_are_filtered_by_each_of_five_things() {
    let (order, interface) = carried().await;
    let leg = &order.connection["primaryGateway"]["bgpConfig"];
    let theirs = leg["pureportASN"].as_i64().expect("an ASN");
    let accepted = routes(
        &order.lab,
        &interface,
        &json!({"routeDirection": "accepted"}),
    )
    .await;
    let first = accepted[0]["cidr"].clone();
    for (filters, found) in [
        (json!(null), 3),
        (json!({}), 3),
        (json!({"routeDirection": "accepted"}), 2),
        (json!({"routeDirection": "advertised"}), 1),
        (json!({"addressFamily": "ipv4"}), 3),
        (json!({"addressFamily": "ipv6"}), 0),
        (json!({"cidrs": ["10.20.0.0/16"]}), 1),
        (json!({"cidrs": ["10.20.0.0/16", first]}), 2),
        (json!({"cidrs": ["10.0.0.0/8"]}), 0),
        (json!({"cidrs": []}), 3),
        (json!({"asPath": [theirs]}), 2),
        (json!({"asPath": [64_600]}), 1),
        (json!({"asPath": [theirs, 64_600]}), 0),
        (json!({"communities": ["7224:8100"]}), 1),
        (json!({"communities": ["7224:9999"]}), 0),
        (
            json!({"routeDirection": "accepted", "cidrs": ["10.20.0.0/16"]}),
            0,
        ),
    ] {
        let listed = routes(&order.lab, &interface, &filters).await;
        assert_eq!(listed.len(), found, "{filters}");
    }
}

#[tokio::test]
async fn a_route_says_where_it_comes_from_and_since_when() {
    let (order, interface) = carried().await;
    let advertised = json!({"routeDirection": "advertised"});
    let route = routes(&order.lab, &interface, &advertised).await[0].clone();
    assert_eq!(route["cidr"], "10.20.0.0/16");
    assert_eq!(route["addressFamily"], "ipv4");
    let path = json!([{"pathType": "seq", "path": [64_600]}]);
    assert_eq!(route["asPath"], path);
    assert_eq!(route["communities"], json!(["7224:8100"]));
    assert!(route["awsLogicalDeviceId"].is_string());
    let seconds = route["routeInstalledAt"].as_i64().expect("seconds");
    let now = order.lab.shared.lock().now / 1000;
    assert!((now - 60..=now).contains(&seconds), "{seconds} at {now}");
}

#[tokio::test]
async fn filters_out_of_form_are_refused() {
    let lab = Lab::new();
    let interface = interface_on(&lab, json!({})).await;
    let eleven: Vec<String> = (0..11).map(|at| format!("10.{at}.0.0/16")).collect();
    for (filters, text) in [
        (
            json!({"routeDirection": "sideways"}),
            "accepted or advertised",
        ),
        (json!({"addressFamily": "ipx"}), "ipv4 or ipv6"),
        (json!({"cidrs": eleven}), "At most 10"),
        (json!({"cidrs": ["10.0.0.0/33"]}), "not valid"),
    ] {
        let input = json!({"virtualInterfaceId": interface, "filters": filters});
        let said = refused(&lab, "ListVirtualInterfaceRoutes", input).await;
        assert!(said.contains(text), "{said}");
    }
    let said = refused(&lab, "ListVirtualInterfaceRoutes", json!({})).await;
    assert!(said.contains("must be specified"), "{said}");
}

#[tokio::test]
async fn routes_come_in_pages() {
    let (order, interface) = carried().await;
    let mut seen = vec![];
    let mut input = json!({"virtualInterfaceId": interface, "maxResults": 1});
    loop {
        let page = order.lab.dx("ListVirtualInterfaceRoutes", input.clone());
        let page = page.await.expect("a page");
        assert_eq!(page["virtualInterfaceId"], json!(interface));
        let routes = page["routes"].as_array().expect("routes");
        seen.extend(routes.iter().map(|route| route["cidr"].clone()));
        if page["nextToken"].is_null() {
            break;
        }
        input["nextToken"] = page["nextToken"].clone();
    }
    assert_eq!(seen.len(), 3);
    let all = routes(&order.lab, &interface, &json!({})).await;
    let all: Vec<_> = all.iter().map(|route| route["cidr"].clone()).collect();
    assert_eq!(seen, all);
}

#[tokio::test]
async fn an_interface_whose_session_is_down_carries_nothing() {
    let lab = Lab::new();
    let interface = interface_on(&lab, json!({})).await;
    assert_eq!(
        routes(&lab, &interface, &json!({})).await,
        Vec::<Value>::new()
    );
}
