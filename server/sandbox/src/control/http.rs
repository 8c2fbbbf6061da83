//! The control calls over HTTP.

use axum::{
    Json, Router,
    extract::{FromRequest, Query, Request, State},
    http::{StatusCode, Uri, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

use super::{ClockChange, Refused, Reset};
use crate::{
    body,
    faults::{self, Plan},
    partners, scenarios,
    serve::BODY_LIMIT,
    world::Shared,
};

/// The routes under `/_sandbox/`.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/_sandbox/reset", post(reset))
        .route("/_sandbox/scenarios", get(list_scenarios))
        .route("/_sandbox/clock", post(clock))
        .route("/_sandbox/world", get(world).patch(patch))
        .route("/_sandbox/partner", get(partner))
        .route("/_sandbox/requests", get(requests))
        .route("/_sandbox/faults", get(left).put(put))
        .method_not_allowed_fallback(async || {
            refused(
                StatusCode::METHOD_NOT_ALLOWED,
                "the control interface has no such call",
            )
        })
        .layer(middleware::from_fn(no_browsers))
        .with_state(shared)
}

/// A page of another site that a browser shows must not reset the world: only programs call here.
async fn no_browsers(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::ORIGIN) {
        return refused(
            StatusCode::FORBIDDEN,
            "the control interface is not for browsers",
        );
    }
    next.run(request).await
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        refused(StatusCode::BAD_REQUEST, &self.0)
    }
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, Json(json!({"error": error}))).into_response()
}

/// A body of the control interface, whole.
struct Bytes(axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for Bytes {
    type Rejection = Response;

    async fn from_request(request: Request, _: &S) -> Result<Self, Response> {
        let body = body::read(request.into_body(), BODY_LIMIT).await;
        body.map(Self).ok_or_else(|| {
            refused(
                StatusCode::PAYLOAD_TOO_LARGE,
                &format!("the body is larger than {BODY_LIMIT} bytes"),
            )
        })
    }
}

/// The body as JSON, whatever its content type says; an empty one is `{}`.
fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refused> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| Refused(error.to_string()))
}

async fn reset(State(shared): State<Shared>, Bytes(body): Bytes) -> Result<Json<Value>, Refused> {
    let wanted: Reset = parse(&body)?;
    super::reset(&mut shared.lock(), &wanted).map(Json)
}

async fn list_scenarios() -> Json<Value> {
    Json(scenarios::list())
}

async fn clock(State(shared): State<Shared>, Bytes(body): Bytes) -> Result<Json<Value>, Refused> {
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

async fn patch(State(shared): State<Shared>, Bytes(body): Bytes) -> Result<Json<Value>, Refused> {
    let patch: Patch = parse(&body)?;
    super::patch(&mut shared.lock(), &patch.id, &patch.set)?;
    Ok(Json(json!({"id": patch.id})))
}

#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn partner(State(shared): State<Shared>) -> Json<Value> {
    Json(partners::letters(&shared.read()))
}

async fn requests(State(shared): State<Shared>, uri: Uri) -> Result<Json<Value>, Refused> {
    let query = Query::<Since>::try_from_uri(&uri);
    let Query(query) = query.map_err(|_| Refused("since is a number".into()))?;
    let entries = shared.read().log.since(query.since);
    Ok(Json(json!({"requests": entries})))
}

async fn put(State(shared): State<Shared>, Bytes(body): Bytes) -> Result<Json<Value>, Refused> {
    let plan: Plan = parse(&body)?;
    faults::put(&mut shared.lock(), &plan).map(Json)
}

async fn left(State(shared): State<Shared>) -> Json<Value> {
    Json(faults::left(&shared.read()))
}
