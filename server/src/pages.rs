//! Hands requests to `app`: pages to its table, forms to its server functions.

use app::{app::Answer, context::Services};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use leptos::prelude::provide_context;
use tower_sessions::Session;

use crate::guard::sentence;

/// Every GET that nothing else answers.
pub async fn page(
    State(services): State<Services>,
    session: Session,
    request: Request,
) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (
            [(header::ALLOW, "GET, HEAD")],
            sentence(StatusCode::METHOD_NOT_ALLOWED, "Nothing is posted here.\n"),
        )
            .into_response();
    }
    let uri = request.uri();
    match app::app::respond(
        services,
        session,
        uri.path(),
        uri.query().unwrap_or_default(),
    )
    .await
    {
        Answer::Html { status, body } => (status, Html(body)).into_response(),
        Answer::Redirect(to) => Redirect::to(app::paths::safe_next(&to)).into_response(),
    }
}

/// `POST /api/…`: one of app's server functions.
pub async fn server_function(State(services): State<Services>, request: Request<Body>) -> Response {
    let path = request.uri().path();
    if !leptos::server_fn::axum::server_fn_paths()
        .any(|(known, method)| known == path && method == Method::POST)
    {
        return sentence(StatusCode::NOT_FOUND, "There is no such function.\n");
    }
    let signs_out = path == "/api/sign_out";
    let context = move || provide_context(services.clone());
    let mut answer = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    if signs_out {
        // "Back" shows nothing of the session that ended (design/security.md, statement 19).
        let all = HeaderValue::from_static("\"cache\", \"storage\"");
        answer.headers_mut().insert("clear-site-data", all);
    }
    answer
}
