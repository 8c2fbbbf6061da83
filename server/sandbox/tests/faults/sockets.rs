//! Faults of the connection, over real sockets.

use std::io::ErrorKind;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::plans::started;

/// Everything that a connection gives until its end, and the end.
async fn exchange(url: &str, request: &[u8]) -> (Vec<u8>, Option<ErrorKind>) {
    let address = url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).await.expect("a listener");
    stream.write_all(request).await.expect("sent");
    let (mut answer, mut piece) = (vec![], vec![0; 64 * 1024]);
    loop {
        match stream.read(&mut piece).await {
            Ok(0) => return (answer, None),
            Ok(length) => answer.extend(&piece[..length]),
            Err(error) => return (answer, Some(error.kind())),
        }
    }
}

/// A request whose connection may stay open behind the answer.
fn written(method: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nhost: sandbox\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

/// Status and JSON of a plain call.
pub async fn call(url: &str, method: &str, path: &str, body: &str, headers: &str) -> (u16, Value) {
    let request = written(
        method,
        path,
        &format!("connection: close\r\n{headers}"),
        body,
    );
    let (answer, _) = exchange(url, &request).await;
    let (status, body) = parts(&answer);
    (status, serde_json::from_str(&body).unwrap_or_default())
}

/// Status and body of an answer; 0 without one.
pub fn parts(answer: &[u8]) -> (u16, String) {
    let text = String::from_utf8_lossy(answer);
    let status = text.split(' ').nth(1).and_then(|word| word.parse().ok());
    let body = text.split_once("\r\n\r\n").map(|(_, body)| body.to_owned());
    (status.unwrap_or_default(), body.unwrap_or_default())
}

async fn put(url: &str, kind: &str) {
    let plan = format!(r#"{{"faults":[{{"service":"pureport","kind":"{kind}"}}]}}"#);
    let (status, answer) = call(url, "PUT", "/_sandbox/faults", &plan, "").await;
    assert_eq!(status, 200, "{answer}");
}

const LOGIN: &str = r#"{"key":"sandbox","secret":"sandbox"}"#;

#[tokio::test]
async fn a_dropped_request_gets_not_one_byte() {
    let sandbox = started().await;
    let url = &sandbox.pureport_url;
    for kind in ["drop_before", "drop_after_commit"] {
        put(url, kind).await;
        let answer = exchange(url, &written("POST", "/login", "", LOGIN)).await;
        assert_eq!(answer, (vec![], None), "{kind}");
        let log = sandbox.requests(0);
        let entry = log.last().expect("logged");
        assert_eq!((entry.status, entry.fault.as_deref()), (0, Some(kind)));
        let did = entry.principal.is_some();
        assert_eq!(
            did,
            kind == "drop_after_commit",
            "a login that was done has a principal"
        );
    }
    let (status, answer) = call(url, "POST", "/login", LOGIN, "").await;
    assert!(status == 200 && answer["access_token"].is_string());
    sandbox.stop().await;
}

#[tokio::test]
async fn a_reset_connection_ends_in_a_reset_after_half_of_the_answer() {
    let sandbox = started().await;
    let url = &sandbox.pureport_url;
    put(url, "reset").await;
    let (answer, end) = exchange(url, &written("POST", "/login", "", LOGIN)).await;
    let text = String::from_utf8_lossy(&answer).to_lowercase();
    let length = text.split("content-length: ").nth(1).expect("a length");
    let length: usize = length
        .split("\r\n")
        .next()
        .expect("a line")
        .parse()
        .expect("a number");
    let (status, body) = parts(&answer);
    assert_eq!((status, body.len()), (200, length / 2));
    assert_eq!(end, Some(ErrorKind::ConnectionReset));
    sandbox.stop().await;
}
