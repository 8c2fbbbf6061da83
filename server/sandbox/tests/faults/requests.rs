//! Faults of single requests, in each service's own form.

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, header},
};
use sandbox::{aws, clock::machine_now, pureport};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    journey::{Journey, advance, collection, order_body, plan},
    support::{ELSEWHERE, Lab, OPERATOR, WEST, signed, tag},
};

/// An answer that may break off.
struct Raw {
    status: u16,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl Raw {
    fn json(&self) -> Value {
        serde_json::from_slice(self.body.as_ref().expect("a body")).expect("JSON")
    }
}

async fn read(response: axum::response::Response) -> Raw {
    let (parts, body) = response.into_parts();
    Raw {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.ok(),
    }
}

async fn dx(lab: &Lab, operation: &str, input: Value) -> Raw {
    let target = format!("OvertureService.{operation}");
    let headers = [
        ("x-amz-target", target.as_str()),
        ("content-type", "application/x-amz-json-1.1"),
    ];
    let body = input.to_string();
    let request = signed(
        OPERATOR,
        WEST,
        "directconnect",
        &headers,
        body,
        machine_now(),
    );
    let answer = aws::router(lab.shared.clone()).oneshot(request).await;
    read(answer.expect("never fails")).await
}

async fn rest(lab: &Lab, method: &str, path: &str, body: Value) -> Raw {
    let send = async |method: &str, path: &str, body: String, token: &str| {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, token)
            .header(header::CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(body)).expect("a request");
        let answer = pureport::router(lab.shared.clone()).oneshot(request).await;
        read(answer.expect("never fails")).await
    };
    let login = json!({"key": "sandbox", "secret": "sandbox"}).to_string();
    let login = send("POST", "/login", login, "").await.json();
    let token = format!(
        "Bearer {}",
        login["access_token"].as_str().expect("a token")
    );
    send(method, path, body.to_string(), &token).await
}

fn last_logged(lab: &Lab) -> Value {
    let log = lab.shared.lock().log.since(0);
    json!(log.last().expect("a request"))
}

fn left(lab: &Lab) -> usize {
    let left = sandbox::faults::left(&lab.shared.lock());
    left["faults"].as_array().expect("a list").len()
}

fn status(code: u16, error: &str) -> Value {
    json!({"status": {"code": code, "error": error, "message": "Unable to process request"}})
}

#[tokio::test]
async fn a_status_is_refused_in_the_services_own_form() {
    let lab = Lab::new();
    // Modelled as 500, and seen as 400 (aws.md §0).
    for code in [400, 500] {
        let kind = status(code, "DirectConnectServerException");
        plan(&lab, json!([{"service": "directconnect", "kind": kind}]));
        let refusal = lab
            .dx("DescribeConnections", json!({}))
            .await
            .expect_err("struck");
        assert_eq!(
            (refusal.status, refusal.code.as_str()),
            (code, "DirectConnectServerException")
        );
        assert_eq!(refusal.message, "Unable to process request");
    }
    plan(
        &lab,
        json!([{"kind": status(503, "Unavailable"), "times": 3}]),
    );
    let refusal = lab.ec2("DescribeVpcs", &[]).await.expect_err("struck");
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (503, "Unavailable")
    );
    let refusal = lab
        .query_as(OPERATOR, WEST, "sts", "GetCallerIdentity", &[])
        .await;
    let refusal = refusal.expect_err("struck");
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (503, "Unavailable")
    );
    let login = json!({"key": "sandbox", "secret": "sandbox"}).to_string();
    let request = Request::post("/login")
        .body(Body::from(login))
        .expect("a request");
    let answer = pureport::router(lab.shared.clone()).oneshot(request).await;
    let answer = read(answer.expect("never fails")).await;
    let body =
        json!({"status": 503, "code": "Unavailable", "message": "Unable to process request"});
    assert_eq!((answer.status, answer.json()), (503, body));
    let logged = last_logged(&lab);
    assert_eq!(
        (&logged["fault"], &logged["error"]),
        (&json!("status"), &json!("Unavailable"))
    );
    assert_eq!(left(&lab), 0);
}

