//! Networks, connections, gateways and the catalogue at Pureport.

use serde_json::{Value, json};

use super::{dice::Dice, order};
use crate::{client::Call, known::Connection};

/// More connections than these are not ordered.
const MOST: usize = 14;

/// Signs in first, mostly, where that is due.
fn call(
    dice: &mut Dice,
    operation: &'static str,
    method: &'static str,
    path: String,
    body: Option<Value>,
) -> Call {
    let key = match dice.below(20) {
        0 => "nobody",
        1 | 2 => "viewer",
        _ => "sandbox",
    };
    if !dice.is_signed_in(key) && dice.percent(90) {
        return login(dice, key);
    }
    Call::Pureport {
        key,
        operation,
        method,
        path,
        body,
    }
}

fn login(dice: &mut Dice, key: &'static str) -> Call {
    let secret = if dice.percent(95) { key } else { "wrong" };
    Call::Pureport {
        key,
        operation: "login",
        method: "POST",
        path: "/login".to_owned(),
        body: Some(json!({"key": key, "secret": secret})),
    }
}

/// Mostly the operator's own account.
fn account_id(dice: &mut Dice) -> Option<String> {
    let known = dice.known;
    let own = known
        .pureport
        .keys
        .iter()
        .find(|key| key.key == "sandbox")?;
    let account = dice.rather(&known.pureport.accounts, |one| one.id == own.account)?;
    Some(account.id.clone())
}

/// Mostly one of the operator's.
fn network_id(dice: &mut Dice) -> Option<String> {
    let known = dice.known;
    let own = known
        .pureport
        .keys
        .iter()
        .find(|key| key.key == "sandbox")?;
    let network = dice.rather(&known.pureport.networks, |one| one.account == own.account)?;
    Some(dice.id(Some(&network.id), "network-"))
}

fn connection<'k>(dice: &mut Dice<'k>) -> Option<&'k Connection> {
    let known = dice.known;
    dice.rather(&known.pureport.connections, |one| one.state == "ACTIVE")
}

pub fn read_list(dice: &mut Dice) -> Option<Call> {
    let (account, network) = (account_id(dice)?, network_id(dice)?);
    let (operation, path) = match dice.below(5) {
        0 => ("findAllAccounts", "/accounts?limit=3".to_owned()),
        1 => ("findNetworks", format!("/accounts/{account}/networks")),
        2 => (
            "findConnections",
            format!("/accounts/{account}/connections"),
        ),
        3 => ("getConnections", format!("/networks/{network}/connections")),
        _ => (
            "getAccountSupportedConnections",
            format!("/accounts/{account}/supportedConnections"),
        ),
    };
    Some(call(dice, operation, "GET", path, None))
}

pub fn read_thing(dice: &mut Dice) -> Option<Call> {
    let (operation, path) = if dice.percent(30) {
        ("getNetwork", format!("/networks/{}", network_id(dice)?))
    } else {
        let id = &connection(dice)?.id;
        (
            "getConnection",
            format!("/connections/{}", dice.id(Some(id), "conn-")),
        )
    };
    Some(call(dice, operation, "GET", plain(&path), None))
}

/// Only what may stand in a request line.
fn plain(path: &str) -> String {
    path.chars().filter(char::is_ascii_graphic).collect()
}

pub fn read_catalogue(dice: &mut Dice) -> Option<Call> {
    let (operation, path) = dice.one([
        ("findLocations", "/locations"),
        ("getLocation", "/locations/us-sea"),
        ("getCloudRegions", "/cloudRegions"),
        ("getCloudRegion", "/cloudRegions/aws-us-west-2"),
        ("getCloudServices", "/cloudServices"),
        (
            "getSupportedConnection",
            "/supportedConnections/us-sea-awsdx-private-50-ha",
        ),
    ])?;
    Some(call(dice, operation, "GET", path.to_owned(), None))
}

pub fn add_network(dice: &mut Dice) -> Option<Call> {
    if dice.known.pureport.networks.len() >= MOST {
        return None;
    }
    let body = json!({"name": format!("network {}", dice.below(40)), "description": dice.name()});
    let path = format!("/accounts/{}/networks", account_id(dice)?);
    let body = dice.spoilt(body);
    Some(call(dice, "addNetwork", "POST", path, Some(body)))
}

