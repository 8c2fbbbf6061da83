//! What to replace, and what of the reader's own to keep: focus, typed text, opened details.

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

use crate::islands::page;

/// What can hold the focus.
const FOCUSABLE: &str = "a[href],button,input,select,summary,[tabindex]";

pub(super) async fn swap(fresh: &Document) {
    let mut news = Vec::new();
    for old in page::all_in_page("[data-live][id]") {
        let Some(new) = fresh.get_element_by_id(&old.id()) else {
            continue;
        };
        let in_use = is_being_selected(&old) || is_choosing(&old);
        if !old.is_connected() || print(&old) == print(&new) || in_use {
            continue;
        }
        let said = new
            .get_attribute("data-announce")
            .filter(|text| old.get_attribute("data-announce").as_ref() != Some(text));
        news.extend(said.filter(|text| !text.is_empty()));
        replace(&old, &new).await;
    }
    page::keep_title(fresh);
    if !news.is_empty() {
        page::announce(&news.join(". "));
    }
}

/// The element's HTML without what the reader or an island changes.
fn print(element: &Element) -> String {
    let Some(copy) = element
        .clone_node_with_deep(true)
        .ok()
        .and_then(|copy| copy.dyn_into::<Element>().ok())
    else {
        return String::new();
    };
    for island in page::all(&copy, "leptos-island") {
        island.set_inner_html("");
    }
    for details in page::all(&copy, "details") {
        let _ = details.remove_attribute("open");
    }
    for busy in page::all(&copy, "[aria-busy]") {
        let _ = busy.remove_attribute("aria-busy");
    }
    copy.outer_html()
}

fn is_being_selected(element: &Element) -> bool {
    page::selection().is_some_and(|selection| {
        !selection.is_collapsed()
            && selection
                .anchor_node()
                .is_some_and(|node| element.contains(Some(&node)))
    })
}

/// A list of options may be open: the browser would close it.
fn is_choosing(element: &Element) -> bool {
    let active = leptos::prelude::document().active_element();
    active.is_some_and(|active| active.tag_name() == "SELECT" && element.contains(Some(&active)))
}

async fn replace(old: &Element, new: &Element) {
    let focus = focus_in(old);
    keep_typed(old, new);
    keep_open(old, new);
    if old.replace_with_with_node_1(new).is_err() {
        return;
    }
    page::hydrate(new).await;
    if let Some((id, at)) = focus {
        restore_focus(new, &id, at);
    }
}

/// The focused element's id and place.
fn focus_in(old: &Element) -> Option<(String, usize)> {
    let active = leptos::prelude::document()
        .active_element()
        .filter(|active| old.contains(Some(active)))?;
    let at = page::all(old, FOCUSABLE)
        .iter()
        .position(|one| *one == active)?;
    Some((active.id(), at))
}

fn restore_focus(new: &Element, id: &str, at: usize) {
    let all = page::all(new, FOCUSABLE);
    let same = all
        .iter()
        .find(|one| !id.is_empty() && one.id() == id)
        .or_else(|| all.get(at));
    if let Some(element) = same.and_then(|one| one.dyn_ref::<HtmlElement>()) {
        let _ = element.focus();
    }
}

fn keep_typed(old: &Element, new: &Element) {
    for was in page::all(old, "input[id]") {
        let (Some(was), Some(is)) = (
            was.dyn_ref::<HtmlInputElement>(),
            same::<HtmlInputElement>(new, &was),
        ) else {
            continue;
        };
        if was.value() != was.default_value() {
            is.set_value(&was.value());
        }
        if was.checked() != was.default_checked() {
            is.set_checked(was.checked());
        }
    }
    for was in page::all(old, "select[id]") {
        keep_chosen(&was, new);
    }
}

/// Keeps what was chosen instead of the preset option, if it can still be chosen.
fn keep_chosen(was: &Element, new: &Element) {
    let (Some(was), Some(is)) = (
        was.dyn_ref::<HtmlSelectElement>(),
        same::<HtmlSelectElement>(new, was),
    ) else {
        return;
    };
    let chosen = was.value();
    let value = |option: &Element| option.get_attribute("value").unwrap_or_default();
    let preset = page::find(was, "option[selected]").or_else(|| page::find(was, "option"));
    let open = page::all(&is, "option:not([disabled])");
    if preset.is_none_or(|preset| value(&preset) != chosen)
        && open.iter().any(|option| value(option) == chosen)
    {
        is.set_value(&chosen);
    }
}

fn keep_open(old: &Element, new: &Element) {
    for was in page::all(old, "details[id]") {
        if let Some(is) = same::<Element>(new, &was) {
            let _ = is.toggle_attribute_with_force("open", was.has_attribute("open"));
        }
    }
}

/// The element in `new` with the id of `was`.
fn same<T: JsCast>(new: &Element, was: &Element) -> Option<T> {
    let id = was.id();
    page::all(new, "[id]")
        .into_iter()
        .find(|one| one.id() == id)?
        .dyn_into()
        .ok()
}
