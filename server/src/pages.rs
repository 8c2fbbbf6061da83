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

use crate::guard::{limits, request_id::RequestId, sentence};

/// Marks a server function's failure.
const FAILED: &str = "serverfnerror";

/// What pages look with: what was answered a moment ago will do.
#[derive(Clone)]
pub struct ForPages(pub Services);

/// Every GET that nothing else answers.
pub async fn page(
    State(ForPages(services)): State<ForPages>,
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
    let id = request.extensions().get::<RequestId>();
    match app::app::respond(
        services,
        session,
        uri.path(),
        uri.query().unwrap_or_default(),
        id.map_or("", |id| id.0.as_str()),
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
    // Read here, because the framework takes a body that was cut off for a failure of ours.
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, limits::BODY).await else {
        return sentence(
            StatusCode::PAYLOAD_TOO_LARGE,
            "This is more than a form of Onramp can hold.\n",
        );
    };
    let request = Request::from_parts(parts, Body::from(body));
    let context = move || provide_context(services.clone());
    let mut answer = leptos_axum::handle_server_fns_with_context(context, request)
        .await
        .into_response();
    // The framework's only answer of this kind is for a form that it could not read.
    if answer.status().is_server_error() && answer.headers().contains_key(FAILED) {
        return sentence(
            StatusCode::BAD_REQUEST,
            "This form could not be understood, so nothing was done.\n",
        );
    }
    if signs_out {
        // "Back" shows nothing of the session that ended (design/security.md, statement 19).
        let all = HeaderValue::from_static("\"cache\", \"storage\"");
        answer.headers_mut().insert("clear-site-data", all);
    }
    answer
}
