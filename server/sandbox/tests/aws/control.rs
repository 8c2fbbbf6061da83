//! The control interface and the life of the sandbox, over real sockets.

use std::{net::SocketAddr, os::unix::fs::PermissionsExt, path::PathBuf};

use crate::support::{Lab, WEST};
use sandbox::{
    Config, Pace, Sandbox,
    control::{ClockChange, Reset},
    start,
};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn config() -> Config {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    Config {
        pureport: any,
        aws: any,
        pace: Pace::Instant,
        seed: 3,
        state_file: None,
    }
}

async fn started(config: Config) -> Sandbox {
    start(config).await.expect("a sandbox")
}

/// Status and JSON of a plain HTTP/1.1 call.
async fn call(url: &str, method: &str, path: &str, body: &str, headers: &str) -> (u16, Value) {
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a listener");
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let status = answer
        .split(' ')
        .nth(1)
        .and_then(|text| text.parse().ok())
        .expect("a status");
    let body = answer
        .split_once("\r\n\r\n")
        .map(|(_, body)| body)
        .unwrap_or_default();
    (status, serde_json::from_str(body).unwrap_or_default())
}

#[tokio::test]
async fn both_ports_have_the_same_control_interface() {
    let sandbox = started(config()).await;
    let (_, one) = call(&sandbox.pureport_url, "GET", "/_sandbox/world", "", "").await;
    let (_, other) = call(&sandbox.aws_url, "GET", "/_sandbox/world", "", "").await;
    assert!(one["world_id"].is_string() && one["world_id"] == other["world_id"]);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_reset_makes_another_world_and_goes_on_with_the_log() {
    let sandbox = started(config()).await;
    let before = sandbox.world()["world_id"].clone();
    let (status, answer) = call(
        &sandbox.aws_url,
        "POST",
        "/_sandbox/reset",
        r#"{"seed":4,"pace":"demo"}"#,
        "",
    )
    .await;
    assert_eq!((status, &answer["pace"]), (200, &json!("demo")));
    // Not even the same seed makes the same world again.
    assert_ne!(sandbox.world()["world_id"], before);
    let before = sandbox.world()["world_id"].clone();
    call(
        &sandbox.aws_url,
        "POST",
        "/_sandbox/reset",
        r#"{"seed":4}"#,
        "",
    )
    .await;
    assert_ne!(sandbox.world()["world_id"], before);
    let empty = Reset {
        scenario: Some("empty".into()),
        ..Reset::default()
    };
    sandbox.reset(&empty).expect("reset");
    assert_eq!(sandbox.world()["aws"]["vpnGateways"], json!({}));
    for body in [
        r#"{"scenario":"no-such"}"#,
        r#"{"colour":1}"#,
        "{",
        r#"{"pace":"fast"}"#,
    ] {
        assert_eq!(
            call(&sandbox.aws_url, "POST", "/_sandbox/reset", body, "")
                .await
                .0,
            400,
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_frozen_clock_shows_a_wait_even_at_the_instant_pace() {
    let lab = Lab::new();
    let id = lab.named("connections", "northwind-order-1");
    let clock = |change: &ClockChange| {
        sandbox::control::clock(&mut lab.shared.lock(), change).expect("obeyed")
    };
    clock(&ClockChange {
        freeze: Some(true),
        ..ClockChange::default()
    });
    lab.dx("ConfirmConnection", json!({"connectionId": id}))
        .await
        .expect("accepted");
    assert_eq!(
        lab.world()["connections"][&id]["connectionState"],
        "pending"
    );
    clock(&ClockChange {
        freeze: Some(false),
        ..ClockChange::default()
    });
    assert_eq!(
        lab.world()["connections"][&id]["connectionState"],
        "available"
    );
    let back = ClockChange {
        advance_seconds: Some(-1),
        ..ClockChange::default()
    };
    assert!(sandbox::control::clock(&mut lab.shared.lock(), &back).is_err());
}

#[tokio::test]
async fn a_patch_changes_one_thing_and_refuses_what_is_not_there() {
    let sandbox = started(config()).await;
    let world = sandbox.world();
    let id = world["aws"]["connections"]
        .as_object()
        .and_then(|all| all.keys().next())
        .expect("one")
        .clone();
    let patch = |id: &str, set: Value| json!({"id": id, "set": set}).to_string();
    let good = patch(&id, json!({"connectionState": "down"}));
    assert_eq!(
        call(&sandbox.aws_url, "PATCH", "/_sandbox/world", &good, "")
            .await
            .0,
        200
    );
    assert_eq!(
        sandbox.world()["aws"]["connections"][&id]["connectionState"],
        "down"
    );
    for bad in [
        patch("nobody", json!({})),
        patch(&id, json!({"connectionState": "purple"})),
        patch(&id, json!({"colour": 1})),
    ] {
        assert_eq!(
            call(&sandbox.aws_url, "PATCH", "/_sandbox/world", &bad, "")
                .await
                .0,
            400,
            "{bad}"
        );
    }
}

#[tokio::test]
async fn a_page_of_another_origin_can_not_use_the_control_interface() {
    let sandbox = started(config()).await;
    let origin = "origin: https://example.com\r\n";
    assert_eq!(
        call(&sandbox.aws_url, "POST", "/_sandbox/reset", "", origin)
            .await
            .0,
        403
    );
}

#[tokio::test]
async fn requests_are_numbered_and_carry_no_secret() {
    let lab = Lab::new();
    lab.dx("DescribeConnections", json!({}))
        .await
        .expect("a list");
    lab.dx("ConfirmConnection", json!({"connectionId": "bogus"}))
        .await
        .expect_err("refused");
    let wrong = crate::support::Identity {
        secret: "another",
        ..crate::support::OPERATOR
    };
    lab.query_as(wrong, WEST, "sts", "GetCallerIdentity", &[])
        .await
        .expect_err("refused");
    let log = lab.shared.lock().log.since(1);
    assert_eq!(
        log.iter().map(|entry| entry.number).collect::<Vec<_>>(),
        [2, 3]
    );
    assert_eq!(log[0].operation, "ConfirmConnection");
    assert_eq!(log[0].account.as_deref(), Some("123456789012"));
    assert_eq!(
        (log[1].status, log[1].error.as_deref()),
        (403, Some("SignatureDoesNotMatch"))
    );
    assert_eq!(log[1].principal.as_deref(), Some("AKIASANDBOXOPERATOR1"));
    let text = serde_json::to_string(&log).expect("JSON");
    assert!(!text.contains("sandbox/operator/secret"));
}

#[tokio::test]
async fn the_view_of_the_world_has_no_key() {
    let lab = Lab::new();
    let connection = lab.named("connections", "northwind-order-1");
    lab.dx("ConfirmConnection", json!({"connectionId": connection}))
        .await
        .expect("accepted");
    let new = json!({
        "virtualInterfaceName": "x", "vlan": 312, "asnLong": 65_000, "authKey": "canary-key-0001",
        "directConnectGatewayId": lab.named("directConnectGateways", "legacy-dxgw"),
    });
    let input = json!({"connectionId": connection, "newPrivateVirtualInterface": new});
    lab.dx("CreatePrivateVirtualInterface", input)
        .await
        .expect("made");
    assert!(!lab.world().to_string().contains("canary-key-0001"));
    assert!(!format!("{:?}", *lab.shared.lock()).contains("canary-key-0001"));
}

fn state_file(name: &str) -> PathBuf {
    std::env::temp_dir()
        .join(format!("sandbox-{name}-{}", std::process::id()))
        .join("world.json")
}

#[tokio::test]
async fn the_world_survives_a_restart_in_a_private_file() {
    let path = state_file("kept");
    let config = Config {
        state_file: Some(path.clone()),
        ..config()
    };
    let sandbox = started(config.clone()).await;
    let world = sandbox.world();
    sandbox.stop().await;
    let mode = std::fs::metadata(&path)
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = started(config).await;
    assert_eq!(again.world()["world_id"], world["world_id"]);
    assert_eq!(again.world()["aws"]["vpcs"], world["aws"]["vpcs"]);
    drop(again);
    std::fs::remove_dir_all(path.parent().expect("a folder")).expect("cleaned up");
}

#[tokio::test]
async fn an_unreadable_world_is_replaced_by_a_fresh_one() {
    let path = state_file("broken");
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(&path, "not a world").expect("written");
    let sandbox = started(Config {
        state_file: Some(path.clone()),
        ..config()
    })
    .await;
    assert!(
        sandbox.world()["aws"]["vpcs"]
            .as_object()
            .is_some_and(|vpcs| !vpcs.is_empty())
    );
    drop(sandbox);
    std::fs::remove_dir_all(path.parent().expect("a folder")).expect("cleaned up");
}

#[tokio::test]
async fn a_taken_port_is_named_in_the_error() {
    let sandbox = started(config()).await;
    let taken: SocketAddr = sandbox
        .aws_url
        .trim_start_matches("http://")
        .parse()
        .expect("an address");
    let error = start(Config {
        aws: taken,
        ..config()
    })
    .await
    .expect_err("taken");
    assert!(
        error.to_string().contains(&taken.to_string()) && error.to_string().contains("AWS"),
        "{error}"
    );
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused() {
    let sandbox = started(config()).await;
    let body = "x".repeat(65 * 1024);
    assert_eq!(call(&sandbox.aws_url, "POST", "/", &body, "").await.0, 413);
    assert_eq!(
        call(&sandbox.aws_url, "POST", "/_sandbox/reset", &body, "")
            .await
            .0,
        413
    );
}
