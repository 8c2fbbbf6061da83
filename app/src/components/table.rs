//! A table that scrolls by itself where the page is narrow.

use leptos::prelude::*;

/// Children are `thead` and `tbody`.
#[component]
pub fn Table(
    #[prop(into)] caption: String,
    /// Only for those who hear the page: a heading above says the same.
    #[prop(optional)]
    caption_hidden: bool,
    children: Children,
) -> impl IntoView {
    let label = caption.clone();
    view! {
        <div class="table" role="region" aria-label=label tabindex="0">
            <table>
                <caption class:hidden=caption_hidden>{caption}</caption>
                {children()}
            </table>
        </div>
    }
}
