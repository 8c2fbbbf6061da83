//! Tasks, and transitions that fail.

use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Answer, Api, order, order_with};

/// Type and state of each task at a path, the newest first.
async fn course(api: &Api, path: &str) -> Vec<(String, String)> {
    let answer = api.get(path).await.body;
    let list = if answer.is_array() {
        &answer
    } else {
        &answer["content"]
    };
    let text = |task: &Value, field: &str| task[field].as_str().unwrap().to_owned();
    let tasks = list.as_array().unwrap().iter();
    tasks
        .map(|task| (text(task, "type"), text(task, "state")))
        .collect()
}

fn pair(kind: &str, state: &str) -> (String, String) {
    (kind.to_owned(), state.to_owned())
}

fn path(connection: &Answer, rest: &str) -> String {
    format!("/connections/{}{rest}", connection.id())
}

#[tokio::test]
async fn an_order_is_a_task_that_follows_it() {
    let api = Api::frozen(Pace::Demo).await;
    let ordered = api.order(order()).await;
    let tasks = path(&ordered, "/tasks");
    let mut seen = Vec::new();
    for _ in 0..20 {
        let (kind, state) = course(&api, &tasks).await.remove(0);
        assert_eq!(kind, "CREATE_OR_UPDATE_CONNECTION");
        if seen.last() != Some(&state) {
            seen.push(state);
        }
        api.shared.lock().clock.advance(500);
    }
    assert_eq!(seen, ["CREATED", "RUNNING", "COMPLETED"]);
    let task = &api.get(&tasks).await.body[0];
    assert_eq!(task["connection"]["href"], path(&ordered, ""));
    assert_eq!(task["network"]["title"], "Acme production");
    assert_eq!(task["account"]["title"], "Acme Networks");
    for field in ["createdAt", "startedAt", "updatedAt", "completedAt"] {
        assert!(task[field].is_string(), "{field}");
    }
    assert_eq!(api.get(task["href"].as_str().unwrap()).await.body, *task);
}

#[tokio::test]
async fn a_change_and_a_delete_are_tasks_too_and_outlive_the_connection() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    api.put(&path(&connection, ""), order()).await;
    api.delete(&path(&connection, "")).await;
    let done = |kind| pair(kind, "COMPLETED");
    assert_eq!(
        course(&api, "/tasks").await,
        [
            done("DELETE_CONNECTION"),
            done("CREATE_OR_UPDATE_CONNECTION"),
            done("CREATE_OR_UPDATE_CONNECTION"),
        ]
    );
    assert_eq!(api.get(&path(&connection, "/tasks")).await.status, 404);
}

#[tokio::test]
async fn a_ping_answers_once_the_session_is_up() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let created = api
        .post(&path(&connection, "/tasks"), json!({"type": "PING"}))
        .await;
    assert_eq!((created.status, created.state()), (201, "CREATED"));
    assert_eq!(
        created.headers["location"],
        created.body["href"].as_str().unwrap()
    );
    let done = api.get(created.body["href"].as_str().unwrap()).await;
    assert_eq!(done.state(), "COMPLETED");
    let said = done.body["result"].as_str().unwrap();
    assert_eq!(said.matches("0 received, 100% packet loss").count(), 2);
    let gateway = &connection.body["primaryGateway"];
    assert!(api.patch(
        gateway["id"].as_str().unwrap(),
        &json!({"circuit": {"bgp": "UP"}})
    ));
    let tasks = format!("{}/tasks", gateway["href"].as_str().unwrap());
    let created = api.post(&tasks, json!({"type": "PING"})).await;
    assert_eq!(created.body["gateway"]["id"], gateway["id"]);
    assert_eq!(course(&api, &tasks).await, [pair("PING", "COMPLETED")]);
}

#[tokio::test]
async fn one_ping_at_a_time() {
    let api = Api::frozen(Pace::Demo).await;
    let ordered = api.order(order()).await;
    let tasks = path(&ordered, "/tasks");
    assert_eq!(api.post(&tasks, json!({"type": "PING"})).await.status, 201);
    let twice = api.post(&tasks, json!({"type": "PING"})).await;
    assert_eq!(twice.refusal(), (422, "TASK_TYPE_IN_PROGRESS"));
    api.advance(10);
    assert_eq!(api.post(&tasks, json!({"type": "PING"})).await.status, 201);
}

