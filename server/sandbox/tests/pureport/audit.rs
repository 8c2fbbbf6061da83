//! The audit log: what it remembers, and how it is asked.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Api, order, order_with};

async fn log(api: &Api, query: &str) -> Value {
    let path = format!("/accounts/{}/auditLog?{query}", api.account().await);
    let answer = api.get(&path).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

/// The entries of a query, oldest first.
async fn entries(api: &Api, query: &str) -> Vec<Value> {
    let page = log(api, &format!("sortDirection=ASC&pageSize=1000&{query}")).await;
    page["content"].as_array().unwrap().clone()
}

fn events(entries: &[Value]) -> Vec<&str> {
    let events = entries
        .iter()
        .map(|entry| entry["eventType"].as_str().unwrap());
    events.collect()
}

#[tokio::test]
async fn a_sign_in_is_written_down_whether_it_succeeds_or_not() {
    let api = Api::new(Pace::Instant).await;
    let wrong = json!({"key": "sandbox", "secret": "hunter2"});
    assert_eq!(api.post("/login", wrong).await.status, 401);
    let found = entries(&api, "").await;
    assert_eq!(events(&found), ["API_LOGIN", "API_LOGIN"]);
    assert_eq!(found[0]["result"], "SUCCESS");
    assert_eq!(found[1]["result"], "FAILURE");
    assert_eq!(found[1]["response"]["statusCode"], 401);
    assert_eq!(found[1]["principal"]["id"], "sandbox");
    assert_eq!(found[1]["subjectType"], "API_KEY");
    let text = json!(found).to_string();
    assert!(
        !text.contains("hunter2") && !text.contains("access_token"),
        "{text}"
    );
}

#[tokio::test]
async fn a_change_is_written_down_with_who_what_and_how() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let path = format!("/accounts/{account}/networks");
    let made = api.post(&path, json!({"name": "My Network"})).await;
    let href = made.body["href"].as_str().unwrap();
    api.put(href, json!({"name": "Renamed"})).await;
    api.delete(href).await;
    let found = entries(&api, "subjectType=NETWORK").await;
    assert_eq!(
        events(&found),
        ["NETWORK_CREATE", "NETWORK_UPDATE", "NETWORK_DELETE"]
    );
    let create = &found[0];
    for (at, wanted) in [
        ("/subject/id", json!(made.id())),
        ("/subject/href", json!(href)),
        ("/subject/title", json!("My Network")),
        ("/principal/id", json!("sandbox")),
        ("/account/id", json!(account)),
        ("/source", json!("API")),
        ("/result", json!("SUCCESS")),
        ("/request/method", json!("POST")),
        ("/request/url", json!(path)),
        ("/request/body", json!("{\"name\":\"My Network\"}")),
        ("/response/statusCode", json!(201)),
        ("/response/statusCodeFamily", json!("SUCCESSFUL")),
    ] {
        assert_eq!(create.pointer(at), Some(&wanted), "{at}");
    }
    let changes = create["changes"].as_array().unwrap();
    assert!(changes.contains(&json!({"property": "name", "current": "My Network"})));
    let renamed = json!({"property": "name", "previous": "My Network", "current": "Renamed"});
    assert!(found[1]["changes"].as_array().unwrap().contains(&renamed));
    let gone = json!({"property": "name", "previous": "Renamed"});
    assert!(found[2]["changes"].as_array().unwrap().contains(&gone));
    let ids: std::collections::BTreeSet<_> = found
        .iter()
        .map(|entry| entry["correlationId"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_refused_change_is_written_down_as_a_failure() {
    let api = Api::new(Pace::Instant).await;
    let network = api.network().await;
    api.post(&format!("/networks/{network}/connections"), json!({}))
        .await;
    let api = api.sign_in("viewer").await;
    api.delete(&format!("/networks/{network}")).await;
    let found = entries(&api, "result=FAILURE").await;
    assert_eq!(events(&found), ["CONNECTION_CREATE", "NETWORK_DELETE"]);
    assert_eq!(found[0]["response"]["statusCode"], 422);
    assert_eq!(found[0].get("subject"), None);
    assert_eq!(found[1]["subject"]["id"], network.as_str());
    assert_eq!(found[1]["response"]["statusCodeFamily"], "CLIENT_ERROR");
    assert_eq!(found[1]["principal"]["id"], "viewer");
    assert_eq!(found[1].get("changes"), None);
}

#[tokio::test]
async fn every_change_of_a_connections_state_is_written_down() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await.id();
    api.delete(&format!("/connections/{connection}")).await;
    let gone = api.get(&format!("/connections/{connection}")).await;
    assert_eq!(gone.status, 404);
    let found = entries(&api, &format!("subjectId={connection}")).await;
    let told: Vec<String> = found
        .iter()
        .map(|entry| match entry["changes"][0]["property"].as_str() {
            Some("state") => format!(
                "{} {}>{}",
                entry["source"].as_str().unwrap(),
                entry["changes"][0]["previous"].as_str().unwrap(),
                entry["changes"][0]["current"].as_str().unwrap()
            ),
            _ => entry["eventType"].as_str().unwrap().to_owned(),
        })
        .collect();
    assert_eq!(
        told,
        [
            "CONNECTION_CREATE",
            "SYSTEM INITIALIZING>WAITING_TO_PROVISION",
            "SYSTEM WAITING_TO_PROVISION>PROVISIONING",
            "SYSTEM PROVISIONING>ACTIVE",
            "CONNECTION_DELETE",
            "API ACTIVE>DELETING",
            "SYSTEM DELETING>DELETED",
        ]
    );
    let request = &found[4];
    assert_eq!(request["correlationId"], found[5]["correlationId"]);
}

#[tokio::test]
async fn a_gateways_states_are_its_connections_child_subjects() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let gateway = connection.body["primaryGateway"]["id"].as_str().unwrap();
    let own = entries(&api, &format!("subjectId={gateway}")).await;
    assert!(
        events(&own)
            .iter()
            .all(|event| *event == "GATEWAY_STATE_CHANGE"),
        "{own:?}"
    );
    assert_eq!(own.last().unwrap()["changes"][0]["current"], "ACTIVE");
    for above in [connection.id(), api.network().await, api.account().await] {
        let query = format!("subjectId={above}&includeChildSubjects=true");
        let found = entries(&api, &query).await;
        assert!(own.iter().all(|entry| found.contains(entry)), "{above}");
        let alone = entries(&api, &format!("subjectId={above}")).await;
        assert!(own.iter().all(|entry| !alone.contains(entry)), "{above}");
    }
}

#[tokio::test]
async fn no_secret_gets_into_the_log() {
    let api = Api::new(Pace::Instant).await;
    let account = api.account().await;
    let own =
        json!({"bgpPasswordConfiguration": {"enabled": true, "primaryBGPPassword": "MyOwnKey1"}});
    let connection = api.active(order_with(&own)).await.body;
    let generated = &connection["secondaryGateway"]["bgpConfig"]["password"];
    let update = connection.clone();
    api.put(connection["href"].as_str().unwrap(), update).await;
    let key = json!({"name": "k", "roles": [api.role("Admin").await]});
    let key = api
        .post(&format!("/accounts/{account}/apikeys"), key)
        .await
        .body;
    let text = json!(entries(&api, "").await).to_string();
    for secret in [&json!("MyOwnKey1"), generated, &key["secret"]] {
        assert!(!text.contains(secret.as_str().unwrap()), "{secret}");
    }
    assert!(text.contains(key["key"].as_str().unwrap()));
}

#[tokio::test]
async fn the_log_is_paged_with_the_latest_first() {
    let api = Api::frozen(Pace::Instant).await;
    let path = format!("/accounts/{}/networks", api.account().await);
    for name in ["one", "two", "three"] {
        api.advance(1);
        api.post(&path, json!({"name": name})).await;
    }
    let page = log(&api, "eventTypes=NETWORK_CREATE&pageSize=2").await;
    let titles = |page: &Value| -> Vec<String> {
        let content = page["content"].as_array().unwrap().iter();
        content
            .map(|entry| entry["subject"]["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles(&page), ["three", "two"]);
    assert_eq!(
        (
            &page["pageNumber"],
            &page["pageSize"],
            &page["totalElements"],
            &page["sort"]
        ),
        (
            &json!(0),
            &json!(2),
            &json!(3),
            &json!({"property": "timestamp", "direction": "DESC"})
        )
    );
    let next = log(&api, "eventTypes=NETWORK_CREATE&pageSize=2&pageNumber=1").await;
    assert_eq!(titles(&next), ["one"]);
    let beyond = log(&api, "pageNumber=2147483647").await;
    assert_eq!(titles(&beyond), Vec::<String>::new());
    assert_eq!(log(&api, "").await["pageSize"], 100);
}

#[tokio::test]
async fn the_log_is_sorted_by_seven_properties_and_no_others() {
    let api = Api::new(Pace::Instant).await;
    api.active(order()).await;
    for property in [
        "timestamp",
        "eventType",
        "subjectType",
        "ipAddress",
        "userAgent",
        "source",
        "result",
    ] {
        let found = log(&api, &format!("sort={property}&sortDirection=ASC")).await;
        let content = found["content"].as_array().unwrap();
        let values: Vec<String> = content
            .iter()
            .map(|entry| entry[property].to_string())
            .collect();
        // Enums are in the order of the specification, not of the alphabet.
        if !["subjectType", "source"].contains(&property) {
            assert!(values.is_sorted(), "{property}: {values:?}");
        }
        assert_eq!(
            found["sort"],
            json!({"property": property, "direction": "ASC"})
        );
    }
    let path = format!("/accounts/{}/auditLog?sort=colour", api.account().await);
    assert_eq!(api.get(&path).await.refusal(), (422, "INVALID_SORT"));
}

#[tokio::test]
async fn the_log_is_filtered_by_everything_that_the_specification_names() {
    let api = Api::frozen(Pace::Instant).await;
    let network = api.network().await;
    let name = json!({"name": "Acme production"});
    api.put(&format!("/networks/{network}"), name.clone()).await;
    api.advance(60);
    let between = api.shared.lock().now;
    let between = jiff::Timestamp::from_millisecond(between).unwrap();
    api.advance(60);
    let api = api.sign_in("viewer").await;
    api.put(&format!("/networks/{network}"), name).await;
    let all = entries(&api, "").await;
    assert_eq!(all.len(), 4);
    let user = sandbox::pureport::world_view(&api.shared.lock())["users"][1]["id"].clone();
    let user = user.as_str().unwrap();
    let correlation = all[3]["correlationId"].as_str().unwrap();
    for (query, count) in [
        (format!("startTime={between}"), 2),
        (format!("endTime={between}"), 2),
        ("eventTypes=NETWORK_UPDATE".to_owned(), 2),
        (
            "eventTypes=NETWORK_UPDATE&eventTypes=API_LOGIN".to_owned(),
            4,
        ),
        ("result=FAILURE".to_owned(), 1),
        ("principalId=viewer".to_owned(), 2),
        (format!("principalId={user}"), 1),
        ("ipAddress=192.0.2.1".to_owned(), 0),
        (format!("correlationId={correlation}"), 1),
        (format!("subjectId={network}"), 2),
        ("subjectType=ROLE".to_owned(), 0),
    ] {
        assert_eq!(entries(&api, &query).await.len(), count, "{query}");
    }
    let account = api.account().await;
    for query in [
        "startTime=yesterday",
        "eventTypes=LUNCH",
        "result=MAYBE",
        "subjectType=CAKE",
        "pageSize=0",
        "pageSize=1001",
        "pageNumber=-1",
        "sortDirection=UP",
        "includeChildAccounts=perhaps",
    ] {
        let answer = api
            .get(&format!("/accounts/{account}/auditLog?{query}"))
            .await;
        assert_eq!(answer.refusal(), (422, "VALIDATION_ERROR"), "{query}");
    }
}

#[tokio::test]
async fn a_childs_entries_are_its_own_unless_children_are_included() {
    let api = Api::new(Pace::Instant).await;
    let child = api.child().await;
    api.put(&format!("/accounts/{child}"), json!({"name": "Twig"}))
        .await;
    let own = entries(&api, "subjectType=ACCOUNT").await;
    assert_eq!(own.len(), 0);
    // In Python's words.
    let none = entries(&api, "subjectType=ACCOUNT&includeChildAccounts=False").await;
    assert_eq!(none.len(), 0);
    let with = entries(&api, "subjectType=ACCOUNT&includeChildAccounts=True").await;
    assert_eq!(events(&with), ["ACCOUNT_CREATE", "ACCOUNT_UPDATE"]);
    let path = format!("/accounts/{child}/auditLog");
    assert_eq!(api.get(&path).await.body["totalElements"], 2);
    api.delete(&format!("/accounts/{child}")).await;
    let gone = entries(&api, "eventTypes=ACCOUNT_DELETE").await;
    assert_eq!(gone[0]["subject"]["title"], "Twig");
}

#[tokio::test]
async fn every_change_on_the_account_side_is_an_event() {
    let api = Api::new(Pace::Instant).await;
    crate::walk::everything(&api).await;
    let found = entries(&api, "includeChildAccounts=true").await;
    let told: std::collections::BTreeSet<&str> = events(&found).into_iter().collect();
    for event in [
        "ACCOUNT_CREATE",
        "ACCOUNT_UPDATE",
        "ACCOUNT_DELETE",
        "ACCOUNT_BILLING_CREATE",
        "ACCOUNT_BILLING_UPDATE",
        "ACCOUNT_BILLING_DELETE",
        "API_KEY_CREATE",
        "API_KEY_UPDATE",
        "API_KEY_DELETE",
        "ROLE_CREATE",
        "ROLE_UPDATE",
        "ROLE_DELETE",
        "USER_UPDATE",
        "MEMBER_INVITE_CREATE",
        "MEMBER_INVITE_ACCEPT",
        "MEMBER_INVITE_UPDATE",
        "MEMBER_INVITE_DELETE",
        "ACCOUNT_MEMBER_CREATE",
        "ACCOUNT_MEMBER_UPDATE",
        "ACCOUNT_MEMBER_DELETE",
    ] {
        assert!(told.contains(event), "{event} is not in {told:?}");
    }
    let unknown = found.iter().find(|entry| entry["result"] != "SUCCESS");
    assert_eq!(unknown, None);
}

#[tokio::test]
async fn the_log_keeps_the_last_thousand_entries() {
    let api = Api::new(Pace::Instant).await;
    let path = format!("/networks/{}", api.network().await);
    for _ in 0..1_005 {
        api.put(&path, json!({"name": "Acme production"})).await;
    }
    let page = log(&api, "pageSize=1").await;
    assert_eq!(page["totalElements"], 1_000);
}
