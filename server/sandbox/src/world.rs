//! Everything that exists in the sandbox.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use rand::{Rng, RngExt, SeedableRng, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::{
    aws, bgp,
    clock::{Clock, Millis},
    control::RequestLog,
    pace::{Pace, Transition},
    pureport, seed,
    timers::{Event, Timers},
};

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
    #[serde(skip)]
    pub log: RequestLog,
    draws: u64,
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
            log: RequestLog::default(),
            draws: 0,
        };
        // Not from the seed: the same seed twice is still another world.
        world.world_id = format!("world-{}", hex::encode(rand::random::<[u8; 8]>()));
        seed::fill(&mut world);
        world.settle();
        world
    }

    /// A fresh world under the same roof: the numbering of the request log goes on.
    pub fn reset(&mut self, seed: Option<u64>, pace: Option<Pace>) {
        let log = std::mem::take(&mut self.log);
        *self = Self::new(seed.unwrap_or(self.seed), pace.unwrap_or(self.pace));
        self.log = log;
    }

    /// Goes on after a restart of the process, at `pace`.
    pub fn resume(&mut self, pace: Pace) {
        self.pace = pace;
        self.now = self.clock.now();
        aws::renew_temporary_credentials(self);
    }

    /// Applies every transition that is due. Called before each request.
    pub fn settle(&mut self) {
        let now = self.clock.now();
        // Once before time moves on: what the last request changed, it changed at `self.now`.
        bgp::settle(self);
        while let Some((due, event)) = self.timers.pop_due(now) {
            self.now = due;
            match event {
                Event::Aws(event) => aws::apply(self, event),
                Event::Pureport(event) => pureport::apply(self, event),
            }
            bgp::settle(self);
        }
        self.now = now;
        bgp::settle(self);
    }

    /// Schedules `event` for when `transition` is over.
    pub fn after(&mut self, transition: Transition, event: Event) {
        let due = self.due(transition);
        self.timers.set(due, event);
    }

    /// When `transition`, begun now, is over. A frozen clock holds even an instant one back.
    pub fn due(&mut self, transition: Transition) -> Millis {
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
pub struct Shared(Arc<Room>);

#[derive(Debug)]
struct Room {
    world: Mutex<World>,
    uses: AtomicU64,
}

impl Shared {
    /// Wraps a world.
    pub fn new(world: World) -> Self {
        Self(Arc::new(Room {
            world: Mutex::new(world),
            uses: AtomicU64::new(0),
        }))
    }

    /// The world, settled up to its present. Hold it for one request, never across an await.
    pub fn lock(&self) -> MutexGuard<'_, World> {
        self.0.uses.fetch_add(1, Ordering::Relaxed);
        let mut world = self.0.world.lock().unwrap_or_else(PoisonError::into_inner);
        world.settle();
        world
    }

    /// How often the world was used so far: unchanged means that nothing can have changed.
    pub fn uses(&self) -> u64 {
        self.0.uses.load(Ordering::Relaxed)
    }

    /// The world as JSON, secrets included: for its own file only.
    pub fn snapshot(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(&*self.0.world.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
