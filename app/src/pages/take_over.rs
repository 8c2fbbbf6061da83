use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{EmptyState, LinkButton, PageHeader},
    context::Cx,
    paths,
};

const TITLE: &str = "Take over a hosted connection";

/// Taking over is not part of this release; the page says so and what works today.
pub fn page(_cx: Cx) -> Result<Page, Stop> {
    let view = view! {
        <PageHeader title=TITLE lead="A hosted connection that was ordered elsewhere, from any partner, set up in AWS from “Accept” on."/>
        <EmptyState title="Not available in this release"
            text="Connections ordered at Pureport can be set up: sign in with a Pureport API key.">
            <LinkButton label="Sign in" href=paths::sign_in("")/>
        </EmptyState>
    };
    Ok(Page::new(TITLE, view))
}
