//! Accounts: parent and child, and the rules on their fields.

use sandbox::Pace;
use serde_json::json;

use crate::support::{Api, account_link};

#[tokio::test]
async fn a_new_account_is_a_child_of_the_keys_own() {
    let api = Api::new(Pace::Instant).await;
    let parent = api.account().await;
    let body = json!({"name": "Branch", "description": "d", "tags": {"a": "b"},
        "technicalContactEmails": ["noc@example.com"]});
    let made = api.post("/accounts", body.clone()).await;
    assert_eq!(made.status, 201);
    let href = format!("/accounts/{}", made.id());
    assert_eq!(made.headers["location"], href.as_str());
    assert_eq!(made.body["parent"]["id"], parent.as_str());
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(made.body[name], *value, "{name}");
    }
    assert_eq!(api.get(&href).await.body, made.body);
    let above = api.get(&format!("/accounts/{parent}")).await.body;
    assert_eq!(above["hasChildren"], true);
}

#[tokio::test]
async fn accounts_are_listed_by_parent_and_with_a_limit() {
    let api = Api::new(Pace::Instant).await;
    let parent = api.account().await;
    let child = api.child().await;
    let link = json!({"name": "Leaf", "parent": account_link(&child)});
    let leaf = api.post("/accounts", link).await.id();
    for (query, wanted) in [
        (String::new(), vec![&parent, &child, &leaf]),
        (format!("?parentId={parent}"), vec![&child]),
        (format!("?parentId={child}"), vec![&leaf]),
        (format!("?ids={child}&ids={leaf}"), vec![&child, &leaf]),
        ("?name=Leaf".to_owned(), vec![&leaf]),
        ("?name=EA".to_owned(), vec![&leaf]),
        ("?limit=2".to_owned(), vec![&parent, &child]),
    ] {
        let found = api.get(&format!("/accounts{query}")).await.body;
        let ids = found.as_array().unwrap().iter().map(|one| &one["id"]);
        assert_eq!(ids.collect::<Vec<_>>(), wanted, "{query}");
    }
    let wrong = api.get("/accounts?limit=many").await;
    assert_eq!(wrong.refusal(), (422, "VALIDATION_ERROR"));
}

#[tokio::test]
async fn an_accounts_fields_have_limits() {
    let api = Api::new(Pace::Instant).await;
    let contacts: Vec<String> = (0..11).map(|n| format!("a{n}@example.com")).collect();
    for body in [
        json!({}),
        json!({"name": ""}),
        json!({"name": "n".repeat(65)}),
        json!({"name": "n", "description": "d".repeat(257)}),
        json!({"name": "n", "technicalContactEmails": contacts}),
        json!({"name": "n", "technicalContactEmails": ["a@b.c", "a@b.c"]}),
        json!({"name": "n", "technicalContactEmails": ["nobody"]}),
        json!({"name": "n", "id": "no spaces"}),
    ] {
        let answer = api.post("/accounts", body.clone()).await;
        assert_eq!(answer.refusal(), (422, "VALIDATION_ERROR"), "{body}");
    }
    let tags = json!({"name": "n", "tags": ["a"]});
    let answer = api.post("/accounts", tags).await;
    assert_eq!(answer.refusal(), (400, "JSON_PROCESSING_ERROR"));
}

#[tokio::test]
async fn a_parent_must_be_there_and_within_reach() {
    let api = Api::new(Pace::Instant).await;
    let view = sandbox::pureport::world_view(&api.shared.lock());
    let accounts = view["accounts"].as_array().unwrap();
    let globex = accounts.iter().find(|one| one["name"] == "Globex").unwrap();
    let nowhere = json!({"name": "n", "parent": account_link("ac-unknown")});
    let answer = api.post("/accounts", nowhere).await;
    assert_eq!(answer.refusal(), (422, "INVALID_LINK"));
    let foreign = json!({"name": "n", "parent": {"href": globex["href"]}});
    let answer = api.post("/accounts", foreign).await;
    assert_eq!(answer.refusal(), (403, "FORBIDDEN"));
}

