//! Signed out, a page leads to the sign-in page and back. Server functions check for themselves
//! as well; this is the net below them.

use app::{paths, session::SignedIn};
use axum::{
    extract::Request,
    http::{Method, Uri},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use tower_sessions::Session;

use super::trace::UserHash;

/// 303 to `/sign-in`, unless the address is open to everybody.
pub async fn layer(session: Session, request: Request, next: Next) -> Response {
    let user = SignedIn::load(&session).await;
    if user.is_none() && !is_open(request.uri().path()) {
        return Redirect::to(&paths::sign_in(&way_back(request.method(), request.uri())))
            .into_response();
    }
    let mut response = next.run(request).await;
    if let Some(user) = user {
        response.extensions_mut().insert(UserHash::of(&user.user));
    }
    response
}

fn is_open(path: &str) -> bool {
    matches!(
        path,
        "/" | "/sign-in" | "/aws/sign-in" | "/take-over" | "/help"
    ) || path.starts_with("/help/")
        || path.starts_with("/api/")
}

/// The page to come back to; a post is not repeated.
fn way_back(method: &Method, uri: &Uri) -> String {
    let page = uri.path_and_query().map_or("/", |page| page.as_str());
    let page = if matches!(*method, Method::GET | Method::HEAD) {
        page
    } else {
        "/"
    };
    paths::safe_next(page).to_owned()
}
