//! Help for first-timers: what, why, the usual values, what it costs, what goes wrong.

mod topics;

use leptos::prelude::*;
use topics::{TOPICS, Topic};

use crate::{
    answer::{Page, Stop},
    components::PageHeader,
    context::Cx,
    paths,
};

const TITLE: &str = "Help";

/// The list of topics, narrowed by `?q=`.
pub fn index(cx: Cx) -> Result<Page, Stop> {
    let sought = cx.query("q").trim().to_lowercase();
    let found: Vec<&Topic> = TOPICS
        .iter()
        .filter(|topic| topic.mentions(&sought))
        .collect();
    let none = found
        .is_empty()
        .then_some("Nothing found. Try a single word, such as BGP or cost.");
    let list = found.into_iter().map(|topic| {
        view! { <li><a href=paths::help_topic(topic.slug)>{topic.title}</a><p class="muted">{topic.lead}</p></li> }
    });
    let list = list.collect_view();
    let value = cx.query("q").to_owned();
    let view = view! {
        <PageHeader title=TITLE lead="What each part is, why it is needed, what it costs, and what goes wrong."/>
        <form class="form" method="get" action=paths::help() role="search">
            <div class="field">
                <label class="field__label" for="q">"Search help"</label>
                <input class="input" type="search" id="q" name="q" value=value/>
            </div>
            <div class="actions"><button class="button" type="submit">"Search"</button></div>
        </form>
        <ul class="topics">{list}</ul>
        {none.map(|text| view! { <p>{text}</p> })}
    };
    Ok(Page::new(TITLE, view))
}

/// One topic.
pub fn topic(_cx: Cx, slug: &str) -> Result<Page, Stop> {
    let topic = TOPICS
        .iter()
        .find(|topic| topic.slug == slug)
        .ok_or(Stop::NotFound)?;
    let parts = topic
        .parts
        .iter()
        .map(|(heading, text)| view! { <h2>{*heading}</h2><p>{*text}</p> });
    let parts = parts.collect_view();
    let trail = vec![(TITLE.to_owned(), paths::help())];
    let view = view! {
        <PageHeader title=topic.title lead=topic.lead trail/>
        <div class="prose">{parts}</div>
    };
    Ok(Page::new(topic.title, view))
}
