//! The journal in memory: bounded, gone with the process.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::{
    ports::{Attempt, Event, Happened, Intent, Lease, Measured, RunStore, StoreError, Timestamp},
    run::Run,
    setup::{StepOutcome, Wait},
};

/// The most attempts that are kept; the oldest go first.
const MOST: usize = 10_000;

#[derive(Debug, Default)]
pub struct MemoryRuns(Mutex<Journal>);

#[derive(Debug, Default)]
struct Journal {
    last: u64,
    attempts: VecDeque<Attempt>,
}

impl MemoryRuns {
    fn lock(&self) -> MutexGuard<'_, Journal> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl RunStore for MemoryRuns {
    async fn intend(&self, intent: Intent) -> Result<Option<u64>, StoreError> {
        let mut journal = self.lock();
        journal.last += 1;
        let number = journal.last;
        if journal.attempts.len() >= MOST {
            journal.attempts.pop_front();
        }
        journal.attempts.push_back(Attempt {
            number,
            intent,
            concluded: None,
        });
        Ok(Some(number))
    }

    async fn conclude(
        &self,
        attempt: u64,
        at: Timestamp,
        outcome: StepOutcome,
    ) -> Result<(), StoreError> {
        let mut journal = self.lock();
        let found = journal
            .attempts
            .iter_mut()
            .rev()
            .find(|known| known.number == attempt);
        found.ok_or(StoreError)?.concluded = Some((at, outcome));
        Ok(())
    }

    async fn attempts(&self, connection: &str) -> Result<Vec<Attempt>, StoreError> {
        let journal = self.lock();
        let of_connection = journal
            .attempts
            .iter()
            .filter(|attempt| attempt.intent.connection == connection);
        Ok(of_connection.cloned().collect())
    }

    async fn begin(&self, _: &Run) -> Result<Option<Run>, StoreError> {
        Err(StoreError)
    }

    async fn run(&self, _: &str) -> Result<Option<Run>, StoreError> {
        Ok(None)
    }

    async fn run_of(&self, _: &str) -> Result<Option<Run>, StoreError> {
        Ok(None)
    }

    async fn open_runs(&self) -> Result<Vec<Run>, StoreError> {
        Ok(Vec::new())
    }

    async fn claim(
        &self,
        _: &str,
        _: &str,
        _: Timestamp,
        _: Timestamp,
        _: bool,
    ) -> Result<Option<Lease>, StoreError> {
        Ok(None)
    }

    async fn save(
        &self,
        _: &Lease,
        _: Timestamp,
        _: &Run,
        _: &[Happened],
    ) -> Result<bool, StoreError> {
        Ok(false)
    }

    async fn events(&self, _: &str, _: u64) -> Result<Vec<Event>, StoreError> {
        Ok(Vec::new())
    }

    async fn measure(&self, _: Wait, _: u64, _: Timestamp) -> Result<(), StoreError> {
        Ok(())
    }

    async fn measured(&self, _: Wait) -> Result<Measured, StoreError> {
        Ok(Measured::default())
    }
}
