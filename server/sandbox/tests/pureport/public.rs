//! Public peering: what its gateways have, announce and take.

use ipnet::Ipv4Net;
use sandbox::{Pace, pureport};
use serde_json::{Value, json};

use crate::support::{Api, order_with};

const LEGS: [&str; 2] = ["primaryGateway", "secondaryGateway"];

fn public(change: &Value) -> Value {
    let mut order = order_with(&json!({
        "peering": {"type": "PUBLIC"},
        "cloudServices": [{"href": "/cloudServices/aws-s3-us-west-2"}],
    }));
    for (name, value) in change.as_object().unwrap() {
        order[name] = value.clone();
    }
    order
}

fn net(value: &Value) -> Ipv4Net {
    value.as_str().unwrap().parse().unwrap()
}

#[tokio::test]
async fn each_leg_has_two_addresses_of_the_public_pool_and_amazons_asn() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(public(&json!({"customerASN": 64_513}))).await;
    let pool: Ipv4Net = "45.42.0.0/16".parse().unwrap();
    let mut subnets = vec![];
    for leg in LEGS {
        let bgp = &connection.body[leg]["bgpConfig"];
        let subnet = net(&bgp["peeringSubnet"]);
        assert!(pool.contains(&subnet) && subnet.prefix_len() == 31);
        for side in ["pureportIP", "customerIP"] {
            assert_eq!(net(&bgp[side]).trunc(), subnet, "{side}");
        }
        assert_ne!(bgp["pureportIP"], bgp["customerIP"]);
        assert_eq!(bgp["customerASN"], 7_224, "whatever was ordered");
        assert_eq!(bgp["publicNatIp"], "");
        subnets.push(subnet);
    }
    assert_ne!(subnets[0], subnets[1]);
}

#[tokio::test]
async fn a_public_leg_announces_its_own_subnet_and_the_customers_public_networks() {
    let api = Api::new(Pace::Instant).await;
    let networks = json!([
        {"address": "203.0.113.0/24", "name": "ours"}, {"address": "10.1.0.0/16"},
        {"address": "100.64.0.0/16"},
    ]);
    let order = public(&json!({"customerNetworks": networks}));
    let connection = api.active(order).await;
    for leg in LEGS {
        let gateway = &connection.body[leg];
        let subnet = net(&gateway["bgpConfig"]["peeringSubnet"]);
        let end = pureport::bgp_end(&api.shared.lock(), gateway["remoteId"].as_str().unwrap());
        let ours: Ipv4Net = "203.0.113.0/24".parse().unwrap();
        assert_eq!(end.unwrap().prefixes, [subnet, ours]);
        let path = format!("{}/bgpRoutes", gateway["href"].as_str().unwrap());
        let known = api.get(&path).await.body;
        assert_eq!(
            (&known[0]["network"], &known[0]["path"]),
            (&json!(subnet), &json!([]))
        );
        assert_eq!(known[1]["path"], json!([65_010]), "the site's");
    }
}

#[tokio::test]
async fn of_what_aws_announces_the_chosen_services_are_taken() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(public(&json!({}))).await;
    let gateway = &connection.body["primaryGateway"];
    let (remote, href) = (
        gateway["remoteId"].as_str().unwrap(),
        gateway["href"].as_str().unwrap(),
    );
    let prefixes = ["52.218.128.0/17", "52.94.10.0/24", "52.219.20.0/22"];
    let learned: Vec<(Ipv4Net, u32)> = prefixes
        .iter()
        .map(|cidr| (cidr.parse().unwrap(), 7_224))
        .collect();
    pureport::set_bgp(&mut api.shared.lock(), remote, true, &learned);
    let external = async || {
        let known = api.get(&format!("{href}/bgpRoutes")).await.body;
        let routes = known.as_array().unwrap().iter();
        let routes = routes.filter(|one| one["internal"] == false);
        let networks: Vec<Value> = routes.map(|one| one["network"].clone()).collect();
        json!(networks)
    };
    assert_eq!(external().await, json!(["52.218.128.0/17"]));
    let forwarding = api.get(&format!("{href}/ipRoutes")).await.body;
    let of_aws = forwarding.as_array().unwrap().iter();
    let of_aws = of_aws.filter(|one| one["distance"] == 20).count();
    assert_eq!(of_aws, 1);

    // Other services are other routes at once.
    let more = json!({"cloudServices": [
        {"href": "/cloudServices/aws-dynamodb-us-west-2"}, {"href": "/cloudServices/aws-s3-us-west-1"},
    ]});
    let path = format!("/connections/{}", connection.id());
    assert_eq!(api.put(&path, public(&more)).await.status, 200);
    assert_eq!(external().await, json!(["52.94.10.0/24", "52.219.20.0/22"]));
}

#[tokio::test]
async fn an_order_fails_when_the_public_pool_is_used_up() {
    let api = Api::new(Pace::Instant).await;
    let first = api.active(public(&json!({}))).await;
    let gateway = first.body["primaryGateway"]["id"].as_str().unwrap();
    let all = json!({"circuit": {"peeringSubnet": "45.42.0.0/16"}});
    assert!(api.patch(gateway, &all));
    let second = api.order(public(&json!({}))).await;
    let failed = api.get(&format!("/connections/{}", second.id())).await;
    assert_eq!(failed.state(), "FAILED_TO_PROVISION");
    assert_eq!(
        failed.body["errorCode"],
        "NO_MORE_PUBLIC_PEERING_SUBNETS_AVAILABLE"
    );
}
