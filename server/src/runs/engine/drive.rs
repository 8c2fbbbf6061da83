//! Runs: takes one up, turns it over until it is done or needs somebody, and lets it go.

use std::sync::Arc;

use domain::{
    ports::{Lease, PortError, Timestamp},
    run::{Run, RunState},
};

use super::{Inner, RunEngine, lock, pace, turn::Turn};
use crate::entropy;

/// A lease that is not prolonged ends after this long, in seconds.
const LEASE_SECONDS: i64 = 30;

/// How often a server looks for runs that nobody is at, in milliseconds.
const SEEK_MILLIS: u64 = 5_000;

/// After so many looks in a row that failed …
const BLIND: u32 = 5;
/// … the next one comes so many seconds later.
const BLIND_SECONDS: u32 = 15;

/// What a driver knows besides the run.
#[derive(Default)]
pub(super) struct Eyes {
    /// Looks in a row that failed.
    pub blind: u32,
    /// A provider asked to be left alone until then.
    pub rest_until: Option<Timestamp>,
    /// When the last look began.
    pub looked: Option<Timestamp>,
}

impl Eyes {
    /// A look failed, or a call was not taken. A provider that names a time is not asked before,
    /// and not by all runs at once.
    pub fn closed(&mut self, error: &PortError, now: Timestamp) {
        self.blind = self.blind.saturating_add(1);
        let blind = (self.blind >= BLIND).then_some(BLIND_SECONDS);
        if let Some(seconds) = error.rest_seconds().or(blind) {
            self.rest_until = Some(later(now, seconds));
        }
    }
}

/// In so many seconds, and up to a twentieth of that.
fn later(now: Timestamp, seconds: u32) -> Timestamp {
    let millis = u64::from(seconds) * 1000;
    let millis = millis + entropy::below(millis / 20);
    Timestamp(now.0.saturating_add_unsigned(millis))
}

pub(super) fn lease_until(now: Timestamp) -> Timestamp {
    Timestamp(now.0 + LEASE_SECONDS * 1000)
}

impl RunEngine {
    /// Takes up every run that nobody is at, now and from now on. `alone`: no other server shares
    /// the database, so that a lease which has not ended is a dead one's.
    pub fn wake(&self, alone: bool) {
        let inner = Arc::clone(&self.0);
        lock(&self.0.tasks).spawn(async move { inner.seek(alone).await });
    }
}

impl Inner {
    async fn seek(self: Arc<Self>, alone: bool) {
        let mut stopping = self.stopping.clone();
        let mut take = alone;
        loop {
            for run in self.parts.runs.open_runs().await.unwrap_or_default() {
                if run.state == RunState::Running && !self.is_driven(&run.id) {
                    self.drive_on(run.id, take);
                }
            }
            take = false;
            tokio::select! {
                () = self.parts.clock.sleep(SEEK_MILLIS) => {}
                () = stopping.stopped() => return,
            }
        }
    }

    /// A driver's number: the newest one counts.
    fn at_the_wheel(&self, id: &str) -> u64 {
        let mut driven = lock(&self.driven);
        let number = driven.get(id).map_or(0, |last| last + 1);
        driven.insert(id.to_owned(), number);
        number
    }

    fn is_driven(&self, id: &str) -> bool {
        lock(&self.driven).contains_key(id)
    }

    /// In a task of its own.
    pub(super) fn drive_on(self: &Arc<Self>, id: String, take: bool) {
        let inner = Arc::clone(self);
        let mut tasks = lock(&self.tasks);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(async move {
            let number = inner.at_the_wheel(&id);
            inner.drive(&id, take).await;
            // A later driver may have taken it over meanwhile: then it is still driven.
            let mut driven = lock(&inner.driven);
            if driven.get(&id) == Some(&number) {
                driven.remove(&id);
            }
        });
    }

    async fn drive(&self, id: &str, take: bool) {
        let runs = &self.parts.runs;
        let now = self.parts.clock.now();
        let claimed = runs.claim(id, &self.owner, now, lease_until(now), take);
        let Ok(Some(lease)) = claimed.await else {
            return;
        };
        let Ok(Some(mut run)) = runs.run(id).await else {
            return;
        };
        tracing::info!(run = id, connection = %run.connection, epoch = lease.epoch, "at work");
        let mut eyes = Eyes::default();
        let mut stopping = self.stopping.clone();
        while run.state == RunState::Running {
            if matches!(self.turn(&lease, &mut run, &mut eyes).await, Turn::Lost) {
                tracing::info!(run = id, "somebody else is at it");
                return;
            }
            if run.state != RunState::Running {
                break;
            }
            let pause = self.pause(&run, &eyes).await;
            tokio::select! {
                () = self.parts.clock.sleep(pause) => {}
                () = stopping.stopped() => return self.let_go(&lease, &run).await,
            }
        }
        tracing::info!(run = id, connection = %run.connection, state = run.state.word(), "a run stands");
        if run.state.is_over() {
            self.parts.vault.forget(&run.grant()).await;
        }
    }

    /// Whoever starts next may go on at once.
    async fn let_go(&self, lease: &Lease, run: &Run) {
        let now = self.parts.clock.now();
        let _ = self.parts.runs.save(lease, now, run, &[]).await;
    }

    async fn pause(&self, run: &Run, eyes: &Eyes) -> u64 {
        let mut usual = Vec::new();
        for wait in run.steps.iter().filter_map(|view| view.wait) {
            usual.push((
                wait,
                self.parts.runs.measured(wait).await.unwrap_or_default(),
            ));
        }
        let now = self.parts.clock.now();
        pace::pause(run, &usual, eyes, now, self.parts.fastest_look_millis)
    }
}