#[tokio::test]
async fn a_chosen_account_id_is_taken_once() {
    let api = Api::new(Pace::Instant).await;
    let body = json!({"id": "ac-mine", "name": "n"});
    assert_eq!(api.post("/accounts", body.clone()).await.id(), "ac-mine");
    let again = api.post("/accounts", body).await;
    assert_eq!(again.refusal(), (409, "CONFLICT"));
}

#[tokio::test]
async fn an_update_replaces_an_account_but_not_its_id_or_parent() {
    let api = Api::new(Pace::Instant).await;
    let (parent, child) = (api.account().await, api.child().await);
    let path = format!("/accounts/{child}");
    let full = json!({"name": "B", "description": "d", "tags": {"a": "b"}});
    assert_eq!(api.put(&path, full).await.body["description"], "d");
    let kept = json!({"id": child, "name": "B", "parent": account_link(&parent)});
    let answer = api.put(&path, kept).await;
    assert_eq!(
        (answer.status, &answer.body["description"]),
        (200, &json!(""))
    );
    assert_eq!(answer.body["tags"], json!({}));
    for moved in [
        json!({"name": "B", "id": "ac-other"}),
        json!({"name": "B", "parent": account_link(&child)}),
    ] {
        let answer = api.put(&path, moved).await;
        assert_eq!(answer.refusal(), (422, "MODIFICATION_NOT_ALLOWED"));
    }
}

#[tokio::test]
async fn what_an_account_answers_can_be_sent_back() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/accounts/{}", api.child().await);
    let account = api.get(&path).await.body;
    let answer = api.put(&path, account.clone()).await;
    assert_eq!((answer.status, answer.body), (200, account));
}

#[tokio::test]
async fn only_the_account_above_verifies() {
    let api = Api::new(Pace::Instant).await;
    let (own, child) = (api.account().await, api.child().await);
    let can = |account: &str| format!("/accounts/{account}/canVerify");
    assert_eq!(api.get(&can(&own)).await.body, false);
    assert_eq!(api.get(&can(&child)).await.body, true);
    let own_path = format!("/accounts/{own}");
    let unverified = json!({"name": "Acme Networks", "verified": false});
    let answer = api.put(&own_path, unverified).await;
    assert_eq!(answer.refusal(), (422, "MODIFICATION_NOT_ALLOWED"));
    let verified = json!({"name": "Branch", "verified": false});
    let answer = api.put(&format!("/accounts/{child}"), verified).await;
    assert_eq!(answer.body["verified"], false);
    let viewer = api.sign_in("viewer").await;
    assert_eq!(viewer.get(&can(&child)).await.body, false);
}

#[tokio::test]
async fn an_unverified_account_cannot_order() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    assert!(api.patch(&account, &json!({"verified": false})));
    let answer = api.order(crate::support::order()).await;
    assert_eq!(answer.refusal(), (422, "ACCOUNT_VERIFICATION_REQUIRED"));
}

