//! What a page of the set-up knows.

use domain::{
    ports::{Attempt, Choice, ConnectionState, LegRole, PortError, Timestamp},
    run::Run,
    setup::{
        CloudView, CloudWatch, Goal, Next, Notice, Observation, Ports, Reach, Refusal, Task,
        TaskView, measure, next, observe_connection, task_views,
    },
    status::TaskState,
    values::RegionName,
};

use super::cli::Cli;
use crate::{
    answer::Stop,
    context::{Mode, UserCx},
    words,
};

/// One look at both providers, and what this instance knows besides.
pub(crate) struct Loaded {
    pub seen: Observation,
    /// AWS is connected, but could not be read at all.
    pub cloud_error: Option<PortError>,
    /// What is being worked on.
    pub running: Vec<Goal>,
    /// What was not done in the background since its button was pressed.
    pub failed: Vec<Notice>,
    pub attempts: Vec<Attempt>,
    /// The newest run.
    pub run: Option<Run>,
    pub now: Timestamp,
    pub sandbox: bool,
    pub cli: Cli,
    /// What the request before this one had to say.
    pub notice: Option<Notice>,
    /// This page's address.
    pub here: String,
    pub query: Vec<(String, String)>,
    /// How far was looked; every further region costs calls.
    pub reach: Reach,
}

/// Looks as far as `reach`. A connection of another account is not found. AWS that can't be read
/// leaves a page without it: the values and commands help all the same.
pub(crate) async fn load(
    ux: &UserCx,
    id: &str,
    here: String,
    reach: Reach,
) -> Result<Loaded, Stop> {
    let services = &ux.cx.services;
    let connection = ux.own_connection(id).await?;
    let choice = services.choices.load(id).await?;
    let choice = choice.unwrap_or(Choice::NewGateway);
    let look = |cloud_key| Ports {
        fabric: ux.fabric.as_ref(),
        cloud: services.cloud.as_ref(),
        fabric_key: &ux.fabric_key,
        cloud_key,
    };
    let with_cloud = look(ux.cloud_key.as_ref());
    let first = observe_connection(with_cloud, connection.clone(), choice.clone(), &reach).await;
    let (seen, cloud_error) = match first {
        Ok(seen) => (seen, None),
        Err(error) => {
            let seen = observe_connection(look(None), connection, choice, &reach).await?;
            (seen, Some(error))
        }
    };
    around(ux, seen, cloud_error, here, reach).await
}

/// What was seen, with what this instance knows besides.
pub(super) async fn around(
    ux: &UserCx,
    seen: Observation,
    cloud_error: Option<PortError>,
    here: String,
    reach: Reach,
) -> Result<Loaded, Stop> {
    let services = &ux.cx.services;
    let id = seen.connection.id.clone();
    let run = services.runs.run_of(&id).await?;
    Ok(Loaded {
        run: run.filter(|run| run.account == ux.account_of(&id)),
        seen,
        cloud_error,
        running: services.engine.running(&id).await,
        failed: services.engine.failed(&id).await,
        attempts: services.runs.attempts(&id).await?,
        now: services.clock.now(),
        sandbox: services.settings.mode == Mode::Sandbox,
        cli: Cli::new(services.settings.aws_endpoint.clone()),
        notice: ux.cx.notice.clone(),
        here,
        query: ux.cx.query.clone(),
        reach,
    })
}

/// Asks CloudWatch about the legs, `back` milliseconds; `None` where there is nothing to ask.
pub(crate) async fn measured(ux: &UserCx, at: &Loaded, back: i64) -> Option<CloudWatch> {
    let ports = Ports {
        fabric: ux.fabric.as_ref(),
        cloud: ux.cx.services.cloud.as_ref(),
        fabric_key: &ux.fabric_key,
        cloud_key: ux.cloud_key.as_ref(),
    };
    measure(ports, &at.seen, at.now, back).await
}

/// The regions in which Onramp was asked to do something for this connection.
pub(crate) async fn regions_worked_in(ux: &UserCx, id: &str) -> Result<Vec<RegionName>, Stop> {
    let attempts = ux.cx.services.runs.attempts(id).await?;
    let mut regions: Vec<RegionName> = attempts
        .iter()
        .filter_map(|attempt| match &attempt.intent.goal {
            Goal::Attach { region, .. }
            | Goal::Associate { region, .. }
            | Goal::Propagate { region, .. } => Some(region.clone()),
            _ => None,
        })
        .collect();
    regions.sort();
    regions.dedup();
    Ok(regions)
}

