//! Payment methods: given, verified, inherited, kept while they are needed.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, account_link, merged, order};

fn card(account: &str) -> Value {
    json!({
        "account": account_link(account), "name": "Jo Payer", "email": "jo@example.com",
        "collectionMethod": "CREDIT_CARD", "address": {"city": "Raleigh", "country": "US"},
        "stripeToken": "tok_visa", "stripeLastFour": "1234", "stripeExpiry": "06/2036",
    })
}

fn bank(account: &str) -> Value {
    merged(
        card(account),
        &json!({"collectionMethod": "PULL_ACH", "bankAccountType": "COMPANY",
            "bankRoutingNumber": "110000000", "stripeLastFour": null, "stripeExpiry": null}),
    )
}

fn billing(account: &str) -> String {
    format!("/accounts/{account}/billing")
}

async fn configured(api: &Api, account: &str) -> Value {
    let path = format!("{}/configured", billing(account));
    api.get(&path).await.body
}

#[tokio::test]
async fn a_card_is_in_force_at_once_and_its_token_is_never_answered() {
    let api = Api::new(Pace::Instant).await;
    let child = api.child().await;
    assert_eq!(configured(&api, &child).await, false);
    assert_eq!(
        api.get(&billing(&child)).await.refusal(),
        (404, "NOT_FOUND")
    );
    let made = api.post(&billing(&child), card(&child)).await;
    assert_eq!(made.status, 201);
    assert_eq!(made.headers["location"], billing(&child).as_str());
    assert_eq!(made.body["stripeLastFour"], "1234");
    assert_eq!(made.body["address"]["city"], "Raleigh");
    assert_eq!(made.body["verified"], true);
    assert_eq!(made.body.get("stripeToken"), None);
    assert_eq!(configured(&api, &child).await, true);
    assert_eq!(api.get(&billing(&child)).await.body, made.body);
    let again = api.post(&billing(&child), card(&child)).await;
    assert_eq!(again.refusal(), (409, "CONFLICT"));
}

#[tokio::test]
async fn a_bank_account_is_in_force_once_its_deposits_are_named() {
    let api = Api::new(Pace::Instant).await;
    let child = api.child().await;
    let made = api.post(&billing(&child), bank(&child)).await;
    assert_eq!(made.body["verified"], false);
    assert_eq!(configured(&api, &child).await, false);
    let verify = format!("{}/verify", billing(&child));
    let wrong = api.post(&verify, json!({"microdeposits": [1, 2]})).await;
    assert_eq!(wrong.refusal(), (422, "BILLING_VERIFICATION_FAILED"));
    let right = api.post(&verify, json!({"microdeposits": [45, 32]})).await;
    assert_eq!((right.status, &right.body["verified"]), (200, &json!(true)));
    assert_eq!(configured(&api, &child).await, true);
    let again = api.post(&verify, json!({"microdeposits": [32, 45]})).await;
    assert_eq!(again.refusal(), (422, "BILLING_VERIFICATION_FAILED"));
}

#[tokio::test]
async fn a_payment_method_has_its_required_fields() {
    let api = Api::new(Pace::Instant).await;
    let (own, child) = (api.account().await, api.child().await);
    for missing in ["account", "name", "email", "collectionMethod", "address"] {
        let body = merged(card(&child), &json!({missing: null}));
        let answer = api.post(&billing(&child), body).await;
        assert_eq!(answer.refusal(), (422, "VALIDATION_ERROR"), "{missing}");
    }
    for (set, refusal) in [
        (
            json!({"stripeToken": null}),
            (422, "INVALID_BILLING_CONFIGURATION"),
        ),
        (
            json!({"account": account_link(&own)}),
            (422, "INVALID_LINK"),
        ),
        (json!({"email": "jo"}), (422, "VALIDATION_ERROR")),
        (
            json!({"stripeLastFour": "12345"}),
            (422, "VALIDATION_ERROR"),
        ),
        (json!({"stripeExpiry": "June"}), (422, "VALIDATION_ERROR")),
        (
            json!({"collectionMethod": "GOLD"}),
            (400, "JSON_PROCESSING_ERROR"),
        ),
    ] {
        let answer = api.post(&billing(&child), merged(card(&child), &set)).await;
        assert_eq!(answer.refusal(), refusal, "{set}");
    }
}

