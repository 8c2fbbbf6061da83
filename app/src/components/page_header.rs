//! A page's heading, what it is part of, and its main links.

use leptos::prelude::*;

use super::text::{MaybeText, rich};

/// The `h1`, with an optional lead. Children are its actions: links and small forms.
#[component]
pub fn PageHeader(
    #[prop(into)] title: String,
    /// One or two sentences; `` `code` `` is set as code.
    #[prop(default = MaybeText::default(), into)]
    lead: MaybeText,
    /// What the page is part of, outermost first: (label, address).
    #[prop(default = Vec::new())]
    trail: Vec<(String, String)>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let trail = (!trail.is_empty()).then(|| {
        let link = |(label, href): (String, String)| view! { <li><a href=href>{label}</a></li> };
        view! { <nav class="trail" aria-label="Breadcrumb"><ol>{trail.into_iter().map(link).collect_view()}</ol></nav> }
    });
    view! {
        <header class="page-head">
            {trail}
            <div class="page-head__row">
                <h1>{title}</h1>
                {children.map(|actions| view! { <div class="actions">{actions()}</div> })}
            </div>
            {lead.get().map(|lead| view! { <p class="lead">{rich(lead)}</p> })}
        </header>
    }
}
