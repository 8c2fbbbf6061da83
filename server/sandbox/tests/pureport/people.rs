//! Members, invites and users.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, account_link};

const WEEK: i64 = 7 * 86_400;

async fn members(api: &Api) -> (String, Vec<Value>) {
    let path = format!("/accounts/{}/members", api.account().await);
    let members = api.get(&path).await.body.as_array().unwrap().clone();
    (path, members)
}

#[tokio::test]
async fn the_members_are_the_people_behind_the_demo_keys() {
    let api = Api::new(Pace::Instant).await;
    let (path, members) = members(&api).await;
    let told: Vec<_> = members
        .iter()
        .map(|member| {
            let (user, role) = (&member["user"]["title"], &member["roles"][0]["title"]);
            (user.as_str().unwrap(), role.as_str().unwrap())
        })
        .collect();
    assert_eq!(
        told,
        [("Olive Operator", "Admin"), ("Victor Viewer", "Read Only")]
    );
    for member in &members {
        let id = member["user"]["id"].as_str().unwrap();
        assert_eq!(member["href"], format!("{path}/{id}"));
        assert_eq!(api.get(&format!("{path}/{id}")).await.body, *member);
    }
}

#[tokio::test]
async fn a_member_is_added_to_a_child_changed_and_removed() {
    let api = Api::new(Pace::Instant).await;
    let child = api.child().await;
    let (_, members) = members(&api).await;
    let user = json!({"href": members[1]["user"]["href"]});
    let path = format!("/accounts/{child}/members");
    let body =
        |role: Value| json!({"account": account_link(&child), "user": user, "roles": [role]});
    let admin = api.role("Admin").await;
    let made = api.post(&path, body(api.role("Read Only").await)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let href = made.body["href"].as_str().unwrap().to_owned();
    assert_eq!(made.headers["location"], href.as_str());
    let again = api.post(&path, body(admin.clone())).await;
    assert_eq!(again.refusal(), (409, "ACCOUNT_MEMBER_ALREADY_EXISTS"));
    let changed = api.put(&href, body(admin)).await;
    assert_eq!(changed.body["roles"][0]["title"], "Admin");
    let demoted = api.put(&href, body(api.role("Read Only").await)).await;
    assert_eq!(demoted.refusal(), (409, "ADMIN_ACCESS_MUST_EXIST"));
}

#[tokio::test]
async fn the_last_admin_stays_a_member_and_others_can_go() {
    let api = Api::new(Pace::Instant).await;
    let (_, members) = members(&api).await;
    let olive = members[0]["href"].as_str().unwrap();
    let victor = members[1]["href"].as_str().unwrap();
    let refused = api.delete(olive).await;
    assert_eq!(refused.refusal(), (409, "ADMIN_ACCESS_MUST_EXIST"));
    assert_eq!(api.get(olive).await.status, 200);
    assert_eq!(api.delete(victor).await.body, json!({}));
    assert_eq!(api.get(victor).await.refusal(), (404, "NOT_FOUND"));
    assert_eq!(api.delete(victor).await.refusal(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn a_member_is_somebody_who_can_be_seen_with_roles_that_are_there() {
    let api = Api::new(Pace::Instant).await;
    let child = api.child().await;
    let view = sandbox::pureport::world_view(&api.shared.lock());
    let users = view["users"].as_array().unwrap();
    let stranger = users
        .iter()
        .find(|user| user["firstName"] == "Gloria")
        .unwrap();
    let stranger = format!("/users/{}", stranger["id"].as_str().unwrap());
    let own = format!("/users/{}", users[0]["id"].as_str().unwrap());
    let path = format!("/accounts/{child}/members");
    let admin = api.role("Admin").await;
    for (user, roles, refusal) in [
        (&stranger, json!([admin]), (422, "INVALID_LINK")),
        (
            &own,
            json!([{"href": "/accounts/x/roles/role-unknown"}]),
            (422, "INVALID_LINK"),
        ),
        (&own, json!([{"href": "/users/x"}]), (422, "INVALID_LINK")),
        (&own, json!([admin, admin]), (422, "VALIDATION_ERROR")),
        (&own, Value::Null, (422, "VALIDATION_ERROR")),
    ] {
        let body = json!({"account": account_link(&child), "user": {"href": user}, "roles": roles});
        assert_eq!(
            api.post(&path, body).await.refusal(),
            refusal,
            "{user} {roles}"
        );
    }
}

async fn invite(api: &Api, email: &str) -> crate::support::Answer {
    let account = api.account().await;
    let body = json!({"account": account_link(&account), "email": email, "roles": [api.role("Admin").await]});
    api.post(&format!("/accounts/{account}/invites"), body)
        .await
}

#[tokio::test]
async fn an_invite_expires_after_a_week_and_begins_anew_when_it_is_sent_again() {
    let api = Api::frozen(Pace::Instant).await;
    let made = invite(&api, "new@example.com").await;
    assert_eq!(made.status, 201, "{}", made.body);
    let href = made.body["href"].as_str().unwrap().to_owned();
    assert_eq!(made.headers["location"], href.as_str());
    assert_eq!(made.body["expired"], false);
    assert_eq!(made.body["invitedBy"]["title"], "Olive Operator");
    api.advance(WEEK);
    let api = api.sign_in("sandbox").await;
    let late = api.get(&href).await.body;
    assert_eq!(late["expired"], true);
    let same = api.put(&href, late.clone()).await;
    assert_eq!(same.body, late);
    let again = api
        .put(&format!("{href}?reinvite=true"), late.clone())
        .await;
    assert_eq!(again.body["expired"], false);
    assert_ne!(again.body["invitedAt"], late["invitedAt"]);
    let account = api.account().await;
    let all = api.get(&format!("/accounts/{account}/invites")).await.body;
    assert_eq!(all, json!([again.body]));
    assert_eq!(api.delete(&href).await.body, json!({}));
    assert_eq!(api.get(&href).await.refusal(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn nobody_is_invited_twice_or_while_a_member() {
    let api = Api::new(Pace::Instant).await;
    assert_eq!(invite(&api, "new@example.com").await.status, 201);
    let again = invite(&api, "new@example.com").await;
    assert_eq!(again.refusal(), (409, "CONFLICT"));
    let member = invite(&api, "victor@example.com").await;
    assert_eq!(member.refusal(), (409, "ACCOUNT_MEMBER_ALREADY_EXISTS"));
    let nobody = invite(&api, "nobody").await;
    assert_eq!(nobody.refusal(), (422, "VALIDATION_ERROR"));
}

#[tokio::test]
async fn accepting_makes_a_member_of_every_account_that_invited_one() {
    let api = Api::new(Pace::Instant).await;
    let child = api.child().await;
    let admin = api.role("Admin").await;
    let body =
        json!({"account": account_link(&child), "email": "victor@example.com", "roles": [admin]});
    let made = api.post(&format!("/accounts/{child}/invites"), body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let none = api.post("/invites", json!({})).await;
    assert_eq!((none.status, none.body), (200, json!([])));
    let api = api.sign_in("viewer").await;
    let accepted = api.post("/invites", json!({})).await;
    assert_eq!(accepted.body, json!([made.body]));
    let members = api.get(&format!("/accounts/{child}/members")).await.body;
    assert_eq!(members[0]["user"]["title"], "Victor Viewer");
    assert_eq!(members[0]["roles"][0]["title"], "Admin");
    assert_eq!(api.post("/invites", json!({})).await.body, json!([]));
}

#[tokio::test]
async fn users_see_themselves_and_those_beside_them() {
    let api = Api::new(Pace::Instant).await;
    let view = sandbox::pureport::world_view(&api.shared.lock());
    let path = |at: usize| format!("/users/{}", view["users"][at]["id"].as_str().unwrap());
    let own = api.get(&path(0)).await.body;
    assert_eq!(own["email"], "olive@example.com");
    for field in ["id", "href", "username", "email", "firstName", "lastName"] {
        assert!(own[field].is_string(), "{field}");
    }
    assert_eq!(api.get(&path(1)).await.body["firstName"], "Victor");
    assert_eq!(api.get(&path(2)).await.refusal(), (403, "FORBIDDEN"));
    let unknown = api.get("/users/user-unknown").await;
    assert_eq!(unknown.refusal(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn users_change_themselves_alone() {
    let api = Api::new(Pace::Instant).await;
    let (_, members) = members(&api).await;
    let own = members[0]["user"]["href"].as_str().unwrap();
    let other = members[1]["user"]["href"].as_str().unwrap();
    let mut me = api.get(own).await.body;
    me["phoneNumber"] = json!("919-555-0100");
    let changed = api.put(own, me.clone()).await;
    assert_eq!((changed.status, &changed.body), (200, &me));
    me["email"] = json!("another@example.com");
    let answer = api.put(own, me.clone()).await;
    assert_eq!(answer.refusal(), (422, "MODIFICATION_NOT_ALLOWED"));
    me["firstName"] = json!("");
    let answer = api.put(own, me.clone()).await;
    assert_eq!(answer.refusal(), (422, "VALIDATION_ERROR"));
    assert_eq!(api.put(other, me).await.refusal(), (403, "FORBIDDEN"));
}
