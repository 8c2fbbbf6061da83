//! The control calls over HTTP.

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Query, Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{ClockChange, Refused, Reset};
use crate::{scenarios, world::Shared};

/// The routes under `/_sandbox/`.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/_sandbox/reset", post(reset))
        .route("/_sandbox/scenarios", get(list_scenarios))
        .route("/_sandbox/clock", post(clock))
        .route("/_sandbox/world", get(world).patch(patch))
        .route("/_sandbox/requests", get(requests))
        .layer(middleware::from_fn(no_browsers))
        .with_state(shared)
}

/// A page of another site that a browser shows must not reset the world: only programs call here.
async fn no_browsers(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::ORIGIN) {
        return (
            StatusCode::FORBIDDEN,
            Json(json!({"error": "the control interface is not for browsers"})),
        )
            .into_response();
    }
    next.run(request).await
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, Json(json!({"error": self.0}))).into_response()
    }
}

/// The body as JSON, whatever its content type says; an empty one is `{}`.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| Refused(error.to_string()))
}

async fn reset(State(shared): State<Shared>, body: Bytes) -> Result<Json<Value>, Refused> {
    let wanted: Reset = parse(&body)?;
    super::reset(&mut shared.lock(), &wanted).map(Json)
}

async fn list_scenarios() -> Json<Value> {
    Json(scenarios::list())
}

async fn clock(State(shared): State<Shared>, body: Bytes) -> Result<Json<Value>, Refused> {
    let change: ClockChange = parse(&body)?;
    super::clock(&mut shared.lock(), &change).map(Json)
}

async fn world(State(shared): State<Shared>) -> Json<Value> {
    Json(super::world(&shared.read()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Patch {
    id: String,
    set: Map<String, Value>,
}

async fn patch(State(shared): State<Shared>, body: Bytes) -> Result<Json<Value>, Refused> {
    let patch: Patch = parse(&body)?;
    super::patch(&mut shared.lock(), &patch.id, &patch.set)?;
    Ok(Json(json!({"id": patch.id})))
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn requests(State(shared): State<Shared>, Query(query): Query<Since>) -> Json<Value> {
    let entries = shared.read().log.since(query.since);
    Json(json!({"requests": entries}))
}
