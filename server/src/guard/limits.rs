//! How much a request may be.

use std::time::Duration;

use axum::{
    extract::Request,
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::sentence;

/// The longest body, in bytes.
pub const BODY: usize = 64 * 1024;

/// All headers together, in bytes.
pub const HEADERS: usize = 16 * 1024;

/// Path and query, in bytes.
pub const URL: usize = 8 * 1024;

/// How long an answer may take, in seconds.
pub const REQUEST_SECONDS: u64 = 30;

/// Refuses what is too long before anything reads it. A body without a length is cut at the same
/// limit while it is read.
pub async fn layer(request: Request, next: Next) -> Response {
    let url = request
        .uri()
        .path_and_query()
        .map_or(0, |url| url.as_str().len());
    if url > URL {
        return sentence(StatusCode::URI_TOO_LONG, "This address is too long.\n");
    }
    if size(request.headers()) > HEADERS {
        return sentence(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "The headers are too large.\n",
        );
    }
    if announced(request.headers()) > BODY as u64 {
        return sentence(
            StatusCode::PAYLOAD_TOO_LARGE,
            "This is more than a form of Onramp can hold.\n",
        );
    }
    next.run(request).await
}

/// Ends a request that takes too long. What it has sent to a provider goes on in a task of its own.
pub async fn time(request: Request, next: Next) -> Response {
    let limit = Duration::from_secs(REQUEST_SECONDS);
    let late = |_| {
        sentence(
            StatusCode::SERVICE_UNAVAILABLE,
            "This took too long, probably because a provider answers slowly. Go back and load the page again: it shows what was done.\n",
        )
    };
    tokio::time::timeout(limit, next.run(request))
        .await
        .unwrap_or_else(late)
}

fn size(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum()
}

/// The announced length; one that can't be read counts as too long.
fn announced(headers: &HeaderMap) -> u64 {
    let Some(length) = headers.get(header::CONTENT_LENGTH) else {
        return 0;
    };
    length
        .to_str()
        .ok()
        .and_then(|length| length.parse().ok())
        .unwrap_or(u64::MAX)
}
