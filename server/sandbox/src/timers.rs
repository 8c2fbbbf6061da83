//! Due transitions, applied in order before each request.

use serde::{Deserialize, Serialize};

use crate::{aws, clock::Millis, pureport};

/// What becomes true when a transition is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// A change on the AWS side.
    Aws(aws::Event),
    /// A change on Pureport's side.
    Pureport(pureport::Event),
}

/// One scheduled transition.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Timer {
    due: Millis,
    number: u64,
    event: Event,
}

/// The schedule. Equal due times fire in the order in which they were set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Timers {
    next_number: u64,
    pending: Vec<Timer>,
}

impl Timers {
    /// Adds `event` at `due`.
    pub fn set(&mut self, due: Millis, event: Event) {
        self.pending.push(Timer {
            due,
            number: self.next_number,
            event,
        });
        self.next_number += 1;
    }

    /// Takes the earliest event that is due at `now`, with its own due time.
    pub fn pop_due(&mut self, now: Millis) -> Option<(Millis, Event)> {
        let (at, _) = self
            .pending
            .iter()
            .enumerate()
            .filter(|(_, timer)| timer.due <= now)
            .min_by_key(|(_, timer)| (timer.due, timer.number))?;
        let timer = self.pending.swap_remove(at);
        Some((timer.due, timer.event))
    }
}
