use domain::activity::{Entry, Outcome};
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{EmptyState, PageHeader, StateBadge, Table},
    context::UserCx,
    words,
};

const TITLE: &str = "Activity";
const SHOWN: u32 = 200;

/// Who did what, newest first.
pub async fn page(ux: UserCx) -> Result<Page, Stop> {
    let entries = ux.cx.services.activity.recent(ux.user_id(), SHOWN).await?;
    let now = ux.cx.services.clock.now();
    let list = if entries.is_empty() {
        view! { <EmptyState title="Nothing yet" text="Every change that Onramp makes for you is listed here, with its outcome."/> }.into_any()
    } else {
        table(entries, now).into_any()
    };
    let view = view! {
        <PageHeader title=TITLE lead="Every change that was sent to Pureport or AWS for you, before and after, newest first."/>
        {list}
    };
    Ok(Page::new(TITLE, view))
}

fn table(entries: Vec<Entry>, now: domain::ports::Timestamp) -> impl IntoView {
    let row = move |entry: Entry| {
        let (state, word) = outcome(entry.outcome);
        view! {
            <tr>
                <td><span class="num">{words::when(entry.at, now)}</span>" "<span class="muted">{words::ago(entry.at, now)}</span></td>
                <td>{entry.user.0}</td>
                <td><code>{entry.action}</code></td>
                <td><code>{entry.object}</code></td>
                <td><StateBadge state word/></td>
            </tr>
        }
    };
    let rows = entries.into_iter().map(row).collect_view();
    view! {
        <Table caption="Activity" caption_hidden=true>
            <thead>
                <tr>
                    <th scope="col">"When"</th>
                    <th scope="col">"Who"</th>
                    <th scope="col">"Action"</th>
                    <th scope="col">"Object"</th>
                    <th scope="col">"Outcome"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn outcome(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Done => ("done", "Done"),
        Outcome::Refused => ("needs_action", "Refused"),
        Outcome::Failed => ("failed", "Failed"),
        Outcome::Unknown => ("running", "Sent"),
    }
}
