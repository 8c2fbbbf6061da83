use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{EmptyState, LinkButton, PageHeader},
    context::UserCx,
    paths,
};

const TITLE: &str = "Onboarding";

/// Guided sessions are not part of this release; the page says so and what works today.
pub fn page(_ux: UserCx) -> Result<Page, Stop> {
    let view = view! {
        <PageHeader title=TITLE lead="Guided sessions let a guide and a customer work through a connection together."/>
        <EmptyState title="Not available in this release"
            text="Everybody can work through a connection alone: the pages say what comes next.">
            <LinkButton label="Go to your networks" href=paths::networks()/>
        </EmptyState>
    };
    Ok(Page::new(TITLE, view))
}
