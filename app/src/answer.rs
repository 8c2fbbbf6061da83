//! How a page or a post ends.

use domain::{
    activity::Outcome,
    ports::{PortError, StoreError},
    setup::Notice,
};
use http::{HeaderValue, StatusCode, header::LOCATION};
use leptos::{
    prelude::*,
    server_fn::{
        codec::JsonEncoding,
        error::{FromServerFnError, ServerFnErrorErr},
    },
};
use leptos_axum::ResponseOptions;
use serde::{Deserialize, Serialize};

use crate::{
    context::{Cx, UserCx},
    paths,
};

/// A page's content; [`crate::app`] puts the frame around it.
pub struct Page {
    /// 200, or 404.
    pub status: StatusCode,
    /// Without " – Onramp".
    pub title: String,
    pub view: AnyView,
    /// Something in it is to be mended: its title begins with "Error: ".
    pub refused: bool,
    /// It has islands, so the start script and the wasm are loaded.
    pub islands: bool,
}

impl Page {
    /// A page that answers 200.
    pub fn new(title: impl Into<String>, view: impl IntoAny) -> Self {
        Self {
            status: StatusCode::OK,
            title: title.into(),
            view: view.into_any(),
            refused: false,
            islands: false,
        }
    }

    /// The page has islands.
    #[must_use]
    pub fn with_islands(self) -> Self {
        Self {
            islands: true,
            ..self
        }
    }
}

/// Why there is no page, or no success.
#[derive(Debug, Clone)]
pub enum Stop {
    /// An unknown or foreign id, or an unknown address.
    NotFound,
    /// Sign in first.
    SignIn,
    /// Somewhere else, for example the first open step.
    Go(String),
    /// A provider could not be asked, or said no.
    Port(PortError),
    /// Our own database.
    Store,
}

impl From<PortError> for Stop {
    fn from(error: PortError) -> Self {
        match error {
            PortError::NotFound => Self::NotFound,
            PortError::Unauthenticated => Self::SignIn,
            error => Self::Port(error),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(_: StoreError) -> Self {
        Self::Store
    }
}

/// The one error that a server function may return: only when nothing can be told by a redirect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the request could not be understood")]
pub struct AppError;

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self
    }
}

/// Runs the body of a post and redirects (303) to the address that it returns. Every way in
/// which it can stop is a redirect too: to the page that says what was not done.
pub async fn post<F, R>(body: F) -> Result<(), AppError>
where
    F: FnOnce(UserCx) -> R,
    R: Future<Output = Result<String, Stop>>,
{
    let Ok(cx) = Cx::of_post().await else {
        return redirect(&paths::sign_in(""));
    };
    let here = referer().await;
    let Ok(user) = cx.signed_in().await else {
        return redirect(&paths::sign_in(&here));
    };
    let to = match body(user.clone()).await {
        Ok(to) => to,
        Err(stop) => stopped(&user, stop, &here).await,
    };
    redirect(&to)
}

/// As [`post`], for forms of people who are not signed in.
pub async fn post_open<F, R>(body: F) -> Result<(), AppError>
where
    F: FnOnce(Cx) -> R,
    R: Future<Output = Result<String, Stop>>,
{
    let to = match Cx::of_post().await {
        Ok(cx) => body(cx).await.unwrap_or_else(|_| paths::sign_in("")),
        Err(_) => paths::sign_in(""),
    };
    redirect(&to)
}

async fn stopped(user: &UserCx, stop: Stop, here: &str) -> String {
    let plain = |code: &str, values: Vec<String>| Notice::Plain {
        code: code.to_owned(),
        values,
    };
    match stop {
        Stop::Go(to) => to,
        Stop::SignIn => paths::sign_in(here),
        Stop::NotFound => user.tell(here, plain("not_found", Vec::new())).await,
        Stop::Store => user.tell(here, plain("store", Vec::new())).await,
        Stop::Port(error) => {
            user.tell(here, plain("port", vec![crate::words::port_error(&error)]))
                .await
        }
    }
}

/// The page that posted, as a path on this site.
async fn referer() -> String {
    let parts = leptos_axum::extract::<http::HeaderMap>()
        .await
        .unwrap_or_default();
    let referer = parts
        .get(http::header::REFERER)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let path = referer
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    without_notice(paths::safe_next(path.unwrap_or("/")))
}

/// The page's own notice is about the post before this one.
fn without_notice(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else {
        return address.to_owned();
    };
    let others: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("notice="))
        .collect();
    if others.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", others.join("&"))
    }
}

/// What the activity list says of a change that did not succeed.
pub fn outcome_of(error: &PortError) -> Outcome {
    match error {
        PortError::Refused { .. } | PortError::Denied { .. } => Outcome::Refused,
        error if error.is_definite() => Outcome::Failed,
        _ => Outcome::Unknown,
    }
}

/// Answers 303 to an address of this site.
pub fn redirect(to: &str) -> Result<(), AppError> {
    let options = use_context::<ResponseOptions>().ok_or(AppError)?;
    let location = HeaderValue::from_str(paths::safe_next(to)).map_err(|_| AppError)?;
    options.set_status(StatusCode::SEE_OTHER);
    options.insert_header(LOCATION, location);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_notice_does_not_hide_a_new_one() {
        assert_eq!(without_notice("/networks?notice=a"), "/networks");
        assert_eq!(without_notice("/a?x=1&notice=a&y=2"), "/a?x=1&y=2");
        assert_eq!(without_notice("/networks"), "/networks");
    }
}
