//! Random calls of every kind, by everybody, in any order, and what must hold after each of them.
//!
//! `ONRAMP_RANDOM_SEEDS` runs (2) of `ONRAMP_RANDOM_CALLS` calls each (1,000), from the seed
//! `ONRAMP_RANDOM_FIRST` (0) on. A failure names the numbers that replay it.

mod answers;
mod calls;
mod client;
mod invariants;
mod known;
mod run;
#[path = "../signing/mod.rs"]
mod signing;
mod tally;
mod visibility;

use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

use self::{run::Run, tally::Tally};

/// Runs of this length reach every operation of the flow.
const TELLING: u64 = 1_000;

#[test]
fn whatever_is_called_in_any_order_the_rules_hold() {
    let (seeds, length) = (
        number("ONRAMP_RANDOM_SEEDS", 2),
        number("ONRAMP_RANDOM_CALLS", TELLING),
    );
    let first = number("ONRAMP_RANDOM_FIRST", 0);
    let next = AtomicU64::new(first);
    let work = || {
        let mut tally = Tally::default();
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= first + seeds {
                return tally;
            }
            tally.add(&Run::new(seed).go(length));
        }
    };
    let tally = thread::scope(|scope| {
        let workers: Vec<_> = (0..workers()).map(|_| scope.spawn(work)).collect();
        let mut all = Tally::default();
        for worker in workers {
            all.add(&worker.join().expect("no broken rule"));
        }
        all
    });
    println!("{tally}");
    if seeds * length >= 2 * TELLING {
        assert_eq!(tally.never_accepted(), [""; 0], "{tally}");
        assert!(tally.sessions_up > 0 && tally.routes > 0, "{tally}");
    }
}

fn workers() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}
