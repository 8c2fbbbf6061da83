//! The loop of design/reliability.md, as a plan of one goal: observe, ask the rules for the next
//! action, journal it, send it, observe again. Only definite answers end it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::{
    ports::{
        Activity, Actor, Choice, Choices, Clock, Cloud, Engine, Fabric, PortError, RunStore, UserId,
    },
    setup::{
        Call, Goal, Next, Notice, Observation, Ports, Refusal, StepOutcome, Wait, next, observe,
    },
    values::RegionName,
};
use tokio::{sync::oneshot, task::JoinSet};

use super::{
    locks::Locks,
    send::{may_have_happened, send, wait_after},
};
use crate::shutdown::{DRAIN_SECONDS, Stopping};

/// A goal is given up after this long, in seconds.
const DEADLINE_SECONDS: u64 = 30 * 60;

/// The first look after a wait began, in milliseconds; each further one comes half again later.
const FIRST_LOOK_MILLIS: u64 = 250;

/// How many looks in a row may fail before a goal in the background is given up.
const FAILED_LOOKS: u32 = 5;

/// The most calls that one goal can need: every table of a VPC.
const MOST_STEPS: u32 = 250;

/// What the engine works with.
pub struct Parts {
    /// `None`: the partner's half is off, so nobody can start a goal.
    pub fabric: Option<Arc<dyn Fabric>>,
    pub cloud: Arc<dyn Cloud>,
    pub choices: Arc<dyn Choices>,
    pub runs: Arc<dyn RunStore>,
    pub activity: Arc<dyn Activity>,
    pub clock: Arc<dyn Clock>,
    /// The longest time between two looks, in milliseconds.
    pub slowest_look_millis: u64,
    /// Whether a user has a session: signing out takes back what a goal was lent.
    pub is_signed_in: Arc<dyn Fn(&UserId) -> bool + Send + Sync>,
}

/// The engine of this process.
#[derive(Clone)]
pub struct RunEngine(Arc<Inner>);

struct Inner {
    parts: Parts,
    locks: Locks,
    /// Goals that are being worked on, by connection.
    running: Mutex<HashMap<String, Vec<Goal>>>,
    tasks: Mutex<JoinSet<()>>,
    stopping: Stopping,
}

/// Where one round of the loop ended.
enum Round {
    End(Notice),
    /// Only waiting is left.
    Wait(Wait),
    /// A look failed in a way that may pass.
    Blind(Notice),
}

impl RunEngine {
    /// An engine that starts nothing new once `stopping` is told.
    pub fn new(parts: Parts, stopping: Stopping) -> Self {
        Self(Arc::new(Inner {
            parts,
            locks: Locks::default(),
            running: Mutex::default(),
            tasks: Mutex::default(),
            stopping,
        }))
    }

    /// Waits until everything under way has ended: a call that was sent, up to its answer.
    pub async fn drain(&self) {
        let mut tasks = std::mem::take(&mut *lock(&self.0.tasks));
        let all = async { while tasks.join_next().await.is_some() {} };
        tokio::select! {
            () = all => {}
            () = self.0.parts.clock.sleep(DRAIN_SECONDS * 1000) => tracing::warn!("runs were cut off"),
        }
    }
}

#[async_trait]
impl Engine for RunEngine {
    /// In a task of its own: a browser that hangs up does not leave a call without its outcome.
    async fn pursue(&self, actor: Actor, goal: Goal) -> Notice {
        let (tell, told) = oneshot::channel();
        let inner = Arc::clone(&self.0);
        let unknown = Notice::Failed {
            goal: goal.clone(),
            error: PortError::Unknown,
        };
        {
            let mut tasks = lock(&self.0.tasks);
            while tasks.try_join_next().is_some() {}
            tasks.spawn(async move { inner.work(actor, goal, tell).await });
        }
        told.await.unwrap_or(unknown)
    }

    async fn running(&self, connection: &str) -> Vec<Goal> {
        lock(&self.0.running)
            .get(connection)
            .cloned()
            .unwrap_or_default()
    }
}

impl Inner {
    async fn work(&self, actor: Actor, goal: Goal, tell: oneshot::Sender<Notice>) {
        let first = self.round(&actor, &goal).await;
        let Round::Wait(wait) = first else {
            let (Round::End(notice) | Round::Blind(notice)) = first else {
                return;
            };
            let _ = tell.send(notice);
            return;
        };
        let in_background = self.begin(&actor.connection, &goal);
        let _ = tell.send(Notice::Waiting {
            goal: goal.clone(),
            wait,
        });
        if in_background {
            self.go_on(&actor, &goal).await;
            self.end(&actor.connection, &goal);
        }
    }

    /// `false`: it is being worked on already.
    fn begin(&self, connection: &str, goal: &Goal) -> bool {
        let mut running = lock(&self.running);
        let goals = running.entry(connection.to_owned()).or_default();
        let new = !goals.contains(goal);
        if new {
            goals.push(goal.clone());
        }
        new
    }

    fn end(&self, connection: &str, goal: &Goal) {
        let mut running = lock(&self.running);
        if let Some(goals) = running.get_mut(connection) {
            goals.retain(|known| known != goal);
        }
        running.retain(|_, goals| !goals.is_empty());
    }

