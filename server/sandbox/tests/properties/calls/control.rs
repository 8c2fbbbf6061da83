//! The control interface: time, and changes behind everyone's back.

use serde_json::{Value, json};

use super::dice::Dice;
use crate::{client::Call, known::Known};

pub fn move_clock(dice: &mut Dice) -> Option<Call> {
    let seconds = match dice.below(40) {
        0 => 8 * 86_400,
        1 | 2 => 86_400,
        3..8 => 3_700,
        8..20 => 901,
        _ => i64::from(dice.below(300)) - 5,
    };
    let body = if dice.percent(90) {
        json!({"advance_seconds": seconds})
    } else {
        dice.one([json!({"freeze": true}), json!({"advance_seconds": "soon"})])?
    };
    Some(control("POST", "/_sandbox/clock", body))
}

fn control(method: &'static str, path: &'static str, body: Value) -> Call {
    Call::Control { method, path, body }
}

pub fn meddle(dice: &mut Dice) -> Option<Call> {
    match dice.below(60) {
        0 => {
            let body = json!({"seed": dice.below(9)});
            Some(control("POST", "/_sandbox/reset", body))
        }
        1..4 => Some(control("GET", "/_sandbox/world", Value::Null)),
        4..6 => Some(control("GET", "/_sandbox/requests?since=10", Value::Null)),
        _ => {
            let (id, set) = patch(dice)?;
            let body = json!({"id": dice.id(Some(&id), "x-"), "set": set});
            Some(control("PATCH", "/_sandbox/world", body))
        }
    }
}

/// Changes that a world must take without breaking a rule: each breaks or mends a session, or
/// changes what may be ordered.
fn patch(dice: &mut Dice) -> Option<(String, Value)> {
    match dice.below(6) {
        0 | 1 => at_aws(dice),
        2 | 3 => at_pureport(dice),
        4 => approve(dice.known).or_else(|| rights(dice)),
        _ => offer(dice),
    }
}

fn at_aws(dice: &mut Dice) -> Option<(String, Value)> {
    let known = dice.known;
    if dice.percent(50) {
        let ready = |state: &str| matches!(state, "available" | "down");
        let connections = known.aws.connections.iter();
        let (id, _) = dice.one(connections.filter(|(_, one)| ready(&one.connection_state)))?;
        let state = dice.one(["available", "down"])?;
        return Some((id.clone(), json!({"connectionState": state})));
    }
    let (id, _) = dice.one(&known.aws.virtual_interfaces)?;
    let set = dice.one([
        json!({"asn": 65_001}),
        json!({"asn": 394_351}),
        json!({"amazonSideAsn": 64_999}),
        json!({"authKey": "changed-key-1"}),
        json!({"vlan": "none"}),
    ])?;
    Some((id.clone(), set))
}

fn at_pureport(dice: &mut Dice) -> Option<(String, Value)> {
    let known = dice.known;
    let legs = known
        .pureport
        .connections
        .iter()
        .flat_map(|one| &one.gateways);
    let leg = dice.one(legs.filter(|leg| leg.circuit.is_some()))?;
    let set = dice.one([
        json!({"running": false}),
        json!({"running": true}),
        json!({"circuit": {"customerAsn": 64_512}}),
        json!({"circuit": {"password": "changed-key-1"}}),
        json!({"circuit": {"vlan": "none"}}),
    ])?;
    Some((leg.id.clone(), set))
}

fn approve(known: &Known) -> Option<(String, Value)> {
    let mut waiting = known.pureport.connections.iter();
    let waiting = waiting.find(|one| one.state == "PENDING_APPROVAL")?;
    Some((waiting.id.clone(), json!({"state": "APPROVED"})))
}

/// The viewer's key moves to another account and back.
fn rights(dice: &mut Dice) -> Option<(String, Value)> {
    let known = dice.known;
    if dice.percent(50) {
        let account = dice.one(&known.pureport.accounts)?;
        return Some(("viewer".to_owned(), json!({"account": account.id})));
    }
    let account = dice.one(&known.pureport.accounts)?;
    Some((
        account.id.clone(),
        json!({"billingConfigured": dice.percent(80)}),
    ))
}

fn offer(dice: &mut Dice) -> Option<(String, Value)> {
    let offers = [
        "us-sea-awsdx-private-50-ha",
        "us-sea-awsdx-private-100-noha",
    ];
    let switch = dice.one(["pending", "requiresApproval", "outOfCapacity"])?;
    Some((
        dice.one(offers)?.to_owned(),
        json!({switch: dice.percent(30)}),
    ))
}
