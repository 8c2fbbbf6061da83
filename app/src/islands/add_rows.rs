use leptos::ev::MouseEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::page;

/// Adds and removes rows in place. Its children hold a `[data-rows]` list of `[data-row]`s whose
/// ids and names end in `.{n}`, and the buttons `add` and `remove`; without JavaScript these post.
#[island]
pub fn AddRows(children: Children) -> impl IntoView {
    view! { <div class="add-rows" on:click=press>{children()}</div> }
}

fn press(event: MouseEvent) {
    let Some(button) = page::target(&event)
        .and_then(|at| page::closest(&at, "button[name=add],button[name=remove]"))
    else {
        return;
    };
    let Some(rows) =
        page::closest(&button, ".add-rows").and_then(|at| page::find(&at, "[data-rows]"))
    else {
        return;
    };
    event.prevent_default();
    match page::closest(&button, "[data-row]") {
        Some(row) => remove(&rows, &row),
        None => add(&rows),
    }
    for (at, row) in page::all(&rows, "[data-row]").iter().enumerate() {
        renumber(row, at);
    }
}

/// A copy of the last row, emptied and without its errors.
fn add(rows: &Element) {
    let Some(row) = page::all(rows, "[data-row]")
        .pop()
        .and_then(|last| last.clone_node_with_deep(true).ok())
    else {
        return;
    };
    if rows.append_child(&row).is_ok()
        && let Some(row) = row.dyn_ref::<Element>()
    {
        empty(row);
        focus_first(row);
    }
}

/// The last row stays and is emptied.
fn remove(rows: &Element, row: &Element) {
    let all = page::all(rows, "[data-row]");
    if all.len() < 2 {
        empty(row);
        return focus_first(row);
    }
    let at = all.iter().position(|one| one == row).unwrap_or_default();
    row.remove();
    page::announce("Removed");
    if let Some(neighbour) = all.get(if at == 0 { 1 } else { at - 1 }) {
        focus_first(neighbour);
    }
}

fn empty(row: &Element) {
    for error in page::all(row, ".field__error") {
        error.remove();
    }
    for field in page::all(row, ".field--wrong") {
        let _ = field.class_list().remove_1("field--wrong");
    }
    for input in page::all(row, "input") {
        let _ = input.remove_attribute("aria-invalid");
        let _ = input.remove_attribute("value");
        if let Some(input) = input.dyn_ref::<HtmlInputElement>() {
            input.set_value("");
        }
    }
}

fn focus_first(row: &Element) {
    if let Some(input) =
        page::find(row, "input").and_then(|input| input.dyn_into::<HtmlElement>().ok())
    {
        let _ = input.focus();
    }
}

fn renumber(row: &Element, at: usize) {
    for attribute in ["id", "name", "for", "aria-describedby"] {
        for element in page::all(row, &format!("[{attribute}]")) {
            if let Some(value) = element.get_attribute(attribute) {
                let _ = element.set_attribute(attribute, &with_row(&value, at));
            }
        }
    }
    if let Some(remove) = page::find(row, "button[name=remove]") {
        let _ = remove.set_attribute("value", &at.to_string());
        rename(&remove, at);
    }
    rename(row, at);
}

/// The number at the end of what it is called.
fn rename(element: &Element, at: usize) {
    if let Some(name) = element.get_attribute("aria-label") {
        let _ = element.set_attribute("aria-label", &with_last_number(&name, at + 1));
    }
}

/// `cidr.0-error` in row 2 is `cidr.2-error`; what has no row number stays.
fn with_row(id: &str, at: usize) -> String {
    match id.split_once('.') {
        Some((stem, rest)) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            let tail = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{stem}.{at}{tail}")
        }
        _ => id.to_owned(),
    }
}

fn with_last_number(name: &str, number: usize) -> String {
    format!(
        "{}{number}",
        name.trim_end_matches(|c: char| c.is_ascii_digit())
    )
}

#[cfg(test)]
mod tests {
    use super::{with_last_number, with_row};

    #[test]
    fn a_copied_row_gets_its_own_number() {
        assert_eq!(with_row("cidr.0-error", 12), "cidr.12-error");
        assert_eq!(with_row("cidr.19", 3), "cidr.3");
        assert_eq!(with_row("remove", 3), "remove");
        assert_eq!(with_last_number("Network 9", 10), "Network 10");
    }
}
