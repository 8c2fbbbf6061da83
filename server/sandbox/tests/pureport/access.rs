//! Logins, tokens, permissions, other accounts, unknown paths.

use sandbox::Pace;
use serde_json::json;

use crate::support::{Api, order};

#[tokio::test]
async fn a_login_answers_in_snake_case_with_an_hour_of_life() {
    let api = Api::anonymous(Pace::Instant);
    let answer = api
        .post("/login", json!({"key": "sandbox", "secret": "sandbox"}))
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["expires_in"], 3600);
    assert_eq!(answer.body["token_type"], "bearer");
    assert_eq!(
        answer.body["access_token"]
            .as_str()
            .unwrap()
            .split('.')
            .count(),
        3
    );
    assert!(answer.body["refresh_token"].is_string());
}

#[tokio::test]
async fn a_wrong_login_carries_a_numeric_status_in_its_body() {
    let api = Api::anonymous(Pace::Instant);
    let wrong = api
        .post("/login", json!({"key": "sandbox", "secret": "wrong"}))
        .await;
    assert_eq!(wrong.refusal(), (401, "UNAUTHORIZED"));
    let unknown = api
        .post("/login", json!({"key": "nobody", "secret": "sandbox"}))
        .await;
    assert_eq!(unknown.refusal(), (401, "API_KEY_NOT_FOUND"));
    let half = api.post("/login", json!({"key": "sandbox"})).await;
    assert_eq!(half.refusal(), (422, "VALIDATION_ERROR"));
    let broken = api.send("POST", "/login", "{\"key\":".to_owned()).await;
    assert_eq!(broken.refusal(), (400, "JSON_PROCESSING_ERROR"));
}

#[tokio::test]
async fn a_token_expires_on_the_sandboxs_clock_and_a_refresh_mends_it() {
    let api = Api::frozen(Pace::Instant).await;
    let login = api
        .post("/login", json!({"key": "sandbox", "secret": "sandbox"}))
        .await;
    let refresh = login.body["refresh_token"].clone();
    api.advance(3_599);
    assert_eq!(api.get("/accounts").await.status, 200);
    api.advance(1);
    assert_eq!(
        api.get("/accounts").await.refusal(),
        (401, "ACCESS_TOKEN_EXPIRED")
    );
    let renewed = api
        .post("/login/refresh", json!({"refreshToken": refresh}))
        .await;
    assert_eq!(renewed.status, 200);
    let api = api.with_token(renewed.body["access_token"].as_str());
    assert_eq!(api.get("/accounts").await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_is_no_access_token_and_the_other_way_round() {
    let api = Api::new(Pace::Instant).await;
    let login = api
        .post("/login", json!({"key": "sandbox", "secret": "sandbox"}))
        .await;
    let access = login.body["access_token"].clone();
    let swapped = api
        .post("/login/refresh", json!({"refreshToken": access}))
        .await;
    assert_eq!(swapped.refusal(), (401, "ACCESS_TOKEN_INVALID_SIGNATURE"));
    let api = api.with_token(login.body["refresh_token"].as_str());
    assert_eq!(
        api.get("/accounts").await.refusal(),
        (401, "ACCESS_TOKEN_INVALID_SIGNATURE")
    );
}

#[tokio::test]
async fn a_missing_mangled_or_forged_token_is_refused() {
    let api = Api::anonymous(Pace::Instant);
    assert_eq!(
        api.get("/accounts").await.refusal(),
        (401, "ACCESS_TOKEN_MISSING")
    );
    let api = api.with_token(Some("rubbish"));
    assert_eq!(
        api.get("/accounts").await.refusal(),
        (401, "ACCESS_TOKEN_DECODE_ERROR")
    );
    let api = api.sign_in("viewer").await;
    let login = api
        .post("/login", json!({"key": "viewer", "secret": "viewer"}))
        .await;
    let token = login.body["access_token"].as_str().unwrap().to_owned();
    let forged = token.rsplit_once('.').unwrap().0.to_owned() + ".AAAA";
    let api = api.with_token(Some(&forged));
    assert_eq!(
        api.get("/accounts").await.refusal(),
        (401, "ACCESS_TOKEN_INVALID_SIGNATURE")
    );
}

#[tokio::test]
async fn a_key_sees_its_account_which_has_a_parent_outside_of_the_list() {
    let api = Api::new(Pace::Instant).await;
    let accounts = api.get("/accounts").await.body;
    assert_eq!(accounts.as_array().unwrap().len(), 1);
    assert_eq!(accounts[0]["name"], "Acme Networks");
    let parent = accounts[0]["parent"]["id"].as_str().unwrap();
    assert_ne!(accounts[0]["id"], parent);
    assert_eq!(
        api.get(&format!("/accounts/{parent}")).await.refusal(),
        (403, "FORBIDDEN")
    );
    assert_eq!(
        api.get("/accounts/ac-unknown").await.refusal(),
        (404, "NOT_FOUND")
    );
}

#[tokio::test]
async fn accounts_are_filtered_by_id_name_and_limit() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    for (query, count) in [
        (format!("ids={account}"), 1),
        ("ids=ac-other".to_owned(), 0),
        ("name=Acme%20Networks".to_owned(), 1),
        ("name=Globex".to_owned(), 0),
        ("limit=0".to_owned(), 0),
    ] {
        let found = api.get(&format!("/accounts?{query}")).await.body;
        assert_eq!(found.as_array().unwrap().len(), count, "{query}");
    }
}

#[tokio::test]
async fn another_accounts_network_is_forbidden() {
    let api = Api::new(Pace::Instant).await;
    let view = sandbox::pureport::world_view(&api.shared.lock());
    let networks = view["networks"].as_array().unwrap().clone();
    let foreign = networks
        .iter()
        .find(|network| network["name"] == "Globex core")
        .unwrap();
    let path = format!("/networks/{}", foreign["id"].as_str().unwrap());
    assert_eq!(api.get(&path).await.refusal(), (403, "FORBIDDEN"));
    let order = api.post(&format!("{path}/connections"), order()).await;
    assert_eq!(order.refusal(), (403, "FORBIDDEN"));
    assert_eq!(
        api.get("/networks/network-unknown").await.refusal(),
        (404, "NOT_FOUND")
    );
}

#[tokio::test]
async fn a_viewer_reads_everything_and_changes_nothing() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await.id();
    let api = api.sign_in("viewer").await;
    let (account, network) = (api.account().await, api.network().await);
    let permissions = api
        .get(&format!("/accounts/{account}/permissions"))
        .await
        .body;
    assert_eq!(
        permissions["networks"],
        json!({"all": false, "create": false, "read": true, "update": false, "delete": false})
    );
    assert_eq!(
        api.get(&format!("/connections/{connection}")).await.status,
        200
    );
    let name = json!({"name": "mine"});
    for answer in [
        api.post(&format!("/accounts/{account}/networks"), name.clone())
            .await,
        api.put(&format!("/networks/{network}"), name).await,
        api.delete(&format!("/networks/{network}")).await,
        api.post(&format!("/networks/{network}/connections"), order())
            .await,
        api.put(&format!("/connections/{connection}"), order())
            .await,
        api.delete(&format!("/connections/{connection}")).await,
        api.post(&format!("/accounts/{account}/consent"), json!({}))
            .await,
    ] {
        assert_eq!(answer.refusal(), (403, "FORBIDDEN"));
    }
}

