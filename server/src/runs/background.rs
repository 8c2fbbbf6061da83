//! Goals that are being worked on without anybody waiting for the answer, and how they failed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::setup::{Goal, Notice, Task};

/// By connection.
#[derive(Clone, Default)]
pub struct Background(Arc<Mutex<HashMap<String, Goals>>>);

#[derive(Default)]
struct Goals {
    running: Vec<Goal>,
    /// What was not done since the last press, one a task at most.
    failed: Vec<(Task, Notice)>,
}

/// A goal that is being worked on, until this is dropped, however that comes about.
pub struct Working {
    background: Background,
    connection: String,
    goal: Goal,
}

impl Background {
    /// `None`: it is being worked on already.
    pub fn begin(&self, connection: &str, goal: &Goal) -> Option<Working> {
        let mut all = self.lock();
        let goals = all.entry(connection.to_owned()).or_default();
        if goals.running.contains(goal) {
            return None;
        }
        goals.running.push(goal.clone());
        Some(Working {
            background: self.clone(),
            connection: connection.to_owned(),
            goal: goal.clone(),
        })
    }

    /// Goals that are being worked on.
    pub fn running(&self, connection: &str) -> Vec<Goal> {
        self.lock()
            .get(connection)
            .map(|goals| goals.running.clone())
            .unwrap_or_default()
    }

    /// What was not done.
    pub fn failed(&self, connection: &str) -> Vec<Notice> {
        let all = self.lock();
        let failed = all.get(connection).map(|goals| goals.failed.iter());
        failed
            .into_iter()
            .flatten()
            .map(|(_, notice)| notice.clone())
            .collect()
    }

    /// The button of `task` was pressed: what it says now counts.
    pub fn forget(&self, connection: &str, task: Task) {
        if let Some(goals) = self.lock().get_mut(connection) {
            goals.failed.retain(|(of, _)| *of != task);
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Goals>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Working {
    /// It ended without being reached.
    pub fn fail(self, notice: Notice) {
        let task = self.goal.task();
        self.background.forget(&self.connection, task);
        let mut all = self.background.lock();
        let goals = all.entry(self.connection.clone()).or_default();
        goals.failed.push((task, notice));
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        let mut all = self.background.lock();
        if let Some(goals) = all.get_mut(&self.connection) {
            goals.running.retain(|known| *known != self.goal);
        }
        all.retain(|_, goals| !goals.running.is_empty() || !goals.failed.is_empty());
    }
}

#[cfg(test)]
mod tests {
    use domain::ports::PortError;

    use super::*;

    fn goal() -> Goal {
        Goal::CreateGateway {
            name: "onramp".to_owned(),
        }
    }

    #[test]
    fn a_goal_is_worked_on_once_and_until_its_work_is_dropped() {
        let background = Background::default();
        let working = background.begin("conn-1", &goal());
        assert!(background.begin("conn-1", &goal()).is_none());
        assert_eq!(background.running("conn-1"), [goal()]);
        drop(working);
        assert!(background.running("conn-1").is_empty());
    }

    #[test]
    fn a_failure_is_told_until_the_next_press() {
        let background = Background::default();
        let notice = Notice::Failed {
            goal: goal(),
            error: PortError::Unreachable,
            begun: false,
        };
        for _ in 0..2 {
            let working = background.begin("conn-1", &goal());
            if let Some(working) = working {
                working.fail(notice.clone());
            }
            assert_eq!(background.failed("conn-1"), std::slice::from_ref(&notice));
        }
        assert!(background.running("conn-1").is_empty());
        background.forget("conn-1", Task::Gateway);
        assert!(background.failed("conn-1").is_empty());
    }
}
