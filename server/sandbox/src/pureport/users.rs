//! Users of the console. Whoever calls with an API key acts for the user who made it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    call::{Answer, Call, Reply, missing},
    error::{code, refuse},
    fields::{email, optional, required},
    json::present,
    state::{Action, Resource, User},
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    id: Option<String>,
    username: Option<String>,
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    company: Option<String>,
    phone_number: Option<String>,
}

/// `GET /users/{userId}`: oneself, or a member of an account that the caller sees.
pub(super) fn get(call: &mut Call) -> Answer {
    Ok(Reply::ok(user_json(user(call)?)))
}

/// `PUT /users/{userId}`: oneself alone.
pub(super) fn update(call: &mut Call) -> Answer {
    let held = user(call)?.clone();
    if held.id != call.who.user_id {
        return refuse(code::FORBIDDEN, "Users can be changed by themselves alone");
    }
    let body: Body = call.json()?;
    let same_id = body.id.as_ref().is_none_or(|id| *id == held.id);
    let changed = User {
        id: held.id,
        username: required("username", body.username.as_deref(), 128)?,
        email: email("email", body.email.as_deref())?,
        first_name: required("firstName", body.first_name.as_deref(), 128)?,
        last_name: required("lastName", body.last_name.as_deref(), 128)?,
        company: optional("company", body.company, 128)?,
        phone_number: optional("phoneNumber", body.phone_number, 32)?,
    };
    if !same_id || changed.username != held.username || changed.email != held.email {
        return refuse(
            code::MODIFICATION_NOT_ALLOWED,
            "id, username and email cannot change",
        );
    }
    let mut users = call.world.pureport.users.iter_mut();
    if let Some(user) = users.find(|user| user.id == changed.id) {
        *user = changed;
    }
    get(call)
}

/// The user in the path.
fn user<'a>(call: &'a Call) -> Answer<&'a User> {
    match call.world.pureport.user(&call.id) {
        None => missing("user", &call.id),
        Some(user) if user.id == call.who.user_id => Ok(user),
        Some(_) if !can_see(call, &call.id) => {
            refuse(code::FORBIDDEN, "The API key has no access to this user")
        }
        Some(user) => call.need(Resource::Members, Action::Read).map(|()| user),
    }
}

/// Oneself, and every member of an account within reach.
pub(super) fn can_see(call: &Call, user: &str) -> bool {
    let mut members = call.world.pureport.members.iter();
    user == call.who.user_id
        || members.any(|member| member.user == user && call.within(&member.account).is_ok())
}

pub(super) fn user_json(user: &User) -> Value {
    present(json!({
        "id": user.id,
        "href": format!("/users/{}", user.id),
        "username": user.username,
        "email": user.email,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "company": user.company,
        "phoneNumber": user.phone_number,
    }))
}
