//! Waiting: how long so far, what is usual, when it was last looked at.

use leptos::prelude::*;

use super::text::MaybeText;
use crate::paths;

/// "2 min 10 s so far · usually 5–20 minutes".
#[component]
pub fn WaitText(
    /// For example "2 min 10 s".
    #[prop(default = MaybeText::default(), into)]
    elapsed: MaybeText,
    /// For example "5–20 minutes".
    #[prop(default = MaybeText::default(), into)]
    usual: MaybeText,
) -> impl IntoView {
    view! {
        <p class="wait">
            {elapsed.into_option().map(|time| view! { <span>{format!("{time} so far")}</span> })}
            {usual.into_option().map(|time| view! { <span>{format!("Usually {time}")}</span> })}
        </p>
    }
}

/// "Last checked 14:02:10 UTC" with the "Refresh" link, and room to say that the line is lost or
/// the session over.
#[component]
pub fn Checked(
    /// For example "14:02:10 UTC".
    #[prop(into)]
    at: String,
    /// This page.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    let sign_in = paths::sign_in(&href);
    view! {
        <p class="checked">
            <span>{format!("Last checked {at}")}</span>
            <a href=href>"Refresh"</a>
            <span class="checked__lost">"Connection to Onramp lost; these are the last known values."</span>
            <span class="checked__ended">"Your session has ended; these are the last known values. "<a href=sign_in>"Sign in again"</a></span>
        </p>
    }
}
