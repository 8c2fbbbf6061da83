//! API keys: what programs sign in with. A key works for its account and the accounts below it.

use rand::RngExt;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{secret::Secret, world::World};

use super::{
    accounts::set_up,
    call::{Answer, Call, Reply, missing},
    fields::{given, invalid, optional, own_account, required},
    json::{account_link, present},
    order::Link,
    roles::{linked_roles, role_links},
    state::{Action, ApiKey, Resource, Rights, State},
};

/// Characters after the `k` of a key (the specification's example: `k7F6ga3FEt38b`).
const KEY: usize = 12;
/// Characters of a secret (the specification's example: `BIKd3zv6zyf5UeYiv`).
const SECRET: usize = 17;
/// The most roles of one key.
const ROLES: usize = 100;

#[derive(Deserialize)]
struct Body {
    account: Option<Link>,
    name: Option<String>,
    description: Option<String>,
    roles: Option<Vec<Link>>,
}

/// `GET /accounts/{accountId}/apikeys`
pub(super) fn list(call: &mut Call) -> Answer {
    let account = &call.account()?.id;
    call.need(Resource::ApiKeys, Action::Read)?;
    let state = &call.world.pureport;
    let keys = state.keys.iter().filter(|key| key.account == *account);
    let keys: Vec<Value> = keys.map(|key| key_json(state, key)).collect();
    Ok(Reply::ok(json!(keys)))
}

/// `GET /accounts/{accountId}/apikeys/{key}`
pub(super) fn get(call: &mut Call) -> Answer {
    call.account()?;
    call.need(Resource::ApiKeys, Action::Read)?;
    Ok(Reply::ok(key_json(&call.world.pureport, key(call)?)))
}

/// `POST /accounts/{accountId}/apikeys`: the only answer that has the secret.
pub(super) fn create(call: &mut Call) -> Answer {
    let account = call.account()?.id.clone();
    call.need(Resource::ApiKeys, Action::Create)?;
    let wanted = read(call)?;
    set_up(&call.world.pureport, &account)?;
    let secret = Secret::new(text(call.world, SECRET));
    let key = ApiKey {
        key: format!("k{}", text(call.world, KEY)),
        secret: secret.clone(),
        name: wanted.name,
        description: wanted.description,
        account,
        user_id: call.who.user_id.clone(),
        roles: wanted.roles,
        networks: Rights::ALL,
        others: Rights::ALL,
    };
    let mut answer = key_json(&call.world.pureport, &key);
    answer["secret"] = json!(secret.expose());
    call.world.pureport.keys.push(key);
    Ok(Reply::created(answer))
}

/// `PUT /accounts/{accountId}/apikeys/{key}`: the full object; key and secret stay.
pub(super) fn update(call: &mut Call) -> Answer {
    call.account()?;
    let id = key(call)?.key.clone();
    call.need(Resource::ApiKeys, Action::Update)?;
    let wanted = read(call)?;
    let mut keys = call.world.pureport.keys.iter_mut();
    if let Some(key) = keys.find(|key| key.key == id) {
        key.name = wanted.name;
        key.description = wanted.description;
        key.roles = wanted.roles;
    }
    Ok(Reply::ok(key_json(&call.world.pureport, key(call)?)))
}

/// `DELETE /accounts/{accountId}/apikeys/{key}`: its tokens are refused from now on.
pub(super) fn delete(call: &mut Call) -> Answer {
    call.account()?;
    let id = key(call)?.key.clone();
    call.need(Resource::ApiKeys, Action::Delete)?;
    call.world.pureport.keys.retain(|key| key.key != id);
    Ok(Reply::ok(json!({})))
}

/// The key in the path.
fn key<'a>(call: &'a Call) -> Answer<&'a ApiKey> {
    match call.world.pureport.key(&call.child) {
        Some(key) if key.account == call.id => Ok(key),
        _ => missing("API key", &call.child),
    }
}

/// What a client chooses of a key.
struct Wanted {
    name: String,
    description: Option<String>,
    roles: Vec<String>,
}

fn read(call: &Call) -> Answer<Wanted> {
    let body: Body = call.json()?;
    if body.account.is_some() {
        own_account(call, body.account.as_ref())?;
    }
    let roles = given("roles", body.roles)?;
    if !(1..=ROLES).contains(&roles.len()) {
        return invalid(format!("roles must have 1 to {ROLES} roles"));
    }
    Ok(Wanted {
        name: required("name", body.name.as_deref(), 255)?,
        description: optional("description", body.description, 1024)?,
        roles: linked_roles(&call.world.pureport, &call.id, &roles)?,
    })
}

/// Random letters and digits.
fn text(world: &mut World, count: usize) -> String {
    let rng = world.rng();
    let letters = rng.sample_iter(rand::distr::Alphanumeric);
    letters.take(count).map(char::from).collect()
}

pub(super) fn key_json(state: &State, key: &ApiKey) -> Value {
    present(json!({
        "key": key.key,
        "href": format!("/accounts/{}/apikeys/{}", key.account, key.key),
        "account": account_link(state, &key.account),
        "name": key.name,
        "description": key.description,
        "roles": role_links(state, &key.roles),
    }))
}
