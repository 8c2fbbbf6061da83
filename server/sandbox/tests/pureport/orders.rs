//! Creating connections: what is echoed, what is refused.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, order, order_with};

#[tokio::test]
async fn an_order_is_answered_with_its_location_and_every_link() {
    let api = Api::frozen(Pace::Demo).await;
    let created = api.order(order()).await;
    assert_eq!(created.status, 201);
    let home = format!("/connections/{}", created.id());
    assert_eq!(created.headers["location"], home.as_str());
    assert_eq!(created.state(), "INITIALIZING");
    assert_eq!(created.body["peering"], json!({"type": "PRIVATE"}));
    assert_eq!(
        created.body["location"],
        json!({"id": "us-sea", "href": "/locations/us-sea", "title": "Seattle, WA"})
    );
    assert_eq!(created.body["network"]["title"], "Acme production");
    assert_eq!(
        created.body["nat"],
        json!({"enabled": false, "blocks": [], "mappings": []})
    );
    assert_eq!(
        created.body["billingPlan"]["id"],
        "plan-awsdx-private-50-ha-hourly"
    );
    let random = created.id().strip_prefix("conn-").unwrap().len();
    assert_eq!(random, 22);
}

#[tokio::test]
async fn what_was_not_ordered_is_not_filled_in() {
    let api = Api::new(Pace::Instant).await;
    let answer = api.active(order()).await.body;
    for field in [
        "customerASN",
        "description",
        "bfd",
        "primaryVlan",
        "advertiseInternalRoutes",
        "errorCode",
    ] {
        assert_eq!(answer.get(field), None, "{field}");
    }
    for field in [
        "customerNetworks",
        "cloudServices",
        "cloudServicesPrefixWhitelist",
    ] {
        assert_eq!(answer[field], json!([]), "{field}");
    }
    assert_eq!(answer["tags"], json!({}));
    assert_eq!(answer["primaryGateway"]["bgpConfig"]["customerASN"], 64512);
}

#[tokio::test]
async fn what_was_ordered_is_echoed_in_order() {
    let api = Api::new(Pace::Instant).await;
    let fields = json!({
        "description": "to payments",
        "customerASN": 65_010,
        "customerNetworks": [{"name": "z", "address": "10.20.0.0/16"}, {"address": "10.3.0.1/32"}],
        "tags": {"ticket": "42"},
        "bfd": {"detectMultiplier": 3, "receiveInterval": 300},
        "bgpMaximumPrefix": 100,
        "advertiseInternalRoutes": true,
    });
    let answer = api.active(order_with(&fields)).await.body;
    for (name, value) in fields.as_object().unwrap() {
        assert_eq!(answer[name], *value);
    }
    assert_eq!(
        answer["secondaryGateway"]["bgpConfig"]["customerASN"],
        65_010
    );
}

#[tokio::test]
async fn either_way_to_name_the_region_is_taken_and_both_are_echoed() {
    let api = Api::new(Pace::Instant).await;
    let link = json!({"href": "/cloudRegions/aws-us-west-2"});
    for fields in [
        json!({"cloudRegion": link}),
        json!({"awsRegion": null, "cloudRegion": link}),
        json!({}),
    ] {
        let answer = api.active(order_with(&fields)).await.body;
        assert_eq!(answer["awsRegion"], "us-west-2");
        assert_eq!(answer["cloudRegion"]["id"], "aws-us-west-2");
    }
}

async fn refused(api: &Api, fields: Value, code: &str) {
    let answer = api.order(order_with(&fields)).await;
    let status = if code == "JSON_PROCESSING_ERROR" {
        400
    } else {
        422
    };
    assert_eq!(answer.refusal(), (status, code), "{fields}");
}

#[tokio::test]
async fn a_required_field_that_is_missing_is_named() {
    let api = Api::new(Pace::Instant).await;
    for field in [
        "name",
        "speed",
        "highAvailability",
        "billingTerm",
        "location",
        "awsAccountId",
        "awsRegion",
    ] {
        let answer = api.order(order_with(&json!({field: null}))).await;
        assert_eq!(answer.refusal(), (422, "VALIDATION_ERROR"), "{field}");
        assert!(
            answer.body["message"].as_str().unwrap().contains(field),
            "{field}"
        );
    }
}

