//! What every request passes, outermost first (design/security.md, "Middleware order").

pub mod content;
pub mod headers;
pub mod host;
pub mod limits;
pub mod origin;
pub mod panic;
pub mod redirect;
pub mod request_id;
pub mod signed_in;
pub mod trace;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// An answer of one plain sentence.
pub fn sentence(status: StatusCode, words: &'static str) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8")],
        words,
    )
        .into_response()
}
