//! `/healthz`: whether this instance can serve.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::store::Database;

/// 200 when the database answers.
pub async fn healthz(State(database): State<Database>) -> Response {
    match database.is_alive().await {
        true => (StatusCode::OK, "ok\n").into_response(),
        false => (
            StatusCode::SERVICE_UNAVAILABLE,
            "the database does not answer\n",
        )
            .into_response(),
    }
}
