//! What no client should send, at every endpoint: refused in the provider's form, never a hang.

use std::time::Duration;

use sandbox::Sandbox;
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{plans::started, sockets::parts, support::tag};

/// Whose form a refusal has.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    /// `{"status","code","message"}`
    Pureport,
    /// `{"__type","message"}`
    Json,
    /// `<Response><Errors><Error><Code>`
    Ec2,
    /// `<ErrorResponse><Error><Code>`
    Query,
    /// `{"error"}`
    Control,
}

/// Status and body of what is answered to these bytes, within ten seconds.
async fn send(url: &str, request: Vec<u8>) -> (u16, String) {
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a listener");
    let exchange = async {
        stream.write_all(&request).await.expect("sent");
        let mut answer = vec![];
        stream.read_to_end(&mut answer).await.expect("an answer");
        answer
    };
    let answer = tokio::time::timeout(Duration::from_secs(10), exchange).await;
    parts(&answer.expect("no hang"))
}

fn request(line: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "{line} HTTP/1.1\r\nhost: sandbox\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n"
    );
    [head.as_bytes(), body].concat()
}

async fn refused(
    sandbox: &Sandbox,
    form: Form,
    line: &str,
    headers: &str,
    body: &[u8],
) -> (u16, String) {
    let url = match form {
        Form::Pureport | Form::Control => &sandbox.pureport_url,
        _ => &sandbox.aws_url,
    };
    let (status, text) = send(url, request(line, headers, body)).await;
    let seen: String = text.chars().take(200).collect();
    let what = format!("{line} {headers:?}: {status} {seen}");
    assert!((400..500).contains(&status), "{what}");
    let json: Value = serde_json::from_str(&text).unwrap_or_default();
    let code = match form {
        Form::Pureport => {
            assert_eq!(json["status"], status, "{what}");
            json["code"].as_str().map(str::to_owned)
        }
        Form::Json => json["__type"].as_str().map(str::to_owned),
        Form::Ec2 => text.contains("<Response>").then(|| tag(&text, "Code")),
        Form::Query => text.contains("<ErrorResponse").then(|| tag(&text, "Code")),
        Form::Control => json["error"].as_str().map(str::to_owned),
    };
    let code = code.filter(|code| !code.is_empty());
    (
        status,
        code.unwrap_or_else(|| panic!("no {form:?} error in {what}")),
    )
}

async fn token(sandbox: &Sandbox) -> String {
    let login = br#"{"key":"sandbox","secret":"sandbox"}"#;
    let (_, login) = send(&sandbox.pureport_url, request("POST /login", "", login)).await;
    let login: Value = serde_json::from_str(&login).expect("JSON");
    format!(
        "authorization: Bearer {}\r\n",
        login["access_token"].as_str().expect("a token")
    )
}

const DX: &str = "x-amz-target: OvertureService.DescribeConnections\r\n";
const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";

