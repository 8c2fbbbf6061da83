//! The canonical request.

use axum::http::HeaderMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};
use sha2::{Digest, Sha256};

use super::Signed;

/// Everything but letters, digits and `-_.~` is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The canonical request, or nothing when a signed header is missing or the body is not what
/// `x-amz-content-sha256` says.
pub fn request(request: Signed<'_>, signed_headers: &[String]) -> Option<String> {
    let headers = signed_headers
        .iter()
        .map(|name| Some(format!("{name}:{}\n", header(request.headers, name)?)))
        .collect::<Option<String>>()?;
    Some(format!(
        "{}\n{}\n{}\n{headers}\n{}\n{}",
        request.method,
        path(request.path),
        query(request.query),
        signed_headers.join(";"),
        payload(request)?
    ))
}

/// All values of a header: outer blanks cut, inner runs of blanks made one, joined by commas.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Vec<String> = headers
        .get_all(name)
        .iter()
        .map(|value| {
            Some(
                value
                    .to_str()
                    .ok()?
                    .split_ascii_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        })
        .collect::<Option<_>>()?;
    (!values.is_empty()).then(|| values.join(","))
}

/// The path as it came, encoded once more (every service but S3).
fn path(path: &str) -> String {
    let parts: Vec<_> = path
        .split('/')
        .map(|part| percent_encode(part.as_bytes(), ENCODED).to_string())
        .collect();
    parts.join("/")
}

fn query(query: &str) -> String {
    let encode = |text: &str| {
        let decoded: Vec<u8> = percent_decode_str(text).collect();
        percent_encode(&decoded, ENCODED).to_string()
    };
    let mut pairs: Vec<_> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (encode(name), encode(value)))
        .collect();
    pairs.sort();
    let pairs: Vec<_> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.join("&")
}

fn payload(request: Signed<'_>) -> Option<String> {
    let hash = hex::encode(Sha256::digest(request.body));
    match request.headers.get("x-amz-content-sha256") {
        Some(said) if said.as_bytes() != hash.as_bytes() => None,
        _ => Some(hash),
    }
}
