use serde_json::{Value, json};

use super::*;

fn example() -> Value {
    json!({
        "id": "conn-T8E8JE6I7anrhXtxrkXPlw", "type": "AWS_DIRECT_CONNECT", "name": "n",
        "state": "ACTIVE", "speed": 50, "highAvailability": false,
        "network": {"id": "network-1", "href": "/networks/network-1", "title": "Net"},
        "location": {"href": "/locations/us-sea"},
        "awsAccountId": "248422234000", "cloudRegion": {"href": "/cloudRegions/aws-us-west-2"},
        "peering": {"type": "PRIVATE"}, "createdAt": "2020-08-14T15:40:32.000Z",
        "primaryGateway": {
            "id": "gw-1", "state": "ACTIVE", "remoteId": "dxcon-fgabc123", "vlan": 318,
            "bgpConfig": {
                "pureportASN": 394_351, "customerASN": 64512, "password": "canary-key",
                "pureportIP": "169.254.24.1/30", "customerIP": "169.254.24.2/30", "state": "UP",
            },
        },
    })
}

fn convert(value: Value) -> Option<Connection> {
    connection(serde_json::from_value(value).unwrap())
}

#[test]
fn the_customer_ip_is_amazons_end_and_the_pureport_ip_the_partners() {
    let legs = convert(example()).unwrap().legs;
    let leg = legs.first().unwrap();
    assert_eq!(leg.aws_ip, PeerAddress::reported("169.254.24.2/30"));
    assert_eq!(leg.partner_ip, PeerAddress::reported("169.254.24.1/30"));
    assert_eq!(leg.aws_asn, Some(Asn(64512)));
    assert_eq!(leg.partner_asn, Some(Asn::PUREPORT));
    assert_eq!(legs.len(), 1);
}

#[test]
fn a_connection_never_prints_its_bgp_key() {
    let printed = format!("{:?}", convert(example()).unwrap());
    assert!(!printed.contains("canary-key"), "{printed}");
}

#[test]
fn links_with_an_address_alone_are_enough() {
    let found = convert(example()).unwrap();
    assert_eq!(found.location, "us-sea");
    assert_eq!(found.region.as_str(), "us-west-2");
    assert_eq!(found.network_name, "Net");
    assert_eq!(found.created, Some(Timestamp(1_597_419_632_000)));
}

#[test]
fn a_state_of_another_time_means_not_ready_yet() {
    let mut value = example();
    value["state"] = "HIBERNATING".into();
    assert_eq!(convert(value).unwrap().state, ConnectionState::Provisioning);
}

#[test]
fn an_asn_left_to_the_default_stays_unknown() {
    assert_eq!(convert(example()).unwrap().ordered_asn, None);
}

#[test]
fn offers_of_unknown_speed_or_peering_are_left_out() {
    let said = |speed: u32, peering: &str| {
        let value = json!({
            "id": "x", "type": "AWS_DIRECT_CONNECT", "location": {"href": "/locations/us-sea"},
            "speed": speed, "peeringType": peering, "highAvailability": true,
            "billingPlans": [{"term": "HOURLY", "billingInterval": "MONTH", "amount": 4200.0}],
        });
        offer(serde_json::from_value(value).unwrap())
    };
    assert_eq!(
        said(50, "PRIVATE").unwrap().price.unwrap().amount_cents,
        4200
    );
    assert!(said(51, "PRIVATE").is_none());
    assert!(said(50, "SIDEWAYS").is_none());
}

#[test]
fn a_price_that_is_no_number_of_cents_is_no_price() {
    assert_eq!(cents(41.6), Some(42));
    for wrong in [-1.0, f64::NAN, f64::INFINITY, 1e18] {
        assert_eq!(cents(wrong), None, "{wrong}");
    }
}
