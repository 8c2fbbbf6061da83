//! Label, hint and error around one control, and the two text inputs.

use leptos::prelude::*;

use super::text::{MaybeText, id_list, rich};

/// Id of a control's hint.
pub(super) fn hint_id(id: &str) -> String {
    format!("{id}-hint")
}

/// Id of a control's error.
pub(super) fn error_id(id: &str) -> String {
    format!("{id}-error")
}

/// What describes the control `id`: its error first, then its hint.
pub(super) fn described_by(id: &str, hint: &MaybeText, error: &MaybeText) -> Option<String> {
    id_list([
        error.is_some().then(|| error_id(id)),
        hint.is_some().then(|| hint_id(id)),
        None,
    ])
}

/// An error message before its control; "Error:" is for those who hear it.
pub(super) fn error_line(id: &str, error: &MaybeText) -> Option<impl IntoView + use<>> {
    let (id, text) = (error_id(id), error.get()?.to_owned());
    Some(view! { <p class="field__error" id=id><span class="hidden">"Error: "</span>{text}</p> })
}

/// A hint between label and control.
pub(super) fn hint_line(id: &str, hint: &MaybeText) -> Option<impl IntoView + use<>> {
    let (id, text) = (hint_id(id), rich(hint.get()?));
    Some(view! { <p class="field__hint" id=id>{text}</p> })
}

/// Frame around a control of your own with this `id`. Give that control
/// `aria-describedby="{id}-error {id}-hint"`, as far as there are any.
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(default = MaybeText::default(), into)] hint: MaybeText,
    #[prop(default = MaybeText::default(), into)] error: MaybeText,
    children: Children,
) -> impl IntoView {
    let (error, hint, wrong) = (
        error_line(&id, &error),
        hint_line(&id, &hint),
        error.is_some(),
    );
    view! {
        <div class="field" class:field--wrong=wrong>
            <label class="field__label" for=id>{label}</label>
            {hint}
            {error}
            {children()}
        </div>
    }
}

/// How wide a text input is: as wide as what belongs into it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Width {
    /// About 6 characters: a VLAN.
    Short,
    /// About 14: an ASN, an account id, a CIDR.
    Medium,
    #[default]
    Long,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Self::Short => "input input--short",
            Self::Medium => "input input--medium",
            Self::Long => "input",
        }
    }
}

/// A line of text. `id` is the `name` unless given.
#[component]
pub fn TextInput(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = MaybeText::default(), into)] id: MaybeText,
    /// What was typed before, or the default.
    #[prop(default = String::new(), into)]
    value: String,
    #[prop(default = MaybeText::default(), into)] hint: MaybeText,
    #[prop(default = MaybeText::default(), into)] error: MaybeText,
    #[prop(optional)] width: Width,
    /// Monospace, no spelling check: ids, addresses, numbers.
    #[prop(optional)]
    code: bool,
    /// Digits on a phone's keyboard.
    #[prop(optional)]
    numeric: bool,
    #[prop(optional)] readonly: bool,
    #[prop(default = "off".to_owned(), into)] autocomplete: String,
    /// A unit or an explanation right of the input.
    #[prop(default = MaybeText::default(), into)]
    suffix: MaybeText,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let described = described_by(&id, &hint, &error);
    let wrong = error.is_some();
    let class = width.class();
    let suffix = suffix
        .into_option()
        .map(|text| view! { <span class="field__suffix">{text}</span> });
    view! {
        <Field id=id.clone() label hint error>
            <span class="field__line">
                <input class=class class:input--code=code type="text" id=id name=name value=value readonly=readonly
                    autocomplete=autocomplete autocapitalize=code.then_some("none")
                    spellcheck=code.then_some("false") inputmode=numeric.then_some("numeric")
                    aria-invalid=wrong.then_some("true") aria-describedby=described/>
                {suffix}
            </span>
        </Field>
    }
}

/// A secret: never filled in by the server, never kept by the browser; pasting is fine.
#[component]
pub fn SecretInput(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = MaybeText::default(), into)] hint: MaybeText,
    #[prop(default = MaybeText::default(), into)] error: MaybeText,
) -> impl IntoView {
    let described = described_by(&name, &hint, &error);
    let wrong = error.is_some();
    view! {
        <Field id=name.clone() label hint error>
            <input class="input input--code" type="password" id=name.clone() name=name autocomplete="off"
                spellcheck="false" autocapitalize="none"
                aria-invalid=wrong.then_some("true") aria-describedby=described/>
        </Field>
    }
}
