//! Public interfaces: verified first, then everything that AWS serves the public.

use crate::{
    made::{MINUTE, accepted, freeze, gateway, refused, state, wait},
    metrics::{Running, is},
    order::{Order, down, id_of, up},
    support::{Lab, Refusal},
};
use sandbox::Pace;
use serde_json::{Value, json};

const CREATE: &str = "CreatePublicVirtualInterface";

fn new(change: Value) -> Value {
    let mut new = json!({
        "virtualInterfaceName": "test", "vlan": 312, "asnLong": 394_351,
        "amazonAddress": "203.0.113.1/30", "customerAddress": "203.0.113.2/30",
        "routeFilterPrefixes": [{"cidr": "203.0.113.0/24"}],
    });
    for (name, value) in change.as_object().expect("members") {
        new[name] = value.clone();
    }
    new
}

/// What the refusal of an interface with these changes says.
async fn said(change: Value) -> String {
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let input = json!({"connectionId": connection, "newPublicVirtualInterface": new(change)});
    refused(&lab, CREATE, input).await
}

/// An order of public peering with two cloud services, and its primary interface, which names what
/// the leg announces.
async fn ordered(change: Value) -> (Order, Result<Value, Refusal>) {
    let services = ["aws-s3-us-west-2", "aws-dynamodb-us-east-1"];
    let services: Value = services
        .iter()
        .map(|id| json!({"href": format!("/cloudServices/{id}")}))
        .collect();
    let mut asked = json!({"peering": {"type": "PUBLIC"}, "cloudServices": services});
    for (name, value) in change.as_object().expect("members") {
        asked[name] = value.clone();
    }
    let order = Order::with(asked).await;
    let subnet = order.connection["primaryGateway"]["bgpConfig"]["peeringSubnet"].clone();
    let named = json!({"routeFilterPrefixes": [{"cidr": subnet}]});
    let made = order.try_interface("Public", "primaryGateway", named).await;
    (order, made)
}

async fn up_and_running(change: Value) -> (Order, String) {
    let (order, made) = ordered(change).await;
    let interface = id_of(&made.expect("made"));
    assert_eq!(order.status(&interface).await, up());
    (order, interface)
}

#[tokio::test]
async fn a_public_interface_is_verified_before_it_is_ready() {
    let lab = Lab::at(Pace::Demo);
    freeze(&lab);
    let connection = accepted(&lab).await;
    wait(&lab, 10);
    let input = json!({"connectionId": connection, "newPublicVirtualInterface": new(json!({}))});
    let made = lab.dx(CREATE, input).await.expect("made");
    assert_eq!(made["virtualInterfaceState"], "verifying");
    assert_eq!(made["bgpPeers"][0]["bgpPeerState"], "verifying");
    let id = id_of(&made);
    wait(&lab, 6);
    assert_eq!(state(&lab, &id).await, "pending");
    wait(&lab, 3);
    assert_eq!(state(&lab, &id).await, "down");
    let input = json!({"virtualInterfaceId": id});
    lab.dx("DeleteVirtualInterface", input)
        .await
        .expect("deleting");
    wait(&lab, 3);
    assert_eq!(state(&lab, &id).await, "deleted");
    wait(&lab, 15 * MINUTE);
    assert_eq!(state(&lab, &id).await, Value::Null);
}

#[tokio::test]
async fn an_interface_that_leaves_while_it_is_verified_does_not_come_back() {
    let lab = Lab::at(Pace::Demo);
    freeze(&lab);
    let connection = accepted(&lab).await;
    wait(&lab, 10);
    let input = json!({"connectionId": connection, "newPublicVirtualInterface": new(json!({}))});
    let id = id_of(&lab.dx(CREATE, input).await.expect("made"));
    lab.dx("DeleteVirtualInterface", json!({"virtualInterfaceId": id}))
        .await
        .expect("deleting");
    wait(&lab, 60);
    assert_eq!(state(&lab, &id).await, "deleted");
}

#[tokio::test]
async fn a_public_interface_is_on_no_gateway_and_has_amazons_asn() {
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let change =
        json!({"routeFilterPrefixes": [{"cidr": "203.0.113.7/24"}, {"cidr": "198.51.100.9/32"}]});
    let input = json!({"connectionId": connection, "newPublicVirtualInterface": new(change)});
    let made = lab.dx(CREATE, input).await.expect("made");
    for (member, value) in [
        ("virtualInterfaceType", json!("public")),
        ("amazonSideAsn", json!(7224)),
        ("mtu", json!(1500)),
        ("virtualGatewayId", json!("")),
        ("directConnectGatewayId", Value::Null),
        (
            "routeFilterPrefixes",
            json!([{"cidr": "203.0.113.0/24"}, {"cidr": "198.51.100.9/32"}]),
        ),
    ] {
        assert_eq!(made[member], value, "{member}");
    }
    assert!((6..=80).contains(&made["authKey"].as_str().expect("always a key").len()));
    let config = made["customerRouterConfig"].as_str().expect("XML");
    assert!(config.contains("<connection_type>public</connection_type>"));
    let asked = json!({"virtualInterfaceId": made["virtualInterfaceId"]});
    let listed = lab
        .dx("DescribeDirectConnectGatewayAttachments", asked)
        .await
        .expect("a list");
    assert_eq!(listed["directConnectGatewayAttachments"], json!([]));
}

