//! The control interface's look at Pureport, and its hand in it.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use crate::{
    control::{self, Refused},
    world::World,
};

use super::{
    billing::billing_json,
    json::{account_json, connection_json, network_json},
    lifecycle, offers,
    state::ConnectionState,
};

/// Fields that are secrets, wherever they stand.
const SECRETS: [&str; 5] = [
    "password",
    "stripeToken",
    "primaryBGPPassword",
    "secondaryBGPPassword",
    "secret",
];

/// Everything that exists at Pureport, as its API would answer it, without secrets; networks also tell
/// what their simulated customer site advertises (`site`), accounts whether billing is set up.
pub fn world_view(world: &World) -> Value {
    let state = &world.pureport;
    let accounts = state.accounts.iter().map(|account| {
        let mut view = account_json(state, account);
        view["billingConfigured"] = json!(account.billing_configured);
        view["consented"] = json!(account.consent.is_some());
        view["billing"] = billing_json(state, account);
        view
    });
    let networks = state.networks.iter().map(|network| {
        let mut view = network_json(state, network);
        view["site"] = json!(network.site);
        view
    });
    let connections = state
        .connections
        .iter()
        .map(|connection| connection_json(state, connection));
    let mut view = json!({
        "accounts": accounts.collect::<Vec<_>>(),
        "keys": state.keys,
        "roles": state.roles,
        "users": state.users,
        "members": state.members,
        "invites": state.invites,
        "notifications": state.notifications,
        "networks": networks.collect::<Vec<_>>(),
        "connections": connections.collect::<Vec<_>>(),
        "offers": state.offers,
    });
    hide(&mut view);
    view
}

/// Takes the secrets out, however deep they are.
pub(super) fn hide(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !SECRETS.contains(&name.as_str()));
            fields.values_mut().for_each(hide);
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

/// Changes one thing behind everyone's back; says whether there is such a thing.
///
/// `id` is an account's, API key's, role's, network's, connection's, gateway's or supported connection's. The
/// fields are those of the stored thing: for a connection `state`, `failure`, `willFail` (how what is under
/// way, or comes next, ends), `order.…`, `nat.…`; for a gateway `running`, `failure`, `circuit.…`; for an
/// account `billingConfigured`, `consent`, `verified`; for a key `networks.…` and `others.…`, which limit
/// what its roles allow; for a role `permissions`; for a supported connection `pending`,
/// `requiresApproval`, `outOfCapacity`.
pub fn patch(world: &mut World, id: &str, set: &Map<String, Value>) -> Result<bool, Refused> {
    let state = &mut world.pureport;
    if let Some(account) = state.accounts.iter_mut().find(|account| account.id == id) {
        return change(account, set);
    }
    if let Some(key) = state.keys.iter_mut().find(|key| key.key == id) {
        return change(key, set);
    }
    if let Some(role) = state.roles.iter_mut().find(|role| role.id == id) {
        return change(role, set);
    }
    if let Some(network) = state.network_mut(id) {
        return change(network, set);
    }
    let mut gateways = state
        .connections
        .iter_mut()
        .flat_map(|connection| &mut connection.gateways);
    if let Some(gateway) = gateways.find(|gateway| gateway.id == id) {
        return change(gateway, set);
    }
    if offers::offers().any(|offer| offer.id() == id) {
        return change(state.offers.entry(id.to_owned()).or_default(), set);
    }
    patch_connection(world, id, set)
}

fn patch_connection(
    world: &mut World,
    id: &str,
    set: &Map<String, Value>,
) -> Result<bool, Refused> {
    let Some(connection) = world.pureport.connection_mut(id) else {
        return Ok(false);
    };
    let waited = connection.state == ConnectionState::PendingApproval;
    change(connection, set)?;
    if waited && connection.state == ConnectionState::Approved {
        lifecycle::approved(world, id);
    }
    Ok(true)
}

fn change<T: Serialize + DeserializeOwned>(
    thing: &mut T,
    set: &Map<String, Value>,
) -> Result<bool, Refused> {
    control::change(thing, set).map(|()| true)
}
