//! The table of scenarios, and what all of them have in common.

use std::collections::BTreeSet;

use sandbox::{
    Pace,
    control::{self, Reset},
    scenarios,
    world::World,
};
use serde_json::Value;

use crate::{look::word, support::Lab, xml};

/// As sandbox.md lists them.
const NAMES: [&str; 30] = [
    "empty",
    "asn-mismatch",
    "swapped-ips",
    "key-blank",
    "key-mismatch",
    "wrong-account",
    "same-device",
    "one-vif",
    "legs-on-two-gateways",
    "propagation-on-unassociated",
    "narrow-prefixes",
    "drill-left-running",
    "failed-to-delete",
    "vgw-on-other-dxgw",
    "dxgw-has-tgw",
    "vpn-on-vgw",
    "static-shadow",
    "default-route",
    "overlap-onprem",
    "quota-interfaces",
    "quota-vgws",
    "quota-connections",
    "quota-routes",
    "proposal-requested",
    "proposal-expired",
    "no-billing",
    "no-consent",
    "create-without-update",
    "pending-approval",
    "insufficient-capacity",
];

fn built(name: &str, pace: Pace) -> World {
    scenarios::world(name, 7, pace).unwrap_or_else(|refused| panic!("{refused}"))
}

#[test]
fn every_scenario_of_the_contract_is_listed_with_a_sentence_of_its_own() {
    let list = scenarios::list();
    let lines = xml::list(&list["scenarios"]);
    let names: Vec<_> = lines.iter().map(|line| word(&line["name"])).collect();
    assert_eq!(names, NAMES);
    let sentences: BTreeSet<_> = lines.iter().map(|line| word(&line["wrong"])).collect();
    assert_eq!(sentences.len(), NAMES.len());
    assert!(
        sentences
            .iter()
            .all(|one| one.len() > 20 && one.ends_with('.'))
    );
}

#[test]
fn two_worlds_of_one_scenario_and_seed_are_equal_but_for_name_and_time() {
    for name in NAMES {
        let [one, other] = [(); 2].map(|()| timeless(control::world(&built(name, Pace::Instant))));
        assert_eq!(one, other, "{name}");
    }
}

/// The world without its name, and with each time as `"time"`.
fn timeless(mut world: Value) -> Value {
    world["world_id"].take();
    blank(&mut world);
    world
}

fn blank(value: &mut Value) {
    let is_time = match &*value {
        // Milliseconds since 1970 are far above everything else that is counted.
        Value::Number(number) => number
            .as_i64()
            .is_some_and(|number| number > 1_000_000_000_000),
        Value::String(text) => text.parse::<jiff::Timestamp>().is_ok(),
        _ => false,
    };
    match value {
        value if is_time => *value = "time".into(),
        Value::Object(members) => members.values_mut().for_each(blank),
        Value::Array(items) => items.iter_mut().for_each(blank),
        _ => {}
    }
}

#[test]
fn another_seed_makes_another_world() {
    let [one, other] = [7, 8].map(|seed| {
        let world = scenarios::world("asn-mismatch", seed, Pace::Instant).expect("a world");
        timeless(control::world(&world))
    });
    assert_ne!(one["aws"]["connections"], other["aws"]["connections"]);
}

#[test]
fn a_scenario_has_come_to_rest_in_the_past_and_goes_on_at_the_pace_asked_for() {
    for name in NAMES {
        let mut world = built(name, Pace::Realistic);
        assert_eq!(world.pace, Pace::Realistic);
        assert!(!world.clock.is_frozen(), "{name}");
        let before = timeless(control::world(&world));
        world.clock.advance(60_000);
        world.settle();
        assert_eq!(timeless(control::world(&world)), before, "{name}");
    }
}

#[tokio::test]
async fn a_scenario_is_asked_for_by_reset_and_an_unknown_one_changes_nothing() {
    let lab = Lab::new();
    let reset = |scenario: Option<&str>| {
        let wanted = Reset {
            scenario: scenario.map(str::to_owned),
            ..Reset::default()
        };
        control::reset(&mut lab.shared.lock(), &wanted)
    };
    reset(Some("one-vif")).expect("a world");
    let world = lab.world();
    assert_eq!(
        world["virtualInterfaces"]
            .as_object()
            .map(serde_json::Map::len),
        Some(1)
    );
    let refused = reset(Some("two-vifs")).expect_err("there is none");
    assert!(refused.to_string().contains("two-vifs"));
    assert_eq!(lab.world(), world);
    reset(None).expect("the seeded world");
    assert_eq!(lab.world()["virtualInterfaces"], serde_json::json!({}));
}
