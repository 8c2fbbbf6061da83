//! One timeline from both sides' records.

use domain::setup::{Happening, timeline};
use leptos::prelude::*;

use super::Seen;
use crate::{components::Table, words};

pub(super) fn section(of: Seen<'_>) -> AnyView {
    let all = timeline(&of.at.seen, of.records);
    let unread = of.records.changes.is_none() && of.has_partner();
    let gap = unread.then(|| {
        view! { <p>"Pureport’s log could not be read, so its part is missing."</p> }
    });
    let body = if all.is_empty() {
        view! { <p>"Nothing is recorded."</p> }.into_any()
    } else {
        let rows: Vec<_> = all.iter().map(|one| row(of, one)).collect();
        view! {
            <Table caption="What happened, newest first" caption_hidden=true>
                <thead><tr><th scope="col">"When"</th><th scope="col">"Told by"</th><th scope="col">"What"</th></tr></thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    view! {
        <section class="stack" aria-labelledby="timeline">
            <h2 id="timeline">"Timeline"</h2>
            {gap}{body}
        </section>
    }
    .into_any()
}

fn row(of: Seen<'_>, one: &Happening) -> AnyView {
    let when = words::when(one.at, of.at.now);
    let (side, what) = (of.at.say(words::side(one.side)), words::happening(one));
    view! { <tr><td>{when}</td><td>{side}</td><td>{what}</td></tr> }.into_any()
}
