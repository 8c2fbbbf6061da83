use std::time::Duration;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::page;

/// How long the button says "Copied".
const PRAISE: Duration = Duration::from_secs(2);

/// Puts `value` into the clipboard. `label` is the whole accessible name, for example
/// "Copy VLAN, primary gateway". Hidden without JavaScript: the value beside it can be selected.
#[island]
pub fn CopyButton(#[prop(into)] label: String, #[prop(into)] value: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let press = move |event: MouseEvent| {
        let (value, button) = (value.clone(), page::pressed(&event));
        spawn_local(async move {
            if page::copy(&value).await {
                copied.set(true);
                page::announce("Copied");
                set_timeout(move || copied.set(false), PRAISE);
            } else {
                page::select_value(button.as_ref());
            }
        });
    };
    view! {
        <button type="button" class="copy" class:copy--done=move || copied.get() aria-label=label on:click=press>
            {move || if copied.get() { "Copied" } else { "Copy" }}
        </button>
    }
}