#[tokio::test]
async fn each_service_throttles_in_its_own_words() {
    let lab = Lab::new();
    let put = |service: &str| {
        plan(
            &lab,
            json!([{"service": service, "operation": "*", "kind": "throttle"}]),
        );
    };
    put("ec2");
    let refusal = lab.ec2("DescribeVpcs", &[]).await.expect_err("struck");
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (503, "RequestLimitExceeded")
    );
    put("directconnect");
    let refusal = lab
        .dx("DescribeConnections", json!({}))
        .await
        .expect_err("struck");
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (400, "ThrottlingException")
    );
    put("sts");
    let refusal = lab
        .query_as(OPERATOR, WEST, "sts", "GetCallerIdentity", &[])
        .await;
    assert_eq!(refusal.expect_err("struck").code, "Throttling");
    for (kind, after) in [
        (json!("throttle"), "1"),
        (json!({"throttle": {"retry_after": 7}}), "7"),
    ] {
        plan(
            &lab,
            json!([{"service": "pureport", "operation": "findAllAccounts", "kind": kind}]),
        );
        let answer = rest(&lab, "GET", "/accounts", Value::Null).await;
        assert_eq!(
            (answer.status, &answer.json()["code"]),
            (429, &json!("TOO_MANY_REQUESTS"))
        );
        assert_eq!(answer.headers[header::RETRY_AFTER], after);
    }
    assert_eq!(last_logged(&lab)["fault"], "throttle");
}

#[tokio::test]
async fn an_expired_token_is_refused_in_the_services_own_form() {
    let lab = Lab::new();
    plan(&lab, json!([{"kind": "expire_token", "times": 4}]));
    let refusal = lab
        .dx("DescribeConnections", json!({}))
        .await
        .expect_err("struck");
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (400, "ExpiredTokenException")
    );
    let refusal = lab.ec2("DescribeVpcs", &[]).await.expect_err("struck");
    assert_eq!(refusal.code, "RequestExpired");
    let refusal = lab
        .query_as(OPERATOR, WEST, "sts", "GetCallerIdentity", &[])
        .await;
    assert_eq!(refusal.expect_err("struck").code, "ExpiredToken");
    // The login carries no token: it is the next request that is struck.
    let answer = rest(&lab, "GET", "/accounts", Value::Null).await;
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (401, &json!("ACCESS_TOKEN_EXPIRED"))
    );
    lab.dx("DescribeConnections", json!({}))
        .await
        .expect("all were struck");
}

#[tokio::test]
async fn requests_pass_before_and_after_those_that_are_struck() {
    let lab = Lab::new();
    let kind = status(500, "InternalError");
    plan(
        &lab,
        json!([{"service": "ec2", "operation": "DescribeVpcs", "skip": 1, "times": 2, "kind": kind}]),
    );
    let mut struck = vec![];
    for _ in 0..5 {
        lab.ec2("DescribeSubnets", &[])
            .await
            .expect("another operation");
        struck.push(lab.ec2("DescribeVpcs", &[]).await.is_err());
    }
    assert_eq!(struck, [false, true, true, false, false]);
}

#[tokio::test]
async fn the_first_entry_that_strikes_is_the_only_one() {
    let lab = Lab::new();
    plan(
        &lab,
        json!([
            {"service": "ec2", "kind": status(500, "First"), "times": 2},
            {"service": "ec2", "kind": status(500, "Second"), "skip": 1},
        ]),
    );
    let mut codes = vec![];
    for _ in 0..5 {
        let answer = lab.ec2("DescribeVpcs", &[]).await;
        codes.push(answer.err().map(|refusal| refusal.code));
    }
    assert_eq!(
        codes,
        [
            Some("First".into()),
            Some("First".into()),
            None,
            Some("Second".into()),
            None
        ]
    );
}

