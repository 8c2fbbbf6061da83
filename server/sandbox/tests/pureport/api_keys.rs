//! API keys: made, used with the rights of their roles, taken back.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Answer, Api, account_link, order};

async fn make(api: &Api, account: &str, roles: Value) -> Answer {
    let body = json!({"name": "Robot", "description": "d", "roles": roles});
    api.post(&format!("/accounts/{account}/apikeys"), body)
        .await
}

/// A role with these permissions, as a link.
async fn role(api: &Api, permissions: Value) -> Value {
    let account = api.account().await;
    let body = json!({"account": account_link(&account), "name": "r", "permissions": permissions});
    let made = api.post(&format!("/accounts/{account}/roles"), body).await;
    assert_eq!(made.status, 201, "{}", made.body);
    json!({"href": made.body["href"]})
}

#[tokio::test]
async fn a_keys_secret_is_only_in_the_answer_that_made_it() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let made = make(&api, &account, json!([api.role("Admin").await])).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let (key, secret) = (
        made.body["key"].as_str().unwrap(),
        made.body["secret"].as_str().unwrap(),
    );
    assert_eq!((key.len(), secret.len()), (13, 17));
    let href = format!("/accounts/{account}/apikeys/{key}");
    assert_eq!(made.headers["location"], href.as_str());
    let shown = api.get(&href).await.body;
    assert_eq!(shown.get("secret"), None);
    assert_eq!(shown["roles"][0]["title"], "Admin");
    let all = api.get(&format!("/accounts/{account}/apikeys")).await.body;
    let names: Vec<&Value> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["name"])
        .collect();
    assert_eq!(names, ["sandbox", "viewer", "Robot"]);
    let view = sandbox::pureport::world_view(&api.shared.lock()).to_string();
    assert!(!all.to_string().contains(secret) && !view.contains(secret));
}

#[tokio::test]
async fn a_key_signs_in_with_the_rights_of_its_roles() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let reading = role(&api, json!({"networks": {"read": true}})).await;
    let making = role(&api, json!({"networks": {"create": true}})).await;
    let key = make(&api, &account, json!([reading, making])).await.body;
    let api = api.sign_in_with(&key).await;
    let permissions = api
        .get(&format!("/accounts/{account}/permissions"))
        .await
        .body;
    assert_eq!(
        permissions["networks"],
        json!({"all": false, "create": true, "read": true, "update": false, "delete": false})
    );
    assert_eq!(permissions["accounts"]["read"], false);
    let networks = format!("/accounts/{account}/networks");
    assert_eq!(api.post(&networks, json!({"name": "n"})).await.status, 201);
    assert_eq!(api.get("/accounts").await.refusal(), (403, "FORBIDDEN"));
    let log = api.get(&format!("/accounts/{account}/auditLog")).await;
    assert_eq!(log.refusal(), (403, "FORBIDDEN"));
    assert!(log.body["message"].as_str().unwrap().contains("audit.read"));
}

#[tokio::test]
async fn a_change_of_a_role_is_felt_at_once() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let reading = role(&api, json!({"networks": {"read": true}})).await;
    let key = make(&api, &account, json!([reading])).await.body;
    let path = reading["href"].as_str().unwrap();
    let none = json!({"account": account_link(&account), "name": "r"});
    assert_eq!(api.put(path, none).await.status, 200);
    let api = api.sign_in_with(&key).await;
    let networks = api.get(&format!("/accounts/{account}/networks")).await;
    assert_eq!(networks.refusal(), (403, "FORBIDDEN"));
}

#[tokio::test]
async fn a_key_works_for_child_accounts_and_a_childs_key_not_for_the_parent() {
    let api = Api::new(Pace::Instant).await;
    let (own, child) = (api.account().await, api.child().await);
    let path = format!("/accounts/{child}");
    let admin = json!([api.role("Admin").await]);
    let early = make(&api, &child, admin.clone()).await;
    assert_eq!(early.refusal(), (409, "CONSENT_REQUIRED"));
    assert_eq!(
        api.post(&format!("{path}/consent"), json!({})).await.status,
        200
    );
    let early = make(&api, &child, admin.clone()).await;
    assert_eq!(early.refusal(), (402, "PAYMENT_REQUIRED"));
    assert!(api.patch(&child, &json!({"billingConfigured": true})));
    let network = api
        .post(&format!("{path}/networks"), json!({"name": "n"}))
        .await
        .id();
    let ordered = api
        .post(&format!("/networks/{network}/connections"), order())
        .await;
    assert_eq!(ordered.status, 201, "{}", ordered.body);
    let key = make(&api, &child, admin).await.body;
    let api = api.sign_in_with(&key).await;
    let accounts = api.get("/accounts").await.body;
    assert_eq!(accounts.as_array().unwrap().len(), 1);
    assert_eq!(accounts[0]["id"], child.as_str());
    let above = api.get(&format!("/accounts/{own}")).await;
    assert_eq!(above.refusal(), (403, "FORBIDDEN"));
    assert_eq!(api.get(&format!("/networks/{network}")).await.status, 200);
}

#[tokio::test]
async fn a_key_is_replaced_but_keeps_its_secret() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let key = make(&api, &account, json!([api.role("Read Only").await]))
        .await
        .body;
    let path = key["href"].as_str().unwrap();
    let new = json!({"name": "Other", "roles": [api.role("Admin").await]});
    let changed = api.put(path, new).await;
    assert_eq!(changed.status, 200);
    assert_eq!(changed.body["name"], "Other");
    assert_eq!(changed.body.get("description"), None);
    assert_eq!(changed.body.get("secret"), None);
    let api = api.sign_in_with(&key).await;
    assert_eq!(api.get("/accounts").await.status, 200);
}

#[tokio::test]
async fn a_deleted_keys_token_is_refused() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let key = make(&api, &account, json!([api.role("Admin").await]))
        .await
        .body;
    let path = key["href"].as_str().unwrap().to_owned();
    let api = api.sign_in_with(&key).await;
    assert_eq!(api.delete(&path).await.body, json!({}));
    assert_eq!(
        api.get("/accounts").await.refusal(),
        (401, "API_KEY_NOT_FOUND")
    );
}

#[tokio::test]
async fn a_key_has_a_name_and_1_to_100_roles_that_are_there() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let path = format!("/accounts/{account}/apikeys");
    let admin = api.role("Admin").await;
    for (body, refusal) in [
        (json!({"roles": [admin]}), (422, "VALIDATION_ERROR")),
        (
            json!({"name": "n".repeat(256), "roles": [admin]}),
            (422, "VALIDATION_ERROR"),
        ),
        (json!({"name": "n"}), (422, "VALIDATION_ERROR")),
        (json!({"name": "n", "roles": []}), (422, "VALIDATION_ERROR")),
        (
            json!({"name": "n", "roles": [admin, admin]}),
            (422, "VALIDATION_ERROR"),
        ),
        (
            json!({"name": "n", "roles": vec![&admin; 101]}),
            (422, "VALIDATION_ERROR"),
        ),
        (
            json!({"name": "n", "roles": [{"href": "/roles/x"}]}),
            (422, "INVALID_LINK"),
        ),
        (
            json!({"name": "n", "roles": [admin], "account": account_link("ac-x")}),
            (422, "INVALID_LINK"),
        ),
    ] {
        assert_eq!(
            api.post(&path, body.clone()).await.refusal(),
            refusal,
            "{body}"
        );
    }
    let unknown = api.get(&format!("{path}/k000000000000")).await;
    assert_eq!(unknown.refusal(), (404, "NOT_FOUND"));
}