#[tokio::test]
async fn an_update_keeps_the_card_and_replaces_the_rest() {
    let api = Api::new(Pace::Instant).await;
    let child = api.child().await;
    api.post(&billing(&child), card(&child)).await;
    let new = json!({"name": "Al Other", "stripeToken": null, "stripeLastFour": null});
    let answer = api.put(&billing(&child), merged(card(&child), &new)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.body["name"], "Al Other");
    assert_eq!(answer.body["stripeLastFour"], "1234");
    let bank = api.put(&billing(&child), bank(&child)).await;
    assert_eq!(bank.body["verified"], false);
    assert_eq!(bank.body.get("stripeLastFour"), None);
    assert_eq!(configured(&api, &child).await, false);
}

#[tokio::test]
async fn a_child_account_uses_its_parents_method_where_that_is_allowed() {
    let api = Api::new(Pace::Instant).await;
    let (own, child) = (api.account().await, api.child().await);
    let above = |account: &str| format!("{}/configured?ancestorOnly=true", billing(account));
    assert_eq!(configured(&api, &child).await, false);
    let shared = merged(card(&own), &json!({"allowChildAccounts": true}));
    assert_eq!(api.put(&billing(&own), shared).await.status, 200);
    assert_eq!(configured(&api, &child).await, true);
    assert_eq!(api.get(&above(&child)).await.body, true);
    assert_eq!(api.get(&above(&own)).await.body, false);
}

/// A connection in a child account that its parent pays for.
async fn paid_by_parent(api: &Api) -> (String, String) {
    let (own, child) = (api.account().await, api.child().await);
    let shared = merged(card(&own), &json!({"allowChildAccounts": true}));
    api.put(&billing(&own), shared).await;
    let path = format!("/accounts/{child}");
    api.post(&format!("{path}/consent"), json!({})).await;
    let network = api
        .post(&format!("{path}/networks"), json!({"name": "n"}))
        .await;
    let connections = format!("/networks/{}/connections", network.id());
    let ordered = api.post(&connections, order()).await;
    assert_eq!(ordered.status, 201, "{}", ordered.body);
    (own, child)
}

#[tokio::test]
async fn a_method_stays_while_a_childs_connection_is_paid_with_it() {
    let api = Api::new(Pace::Instant).await;
    let (own, child) = paid_by_parent(&api).await;
    let closed = merged(card(&own), &json!({"allowChildAccounts": false}));
    let answer = api.put(&billing(&own), closed.clone()).await;
    let code = "BILLING_CONFIGURATION_CHILD_ACCOUNTS_INVALID_STATE";
    assert_eq!(answer.refusal(), (422, code));
    let answer = api.delete(&billing(&own)).await;
    assert_eq!(answer.refusal(), (409, "BILLING_CANNOT_BE_REMOVED"));
    api.post(&billing(&child), card(&child)).await;
    assert_eq!(api.put(&billing(&own), closed).await.status, 200);
    let answer = api.delete(&billing(&child)).await;
    assert_eq!(answer.refusal(), (409, "BILLING_CANNOT_BE_REMOVED"));
}

#[tokio::test]
async fn without_a_method_nothing_is_ordered_until_there_is_one() {
    let api = Api::new(Pace::Instant).await;
    let own = api.account().await;
    let gone = api.delete(&billing(&own)).await;
    assert_eq!((gone.status, gone.body), (200, json!("")));
    let refused = api.order(order()).await;
    assert_eq!(refused.refusal(), (402, "PAYMENT_REQUIRED"));
    api.post(&billing(&own), card(&own)).await;
    assert_eq!(api.order(order()).await.status, 201);
}
