//! Requests that are refused by the plan, in each service's own form; and which ones are.

use axum::{
    body::Body,
    http::{Request, header},
};
use sandbox::pureport;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{
    journey::{Journey, advance, collection, order_body, plan},
    raw::{last_logged, left, read, rest, status},
    support::{Lab, OPERATOR, WEST},
};

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
