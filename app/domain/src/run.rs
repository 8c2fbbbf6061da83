//! A run: from "active at the partner" to "routes proven in the VPC", or all the way back. What
//! it is to bring about is its [`Plan`]; how far it is, is written down after every look, so that
//! whoever takes it up again goes on from there (design/reliability.md).

mod command;
mod decide;
mod drift;
mod facts;
mod items;
mod plan;
mod progress;
mod remembered;
mod step;
mod tear_down;
mod unseen;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use command::{Command, Started};
pub use decide::{Decided, Decision, decide};
pub use drift::{Changed, Drift, Prefixes, drift};
pub use facts::{Fact, facts, fingerprint};
pub use items::{Fate, Item, items};
pub use plan::{Plan, PlannedVpc, SetUp};
pub use progress::{Progress, progress};
pub use remembered::Remembered;
pub use step::{Step, StepKey, StepKind, StepView, Told};
pub use tear_down::TearDown;
pub use unseen::Unseen;

use crate::{
    ports::{Attempt, ConnectionState, LegRole, PortError, Timestamp, UserId},
    setup::{Observation, Reach, Rung},
    status::TaskState,
    values::AwsAccountId,
};

/// How often one run asks the partner to delete the connection.
const MOST_DELETIONS: usize = 2;

/// The vault's name of what was granted to a run.
pub fn grant_of(run: &str) -> String {
    format!("run:{run}")
}

/// A run as it is written down. No secret is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Random, URL-safe.
    pub id: String,
    /// The partner's connection.
    pub connection: String,
    pub connection_name: String,
    /// The partner's account, or the AWS account of a connection that was taken over: whose users
    /// may see it.
    pub account: String,
    /// Only credentials of this account may take it up.
    pub aws_account: AwsAccountId,
    /// Who started it, or resumed it last.
    pub by: UserId,
    pub plan: Plan,
    pub state: RunState,
    pub steps: Vec<StepView>,
    /// The proof as it was last seen.
    pub rungs: Vec<Rung>,
    /// Legs that were given up: "Keep single connection".
    pub dropped: Vec<LegRole>,
    pub began: Timestamp,
    /// The last look that changed something.
    pub changed: Timestamp,
    /// The last look.
    pub looked: Timestamp,
    /// Why it was not complete, until one is.
    #[serde(default)]
    pub unseen: Option<Unseen>,
}

/// How a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Somebody's server is at it.
    Running,
    /// A person stopped it for now.
    Paused,
    /// The credentials that it was granted are gone or expired.
    WaitingForCredentials,
    /// A step cannot go on without somebody's decision.
    NeedsYou,
    /// One leg is proven, the other failed.
    Degraded,
    /// Everything is proven.
    Done,
    /// A person ended it: another plan goes on from what is there.
    Ended,
}

impl RunState {
    /// The value of `data-state`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused => "paused",
            Self::WaitingForCredentials => "waiting_for_credentials",
            Self::NeedsYou => "needs_you",
            Self::Degraded => "degraded",
            Self::Done => "done",
            Self::Ended => "ended",
        }
    }

    /// Nothing comes of it any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Ended)
    }

    /// It goes on only when a person says so.
    pub fn is_parked(self) -> bool {
        !self.is_over() && self != Self::Running
    }
}

impl Run {
    /// A run that is about to begin: its steps are decided from what is seen, nothing is sent.
    pub fn new(
        id: String,
        account: &str,
        by: UserId,
        plan: Plan,
        seen: &Observation,
        now: Timestamp,
    ) -> Self {
        let connection = &seen.connection;
        let mut run = Self {
            id,
            connection: connection.id.clone(),
            connection_name: connection.name.clone(),
            account: account.to_owned(),
            aws_account: connection.account.clone(),
            by,
            plan,
            state: RunState::Running,
            steps: Vec::new(),
            rungs: Vec::new(),
            dropped: Vec::new(),
            began: now,
            changed: now,
            looked: now,
            unseen: None,
        };
        let decided = decide(&run, seen);
        progress(&mut run, &decided, now);
        run
    }

    /// The vault's name of the credentials that were granted to it.
    pub fn grant(&self) -> String {
        grant_of(&self.id)
    }

    /// How far the next look has to go: the proof's calls are made once everything else stands.
    pub fn reach(&self) -> Reach {
        let before_proof = |view: &&StepView| view.key.kind != StepKind::Prove;
        let regions = self.plan.regions();
        if let Plan::TearDown(_) = self.plan {
            return Reach::TearDown(regions);
        }
        if self
            .steps
            .iter()
            .filter(before_proof)
            .all(StepView::is_settled)
        {
            Reach::Proof(regions)
        } else if self.plan.ends_on_vpn_gateway() {
            Reach::Regions(regions)
        } else {
            Reach::Associations(regions)
        }
    }

    /// A call was sent for the step.
    pub fn was_sent(&mut self, key: &StepKey) {
        if let Some(view) = self.steps.iter_mut().find(|view| view.key == *key) {
            view.sent = true;
        }
    }

    /// A provider said no for good.
    pub fn has_failed(&mut self, key: &StepKey, error: PortError) {
        if let Some(view) = self.steps.iter_mut().find(|view| view.key == *key) {
            view.state = TaskState::Failed;
            view.told = Some(Told::Failed(error));
        }
    }

    /// The partner's deletion failed again after the one retry: only its support can help. A
    /// person's next teardown asks again.
    pub fn give_up(&mut self, seen: &Observation, attempts: &[Attempt]) {
        let key = StepKey::of(StepKind::DeleteConnection);
        let asked = attempts.iter().filter(|attempt| {
            let lease = attempt.intent.lease.as_ref();
            lease.is_some_and(|(lease, step)| lease.run == self.id && *step == key.word())
        });
        let failed = seen.connection.state == ConnectionState::FailedToDelete;
        if failed && asked.count() >= MOST_DELETIONS {
            let failure = seen.connection.failure.clone();
            let (code, message) = failure.unwrap_or_default();
            self.has_failed(&key, PortError::Refused { code, message });
        }
    }

    /// Does what a person decided; `false`: not possible as the run is.
    pub fn obey(&mut self, command: &Command, now: Timestamp) -> bool {
        self.state = match command {
            _ if self.state.is_over() => return false,
            Command::Pause if self.state == RunState::Running => RunState::Paused,
            Command::Pause => return false,
            Command::Resume => {
                self.unseen = None;
                self.steps.iter_mut().for_each(|view| view.again(now));
                RunState::Running
            }
            Command::Retry { step } => {
                let Some(view) = self.steps.iter_mut().find(|view| view.key.word() == *step) else {
                    return false;
                };
                view.again(now);
                RunState::Running
            }
            Command::KeepSingle if self.state == RunState::Degraded => {
                let failed = self
                    .steps
                    .iter()
                    .find(|view| view.state == TaskState::Failed);
                let Some(leg) = failed.and_then(|view| progress::leg_of(view, self)) else {
                    return false;
                };
                self.dropped.push(leg);
                self.steps.iter_mut().for_each(|view| view.again(now));
                RunState::Running
            }
            Command::KeepSingle => return false,
            Command::End => RunState::Ended,
        };
        self.changed = now;
        true
    }

    /// The step of that word, as forms name it.
    pub fn step(&self, word: &str) -> Option<&StepView> {
        self.steps.iter().find(|view| view.key.word() == word)
    }
}
