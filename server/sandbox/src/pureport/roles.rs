//! Roles: named sets of rights, which members and API keys have.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    call::{Answer, Call, Reply, link, missing},
    error::{code, refuse},
    fields::{invalid, optional, own_account, required},
    ids,
    json::{account_link, present},
    order::{Link, linked},
    state::{Action, Permissions, Resource, Rights, Role, State},
};

#[derive(Deserialize)]
struct Body {
    id: Option<String>,
    account: Option<Link>,
    name: Option<String>,
    description: Option<String>,
    permissions: Option<Permissions>,
}

/// `GET /accounts/{accountId}/roles`: its own, and those of the accounts above it.
pub(super) fn list(call: &mut Call) -> Answer {
    let account = &call.account()?.id;
    call.need(Resource::Roles, Action::Read)?;
    let state = &call.world.pureport;
    let roles = state.roles.iter();
    let roles = roles.filter(|role| state.has_role(account, role));
    let roles: Vec<Value> = roles.map(|role| role_json(state, role)).collect();
    Ok(Reply::ok(json!(roles)))
}

/// `GET /accounts/{accountId}/roles/{roleId}`
pub(super) fn get(call: &mut Call) -> Answer {
    let account = &call.account()?.id;
    call.need(Resource::Roles, Action::Read)?;
    let state = &call.world.pureport;
    match state.role(&call.child) {
        Some(role) if state.has_role(account, role) => Ok(Reply::ok(role_json(state, role))),
        _ => missing("role", &call.child),
    }
}

/// `POST /accounts/{accountId}/roles`
pub(super) fn create(call: &mut Call) -> Answer {
    let account = call.account()?.id.clone();
    call.need(Resource::Roles, Action::Create)?;
    let body: Body = call.json()?;
    let id = ids::chosen(call.world, "role", body.id.as_deref())?;
    let role = read(call, id, account, body)?;
    let answer = role_json(&call.world.pureport, &role);
    call.world.pureport.roles.push(role);
    Ok(Reply::created(answer))
}

/// `PUT /accounts/{accountId}/roles/{roleId}`: the full object, in the account that the role belongs to.
pub(super) fn update(call: &mut Call) -> Answer {
    let at = own(call)?;
    call.need(Resource::Roles, Action::Update)?;
    let body: Body = call.json()?;
    if body.id.as_ref().is_some_and(|id| *id != call.child) {
        return refuse(code::MODIFICATION_NOT_ALLOWED, "The id cannot change");
    }
    let changed = read(call, call.child.clone(), call.id.clone(), body)?;
    let answer = role_json(&call.world.pureport, &changed);
    keeping_admins(call, |state| {
        if let Some(role) = state.roles.get_mut(at) {
            *role = changed;
        }
    })?;
    Ok(Reply::ok(answer))
}

/// `DELETE /accounts/{accountId}/roles/{roleId}`: refused while somebody has it.
pub(super) fn delete(call: &mut Call) -> Answer {
    own(call)?;
    call.need(Resource::Roles, Action::Delete)?;
    let id = &call.child;
    let state = &mut call.world.pureport;
    let mut given = state.keys.iter().map(|key| &key.roles);
    let mut members = state.members.iter().map(|member| &member.roles);
    let mut invites = state.invites.iter().map(|invite| &invite.roles);
    if given.any(|roles| roles.contains(id))
        || members.any(|roles| roles.contains(id))
        || invites.any(|roles| roles.contains(id))
    {
        return refuse(
            code::CONFLICT,
            "The role is given to a member, an invite or an API key",
        );
    }
    state.roles.retain(|role| role.id != *id);
    Ok(Reply::ok(json!({})))
}

/// Where the role in the path stands, when the account in the path is its own.
fn own(call: &Call) -> Answer<usize> {
    let account = &call.account()?.id;
    let mut roles = call.world.pureport.roles.iter();
    match roles.position(|role| role.id == call.child && role.account == *account) {
        Some(at) => Ok(at),
        None => missing("role", &call.child),
    }
}

fn read(call: &Call, id: String, account: String, body: Body) -> Answer<Role> {
    own_account(call, body.account.as_ref())?;
    Ok(Role {
        id,
        account,
        name: required("name", body.name.as_deref(), 256)?,
        description: optional("description", body.description, 256)?,
        permissions: body.permissions.unwrap_or_default().filled(),
    })
}

pub(super) fn role_json(state: &State, role: &Role) -> Value {
    present(json!({
        "id": role.id,
        "href": format!("/accounts/{}/roles/{}", role.account, role.id),
        "account": account_link(state, &role.account),
        "name": role.name,
        "description": role.description,
        "permissions": role.permissions,
    }))
}

/// Links to roles by their ids.
pub(super) fn role_links(state: &State, ids: &[String]) -> Vec<Value> {
    let roles = ids.iter().filter_map(|id| state.role(id));
    let links = roles.map(|role| {
        let collection = format!("accounts/{}/roles", role.account);
        link(&collection, &role.id, &role.name)
    });
    links.collect()
}

/// The ids of linked roles, each of which can be given in the account, and is given once.
pub(super) fn linked_roles(state: &State, account: &str, links: &[Link]) -> Answer<Vec<String>> {
    let mut ids: Vec<String> = Vec::new();
    for link in links {
        let id = linked("roles", link, "/roles/")?;
        match state.role(id) {
            Some(role) if state.has_role(account, role) => {}
            _ => {
                return refuse(
                    code::INVALID_LINK,
                    "roles links to a role that is not there",
                );
            }
        }
        if ids.iter().any(|known| known == id) {
            return invalid("roles has a role twice");
        }
        ids.push(id.to_owned());
    }
    Ok(ids)
}

/// Makes a change, unless an account whose members could do everything would have none such any more.
pub(super) fn keeping_admins(call: &mut Call, change: impl FnOnce(&mut State)) -> Answer<()> {
    let state = &mut call.world.pureport;
    let before = (state.roles.clone(), state.members.clone());
    let had: Vec<String> = state
        .accounts
        .iter()
        .map(|account| account.id.clone())
        .collect();
    let had: Vec<String> = had.into_iter().filter(|id| has_admin(state, id)).collect();
    change(state);
    if had.iter().all(|id| has_admin(state, id)) {
        return Ok(());
    }
    (state.roles, state.members) = before;
    refuse(
        code::ADMIN_ACCESS_MUST_EXIST,
        "Somebody must be left who can do everything",
    )
}

fn has_admin(state: &State, account: &str) -> bool {
    let mut members = state.members.iter();
    members.any(|member| {
        let mut roles = member.roles.iter().filter_map(|id| state.role(id));
        member.account == account
            && roles.any(|role| role.permissions.rights(Resource::All) == Rights::ALL)
    })
}
