//! Everything that exists in the sandbox.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::{
    aws, bgp,
    clock::{Clock, Millis},
    control::{LogEntry, RequestLog},
    faults::{self, Faults, Kind},
    pace::{Pace, Transition},
    partners::Partners,
    pureport, seed,
    timers::{Event, Timers},
};

/// How often things that are listed no longer are looked for.
const SWEEP: Millis = 60_000;

/// The world behind both ports.
#[derive(Debug, Serialize, Deserialize)]
pub struct World {
    /// Random name of this world; a reset makes another.
    pub world_id: String,
    pub clock: Clock,
    pub pace: Pace,
    pub seed: u64,
    /// The time up to which transitions were applied; while one is applied, its own due time.
    pub now: Millis,
    pub timers: Timers,
    pub bgp: bgp::Sessions,
    pub aws: aws::State,
    pub pureport: pureport::State,
    #[serde(default)]
    pub partners: Partners,
    #[serde(default)]
    pub faults: Faults,
    /// What CloudWatch knows.
    #[serde(default)]
    pub metrics: aws::cloudwatch::History,
    #[serde(skip)]
    pub log: RequestLog,
    draws: u64,
    /// Counts what may have changed the world.
    #[serde(skip)]
    revision: u64,
    /// The revision that the sessions were last judged at.
    #[serde(skip)]
    judged: Option<u64>,
    /// When what is listed no longer was last looked for.
    #[serde(skip)]
    swept: Millis,
}

impl World {
    /// The seeded world (sandbox.md, "Seeded world").
    pub fn new(seed: u64, pace: Pace) -> Self {
        let clock = Clock::default();
        let mut world = Self {
            world_id: String::new(),
            now: clock.now(),
            clock,
            pace,
            seed,
            timers: Timers::default(),
            bgp: bgp::Sessions::default(),
            aws: aws::State::default(),
            pureport: pureport::State::default(),
            partners: Partners::default(),
            faults: Faults::default(),
            metrics: aws::cloudwatch::History::default(),
            log: RequestLog::default(),
            draws: 0,
            revision: 0,
            judged: None,
            swept: 0,
        };
        // Not from the seed: the same seed twice is still another world.
        world.world_id = format!("world-{}", hex::encode(rand::random::<[u8; 8]>()));
        seed::fill(&mut world);
        world.settle();
        world
    }

    /// The seeded world again; what is absent stays as it is.
    pub fn reset(&mut self, seed: Option<u64>, pace: Option<Pace>) {
        self.replace(Self::new(
            seed.unwrap_or(self.seed),
            pace.unwrap_or(self.pace),
        ));
    }

    /// `fresh` takes this world's place; the numbering of the request log and of changes goes on.
    pub fn replace(&mut self, fresh: Self) {
        let (log, revision) = (std::mem::take(&mut self.log), self.revision);
        *self = fresh;
        (self.log, self.revision, self.judged) = (log, revision + 1, None);
    }

    /// Goes on after a restart of the process, at `pace`.
    pub fn resume(&mut self, pace: Pace) {
        self.pace = pace;
        self.now = self.clock.now();
        aws::renew_temporary_credentials(self);
    }

    /// Applies every transition that is due, after changes to the world.
    pub fn settle(&mut self) {
        self.touch();
        self.catch_up();
    }

    /// Applies every transition that is due. Called before each request.
    fn catch_up(&mut self) {
        let now = self.clock.now();
        // Once before time moves on: what the last request changed, it changed at `self.now`.
        self.judge();
        while let Some((due, event)) = self.timers.pop_due(now) {
            self.now = due;
            match event {
                Event::Aws(event) => aws::apply(self, event),
                Event::Pureport(event) => pureport::apply(self, event),
                Event::Faults(event) => faults::apply(self, &event),
            }
            self.touch();
            self.judge();
        }
        self.now = now;
        self.sweep();
    }

    /// The world may be another now: the sessions are judged again, and its file is written.
    pub fn touch(&mut self) {
        self.revision += 1;
    }

    /// The number of the world's last change; a process starts at 0.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Sessions follow from the rest of the world: where nothing changed, they stay.
    fn judge(&mut self) {
        if self.judged != Some(self.revision) {
            bgp::settle(self);
            self.judged = Some(self.revision);
        }
    }

    fn sweep(&mut self) {
        if self.now - self.swept >= SWEEP {
            self.swept = self.now;
            aws::forget(self);
        }
    }

    /// Logs a request that was answered now, with the fault that struck it.
    pub fn record(&mut self, fault: Option<&Kind>, mut entry: LogEntry) {
        entry.at = self.now;
        entry.fault = fault.map(Kind::name);
        if fault.is_some_and(Kind::is_unanswered) {
            (entry.status, entry.error) = (0, None);
        }
        self.log.record(entry);
    }

    /// Schedules `event` for when `transition` is over.
    pub fn after(&mut self, transition: Transition, event: Event) {
        let due = self.due(transition);
        let held = faults::holds(self, transition, Some(&event));
        let due = if held { faults::NEVER } else { due };
        self.timers.begin(transition, due, event);
    }

    /// When `transition`, begun now, is over. A frozen clock holds even an instant one back.
    pub fn due(&mut self, transition: Transition) -> Millis {
        if faults::holds(self, transition, None) {
            return faults::NEVER;
        }
        let draw = self.rng().random::<f64>();
        let frozen = Millis::from(self.clock.is_frozen());
        self.now + transition.duration(self.pace, draw).max(frozen)
    }

    /// A generator of its own for each draw: deterministic under the seed, and storable.
    pub fn rng(&mut self) -> StdRng {
        self.draws += 1;
        StdRng::seed_from_u64(self.seed ^ self.draws.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// `count` random bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.rng().fill_bytes(&mut bytes);
        bytes
    }

    /// `digits` random hexadecimal digits.
    pub fn hex(&mut self, digits: usize) -> String {
        let mut text = hex::encode(self.bytes(digits.div_ceil(2)));
        text.truncate(digits);
        text
    }
}

/// The world as the request handlers share it.
#[derive(Debug, Clone)]
pub struct Shared(Arc<Mutex<World>>);

impl Shared {
    /// Wraps a world.
    pub fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    /// The world, settled up to its present, to change it. Hold it for one request, never across
    /// an await.
    pub fn lock(&self) -> MutexGuard<'_, World> {
        let mut world = self.read();
        world.touch();
        world
    }

    /// The same for a request that only reads: what it draws and logs is no change.
    pub fn read(&self) -> MutexGuard<'_, World> {
        let mut world = self.as_it_is();
        world.catch_up();
        faults::remember(&mut world);
        world
    }

    /// The number of the world's last change.
    pub fn revision(&self) -> u64 {
        self.as_it_is().revision
    }

    /// The world as JSON, secrets included: for its own file only.
    pub fn snapshot(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&*self.as_it_is())
    }

    fn as_it_is(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
