//! Signature version 4 as a client makes it.

use axum::{body::Body, http::Request};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// Credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub key: &'static str,
    pub secret: &'static str,
    pub token: Option<&'static str>,
}

/// A signed POST to `/`.
pub fn signed(
    who: Identity,
    region: &str,
    service: &str,
    headers: &[(&str, &str)],
    body: String,
    at: i64,
) -> Request<Body> {
    signed_bytes(who, region, service, headers, body.into_bytes(), at)
}

/// The same, whose body need not be text.
pub fn signed_bytes(
    who: Identity,
    region: &str,
    service: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
    at: i64,
) -> Request<Body> {
    signed_to("/", who, region, service, headers, body, at)
}

/// The same to another path.
pub fn signed_to(
    path: &str,
    who: Identity,
    region: &str,
    service: &str,
    headers: &[(&str, &str)],
    body: Vec<u8>,
    at: i64,
) -> Request<Body> {
    let stamp = Timestamp::from_millisecond(at)
        .expect("a time")
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string();
    let mut all = vec![("host", "127.0.0.1:4011"), ("x-amz-date", stamp.as_str())];
    all.extend(headers);
    all.extend(who.token.map(|token| ("x-amz-security-token", token)));
    all.sort_unstable();
    let names: Vec<_> = all.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let lines: Vec<_> = all
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"))
        .collect();
    let lines = lines.concat();
    let canonical = format!("POST\n{path}\n\n{lines}\n{names}\n{}", hash(&body));
    let scope = format!("{}/{region}/{service}/aws4_request", &stamp[..8]);
    let to_sign = format!(
        "AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}",
        hash(canonical.as_bytes())
    );
    let first = format!("AWS4{}", who.secret).into_bytes();
    let key = scope.split('/').fold(first, |key, part| keyed(&key, part));
    let authorization = format!(
        "AWS4-HMAC-SHA256 Credential={}/{scope}, SignedHeaders={names}, Signature={}",
        who.key,
        hex::encode(keyed(&key, &to_sign))
    );
    let request = Request::builder()
        .method("POST")
        .uri(path)
        .header("authorization", authorization);
    let request = all.into_iter().fold(request, |request, (name, value)| {
        request.header(name, value)
    });
    request.body(body.into()).expect("a request")
}

fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

pub fn keyed(key: &[u8], message: &str) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(message.as_bytes());
    mac.finalize().into_bytes().to_vec()
}
