//! Names with their values, ready to copy; cards that group them; commands.

use leptos::prelude::*;

use super::text::{MaybeText, slug};
use crate::islands::CopyButton;

/// A list of [`ValueRow`]s and [`DetailRow`]s.
#[component]
pub fn DescriptionList(children: Children) -> impl IntoView {
    view! { <dl class="values">{children()}</dl> }
}

/// A value in monospace. `copy` is the accessible name of its button, for example "Copy VLAN,
/// primary gateway"; an empty value shows a dash and has none.
#[component]
pub fn ValueRow(
    #[prop(into)] label: String,
    #[prop(default = MaybeText::default(), into)] value: MaybeText,
    #[prop(default = MaybeText::default(), into)] copy: MaybeText,
    /// Small text below the value.
    #[prop(default = MaybeText::default(), into)]
    note: MaybeText,
) -> impl IntoView {
    let value = match value.into_option() {
        Some(value) => view! { <Copyable value copy/> }.into_any(),
        None => view! { <span class="values__none">"–"</span> }.into_any(),
    };
    view! {
        <div class="values__row">
            <dt>{label}</dt>
            <dd>{value}{note.get().map(|note| view! { <p class="values__note">{super::text::rich(note)}</p> })}</dd>
        </div>
    }
}

/// A row whose value is words, a state, a link or a control.
#[component]
pub fn DetailRow(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! { <div class="values__row"><dt>{label}</dt><dd>{children()}</dd></div> }
}

/// A value in the text, with a Copy button when `copy` names one.
#[component]
pub fn Copyable(
    #[prop(into)] value: String,
    #[prop(default = MaybeText::default(), into)] copy: MaybeText,
) -> impl IntoView {
    let text = value.clone();
    view! {
        <span class="copyable">
            <code>{text}</code>
            {copy.into_option().map(|label| view! { <CopyButton label value/> })}
        </span>
    }
}

/// A command to paste into a shell.
#[component]
pub fn CodeLine(
    #[prop(into)] command: String,
    /// Accessible name of the button, for example "Copy command, primary".
    #[prop(into)]
    copy: String,
) -> impl IntoView {
    let text = command.clone();
    view! {
        <div class="command copyable"><pre tabindex="0"><code>{text}</code></pre><CopyButton label=copy value=command/></div>
    }
}

/// A region with a heading: one gateway, one leg, one VPC.
#[component]
pub fn Card(
    #[prop(into)] title: String,
    /// Must be given where two cards of a page share a title.
    #[prop(default = MaybeText::default(), into)]
    id: MaybeText,
    /// Beside the title: usually a [`StateBadge`](super::StateBadge).
    #[prop(optional)]
    aside: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| slug(&title));
    let head = format!("{id}-title");
    let labelled_by = head.clone();
    view! {
        <section class="card" id=id aria-labelledby=labelled_by>
            <div class="card__head"><h2 id=head>{title}</h2>{aside}</div>
            {children()}
        </section>
    }
}

/// More than most need, one click away.
#[component]
pub fn Disclosure(
    #[prop(into)] summary: String,
    #[prop(optional)] open: bool,
    /// Keeps it open when live updates swap the page; the summary's words unless given.
    #[prop(default = MaybeText::default(), into)]
    id: MaybeText,
    children: Children,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| slug(&summary));
    view! {
        <details class="more" id=id open=open><summary>{summary}</summary><div class="more__body">{children()}</div></details>
    }
}
