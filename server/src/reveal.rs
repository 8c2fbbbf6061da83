//! `POST /connections/{id}/bgp-key`: the one answer that holds a BGP key. It is never stored by
//! anybody, and each time is in the activity list.

use app::{
    answer::Stop,
    context::{Cx, Services},
    paths,
};
use axum::{
    Form,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{activity::Outcome, ports::LegRole, values::BgpKey};
use serde::Deserialize;
use tower_sessions::Session;

use crate::guard::sentence;

/// The form: `primary` or `secondary`.
#[derive(Debug, Deserialize)]
pub struct Asked {
    leg: String,
}

/// Text for a script that copies it, a page for a person without scripts.
pub async fn bgp_key(
    State(services): State<Services>,
    session: Session,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Response {
    let Some(leg) = LegRole::from_word(&asked.leg) else {
        return not_found();
    };
    let cx = Cx::of_page(services.clone(), session, "", "").await;
    let Ok(user) = cx.signed_in().await else {
        return sign_in(&id);
    };
    let connection = match user.own_connection(&id).await {
        Ok(connection) => connection,
        Err(Stop::NotFound) => return not_found(),
        Err(Stop::SignIn) => return sign_in(&id),
        Err(_) => {
            return sentence(
                StatusCode::BAD_GATEWAY,
                "Pureport did not answer. Try again.\n",
            );
        }
    };
    let found = connection
        .legs
        .iter()
        .find(|known| known.role == leg)
        .and_then(|leg| leg.bgp_key.as_ref());
    let Some(bgp_key) = found else {
        return not_found();
    };
    let object = format!("{id}/{}", leg.word());
    let listed = user.record("onramp:RevealBgpKey", &object, Outcome::Done);
    if listed.await.is_err() {
        return sentence(
            StatusCode::SERVICE_UNAVAILABLE,
            "This could not be recorded, so the key is not shown.\n",
        );
    }
    answer(&services, &headers, &connection.name, &id, leg, bgp_key)
}

fn answer(
    services: &Services,
    headers: &HeaderMap,
    name: &str,
    id: &str,
    leg: LegRole,
    key: &BgpKey,
) -> Response {
    let accepted = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let fixed = [
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "accept"),
    ];
    if accepted.starts_with("text/plain") {
        return (fixed, key.expose().to_owned()).into_response();
    }
    (
        fixed,
        Html(document(&services.settings.assets.css, name, id, leg, key)),
    )
        .into_response()
}

/// A page of its own, so that the key is in none of the others.
fn document(css: &str, name: &str, id: &str, leg: LegRole, key: &BgpKey) -> String {
    let (name, back) = (escape(name), escape(&paths::connection(id)));
    let style = if css.is_empty() {
        String::new()
    } else {
        format!("<link rel=\"stylesheet\" href=\"{}\">", escape(css))
    };
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>BGP password – Onramp</title><link rel=\"icon\" href=\"data:,\">{style}</head>\
         <body><main id=\"main\" class=\"main\"><h1>BGP password</h1>\
         <p>{name}, {} gateway. It is shown this once; leave the page and it is gone.</p>\
         <p><code class=\"value\">{}</code></p>\
         <p><a href=\"{back}\">Back to {name}</a></p></main></body></html>",
        leg.word(),
        escape(key.expose()),
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

fn sign_in(id: &str) -> Response {
    Redirect::to(&paths::sign_in(&paths::connection(id))).into_response()
}

fn not_found() -> Response {
    sentence(
        StatusCode::NOT_FOUND,
        "There is no such connection or gateway.\n",
    )
}
