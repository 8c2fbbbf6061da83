//! One turn of a run: look, send everything that can be sent, look again until nothing can, and
//! write down what is so.

use domain::{
    ports::{CloudKey, Happened, Lease, PortError, StoreError},
    run::{Decided, Decision, Progress, Run, RunState, StepKey, decide, progress},
    setup::{Call, Goal, Observation, Reach, StepOutcome, ladder},
};

use super::{
    Inner,
    drive::{Eyes, lease_until},
    lock,
    sight::Blind,
};
use crate::runs::send::{Sending, may_have_happened, newest, send};

/// More rounds in one turn than any plan can need.
const MOST_ROUNDS: u32 = 250;

/// Where a turn ended.
pub(super) enum Turn {
    /// The run says how it is.
    Written,
    /// Somebody else has the lease.
    Lost,
}

/// Why a turn came to no end of its own.
enum Stop {
    /// Nothing was sent: the lease is lost, or another server was faster.
    Overtaken,
    NoCredentials,
    /// Something may be seen, or written, later.
    Blind(PortError),
    /// The provider did not take this call; it may later.
    NotTaken(&'static str, PortError),
}

impl From<StoreError> for Stop {
    fn from(_: StoreError) -> Self {
        Self::Blind(PortError::Unreachable)
    }
}

/// A call that a step needs now.
struct Due {
    key: StepKey,
    goal: Goal,
    call: Call,
}

impl Inner {
    pub(super) async fn turn(&self, lease: &Lease, run: &mut Run, eyes: &mut Eyes) -> Turn {
        let _hold = self.locks.hold(&run.connection).await;
        let told = match self.work_off(lease, run, eyes).await {
            Ok(told) => {
                eyes.blind = 0;
                told
            }
            // What is written next tells whether the lease is lost, too.
            Err(Stop::Overtaken) => Progress::default(),
            Err(Stop::NoCredentials) => {
                run.state = RunState::WaitingForCredentials;
                Progress {
                    run: true,
                    ..Progress::default()
                }
            }
            Err(Stop::Blind(error)) => {
                tracing::warn!(run = %run.id, %error, "a run could not look");
                let now = self.parts.clock.now();
                eyes.closed(&error, now);
                Progress {
                    run: run.could_not("", &error, now),
                    ..Progress::default()
                }
            }
            Err(Stop::NotTaken(operation, error)) => {
                let now = self.parts.clock.now();
                eyes.closed(&error, now);
                Progress {
                    run: run.could_not(operation, &error, now),
                    ..Progress::default()
                }
            }
        };
        self.write(lease, run, &told).await
    }

    async fn write(&self, lease: &Lease, run: &Run, told: &Progress) -> Turn {
        let now = self.parts.clock.now();
        let (runs, happened) = (&self.parts.runs, happened(run, told));
        let saved = runs.save(lease, lease_until(now), run, &happened);
        let saved = saved.await;
        if saved == Ok(false) {
            return Turn::Lost;
        }
        if told.run && saved == Ok(true) {
            self.announce(run);
        }
        for (wait, seconds) in &told.measured {
            let _ = runs.measure(*wait, *seconds, now).await;
        }
        Turn::Written
    }

    /// In a task of its own: nobody waits for the webhook.
    fn announce(&self, run: &Run) {
        let Some(webhook) = self.parts.webhook.clone() else {
            return;
        };
        let (run, stopping) = (run.clone(), self.stopping.clone());
        lock(&self.tasks).spawn(async move { webhook.tell(&run, stopping).await });
    }

    async fn work_off(
        &self,
        lease: &Lease,
        run: &mut Run,
        eyes: &mut Eyes,
    ) -> Result<Progress, Stop> {
        let mut refused: Vec<(StepKey, PortError)> = Vec::new();
        let mut told = Progress::default();
        for _ in 0..MOST_ROUNDS {
            let reach = run.reach();
            eyes.looked = Some(self.parts.clock.now());
            let (seen, key) = self.look_for(run, &reach).await?;
            told.run |= run.saw(&seen);
            if let Reach::Proof(_) = reach {
                run.rungs = ladder(&seen);
            }
            settle_refused(run, &seen, &mut refused);
            if run.plan.remembered().is_some() {
                let attempts = self.parts.runs.attempts(&run.connection).await?;
                run.give_up(&seen, &attempts);
            }
            let decided = decide(run, &seen);
            let (due, newest) = self.due(run, &decided, eyes).await?;
            if due.is_empty() {
                told.add(progress(run, &decided, self.parts.clock.now()));
                let proof = |reach: &Reach| matches!(reach, Reach::Proof(_));
                if proof(&reach) || !proof(&run.reach()) {
                    return Ok(told);
                }
                // Only the proof is left, and it needs a longer look: at once.
                continue;
            }
            for due in due {
                let step = due.key.clone();
                if let Some(error) = self.send_one(lease, run, &key, &seen, due, newest).await? {
                    refused.push((step, error));
                }
            }
        }
        Err(Stop::Blind(PortError::Unknown))
    }

