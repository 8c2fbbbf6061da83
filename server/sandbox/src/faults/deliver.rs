//! Answers that come late, wrong, broken or not at all.

use std::{io, iter, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderValue, StatusCode, header, response::Parts},
    response::Response,
};
use futures_util::{StreamExt, stream};

use super::{Kind, Variant};
use crate::wire::Cut;

/// Blanks behind a huge body: so many pieces of …
const PIECES: usize = 1024;
/// … so many bytes.
const PIECE: usize = 64 * 1024;

/// A page that a hotel's network puts in the way.
const PAGE: &str = "<!DOCTYPE html><html><head><title>Sign in</title></head>\
    <body><h1>Welcome</h1><p>Please sign in to use this network.</p></body></html>";

/// Gives an answer as the fault has it; `cut` resets the connection that it goes to.
pub async fn deliver(fault: Option<Kind>, cut: Option<&Cut>, response: Response) -> Response {
    match fault {
        Some(Kind::Delay { ms }) => {
            wait(Duration::from_millis(ms)).await;
            response
        }
        Some(Kind::DropBefore {} | Kind::DropAfterCommit {}) => unanswered(),
        Some(Kind::Reset {}) => {
            cut.into_iter().for_each(Cut::arm);
            half(response).await
        }
        Some(Kind::Throttle {
            retry_after: Some(seconds),
        }) => later(response, seconds),
        Some(Kind::WrongBody { variant, .. }) => match variant {
            Variant::Html => page(),
            Variant::Huge => huge(response).await,
            Variant::Truncated => truncated(response).await,
            Variant::MissingField | Variant::ExtraEnum => response,
        },
        _ => response,
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the time-out of the client that waits runs on the machine's clock too"
)]
async fn wait(time: Duration) {
    tokio::time::sleep(time).await;
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::ConnectionReset, "a fault of the plan")
}

/// The server gives up a connection whose body fails; nothing of the head was sent by then.
fn unanswered() -> Response {
    Response::new(Body::from_stream(stream::iter([Err::<Bytes, _>(broken())])))
}

/// The head with the whole length, and half of the body.
async fn half(response: Response) -> Response {
    let (mut parts, bytes) = whole(response).await;
    parts
        .headers
        .insert(header::CONTENT_LENGTH, bytes.len().into());
    let half = bytes.slice(..bytes.len() / 2);
    // Between the two the server must get the time to send the first.
    let end = stream::once(async {
        tokio::task::yield_now().await;
        Err(broken())
    });
    let body = stream::iter([Ok(half)]).chain(end);
    Response::from_parts(parts, Body::from_stream(body))
}

async fn truncated(response: Response) -> Response {
    let (parts, bytes) = whole(response).await;
    Response::from_parts(parts, Body::from(bytes.slice(..bytes.len() / 2)))
}

async fn huge(response: Response) -> Response {
    let (parts, bytes) = whole(response).await;
    let blanks = Bytes::from(vec![b' '; PIECE]);
    let pieces = iter::once(bytes).chain(iter::repeat_n(blanks, PIECES));
    let body = stream::iter(pieces.map(Ok::<_, io::Error>));
    Response::from_parts(parts, Body::from_stream(body))
}

async fn whole(response: Response) -> (Parts, Bytes) {
    let (parts, body) = response.into_parts();
    // The bodies of the sandbox are in memory: they don't fail.
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    (parts, bytes)
}

fn page() -> Response {
    let mut response = Response::new(Body::from(PAGE));
    *response.status_mut() = StatusCode::OK;
    let html = HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

fn later(mut response: Response, seconds: u32) -> Response {
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, seconds.into());
    response
}
