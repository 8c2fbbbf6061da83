use leptos::prelude::*;
use leptos::task::spawn_local;

use super::page;

/// Asks the browser to let this page speak up while it is in the background: a run that ends or
/// needs somebody says so. Hidden where the browser can't, or was answered already.
#[island]
pub fn NotifyMe() -> impl IntoView {
    let can_ask = RwSignal::new(false);
    Effect::new(move |_| can_ask.set(page::may_ask_to_notify()));
    let press = move |_| {
        spawn_local(async move {
            page::ask_to_notify().await;
            can_ask.set(page::may_ask_to_notify());
        });
    };
    view! {
        <button type="button" class="button" hidden=move || !can_ask.get() on:click=press>"Notify me"</button>
    }
}
