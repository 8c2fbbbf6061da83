//! A panic costs one request.

use std::any::Any;

use axum::{http::StatusCode, response::Response};

use super::sentence;

/// The answer. What the panic said may hold anything, so only where it happened is logged, by
/// the hook that [`quiet_hook`] installs.
pub fn answer(_said: Box<dyn Any + Send>) -> Response {
    sentence(
        StatusCode::INTERNAL_SERVER_ERROR,
        "Something went wrong in Onramp. The log has the details under this answer's X-Request-Id.\n",
    )
}

/// From now on a panic is a log line with its place and without its words.
pub fn quiet_hook() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a panic");
    }));
}