#[tokio::test]
async fn a_task_that_does_not_fit_its_object_is_refused() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let tasks = path(&connection, "/tasks");
    for (body, code) in [
        (
            json!({"type": "IPSEC_RESTART"}),
            "UNSUPPORTED_TASK_FOR_RESOURCE",
        ),
        (
            json!({"type": "DELETE_CONNECTION"}),
            "UNSUPPORTED_TASK_FOR_RESOURCE",
        ),
        (
            json!({"type": "STOP_GATEWAY"}),
            "UNSUPPORTED_TASK_FOR_RESOURCE",
        ),
        (json!({"type": "DANCE"}), "UNSUPPORTED_TASK_NAME"),
        (json!({}), "VALIDATION_ERROR"),
        (
            json!({"type": "RESPAWN_WITH_CLOUD_SERVICES"}),
            "INVALID_PEERING_TYPE_FOR_OPERATION",
        ),
    ] {
        assert_eq!(api.post(&tasks, body).await.refusal(), (422, code));
    }
    let gateway = connection.body["primaryGateway"]["href"].as_str().unwrap();
    let on_gateway = api
        .post(
            &format!("{gateway}/tasks"),
            json!({"type": "RESPAWN_NETWORK"}),
        )
        .await;
    assert_eq!(on_gateway.refusal(), (422, "UNSUPPORTED_TASK_FOR_RESOURCE"));
}

#[tokio::test]
async fn a_gateway_is_stopped_by_a_task_as_well() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    let gateway = connection.body["primaryGateway"]["href"].as_str().unwrap();
    let tasks = format!("{gateway}/tasks");
    assert_eq!(
        api.post(&tasks, json!({"type": "STOP_GATEWAY"}))
            .await
            .status,
        201
    );
    assert_eq!(api.get(gateway).await.state(), "DOWN");
    assert_eq!(
        course(&api, &tasks).await,
        [pair("STOP_GATEWAY", "COMPLETED")]
    );
    let of_connection = course(&api, &path(&connection, "/tasks")).await;
    assert_eq!(
        of_connection,
        [pair("CREATE_OR_UPDATE_CONNECTION", "COMPLETED")]
    );
}

#[tokio::test]
async fn a_public_connection_is_respawned_with_its_cloud_services() {
    let api = Api::new(Pace::Instant).await;
    let services = json!([{"href": "/cloudServices/aws-s3-us-west-2"}]);
    let public = order_with(&json!({"peering": {"type": "PUBLIC"}, "cloudServices": services}));
    let connection = api.active(public).await;
    let body = json!({"type": "RESPAWN_WITH_CLOUD_SERVICES"});
    let created = api.post(&path(&connection, "/tasks"), body).await;
    assert_eq!(created.status, 201);
    let done = api.get(created.body["href"].as_str().unwrap()).await;
    assert_eq!(done.state(), "COMPLETED");
}

#[tokio::test]
async fn a_network_is_respawned_by_a_task_for_each_connection() {
    let api = Api::frozen(Pace::Demo).await;
    let network = api.network().await;
    let respawn = format!("/networks/{network}/respawn");
    let one = api.order(order()).await;
    let early = api.post(&respawn, json!({})).await;
    assert_eq!(early.refusal(), (409, "NETWORK_RESPAWN_STATE_CONFLICT"));
    api.advance(20);
    let begun = api.post(&respawn, json!({})).await;
    assert_eq!((begun.status, begun.id()), (200, network));
    let seen = course(&api, "/tasks").await;
    assert!(seen.contains(&pair("RESPAWN_NETWORK", "AGGREGATE")));
    assert!(seen.contains(&pair("RESPAWN_GATEWAYS", "CREATED")));
    let busy = api.get(&path(&one, "")).await.body;
    assert_eq!(busy["primaryGateway"]["state"], "UPDATING");
    assert_eq!(busy["secondaryGateway"]["state"], "UPDATING");
    api.advance(20);
    let all = api.get("/tasks").await.body;
    let parent = all["content"].as_array().unwrap().iter();
    let parent = parent
        .clone()
        .find(|task| task["type"] == "RESPAWN_NETWORK")
        .unwrap();
    assert_eq!(parent["state"], "COMPLETED");
    let child = api
        .get(parent["children"][0]["href"].as_str().unwrap())
        .await
        .body;
    assert_eq!(child["state"], "COMPLETED");
    assert_eq!(child["parent"]["id"], parent["id"]);
    let after = api.get(&path(&one, "")).await.body;
    assert_eq!(after["primaryGateway"]["state"], "ACTIVE");
}

#[tokio::test]
async fn a_connection_that_is_on_its_way_is_not_respawned() {
    let api = Api::frozen(Pace::Demo).await;
    let ordered = api.order(order()).await;
    let body = json!({"type": "RESPAWN_GATEWAYS"});
    let early = api.post(&path(&ordered, "/tasks"), body).await;
    assert_eq!(early.refusal(), (409, "CONNECTION_RESPAWN_STATE_CONFLICT"));
}