#[tokio::test]
async fn the_addresses_of_a_public_interface_are_public_and_given() {
    for (amazon, customer, text) in [
        (
            "10.1.0.1/30",
            "10.1.0.2/30",
            "Amazon Address is not allowed to contain a private IP",
        ),
        (
            "169.254.9.1/30",
            "169.254.9.2/30",
            "Amazon Address is not allowed to contain a private IP",
        ),
        (
            "203.0.113.1/30",
            "192.168.0.2/30",
            "Customer Address is not allowed to contain a private IP",
        ),
        (
            "203.0.113.1/30",
            "203.0.113.6/30",
            "Amazon Address and Customer Address must be in the same CIDR",
        ),
        (
            "203.0.113.0/30",
            "203.0.113.2/30",
            "Amazon Address is address 0 on its subnet.",
        ),
        (
            "203.0.113.3/30",
            "203.0.113.2/30",
            "Amazon Address is the broadcast address on its subnet.",
        ),
        ("203.0.113.1/30", "", "must be specified together"),
        ("", "", "must be specified for a public virtual interface"),
    ] {
        let change = json!({"amazonAddress": amazon, "customerAddress": customer});
        let said = said(change).await;
        assert!(said.contains(text), "{amazon} {customer}: {said}");
    }
}

#[tokio::test]
async fn a_public_interface_names_one_to_a_thousand_public_prefixes() {
    let cidrs = |count: u32| -> Value {
        let net = |at: u32| json!({"cidr": format!("198.{}.{}.0/24", 20 + at / 256, at % 256)});
        (0..count).map(net).collect()
    };
    for (prefixes, text) in [
        (json!(null), "1 to 1000"),
        (json!([]), "1 to 1000"),
        (cidrs(1_001), "1 to 1000"),
        (json!([{"cidr": "0.0.0.0/0"}]), "is not a valid CIDR"),
        (json!([{"cidr": "everything"}]), "is not a valid CIDR"),
        (json!([{}]), "is not a valid CIDR"),
        (json!([{"cidr": "192.168.3.0/24"}]), "private IP"),
        (json!([{"cidr": "8.0.0.0/6"}]), "private IP"),
    ] {
        let shown = prefixes.to_string();
        let said = said(json!({"routeFilterPrefixes": prefixes})).await;
        assert!(said.contains(text), "{shown:.60}: {said}");
    }
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let most = new(json!({"routeFilterPrefixes": cidrs(1_000)}));
    let input = json!({"connectionId": connection, "newPublicVirtualInterface": most});
    lab.dx(CREATE, input).await.expect("as many as may be");
}

#[tokio::test]
async fn what_only_other_interfaces_have_is_not_a_public_ones() {
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let dxgw = gateway(&lab, json!(64_600)).await.expect("made");
    // Unknown members are ignored, as with all of Direct Connect's operations.
    let change = json!({"directConnectGatewayId": dxgw, "mtu": 8500});
    let input = json!({"connectionId": connection, "newPublicVirtualInterface": new(change)});
    let made = lab.dx(CREATE, input).await.expect("made");
    assert_eq!(
        (&made["mtu"], &made["directConnectGatewayId"]),
        (&json!(1500), &Value::Null)
    );
    let id = &made["virtualInterfaceId"];
    for (change, text) in [
        (json!({"mtu": 8500}), "MTU 8500 is not valid"),
        (json!({"enableSiteLink": true}), "SiteLink needs"),
    ] {
        let mut input = change;
        input["virtualInterfaceId"] = id.clone();
        let said = refused(&lab, "UpdateVirtualInterfaceAttributes", input).await;
        assert!(said.contains(text), "{said}");
    }
}

