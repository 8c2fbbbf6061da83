//! Messages of a page: the error summary and notices.

use leptos::prelude::*;

use super::status::{Icon, Tone};
use super::text::MaybeText;

/// Takes the focus when the page arrives. Each item is (id of the control, message); an empty id
/// gives plain text. Renders nothing without errors.
#[component]
pub fn ErrorSummary(
    errors: Vec<(String, String)>,
    #[prop(default = "There is a problem".to_owned(), into)] title: String,
) -> impl IntoView {
    let item = |(id, message): (String, String)| {
        let text = if id.is_empty() {
            message.into_any()
        } else {
            view! { <a href=format!("#{id}")>{message}</a> }.into_any()
        };
        view! { <li>{text}</li> }
    };
    (!errors.is_empty()).then(|| {
        view! {
            <div class="summary" role="alert" tabindex="-1" autofocus aria-labelledby="summary-title">
                <h2 class="summary__title" id="summary-title">{title}</h2>
                <ul class="summary__list">{errors.into_iter().map(item).collect_view()}</ul>
            </div>
        }
    })
}

/// A message in the page: bad ones and refusals are alerts, the others notes. The one status region
/// is the frame's.
#[component]
pub fn Notice(
    #[prop(default = Tone::Ready)] tone: Tone,
    #[prop(default = MaybeText::default(), into)] title: MaybeText,
    /// What was asked for was not done.
    #[prop(optional)]
    alert: bool,
    children: Children,
) -> impl IntoView {
    let role = if alert || tone == Tone::Bad {
        "alert"
    } else {
        "note"
    };
    view! {
        <div class="notice" data-tone=tone.name() role=role>
            <Icon tone/>
            <div class="notice__text">
                {title.into_option().map(|title| view! { <p class="notice__title">{title}</p> })}
                {children()}
            </div>
        </div>
    }
}

/// What to say where a list has nothing to show. Children: one action.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(default = MaybeText::default(), into)] text: MaybeText,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty__title">{title}</p>
            {text.get().map(|text| view! { <p class="empty__text">{super::text::rich(text)}</p> })}
            {children.map(|action| view! { <div class="actions">{action()}</div> })}
        </div>
    }
}
