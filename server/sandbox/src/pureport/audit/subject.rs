//! What an audit entry is about.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::world::World;

use crate::pureport::{
    api_keys::key_json,
    billing::billing_json,
    invites::invite_json,
    json::{account_json, connection_json, gateway_json, network_json},
    members::member_json,
    roles::role_json,
    state::State,
    users::user_json,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::pureport) enum SubjectType {
    Account,
    Connection,
    Network,
    User,
    UserDomain,
    Role,
    ApiKey,
    Gateway,
    Notification,
    AccountInvite,
    AccountBilling,
    Port,
    AccountMember,
    Task,
}

/// A thing that an entry links to.
pub(super) struct Subject {
    pub link: Value,
    pub account: String,
    /// The ids of what it is part of.
    pub above: Vec<String>,
}

impl Subject {
    /// From a thing as the API answers it.
    pub fn of(state: &State, kind: SubjectType, thing: &Value) -> Option<Self> {
        let href = thing.get("href")?.as_str()?;
        let last = href.rsplit('/').next().unwrap_or_default();
        let id = ["id", "key"].into_iter().find_map(|name| text(thing, name));
        let id = id.unwrap_or_else(|| last.to_owned());
        let user = thing.pointer("/user/title").and_then(Value::as_str);
        let mut names = ["name", "username", "email"].into_iter();
        let title = names.find_map(|name| text(thing, name));
        let title = title.or(user.map(str::to_owned)).unwrap_or_default();
        let above = above(state, thing);
        let account = match kind {
            SubjectType::Account => id.clone(),
            _ => above.last().cloned().unwrap_or_default(),
        };
        Some(Self {
            link: json!({"id": id, "href": href, "title": title}),
            account,
            above,
        })
    }
}

fn text(thing: &Value, name: &str) -> Option<String> {
    Some(thing.get(name)?.as_str()?.to_owned())
}

/// From the inside out: the gateway, connection, network and account that a thing belongs to.
fn above(state: &State, thing: &Value) -> Vec<String> {
    let linked = |name: &str| text(thing.get(name)?, "id");
    let gateway = linked("gateway");
    let of_gateway = gateway.as_deref().and_then(|id| state.gateway(id));
    let connection = linked("connection").or(of_gateway.map(|(found, _)| found.id.clone()));
    let found = connection.as_deref().and_then(|id| state.connection(id));
    let network = linked("network").or(found.map(|found| found.network.clone()));
    let found = network.as_deref().and_then(|id| state.network(id));
    let account = linked("account").or(found.map(|found| found.account.clone()));
    [gateway, connection, network, account]
        .into_iter()
        .flatten()
        .collect()
}

/// The thing that a path's ids name, as the API answers it; nothing where there is none.
pub(super) fn lookup(world: &World, kind: SubjectType, ids: &[String]) -> Option<Value> {
    let state = &world.pureport;
    let id = ids.first()?;
    let child = ids.get(1).map_or("", String::as_str);
    let found = match kind {
        SubjectType::Account => account_json(state, state.account(id)?),
        SubjectType::AccountBilling => billing_json(state, state.account(id)?),
        SubjectType::Network => network_json(state, state.network(id)?),
        SubjectType::Connection => connection_json(state, state.connection(id)?),
        SubjectType::Gateway => {
            let (connection, leg) = state.gateway(id)?;
            gateway_json(connection, leg)?
        }
        SubjectType::User => user_json(state.user(id)?),
        SubjectType::Role => role_json(state, state.role(child)?),
        SubjectType::ApiKey => key_json(state, state.key(child)?),
        SubjectType::AccountMember => member_json(state, state.member(id, child)?),
        SubjectType::AccountInvite => {
            let mut invites = state.invites.iter();
            invite_json(state, invites.find(|invite| invite.id == child)?, world.now)
        }
        _ => return None,
    };
    Some(found).filter(|found| !found.is_null())
}
