//! The seeded world, as it is stored.

use crate::support::Lab;
use serde_json::json;

#[tokio::test]
async fn the_seeded_world_is_the_documented_one() {
    let lab = Lab::new();
    let world = lab.world();
    for (name, cidrs) in [
        ("payments", json!(["10.20.0.0/16"])),
        ("analytics", json!(["10.30.0.0/16"])),
        ("lab", json!(["10.20.128.0/17"])),
        ("twin", json!(["10.22.0.0/16", "10.23.0.0/16"])),
        ("payments-dr", json!(["10.21.0.0/16"])),
        ("old-dr", json!(["10.20.0.0/16"])),
    ] {
        assert_eq!(
            world["vpcs"][lab.named("vpcs", name)]["cidrs"],
            cidrs,
            "{name}"
        );
    }
    let asns: Vec<_> = world["transitGateways"]
        .as_object()
        .expect("some")
        .values()
        .map(|one| one["amazonSideAsn"].clone())
        .collect();
    assert!(asns.contains(&json!(64512)) && asns.contains(&json!(64532)));
    for table in world["routeTables"].as_object().expect("some").values() {
        assert_eq!(table["routes"][0]["gatewayId"], "local");
    }
    let again = Lab::new().world();
    for kind in [
        "vpcs",
        "subnets",
        "routeTables",
        "vpnGateways",
        "directConnectGateways",
        "associations",
    ] {
        assert_eq!(
            world[kind], again[kind],
            "the same seed makes the same world"
        );
    }
}
