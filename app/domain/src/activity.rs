//! Who did what, when, with which outcome.

use serde::{Deserialize, Serialize};

use crate::ports::{Timestamp, UserId};

/// One line of the activity list. Never a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: Timestamp,
    pub user: UserId,
    /// What was done, as a code: an operation of a provider or `onramp:…`.
    pub action: String,
    /// The object's id or name.
    pub object: String,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Done,
    Refused,
    Failed,
    Unknown,
}
