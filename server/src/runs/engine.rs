//! The loop of design/reliability.md, as a plan of one goal: observe, ask the rules for the next
//! action, journal it, send it, observe again. Only definite answers end it.

mod command;
mod drive;
mod pace;
mod sight;
mod turn;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::{
    ports::{
        Actor, Choice, Choices, Clock, Cloud, CloudKey, Engine, Hold, Partners, PortError,
        RunStore, Vault,
    },
    run::{Command, Run, Started},
    setup::{Call, Goal, Next, Notice, Observation, Refusal, StepOutcome, Wait, next},
    values::RegionName,
};
use tokio::{sync::oneshot, task::JoinSet};

use super::{
    background::{Background, Working},
    engine::sight::Blind,
    locks::Locks,
    send::{Sending, may_have_happened, newest, send},
};
use crate::{
    shutdown::{DRAIN_SECONDS, Stopping},
    webhook::Webhook,
};

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
    pub partners: Arc<dyn Partners>,
    pub cloud: Arc<dyn Cloud>,
    pub choices: Arc<dyn Choices>,
    pub runs: Arc<dyn RunStore>,
    pub clock: Arc<dyn Clock>,
    /// The shortest time between two looks, in milliseconds: providers' limits are shared with
    /// everybody in the account.
    pub fastest_look_millis: u64,
    /// The longest time between two looks of a single button, in milliseconds.
    pub slowest_look_millis: u64,
    /// Where STS is asked before a connection's region is known.
    pub home_region: RegionName,
    /// Where each look takes the credentials from: signing out takes them back.
    pub vault: Arc<dyn Vault>,
    /// Told of runs that end or need somebody.
    pub webhook: Option<Arc<Webhook>>,
}

/// The engine of this process.
#[derive(Clone)]
pub struct RunEngine(Arc<Inner>);

struct Inner {
    parts: Parts,
    locks: Locks,
    background: Background,
    tasks: Mutex<JoinSet<()>>,
    stopping: Stopping,
    /// This server's name in leases.
    owner: String,
    /// The runs that this server is at, each with the number of its driver.
    driven: Mutex<HashMap<String, u64>>,
}

/// Where one round of the loop ended.
enum Round {
    End(Notice),
    /// Only waiting is left.
    Wait(Wait),
    /// A look failed in a way that may pass.
    Blind(Notice),
}

impl Round {
    /// The same end, after something was sent.
    fn after(self, sent: bool) -> Self {
        let with = |mut notice| {
            if let Notice::Refused { begun, .. } | Notice::Failed { begun, .. } = &mut notice {
                *begun = sent;
            }
            notice
        };
        match self {
            Self::End(notice) => Self::End(with(notice)),
            Self::Blind(notice) => Self::Blind(with(notice)),
            Self::Wait(wait) => Self::Wait(wait),
        }
    }
}

fn failed(goal: &Goal, error: PortError) -> Notice {
    Notice::Failed {
        goal: goal.clone(),
        error,
        begun: false,
    }
}

impl RunEngine {
    /// An engine that starts nothing new once `stopping` is told.
    pub fn new(parts: Parts, stopping: Stopping) -> Self {
        Self(Arc::new(Inner {
            parts,
            locks: Locks::default(),
            background: Background::default(),
            tasks: Mutex::default(),
            stopping,
            owner: crate::entropy::token(),
            driven: Mutex::default(),
        }))
    }

