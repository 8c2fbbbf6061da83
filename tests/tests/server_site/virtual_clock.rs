//! Time that passes only by being slept or turned, the same for the server and the sandbox.

use std::sync::OnceLock;

use domain::ports::{Clock, Timestamp};
use sandbox::world::Shared;
use server::clock::SystemClock;
use tokio::{sync::watch, task::yield_now};

/// How long the server's watchmen sleep, in milliseconds: looking for runs that nobody is at,
/// sweeping, draining. They move no time, they wait for it.
const WATCHMEN: [u64; 3] = [5_000, 30_000, 20_000];

/// The shortest time between two looks in live mode, in milliseconds: nobody sleeps shorter.
const SHORTEST: u64 = 5_000;

/// A sleeper wakes at once, and the time is then what it slept for.
pub struct VirtualClock {
    now: watch::Sender<i64>,
    world: OnceLock<Shared>,
}

impl VirtualClock {
    pub fn new() -> Self {
        Self {
            now: watch::Sender::new(SystemClock.now().0),
            world: OnceLock::new(),
        }
    }

    /// From now on the sandbox's clock stands still but for this one.
    pub fn lead(&self, world: &Shared) {
        let mut sandbox = world.lock();
        sandbox.clock.freeze(true);
        let there = sandbox.clock.now();
        drop(sandbox);
        let _ = self.world.set(world.clone());
        self.reach(there.max(self.now().0));
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.reach(self.now().0 + seconds * 1000);
    }

    /// The sandbox first: nothing that the server does now happens there before now.
    fn reach(&self, time: i64) {
        if let Some(world) = self.world.get() {
            let mut sandbox = world.lock();
            let behind = time - sandbox.clock.now();
            sandbox.clock.advance(behind.max(0));
            sandbox.settle();
        }
        self.now.send_if_modified(|now| {
            let later = time > *now;
            *now = time.max(*now);
            later
        });
    }
}

#[async_trait::async_trait]
impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        Timestamp(*self.now.borrow())
    }

    async fn sleep(&self, millis: u64) {
        let after = |millis: u64| self.now().0 + i64::try_from(millis).unwrap();
        let until = after(millis);
        if WATCHMEN.contains(&millis) {
            let mut watch = self.now.subscribe();
            // The sender is this clock, which is there as long as somebody sleeps.
            let _ = watch.wait_for(|now| *now >= until).await;
        } else {
            let until = until.max(after(SHORTEST));
            yield_now().await;
            self.reach(until);
        }
    }
}
