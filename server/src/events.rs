//! `GET /connections/{id}/events`: what happens to a connection's runs, as it happens
//! (design/performance.md, "Live progress"). A reader that comes back gets what it missed from the
//! table, in order and once.

mod stream;
mod streams;

use app::context::{Cx, Services};
use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::ports::StoreError;
use tower_sessions::Session;

use self::stream::Following;
pub use self::streams::Streams;
use crate::guard::sentence;

/// The stream, for whoever may see the connection's newest run.
pub async fn events(
    State(services): State<Services>,
    State(streams): State<Streams>,
    session: Session,
    Path(connection): Path<String>,
    headers: HeaderMap,
) -> Response {
    let cx = Cx::of_page(services.clone(), session, "", "").await;
    let Ok(ux) = cx.signed_in().await else {
        return sentence(StatusCode::UNAUTHORIZED, "Sign in first.\n");
    };
    match services.runs.run_of(&connection).await {
        Ok(Some(run)) if run.account == ux.account_of(&connection) => {}
        Ok(_) => return sentence(StatusCode::NOT_FOUND, "There is no run here.\n"),
        Err(error) => return unread(error),
    }
    let Some(place) = streams.place(&ux.user.vault_key) else {
        return full();
    };
    // Listening comes first: what happens while the table is read is in both, and sent once.
    let bell = streams.database.listen(&connection);
    let after = match after(&headers) {
        Some(after) => Ok(after),
        None => streams.database.before_newest(&connection).await,
    };
    let missed = match after {
        Ok(after) => services.runs.events(&connection, after).await,
        Err(error) => Err(error),
    };
    match missed {
        Ok(missed) => answer(Following::new(
            &missed,
            bell,
            place,
            &streams,
            services.clock,
        )),
        Err(error) => unread(error),
    }
}

/// The last event that the reader had.
fn after(headers: &HeaderMap) -> Option<u64> {
    let id = headers.get("last-event-id")?.to_str().ok()?;
    id.trim().parse().ok()
}

fn answer(following: Following) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (headers, Body::from_stream(following.stream())).into_response()
}

fn full() -> Response {
    let mut answer = sentence(
        StatusCode::TOO_MANY_REQUESTS,
        "Too many pages of this session are being kept up to date; this one is by looking again.\n",
    );
    let later = header::HeaderValue::from_static("60");
    answer.headers_mut().insert(header::RETRY_AFTER, later);
    answer
}

fn unread(_: StoreError) -> Response {
    sentence(
        StatusCode::SERVICE_UNAVAILABLE,
        "The database did not answer.\n",
    )
}