#[tokio::test]
async fn an_operator_may_everything_on_networks() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/accounts/{}/permissions", api.account().await);
    let permissions = api.get(&path).await.body;
    for name in [
        "accounts", "all", "apikeys", "audit", "billing", "members", "networks", "ports", "roles",
    ] {
        assert_eq!(permissions[name]["all"], true, "{name}");
    }
}

#[tokio::test]
async fn a_key_without_update_cannot_add_a_connection() {
    let api = Api::new(Pace::Instant).await;
    assert!(api.patch("sandbox", &json!({"networks": {"update": false}})));
    assert_eq!(api.order(order()).await.refusal(), (403, "FORBIDDEN"));
}

#[tokio::test]
async fn consent_is_404_until_it_is_given_and_given_once() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let path = format!("/accounts/{account}/consent");
    assert_eq!(api.get(&path).await.status, 200);
    assert!(api.patch(&account, &json!({"consent": null})));
    assert_eq!(api.get(&path).await.refusal(), (404, "NOT_FOUND"));
    assert_eq!(
        api.order(order()).await.refusal(),
        (409, "CONSENT_REQUIRED")
    );
    assert_eq!(api.post(&path, json!({})).await.status, 200);
    assert_eq!(
        api.post(&path, json!({})).await.refusal(),
        (409, "ACCOUNT_ALREADY_CONSENTED")
    );
    assert_eq!(api.order(order()).await.status, 201);
}

#[tokio::test]
async fn without_billing_nothing_is_provisioned() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let path = format!("/accounts/{account}/billing/configured");
    assert_eq!(api.get(&path).await.body, true);
    assert!(api.patch(&account, &json!({"billingConfigured": false})));
    assert_eq!(api.get(&path).await.body, false);
    assert_eq!(
        api.order(order()).await.refusal(),
        (402, "PAYMENT_REQUIRED")
    );
}

#[tokio::test]
async fn unknown_paths_and_methods_are_answered_in_json() {
    let api = Api::new(Pace::Instant).await;
    assert_eq!(api.get("/nowhere").await.refusal(), (404, "NOT_FOUND"));
    assert_eq!(
        api.get("/accounts/x/auditLog").await.refusal(),
        (404, "NOT_FOUND")
    );
    assert_eq!(
        api.delete("/locations").await.refusal(),
        (405, "METHOD_NOT_ALLOWED")
    );
    assert_eq!(
        api.get("/accounts/%FF").await.refusal(),
        (400, "BAD_REQUEST")
    );
    let huge = api.send("POST", "/login", " ".repeat(2 << 20)).await;
    assert_eq!(huge.refusal(), (413, "REQUEST_ENTITY_TOO_LARGE"));
}

#[tokio::test]
async fn every_request_is_in_the_log_without_secrets() {
    let api = Api::new(Pace::Instant).await;
    api.get("/networks/network-unknown").await;
    api.post(
        "/login",
        json!({"key": "nobody", "secret": "hunter2hunter2"}),
    )
    .await;
    let log = api.shared.lock().log.since(0);
    let lines: Vec<_> = log
        .iter()
        .map(|entry| {
            (
                entry.operation.as_str(),
                entry.principal.as_deref(),
                entry.status,
                entry.error.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("login", Some("sandbox"), 200, None),
            ("getNetwork", Some("sandbox"), 404, Some("NOT_FOUND")),
            ("login", None, 401, Some("API_KEY_NOT_FOUND")),
        ]
    );
    assert!(log.iter().all(|entry| entry.service == "pureport"));
    assert!(!serde_json::to_string(&log).unwrap().contains("hunter2"));
}
