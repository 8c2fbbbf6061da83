//! The way of a packet, drawn: one column a kind of thing, one lane a leg.

mod drawing;
mod list;

use leptos::prelude::*;

use super::text::MaybeText;

/// One thing on the way.
#[derive(Debug, Clone, Default)]
pub struct PathNode {
    /// What it is: "Primary gateway", "payments".
    pub label: String,
    /// Its id, ASN or VLAN; cut when it doesn't fit into the drawing.
    pub sublabel: MaybeText,
    /// Machine's word; also gives the tone.
    pub state: String,
    /// Person's word.
    pub word: String,
}

/// Things of one kind; two legs are two nodes, drawn as two lanes.
#[derive(Debug, Clone, Default)]
pub struct PathColumn {
    /// "Hosted connections", "Direct Connect gateway".
    pub title: String,
    pub nodes: Vec<PathNode>,
}

/// A drawing where there is room, for the eye only; the same as a list for narrow screens and for
/// those who hear the page.
#[component]
pub fn PathPicture(#[prop(into)] label: String, columns: Vec<PathColumn>) -> impl IntoView {
    view! {
        <figure class="path" aria-label=label>
            {drawing::drawing(&columns)}
            {list::list(columns)}
        </figure>
    }
}
