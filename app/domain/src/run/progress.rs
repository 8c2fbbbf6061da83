//! From decisions to what is written down: each step's state, and the run's.

use super::{Decided, Decision, Run, RunState, StepKind, StepView, Told, unseen::LONGEST_SECONDS};
use crate::{
    ports::{LegRole, Timestamp},
    setup::Wait,
    status::TaskState,
};

/// A wait that takes this many times the longest documented duration is given up …
const LATE_TIMES: u64 = 3;
/// … but none before this, in seconds.
const LATE_AT_LEAST: u64 = 600;
/// How long a thing may be missing from what a provider lists, in seconds (design/reliability.md,
/// "eventual consistency").
const MISSING: u64 = 300;

/// What a look changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Words of the steps that are in another state now.
    pub steps: Vec<String>,
    /// The run itself is.
    pub run: bool,
    /// Waits of the run's own that ended, in seconds.
    pub measured: Vec<(Wait, u64)>,
}

impl Progress {
    /// What a second look changed besides.
    pub fn add(&mut self, later: Self) {
        self.steps.extend(later.steps);
        self.run |= later.run;
        self.measured.extend(later.measured);
    }
}

/// Writes `decided` into `run`.
pub fn progress(run: &mut Run, decided: &[Decided], now: Timestamp) -> Progress {
    let mut told = Progress::default();
    let mut views = Vec::with_capacity(decided.len());
    for one in decided {
        let before = run.steps.iter().find(|view| view.key == one.key).cloned();
        let fresh = before.is_none();
        let before = before.unwrap_or_else(|| StepView::new(one.key.clone(), now));
        let after = step(&before, &one.decision, now);
        if fresh
            || (before.state, &before.wait, &before.told) != (after.state, &after.wait, &after.told)
        {
            told.steps.push(after.key.word());
            told.measured.extend(measured(&before, &after, now));
        }
        views.push(after);
    }
    run.steps = views;
    let state = state(run);
    told.run = state != run.state;
    run.state = state;
    if told.run || !told.steps.is_empty() {
        run.changed = now;
    }
    run.looked = now;
    told
}

fn state(run: &Run) -> RunState {
    let any = |state| run.steps.iter().any(|view| view.state == state);
    if run.steps.iter().all(StepView::is_settled) {
        RunState::Done
    } else if any(TaskState::Running) || any(TaskState::Ready) || !any(TaskState::Failed) {
        RunState::Running
    } else if is_degraded(run) {
        RunState::Degraded
    } else {
        RunState::NeedsYou
    }
}

/// All that failed is one leg's, and the other leg has its interface.
fn is_degraded(run: &Run) -> bool {
    let failed: Vec<Option<LegRole>> = run
        .steps
        .iter()
        .filter(|view| view.state == TaskState::Failed)
        .map(|view| leg_of(view, run))
        .collect();
    let Some(Some(leg)) = failed.first().copied() else {
        return false;
    };
    let other_stands = run.steps.iter().any(|view| {
        view.key.kind == StepKind::Interface
            && view.key.leg.is_some_and(|role| role != leg)
            && view.state == TaskState::Done
    });
    other_stands && failed.iter().all(|of| *of == Some(leg))
}

pub(super) fn leg_of(view: &StepView, run: &Run) -> Option<LegRole> {
    if view.key.kind != StepKind::Prove {
        return view.key.leg;
    }
    let broken = |rung: &&crate::setup::Rung| rung.state == crate::status::RungState::Broken;
    run.rungs.iter().find(broken)?.leg
}

fn step(before: &StepView, decision: &Decision, now: Timestamp) -> StepView {
    let (state, wait, told) = match decision {
        Decision::Blocked => (TaskState::Blocked, None, None),
        Decision::Do(_, call) => (TaskState::Running, Some(call.wait()), None),
        Decision::Wait(wait) => (TaskState::Running, *wait, None),
        Decision::Done => (TaskState::Done, None, None),
        Decision::Dropped => (TaskState::NotNeeded, None, None),
        Decision::Refused(refusal) => (
            TaskState::Failed,
            None,
            Some(Told::Refused(refusal.clone())),
        ),
        Decision::Stuck => (TaskState::Failed, None, before.told.clone()),
        Decision::Gone => gone(before, now),
        Decision::Broken(_) => (TaskState::Failed, None, Some(Told::Broken)),
    };
    let mut after = StepView {
        state,
        wait,
        told,
        reached: before.reached || state == TaskState::Done,
        ..before.clone()
    };
    if before.told == Some(Told::Late) && after.wait == before.wait && after.wait.is_some() {
        return before.clone();
    }
    if before.told == Some(Told::Unseen) && matches!(decision, Decision::Wait(None)) {
        return before.clone();
    }
    if (after.state, after.wait) != (before.state, before.wait) {
        after.since = now;
    }
    late(after, now)
}

/// It may only be missing from a list for a while.
fn gone(before: &StepView, now: Timestamp) -> (TaskState, Option<Wait>, Option<Told>) {
    let looking = before.state == TaskState::Running && before.wait.is_none();
    let failed = before.state == TaskState::Failed;
    if failed || (looking && now.seconds_since(before.since) >= MISSING) {
        (TaskState::Failed, None, Some(Told::Gone))
    } else {
        (TaskState::Running, None, None)
    }
}

fn late(view: StepView, now: Timestamp) -> StepView {
    if view.state != TaskState::Running {
        return view;
    }
    let (longest, told) = match view.wait {
        Some(wait) => {
            let longest = u64::from(wait.usual_seconds().1) * LATE_TIMES;
            (longest.max(LATE_AT_LEAST), Told::Late)
        }
        None => (LONGEST_SECONDS, Told::Unseen),
    };
    if now.seconds_since(view.since) < longest {
        return view;
    }
    StepView {
        state: TaskState::Failed,
        told: Some(told),
        ..view
    }
}

/// A wait counts when it followed a call of this run.
fn measured(before: &StepView, after: &StepView, now: Timestamp) -> Option<(Wait, u64)> {
    let ended = before
        .wait
        .filter(|_| before.sent && after.wait != before.wait)?;
    let on = matches!(after.state, TaskState::Done | TaskState::Running);
    on.then(|| (ended, now.seconds_since(before.since)))
}