impl Loaded {
    /// With what CloudWatch said.
    pub fn with(mut self, measured: Option<CloudWatch>) -> Self {
        if let Some(cloud) = &mut self.seen.cloud {
            cloud.metrics = measured;
        }
        self
    }

    /// The connection's id.
    pub fn id(&self) -> &str {
        &self.seen.connection.id
    }

    /// A sentence about the partner, by its name.
    pub fn say(&self, text: impl Into<String>) -> String {
        words::of_partner(text, &self.seen.connection.partner)
    }

    /// The connection's region.
    pub fn region(&self) -> &RegionName {
        &self.seen.connection.region
    }

    /// AWS was asked for it and answered, so what is not there is absent.
    pub fn has_read(&self, operation: &str) -> bool {
        let cloud = self.seen.cloud.as_ref();
        cloud.is_some_and(|cloud| !cloud.has_gap(operation))
    }

    /// A value of the query, empty when absent.
    pub fn query(&self, name: &str) -> &str {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value)
    }

    /// One task as the overview shows it.
    pub fn task(&self, task: Task) -> TaskView {
        let views = task_views(&self.seen);
        views
            .into_iter()
            .find(|view| view.task == task)
            .unwrap_or(TaskView {
                task,
                state: TaskState::Blocked,
                reason: None,
                wait: None,
            })
    }

    /// Why `goal` can't succeed now: the engine's own rule.
    pub fn unavailable(&self, goal: &Goal) -> Option<String> {
        match next(goal, &self.seen) {
            Next::Refuse(refusal) => Some(self.say(words::button_refusal(&refusal))),
            _ => None,
        }
    }

    /// Onramp is at work on it.
    pub fn is_running(&self, like: impl Fn(&Goal) -> bool) -> bool {
        self.running.iter().any(like)
    }

    /// How long ago Onramp last sent something towards a goal like this.
    pub fn elapsed(&self, like: impl Fn(&Goal) -> bool) -> Option<String> {
        let last = self
            .attempts
            .iter()
            .rev()
            .find(|attempt| like(&attempt.intent.goal))?;
        Some(words::duration(self.now.seconds_since(last.intent.at)))
    }

    /// The goal that was not reached, by the request before this one or in the background, so that
    /// its form comes back as it was typed; and why, when a rule of ours refused it.
    pub fn refused(&self) -> Option<(&Goal, Option<&Refusal>)> {
        let mut told = self.notice.iter().chain(&self.failed);
        told.find_map(|notice| match notice {
            Notice::Refused { goal, refusal, .. } => Some((goal, Some(refusal))),
            notice => Some((notice.undone()?, None)),
        })
    }

    /// Something on this page changes by itself, so it looks again.
    pub fn is_moving(&self) -> bool {
        let views = task_views(&self.seen);
        !self.running.is_empty()
            || self.seen.connection.state.is_moving()
            || views.iter().any(|view| view.state == TaskState::Running)
            || views
                .iter()
                .any(|view| view.reason.as_ref().is_some_and(|why| self.passes(why)))
            || self.is_proof_awaited()
    }

    /// The reason goes away by itself. What this identity may not read it never will.
    fn passes(&self, why: &Refusal) -> bool {
        let unread = *why == Refusal::NotReadable;
        let passing_gap = || {
            let cloud = self.seen.cloud.as_ref();
            cloud.is_some_and(CloudView::has_passing_gap)
        };
        why.passes() && (!unread || passing_gap())
    }

    /// Interfaces exist, and the proof is not complete.
    fn is_proof_awaited(&self) -> bool {
        let exists = self
            .seen
            .cloud
            .as_ref()
            .is_some_and(|cloud| !cloud.interfaces.is_empty());
        let session = |role: LegRole| {
            let leg = self.seen.leg(role).ok()?;
            let cloud = self.seen.cloud.as_ref()?;
            cloud.interface_of(leg)?.bgp
        };
        let awaited = self
            .seen
            .connection
            .legs
            .iter()
            .any(|leg| session(leg.role) != Some(domain::ports::BgpState::Up));
        let proof = matches!(self.reach, Reach::Proof(_));
        let unproven = proof && self.task(Task::Verify).state != TaskState::Done;
        exists && (awaited || unproven) && self.seen.connection.state != ConnectionState::Deleted
    }

    /// Milliseconds between two looks. A look at every region is made less often: AWS's limits
    /// are shared with everybody's console.
    pub fn look_every(&self) -> u32 {
        match (self.sandbox, &self.reach) {
            (true, _) => Mode::Sandbox.look_every(),
            (false, Reach::Everywhere) => 2 * Mode::Live.look_every(),
            (false, _) => Mode::Live.look_every(),
        }
    }
}
