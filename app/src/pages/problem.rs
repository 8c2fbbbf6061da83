use http::StatusCode;
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{LinkButton, PageHeader},
    paths, words,
};

/// What stands where a page could not be made; `id` is the request's in the log.
pub fn page(stop: &Stop, id: &str) -> Page {
    let (status, title, text) = match stop {
        Stop::Port(error) => (StatusCode::OK, "This page could not be shown", words::port_error(error)),
        Stop::Store => (
            StatusCode::OK,
            "This page could not be shown",
            "This instance’s database did not answer. Nothing was changed. Tell its operator.".to_owned(),
        ),
        _ => (
            StatusCode::NOT_FOUND,
            "Page not found",
            "There is nothing at this address, or it is not yours to see. Check the address, or start from the list."
                .to_owned(),
        ),
    };
    let logged = status == StatusCode::OK;
    let reference = logged.then(|| view! { <p class="muted">{format!("Reference: {id}")}</p> });
    let view = view! {
        <PageHeader title lead=text>
            <LinkButton label="Go to your networks" href=paths::networks()/>
        </PageHeader>
        {reference}
    };
    Page {
        status,
        ..Page::new(title, view)
    }
}
