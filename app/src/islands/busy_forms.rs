use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, SubmitEvent};

use super::page;

/// Marks a form that was sent, and its button, as busy; a second press does nothing. Once a page.
#[island]
pub fn BusyForms() -> impl IntoView {
    Effect::new(|_| {
        page::listen("submit", submit);
        // Back from the next page: the browser shows this one as it was left.
        page::listen("pageshow", |_| clear());
    });
    view! { <span hidden=true></span> }
}

fn submit(event: Event) {
    let Some(form) = page::target(&event).filter(|_| !event.default_prevented()) else {
        return;
    };
    if form.has_attribute("aria-busy") {
        return event.prevent_default();
    }
    let _ = form.set_attribute("aria-busy", "true");
    if let Some(button) = event
        .dyn_ref::<SubmitEvent>()
        .and_then(SubmitEvent::submitter)
    {
        let _ = button.set_attribute("aria-busy", "true");
    }
}

fn clear() {
    for element in page::all_in_page("[aria-busy]") {
        let _ = element.remove_attribute("aria-busy");
    }
}
