//! Tasks as they are stored.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::clock::Millis;

/// How many tasks are remembered; the oldest go first.
const KEPT: usize = 1_000;

/// Something that goes on by itself, or went on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct Task {
    pub id: String,
    pub kind: TaskKind,
    pub state: TaskState,
    pub about: About,
    pub parent: Option<String>,
    pub children: Vec<String>,
    pub result: Option<String>,
    pub created_at: Millis,
    pub started_at: Option<Millis>,
    pub updated_at: Millis,
    pub completed_at: Option<Millis>,
}

/// What a task is about. Names are kept, since a task outlives its connection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::pureport) struct About {
    pub account: String,
    pub network: Option<Named>,
    pub connection: Option<Named>,
    pub gateway: Option<Named>,
}

/// An id with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::pureport) struct Named {
    pub id: String,
    pub name: String,
}

/// The specification's `TaskType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::pureport) enum TaskKind {
    IpsecRestart,
    Ping,
    ChangeConnectionSpeed,
    CreateOrUpdateConnection,
    DeleteConnection,
    StopGateway,
    StartGateway,
    DeleteGateway,
    RespawnGateways,
    RespawnNetwork,
    RespawnWithCloudServices,
}

/// The specification's `TaskState`, as far as a task gets here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::pureport) enum TaskState {
    Created,
    Running,
    Completed,
    Failed,
    /// What it is about went away meanwhile.
    Deleted,
    /// Its children do the work.
    Aggregate,
}

impl Task {
    /// Not over yet.
    pub fn is_open(&self) -> bool {
        use TaskState as S;
        matches!(self.state, S::Created | S::Running | S::Aggregate)
    }

    /// About the connection itself, not about one of its gateways.
    pub fn is_of_connection(&self, id: &str) -> bool {
        self.about.gateway.is_none() && is(self.about.connection.as_ref(), id)
    }

    pub fn is_of_gateway(&self, id: &str) -> bool {
        is(self.about.gateway.as_ref(), id)
    }
}

fn is(named: Option<&Named>, id: &str) -> bool {
    named.is_some_and(|named| named.id == id)
}

/// The tasks, the oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::pureport) struct Tasks(VecDeque<Task>);

impl Tasks {
    pub fn push(&mut self, task: Task) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(task);
    }

    pub fn find(&self, id: &str) -> Option<&Task> {
        self.0.iter().find(|task| task.id == id)
    }

    pub fn find_mut(&mut self, id: &str) -> Option<&mut Task> {
        self.0.iter_mut().find(|task| task.id == id)
    }

    /// From the newest to the oldest.
    pub fn newest(&self) -> impl Iterator<Item = &Task> {
        self.0.iter().rev()
    }
}
