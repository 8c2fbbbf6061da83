//! Rows of name and CIDR, of which there may be any number.

use leptos::prelude::*;

use super::field::{TextInput, Width};
use super::text::MaybeText;
use crate::islands::AddRows;

/// One row as typed, with its errors.
#[derive(Debug, Clone, Default)]
pub struct CidrRow {
    pub name: String,
    pub cidr: String,
    pub name_error: MaybeText,
    pub cidr_error: MaybeText,
}

/// Rows of "Name" and "CIDR". Row n posts `name.{n}` and `cidr.{n}`, which are also the inputs' ids.
/// Without JavaScript "Add another" posts the form with `add=row` and "Remove" with `remove={n}`.
/// The caller gives at least one row.
#[component]
pub fn CidrRows(
    rows: Vec<CidrRow>,
    #[prop(default = "name".to_owned(), into)] name_field: String,
    #[prop(default = "cidr".to_owned(), into)] cidr_field: String,
    /// What a row is, for those who hear the page: "Network 1".
    #[prop(default = "Network".to_owned(), into)]
    noun: String,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .enumerate()
        .map(|(at, row)| cidr_row(at, row, &name_field, &cidr_field, &noun));
    let rows = rows.collect_view();
    view! {
        <AddRows>
            <div class="rows" data-rows="">{rows}</div>
            <button type="submit" class="button" name="add" value="row" formnovalidate>"Add another"</button>
        </AddRows>
    }
}

fn cidr_row(
    at: usize,
    row: CidrRow,
    name_field: &str,
    cidr_field: &str,
    noun: &str,
) -> impl IntoView + use<> {
    let (name_id, cidr_id) = (format!("{name_field}.{at}"), format!("{cidr_field}.{at}"));
    view! {
        <div class="rows__row" role="group" data-row="" aria-label=format!("{noun} {}", at + 1)>
            <TextInput name=name_id label="Name" value=row.name error=row.name_error/>
            <TextInput name=cidr_id label="CIDR" value=row.cidr error=row.cidr_error
                width=Width::Medium code=true/>
            <button type="submit" class="button button--bare" name="remove" value=at.to_string() formnovalidate
                aria-label=format!("Remove, {} {}", noun.to_lowercase(), at + 1)>"Remove"</button>
        </div>
    }
}