    /// Looks again and again, and sends what becomes possible, until the goal ends.
    async fn go_on(&self, actor: &Actor, goal: &Goal) {
        let clock = &self.parts.clock;
        let began = clock.now();
        let mut stopping = self.stopping.clone();
        let (mut pause, mut blind, mut gone) = (FIRST_LOOK_MILLIS, 0, 0);
        let lent = (self.parts.is_signed_in)(&actor.user);
        while clock.now().seconds_since(began) < DEADLINE_SECONDS {
            tokio::select! {
                () = clock.sleep(pause) => {}
                () = stopping.stopped() => return,
            }
            pause = (pause + pause / 2).min(self.parts.slowest_look_millis);
            // Twice, because a session that gets a new id is away for a moment.
            gone = if lent && !(self.parts.is_signed_in)(&actor.user) {
                gone + 1
            } else {
                0
            };
            if gone == 2 {
                tracing::info!(connection = %actor.connection, "a goal ended with its user's session");
                return;
            }
            match self.round(actor, goal).await {
                Round::Wait(_) => blind = 0,
                Round::Blind(_) if blind < FAILED_LOOKS => blind += 1,
                Round::End(notice) | Round::Blind(notice) => {
                    tracing::info!(connection = %actor.connection, ?notice, "a goal ended in the background");
                    return;
                }
            }
        }
        tracing::warn!(connection = %actor.connection, ?goal, "a goal was given up");
    }

    /// Works under the connection's lock until the goal ends or only waiting is left.
    async fn round(&self, actor: &Actor, goal: &Goal) -> Round {
        let _lock = self.locks.hold(&actor.connection).await;
        let mut already = true;
        let mut refused = None;
        for _ in 0..MOST_STEPS {
            let seen = match self.look(actor, goal).await {
                Ok(seen) => seen,
                Err(end) => return end,
            };
            let call = match next(goal, &seen) {
                Next::Done => {
                    return Round::End(Notice::Reached {
                        goal: goal.clone(),
                        already,
                    });
                }
                Next::Wait(wait) => return Round::Wait(wait),
                Next::Refuse(refusal) => return refuse(goal, refusal, already),
                Next::Do(call) => call,
            };
            // A definite no, and after it the world is still without the thing.
            if let Some(error) = refused {
                return Round::End(Notice::Failed {
                    goal: goal.clone(),
                    error,
                });
            }
            match self.step(actor, goal, &seen.connection.region, call).await {
                Step::Sent => already = false,
                Step::Refused(error) => refused = Some(error),
                Step::Over(round) => return round,
            }
        }
        Round::End(Notice::Failed {
            goal: goal.clone(),
            error: PortError::Unknown,
        })
    }

    async fn look(&self, actor: &Actor, goal: &Goal) -> Result<Observation, Round> {
        let parts = &self.parts;
        let Some(fabric) = &parts.fabric else {
            let error = PortError::Unreachable;
            return Err(Round::End(Notice::Failed {
                goal: goal.clone(),
                error,
            }));
        };
        let choice = parts.choices.load(&actor.connection).await;
        let choice = choice.map_err(|_| Round::End(Notice::NotRecorded { goal: goal.clone() }))?;
        let ports = Ports {
            fabric: fabric.as_ref(),
            cloud: parts.cloud.as_ref(),
            fabric_key: &actor.fabric_key,
            cloud_key: Some(&actor.cloud_key),
        };
        let choice = choice.unwrap_or(Choice::NewGateway);
        let seen = observe(ports, &actor.connection, choice, &goal.reach()).await;
        seen.map_err(|error| {
            let passing = !matches!(
                error,
                PortError::Unauthenticated | PortError::Denied { .. } | PortError::NotFound
            );
            let notice = Notice::Failed {
                goal: goal.clone(),
                error,
            };
            if passing {
                Round::Blind(notice)
            } else {
                Round::End(notice)
            }
        })
    }

    async fn step(&self, actor: &Actor, goal: &Goal, home: &RegionName, call: Call) -> Step {
        let not_recorded = || Step::Over(Round::End(Notice::NotRecorded { goal: goal.clone() }));
        let wait = wait_after(&call);
        let Ok(attempts) = self.parts.runs.attempts(&actor.connection).await else {
            return not_recorded();
        };
        if may_have_happened(&attempts, goal, &call, self.parts.clock.now()) {
            return Step::Over(Round::Wait(wait));
        }
        if self.stopping.is_stopping() {
            return Step::Over(Round::End(Notice::Failed {
                goal: goal.clone(),
                error: PortError::Unreachable,
            }));
        }
        match send(&self.parts, actor, goal, home, call).await {
            Err(_) => not_recorded(),
            Ok(StepOutcome::Acknowledged | StepOutcome::Unknown) => Step::Sent,
            Ok(StepOutcome::Failed {
                error: PortError::Throttled { .. },
            }) => Step::Over(Round::Wait(wait)),
            Ok(StepOutcome::Failed { error }) => Step::Refused(error),
        }
    }
}

/// Where one action ended.
enum Step {
    /// It happened, or may have: look.
    Sent,
    /// A definite no. It may say that somebody else was faster: look once more.
    Refused(PortError),
    Over(Round),
}

/// After a call of ours a refusal may only mean that the provider does not list its outcome yet.
fn refuse(goal: &Goal, refusal: Refusal, already: bool) -> Round {
    let notice = Notice::Refused {
        goal: goal.clone(),
        refusal: refusal.clone(),
    };
    let passing = matches!(refusal, Refusal::NotReadable) && !already;
    if passing {
        Round::Blind(notice)
    } else {
        Round::End(notice)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
