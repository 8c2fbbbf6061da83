//! Rows of the same fields, of which there may be any number.

use leptos::prelude::*;

use super::field::{TextInput, Width};
use super::text::MaybeText;
use crate::islands::AddRows;

/// [`Row`]s with "Add another". Without JavaScript that posts the form with `add=row`. At least one row.
#[component]
pub fn Rows(children: Children) -> impl IntoView {
    view! {
        <AddRows>
            <div class="rows" data-rows="">{children()}</div>
            <button type="submit" class="button" name="add" value="row" formnovalidate>"Add another"</button>
        </AddRows>
    }
}

/// Row number `at`, from 0: its fields, whose names and ids end in `.{at}`, and "Remove", which
/// without JavaScript posts the form with `remove={at}`.
#[component]
pub fn Row(
    at: usize,
    /// What a row is: "Network" makes "Network 1" and "Remove, network 1".
    #[prop(into)]
    noun: String,
    children: Children,
) -> impl IntoView {
    let (name, remove) = (
        format!("{noun} {}", at + 1),
        format!("Remove, {} {}", lower_first(&noun), at + 1),
    );
    view! {
        <div class="rows__row" role="group" data-row="" aria-label=name>
            {children()}
            <button type="submit" class="button button--bare" name="remove" value=at.to_string()
                formnovalidate aria-label=remove>"Remove"</button>
        </div>
    }
}

/// "Native CIDR" in the middle of a name: "native CIDR".
fn lower_first(noun: &str) -> String {
    let mut letters = noun.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// One row as typed, with its errors.
#[derive(Debug, Clone, Default)]
pub struct CidrRow {
    pub name: String,
    pub cidr: String,
    pub name_error: MaybeText,
    pub cidr_error: MaybeText,
}

/// Rows of "Name" and "CIDR", posted as `name.{n}` and `cidr.{n}`.
#[component]
pub fn CidrRows(
    rows: Vec<CidrRow>,
    #[prop(default = "name".to_owned(), into)] name_field: String,
    #[prop(default = "cidr".to_owned(), into)] cidr_field: String,
    #[prop(default = "Network".to_owned(), into)] noun: String,
) -> impl IntoView {
    let rows = rows.into_iter().enumerate().map(|(at, row)| {
        let (name, cidr) = (format!("{name_field}.{at}"), format!("{cidr_field}.{at}"));
        view! {
            <Row at noun=noun.clone()>
                <TextInput name label="Name" value=row.name error=row.name_error/>
                <TextInput name=cidr label="CIDR" value=row.cidr error=row.cidr_error width=Width::Medium code=true/>
            </Row>
        }
    });
    let rows = rows.collect_view();
    view! { <Rows>{rows}</Rows> }
}
