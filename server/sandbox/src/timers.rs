//! Due transitions, applied in order before each request.

use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
};

use serde::{Deserialize, Serialize};

use crate::{aws, clock::Millis, faults, pace::Transition, pureport};

/// What becomes true when a transition is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// A change on the AWS side.
    Aws(aws::Event),
    /// A change on Pureport's side.
    Pureport(pureport::Event),
    /// A change that the fault plan makes by itself.
    Faults(faults::Event),
}

/// One scheduled transition. No two have the same number.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Timer {
    due: Millis,
    number: u64,
    /// What ends, if it is a transition.
    #[serde(default)]
    transition: Option<Transition>,
    event: Event,
}

impl Timer {
    fn rank(&self) -> (Millis, u64) {
        (self.due, self.number)
    }
}

impl PartialEq for Timer {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for Timer {}

impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Timer {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// The schedule. Equal due times fire in the order in which they were set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Timers {
    next_number: u64,
    pending: BinaryHeap<Reverse<Timer>>,
}

impl Timers {
    /// Adds `event` at `due`.
    pub fn set(&mut self, due: Millis, event: Event) {
        self.add(due, None, event);
    }

    /// Adds the end of a transition at `due`.
    pub fn begin(&mut self, transition: Transition, due: Millis, event: Event) {
        self.add(due, Some(transition), event);
    }

    fn add(&mut self, due: Millis, transition: Option<Transition>, event: Event) {
        self.pending.push(Reverse(Timer {
            due,
            number: self.next_number,
            transition,
            event,
        }));
        self.next_number += 1;
    }

    /// Gives the ends of transitions another due time, where there is one.
    pub fn retime(&mut self, again: impl Fn(Transition, Millis, &Event) -> Option<Millis>) {
        let pending = std::mem::take(&mut self.pending).into_iter();
        let retimed = pending.map(|Reverse(timer)| {
            let due = timer
                .transition
                .and_then(|transition| again(transition, timer.due, &timer.event))
                .unwrap_or(timer.due);
            Reverse(Timer { due, ..timer })
        });
        self.pending = retimed.collect();
    }

    /// Takes the earliest event that is due at `now`, with its own due time.
    pub fn pop_due(&mut self, now: Millis) -> Option<(Millis, Event)> {
        let Reverse(next) = self.pending.peek()?;
        if next.due > now {
            return None;
        }
        self.pending
            .pop()
            .map(|Reverse(timer)| (timer.due, timer.event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str) -> Event {
        Event::Aws(aws::Event::InterfaceReady(name.into()))
    }

    #[test]
    fn what_is_due_first_fires_first_and_equals_in_the_order_they_were_set() {
        let mut timers = Timers::default();
        for (due, name) in [(20, "late"), (10, "one"), (10, "two"), (5, "early")] {
            timers.set(due, event(name));
        }
        let kept = serde_json::to_value(&timers).expect("a form to keep");
        let mut timers: Timers = serde_json::from_value(kept).expect("the same again");
        let fired: Vec<_> = std::iter::from_fn(|| timers.pop_due(10)).collect();
        let expected = [(5, "early"), (10, "one"), (10, "two")];
        assert_eq!(fired, expected.map(|(due, name)| (due, event(name))));
        assert_eq!(timers.pop_due(19), None);
        assert_eq!(timers.pop_due(20), Some((20, event("late"))));
    }
}
