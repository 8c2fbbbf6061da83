//! Requests whose answers may break off, and what the sandbox says of them.

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, header},
};
use sandbox::{aws, clock::machine_now, pureport};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::support::{Lab, OPERATOR, WEST, signed};

/// An answer that may break off.
pub struct Raw {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Option<Bytes>,
}

impl Raw {
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.body.as_ref().expect("a body")).expect("JSON")
    }
}

pub async fn read(response: axum::response::Response) -> Raw {
    let (parts, body) = response.into_parts();
    Raw {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.ok(),
    }
}

pub async fn dx(lab: &Lab, operation: &str, input: Value) -> Raw {
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

pub async fn rest(lab: &Lab, method: &str, path: &str, body: Value) -> Raw {
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

pub fn last_logged(lab: &Lab) -> Value {
    let log = lab.shared.lock().log.since(0);
    json!(log.last().expect("a request"))
}

pub fn left(lab: &Lab) -> usize {
    let left = sandbox::faults::left(&lab.shared.lock());
    left["faults"].as_array().expect("a list").len()
}

pub fn status(code: u16, error: &str) -> Value {
    json!({"status": {"code": code, "error": error, "message": "Unable to process request"}})
}