    /// Waits until everything under way has ended: a call that was sent, up to its answer.
    pub async fn drain(&self) {
        // What ends may begin a last task: to tell the webhook.
        let all = async {
            loop {
                let mut tasks = std::mem::take(&mut *lock(&self.0.tasks));
                if tasks.is_empty() {
                    return;
                }
                while tasks.join_next().await.is_some() {}
            }
        };
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
            begun: true,
        };
        self.0.background.forget(&actor.connection, goal.task());
        {
            let mut tasks = lock(&self.0.tasks);
            while tasks.try_join_next().is_some() {}
            tasks.spawn(async move { inner.work(actor, goal, tell).await });
        }
        told.await.unwrap_or(unknown)
    }

    async fn running(&self, connection: &str) -> Vec<Goal> {
        self.0.background.running(connection)
    }

    async fn failed(&self, connection: &str) -> Vec<Notice> {
        self.0.background.failed(connection)
    }

    async fn start(&self, actor: Actor, run: Run) -> Started {
        self.0.start(actor, run).await
    }

    async fn command(&self, actor: Actor, run: &str, command: Command) -> Started {
        self.0.command(actor, run, command).await
    }

    async fn hold(&self, connection: &str) -> Hold {
        Hold::new(self.0.locks.hold(connection).await)
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
        let working = self.background.begin(&actor.connection, &goal);
        let _ = tell.send(Notice::Waiting {
            goal: goal.clone(),
            wait,
        });
        if let Some(working) = working {
            self.go_on(&actor, &goal, working).await;
        }
    }

    /// Looks again and again, and sends what becomes possible, until the goal ends.
    async fn go_on(&self, actor: &Actor, goal: &Goal, working: Working) {
        let clock = &self.parts.clock;
        let began = clock.now();
        let mut stopping = self.stopping.clone();
        let (mut pause, mut blind) = (FIRST_LOOK_MILLIS, 0);
        while clock.now().seconds_since(began) < DEADLINE_SECONDS {
            tokio::select! {
                () = clock.sleep(pause) => {}
                () = stopping.stopped() => return,
            }
            pause = (pause + pause / 2).min(self.parts.slowest_look_millis);
            match self.round(actor, goal).await {
                Round::Wait(_) => blind = 0,
                Round::Blind(_) if blind < FAILED_LOOKS => blind += 1,
                Round::End(notice) | Round::Blind(notice) => {
                    tracing::info!(connection = %actor.connection, ?notice, "a goal ended in the background");
                    if !matches!(notice, Notice::Reached { .. }) {
                        working.fail(notice);
                    }
                    return;
                }
            }
        }
        tracing::warn!(connection = %actor.connection, ?goal, "a goal was given up");
        working.fail(Notice::Failed {
            goal: goal.clone(),
            error: PortError::Unknown,
            begun: true,
        });
    }

    /// Works under the connection's lock until the goal ends or only waiting is left.
    async fn round(&self, actor: &Actor, goal: &Goal) -> Round {
        let _lock = self.locks.hold(&actor.connection).await;
        let mut already = true;
        let mut refused = None;
        for _ in 0..MOST_STEPS {
            let (seen, key) = match self.look(actor, goal).await {
                Ok(found) => found,
                Err(end) => return end.after(!already),
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
                    begun: !already,
                });
            }
            let home = &seen.connection.region;
            match self.step(actor, &key, goal, home, call).await {
                Step::Sent => already = false,
                Step::Refused(error) => refused = Some(error),
                Step::Over(round) => return round.after(!already),
            }
        }
        Round::End(failed(goal, PortError::Unknown)).after(true)
    }

    /// Both providers, with the credentials that the session has now.
    async fn look(&self, actor: &Actor, goal: &Goal) -> Result<(Observation, CloudKey), Round> {
        let end = |error| Round::End(failed(goal, error));
        let choice = self.parts.choices.load(&actor.connection).await;
        let choice = choice.map_err(|_| Round::End(Notice::NotRecorded { goal: goal.clone() }))?;
        let (choice, reach) = (choice.unwrap_or(Choice::NewGateway), goal.reach());
        let seen = self.see(&actor.session, &actor.connection, choice, &reach, None);
        seen.await.map_err(|blind| match blind {
            Blind::NoSession => end(PortError::Unauthenticated),
            Blind::NoCloudKey => refuse(goal, Refusal::CloudNotConnected, true),
            Blind::Error(
                error @ (PortError::Unauthenticated
                | PortError::Denied { .. }
                | PortError::NotFound),
            ) => end(error),
            Blind::Error(passing) => Round::Blind(failed(goal, passing)),
        })
    }

    async fn step(
        &self,
        actor: &Actor,
        key: &CloudKey,
        goal: &Goal,
        home: &RegionName,
        call: Call,
    ) -> Step {
        let not_recorded = || Step::Over(Round::End(Notice::NotRecorded { goal: goal.clone() }));
        let wait = call.wait();
        let Ok(attempts) = self.parts.runs.attempts(&actor.connection).await else {
            return not_recorded();
        };
        if may_have_happened(&attempts, goal, &call, self.parts.clock.now()) {
            return Step::Over(Round::Wait(wait));
        }
        if self.stopping.is_stopping() {
            return Step::Over(Round::End(failed(goal, PortError::Unreachable)));
        }
        let sending = Sending {
            connection: &actor.connection,
            user: &actor.user,
            name: &actor.session,
            goal,
            home,
            lease: None,
            after: newest(&attempts),
        };
        match send(&self.parts, key, sending, call).await {
            Err(_) => not_recorded(),
            Ok(None | Some(StepOutcome::Acknowledged | StepOutcome::Unknown)) => Step::Sent,
            Ok(Some(StepOutcome::Failed {
                error: PortError::Throttled { .. } | PortError::Failing { .. },
            })) => Step::Over(Round::Wait(wait)),
            Ok(Some(StepOutcome::Failed { error })) => Step::Refused(error),
        }
    }
}

/// Where one action ended.
enum Step {
    /// It happened, or may have, or another server was faster: look.
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
        begun: !already,
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