#[tokio::test]
async fn aws_takes_only_what_was_named_and_announces_all_that_it_serves() {
    let networks = json!([{"address": "203.0.113.0/24"}, {"address": "10.5.0.0/16"}]);
    let (order, interface) = up_and_running(json!({"customerNetworks": networks})).await;
    let leg = &order.connection["primaryGateway"];
    let accepted = order.routes(&interface, "accepted").await;
    assert_eq!(accepted, [leg["bgpConfig"]["peeringSubnet"].clone()]);
    let input =
        json!({"virtualInterfaceId": interface, "filters": {"routeDirection": "advertised"}});
    let listed = order.lab.dx("ListVirtualInterfaceRoutes", input).await;
    let listed = listed.expect("a list")["routes"].clone();
    let routes = listed.as_array().expect("routes");
    assert_eq!(routes.len(), 8);
    for route in routes {
        assert_eq!(route["asPath"][0]["path"], json!([7224]), "{route}");
        let near = ["52.94.10.0/24", "52.218.128.0/17"];
        let near = near.iter().any(|cidr| route["cidr"] == *cidr);
        let community = if near { "7224:8100" } else { "7224:8200" };
        assert_eq!(route["communities"], json!([community]), "{route}");
    }

    let named = json!([{"cidr": leg["bgpConfig"]["peeringSubnet"]}, {"cidr": "203.0.0.0/16"}]);
    let filters: Value = named
        .as_array()
        .expect("two")
        .iter()
        .map(|one| one["cidr"].clone())
        .collect();
    order
        .lab
        .patch(&interface, &json!({"routeFilterPrefixes": filters}));
    let accepted = order.routes(&interface, "accepted").await;
    assert_eq!(accepted.len(), 2);
    assert!(
        accepted.contains(&json!("203.0.113.0/24")),
        "a part of what was named"
    );
}

#[tokio::test]
async fn pureport_takes_the_prefixes_of_the_chosen_services() {
    for (change, expected) in [
        (json!({}), vec!["52.94.0.0/22", "52.218.128.0/17"]),
        (
            json!({"cloudServicesPrefixWhitelist": ["52.218.0.0/16"]}),
            vec!["52.218.128.0/17"],
        ),
        (json!({"cloudServices": []}), vec![]),
    ] {
        let (order, _) = up_and_running(change.clone()).await;
        let leg = order.connection["primaryGateway"]["href"].as_str();
        let path = format!("{}/bgpRoutes", leg.expect("a gateway"));
        let known = order.lab.pureport("GET", &path, None).await;
        let of_aws = known.as_array().expect("routes").iter();
        let of_aws: Vec<_> = of_aws
            .filter(|one| one["internal"] == false)
            .map(|one| one["network"].as_str().expect("a CIDR"))
            .collect();
        assert_eq!(of_aws, expected, "{change}");
    }
}

#[tokio::test]
async fn a_public_session_takes_more_than_a_hundred_prefixes() {
    let networks: Value = (0..150)
        .map(|at| json!({"address": format!("198.20.{at}.0/24")}))
        .collect();
    let (order, interface) = up_and_running(json!({"customerNetworks": networks})).await;
    let everything = json!({"routeFilterPrefixes": ["198.20.0.0/16", "45.42.0.0/16"]});
    order.lab.patch(&interface, &everything);
    let input = json!({"virtualInterfaceId": interface, "maxResults": 100});
    let page = order.lab.dx("ListVirtualInterfaceRoutes", input).await;
    assert!(page.expect("a page")["nextToken"].is_string());
    assert_eq!(order.status(&interface).await, up());
}

#[tokio::test]
async fn a_public_session_needs_what_pureports_gateway_says() {
    for change in [
        json!({"authKey": "another-key"}),
        json!({"asnLong": 65_001}),
        json!({"amazonAddress": "203.0.113.1/30", "customerAddress": "203.0.113.2/30"}),
    ] {
        let order = Order::with(json!({"peering": {"type": "PUBLIC"}})).await;
        let mut new = change.clone();
        new["routeFilterPrefixes"] = json!([{"cidr": "45.42.0.0/16"}]);
        let made = order.try_interface("Public", "primaryGateway", new).await;
        let interface = id_of(&made.expect("made"));
        assert_eq!(order.status(&interface).await, down(), "{change}");
    }
}

#[tokio::test]
async fn traffic_flows_while_a_public_session_carries_something() {
    let (order, interface) = up_and_running(json!({})).await;
    let it = Running::on(order, interface);
    it.wait(600);
    assert!(it.newest("VirtualInterfaceBpsEgress").await > 0.0);
    let none = json!({"routeFilterPrefixes": ["203.0.113.0/24"]});
    it.order.lab.patch(&it.interface, &none);
    it.wait(600);
    assert!(is(it.newest("VirtualInterfaceBpsEgress").await, 0.0));
    assert!(is(it.newest("VirtualInterfaceBgpStatus").await, 1.0));
}
