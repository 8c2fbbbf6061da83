//! One run: a world of its own, calls drawn from a seed, the rules after each.

use std::collections::VecDeque;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use sandbox::{
    Pace,
    control::{self, ClockChange},
};

use crate::{
    answers,
    calls::{Dice, draw},
    client::Client,
    invariants,
    known::Known,
    tally::Tally,
    visibility,
};

/// How many calls a report shows.
const SHOWN: usize = 12;

pub struct Run {
    seed: u64,
    pace: Pace,
    client: Client,
    rng: StdRng,
    tally: Tally,
    /// The latest calls with their answers.
    recent: VecDeque<String>,
    done: u64,
}

impl Run {
    /// The clock stands still but for what the run moves it: a seed is the same run each time.
    pub fn new(seed: u64) -> Self {
        let pace = match seed % 3 {
            0 => Pace::Instant,
            1 => Pace::Realistic,
            _ => Pace::Demo,
        };
        Self {
            seed,
            pace,
            client: Client::new(seed, pace),
            rng: StdRng::seed_from_u64(seed),
            tally: Tally::default(),
            recent: VecDeque::new(),
            done: 0,
        }
    }

    /// So many calls. Panics, with what replays it, when a rule breaks.
    pub fn go(mut self, calls: u64) -> Tally {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.build().expect("a runtime");
        while self.done < calls {
            self.tick();
            if let Err(broken) = runtime.block_on(self.step()) {
                panic!("{broken}");
            }
        }
        std::mem::take(&mut self.tally)
    }

    async fn step(&mut self) -> Result<(), String> {
        self.freeze();
        let before = self.snapshot();
        let known = Known::read(&before);
        let client = &self.client;
        let is_signed_in = |key: &str| client.is_signed_in(key, known.now);
        let call = draw(&mut Dice::new(&mut self.rng, &known, &is_signed_in));
        self.recent.push_back(call.to_string());
        if self.recent.len() > SHOWN {
            self.recent.pop_front();
        }
        self.done += 1;
        let answer = self.client.send(&call).await;
        if let Some(last) = self.recent.back_mut() {
            last.push_str(&format!("\n    → {} {:.300}", answer.status, answer.text));
        }
        self.tally.count(&call, &answer);
        answers::check(&known, &call, &answer)?;
        let after = self.snapshot();
        if self.done.is_multiple_of(5) {
            self.client.shared.lock().settle();
            same(&after, &self.snapshot())?;
        }
        if !answer.struck() && !(answer.accepted() && call.changes()) {
            same(&before, &after)?;
            return visibility::check(&known, &call, &answer);
        }
        let known = Known::read(&after);
        self.watch(&known);
        invariants::check(&known)?;
        visibility::check(&known, &call, &answer)
    }

    /// The world once everything that is due has happened.
    fn snapshot(&self) -> Vec<u8> {
        drop(self.client.shared.read());
        self.client.shared.snapshot().expect("a file")
    }

    /// A reset lets the clock run.
    fn freeze(&self) {
        let mut world = self.client.shared.read();
        if !world.clock.is_frozen() {
            world.clock.freeze(true);
        }
    }

    /// Time passes between calls, more of it where transitions take longer.
    fn tick(&mut self) {
        let most = match self.pace {
            Pace::Instant => 2,
            Pace::Demo => 8,
            Pace::Realistic => 300,
        };
        if self.rng.random_bool(0.7) {
            let change = ClockChange {
                advance_seconds: Some(self.rng.random_range(1..=most)),
                ..ClockChange::default()
            };
            control::clock(&mut self.client.shared.lock(), &change).expect("obeyed");
        }
    }

    fn watch(&mut self, known: &Known) {
        let up = known.bgp.by_interface.values().any(|session| session.up);
        let tables = &known.aws.route_tables;
        let routed = tables.values().any(|table| !table.propagated.is_empty());
        self.tally.sessions_up += u64::from(up);
        self.tally.routes += u64::from(routed);
    }

    fn report(&self) -> String {
        let calls: Vec<_> = self.recent.iter().map(String::as_str).collect();
        format!(
            "after call {done} of seed {seed}. To see it again:\n  \
             ONRAMP_RANDOM_FIRST={seed} ONRAMP_RANDOM_SEEDS=1 ONRAMP_RANDOM_CALLS={done} \
             cargo test -p sandbox --test properties\nThe latest calls:\n  {}",
            calls.join("\n  "),
            done = self.done,
            seed = self.seed,
        )
    }
}

/// A broken rule, and a panic inside the sandbox, are reported with their calls.
impl Drop for Run {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.report());
        }
    }
}

/// What is refused, or only read, leaves the world as it was, but for what is left of a plan and the
/// count of draws; and so does judging once more what was judged before.
fn same(before: &[u8], after: &[u8]) -> Result<(), String> {
    let without_counts = |snapshot: &[u8]| {
        let text = String::from_utf8_lossy(snapshot).into_owned();
        text.rsplit_once(",\"faults\":")
            .map(|(world, _)| world.to_owned())
    };
    let (before, after) = (without_counts(before), without_counts(after));
    if before.is_some() && before == after {
        return Ok(());
    }
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let at = before
        .bytes()
        .zip(after.bytes())
        .take_while(|(one, other)| one == other)
        .count();
    let near = |text: &str| {
        text.chars()
            .skip(at.saturating_sub(200))
            .take(400)
            .collect::<String>()
    };
    Err(format!(
        "what must change nothing changed the world:\n  {}\n  {}",
        near(&before),
        near(&after)
    ))
}
