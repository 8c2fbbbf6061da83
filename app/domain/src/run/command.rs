//! What a person can tell a run, and what comes of starting one.

use serde::{Deserialize, Serialize};

use super::Fact;
use crate::{ports::UserId, setup::Refusal};

/// A button of the run's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// No further call after the one that is under way.
    Pause,
    /// Goes on, with the credentials of whoever says so.
    Resume,
    /// Tries a failed step again, with the credentials of whoever says so.
    Retry { step: String },
    /// Gives the failed leg up; the other one is proven alone.
    KeepSingle,
    /// Ends the run: what it made stays, and is what a teardown begins with.
    End,
}

/// What came of starting a run, or of telling it something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Started {
    /// It is at work.
    Run {
        id: String,
    },
    /// There is one already, somebody's.
    Already {
        id: String,
        by: UserId,
    },
    /// What was planned with is not so any more: before and now.
    Stale {
        changed: Vec<(Fact, Fact)>,
    },
    Refused(Refusal),
    /// The database did not take it: nothing was started.
    NotRecorded,
}