    /// The credentials must be of the account that the run began with.
    async fn look_for(&self, run: &Run, reach: &Reach) -> Result<(Observation, CloudKey), Stop> {
        let choice = run.plan.choice().clone();
        let remembered = run.plan.remembered();
        let grant = run.grant();
        let seen = self.see(&grant, &run.connection, choice, reach, remembered);
        let (seen, key) = seen.await.map_err(|blind| match blind {
            Blind::NoSession | Blind::NoCloudKey | Blind::Error(PortError::Unauthenticated) => {
                Stop::NoCredentials
            }
            Blind::Error(error) => Stop::Blind(error),
        })?;
        let account = seen.cloud.as_ref().map(|cloud| &cloud.identity.account);
        if account == Some(&run.aws_account) {
            Ok((seen, key))
        } else {
            Err(Stop::NoCredentials)
        }
    }

    /// What can be sent now, with the newest attempt known. A call whose thing may merely not be
    /// listed yet is not sent again.
    async fn due(
        &self,
        run: &Run,
        decided: &[Decided],
        eyes: &Eyes,
    ) -> Result<(Vec<Due>, u64), Stop> {
        let now = self.parts.clock.now();
        if self.stopping.is_stopping() || eyes.rest_until.is_some_and(|until| now < until) {
            return Ok((Vec::new(), 0));
        }
        let attempts = self.parts.runs.attempts(&run.connection).await?;
        let due = decided.iter().filter_map(|one| match &one.decision {
            Decision::Do(goal, call) if !may_have_happened(&attempts, goal, call, now) => {
                Some(Due {
                    key: one.key.clone(),
                    goal: goal.clone(),
                    call: Call::clone(call),
                })
            }
            _ => None,
        });
        Ok((due.collect(), newest(&attempts)))
    }

    /// A definite no comes back.
    async fn send_one(
        &self,
        lease: &Lease,
        run: &mut Run,
        key: &CloudKey,
        seen: &Observation,
        due: Due,
        after: u64,
    ) -> Result<Option<PortError>, Stop> {
        let (connection, by, name) = (run.connection.clone(), run.by.clone(), run.grant());
        let sending = Sending {
            connection: &connection,
            user: &by,
            name: &name,
            goal: &due.goal,
            home: &seen.connection.region,
            lease: Some((lease.clone(), due.key.word())),
            after,
        };
        let operation = due.call.operation();
        let outcome = send(&self.parts, key, sending, due.call).await?;
        match outcome.ok_or(Stop::Overtaken)? {
            StepOutcome::Acknowledged | StepOutcome::Unknown => {
                run.was_sent(&due.key);
                Ok(None)
            }
            StepOutcome::Failed {
                error: PortError::Unauthenticated,
            } => Err(Stop::NoCredentials),
            StepOutcome::Failed { error } if error.passes() => {
                Err(Stop::NotTaken(operation, error))
            }
            StepOutcome::Failed { error } => Ok(Some(error)),
        }
    }
}

/// A definite no may say that somebody else was faster: it counts when the thing is still missing.
fn settle_refused(run: &mut Run, seen: &Observation, refused: &mut Vec<(StepKey, PortError)>) {
    if refused.is_empty() {
        return;
    }
    let decided = decide(run, seen);
    for (key, error) in refused.drain(..) {
        let missing = decided
            .iter()
            .any(|one| one.key == key && matches!(one.decision, Decision::Do(..)));
        if missing {
            run.has_failed(&key, error);
        }
    }
}

fn happened(run: &Run, told: &Progress) -> Vec<Happened> {
    let steps = told.steps.iter().filter_map(|word| {
        let view = run.step(word)?;
        Some(Happened::Step {
            step: word.clone(),
            state: view.state,
        })
    });
    let ended = told.run.then_some(Happened::Run { state: run.state });
    steps.chain(ended).collect()
}
