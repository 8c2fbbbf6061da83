//! What each step of a run needs now, from what is seen. Pure.

use super::{Run, Step, StepKey, StepKind, StepView, Told};
use crate::{
    ports::LegRole,
    setup::{
        Call, Goal, Next, Observation, Proof, Refusal, Rung, Wait, gateway_ready, next, proof,
        teardown::{Remaining, costs_nothing},
    },
    status::TaskState,
};

/// A step and what it needs.
#[derive(Debug, Clone)]
pub struct Decided {
    pub key: StepKey,
    pub decision: Decision,
}

/// What a step needs now.
#[derive(Debug, Clone)]
pub enum Decision {
    /// An earlier step.
    Blocked,
    /// This call, for this goal.
    Do(Goal, Box<Call>),
    /// A provider is at work; `None`: it could not be seen this time.
    Wait(Option<Wait>),
    Done,
    /// Its leg was given up.
    Dropped,
    /// A rule says no.
    Refused(Refusal),
    /// It failed before, and only a person has it tried again.
    Stuck,
    /// It was there, and is not any more.
    Gone,
    /// A rung of the proof is broken.
    Broken(Box<Rung>),
}

impl Decision {
    fn is_settled(&self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }
}

/// Decides every step, in order of work.
pub fn decide(run: &Run, seen: &Observation) -> Vec<Decided> {
    let mut all: Vec<Decided> = Vec::new();
    for step in run.plan.steps(seen) {
        let decision = decide_one(&step, run, seen, &all);
        all.push(Decided {
            key: step.key,
            decision,
        });
    }
    all
}

fn decide_one(step: &Step, run: &Run, seen: &Observation, before: &[Decided]) -> Decision {
    if step.key.leg.is_some_and(|leg| run.dropped.contains(&leg)) {
        return Decision::Dropped;
    }
    let is_settled = |need: &StepKey| {
        let found = before.iter().find(|decided| decided.key == *need);
        found.is_none_or(|decided| decided.decision.is_settled())
    };
    let ready = step.needs.iter().all(is_settled);
    let decision = match (step.key.kind, &step.goal) {
        (StepKind::Prove | StepKind::ProveGone, _) if !ready => Decision::Blocked,
        (StepKind::Prove, _) => prove(&run.dropped, seen),
        (StepKind::ProveGone, _) => prove_gone(seen),
        (StepKind::Gateway, None) => existing_gateway(seen),
        (_, Some(goal)) => towards(goal, ready, seen),
        (StepKind::Propagate, None) => Decision::Done,
        (_, None) => Decision::Blocked,
    };
    let known = run.steps.iter().find(|view| view.key == step.key);
    known.map_or(decision.clone(), |view| remembered(view, decision))
}

/// What is there counts whatever comes before it; what is not waits for its turn.
fn towards(goal: &Goal, ready: bool, seen: &Observation) -> Decision {
    match next(goal, seen) {
        Next::Done => Decision::Done,
        Next::Wait(wait) => Decision::Wait(Some(wait)),
        Next::Refuse(_) | Next::Do(_) if !ready => Decision::Blocked,
        Next::Do(call) => Decision::Do(goal.clone(), Box::new(call)),
        Next::Refuse(refusal) => refused(refusal),
    }
}

fn refused(refusal: Refusal) -> Decision {
    if refusal.passes() {
        Decision::Wait(None)
    } else {
        Decision::Refused(refusal)
    }
}

fn existing_gateway(seen: &Observation) -> Decision {
    match gateway_ready(seen) {
        Ok(_) => Decision::Done,
        Err(refusal) => refused(refusal),
    }
}

fn prove(dropped: &[LegRole], seen: &Observation) -> Decision {
    match proof(seen, dropped) {
        Proof::Passed => Decision::Done,
        Proof::Broken(rung) => Decision::Broken(Box::new(rung)),
        Proof::Unread => Decision::Wait(None),
        Proof::Waiting(wait) => Decision::Wait(Some(wait)),
    }
}

/// What AWS still lists is on its way out.
fn prove_gone(seen: &Observation) -> Decision {
    if costs_nothing(seen).iter().any(Remaining::costs) {
        Decision::Wait(Some(Wait::ConnectionGone))
    } else {
        Decision::Done
    }
}

/// What was made once is not made again, and what failed is not tried again by itself.
fn remembered(view: &StepView, decision: Decision) -> Decision {
    let failed = view.state == TaskState::Failed && matches!(view.told, Some(Told::Failed(_)));
    match decision {
        Decision::Do(..) if failed => Decision::Stuck,
        Decision::Do(Goal::Remove(_), _) => decision,
        Decision::Do(..) | Decision::Blocked if view.reached => Decision::Gone,
        decision => decision,
    }
}
