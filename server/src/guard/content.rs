//! Only the methods and content types that are declared.

use axum::{
    extract::Request,
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};

use super::sentence;

const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// 405 and 415. A form is all that our pages send; browsers also post reports.
pub async fn layer(request: Request, next: Next) -> Response {
    match *request.method() {
        Method::GET | Method::HEAD | Method::OPTIONS => next.run(request).await,
        Method::POST if is_declared(&request) => next.run(request).await,
        Method::POST => sentence(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Send this as a form (application/x-www-form-urlencoded).\n",
        ),
        _ => {
            let mut answer = sentence(
                StatusCode::METHOD_NOT_ALLOWED,
                "This method is not used here.\n",
            );
            answer
                .headers_mut()
                .insert(header::ALLOW, HeaderValue::from_static(METHODS));
            answer
        }
    }
}

fn is_declared(request: &Request) -> bool {
    let value = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let media = value
        .and_then(|value| value.split(';').next())
        .map(|media| media.trim().to_ascii_lowercase());
    match (request.uri().path(), media.as_deref()) {
        ("/csp-report", media) => {
            matches!(
                media,
                Some("application/csp-report" | "application/reports+json" | "application/json")
            )
        }
        (_, media) => media == Some("application/x-www-form-urlencoded"),
    }
}
