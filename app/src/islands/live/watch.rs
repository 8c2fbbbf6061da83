//! When to look, and when to stop looking.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::{document, set_interval_with_handle};
use leptos::task::spawn_local;

use super::swap;
use crate::islands::page::{self, Fetched, Stream};

/// While the server tells what happens, only every so many-th tick looks: for what is late, such as
/// how long something has taken.
const TOLD_TICKS: u32 = 5;

/// What the interval, the stream and the answers share.
#[derive(Default)]
struct Watch {
    /// A look is under way.
    looking: Cell<bool>,
    /// Something happened meanwhile.
    again: Cell<bool>,
    /// A form was sent: what comes is the next page.
    leaving: Cell<bool>,
    /// The session is over: there is nothing to look at any more.
    ended: Cell<bool>,
    ticks: Cell<u32>,
    /// The server tells what happens, so that even an unseen page may follow.
    told: Cell<bool>,
}

impl Watch {
    /// Nobody sees it, and nobody wants to be told.
    fn is_asleep(&self) -> bool {
        document().hidden() && !(self.told.get() && page::may_notify())
    }

    fn look(self: &Rc<Self>) {
        if self.is_asleep() || self.leaving.get() || self.ended.get() {
            return;
        }
        if self.looking.replace(true) {
            self.again.set(true);
        } else {
            spawn_local(look(Rc::clone(self)));
        }
    }

    /// Whether this tick is one to look at although the server tells.
    fn is_due(&self) -> bool {
        self.ticks.set(self.ticks.get().wrapping_add(1));
        self.ticks.get().is_multiple_of(TOLD_TICKS)
    }
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
    let stream = follow(&watch);
    watch.told.set(stream.is_some());
    let every = Duration::from_millis(u64::from(every_ms));
    let handle = Rc::new(Cell::new(None));
    let own = Rc::clone(&handle);
    let tick = move || {
        if watch.ended.get() || !anything_moves() {
            if let Some(stream) = &stream {
                stream.close();
            }
            if let Some(handle) = own.take() {
                let handle: leptos::leptos_dom::helpers::IntervalHandle = handle;
                handle.clear();
            }
        } else if !stream.as_ref().is_some_and(Stream::is_open)
            || !document().hidden() && watch.is_due()
        {
            watch.look();
        }
    };
    handle.set(set_interval_with_handle(tick, every).ok());
}

/// The stream that the page names, if it does: each event is looked at once.
fn follow(watch: &Rc<Watch>) -> Option<Stream> {
    let url = page::find_in_page("[data-events]")?.get_attribute("data-events")?;
    let told = Rc::clone(watch);
    page::follow(&url, move || told.look())
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
    if watch.again.take() {
        watch.look();
    }
}
