//! Choosing: a select, radios, a checkbox.

use leptos::prelude::*;

use super::field::{Field, described_by, error_line, hint_line};
use super::text::{MaybeText, id_list, rich};

/// One option of a [`Select`] or a [`RadioGroup`].
#[derive(Debug, Clone, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// What it means; `` `code` `` is set as code. Radios only.
    pub description: MaybeText,
    /// Why it can't be chosen; the option stays readable.
    pub unavailable: MaybeText,
    /// A figure or a state at the end of the row, for example a price. Radios only.
    pub aside: MaybeText,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            ..Self::default()
        }
    }

    #[must_use]
    pub fn description(mut self, text: impl Into<MaybeText>) -> Self {
        self.description = text.into();
        self
    }

    #[must_use]
    pub fn unavailable(mut self, reason: impl Into<MaybeText>) -> Self {
        self.unavailable = reason.into();
        self
    }

    #[must_use]
    pub fn aside(mut self, text: impl Into<MaybeText>) -> Self {
        self.aside = text.into();
        self
    }
}

/// A native select. What can't be chosen is disabled and says why in its text.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    choices: Vec<Choice>,
    #[prop(default = String::new(), into)] value: String,
    #[prop(default = MaybeText::default(), into)] id: MaybeText,
    #[prop(default = MaybeText::default(), into)] hint: MaybeText,
    #[prop(default = MaybeText::default(), into)] error: MaybeText,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let described = described_by(&id, &hint, &error);
    let wrong = error.is_some();
    let options = choices.into_iter().map(move |choice| {
        let text = match choice.unavailable.get() {
            Some(reason) => format!("{} – {reason}", choice.label),
            None => choice.label,
        };
        let selected = choice.value == value;
        view! { <option value=choice.value selected=selected disabled=choice.unavailable.is_some()>{text}</option> }
    });
    view! {
        <Field id=id.clone() label hint error>
            <select class="input select" id=id name=name aria-invalid=wrong.then_some("true") aria-describedby=described>
                {options.collect_view()}
            </select>
        </Field>
    }
}

/// Radios under one legend. The first has the group's `name` as id, for the error summary's link.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    choices: Vec<Choice>,
    #[prop(default = String::new(), into)] value: String,
    #[prop(default = MaybeText::default(), into)] hint: MaybeText,
    #[prop(default = MaybeText::default(), into)] error: MaybeText,
    /// Id of the first radio and stem of the others; the name unless given. Needed when several
    /// groups share one name.
    #[prop(default = MaybeText::default(), into)]
    id: MaybeText,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let described = described_by(&id, &hint, &error);
    let (error, hint, wrong) = (
        error_line(&id, &error),
        hint_line(&id, &hint),
        error.is_some(),
    );
    let radios = choices.into_iter().enumerate().map(|(at, choice)| {
        let id = if at == 0 {
            id.clone()
        } else {
            format!("{id}-{at}")
        };
        let checked = choice.value == value;
        view! { <Option_ kind="radio" id name=name.clone() choice checked/> }
    });
    let radios = radios.collect_view();
    view! {
        <fieldset class="field group" class:field--wrong=wrong aria-describedby=described>
            <legend class="field__label">{legend}</legend>
            {hint}
            {error}
            <div class="options">{radios}</div>
        </fieldset>
    }
}

/// One checkbox with its label beside it. `value` is what is sent when it is ticked.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "on".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(default = MaybeText::default(), into)] id: MaybeText,
    #[prop(default = MaybeText::default(), into)] hint: MaybeText,
    #[prop(default = MaybeText::default(), into)] error: MaybeText,
    #[prop(default = MaybeText::default(), into)] unavailable: MaybeText,
    #[prop(default = MaybeText::default(), into)] aside: MaybeText,
) -> impl IntoView {
    let id = id.into_option().unwrap_or_else(|| name.clone());
    let wrong = error.is_some();
    let line = error_line(&id, &error);
    let choice = Choice {
        value,
        label,
        description: hint,
        unavailable,
        aside,
    };
    view! {
        <div class="field" class:field--wrong=wrong>
            {line}
            <Option_ kind="checkbox" id name choice checked wrong/>
        </div>
    }
}

/// A radio or checkbox, its label, and below them what describes it.
#[component]
fn Option_(
    kind: &'static str,
    id: String,
    name: String,
    choice: Choice,
    checked: bool,
    #[prop(optional)] wrong: bool,
) -> impl IntoView {
    let off = choice.unavailable.is_some();
    // Not the hint's id: the first option shares its own id with its group.
    let (hint_id, reason_id) = (format!("{id}-about"), format!("{id}-reason"));
    let described = id_list([
        wrong.then(|| super::field::error_id(&id)),
        choice.description.is_some().then(|| hint_id.clone()),
        off.then(|| reason_id.clone()),
    ]);
    view! {
        <div class="option" class:option--off=off>
            <input class="option__input" type=kind id=id.clone() name=name value=choice.value checked=checked && !off
                disabled=off aria-invalid=wrong.then_some("true") aria-describedby=described/>
            <div class="option__text">
                <label class="option__label" for=id>{choice.label}</label>
                {choice.description.get().map(|text| view! { <p class="option__hint" id=hint_id>{rich(text)}</p> })}
                {choice.unavailable.get().map(|text| view! { <p class="option__reason" id=reason_id>{rich(text)}</p> })}
            </div>
            {choice.aside.into_option().map(|text| view! { <span class="option__aside">{text}</span> })}
        </div>
    }
}
