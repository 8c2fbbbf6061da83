//! One vocabulary of states for every page (architecture.md, "One vocabulary").

use serde::{Deserialize, Serialize};

use crate::ports::{BgpState, ConnectionState, GatewayState, HostedState, InterfaceState, LegRole};

/// The state of a task or step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaskState {
    Blocked,
    Ready,
    Running,
    Done,
    Failed,
    NotNeeded,
}

/// The state of a rung of the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungState {
    Passed,
    /// As it should be, but for something to know.
    Warning,
    Waiting,
    Broken,
    NotChecked,
}

/// How any thing at a provider is doing, told alike for both (design/ux.md, last paragraph).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Nothing there yet.
    Absent,
    NeedsAction,
    InProgress,
    Ready,
    Failed,
    Stopped,
    Unknown,
}

impl TaskState {
    /// The value of `data-state`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::NotNeeded => "not_needed",
        }
    }
}

impl RungState {
    /// The value of `data-state`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Warning => "warning",
            Self::Waiting => "waiting",
            Self::Broken => "broken",
            Self::NotChecked => "not_checked",
        }
    }
}

impl Condition {
    /// The value of `data-state`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::NeedsAction => "needs_action",
            Self::InProgress => "in_progress",
            Self::Ready => "available",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
            Self::Unknown => "unknown",
        }
    }
}

impl ConnectionState {
    /// The provider's state as a condition.
    pub fn condition(self) -> Condition {
        match self {
            Self::Provisioning | Self::Updating | Self::Deleting => Condition::InProgress,
            Self::AwaitingApproval => Condition::NeedsAction,
            Self::FailedToProvision | Self::FailedToUpdate | Self::FailedToDelete | Self::Down => {
                Condition::Failed
            }
            Self::Active => Condition::Ready,
            Self::Deleted => Condition::Stopped,
        }
    }

    /// It still changes by itself, so that a page showing it refreshes.
    pub fn is_moving(self) -> bool {
        matches!(
            self,
            Self::Provisioning | Self::AwaitingApproval | Self::Updating | Self::Deleting
        )
    }
}

impl HostedState {
    /// The provider's state as a condition. `down` before an interface exists is ready; after
    /// BGP was up it is a failed link.
    pub fn condition(self, has_interface: bool) -> Condition {
        match self {
            Self::Ordering => Condition::NeedsAction,
            Self::Requested | Self::Pending | Self::Deleting => Condition::InProgress,
            Self::Available => Condition::Ready,
            Self::Down if has_interface => Condition::Failed,
            Self::Down => Condition::Ready,
            Self::Deleted | Self::Rejected => Condition::Stopped,
            Self::Unknown => Condition::Unknown,
        }
    }
}

impl GatewayState {
    /// The provider's state as a condition.
    pub fn condition(self) -> Condition {
        match self {
            Self::Pending => Condition::InProgress,
            Self::Available => Condition::Ready,
            Self::Deleting | Self::Deleted => Condition::Stopped,
        }
    }
}

impl InterfaceState {
    /// The provider's state as a condition. `down` is an interface that waits for BGP.
    pub fn condition(self) -> Condition {
        match self {
            Self::Confirming => Condition::NeedsAction,
            Self::Verifying | Self::Pending | Self::Deleting | Self::Down | Self::Testing => {
                Condition::InProgress
            }
            Self::Available => Condition::Ready,
            Self::Deleted | Self::Rejected => Condition::Stopped,
            Self::Unknown => Condition::Unknown,
        }
    }
}

impl LegRole {
    /// `primary` or `secondary`: part of names, tags and field names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
        }
    }

    /// Reads [`Self::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Primary, Self::Secondary]
            .into_iter()
            .find(|role| role.word() == word)
    }
}

impl BgpState {
    /// The value of `data-state`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Pending => "pending",
        }
    }
}
