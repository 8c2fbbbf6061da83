//! Cloud Grade NAT.

use ipnet::Ipv4Net;
use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, order_with};

fn mappings(pairs: &[(&str, Option<&str>)]) -> Value {
    let mappings = pairs.iter().map(|(native, nat)| match nat {
        Some(nat) => json!({"nativeCidr": native, "natCidr": nat}),
        None => json!({"nativeCidr": native}),
    });
    json!({"nat": {"enabled": true, "mappings": mappings.collect::<Vec<_>>()}})
}

async fn nat(api: &Api, pairs: &[(&str, Option<&str>)]) -> Value {
    api.active(order_with(&mappings(pairs))).await.body["nat"].clone()
}

async fn refused(api: &Api, pairs: &[(&str, Option<&str>)], code: &str) {
    let answer = api.order(order_with(&mappings(pairs))).await;
    assert_eq!(answer.refusal(), (422, code), "{pairs:?}");
}

#[tokio::test]
async fn a_24_and_a_16_take_two_blocks_and_a_pnat_cidr() {
    let api = Api::new(Pace::Instant).await;
    let nat = nat(&api, &[("192.168.0.0/24", None), ("192.200.0.0/16", None)]).await;
    assert_eq!(
        nat,
        json!({
            "enabled": true,
            "blocks": ["100.64.0.0/16", "100.65.0.0/16"],
            "pnatCidr": "100.64.255.0/24",
            "mappings": [
                {"nativeCidr": "192.168.0.0/24", "natCidr": "100.64.0.0/24", "block": "100.64.0.0/16"},
                {"nativeCidr": "192.200.0.0/16", "natCidr": "100.65.0.0/16", "block": "100.65.0.0/16"},
            ],
        })
    );
}

#[tokio::test]
async fn nat_that_is_off_has_nothing() {
    let api = Api::new(Pace::Instant).await;
    let off = json!({"nat": {"enabled": false, "mappings": [{"nativeCidr": "10.0.0.0/24"}]}});
    let answer = api.active(order_with(&off)).await.body;
    assert_eq!(
        answer["nat"],
        json!({"enabled": false, "blocks": [], "mappings": []})
    );
}

#[tokio::test]
async fn every_mapping_keeps_its_length_lies_in_its_block_and_overlaps_nothing() {
    let api = Api::new(Pace::Instant).await;
    let natives: Vec<String> = (0..40_u8)
        .map(|at| format!("10.{at}.0.0/{}", 17 + at % 16))
        .chain(["192.168.0.0/16".to_owned()])
        .collect();
    let pairs: Vec<_> = natives
        .iter()
        .map(|native| (native.as_str(), None))
        .collect();
    let nat = nat(&api, &pairs).await;
    let net = |value: &Value| value.as_str().unwrap().parse::<Ipv4Net>().unwrap();
    let mut given = vec![net(&nat["pnatCidr"])];
    let pool: Ipv4Net = "100.64.0.0/10".parse().unwrap();
    for (mapping, native) in nat["mappings"].as_array().unwrap().iter().zip(&natives) {
        assert_eq!(mapping["nativeCidr"], *native);
        let (native, nat_cidr, block) = (
            net(&mapping["nativeCidr"]),
            net(&mapping["natCidr"]),
            net(&mapping["block"]),
        );
        assert_eq!(nat_cidr.prefix_len(), native.prefix_len());
        assert!(block.contains(&nat_cidr) && pool.contains(&block) && block.prefix_len() == 16);
        assert!(
            nat["blocks"]
                .as_array()
                .unwrap()
                .contains(&mapping["block"])
        );
        assert!(
            given
                .iter()
                .all(|other| !other.contains(&nat_cidr) && !nat_cidr.contains(other))
        );
        given.push(nat_cidr);
    }
    assert_eq!(given.len(), natives.len() + 1);
}