#[tokio::test]
async fn an_order_that_the_schema_forbids_is_refused() {
    let api = Api::new(Pace::Instant).await;
    for fields in [
        json!({"name": ""}),
        json!({"name": "n".repeat(65)}),
        json!({"description": "d".repeat(1025)}),
        json!({"speed": 75}),
        json!({"speed": -50}),
        json!({"billingTerm": "WEEKLY"}),
        json!({"awsAccountId": "12345678901"}),
        json!({"awsAccountId": "1234 5678 9012"}),
        json!({"awsAccountId": "१२३४५६७८९०१२"}),
        json!({"peering": {}}),
        json!({"peering": {"type": "SECRET"}}),
        json!({"bfd": {"detectMultiplier": 1}}),
        json!({"bgpMaximumPrefix": 9}),
        json!({"bgpAlertPercent": 101}),
        json!({"bgpRestartInterval": 0}),
        json!({"bgpPasswordConfiguration": {"enabled": true, "primaryBGPPassword": "abc"}}),
        json!({"peering": {"type": "PRIVATE", "primaryPureportBgpIP": "169.254.1.1/30"}}),
        json!({"id": "a/b"}),
        json!({"id": "i".repeat(65)}),
    ] {
        refused(&api, fields, "VALIDATION_ERROR").await;
    }
}

#[tokio::test]
async fn a_body_of_the_wrong_types_is_no_order_and_is_not_repeated() {
    let api = Api::new(Pace::Instant).await;
    refused(
        &api,
        json!({"customerASN": "text"}),
        "JSON_PROCESSING_ERROR",
    )
    .await;
    refused(&api, json!({"speed": 1.5}), "JSON_PROCESSING_ERROR").await;
    let secret = json!({"bgpPasswordConfiguration": "correct-horse"});
    let answer = api.order(order_with(&secret)).await;
    assert_eq!(answer.refusal(), (400, "JSON_PROCESSING_ERROR"));
    assert!(!answer.body.to_string().contains("horse"));
}

#[tokio::test]
async fn a_link_to_nothing_is_refused() {
    let api = Api::new(Pace::Instant).await;
    for fields in [
        json!({"location": {"href": "/locations/us-ral"}}),
        json!({"location": {"href": "us-sea"}}),
        json!({"location": {}}),
        json!({"cloudRegion": {"href": "/cloudRegions/aws-mars-1"}}),
        json!({"cloudServices": [{"href": "/cloudServices/aws-ec2-us-west-2"}]}),
        json!({"network": {"href": "/networks/network-other"}}),
    ] {
        refused(&api, fields, "INVALID_LINK").await;
    }
}

#[tokio::test]
async fn a_region_that_aws_has_not_or_that_is_named_twice_is_refused() {
    let api = Api::new(Pace::Instant).await;
    refused(&api, json!({"awsRegion": "mars-1"}), "INVALID_AWS_REGION").await;
    let both = json!({"cloudRegion": {"href": "/cloudRegions/aws-us-east-1"}});
    refused(&api, both, "INVALID_AWS_REGION").await;
}

#[tokio::test]
async fn only_what_the_catalogue_has_can_be_ordered() {
    let api = Api::new(Pace::Instant).await;
    for fields in [
        json!({"awsRegion": "us-east-1"}),
        json!({"location": {"href": "/locations/us-dal"}}),
        json!({"speed": 2000}),
        json!({"type": "AZURE_EXPRESS_ROUTE"}),
        json!({"type": null}),
    ] {
        refused(&api, fields, "CONNECTION_CONFIGURATION_NOT_SUPPORTED").await;
    }
}

#[tokio::test]
async fn reserved_asns_are_refused_and_others_taken() {
    let api = Api::new(Pace::Instant).await;
    for asn in [
        0_i64,
        -1,
        23_456,
        64_496,
        64_511,
        65_535,
        65_551,
        394_351,
        4_294_967_295,
        4_294_967_296,
    ] {
        refused(&api, json!({"customerASN": asn}), "INVALID_CUSTOMER_ASN").await;
    }
    for asn in [1_i64, 7_224, 64_512, 65_534, 4_200_000_000, 4_294_967_294] {
        let answer = api.active(order_with(&json!({"customerASN": asn}))).await;
        assert_eq!(answer.body["customerASN"], asn);
    }
}

#[tokio::test]
async fn customer_networks_are_ipv4_cidrs_without_host_bits_each_once() {
    let api = Api::new(Pace::Instant).await;
    for address in [
        "10.0.0.1/16",
        "300.0.0.0/8",
        "10.0.0.0/33",
        "10.0.0.0",
        "2001:db8::/32",
        "",
    ] {
        refused(
            &api,
            json!({"customerNetworks": [{"address": address}]}),
            "VALIDATION_ERROR",
        )
        .await;
    }
    refused(
        &api,
        json!({"customerNetworks": [{"name": "no address"}]}),
        "VALIDATION_ERROR",
    )
    .await;
    let twice = json!({"customerNetworks": [{"address": "10.0.0.0/8"}, {"address": "10.0.0.0/8", "name": "b"}]});
    refused(&api, twice, "VALIDATION_ERROR").await;
    api.active(order_with(
        &json!({"customerNetworks": [{"address": "10.0.0.0/8"}]}),
    ))
    .await;
}

