//! Members: which user has which roles in an account.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    call::{Answer, Call, Reply, link, missing},
    error::{code, refuse},
    fields::{given, own_account},
    json::account_link,
    order::{Link, linked},
    roles::{keeping_admins, linked_roles, role_links},
    state::{Action, Member, Resource, State, User},
    users,
};

#[derive(Deserialize)]
struct Body {
    account: Option<Link>,
    user: Option<Link>,
    roles: Option<Vec<Link>>,
}

/// `GET /accounts/{accountId}/members`
pub(super) fn list(call: &mut Call) -> Answer {
    let account = &call.account()?.id;
    call.need(Resource::Members, Action::Read)?;
    let state = &call.world.pureport;
    let members = state.members.iter();
    let members = members.filter(|member| member.account == *account);
    let members: Vec<Value> = members.map(|member| member_json(state, member)).collect();
    Ok(Reply::ok(json!(members)))
}

/// `GET /accounts/{accountId}/members/{userId}`
pub(super) fn get(call: &mut Call) -> Answer {
    call.account()?;
    call.need(Resource::Members, Action::Read)?;
    Ok(Reply::ok(member_json(&call.world.pureport, member(call)?)))
}

/// `POST /accounts/{accountId}/members`: a user whom the caller can see.
pub(super) fn create(call: &mut Call) -> Answer {
    call.account()?;
    call.need(Resource::Members, Action::Create)?;
    let member = read(call)?;
    let state = &call.world.pureport;
    if state.member(&member.account, &member.user).is_some() {
        return refuse(
            code::ACCOUNT_MEMBER_ALREADY_EXISTS,
            "The user is a member of the account",
        );
    }
    let answer = member_json(state, &member);
    call.world.pureport.members.push(member);
    Ok(Reply::created(answer))
}

/// `PUT /accounts/{accountId}/members/{userId}`: the roles; the rest stays.
pub(super) fn update(call: &mut Call) -> Answer {
    call.account()?;
    let user = member(call)?.user.clone();
    call.need(Resource::Members, Action::Update)?;
    let changed = read(call)?;
    if changed.user != user {
        return refuse(code::MODIFICATION_NOT_ALLOWED, "The user cannot change");
    }
    let answer = member_json(&call.world.pureport, &changed);
    keeping_admins(call, |state| {
        let mut members = state.members.iter_mut();
        let found = members.find(|member| member.account == changed.account && member.user == user);
        if let Some(member) = found {
            *member = changed;
        }
    })?;
    Ok(Reply::ok(answer))
}

/// `DELETE /accounts/{accountId}/members/{userId}`
pub(super) fn delete(call: &mut Call) -> Answer {
    let account = call.account()?.id.clone();
    let user = member(call)?.user.clone();
    call.need(Resource::Members, Action::Delete)?;
    keeping_admins(call, |state| {
        let gone = |member: &Member| member.account == account && member.user == user;
        state.members.retain(|member| !gone(member));
    })?;
    Ok(Reply::ok(json!({})))
}

/// The member in the path.
fn member<'a>(call: &'a Call) -> Answer<&'a Member> {
    let found = call.world.pureport.member(&call.id, &call.child);
    found.map_or_else(|| missing("member", &call.child), Ok)
}

fn read(call: &Call) -> Answer<Member> {
    let body: Body = call.json()?;
    own_account(call, body.account.as_ref())?;
    let user = linked("user", &given("user", body.user)?, "/users/")?.to_owned();
    if !users::can_see(call, &user) {
        return refuse(code::INVALID_LINK, "user links to nobody");
    }
    let roles = given("roles", body.roles)?;
    Ok(Member {
        account: call.id.clone(),
        user,
        roles: linked_roles(&call.world.pureport, &call.id, &roles)?,
    })
}

pub(super) fn member_json(state: &State, member: &Member) -> Value {
    let name = state.user(&member.user).map(User::full_name);
    json!({
        "href": format!("/accounts/{}/members/{}", member.account, member.user),
        "account": account_link(state, &member.account),
        "user": link("users", &member.user, &name.unwrap_or_default()),
        "roles": role_links(state, &member.roles),
    })
}
