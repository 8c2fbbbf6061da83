//! Roles: what they grant, who may have them, and that somebody must be left who can do everything.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, account_link};

const EACH: [&str; 9] = [
    "accounts", "all", "apikeys", "audit", "billing", "members", "networks", "ports", "roles",
];

fn role(account: &str, permissions: &Value) -> Value {
    json!({"account": account_link(account), "name": "Orders", "permissions": permissions})
}

#[tokio::test]
async fn a_new_account_tree_has_an_admin_and_a_reader() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/accounts/{}/roles", api.account().await);
    let roles = api.get(&path).await.body;
    assert_eq!(roles[0]["name"], "Admin");
    assert_eq!(roles[0]["permissions"]["all"]["all"], true);
    assert_eq!(roles[1]["name"], "Read Only");
    assert_eq!(
        roles[1]["permissions"]["all"],
        json!({"all": false, "create": false, "read": true, "update": false, "delete": false})
    );
}

#[tokio::test]
async fn a_role_answers_every_switch_of_all_nine_resources() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let path = format!("/accounts/{account}/roles");
    let made = api
        .post(
            &path,
            role(&account, &json!({"networks": {"create": true}})),
        )
        .await;
    assert_eq!(made.status, 201);
    let href = format!("{path}/{}", made.id());
    assert_eq!(made.headers["location"], href.as_str());
    assert_eq!(made.body["account"]["id"], account.as_str());
    let permissions = made.body["permissions"].as_object().unwrap();
    assert_eq!(permissions.keys().collect::<Vec<_>>(), EACH);
    for (resource, switches) in permissions {
        let on = switches
            .as_object()
            .unwrap()
            .iter()
            .filter(|(_, on)| **on == true);
        let on: Vec<&String> = on.map(|(name, _)| name).collect();
        let wanted = if resource == "networks" {
            vec!["create"]
        } else {
            vec![]
        };
        assert_eq!(on, wanted, "{resource}");
    }
    assert_eq!(api.get(&href).await.body, made.body);
}

#[tokio::test]
async fn a_role_has_a_name_and_known_permissions() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let path = format!("/accounts/{account}/roles");
    let link = account_link(&account);
    for (body, refusal) in [
        (json!({"account": link}), (422, "VALIDATION_ERROR")),
        (json!({"name": "n"}), (422, "VALIDATION_ERROR")),
        (
            json!({"account": account_link("ac-other"), "name": "n"}),
            (422, "INVALID_LINK"),
        ),
        (
            role(&account, &json!({"cakes": {"read": true}})),
            (400, "JSON_PROCESSING_ERROR"),
        ),
        (
            role(&account, &json!({"networks": {"eat": true}})),
            (400, "JSON_PROCESSING_ERROR"),
        ),
    ] {
        assert_eq!(
            api.post(&path, body.clone()).await.refusal(),
            refusal,
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_role_is_replaced_and_deleted() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let path = format!("/accounts/{account}/roles");
    let made = api
        .post(&path, role(&account, &json!({"networks": {"all": true}})))
        .await;
    let href = format!("{path}/{}", made.id());
    let changed = api
        .put(
            &href,
            json!({"account": account_link(&account), "name": "N"}),
        )
        .await;
    assert_eq!((changed.status, &changed.body["name"]), (200, &json!("N")));
    assert_eq!(changed.body["permissions"]["networks"]["all"], false);
    assert_eq!(api.delete(&href).await.body, json!({}));
    assert_eq!(api.get(&href).await.refusal(), (404, "NOT_FOUND"));
    assert_eq!(api.delete(&href).await.refusal(), (404, "NOT_FOUND"));
}

#[tokio::test]
async fn a_role_that_somebody_has_stays() {
    let api = Api::new(Pace::Instant).await;
    let role = api.role("Read Only").await;
    let answer = api.delete(role["href"].as_str().unwrap()).await;
    assert_eq!(answer.refusal(), (409, "CONFLICT"));
}

#[tokio::test]
async fn the_last_admin_role_keeps_its_rights() {
    let api = Api::new(Pace::Instant).await;
    let role = api.role("Admin").await;
    let path = role["href"].as_str().unwrap();
    let held = api.get(path).await.body;
    let less = json!({"account": held["account"], "name": "Admin", "permissions": {"all": {"read": true}}});
    let answer = api.put(path, less).await;
    assert_eq!(answer.refusal(), (409, "ADMIN_ACCESS_MUST_EXIST"));
    assert_eq!(api.get(path).await.body, held);
}

#[tokio::test]
async fn a_child_account_has_its_parents_roles_but_not_the_other_way_round() {
    let api = Api::new(Pace::Instant).await;
    let (own, child) = (api.account().await, api.child().await);
    let (above, below) = (
        format!("/accounts/{own}/roles"),
        format!("/accounts/{child}/roles"),
    );
    assert_eq!(api.get(&below).await.body, api.get(&above).await.body);
    let made = api.post(&below, role(&child, &json!({}))).await;
    assert_eq!(api.get(&below).await.body.as_array().unwrap().len(), 3);
    assert_eq!(api.get(&above).await.body.as_array().unwrap().len(), 2);
    let unseen = api.get(&format!("{above}/{}", made.id())).await;
    assert_eq!(unseen.refusal(), (404, "NOT_FOUND"));
    let inherited = api.role("Admin").await;
    let id = inherited["href"]
        .as_str()
        .unwrap()
        .rsplit('/')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(api.get(&format!("{below}/{id}")).await.status, 200);
    let body = role(&child, &json!({}));
    let foreign = api.put(&format!("{below}/{id}"), body).await;
    assert_eq!(foreign.refusal(), (404, "NOT_FOUND"));
}