#[tokio::test]
async fn bodies_of_10_mib_are_refused_at_every_door() {
    let sandbox = started().await;
    let body = vec![b'x'; 10 << 20];
    for (form, line, headers) in [
        (Form::Pureport, "POST /login", ""),
        (Form::Pureport, "POST /accounts/any/networks", ""),
        (Form::Json, "POST /", DX),
        (Form::Ec2, "POST /", FORM),
        (Form::Control, "POST /_sandbox/reset", ""),
        (Form::Control, "POST /_sandbox/clock", ""),
        (Form::Control, "PATCH /_sandbox/world", ""),
        (Form::Control, "PUT /_sandbox/faults", ""),
    ] {
        assert_eq!(
            refused(&sandbox, form, line, headers, &body).await.0,
            413,
            "{line}"
        );
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn what_is_not_json_is_refused_in_the_providers_form() {
    let sandbox = started().await;
    let signed_in = token(&sandbox).await;
    let deep = "[".repeat(60_000);
    for body in [
        "{",
        "nonsense",
        "[1",
        "\u{0}",
        "\"\\ud800\"",
        deep.as_str(),
        "1e999999",
    ] {
        let body = body.as_bytes();
        for line in ["POST /login", "POST /login/refresh"] {
            let refusal = refused(&sandbox, Form::Pureport, line, "", body).await;
            assert_eq!(refusal, (400, "JSON_PROCESSING_ERROR".into()));
        }
        let accounts = send(
            &sandbox.pureport_url,
            request("GET /accounts", &signed_in, b""),
        )
        .await
        .1;
        let accounts: Value = serde_json::from_str(&accounts).expect("JSON");
        let line = format!(
            "POST {}/networks",
            accounts[0]["href"].as_str().expect("a path")
        );
        let refusal = refused(&sandbox, Form::Pureport, &line, &signed_in, body).await;
        assert_eq!(refusal, (400, "JSON_PROCESSING_ERROR".into()));
        let (status, code) = refused(&sandbox, Form::Json, "POST /", DX, body).await;
        assert!(status == 400 && code.ends_with("Exception"), "{code}");
        for line in [
            "POST /_sandbox/reset",
            "POST /_sandbox/clock",
            "PATCH /_sandbox/world",
            "PUT /_sandbox/faults",
        ] {
            assert_eq!(
                refused(&sandbox, Form::Control, line, "", body).await.0,
                400
            );
        }
    }
    let text = "content-type: text/plain\r\n";
    refused(
        &sandbox,
        Form::Pureport,
        "POST /login",
        text,
        b"key=sandbox&secret=sandbox",
    )
    .await;
    refused(
        &sandbox,
        Form::Ec2,
        "POST /",
        "content-type: application/json\r\n",
        b"{}",
    )
    .await;
    let (_, code) = refused(
        &sandbox,
        Form::Json,
        "POST /",
        &format!("{DX}{FORM}"),
        b"Action=x",
    )
    .await;
    assert!(code.ends_with("Exception"), "{code}");
    sandbox.stop().await;
}

#[tokio::test]
async fn unknown_actions_are_refused_in_the_services_form() {
    let sandbox = started().await;
    let target = |name: &str| format!("x-amz-target: {name}\r\n");
    for name in [
        "OvertureService.",
        "OvertureService.Dance",
        "Overture",
        "",
        "S3.List",
        "../../x",
    ] {
        refused(&sandbox, Form::Json, "POST /", &target(name), b"{}").await;
    }
    for body in [
        "Action=Dance&Version=2016-11-15",
        "Action=&Version=2016-11-15",
        "Version=2016-11-15",
        "",
        "&&&==&%%%&%zz",
        "Action=%00%ff%fe",
        "Action=<script>",
    ] {
        let (_, code) = refused(&sandbox, Form::Ec2, "POST /", FORM, body.as_bytes()).await;
        assert!(!code.contains('<'), "{code}");
    }
    refused(
        &sandbox,
        Form::Query,
        "POST /",
        FORM,
        b"Action=Dance&Version=2011-06-15",
    )
    .await;
    refused(
        &sandbox,
        Form::Ec2,
        "POST /",
        FORM,
        &[0xff, 0xfe, b'=', 0x00],
    )
    .await;
    sandbox.stop().await;
}

#[tokio::test]
async fn cloudwatch_and_iam_are_no_softer() {
    let sandbox = started().await;
    let metrics = "x-amz-target: GraniteServiceVersion20100801.GetMetricData\r\n";
    for body in ["{", "[]", "\u{0}", "5", &"[".repeat(60_000)] {
        refused(&sandbox, Form::Json, "POST /", metrics, body.as_bytes()).await;
    }
    let iam = b"Action=Dance&Version=2010-05-08";
    refused(&sandbox, Form::Query, "POST /", FORM, iam).await;
    let cbor = "smithy-protocol: rpc-v2-cbor\r\naccept: application/cbor\r\n";
    let line = "POST /service/GraniteServiceVersion20100801/operation";
    let deep = vec![0x81; 60_000];
    for body in [
        &b"\xff"[..],
        b"{}",
        b"\xa1\x01\x01",
        b"\x9b\xff\xff\xff\xff",
        &deep,
    ] {
        for operation in ["GetMetricData", "Dance", "", "../../x"] {
            let request = request(&format!("{line}/{operation}"), cbor, body);
            let (status, _) = send(&sandbox.aws_url, request).await;
            assert!(
                (400..500).contains(&status),
                "{operation} {:?}: {status}",
                body.get(..4)
            );
        }
    }
    let large = request(&format!("{line}/GetMetricData"), cbor, &vec![0; 10 << 20]);
    assert_eq!(send(&sandbox.aws_url, large).await.0, 413);
    sandbox.stop().await;
}

#[tokio::test]
async fn paths_play_no_tricks() {
    let sandbox = started().await;
    let signed_in = token(&sandbox).await;
    let long = format!("/networks/{}", "a".repeat(20_000));
    for path in [
        "/",
        "//",
        "//login",
        "/login/",
        "/networks/%00",
        "/networks/a%2Fb",
        "/networks/..%2f..%2f_sandbox%2fworld",
        "/networks/%ff%fe",
        "/networks/../_sandbox/nothing",
        "/%2e%2e/_sandbox/world",
        "/_sandbox",
        "/_sandbox/",
        "/_sandbox/nothing",
        "/_SANDBOX/world",
        "/networks/%E2%80%AE",
        "/networks/;x=1",
        "/connections/conn-x/../../accounts",
        "http://elsewhere/nothing",
        long.as_str(),
    ] {
        let line = format!("GET {path}");
        refused(&sandbox, Form::Pureport, &line, &signed_in, b"").await;
        let (status, code) = refused(&sandbox, Form::Json, &line, "", b"").await;
        assert_eq!(
            (status, code.as_str()),
            (404, "UnknownOperationException"),
            "{path}"
        );
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"] {
        let (status, code) = refused(
            &sandbox,
            Form::Pureport,
            &format!("{method} /login"),
            "",
            b"",
        )
        .await;
        assert_eq!((status, code.as_str()), (405, "METHOD_NOT_ALLOWED"));
        refused(&sandbox, Form::Json, &format!("{method} /"), DX, b"{}").await;
        let line = format!("{method} /_sandbox/requests");
        assert_eq!(
            refused(&sandbox, Form::Control, &line, "", b"").await.0,
            405
        );
    }
    for query in [
        "since=x",
        "since=-1",
        "since=1&since=x",
        "since=99999999999999999999",
    ] {
        let line = format!("GET /_sandbox/requests?{query}");
        assert_eq!(
            refused(&sandbox, Form::Control, &line, "", b"").await.0,
            400,
            "{query}"
        );
    }
    sandbox.stop().await;
}

#[tokio::test]
async fn headers_that_come_twice_confuse_nobody() {
    let sandbox = started().await;
    let signed_in = token(&sandbox).await;
    // The first counts, in one order and in the other.
    let other = "authorization: Bearer nonsense\r\n";
    let order = format!("{other}{signed_in}");
    let (status, _) = refused(&sandbox, Form::Pureport, "GET /accounts", &order, b"").await;
    assert_eq!(status, 401);
    for headers in [
        "authorization: \u{e9}\r\n".to_owned(),
        "authorization: Bearer\r\n".to_owned(),
        "authorization: Bearer a.b.c\r\n".to_owned(),
        "authorization: Basic eDp5\r\n".to_owned(),
        String::new(),
    ] {
        let (status, _) = refused(&sandbox, Form::Pureport, "GET /accounts", &headers, b"").await;
        assert_eq!(status, 401, "{headers}");
    }
    let key = "authorization: AWS4-HMAC-SHA256 Credential=AKIASANDBOXOPERATOR1/20260101/us-west-2/\
        directconnect/aws4_request, SignedHeaders=host;x-amz-date, Signature=00\r\n";
    let date = "x-amz-date: 20260101T000000Z\r\n";
    for headers in [
        format!("{DX}{DX}"),
        format!("{DX}{key}{key}{date}{date}"),
        format!("{DX}{key}"),
        format!("{DX}{date}authorization: AWS4-HMAC-SHA256\r\n"),
        format!(
            "{DX}{date}authorization: AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=\r\n"
        ),
        format!("{DX}x-amz-date: \u{e9}\r\n{key}"),
    ] {
        refused(&sandbox, Form::Json, "POST /", &headers, b"{}").await;
    }
    // Two lengths are no HTTP: the server itself refuses them.
    let (status, _) = send(
        &sandbox.pureport_url,
        request("POST /login", "content-length: 99\r\n", b"{}"),
    )
    .await;
    assert_eq!(status, 400);
    let (status, _) = send(&sandbox.aws_url, b"\x16\x03\x01 nonsense\r\n\r\n".to_vec()).await;
    assert_eq!(status, 400);
    // And it still works for those who speak properly.
    let (status, _) = send(
        &sandbox.pureport_url,
        request("GET /accounts", &signed_in, b""),
    )
    .await;
    assert_eq!(status, 200);
    sandbox.stop().await;
}
