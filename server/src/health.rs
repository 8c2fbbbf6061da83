//! `/healthz`: whether this instance can serve.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::store::Database;

/// 200 when the database answers.
pub async fn healthz(State(database): State<Database>) -> Response {
    if database.is_alive().await {
        return (StatusCode::OK, "ok\n").into_response();
    }
    let words = "the database does not answer\n";
    (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
}
