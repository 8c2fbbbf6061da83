//! The document's shell and the table of pages, nothing else.

use std::sync::Arc;

use domain::{
    setup::{Notice, Task},
    wizard::Step,
};
use http::StatusCode;
use hydration_context::SsrSharedContext;
use leptos::{prelude::*, reactive::computed::ScopedFuture};
use tower_sessions::Session;

use crate::{
    answer::{Page, Stop},
    components::{Frame, NavItem},
    context::{Assets, Cx, Mode, Services},
    pages, paths, setup, wizard, words,
};

/// What a GET is answered with.
#[derive(Debug)]
pub enum Answer {
    /// A whole document.
    Html { status: StatusCode, body: String },
    /// 303 to an address of this site.
    Redirect(String),
}

/// Answers a GET for a page; `id` is the request's in the log.
pub async fn respond(
    services: Services,
    session: Session,
    path: &str,
    query: &str,
    id: &str,
) -> Answer {
    let cx = Cx::of_page(services, session, path, query).await;
    let here = paths::with_query(path, &[]);
    // One owner a request: islands and ids are counted in it, also while the page is made.
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let making = owner.with(|| ScopedFuture::new_untracked(page(cx.clone())));
    let outcome = match making.await {
        Ok(page) => Ok(page),
        Err(Stop::Go(to)) => return Answer::Redirect(to),
        Err(Stop::SignIn) => return Answer::Redirect(paths::sign_in(&here)),
        Err(stop) => Err(stop),
    };
    let mut page = outcome.unwrap_or_else(|stop| pages::problem::page(&stop, id));
    page.refused |= cx.notice.as_ref().is_some_and(words::is_refusal);
    let status = page.status;
    let body = owner.with(|| document(&cx, page));
    Answer::Html { status, body }
}

/// The table of pages.
async fn page(cx: Cx) -> Result<Page, Stop> {
    let segments = paths::segments(&cx.path).ok_or(Stop::NotFound)?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments.as_slice() {
        [] => pages::start::page(cx),
        ["sign-in"] => pages::sign_in::page(cx),
        ["take-over"] => pages::take_over::page(cx).await,
        ["aws", "sign-in"] => pages::aws_sign_in::page(cx),
        ["help"] => pages::help::index(cx),
        ["help", topic] => pages::help::topic(cx, topic),
        segments => {
            let ux = cx.signed_in().await?;
            match segments {
                ["session"] => pages::session::page(ux).await,
                ["networks"] => pages::networks::page(ux).await,
                ["networks", "new"] => pages::new_network::page(ux),
                ["networks", id] => pages::network::page(ux, id).await,
                ["networks", id, "connect", step] => {
                    wizard::page(ux, id, Step::from_word(step).ok_or(Stop::NotFound)?).await
                }
                ["connections"] => pages::connections::page(ux).await,
                ["connections", id] => pages::connection::page(ux, id).await,
                ["connections", id, "run"] => pages::run::page(ux, id).await,
                ["connections", id, "health"] => pages::health::page(ux, id).await,
                ["connections", id, "health", "restart", leg] => {
                    pages::health::restart::page(ux, id, leg).await
                }
                ["connections", id, "edit"] => pages::edit::page(ux, id).await,
                ["connections", id, "delete"] => pages::delete::page(ux, id).await,
                ["connections", id, "teardown"] => pages::teardown::page(ux, id).await,
                ["connections", id, "setup"] => setup::overview::page(ux, id).await,
                ["connections", id, "setup", task] => {
                    setup::page(ux, id, Task::from_word(task).ok_or(Stop::NotFound)?).await
                }
                ["connections", id, "setup", "interfaces", "delete", leg] => {
                    setup::interface_delete::page(ux, id, leg).await
                }
                ["activity"] => pages::activity::page(ux).await,
                ["onboarding"] => pages::onboarding::page(ux),
                _ => Err(Stop::NotFound),
            }
        }
    }
}

/// The whole document. No inline script or style: the start script is a file.
fn document(cx: &Cx, page: Page) -> String {
    let assets = cx.services.settings.assets.clone();
    let Page {
        title,
        view,
        refused,
        islands,
        ..
    } = page;
    let error = if refused { "Error: " } else { "" };
    let framed = frame(cx, view);
    let html = view! {
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                // Text of <title> is not escaped by the renderer on 0.8 (leptos.md), so it is here.
                <title inner_html=escape(&format!("{error}{title} – Onramp"))></title>
                <link rel="icon" href="data:,"/>
                {(!assets.css.is_empty()).then(|| view! { <link rel="stylesheet" href=assets.css.clone()/> })}
                {(islands && !assets.js.is_empty()).then(|| start_script(&assets))}
            </head>
            <body>{framed}</body>
        </html>
    };
    format!("<!DOCTYPE html>{}", html.to_html())
}

fn start_script(assets: &Assets) -> impl IntoView + use<> {
    let Assets {
        start, js, wasm, ..
    } = assets.clone();
    view! { <script type="module" src=start data-js=js data-wasm=wasm></script> }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// This page with what its address presets, so that connecting AWS leads back to the same.
fn here(cx: &Cx) -> String {
    let pairs = cx.query.iter().filter(|(name, _)| name != "notice");
    let pairs: Vec<(&str, &str)> = pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    paths::with_query(&cx.path, &pairs)
}

fn frame(cx: &Cx, view: AnyView) -> impl IntoView + use<> {
    let mode = match cx.services.settings.mode {
        Mode::Sandbox => "Sandbox",
        Mode::Live => "Live",
    };
    let notice = cx
        .notice
        .as_ref()
        .filter(|notice| !matches!(notice, Notice::Form { .. }))
        .map(words::notice_view);
    let plain = cx
        .services
        .settings
        .plain_http
        .then(words::plain_http_banner);
    let Some(user) = &cx.user else {
        return view! { <Frame mode>{plain}{notice}{view}</Frame> }.into_any();
    };
    let at = |prefix: &str| cx.path == prefix || cx.path.starts_with(&format!("{prefix}/"));
    let item = |label: &str, href: String| {
        let current = at(&href);
        NavItem::new(label, href, current)
    };
    let nav = vec![
        item("Networks", paths::networks()),
        item("Connections", paths::connections()),
        item("Onboarding", paths::onboarding()),
        item("Activity", paths::activity()),
        item("Help", paths::help()),
    ];
    let left = user.ends_at().seconds_since(cx.services.clock.now());
    let aws = user
        .cloud
        .as_ref()
        .map(|cloud| words::aws_identity(&cloud.identity, left));
    let connect_aws = paths::aws_sign_in(&here(cx));
    let pureport = user.account.as_ref().map(|account| account.name.clone());
    view! {
        <Frame mode pureport aws connect_aws nav session=paths::session() sign_out="/api/sign_out">
            {plain}{notice}{view}
        </Frame>
    }
    .into_any()
}
