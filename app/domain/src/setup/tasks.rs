mod state;

use serde::{Deserialize, Serialize};

use self::state::state;
use super::{Observation, Refusal, Wait};
use crate::status::TaskState;

/// The tasks after the order, in the order of a Direct Connect gateway set-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    Accept,
    Gateway,
    Interfaces,
    Vpc,
    Association,
    Routes,
    Verify,
}

/// One task as the overview shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskView {
    pub task: Task,
    pub state: TaskState,
    /// Why it cannot start yet.
    pub reason: Option<Refusal>,
    /// What it waits for while it runs.
    pub wait: Option<Wait>,
}

impl Task {
    /// All, with a Direct Connect gateway as target.
    pub const ALL: [Self; 7] = [
        Self::Accept,
        Self::Gateway,
        Self::Interfaces,
        Self::Vpc,
        Self::Association,
        Self::Routes,
        Self::Verify,
    ];

    /// In order of work; with a virtual private gateway the VPC comes before the interfaces and
    /// the two gateway tasks stand last, not needed.
    pub fn in_order(on_vpn_gateway: bool) -> [Self; 7] {
        if on_vpn_gateway {
            use Task as T;
            return [
                T::Accept,
                T::Vpc,
                T::Interfaces,
                T::Routes,
                T::Verify,
                T::Gateway,
                T::Association,
            ];
        }
        Self::ALL
    }

    /// The word in addresses, tags and file names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Gateway => "gateway",
            Self::Interfaces => "interfaces",
            Self::Vpc => "vpc",
            Self::Association => "association",
            Self::Routes => "routes",
            Self::Verify => "verify",
        }
    }

    /// Reads [`Self::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|task| task.word() == word)
    }

    /// The task after this one.
    pub fn following(self, on_vpn_gateway: bool) -> Option<Self> {
        let order = Self::in_order(on_vpn_gateway);
        let at = order.iter().position(|task| *task == self)?;
        order
            .get(at + 1)
            .copied()
            .filter(|next| !next.is_skipped(on_vpn_gateway))
    }

    fn is_skipped(self, on_vpn_gateway: bool) -> bool {
        on_vpn_gateway && matches!(self, Self::Gateway | Self::Association)
    }
}

/// Every task with its state, in order of work.
pub fn task_views(seen: &Observation) -> Vec<TaskView> {
    let on_vpn_gateway = seen.ends_on_vpn_gateway();
    Task::in_order(on_vpn_gateway)
        .into_iter()
        .map(|task| view(task, seen))
        .collect()
}

fn view(task: Task, seen: &Observation) -> TaskView {
    let (state, reason, wait) = match state(task, seen) {
        Ok((state, wait)) => (state, None, wait),
        Err(refusal) => (TaskState::Blocked, Some(refusal), None),
    };
    TaskView {
        task,
        state,
        reason,
        wait,
    }
}