#[tokio::test]
async fn the_first_free_range_of_a_length_is_taken() {
    let api = Api::new(Pace::Instant).await;
    let wanted = [
        ("10.0.0.0/24", None),
        ("10.0.1.0/24", None),
        ("10.1.0.0/20", None),
        ("10.2.0.0/23", None),
    ];
    let nat = nat(&api, &wanted).await;
    let given: Vec<&Value> = nat["mappings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["natCidr"])
        .collect();
    assert_eq!(
        given,
        [
            "100.64.0.0/24",
            "100.64.1.0/24",
            "100.64.16.0/20",
            "100.64.2.0/23"
        ]
    );
}

#[tokio::test]
async fn connections_of_a_network_never_share_a_block() {
    let api = Api::new(Pace::Instant).await;
    let first = nat(&api, &[("10.0.0.0/24", None)]).await;
    let second = nat(&api, &[("10.0.0.0/24", None)]).await;
    assert_eq!(first["blocks"], json!(["100.64.0.0/16"]));
    assert_eq!(second["blocks"], json!(["100.65.0.0/16"]));
    refused(
        &api,
        &[("10.0.0.0/24", Some("100.64.9.0/24"))],
        "INVALID_NAT_CIDR_ALLOCATION",
    )
    .await;
}

#[tokio::test]
async fn a_nat_cidr_of_the_clients_own_is_taken_with_its_block() {
    let api = Api::new(Pace::Instant).await;
    let nat = nat(
        &api,
        &[
            ("10.0.0.0/24", Some("100.90.7.0/24")),
            ("10.0.1.0/24", None),
        ],
    )
    .await;
    assert_eq!(nat["blocks"], json!(["100.90.0.0/16"]));
    assert_eq!(nat["mappings"][0]["natCidr"], "100.90.7.0/24");
    assert_eq!(nat["mappings"][1]["natCidr"], "100.90.0.0/24");
}

#[tokio::test]
async fn overlaps_are_refused_on_either_side() {
    let api = Api::new(Pace::Instant).await;
    let native = "INVALID_NAT_OVERLAPPING_NATIVE_CIDRS";
    refused(
        &api,
        &[("10.0.0.0/16", None), ("10.0.3.0/24", None)],
        native,
    )
    .await;
    refused(
        &api,
        &[("10.0.3.0/24", None), ("10.0.3.0/24", None)],
        native,
    )
    .await;
    let wide = [
        ("10.0.0.0/23", Some("100.64.2.0/23")),
        ("10.9.0.0/24", Some("100.64.3.0/24")),
    ];
    refused(&api, &wide, "INVALID_NAT_OVERLAPPING_NAT_CIDRS").await;
}

#[tokio::test]
async fn a_nat_cidr_that_cannot_be_allocated_is_refused() {
    let api = Api::new(Pace::Instant).await;
    let code = "INVALID_NAT_CIDR_ALLOCATION";
    refused(&api, &[("10.0.0.0/8", None)], code).await;
    refused(&api, &[("10.0.0.0/24", Some("100.64.0.0/25"))], code).await;
    refused(&api, &[("10.0.0.0/24", Some("10.9.0.0/24"))], code).await;
    refused(&api, &[("10.0.0.0/24", Some("100.128.0.0/24"))], code).await;
}

#[tokio::test]
async fn what_is_no_cidr_is_no_mapping() {
    let api = Api::new(Pace::Instant).await;
    for native in ["10.0.0.1/24", "fd00::/64", "ten", ""] {
        refused(&api, &[(native, None)], "VALIDATION_ERROR").await;
    }
    refused(
        &api,
        &[("10.0.0.0/24", Some("100.64.0.1/24"))],
        "VALIDATION_ERROR",
    )
    .await;
    let many: Vec<String> = (0..1001)
        .map(|at| format!("10.{}.{}.0/24", at / 256, at % 256))
        .collect();
    let many: Vec<_> = many.iter().map(|native| (native.as_str(), None)).collect();
    refused(&api, &many, "VALIDATION_ERROR").await;
    let most = nat(&api, &many[..1000]).await;
    assert_eq!(most["blocks"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn a_network_has_64_blocks_and_gets_them_back() {
    let api = Api::new(Pace::Instant).await;
    let natives: Vec<String> = (0..63).map(|at| format!("10.{at}.0.0/16")).collect();
    let pairs: Vec<_> = natives
        .iter()
        .map(|native| (native.as_str(), None))
        .collect();
    let full = api.active(order_with(&mappings(&pairs))).await;
    assert_eq!(full.body["nat"]["blocks"].as_array().unwrap().len(), 64);
    let one_more = [("192.168.0.0/24", None)];
    refused(&api, &one_more, "INVALID_NAT_NO_MORE_AVAILABLE_BLOCKS").await;
    assert_eq!(
        api.delete(&format!("/connections/{}", full.id()))
            .await
            .status,
        200
    );
    assert_eq!(
        nat(&api, &one_more).await["blocks"],
        json!(["100.64.0.0/16"])
    );
}

#[tokio::test]
async fn an_update_keeps_what_is_mapped_and_gives_the_rest_back() {
    let api = Api::new(Pace::Instant).await;
    let before = api
        .active(order_with(&mappings(&[
            ("10.1.0.0/16", None),
            ("10.2.0.0/24", None),
        ])))
        .await;
    let path = format!("/connections/{}", before.id());
    let kept = before.body["nat"]["mappings"][1]["natCidr"]
        .as_str()
        .unwrap()
        .to_owned();
    let after = api
        .put(
            &path,
            order_with(&mappings(&[("10.2.0.0/24", Some(&kept))])),
        )
        .await
        .body;
    assert_eq!(after["nat"]["mappings"].as_array().unwrap().len(), 1);
    assert_eq!(after["nat"]["mappings"][0]["natCidr"], kept);
    assert_eq!(after["nat"]["pnatCidr"], before.body["nat"]["pnatCidr"]);
    assert_eq!(after["nat"]["blocks"], json!(["100.65.0.0/16"]));
}
