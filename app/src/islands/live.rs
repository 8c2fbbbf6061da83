mod swap;
mod watch;

use leptos::prelude::*;

/// Keeps a page's moving parts up to date: fetches the page again and puts every changed
/// `[data-live][id]` element in its place. A changed `data-announce` text is spoken. It pauses in a
/// hidden tab unless its reader wants to be notified there of what the server tells; it looks at once when the stream of events that `data-events` names tells of one, and
/// ends with the last `[data-live="on"]` and when a form is sent.
#[island]
pub fn Live(
    /// Milliseconds between two looks; at least 500.
    every_ms: u32,
) -> impl IntoView {
    Effect::new(move |_| watch::start(every_ms.max(500)));
    view! { <span hidden=true></span> }
}