#[tokio::test]
async fn tasks_come_in_pages_and_by_state() {
    let api = Api::new(Pace::Instant).await;
    for _ in 0..3 {
        api.active(order()).await;
    }
    let first = api.get("/tasks?pageNumber=0&pageSize=2").await.body;
    assert_eq!(first["content"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&first["pageNumber"], &first["pageSize"]),
        (&json!(0), &json!(2))
    );
    assert_eq!(first["totalElements"], 3);
    assert_eq!(
        first["sort"],
        json!({"property": "createdAt", "direction": "DESC"})
    );
    let last = api.get("/tasks?pageNumber=1&pageSize=2").await.body;
    assert_eq!(last["content"].as_array().unwrap().len(), 1);
    assert_ne!(first["content"][1], last["content"][0]);
    assert_eq!(api.get("/tasks").await.body["pageSize"], 100);
    assert_eq!(
        api.get("/tasks?state=FAILED").await.body["totalElements"],
        0
    );
    assert_eq!(
        api.get("/tasks?state=COMPLETED").await.body["totalElements"],
        3
    );
    for wrong in [
        "state=DONE",
        "pageNumber=-1",
        "pageSize=0",
        "pageSize=many",
        "pageSize=1001",
    ] {
        let refused = api.get(&format!("/tasks?{wrong}")).await;
        assert_eq!(refused.refusal(), (422, "VALIDATION_ERROR"), "{wrong}");
    }
}

#[tokio::test]
async fn the_tasks_of_another_account_are_not_seen() {
    let api = Api::new(Pace::Instant).await;
    api.active(order()).await;
    let task = api.get("/tasks").await.body["content"][0]["href"].clone();
    let account = api.account().await;
    let key = api.get("/accounts").await;
    assert_eq!(key.status, 200);
    let globex = {
        let state = pureport_world(&api);
        let accounts = state["accounts"].as_array().unwrap().iter();
        let mut others = accounts.filter(|other| other["id"] != account.as_str());
        others.find(|other| other["name"] == "Globex").unwrap()["id"].clone()
    };
    assert!(api.patch("viewer", &json!({"account": globex})));
    let api = api.sign_in("viewer").await;
    assert_eq!(api.get("/tasks").await.body["totalElements"], 0);
    let foreign = api.get(task.as_str().unwrap()).await;
    assert_eq!(foreign.refusal(), (403, "FORBIDDEN"));
}

fn pureport_world(api: &Api) -> Value {
    sandbox::pureport::world_view(&api.shared.lock())
}

/// A connection whose next transition ends in failure.
fn doomed(api: &Api, connection: &str, code: &str) {
    let failure = json!({"code": code, "message": "The port is dark"});
    assert!(api.patch(connection, &json!({"willFail": failure})));
}

#[tokio::test]
async fn a_provisioning_that_is_to_fail_says_why_everywhere() {
    let api = Api::frozen(Pace::Demo).await;
    let ordered = api.order(order()).await;
    doomed(&api, &ordered.id(), "CONNECTION_PROVISIONING_ERROR");
    api.advance(20);
    let failed = api.get(&path(&ordered, "")).await;
    assert_eq!(failed.state(), "FAILED_TO_PROVISION");
    for object in [
        &failed.body,
        &failed.body["primaryGateway"],
        &failed.body["secondaryGateway"],
    ] {
        assert_eq!(object["state"], "FAILED_TO_PROVISION");
        assert_eq!(object["errorCode"], "CONNECTION_PROVISIONING_ERROR");
        assert_eq!(object["errorMessage"], "The port is dark");
    }
    let task = &api.get(&path(&ordered, "/tasks")).await.body[0];
    assert_eq!(task["state"], "FAILED");
    assert!(
        task["result"]
            .as_str()
            .unwrap()
            .contains("The port is dark")
    );
    assert_eq!(api.delete(&path(&ordered, "")).await.state(), "DELETING");
}

#[tokio::test]
async fn an_update_that_failed_is_mended_by_the_next() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    doomed(&api, &connection.id(), "CONNECTION_UPDATING_ERROR");
    let href = path(&connection, "");
    let changed = order_with(&json!({"customerASN": 65_010}));
    assert_eq!(api.put(&href, changed.clone()).await.state(), "UPDATING");
    let failed = api.get(&href).await;
    assert_eq!(failed.state(), "FAILED_TO_UPDATE");
    assert_eq!(failed.body["errorCode"], "CONNECTION_UPDATING_ERROR");
    assert_eq!(
        failed.body["primaryGateway"]["bgpConfig"]["customerASN"],
        64_512
    );
    let again = api.put(&href, changed).await;
    assert_eq!(
        (again.state(), again.body.get("errorCode")),
        ("UPDATING", None)
    );
    let mended = api.get(&href).await;
    assert_eq!(mended.state(), "ACTIVE");
    assert_eq!(mended.body["primaryGateway"].get("errorCode"), None);
    assert_eq!(
        mended.body["primaryGateway"]["bgpConfig"]["customerASN"],
        65_010
    );
}

#[tokio::test]
async fn a_delete_that_failed_succeeds_the_second_time() {
    let api = Api::new(Pace::Instant).await;
    let connection = api.active(order()).await;
    doomed(&api, &connection.id(), "AWS_CONNECTION_DELETE_ERROR");
    let href = path(&connection, "");
    api.delete(&href).await;
    let failed = api.get(&href).await;
    assert_eq!(failed.state(), "FAILED_TO_DELETE");
    assert_eq!(failed.body["errorCode"], "AWS_CONNECTION_DELETE_ERROR");
    assert_eq!(api.delete(&href).await.status, 200);
    assert_eq!(api.get(&href).await.status, 404);
}
