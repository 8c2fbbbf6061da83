use async_trait::async_trait;
use domain::{
    ports::{Attempt, Event, Happened, Intent, Lease, Measured, RunStore, StoreError, Timestamp},
    run::Run,
    setup::{StepOutcome, Wait},
};

use super::{Database, journal, measures, runs};

#[async_trait]
impl RunStore for Database {
    async fn intend(&self, intent: Intent) -> Result<Option<u64>, StoreError> {
        journal::intend(self, intent).await
    }

    async fn conclude(
        &self,
        attempt: u64,
        at: Timestamp,
        outcome: StepOutcome,
    ) -> Result<(), StoreError> {
        journal::conclude(self, attempt, at, outcome).await
    }

    async fn attempts(&self, connection: &str) -> Result<Vec<Attempt>, StoreError> {
        journal::attempts(self, connection).await
    }

    async fn begin(&self, run: &Run) -> Result<Option<Run>, StoreError> {
        runs::begin(self, run).await
    }

    async fn run(&self, id: &str) -> Result<Option<Run>, StoreError> {
        runs::run(self, id).await
    }

    async fn run_of(&self, connection: &str) -> Result<Option<Run>, StoreError> {
        runs::newest(self, connection).await
    }

    async fn open_runs(&self) -> Result<Vec<Run>, StoreError> {
        runs::open(self).await
    }

    async fn claim(
        &self,
        id: &str,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
        take: bool,
    ) -> Result<Option<Lease>, StoreError> {
        runs::claim(self, id, owner, now, until, take).await
    }

    async fn save(
        &self,
        lease: &Lease,
        until: Timestamp,
        run: &Run,
        events: &[Happened],
    ) -> Result<bool, StoreError> {
        let written = runs::save(self, lease, until, run, events).await?;
        let Some(events) = written else {
            return Ok(false);
        };
        self.bells.ring(&run.connection, &events);
        Ok(true)
    }

    async fn events(&self, connection: &str, after: u64) -> Result<Vec<Event>, StoreError> {
        runs::events(self, connection, after).await
    }

    async fn measure(&self, wait: Wait, seconds: u64, at: Timestamp) -> Result<(), StoreError> {
        measures::measure(self, wait, seconds, at).await
    }

    async fn measured(&self, wait: Wait) -> Result<Measured, StoreError> {
        measures::measured(self, wait).await
    }
}