#[tokio::test]
async fn a_match_compares_fields_of_the_request() {
    let journey = Journey::new().await;
    let lab = &journey.lab;
    let struck = |entry: Value| {
        let mut entry = entry;
        entry["kind"] = status(500, "InternalError");
        plan(lab, json!([entry]));
    };
    struck(json!({"match": {"connectionId": journey.hosted(1)}}));
    for (leg, fails) in [(0, false), (1, true)] {
        let input = json!({"connectionId": journey.hosted(leg)});
        assert_eq!(lab.dx("DescribeConnections", input).await.is_err(), fails);
    }
    struck(json!({"match": {"filters.routeDirection": "accepted"}}));
    for (direction, fails) in [("advertised", false), ("accepted", true)] {
        let filters = json!({"routeDirection": direction});
        let input = json!({"virtualInterfaceId": journey.interfaces[0], "filters": filters});
        assert_eq!(
            lab.dx("ListVirtualInterfaceRoutes", input).await.is_err(),
            fails
        );
    }
    struck(json!({"match": {"MaxResults": 7, "Filter.1.Name": "vpc-id"}}));
    let filter = [("Filter.1.Name", "vpc-id"), ("Filter.1.Value.1", "vpc-x")];
    lab.ec2("DescribeVpcs", &[("MaxResults", "7")])
        .await
        .expect("no filter");
    lab.ec2("DescribeVpcs", &filter).await.expect("no number");
    let both = [filter[0], filter[1], ("MaxResults", "7")];
    lab.ec2("DescribeVpcs", &both).await.expect_err("struck");
    struck(json!({"operation": "getConnection", "match": {"id": journey.id()}}));
    let path = format!("/connections/{}", journey.id());
    assert_eq!(
        rest(lab, "GET", "/connections/conn-other", Value::Null)
            .await
            .status,
        404
    );
    assert_eq!(rest(lab, "GET", &path, Value::Null).await.status, 500);
    struck(json!({"match": {"location.href": "/locations/us-sea"}}));
    let path = collection(lab).await;
    assert_eq!(rest(lab, "POST", &path, order_body()).await.status, 500);
}

#[tokio::test]
async fn a_fault_ends_on_the_sandboxs_clock() {
    let lab = Lab::new();
    let kind = status(500, "InternalError");
    plan(
        &lab,
        json!([{"kind": kind, "times": null, "for_seconds": 60}]),
    );
    for _ in 0..3 {
        lab.ec2("DescribeVpcs", &[]).await.expect_err("struck");
    }
    advance(&lab, 61);
    lab.ec2("DescribeVpcs", &[]).await.expect("over");
    assert_eq!(left(&lab), 0);
}

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
    let networks = collection(&lab).await;
    let accounts = lab.pureport("GET", "/accounts", None).await;
    let path = format!("{}/networks", accounts[0]["href"].as_str().expect("a path"));
    let answer = rest(&lab, "POST", &path, json!({"name": "dropped network"})).await;
    assert_eq!(answer.body, None);
    assert_eq!(last_logged(&lab)["status"], 0);
    let listed = lab.pureport("GET", &path, None).await;
    assert!(listed.to_string().contains("dropped network"), "{networks}");
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

