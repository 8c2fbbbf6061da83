//! Invites: who is asked by email to become a member. No email is sent.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::Millis;

use super::{
    call::{Answer, Call, Reply, link, missing},
    error::{code, refuse},
    fields::{email, flag, given, own_account},
    ids,
    json::{account_link, time},
    order::Link,
    roles::{linked_roles, role_links},
    state::{Action, Invite, Member, Resource, State, User},
};

/// How long an invite can be accepted, in milliseconds: a week.
const LIFE: Millis = 7 * 86_400_000;

#[derive(Deserialize)]
struct Body {
    id: Option<String>,
    account: Option<Link>,
    email: Option<String>,
    roles: Option<Vec<Link>>,
}

/// `GET /accounts/{accountId}/invites`
pub(super) fn list(call: &mut Call) -> Answer {
    let account = &call.account()?.id;
    call.need(Resource::Members, Action::Read)?;
    let (state, now) = (&call.world.pureport, call.world.now);
    let invites = state.invites.iter();
    let invites = invites.filter(|invite| invite.account == *account);
    let invites: Vec<Value> = invites
        .map(|invite| invite_json(state, invite, now))
        .collect();
    Ok(Reply::ok(json!(invites)))
}

/// `GET /accounts/{accountId}/invites/{inviteId}`
pub(super) fn get(call: &mut Call) -> Answer {
    call.account()?;
    call.need(Resource::Members, Action::Read)?;
    Ok(Reply::ok(invite_json(
        &call.world.pureport,
        invite(call)?,
        call.world.now,
    )))
}

/// `POST /accounts/{accountId}/invites`
pub(super) fn create(call: &mut Call) -> Answer {
    call.account()?;
    call.need(Resource::Members, Action::Create)?;
    let body: Body = call.json()?;
    let id = ids::chosen(call.world, "invite", body.id.as_deref())?;
    let invite = read(call, id, body)?;
    uninvited(&call.world.pureport, &invite)?;
    let answer = invite_json(&call.world.pureport, &invite, call.world.now);
    call.world.pureport.invites.push(invite);
    Ok(Reply::created(answer))
}

/// `PUT /accounts/{accountId}/invites/{inviteId}?reinvite=`: with `reinvite` its time begins anew.
pub(super) fn update(call: &mut Call) -> Answer {
    call.account()?;
    let held = invite(call)?.clone();
    call.need(Resource::Members, Action::Update)?;
    let mut changed = read(call, held.id, call.json()?)?;
    if changed.email != held.email {
        return refuse(code::MODIFICATION_NOT_ALLOWED, "The email cannot change");
    }
    if !flag(call, "reinvite")? {
        (changed.invited_at, changed.invited_by) = (held.invited_at, held.invited_by);
    }
    let mut invites = call.world.pureport.invites.iter_mut();
    if let Some(invite) = invites.find(|invite| invite.id == changed.id) {
        *invite = changed;
    }
    get(call)
}

/// `DELETE /accounts/{accountId}/invites/{inviteId}`
pub(super) fn delete(call: &mut Call) -> Answer {
    call.account()?;
    let id = invite(call)?.id.clone();
    call.need(Resource::Members, Action::Delete)?;
    call.world.pureport.invites.retain(|invite| invite.id != id);
    Ok(Reply::ok(json!({})))
}

/// `POST /invites`: every invite to the caller's email address that has not expired makes a member.
pub(super) fn accept_all(call: &mut Call) -> Answer {
    let (now, state) = (call.world.now, &mut call.world.pureport);
    let Some(user) = state.user(&call.who.user_id).cloned() else {
        return missing("user", &call.who.user_id);
    };
    let mine = |invite: &&Invite| user.email == invite.email && !expired(invite, now);
    let accepted: Vec<Invite> = state.invites.iter().filter(mine).cloned().collect();
    let answer: Vec<Value> = accepted
        .iter()
        .map(|invite| invite_json(state, invite, now))
        .collect();
    for invite in accepted {
        state.invites.retain(|other| other.id != invite.id);
        state
            .members
            .retain(|member| member.account != invite.account || member.user != user.id);
        state.members.push(Member {
            account: invite.account,
            user: user.id.clone(),
            roles: invite.roles,
        });
    }
    Ok(Reply::ok(json!(answer)))
}

/// The invite in the path.
fn invite<'a>(call: &'a Call) -> Answer<&'a Invite> {
    let mut invites = call.world.pureport.invites.iter();
    let found = invites.find(|invite| invite.id == call.child && invite.account == call.id);
    found.map_or_else(|| missing("invite", &call.child), Ok)
}

fn read(call: &Call, id: String, body: Body) -> Answer<Invite> {
    own_account(call, body.account.as_ref())?;
    let roles = given("roles", body.roles)?;
    Ok(Invite {
        id,
        account: call.id.clone(),
        email: email("email", body.email.as_deref())?,
        roles: linked_roles(&call.world.pureport, &call.id, &roles)?,
        invited_by: call.who.user_id.clone(),
        invited_at: call.world.now,
    })
}

/// Neither a member nor invited before.
fn uninvited(state: &State, invite: &Invite) -> Answer<()> {
    let users = state.users.iter();
    let mut users = users.filter(|user| user.email == invite.email);
    if users.any(|user| state.member(&invite.account, &user.id).is_some()) {
        return refuse(
            code::ACCOUNT_MEMBER_ALREADY_EXISTS,
            "Somebody with this email is a member of the account",
        );
    }
    let mut invites = state.invites.iter();
    if invites.any(|other| other.account == invite.account && other.email == invite.email) {
        return refuse(code::CONFLICT, "This email is invited already");
    }
    Ok(())
}

fn expired(invite: &Invite, now: Millis) -> bool {
    now - invite.invited_at >= LIFE
}

pub(super) fn invite_json(state: &State, invite: &Invite, now: Millis) -> Value {
    let by = state.user(&invite.invited_by).map(User::full_name);
    json!({
        "id": invite.id,
        "href": format!("/accounts/{}/invites/{}", invite.account, invite.id),
        "account": account_link(state, &invite.account),
        "email": invite.email,
        "roles": role_links(state, &invite.roles),
        "invitedBy": link("users", &invite.invited_by, &by.unwrap_or_default()),
        "invitedAt": time(invite.invited_at),
        "expired": expired(invite, now),
    })
}
