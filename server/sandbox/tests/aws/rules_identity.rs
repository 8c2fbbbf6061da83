//! Who may call: signatures, tokens, ages, permissions, accounts.

use crate::support::{
    ADMINISTRATOR, ADMINISTRATOR_ELSEWHERE, ELSEWHERE, Identity, Lab, OPERATOR, READER, Refusal,
    TEMPORARY, WEST, signed, tag,
};
use axum::{body::Body, http::Request};
use sandbox::{
    aws::{
        directconnect, ec2,
        policy::{Decision, Rights},
    },
    clock::machine_now,
};
use serde_json::json;

const MINUTES: i64 = 60_000;

/// The codes of Direct Connect, EC2, STS, IAM and CloudWatch for the same credentials.
async fn codes(lab: &Lab, who: Identity) -> [String; 5] {
    let dx = lab.dx_as(who, WEST, "DescribeConnections", json!({})).await;
    let query = async |service, action| {
        let answer = lab.query_as(who, WEST, service, action, &[]).await;
        answer.expect_err("refused").code
    };
    [
        dx.expect_err("refused").code,
        query("ec2", "DescribeVpcs").await,
        query("sts", "GetCallerIdentity").await,
        query("iam", "GetUser").await,
        query("monitoring", "ListMetrics").await,
    ]
}

#[tokio::test]
async fn each_demo_identity_is_who_it_says() {
    let lab = Lab::new();
    for (who, account) in [
        (OPERATOR, "123456789012"),
        (READER, "123456789012"),
        (TEMPORARY, "123456789012"),
        (ELSEWHERE, "210987654321"),
        (ADMINISTRATOR, "123456789012"),
        (ADMINISTRATOR_ELSEWHERE, "210987654321"),
    ] {
        let answer = lab
            .query_as(who, WEST, "sts", "GetCallerIdentity", &[])
            .await
            .expect("an identity");
        assert_eq!(tag(&answer, "Account"), account);
        assert!(tag(&answer, "Arn").contains(account));
    }
}

#[tokio::test]
async fn a_wrong_secret_is_refused_in_each_services_words() {
    let who = Identity {
        secret: "another",
        ..OPERATOR
    };
    assert_eq!(
        codes(&Lab::new(), who).await,
        [
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "SignatureDoesNotMatch",
            "SignatureDoesNotMatch",
            "SignatureDoesNotMatch"
        ]
    );
}

#[tokio::test]
async fn an_unknown_key_is_refused_in_each_services_words() {
    let who = Identity {
        key: "AKIANOBODY",
        ..OPERATOR
    };
    assert_eq!(
        codes(&Lab::new(), who).await,
        [
            "UnrecognizedClientException",
            "AuthFailure",
            "InvalidClientTokenId",
            "InvalidClientTokenId",
            "InvalidClientTokenId"
        ]
    );
}

#[tokio::test]
async fn a_missing_or_wrong_session_token_is_refused() {
    let lab = Lab::new();
    for token in [None, Some("another")] {
        let who = Identity { token, ..TEMPORARY };
        assert_eq!(
            codes(&lab, who).await,
            [
                "UnrecognizedClientException",
                "AuthFailure",
                "InvalidClientTokenId",
                "InvalidClientTokenId",
                "InvalidClientTokenId"
            ]
        );
    }
}

