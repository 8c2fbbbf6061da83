//! A run: from "active at the partner" to "routes proven in the VPC", or all the way back. What
//! it is to bring about is its [`Plan`]; how far it is, is written down after every look, so that
//! whoever takes it up again goes on from there (design/reliability.md).

mod command;
mod decide;
mod facts;
mod items;
mod plan;
mod progress;
mod step;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use command::{Command, Started};
pub use decide::{Decided, Decision, decide};
pub use facts::{Fact, facts, fingerprint};
pub use items::{Fate, Item, items};
pub use plan::{Plan, PlannedVpc, SetUp};
pub use progress::{Progress, progress};
pub use step::{Step, StepKey, StepKind, StepView, Told};

use crate::{
    ports::{LegRole, Timestamp, UserId},
    setup::Rung,
    values::AwsAccountId,
};

/// A run as it is written down. No secret is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Random, URL-safe.
    pub id: String,
    /// The partner's connection.
    pub connection: String,
    pub connection_name: String,
    /// The partner's account: whose users may see it.
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
    /// The step of that word, as forms name it.
    pub fn step(&self, word: &str) -> Option<&StepView> {
        self.steps.iter().find(|view| view.key.word() == word)
    }
}
