//! One log line a request: never its query, body or cookies.

use std::sync::Arc;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use domain::ports::{Clock, UserId};
use sha2::{Digest, Sha256};
use tracing::Instrument;

use super::request_id::RequestId;
use crate::logging::harmless;

/// Who asked, as a hash; the sign-in guard puts it into the answer's extensions.
#[derive(Debug, Clone)]
pub struct UserHash(pub String);

impl UserHash {
    /// Eight hex digits: enough to follow one user through a log, too few to find out who.
    pub fn of(user: &UserId) -> Self {
        let digest = Sha256::digest(user.0.as_bytes());
        Self(hex::encode(digest).chars().take(8).collect())
    }
}

/// Logs method, route, status and duration.
pub async fn layer(State(clock): State<Arc<dyn Clock>>, request: Request, next: Next) -> Response {
    let began = clock.now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let path = route.unwrap_or_else(|| harmless(request.uri().path()));
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.clone())
        .unwrap_or_default();
    let span = tracing::info_span!("request", id = %id);
    let response = next.run(request).instrument(span).await;
    let ms = clock.now().0 - began.0;
    let user = response
        .extensions()
        .get::<UserHash>()
        .map_or("-", |user| user.0.as_str());
    let status = response.status().as_u16();
    let path = path.as_str();
    if status >= 500 {
        tracing::error!(%method, path, status, ms, id, user, "answered");
    } else {
        tracing::info!(%method, path, status, ms, id, user, "answered");
    }
    response
}