#[tokio::test]
async fn temporary_credentials_end_after_twelve_hours_of_the_sandboxs_clock() {
    let lab = Lab::new();
    lab.shared.lock().clock.advance(11 * 60 * MINUTES);
    assert!(
        lab.dx_as(TEMPORARY, WEST, "DescribeConnections", json!({}))
            .await
            .is_ok()
    );
    lab.shared.lock().clock.advance(60 * MINUTES);
    assert_eq!(
        codes(&lab, TEMPORARY).await,
        [
            "ExpiredTokenException",
            "RequestExpired",
            "ExpiredToken",
            "ExpiredToken",
            "ExpiredToken"
        ]
    );
    lab.shared.lock().reset(None, None);
    assert!(
        lab.dx_as(TEMPORARY, WEST, "DescribeConnections", json!({}))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_signature_may_be_five_minutes_off_and_no_more() {
    let lab = Lab::new();
    let headers = [("x-amz-target", "OvertureService.DescribeConnections")];
    for (off, status) in [
        (0, 200),
        (-4 * MINUTES, 200),
        (4 * MINUTES, 200),
        (-6 * MINUTES, 400),
        (6 * MINUTES, 400),
    ] {
        let request = signed(
            OPERATOR,
            WEST,
            "directconnect",
            &headers,
            "{}".into(),
            machine_now() + off,
        );
        assert_eq!(lab.send(request).await.0, status, "{off} ms off");
    }
}

#[tokio::test]
async fn a_changed_body_breaks_the_signature() {
    let lab = Lab::new();
    let headers = [("x-amz-target", "OvertureService.ConfirmConnection")];
    let request = signed(
        OPERATOR,
        WEST,
        "directconnect",
        &headers,
        "{\"connectionId\":\"dxcon-1\"}".into(),
        machine_now(),
    );
    let (parts, _) = request.into_parts();
    let (status, answer) = lab
        .send(Request::from_parts(
            parts,
            Body::from("{\"connectionId\":\"dxcon-2\"}"),
        ))
        .await;
    assert!(
        status == 400 && answer.contains("InvalidSignatureException"),
        "{answer}"
    );
}

#[tokio::test]
async fn an_unsigned_target_is_refused() {
    let lab = Lab::new();
    let mut request = signed(
        OPERATOR,
        WEST,
        "directconnect",
        &[],
        "{}".into(),
        machine_now(),
    );
    request.headers_mut().insert(
        "x-amz-target",
        "OvertureService.DescribeConnections"
            .parse()
            .expect("a header"),
    );
    let (status, answer) = lab.send(request).await;
    assert!(status == 400 && answer.contains("SignedHeader"), "{answer}");
}

#[tokio::test]
async fn a_credential_is_good_for_its_own_service_and_known_regions_only() {
    let lab = Lab::new();
    let headers = [("x-amz-target", "OvertureService.DescribeConnections")];
    for (region, service) in [(WEST, "ec2"), ("mars-1", "directconnect")] {
        let (status, answer) = lab
            .send(signed(
                OPERATOR,
                region,
                service,
                &headers,
                "{}".into(),
                machine_now(),
            ))
            .await;
        assert!(
            status == 400 && answer.contains("Credential should be scoped"),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn an_unsigned_request_is_refused() {
    let lab = Lab::new();
    let request = Request::builder()
        .method("POST")
        .uri("/")
        .header("x-amz-target", "OvertureService.DescribeConnections");
    let (status, answer) = lab
        .send(request.body(Body::empty()).expect("a request"))
        .await;
    assert!(
        status == 400 && answer.contains("MissingAuthenticationTokenException"),
        "{answer}"
    );
}

/// Direct Connect's operations, each with whether it changes something.
fn operations() -> Vec<(&'static str, bool)> {
    let reads = |name: &str| {
        ["Describe", "List"]
            .iter()
            .any(|verb| name.starts_with(verb))
    };
    let all = directconnect::operations();
    all.map(|name| (name, !reads(name))).collect()
}

fn is_denied(answer: &Result<serde_json::Value, Refusal>) -> bool {
    matches!(answer, Err(refusal) if refusal.code == "AccessDeniedException")
}

#[tokio::test]
async fn the_reader_is_refused_each_change_and_no_read_of_direct_connect() {
    let lab = Lab::new();
    let mut changes = 0;
    for (operation, changing) in operations() {
        let answer = lab.dx_as(READER, WEST, operation, json!({})).await;
        assert_eq!(is_denied(&answer), changing, "{operation}");
        let Some(refusal) = answer.err().filter(|_| changing) else {
            continue;
        };
        assert_eq!(refusal.status, 400);
        let text = format!(
            "User: arn:aws:iam::123456789012:user/reader is not authorized to perform: \
             directconnect:{operation} on resource: * because no identity-based policy allows the \
             directconnect:{operation} action"
        );
        assert_eq!(refusal.message, text);
        changes += 1;
    }
    assert!(changes >= 20, "{changes} operations change something");
}

#[tokio::test]
async fn a_refusal_names_the_resource() {
    let lab = Lab::new();
    let arn = "arn:aws:directconnect";
    for (operation, input, resource) in [
        (
            "ConfirmConnection",
            json!({"connectionId": "dxcon-fg5pmr7l"}),
            format!("{arn}:us-west-2:123456789012:dxcon/dxcon-fg5pmr7l"),
        ),
        (
            "DeleteVirtualInterface",
            json!({"virtualInterfaceId": "dxvif-ffhhk74f"}),
            format!("{arn}:us-west-2:123456789012:dxvif/dxvif-ffhhk74f"),
        ),
        (
            "DeleteDirectConnectGateway",
            json!({"directConnectGatewayId": "x"}),
            format!("{arn}::123456789012:dx-gateway/x"),
        ),
    ] {
        let refusal = lab.dx_as(READER, WEST, operation, input).await;
        let message = refusal.expect_err("refused").message;
        let text = format!("directconnect:{operation} on resource: {resource} because");
        assert!(message.contains(&text), "{message}");
    }
}

#[tokio::test]
async fn each_call_of_ec2_is_decided_by_the_policy() {
    let lab = Lab::new();
    let mut refused = 0;
    for action in ec2::operations() {
        for (who, rights) in [
            (READER, Rights::Reader),
            (OPERATOR, Rights::Operator),
            (ADMINISTRATOR, Rights::Administrator),
        ] {
            let answer = lab
                .query_as(who, WEST, "ec2", action, &[("DryRun", "true")])
                .await;
            // A dry run is never a success, but nobody else's refusal has this code and status.
            let refusal = answer.expect_err("a dry run");
            let denied = (refusal.status, refusal.code.as_str()) == (403, "UnauthorizedOperation");
            let decision = rights.policy().decide(&format!("ec2:{action}"), "*");
            assert_eq!(denied, decision != Decision::Allowed, "{action} {rights:?}");
            let reads = ["Describe", "Get"]
                .iter()
                .any(|verb| action.starts_with(verb));
            if rights == Rights::Reader {
                assert_eq!(denied, !reads, "{action}");
                refused += usize::from(denied);
            }
        }
    }
    assert!(refused >= 20, "{refused} changes are refused to the reader");
}

#[tokio::test]
async fn an_operators_rights_are_exactly_the_policy() {
    let lab = Lab::new();
    let policy = Rights::Operator.policy();
    for (operation, _) in operations() {
        let action = format!("directconnect:{operation}");
        let allowed = policy.decide(&action, "*") == Decision::Allowed;
        for who in [OPERATOR, TEMPORARY, ELSEWHERE] {
            let answer = lab.dx_as(who, WEST, operation, json!({})).await;
            assert_eq!(is_denied(&answer), !allowed, "{operation}");
        }
        let answer = lab.dx_as(ADMINISTRATOR, WEST, operation, json!({})).await;
        assert!(!is_denied(&answer), "{operation}");
    }
    for outside in ["AllocateHostedConnection", "CreateBGPPeer", "DeleteBGPPeer"] {
        let answer = lab.dx_as(OPERATOR, WEST, outside, json!({})).await;
        assert!(is_denied(&answer), "{outside}");
    }
}

#[test]
fn the_policy_names_no_operation_that_is_unknown() {
    let known: Vec<_> = directconnect::operations().collect();
    let actions = Rights::Operator.policy().actions();
    for action in actions {
        if let Some(name) = action.strip_prefix("directconnect:") {
            assert!(name == "Describe*" || known.contains(&name), "{action}");
        }
    }
}

#[tokio::test]
async fn nobody_needs_a_right_to_ask_who_they_are() {
    let lab = Lab::new();
    for who in [READER, TEMPORARY, ELSEWHERE] {
        let answer = lab
            .query_as(who, WEST, "sts", "GetCallerIdentity", &[])
            .await;
        assert!(answer.is_ok());
    }
}

#[tokio::test]
async fn each_service_refuses_an_old_signature_in_its_own_words() {
    let lab = Lab::new();
    let target = [("x-amz-target", "OvertureService.DescribeConnections")];
    let form = [(
        "content-type",
        "application/x-www-form-urlencoded; charset=utf-8",
    )];
    let vpcs = "Action=DescribeVpcs&Version=2016-11-15";
    let identity = "Action=GetCallerIdentity&Version=2011-06-15";
    let user = "Action=GetUser&Version=2010-05-08";
    let metrics = "Action=ListMetrics&Version=2010-08-01";
    for (service, headers, body, status, code) in [
        (
            "directconnect",
            &target[..],
            "{}",
            400,
            "InvalidSignatureException",
        ),
        ("ec2", &form[..], vpcs, 400, "RequestExpired"),
        ("sts", &form[..], identity, 403, "SignatureDoesNotMatch"),
        ("iam", &form[..], user, 403, "SignatureDoesNotMatch"),
        (
            "monitoring",
            &form[..],
            metrics,
            403,
            "SignatureDoesNotMatch",
        ),
    ] {
        for off in [-6 * MINUTES, 6 * MINUTES] {
            let at = machine_now() + off;
            let request = signed(OPERATOR, WEST, service, headers, body.into(), at);
            let (said, answer) = lab.send(request).await;
            assert_eq!(said, status, "{service}");
            assert!(answer.contains(code), "{answer}");
        }
    }
}

#[tokio::test]
async fn a_token_that_is_not_asked_for_is_refused() {
    let who = Identity {
        token: Some("sandbox-session-token"),
        ..OPERATOR
    };
    assert_eq!(
        codes(&Lab::new(), who).await,
        [
            "UnrecognizedClientException",
            "AuthFailure",
            "InvalidClientTokenId",
            "InvalidClientTokenId",
            "InvalidClientTokenId"
        ]
    );
}

#[tokio::test]
async fn what_is_refused_for_its_sender_is_in_the_log_without_the_secret() {
    let lab = Lab::new();
    lab.dx_as(READER, WEST, "ConfirmConnection", json!({}))
        .await
        .expect_err("refused");
    let log = lab.shared.lock().log.since(0);
    let entry = log.last().expect("an entry");
    assert_eq!(entry.error.as_deref(), Some("AccessDeniedException"));
    assert_eq!(entry.principal.as_deref(), Some("AKIASANDBOXREADONLY1"));
    assert_eq!(
        (entry.status, entry.account.as_deref()),
        (400, Some("123456789012"))
    );
}

#[tokio::test]
async fn a_dry_run_that_would_succeed_is_an_error_and_changes_nothing() {
    let lab = Lab::new();
    let refusal = lab
        .ec2(
            "CreateVpnGateway",
            &[("Type", "ipsec.1"), ("DryRun", "true")],
        )
        .await
        .expect_err("a dry run");
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (412, "DryRunOperation")
    );
    assert_eq!(
        lab.world()["vpnGateways"]
            .as_object()
            .map(serde_json::Map::len),
        Some(3)
    );
}

#[tokio::test]
async fn another_account_sees_nothing_of_the_first() {
    let lab = Lab::new();
    let connection = lab.named("connections", "northwind-order-1");
    let listed = lab
        .dx_as(ELSEWHERE, WEST, "DescribeConnections", json!({}))
        .await
        .expect("a list");
    assert_eq!(listed["connections"], json!([]));
    let refusal = lab
        .dx_as(
            ELSEWHERE,
            WEST,
            "ConfirmConnection",
            json!({"connectionId": connection}),
        )
        .await
        .expect_err("not theirs");
    assert_eq!(
        refusal.message,
        format!("Could not find Connection with ID {connection}")
    );
    let gateways = lab
        .dx_as(ELSEWHERE, WEST, "DescribeDirectConnectGateways", json!({}))
        .await
        .expect("a list");
    assert_eq!(gateways["directConnectGateways"], json!([]));
    let vpcs = lab
        .query_as(ELSEWHERE, WEST, "ec2", "DescribeVpcs", &[])
        .await
        .expect("a list");
    assert!(vpcs.contains("10.63.0.0/16") && !vpcs.contains("10.20.0.0/16"));
}

#[tokio::test]
async fn unknown_operations_are_refused_in_each_services_words() {
    let lab = Lab::new();
    let dx = lab
        .dx("MakeCoffee", json!({}))
        .await
        .expect_err("no such thing");
    assert_eq!(dx.code, "UnknownOperationException");
    assert_eq!(
        lab.ec2("MakeCoffee", &[])
            .await
            .expect_err("no such thing")
            .code,
        "InvalidAction"
    );
    let sts = lab
        .query_as(OPERATOR, WEST, "sts", "MakeCoffee", &[])
        .await
        .expect_err("no such thing");
    assert_eq!(sts.code, "InvalidAction");
    let broken = lab
        .dx("ConfirmConnection", json!({"connectionId": 5}))
        .await
        .expect_err("not a string");
    assert_eq!(broken.code, "SerializationException");
}
