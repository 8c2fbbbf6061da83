use leptos::ev::{MouseEvent, SubmitEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::page;

const MASK: &str = "••••••••••••";
const REFUSED: &str = "The key could not be read. Reload the page and try again.";

/// Shows, hides and copies one leg's BGP key. The key is fetched by a post when asked for, and is
/// in no page and no prop; copying leaves the page as it is. Without JavaScript the form posts to
/// `url`, whose answer is a page with the key.
#[island]
pub fn RevealKey(
    /// Where `leg` is posted.
    #[prop(into)]
    url: String,
    /// `primary` or `secondary`.
    #[prop(into)]
    leg: String,
    /// "Show BGP password, primary gateway"
    #[prop(into)]
    show_label: String,
    /// "Copy BGP password, primary gateway"
    #[prop(into)]
    copy_label: String,
) -> impl IntoView {
    let shown = RwSignal::new(None::<String>);
    let at = (url.clone(), leg.clone());
    let to_copy = at.clone();
    let toggle = move |event: SubmitEvent| {
        event.prevent_default();
        if shown.with_untracked(Option::is_some) {
            return shown.set(None);
        }
        let (url, leg) = at.clone();
        spawn_local(async move {
            match page::post_leg(&url, &leg).await {
                Some(key) => shown.set(Some(key)),
                None => page::announce(REFUSED),
            }
        });
    };
    let copy = move |_: MouseEvent| {
        let (url, leg) = to_copy.clone();
        spawn_local(async move {
            let copied = match page::post_leg(&url, &leg).await {
                Some(key) => page::copy(&key).await,
                None => false,
            };
            page::announce(if copied {
                "Copied"
            } else {
                "Not copied: show the key and select it."
            });
        });
    };
    view! {
        <form class="reveal" method="post" action=url on:submit=toggle>
            <input type="hidden" name="leg" value=leg/>
            <code class="reveal__key">{move || shown.get().unwrap_or_else(|| MASK.to_owned())}</code>
            <button type="submit" class="copy reveal__show" aria-label=show_label
                aria-pressed=move || if shown.with(Option::is_some) { "true" } else { "false" }>
                {move || if shown.with(Option::is_some) { "Hide" } else { "Show" }}
            </button>
            <button type="button" class="copy" aria-label=copy_label on:click=copy>"Copy"</button>
        </form>
    }
}
