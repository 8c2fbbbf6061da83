//! Pureport's end of the session with AWS, and what its gateways know of it.

use ipnet::Ipv4Net;
use sandbox::{Pace, pureport};
use serde_json::{Value, json};

use crate::support::{Answer, Api, order, order_with};

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// What the site behind "Acme production" has.
fn site(api: &Api) -> Vec<Ipv4Net> {
    let view = pureport::world_view(&api.shared.lock());
    let networks = view["networks"].as_array().unwrap().clone();
    let network = networks
        .iter()
        .find(|network| network["name"] == "Acme production")
        .unwrap();
    serde_json::from_value(network["site"].clone()).unwrap()
}

async fn routes(api: &Api, connection: &Answer) -> Vec<Value> {
    let path = format!(
        "{}/bgpRoutes",
        text(&connection.body["primaryGateway"]["href"])
    );
    api.get(&path).await.body.as_array().unwrap().clone()
}

#[tokio::test]
async fn a_site_has_two_prefixes_clear_of_the_seeded_vpcs() {
    let api = Api::new(Pace::Instant).await;
    let site = site(&api);
    let pools: [Ipv4Net; 2] = ["192.168.0.0/16", "172.16.0.0/12"].map(|net| net.parse().unwrap());
    assert_eq!(site.len(), 2);
    assert!(pools[0].contains(&site[0]) && pools[1].contains(&site[1]));
    let default_vpc: Ipv4Net = "172.31.0.0/16".parse().unwrap();
    assert!(!default_vpc.contains(&site[1]));
}

#[tokio::test]
async fn the_end_is_what_the_gateway_says() {
    let api = Api::new(Pace::Instant).await;
    let answer = api
        .active(order_with(&json!({"customerASN": 65_010})))
        .await
        .body;
    for leg in ["primaryGateway", "secondaryGateway"] {
        let (gateway, bgp) = (&answer[leg], &answer[leg]["bgpConfig"]);
        let end = pureport::bgp_end(&api.shared.lock(), text(&gateway["remoteId"])).unwrap();
        assert_eq!(u64::from(end.vlan), gateway["vlan"]);
        assert_eq!((end.pureport_asn, end.customer_asn), (394_351, 65_010));
        assert_eq!(end.pureport_ip, bgp["pureportIP"]);
        assert_eq!(end.customer_ip, bgp["customerIP"]);
        assert_eq!(end.password, bgp["password"]);
        assert_eq!(end.prefixes, site(&api));
        assert!(end.running);
        assert!(!format!("{end:?}").contains(&end.password));
    }
}

#[tokio::test]
async fn there_is_no_end_before_the_connection_is_active_or_after_it_is_gone() {
    let api = Api::frozen(Pace::Demo).await;
    let path = format!("/connections/{}", api.order(order()).await.id());
    api.advance(20);
    let remote = text(&api.get(&path).await.body["primaryGateway"]["remoteId"]).to_owned();
    assert!(pureport::bgp_end(&api.shared.lock(), &remote).is_some());
    assert!(pureport::bgp_end(&api.shared.lock(), "dxcon-unknown").is_none());
    api.delete(&path).await;
    assert!(pureport::bgp_end(&api.shared.lock(), &remote).is_some());
    api.advance(20);
    assert!(pureport::bgp_end(&api.shared.lock(), &remote).is_none());
}

#[tokio::test]
async fn a_session_is_pending_then_up_with_routes_then_down_without() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let gateway = &connection.body["primaryGateway"];
    let (remote, path) = (text(&gateway["remoteId"]), text(&gateway["href"]));
    let vpc: Ipv4Net = "10.20.0.0/16".parse().unwrap();
    assert_eq!(routes(&api, &connection).await.len(), 2);

    session(&api, remote, false, &[]);
    assert_eq!(api.get(path).await.body["bgpConfig"]["state"], "PENDING");

    session(&api, remote, true, &[(vpc, 64_512)]);
    assert_eq!(api.get(path).await.body["bgpConfig"]["state"], "UP");
    let known = routes(&api, &connection).await;
    assert_eq!(known.len(), 3);
    let learned = &known[2];
    assert_eq!(learned["network"], "10.20.0.0/16");
    assert_eq!(learned["path"], json!([64_512]));
    assert_eq!(
        format!("{}/30", text(&learned["nextHop"])),
        gateway["bgpConfig"]["customerIP"]
    );
    assert_eq!(learned["nextHopGateway"]["href"], path);
    assert_eq!(learned["internal"], false);

    session(&api, remote, false, &[]);
    assert_eq!(api.get(path).await.body["bgpConfig"]["state"], "DOWN");
    assert_eq!(routes(&api, &connection).await.len(), 2);
}

