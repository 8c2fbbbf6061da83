//! Buttons that post their form, and links that look like them.

use leptos::prelude::*;

use super::text::{MaybeText, rich, slug};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Primary,
    Secondary,
    Danger,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Danger => "button button--danger",
        }
    }
}

/// A submit button. With `unavailable` it keeps its focus and says why; pressing it still posts,
/// and the server's refusal explains.
#[component]
pub fn Button(
    /// Text and accessible name.
    #[prop(into)]
    label: String,
    #[prop(optional)] kind: Kind,
    #[prop(default = MaybeText::default(), into)] name: MaybeText,
    #[prop(default = MaybeText::default(), into)] value: MaybeText,
    /// Posts somewhere else than its form does.
    #[prop(default = MaybeText::default(), into)]
    formaction: MaybeText,
    /// Stem of the reason's id; the label's words unless given. Must be given where the label ends
    /// in a name: people name things in every script, and two things alike.
    #[prop(default = MaybeText::default(), into)]
    id: MaybeText,
    /// Why it can't succeed yet, and the usual wait.
    #[prop(default = MaybeText::default(), into)]
    unavailable: MaybeText,
) -> impl IntoView {
    let stem = id.into_option().unwrap_or_else(|| slug(&label));
    let id = format!("{stem}-why");
    let off = unavailable.is_some();
    let reason = unavailable
        .get()
        .map(|text| view! { <p class="reason" id=id.clone()>{rich(text)}</p> });
    let button = view! {
        <button type="submit" class=kind.class() name=name.into_option() value=value.into_option()
            formaction=formaction.into_option() aria-disabled=off.then_some("true")
            aria-describedby=off.then(|| id.clone())>{label}</button>
    };
    if off {
        view! { <div class="button-why">{button}{reason}</div> }.into_any()
    } else {
        button.into_any()
    }
}

/// A link with a button's look.
#[component]
pub fn LinkButton(
    #[prop(into)] label: String,
    #[prop(into)] href: String,
    #[prop(optional)] kind: Kind,
) -> impl IntoView {
    view! { <a class=kind.class() href=href>{label}</a> }
}
