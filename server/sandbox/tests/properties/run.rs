//! One run: a world of its own, calls drawn from a seed, the rules after each.

use std::collections::VecDeque;

use rand::{RngExt, SeedableRng, rngs::StdRng};
use sandbox::{
    Pace,
    control::{self, ClockChange},
};
use serde_json::Value;

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
    /// The world's file after the last change, as it is and as it was read.
    file: Vec<u8>,
    known: Known,
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
        let client = Client::new(seed, pace);
        freeze(&client);
        let file = snapshot(&client);
        Self {
            seed,
            pace,
            client,
            rng: StdRng::seed_from_u64(seed),
            tally: Tally::default(),
            known: Known::read(&file),
            file,
            recent: VecDeque::new(),
            done: 0,
        }
    }

    /// So many calls. Panics, with what replays it, when a rule breaks.
    pub fn go(mut self, calls: u64) -> Tally {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.build().expect("a runtime");
        while self.done < calls {
            let broken = self.tick().and_then(|()| runtime.block_on(self.step()));
            if let Err(broken) = broken {
                panic!("{broken}");
            }
        }
        std::mem::take(&mut self.tally)
    }

    async fn step(&mut self) -> Result<(), String> {
        let (client, known) = (&self.client, &self.known);
        let is_signed_in = |key: &str| client.is_signed_in(key, known.now);
        let call = draw(&mut Dice::new(&mut self.rng, known, &is_signed_in));
        self.note(call.to_string());
        self.done += 1;
        let answer = self.client.send(&call).await;
        freeze(&self.client);
        if let Some(last) = self.recent.back_mut() {
            last.push_str(&format!("\n    → {} {:.300}", answer.status, answer.text));
        }
        self.tally.count(&call, &answer);
        answers::check(&self.known, &call, &answer)?;
        if answer.struck() || (answer.accepted() && call.changes()) {
            self.look()?;
        } else if self.done.is_multiple_of(4) {
            same(&self.file, &snapshot(&self.client))?;
        }
        visibility::check(&self.known, &call, &answer)
    }

    fn note(&mut self, call: String) {
        self.recent.push_back(call);
        if self.recent.len() > SHOWN {
            self.recent.pop_front();
        }
    }

    /// Reads the world anew: the rules must hold, and judging it once more must change nothing.
    fn look(&mut self) -> Result<(), String> {
        self.file = snapshot(&self.client);
        self.known = Known::read(&self.file);
        self.watch();
        invariants::check(&self.known)?;
        if self.done.is_multiple_of(16) {
            self.client.shared.lock().settle();
            same(&self.file, &snapshot(&self.client))?;
        }
        Ok(())
    }

    /// Time passes between calls, more of it where transitions take longer.
    fn tick(&mut self) -> Result<(), String> {
        let most = match self.pace {
            Pace::Instant => 2,
            Pace::Demo => 16,
            Pace::Realistic => 600,
        };
        if !self.rng.random_bool(0.4) {
            return Ok(());
        }
        let change = ClockChange {
            advance_seconds: Some(self.rng.random_range(1..=most)),
            ..ClockChange::default()
        };
        control::clock(&mut self.client.shared.lock(), &change).expect("obeyed");
        self.look()
    }

    fn watch(&mut self) {
        let known = &self.known;
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

/// The world once everything that is due has happened.
fn snapshot(client: &Client) -> Vec<u8> {
    drop(client.shared.read());
    client.shared.snapshot().expect("a file")
}

/// A reset lets the clock run.
fn freeze(client: &Client) {
    let mut world = client.shared.read();
    if !world.clock.is_frozen() {
        world.clock.freeze(true);
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

/// What is refused, or only read, leaves the world as it was, and so does judging once more what was
/// judged before; but for draws, what is left of a fault plan, and Pureport's audit log of refusals.
fn same(before: &[u8], after: &[u8]) -> Result<(), String> {
    if before == after {
        return Ok(());
    }
    let world = |snapshot: &[u8]| {
        let mut world: Value = serde_json::from_slice(snapshot).expect("JSON");
        for counted in ["draws", "faults"] {
            world[counted] = Value::Null;
        }
        world["pureport"]["audit"] = Value::Null;
        world
    };
    match difference(&world(before), &world(after)) {
        None => Ok(()),
        Some(what) => Err(format!("what must change nothing changed {what}")),
    }
}

/// Where two values differ, and how.
fn difference(before: &Value, after: &Value) -> Option<String> {
    if before == after {
        return None;
    }
    let inside = match (before, after) {
        (Value::Object(before), Value::Object(_)) => before
            .iter()
            .find_map(|(name, one)| Some((name.clone(), difference(one, &after[name])?))),
        (Value::Array(before), Value::Array(after)) => before
            .iter()
            .zip(after)
            .enumerate()
            .find_map(|(at, (one, other))| Some((at.to_string(), difference(one, other)?))),
        _ => None,
    };
    let short = |value: &Value| value.to_string().chars().take(300).collect::<String>();
    Some(inside.map_or_else(
        || format!(": {} → {}", short(before), short(after)),
        |(name, what)| format!("/{name}{what}"),
    ))
}
