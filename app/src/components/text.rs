//! Short texts: those that may be missing, those with code in them, and ids made from them.

use leptos::prelude::*;

/// A text that may be missing. Props of this type take `"…"`, `String`, `Option<String>`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MaybeText(Option<String>);

impl MaybeText {
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref().filter(|text| !text.is_empty())
    }

    pub fn is_some(&self) -> bool {
        self.get().is_some()
    }

    pub fn into_option(self) -> Option<String> {
        self.0.filter(|text| !text.is_empty())
    }
}

impl From<&str> for MaybeText {
    fn from(text: &str) -> Self {
        Self(Some(text.to_owned()))
    }
}

impl From<String> for MaybeText {
    fn from(text: String) -> Self {
        Self(Some(text))
    }
}

impl From<Option<String>> for MaybeText {
    fn from(text: Option<String>) -> Self {
        Self(text)
    }
}

impl From<Option<&str>> for MaybeText {
    fn from(text: Option<&str>) -> Self {
        Self(text.map(str::to_owned))
    }
}

/// Text in which `` `backticks` `` mark what is typed or shown by a machine.
pub fn rich(text: &str) -> impl IntoView + use<> {
    text.split('`')
        .enumerate()
        .map(|(at, part)| {
            let part = part.to_owned();
            if at % 2 == 1 {
                view! { <code>{part}</code> }.into_any()
            } else {
                part.into_any()
            }
        })
        .collect_view()
}

/// An id of letters, digits and dashes: `Create primary interface` is `create-primary-interface`.
pub fn slug(text: &str) -> String {
    let words = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words
        .map(str::to_ascii_lowercase)
        .collect::<Vec<_>>()
        .join("-")
}

/// The value of `aria-describedby`, missing when there is nothing to point at.
pub fn id_list(ids: [Option<String>; 3]) -> Option<String> {
    let list = ids.into_iter().flatten().collect::<Vec<_>>().join(" ");
    (!list.is_empty()).then_some(list)
}
