//! Time that stands still, and is let pass as soon as nobody does anything but wait for it.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use domain::{ports::Clock, run::RunState};
use sandbox::control::{ClockChange, LogEntry};
use server::clock::SystemClock;
use tokio::sync::watch;

use crate::support::{TestClock, TestSite, site_on};

/// Real milliseconds between two looks at whether anything happens …
const TICK: u64 = 4;
/// … and so many ticks without anything are quiet.
const QUIET: u32 = 4;
/// Nothing keeps a run busy for so many.
const MOST_TICKS: u32 = 10_000;

/// Who sleeps, and until when.
#[derive(Default)]
pub struct Still {
    now: watch::Sender<i64>,
    sleeping: Mutex<BTreeMap<i64, usize>>,
    slept: AtomicU64,
}

/// One sleeper, until it is dropped.
struct Sleeper<'a>(&'a Still, i64);

impl Still {
    pub fn wake(&self, now: i64) {
        self.now.send_replace(now);
    }

    /// How many sleep.
    pub fn count(&self) -> usize {
        self.lock().values().sum()
    }

    pub fn sleepers(&self) -> (Option<i64>, u64) {
        let first = self.lock().keys().next().copied();
        (first, self.slept.load(Ordering::SeqCst))
    }

    pub async fn sleep(&self, until: i64) {
        *self.lock().entry(until).or_default() += 1;
        self.slept.fetch_add(1, Ordering::SeqCst);
        let _sleeper = Sleeper(self, until);
        let mut now = self.now.subscribe();
        now.wait_for(|now| *now >= until).await.unwrap();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<i64, usize>> {
        self.sleeping.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Sleeper<'_> {
    fn drop(&mut self) {
        let mut sleeping = self.0.lock();
        let count = sleeping.get_mut(&self.1).unwrap();
        *count -= 1;
        if *count == 0 {
            sleeping.remove(&self.1);
        }
    }
}

/// A site whose time passes only by [`Hours`].
pub async fn still_site(pace: sandbox::Pace) -> TestSite {
    let clock = Arc::new(TestClock::still());
    let (site, folder) = site_on(clock.clone(), pace, |_| {}).await;
    TestSite {
        site,
        clock,
        folder,
    }
}

fn turn(site: &TestSite, change: &ClockChange) {
    site.site.sandbox().unwrap().clock(change).unwrap();
}

/// Lets a site's time pass, and keeps when each request was made: while requests are made it stands.
pub struct Hours<'a> {
    site: &'a TestSite,
    began: i64,
    /// What the sandbox's clock, which knows seconds only, lags behind, in milliseconds.
    lag: i64,
    /// How many sleep when no run is at work.
    idle: usize,
    /// The number of the last request that was seen.
    last: u64,
    /// Milliseconds since the beginning, and the request.
    pub log: Vec<(i64, LogEntry)>,
}

impl<'a> Hours<'a> {
    /// From now on, before any run starts; the sandbox's time stands still, too.
    pub fn of(site: &'a TestSite) -> Self {
        let freeze = ClockChange {
            freeze: Some(true),
            ..ClockChange::default()
        };
        turn(site, &freeze);
        let before = site.site.sandbox().unwrap().requests(0);
        Self {
            site,
            began: site.clock.now().0,
            lag: 0,
            idle: site.clock.sleeping(),
            last: before.last().map_or(0, |entry| entry.number),
            log: Vec::new(),
        }
    }

    /// Milliseconds that passed.
    pub fn now(&self) -> i64 {
        self.site.clock.now().0 - self.began
    }

    /// Lets time pass until `done`, for so many seconds at most; says when that was.
    pub async fn pass_until(
        &mut self,
        what: &str,
        seconds: i64,
        mut done: impl AsyncFnMut() -> bool,
    ) -> i64 {
        let end = self.now() + seconds * 1000;
        loop {
            self.settle().await;
            if done().await {
                return self.now();
            }
            if self.now() >= end {
                let open = self.site.site.services.runs.open_runs().await.unwrap();
                panic!("not within {seconds} s: {what}; {open:#?}");
            }
            self.step(end);
        }
    }

    /// Lets so many seconds pass.
    pub async fn pass(&mut self, seconds: i64) {
        let end = self.now() + seconds * 1000;
        let clock = self.site.clock.clone();
        let end = end + self.began;
        self.pass_until("time", seconds + 1, async || clock.now().0 >= end)
            .await;
    }

    /// Until nothing has happened for a while, and every run sleeps.
    async fn settle(&mut self) {
        let (mut quiet, mut before) = (0, self.activity());
        for _ in 0..MOST_TICKS {
            if quiet >= QUIET && self.all_sleep().await {
                return;
            }
            SystemClock.sleep(TICK).await;
            let now = self.activity();
            quiet = if now == before { quiet + 1 } else { 0 };
            before = now;
        }
        panic!("a run neither sleeps nor does anything");
    }

    async fn all_sleep(&self) -> bool {
        let open = self.site.site.services.runs.open_runs().await.unwrap();
        let running = open.iter().filter(|run| run.state == RunState::Running);
        self.site.clock.sleeping() >= self.idle + running.count()
    }

    fn activity(&mut self) -> (u64, u64) {
        self.read();
        (self.last, self.site.clock.sleepers().1)
    }

    fn read(&mut self) {
        let now = self.now();
        let new = self.site.site.sandbox().unwrap().requests(self.last);
        self.last = new.last().map_or(self.last, |entry| entry.number);
        self.log.extend(new.into_iter().map(|entry| (now, entry)));
    }

    /// To the next sleeper's end.
    fn step(&mut self, end: i64) {
        let now = self.site.clock.now().0;
        let next = self.site.clock.sleepers().0.unwrap_or(i64::MAX);
        let next = next.min(end + self.began).max(now + 1);
        self.lag += next - now;
        turn(
            self.site,
            &ClockChange {
                advance_seconds: Some(self.lag / 1000),
                ..ClockChange::default()
            },
        );
        self.lag %= 1000;
        self.site.clock.advance_millis(next - now);
    }

    /// When requests of this sort were made.
    pub fn times(&self, is: impl Fn(&LogEntry) -> bool) -> Vec<i64> {
        let found = self.log.iter().filter(|(_, entry)| is(entry));
        found.map(|(at, _)| *at).collect()
    }
}