#[tokio::test]
async fn an_id_of_the_clients_own_makes_a_repeated_order_a_conflict() {
    let api = Api::new(Pace::Instant).await;
    let mine = order_with(&json!({"id": "conn-AAAAAAAAAAAAAAAAAAAAAA"}));
    let first = api.order(mine.clone()).await;
    assert_eq!(
        (first.status, first.id().as_str()),
        (201, "conn-AAAAAAAAAAAAAAAAAAAAAA")
    );
    assert_eq!(api.order(mine).await.refusal(), (409, "CONFLICT"));
    let network = api.network().await;
    let all = api
        .get(&format!("/networks/{network}/connections"))
        .await
        .body;
    assert_eq!(all.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn connection_names_need_not_be_unique() {
    let api = Api::new(Pace::Instant).await;
    api.active(order()).await;
    api.active(order()).await;
    let account = api.account().await;
    let all = api
        .get(&format!("/accounts/{account}/connections"))
        .await
        .body;
    assert_eq!(all.as_array().unwrap().len(), 2);
}

/// The VLAN that an order without a wish is given while another waits with a wish of its own.
async fn vlan_beside(asked: u16) -> u64 {
    let api = Api::frozen(Pace::Demo).await;
    let free = api.order(order()).await;
    let wish = json!({"primaryVlan": asked, "name": "with a wish"});
    assert_eq!(api.order(order_with(&wish)).await.status, 201);
    api.advance(60);
    let answer = api.get(&format!("/connections/{}", free.id())).await;
    answer.body["primaryGateway"]["vlan"].as_u64().unwrap()
}

#[tokio::test]
async fn a_vlan_that_somebody_asked_for_is_not_given_to_another_order() {
    // The same world twice: the second time the wish is for what the first order would be given.
    let given = vlan_beside(4_094).await;
    let other = vlan_beside(u16::try_from(given).unwrap()).await;
    assert_ne!(other, given);
}

#[tokio::test]
async fn a_vlan_that_is_asked_for_is_given_once() {
    let api = Api::new(Pace::Instant).await;
    let asked = json!({"primaryVlan": 318, "secondaryVlan": 319});
    let answer = api.active(order_with(&asked)).await.body;
    assert_eq!(answer["primaryGateway"]["vlan"], 318);
    assert_eq!(answer["secondaryGateway"]["vlan"], 319);
    assert_eq!(answer["primaryVlan"], 318);
    refused(&api, asked, "VLAN_IN_USE").await;
    refused(&api, json!({"primaryVlan": 0}), "INVALID_VLAN_RANGE").await;
    refused(&api, json!({"primaryVlan": 4095}), "INVALID_VLAN_RANGE").await;
}

#[tokio::test]
async fn a_configuration_that_is_pending_or_sold_out_is_refused() {
    let api = Api::new(Pace::Instant).await;
    let offer = "us-sea-awsdx-private-50-ha";
    assert!(api.patch(offer, &json!({"pending": true})));
    refused(&api, json!({}), "SUPPORTED_CONNECTION_IS_PENDING").await;
    assert_eq!(
        api.get(&format!("/supportedConnections/{offer}"))
            .await
            .body["pending"],
        true
    );
    assert!(api.patch(offer, &json!({"pending": false, "outOfCapacity": true})));
    assert_eq!(
        api.order(order()).await.refusal(),
        (503, "INSUFFICIENT_CAPACITY")
    );
}

#[tokio::test]
async fn transit_and_public_connections_can_be_ordered_too() {
    let api = Api::new(Pace::Instant).await;
    let transit = json!({"peering": {"type": "TRANSIT"}, "customerASN": 64_513});
    let answer = api.active(order_with(&transit)).await.body;
    for leg in ["primaryGateway", "secondaryGateway"] {
        let bgp = &answer[leg]["bgpConfig"];
        assert_eq!(bgp["customerASN"], 64_513);
        let subnet = bgp["peeringSubnet"].as_str().unwrap();
        assert!(subnet.starts_with("169.254.") && subnet.ends_with("/30"));
        assert_eq!(bgp.get("publicNatIp"), None);
    }
    let public = json!({
        "peering": {"type": "PUBLIC"},
        "cloudServices": [{"href": "/cloudServices/aws-s3-us-west-2"}],
        "cloudServicesPrefixWhitelist": ["52.218.128.0/17"],
    });
    let answer = api.active(order_with(&public)).await.body;
    assert_eq!(answer["cloudServices"][0]["title"], "AWS S3 us-west-2");
    let bgp = &answer["primaryGateway"]["bgpConfig"];
    assert_eq!(bgp["customerASN"], 7_224);
    assert_eq!(bgp["publicNatIp"], "");
    assert!(bgp["pureportIP"].as_str().unwrap().starts_with("45."));
    let bad = json!({"cloudServicesPrefixWhitelist": ["everything"]});
    refused(&api, bad, "INVALID_WHITELIST_PREFIXES").await;
}
