//! Fault plans: what strikes requests, and what breaks the world.

use serde_json::{Value, json};

use super::dice::Dice;
use crate::client::Call;

/// Often no fault at all, so that the world mends; else one or two.
pub fn plan(dice: &mut Dice) -> Option<Call> {
    let mut faults = vec![];
    for _ in 0..dice.one([0, 1, 2])? {
        faults.extend(if dice.percent(50) {
            of_requests(dice)
        } else {
            of_the_world(dice)
        });
    }
    Some(Call::Control {
        method: "PUT",
        path: "/_sandbox/faults",
        body: dice.spoilt(json!({"faults": faults})),
    })
}

fn of_requests(dice: &mut Dice) -> Option<Value> {
    let kind = dice.one([
        json!("drop_before"),
        json!("drop_after_commit"),
        json!("reset"),
        json!({"status": {"code": 503, "error": "InternalError", "message": "<b>&"}}),
        json!({"throttle": {"retry_after": 3}}),
        json!({"stale_read": {"seconds": 60}}),
        json!("expire_token"),
        json!("duplicate"),
        json!({"wrong_body": {"variant": "missing_field"}}),
        json!({"wrong_body": {"variant": "extra_enum"}}),
        json!({"wrong_body": {"variant": "html"}}),
        json!({"wrong_body": {"variant": "truncated"}}),
        json!("hostile_text"),
    ])?;
    let operations = [
        "*",
        "*",
        "addConnection",
        "CreateVpnGateway",
        "DescribeConnections",
    ];
    Some(json!({
        "service": dice.one(["*", "ec2", "directconnect", "pureport", "sts"]),
        "operation": dice.one(operations),
        "skip": dice.below(3),
        "times": 1 + dice.below(3),
        "kind": kind,
    }))
}

fn of_the_world(dice: &mut Dice) -> Option<Value> {
    let known = dice.known;
    let connection = dice.one(&known.pureport.connections)?;
    let resources = [
        "interface",
        "association",
        "propagation",
        "attachment",
        "tags",
        "order",
    ];
    let kinds = [
        ("link_down", json!({})),
        ("bgp_down", json!({})),
        ("flap", json!({"seconds": 30})),
        ("prefixes", json!({"n": 101})),
        ("prefixes", json!({"n": 40})),
        ("maintenance", json!({})),
        (
            "drop_one_side",
            json!({"side": dice.one(["aws", "pureport"])}),
        ),
        ("blackhole", json!({})),
        ("key_drift", json!({})),
        ("foreign_change", json!({"resource": dice.one(resources)})),
        ("provision_error", json!({"code": "INSUFFICIENT_CAPACITY"})),
        ("stuck", json!({"operation": "ConfirmConnection"})),
    ];
    let (name, mut arguments) = dice.one(kinds)?;
    arguments["connection_id"] = json!(dice.id(Some(&connection.id), "conn-"));
    if dice.percent(50) {
        arguments["leg"] = json!(dice.one(["primary", "secondary"]));
    }
    let kind = json!({name: arguments});
    Some(if dice.percent(60) {
        json!({"kind": kind, "for_seconds": 60 + dice.below(600)})
    } else {
        json!({"kind": kind})
    })
}
