//! Starting a run, and what a person tells it afterwards.

use std::sync::Arc;

use domain::{
    ports::{Actor, Happened, Identity, PortError, StoreError, Timestamp},
    run::{Command, Run, RunState, Started},
    setup::Refusal,
};

use super::{Inner, drive::lease_until};

/// The longest that a run keeps what it was granted, in seconds (design/architecture.md).
const GRANT_SECONDS: i64 = 4 * 60 * 60;

/// How often a decision is written down anew when its lease is lost meanwhile.
const MOST_CLAIMS: u32 = 5;

impl Inner {
    pub(super) async fn start(self: &Arc<Self>, actor: Actor, run: Run) -> Started {
        let id = run.id.clone();
        match self.begin(&actor, &run).await {
            Ok(Started::Run { id }) => {
                self.drive_on(id.clone(), false);
                Started::Run { id }
            }
            Ok(other) => {
                self.parts.vault.forget(&domain::run::grant_of(&id)).await;
                other
            }
            Err(StoreError) => {
                self.parts.vault.forget(&domain::run::grant_of(&id)).await;
                Started::NotRecorded
            }
        }
    }

    async fn begin(&self, actor: &Actor, run: &Run) -> Result<Started, StoreError> {
        if !self.grant(actor, run).await? {
            return Ok(Started::Refused(Refusal::CloudNotConnected));
        }
        if let Some(other) = self.parts.runs.begin(run).await? {
            return Ok(Started::Already {
                id: other.id,
                by: other.by,
            });
        }
        let choice = run.plan.choice();
        self.parts.choices.save(&run.connection, choice).await?;
        Ok(Started::Run { id: run.id.clone() })
    }

    async fn grant(&self, actor: &Actor, run: &Run) -> Result<bool, StoreError> {
        let until = Timestamp(self.parts.clock.now().0 + GRANT_SECONDS * 1000);
        let (vault, to) = (&self.parts.vault, run.grant());
        vault.grant(&actor.session, &to, until).await
    }

    pub(super) async fn command(
        self: &Arc<Self>,
        actor: Actor,
        id: &str,
        command: Command,
    ) -> Started {
        match self.obey(&actor, id, &command).await {
            Ok(told) => told,
            Err(StoreError) => Started::NotRecorded,
        }
    }

    async fn obey(
        self: &Arc<Self>,
        actor: &Actor,
        id: &str,
        command: &Command,
    ) -> Result<Started, StoreError> {
        let runs = &self.parts.runs;
        let Some(run) = runs.run(id).await? else {
            return Ok(Started::Refused(Refusal::NoSuchRun));
        };
        let goes_on = !matches!(command, Command::Pause | Command::End);
        if goes_on {
            if let Err(refusal) = self.same_account(actor, &run).await {
                return Ok(Started::Refused(refusal));
            }
            self.grant(actor, &run).await?;
        }
        let _hold = self.locks.hold(&run.connection).await;
        let mut obeyed = None;
        // A driver that is about to begin may take the lease in between.
        for _ in 0..MOST_CLAIMS {
            obeyed = self.tell(actor, id, command).await?;
            if obeyed.is_some() {
                break;
            }
        }
        let Some(run) = obeyed else {
            return Ok(Started::Refused(Refusal::NoSuchRun));
        };
        if run.state.is_over() {
            self.parts.vault.forget(&run.grant()).await;
        }
        if run.state == RunState::Running {
            self.drive_on(run.id.clone(), true);
        }
        Ok(Started::Run { id: run.id })
    }

    /// `None`: it could not be written down, somebody else has the lease.
    async fn tell(
        &self,
        actor: &Actor,
        id: &str,
        command: &Command,
    ) -> Result<Option<Run>, StoreError> {
        let (runs, now) = (&self.parts.runs, self.parts.clock.now());
        let lease = runs.claim(id, &self.owner, now, lease_until(now), true);
        let (Some(lease), Some(mut run)) = (lease.await?, runs.run(id).await?) else {
            return Ok(None);
        };
        if !run.obey(command, now) {
            return Ok(Some(run));
        }
        run.by = actor.user.clone();
        let happened = [Happened::Run { state: run.state }];
        let saved = runs.save(&lease, lease_until(now), &run, &happened);
        Ok(saved.await?.then_some(run))
    }

    /// Whoever takes a run up proves the account that it began with.
    async fn same_account(&self, actor: &Actor, run: &Run) -> Result<(), Refusal> {
        let key = self.parts.vault.cloud_key(&actor.session).await;
        let key = key.ok_or(Refusal::CloudNotConnected)?;
        let home = &self.parts.home_region;
        let identity: Result<Identity, PortError> = self.parts.cloud.identity(&key, home).await;
        match identity {
            Ok(identity) if identity.account == run.aws_account => Ok(()),
            Ok(identity) => Err(Refusal::OtherAccount {
                signed_in: identity.account,
                ordered: run.aws_account.clone(),
            }),
            Err(_) => Err(Refusal::NotReadable),
        }
    }
}