pub fn update_network(dice: &mut Dice) -> Option<Call> {
    let path = format!("/networks/{}", network_id(dice)?);
    let body = json!({"name": dice.name(), "tags": {"run": dice.name()}});
    Some(call(dice, "updateNetwork", "PUT", plain(&path), Some(body)))
}

pub fn delete_network(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    // Once there are some more, mostly an empty one.
    let spare = known.pureport.networks.len() > 3;
    let network = dice.rather(&known.pureport.networks, |one| {
        let mut connections = known.pureport.connections.iter();
        spare != connections.any(|other| other.network == one.id)
    })?;
    let path = format!("/networks/{}", network.id);
    Some(call(
        dice,
        "deleteNetwork",
        "DELETE",
        path,
        Some(Value::Null),
    ))
}

pub fn add_connection(dice: &mut Dice) -> Option<Call> {
    if dice.known.pureport.connections.len() >= MOST {
        return None;
    }
    let path = format!("/networks/{}/connections", network_id(dice)?);
    let order = order::new(dice);
    Some(call(
        dice,
        "addConnection",
        "POST",
        plain(&path),
        Some(order),
    ))
}

pub fn update_connection(dice: &mut Dice) -> Option<Call> {
    let one = connection(dice)?;
    let order = order::changed(dice, one);
    let path = format!("/connections/{}", one.id);
    Some(call(dice, "updateConnection", "PUT", path, Some(order)))
}

/// Mostly one without interfaces: the others end in FAILED_TO_DELETE.
pub fn delete_connection(dice: &mut Dice) -> Option<Call> {
    let known = dice.known;
    let interfaces = known.aws.virtual_interfaces.values();
    let taken: Vec<&str> = interfaces
        .filter(|one| one.exists())
        .map(|one| one.connection_id.as_str())
        .collect();
    let one = dice.rather(&known.pureport.connections, |one| {
        let mut circuits = one.gateways.iter().filter_map(|leg| leg.circuit.as_ref());
        !circuits.any(|circuit| taken.contains(&circuit.remote_id.as_str()))
    })?;
    let path = format!("/connections/{}", one.id);
    Some(call(
        dice,
        "deleteConnection",
        "DELETE",
        path,
        Some(Value::Null),
    ))
}

pub fn read_gateway(dice: &mut Dice) -> Option<Call> {
    let one = connection(dice)?;
    let leg = dice.one(&one.gateways)?;
    let (operation, rest) = dice.one([
        ("getGateway", ""),
        ("getGatewayBGPRoutes", "/bgpRoutes"),
        ("getGatewayIPRoutes", "/ipRoutes"),
    ])?;
    Some(call(
        dice,
        operation,
        "GET",
        format!("/gateways/{}{rest}", leg.id),
        None,
    ))
}

pub fn account(dice: &mut Dice) -> Option<Call> {
    let account = account_id(dice)?;
    let (operation, method, rest) = dice.one([
        ("getAccount", "GET", ""),
        ("getAccountPermissions", "GET", "/permissions"),
        ("hasConsent", "GET", "/consent"),
        ("consent", "POST", "/consent"),
        (
            "isBillingConfiguredForAccount",
            "GET",
            "/billing/configured",
        ),
    ])?;
    Some(call(
        dice,
        operation,
        method,
        format!("/accounts/{account}{rest}"),
        None,
    ))
}

/// Paths and methods that are not there.
pub fn stray(dice: &mut Dice) -> Option<Call> {
    let (method, path) = dice.one([
        ("GET", "/"),
        ("GET", "/networks"),
        ("DELETE", "/accounts"),
        ("PUT", "/login"),
        ("GET", "/connections/%00"),
        ("GET", "/connections/..%2f..%2faccounts"),
        ("PATCH", "/locations/us-sea"),
        ("POST", "/login/refresh"),
    ])?;
    let body = Some(json!({"refreshToken": dice.name()}));
    Some(call(dice, "nothing", method, path.to_owned(), body))
}