#[tokio::test]
async fn a_duplicate_is_done_twice_and_the_second_answer_is_given() {
    let lab = Lab::new();
    plan(&lab, json!([{"kind": "duplicate"}]));
    let input = json!({"directConnectGatewayName": "twice"});
    let made = lab
        .dx("CreateDirectConnectGateway", input)
        .await
        .expect("made");
    let world = lab.world();
    let gateways = world["directConnectGateways"]
        .as_object()
        .expect("all")
        .values();
    let twice = gateways.filter(|one| one["directConnectGatewayName"] == "twice");
    assert_eq!(twice.count(), 2);
    assert!(made["directConnectGateway"]["directConnectGatewayId"].is_string());
    let hosted = lab.named("connections", "northwind-order-1");
    plan(
        &lab,
        json!([{"operation": "ConfirmConnection", "kind": "duplicate"}]),
    );
    let input = json!({"connectionId": hosted});
    let refusal = lab
        .dx("ConfirmConnection", input)
        .await
        .expect_err("the second");
    assert!(refusal.message.contains("ordering"), "{}", refusal.message);
    assert_eq!(
        lab.world()["connections"][&hosted]["connectionState"],
        "available"
    );
    plan(
        &lab,
        json!([{"operation": "addNetwork", "kind": "duplicate"}]),
    );
    let accounts = lab.pureport("GET", "/accounts", None).await;
    let path = format!("{}/networks", accounts[0]["href"].as_str().expect("a path"));
    let answer = rest(&lab, "POST", &path, json!({"name": "twice"})).await;
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (422, &json!("NETWORK_NAME_UNIQUE"))
    );
    assert_eq!(last_logged(&lab)["fault"], "duplicate");
}

#[tokio::test]
async fn a_stale_read_does_not_know_what_was_just_made() {
    let lab = Lab::new();
    let stale = json!({"stale_read": {"seconds": 30}});
    plan(
        &lab,
        json!([{"service": "ec2", "kind": stale, "times": null}]),
    );
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let (vgw, vpc) = (tag(&made, "vpnGatewayId"), lab.named("vpcs", "payments"));
    let described = async || {
        lab.ec2("DescribeVpnGateways", &[("VpnGatewayId.1", &vgw)])
            .await
    };
    let attach = [("VpnGatewayId", vgw.as_str()), ("VpcId", &vpc)];
    advance(&lab, 29);
    for refusal in [
        described().await,
        lab.ec2("AttachVpnGateway", &attach).await,
    ] {
        assert_eq!(
            refusal.expect_err("not yet").code,
            "InvalidVpnGatewayID.NotFound"
        );
    }
    assert_eq!(last_logged(&lab)["fault"], "stale_read");
    advance(&lab, 2);
    assert_eq!(tag(&described().await.expect("seen"), "vpnGatewayId"), vgw);
    lab.ec2("AttachVpnGateway", &attach)
        .await
        .expect("attached");
    assert!(
        !described().await.expect("stale").contains(&vpc),
        "the attachment is too young"
    );
    assert_eq!(
        lab.world()["vpnGateways"][&vgw]["attachment"]["state"],
        "attached"
    );
    advance(&lab, 31);
    assert!(described().await.expect("seen").contains(&vpc));
}

#[tokio::test]
async fn a_stale_read_shows_the_state_of_then_on_both_sides() {
    let journey = Journey::new().await;
    let stale = json!({"stale_read": {"seconds": 60}});
    plan(
        &journey.lab,
        json!([{"operation": "DescribeVirtualInterfaces", "kind": stale, "times": null},
        {"operation": "getConnection", "kind": stale, "times": null}]),
    );
    let input = json!({"virtualInterfaceId": journey.interfaces[0]});
    journey
        .lab
        .dx("DeleteVirtualInterface", input.clone())
        .await
        .expect("deleting");
    let href = journey.connection["href"].as_str().expect("a path");
    let body = json!({"name": "renamed"});
    let mut order = order_body();
    order["name"] = body["name"].clone();
    rest(&journey.lab, "PUT", href, order).await;
    let seen = async || {
        let listed = journey
            .lab
            .dx("DescribeVirtualInterfaces", input.clone())
            .await;
        let state =
            listed.expect("a list")["virtualInterfaces"][0]["virtualInterfaceState"].clone();
        let name = rest(&journey.lab, "GET", href, Value::Null).await.json()["name"].clone();
        (state, name)
    };
    assert_eq!(seen().await, (json!("available"), json!("test")));
    advance(&journey.lab, 61);
    assert_eq!(seen().await, (json!("deleted"), json!("renamed")));
    // The past can be read, and it stays as it was: nothing of the present was lost.
    plan(&journey.lab, json!([]));
    assert_eq!(seen().await, (json!("deleted"), json!("renamed")));
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