#[tokio::test]
async fn an_account_is_deleted_when_it_is_empty() {
    let api = Api::new(Pace::Instant).await;
    let (own, child) = (api.account().await, api.child().await);
    let path = format!("/accounts/{child}");
    let refused = api.delete(&format!("/accounts/{own}")).await;
    assert_eq!(refused.refusal(), (409, "ACCOUNT_HAS_CHILD_ACCOUNTS"));
    let networks = format!("{path}/networks");
    let network = api.post(&networks, json!({"name": "n"})).await.id();
    assert_eq!(api.delete(&path).await.refusal(), (409, "CONFLICT"));
    api.delete(&format!("/networks/{network}")).await;
    let gone = api.delete(&path).await;
    assert_eq!((gone.status, gone.body), (200, json!({})));
    assert_eq!(api.get(&path).await.refusal(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn a_child_sees_no_prices_when_its_parent_hides_them() {
    let api = Api::new(Pace::Instant).await;
    let (own, child) = (api.account().await, api.child().await);
    let path = format!("/accounts/{child}");
    assert_eq!(api.get(&path).await.body["pricingHidden"], false);
    let hiding = json!({"name": "Acme Networks", "showChildAccountPricing": false});
    api.put(&format!("/accounts/{own}"), hiding).await;
    assert_eq!(api.get(&path).await.body["pricingHidden"], true);
}

#[tokio::test]
async fn a_viewer_changes_nothing_of_an_account() {
    let api = Api::new(Pace::Instant).await.sign_in("viewer").await;
    let account = api.account().await;
    let base = format!("/accounts/{account}");
    let name = json!({"name": "n", "account": account_link(&account)});
    for (method, path, right) in [
        ("POST", "/accounts".to_owned(), "accounts.create"),
        ("PUT", base.clone(), "accounts.update"),
        ("DELETE", base.clone(), "accounts.delete"),
        ("POST", format!("{base}/consent"), "accounts.update"),
        ("POST", format!("{base}/billing"), "billing.create"),
        ("PUT", format!("{base}/billing"), "billing.update"),
        ("DELETE", format!("{base}/billing"), "billing.delete"),
        ("POST", format!("{base}/billing/verify"), "billing.update"),
        ("POST", format!("{base}/roles"), "roles.create"),
        ("POST", format!("{base}/members"), "members.create"),
        ("POST", format!("{base}/invites"), "members.create"),
        ("POST", format!("{base}/apikeys"), "apikeys.create"),
        ("PUT", format!("{base}/apikeys/viewer"), "apikeys.update"),
        ("DELETE", format!("{base}/apikeys/viewer"), "apikeys.delete"),
    ] {
        let answer = api.send(method, &path, name.to_string()).await;
        assert_eq!(answer.refusal(), (403, "FORBIDDEN"), "{method} {path}");
        let said = answer.body["message"].as_str().unwrap();
        assert!(said.contains(right), "{method} {path}: {said}");
    }
}

#[tokio::test]
async fn a_foreign_account_is_forbidden_and_an_unknown_one_is_not_there() {
    let api = Api::new(Pace::Instant).await;
    let own = api.get("/accounts").await.body;
    let foreign = own[0]["parent"]["id"].as_str().unwrap();
    for under in [
        "",
        "/permissions",
        "/canVerify",
        "/consent",
        "/billing",
        "/billing/configured",
        "/auditLog",
        "/notifications",
        "/roles",
        "/roles/x",
        "/members",
        "/members/x",
        "/invites",
        "/invites/x",
        "/apikeys",
        "/apikeys/sandbox",
        "/networks",
        "/connections",
        "/supportedConnections",
    ] {
        let answer = api.get(&format!("/accounts/{foreign}{under}")).await;
        assert_eq!(answer.refusal(), (403, "FORBIDDEN"), "{under}");
        let answer = api.get(&format!("/accounts/ac-unknown{under}")).await;
        assert_eq!(answer.refusal(), (404, "NOT_FOUND"), "{under}");
    }
}

#[tokio::test]
async fn a_method_that_a_path_does_not_take_is_refused_in_json() {
    let api = Api::new(Pace::Instant).await;
    let base = format!("/accounts/{}", api.account().await);
    for (method, under) in [
        ("PATCH", ""),
        ("DELETE", "/consent"),
        ("PUT", "/roles"),
        ("POST", "/permissions"),
        ("POST", "/auditLog"),
        ("GET", "/metrics/usageByConnection"),
        ("DELETE", "/apikeys"),
    ] {
        let answer = api
            .send(method, &format!("{base}{under}"), "{}".to_owned())
            .await;
        assert_eq!(
            answer.refusal(),
            (405, "METHOD_NOT_ALLOWED"),
            "{method} {under}"
        );
    }
    let nowhere = api.get(&format!("{base}/nowhere")).await;
    assert_eq!(nowhere.refusal(), (404, "NOT_FOUND"));
}
