//! When to look, and when to stop looking.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{document, set_interval_with_handle};
use leptos::task::spawn_local;

use super::swap;
use crate::islands::page::{self, Fetched};

/// What the interval and the answers share.
#[derive(Default)]
struct Watch {
    /// A look is under way.
    looking: Cell<bool>,
    /// A form was sent: what comes is the next page.
    leaving: Cell<bool>,
    /// The session is over: there is nothing to look at any more.
    ended: Cell<bool>,
}

pub(super) fn start(every_ms: u32) {
    let watch = Rc::new(Watch::default());
    let sent = Rc::clone(&watch);
    page::listen("submit", move |event| {
        if !event.default_prevented() {
            sent.leaving.set(true);
        }
    });
    let back = Rc::clone(&watch);
    page::listen("pageshow", move |_| back.leaving.set(false));
    let every = Duration::from_millis(u64::from(every_ms));
    let handle = Rc::new(Cell::new(None));
    let own = Rc::clone(&handle);
    let tick = move || {
        if watch.ended.get() || !anything_moves() {
            if let Some(handle) = own.take() {
                let handle: leptos::leptos_dom::helpers::IntervalHandle = handle;
                handle.clear();
            }
        } else if !document().hidden() && !watch.leaving.get() && !watch.looking.replace(true) {
            spawn_local(look(Rc::clone(&watch)));
        }
    };
    handle.set(set_interval_with_handle(tick, every).ok());
}

fn anything_moves() -> bool {
    page::find_in_page("[data-live=on]").is_some()
}

async fn look(watch: Rc<Watch>) {
    let fresh = page::fetch_this_page().await;
    watch.looking.set(false);
    if watch.leaving.get() {
        return;
    }
    match fresh {
        Fetched::Page(fresh) => {
            page::mark_lost(false);
            swap::swap(&fresh).await;
        }
        Fetched::Lost => page::mark_lost(true),
        Fetched::SessionEnded => {
            watch.ended.set(true);
            page::mark_ended();
        }
    }
}
