//! A walk over every operation of the account side.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Answer, Api, account_link};

fn fields(answer: &Answer, fields: &[&str]) {
    assert!((200..300).contains(&answer.status), "{}", answer.body);
    for field in fields {
        assert!(
            !answer.body[field].is_null(),
            "{field} is missing in {}",
            answer.body
        );
    }
    if let Some(href) = answer.body["href"].as_str() {
        let created = answer.status == 201;
        let location = answer.headers.get("location");
        assert!(!created || location.is_some_and(|location| location == href));
    }
}

/// Lists, makes, reads, changes, and gives up one of a kind; the made one has these fields.
async fn round(api: &Api, list: &str, body: &Value, required: &[&str]) {
    let made = api.post(list, body.clone()).await;
    assert_eq!(made.status, 201, "{list}: {}", made.body);
    fields(&made, required);
    let href = made.body["href"].as_str().unwrap();
    let read = api.get(href).await;
    fields(&read, required);
    let all = api.get(list).await;
    assert!(all.body.as_array().unwrap().contains(&read.body), "{list}");
    fields(&api.put(href, read.body.clone()).await, required);
    let gone = api.delete(href).await;
    assert_eq!((gone.status, &gone.body), (200, &json!({})), "{href}");
    assert_eq!(api.get(href).await.refusal(), (404, "NOT_FOUND"));
}

/// Every operation that changes something, each with success.
pub async fn everything(api: &Api) {
    let own = api.account().await;
    let child = api.child().await;
    let (above, below) = (format!("/accounts/{own}"), format!("/accounts/{child}"));
    let link = account_link(&child);
    let reader = api.role("Read Only").await;
    fields(
        &api.put(&below, json!({"name": "Twig"})).await,
        &["id", "href", "name", "parent"],
    );
    let consent = api.post(&format!("{below}/consent"), json!({})).await;
    fields(&consent, &["href", "userId", "consentAt"]);
    billing(api, &below, &link).await;
    let role = json!({"account": link, "name": "r"});
    round(
        api,
        &format!("{below}/roles"),
        &role,
        &["id", "href", "account", "name", "permissions"],
    )
    .await;
    let user = api.get(&format!("{above}/members")).await.body[1]["user"].clone();
    let member = json!({"account": link, "user": {"href": user["href"]}, "roles": [reader]});
    round(
        api,
        &format!("{below}/members"),
        &member,
        &["href", "account", "user", "roles"],
    )
    .await;
    let invite = json!({"account": link, "email": "new@example.com", "roles": [reader]});
    let required = [
        "id",
        "href",
        "account",
        "email",
        "roles",
        "invitedAt",
        "invitedBy",
        "expired",
    ];
    round(api, &format!("{below}/invites"), &invite, &required).await;
    let key = json!({"name": "k", "roles": [reader]});
    round(
        api,
        &format!("{below}/apikeys"),
        &key,
        &["key", "href", "account", "name", "roles"],
    )
    .await;
    accept(api, &below, &link).await;
    let gone = api.delete(&format!("{below}/billing")).await;
    assert_eq!((gone.status, gone.body), (200, json!("")));
    let other = api.child().await;
    assert_eq!(api.delete(&format!("/accounts/{other}")).await.status, 200);
}

async fn billing(api: &Api, below: &str, link: &Value) {
    let path = format!("{below}/billing");
    let body = json!({"account": link, "name": "Jo", "email": "jo@example.com", "address": {},
        "collectionMethod": "PULL_ACH", "stripeToken": "btok"});
    let required = [
        "href",
        "account",
        "address",
        "collectionMethod",
        "email",
        "name",
        "verified",
    ];
    fields(&api.post(&path, body.clone()).await, &required);
    fields(&api.put(&path, body).await, &required);
    let amounts = json!({"microdeposits": [32, 45]});
    fields(
        &api.post(&format!("{path}/verify"), amounts).await,
        &required,
    );
    fields(&api.get(&path).await, &required);
}

/// The caller, invited, changes himself.
async fn accept(api: &Api, below: &str, link: &Value) {
    let above = api.account().await;
    let members = api.get(&format!("/accounts/{above}/members")).await.body;
    let me = members[0]["user"]["href"].as_str().unwrap();
    let user = api.get(me).await.body;
    let roles = json!([api.role("Read Only").await]);
    let invite = json!({"account": link, "email": user["email"], "roles": roles});
    assert_eq!(
        api.post(&format!("{below}/invites"), invite).await.status,
        201
    );
    let accepted = api.post("/invites", Value::Null).await;
    assert_eq!(accepted.body.as_array().unwrap().len(), 1);
    let changed = api.put(me, user).await;
    fields(
        &changed,
        &["id", "href", "username", "email", "firstName", "lastName"],
    );
}

#[tokio::test]
async fn every_operation_of_the_account_side_succeeds_once() {
    let api = Api::new(Pace::Instant).await;
    everything(&api).await;
}

#[tokio::test]
async fn every_list_of_the_account_side_is_answered() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    for under in ["roles", "members", "invites", "apikeys", "notifications"] {
        let answer = api.get(&format!("/accounts/{account}/{under}")).await;
        assert!(
            answer.status == 200 && answer.body.is_array(),
            "{under}: {}",
            answer.body
        );
    }
    for path in ["/facilities", "/accounts"] {
        assert!(api.get(path).await.body.is_array(), "{path}");
    }
    let log = api.get(&format!("/accounts/{account}/auditLog")).await;
    fields(
        &log,
        &["content", "pageNumber", "pageSize", "totalElements", "sort"],
    );
}
