//! Answers that do not come, come late or are not what was promised.

use axum::{body::Bytes, http::header};
use sandbox::clock::machine_now;
use serde_json::{Value, json};

use crate::{
    journey::{Journey, plan},
    raw::{Raw, dx, last_logged, rest},
    support::{ELSEWHERE, Lab, WEST},
};

#[tokio::test]
async fn a_request_dropped_before_does_nothing() {
    let lab = Lab::new();
    let input = json!({"directConnectGatewayName": "dropped"});
    plan(&lab, json!([{"kind": "drop_before"}]));
    let answer = dx(&lab, "CreateDirectConnectGateway", input).await;
    assert_eq!(answer.body, None);
    let logged = last_logged(&lab);
    assert_eq!(
        (&logged["status"], &logged["fault"]),
        (&json!(0), &json!("drop_before"))
    );
    assert_eq!(logged["error"], Value::Null);
    assert!(!lab.world().to_string().contains("dropped"));
}

#[tokio::test]
async fn a_request_dropped_after_the_commit_is_done() {
    let lab = Lab::new();
    plan(
        &lab,
        json!([{"operation": "CreateDirectConnectGateway", "kind": "drop_after_commit"},
               {"operation": "addNetwork", "kind": {"drop_after_commit": {}}}]),
    );
    let input = json!({"directConnectGatewayName": "dropped"});
    assert_eq!(
        dx(&lab, "CreateDirectConnectGateway", input).await.body,
        None
    );
    lab.named("directConnectGateways", "dropped");
    let accounts = lab.pureport("GET", "/accounts", None).await;
    let path = format!("{}/networks", accounts[0]["href"].as_str().expect("a path"));
    let answer = rest(&lab, "POST", &path, json!({"name": "dropped network"})).await;
    assert_eq!(answer.body, None);
    assert_eq!(last_logged(&lab)["status"], 0);
    let listed = lab.pureport("GET", &path, None).await;
    assert!(listed.to_string().contains("dropped network"));
}

#[tokio::test]
async fn a_reset_breaks_off_inside_the_answer() {
    let lab = Lab::new();
    plan(&lab, json!([{"kind": "reset"}]));
    let answer = dx(
        &lab,
        "CreateDirectConnectGateway",
        json!({"directConnectGatewayName": "cut"}),
    )
    .await;
    assert_eq!((answer.status, answer.body), (200, None));
    let length = answer.headers[header::CONTENT_LENGTH]
        .to_str()
        .expect("a number");
    assert!(length.parse::<usize>().expect("a number") > 50);
    lab.named("directConnectGateways", "cut");
}

async fn wrong(lab: &Lab, body: Value) -> Raw {
    plan(
        lab,
        json!([{"operation": "DescribeDirectConnectGateways", "kind": {"wrong_body": body}}]),
    );
    dx(lab, "DescribeDirectConnectGateways", json!({})).await
}

#[tokio::test]
async fn a_body_is_wrong_in_the_way_that_is_asked_for() {
    let lab = Lab::new();
    let good = dx(&lab, "DescribeDirectConnectGateways", json!({})).await;
    let gateway = |answer: &Raw| answer.json()["directConnectGateways"][0].clone();
    let field = "directConnectGatewayState";
    let missing = wrong(&lab, json!({"variant": "missing_field", "field": field})).await;
    assert!(gateway(&good)[field].is_string() && gateway(&missing)[field].is_null());
    assert!(gateway(&missing)["directConnectGatewayId"].is_string());
    let drawn = wrong(&lab, json!({"variant": "missing_field"})).await;
    assert!(drawn.body.as_ref().map(Bytes::len) < good.body.as_ref().map(Bytes::len));
    let unheard_of = wrong(&lab, json!({"variant": "extra_enum"})).await;
    assert_eq!(gateway(&unheard_of)[field], "unheard_of");
    let html = wrong(&lab, json!({"variant": "html"})).await;
    assert_eq!(
        html.headers[header::CONTENT_TYPE],
        "text/html; charset=utf-8"
    );
    assert!(html.body.expect("a body").starts_with(b"<!DOCTYPE html>"));
    let huge = wrong(&lab, json!({"variant": "huge"})).await;
    assert!(huge.body.as_ref().map(Bytes::len) > Some(64 << 20));
    assert_eq!(huge.json(), good.json());
    let truncated = wrong(&lab, json!({"variant": "truncated"}))
        .await
        .body
        .expect("a body");
    let whole = good.body.expect("a body");
    assert_eq!(truncated, whole[..whole.len() / 2]);
}

#[tokio::test]
async fn pureports_and_ec2s_states_have_values_that_nobody_knows() {
    let journey = Journey::new().await;
    let kind = json!({"wrong_body": {"variant": "extra_enum"}});
    plan(
        &journey.lab,
        json!([{"operation": "getConnection", "kind": kind}, {"service": "ec2", "kind": kind}]),
    );
    let href = journey.connection["href"].as_str().expect("a path");
    assert_eq!(
        rest(&journey.lab, "GET", href, Value::Null).await.json()["state"],
        "UNHEARD_OF"
    );
    let listed = journey
        .lab
        .ec2("DescribeVpnGateways", &[])
        .await
        .expect("a list");
    assert!(listed.contains("<state>unheard_of</state>"));
}

#[tokio::test]
async fn hostile_text_is_in_names_descriptions_and_tags() {
    let journey = Journey::new().await;
    plan(&journey.lab, json!([{"kind": "hostile_text", "times": 3}]));
    let listed = journey
        .lab
        .dx("DescribeVirtualInterfaces", json!({}))
        .await
        .expect("a list");
    let interface = &listed["virtualInterfaces"][0];
    let hostile = |text: &Value| {
        let text = text.as_str().expect("a text");
        text.contains("<script>") && text.contains('\u{202e}') && text.contains('\u{1b}')
    };
    assert!(hostile(&interface["virtualInterfaceName"]) && hostile(&interface["tags"][0]["value"]));
    assert_eq!(interface["region"], WEST);
    let xml = journey.lab.ec2("DescribeVpcs", &[]).await.expect("a list");
    assert!(xml.contains("payments&lt;script&gt;") && !xml.contains("<script>"));
    let path = journey.connection["href"].as_str().expect("a path");
    // The third strikes the login, whose answer has no text.
    let order = rest(&journey.lab, "GET", path, Value::Null).await.json();
    assert_eq!(order["name"], "test");
    plan(
        &journey.lab,
        json!([{"operation": "getConnection", "kind": "hostile_text"}]),
    );
    let order = rest(&journey.lab, "GET", path, Value::Null).await.json();
    assert!(hostile(&order["name"]) && hostile(&order["tags"]["owner"]));
}

#[tokio::test]
async fn a_delayed_answer_is_late_and_the_world_goes_on_meanwhile() {
    let lab = Lab::new();
    let put = |ms: u32| plan(&lab, json!([{"kind": {"delay": {"ms": ms}}}]));
    put(600_000);
    let input = json!({"directConnectGatewayName": "late"});
    let meanwhile = async {
        lab.dx_as(ELSEWHERE, WEST, "DescribeConnections", json!({}))
            .await
            .expect("a list");
        lab.named("directConnectGateways", "late");
    };
    tokio::select! {
        biased;
        _ = dx(&lab, "CreateDirectConnectGateway", input) => panic!("it was not late"),
        () = meanwhile => {}
    }
    put(30);
    let before = machine_now();
    dx(&lab, "DescribeConnections", json!({})).await;
    assert!(machine_now() - before >= 30);
}