/// What the other end would report if there were an interface.
fn session(api: &Api, remote: &str, up: bool, learned: &[(Ipv4Net, u32)]) {
    pureport::set_bgp(&mut api.shared.lock(), remote, up, learned);
}

#[tokio::test]
async fn forwarding_has_the_peering_subnet_the_site_and_what_was_learned() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let gateway = &connection.body["primaryGateway"];
    let path = format!("{}/ipRoutes", text(&gateway["href"]));
    let before = api.get(&path).await.body;
    assert_eq!(before[0]["prefix"], gateway["bgpConfig"]["peeringSubnet"]);
    assert_eq!(
        (
            before[0]["directlyConnected"].clone(),
            before.as_array().unwrap().len()
        ),
        (json!(true), 3)
    );
}

#[tokio::test]
async fn a_stopped_gateway_is_down_and_knows_no_routes() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let gateway = &connection.body["primaryGateway"];
    assert!(api.patch(text(&gateway["id"]), &json!({"running": false})));
    assert_eq!(api.get(text(&gateway["href"])).await.state(), "DOWN");
    assert_eq!(routes(&api, &connection).await, Vec::<Value>::new());
    let end = pureport::bgp_end(&api.shared.lock(), text(&gateway["remoteId"])).unwrap();
    assert!(!end.running);
}

#[tokio::test]
async fn a_site_prefix_behind_nat_is_advertised_from_its_nat_cidr() {
    let api = Api::new(Pace::Instant).await;
    let site = site(&api);
    let native = Ipv4Net::new(site[0].addr(), 20).unwrap().trunc();
    let nat = json!({"nat": {"enabled": true, "mappings": [{"nativeCidr": native}]}});
    let connection = api.active(order_with(&nat)).await;
    let remote = text(&connection.body["primaryGateway"]["remoteId"]);
    let end = pureport::bgp_end(&api.shared.lock(), remote).unwrap();
    let mapped: Ipv4Net =
        serde_json::from_value(connection.body["nat"]["mappings"][0]["natCidr"].clone()).unwrap();
    assert!(mapped.contains(&end.prefixes[0]));
    assert_eq!(end.prefixes[0].prefix_len(), 24);
    let offset = |net: Ipv4Net, base: Ipv4Net| u32::from(net.addr()) - u32::from(base.addr());
    assert_eq!(offset(end.prefixes[0], mapped), offset(site[0], native));
    assert_eq!(end.prefixes[1], site[1]);
    assert_eq!(
        routes(&api, &connection).await[0]["network"],
        json!(end.prefixes[0])
    );
}

#[tokio::test]
async fn a_native_cidr_inside_a_site_prefix_is_advertised_beside_it() {
    let api = Api::new(Pace::Instant).await;
    let site = site(&api);
    let native = Ipv4Net::new(site[1].addr(), 28).unwrap();
    let nat = json!({"nat": {"enabled": true, "mappings": [{"nativeCidr": native}]}});
    let connection = api.active(order_with(&nat)).await;
    let end = pureport::bgp_end(
        &api.shared.lock(),
        text(&connection.body["primaryGateway"]["remoteId"]),
    );
    let mapped: Ipv4Net =
        serde_json::from_value(connection.body["nat"]["mappings"][0]["natCidr"].clone()).unwrap();
    assert_eq!(end.unwrap().prefixes, [site[0], site[1], mapped]);
}
