//! The plan as a person reads it: what will be made, changed, or is there already.

use super::{Decision, Run, StepKey, StepKind, decide};
use crate::setup::{Observation, Refusal};

/// One line of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub key: StepKey,
    pub fate: Fate,
}

/// What the run will do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Something new is made.
    Create,
    /// Something that exists is changed: accepted, or propagation switched on.
    Change,
    /// It is there and is used as it is.
    Adopt,
    /// It is not possible as planned.
    Refused(Refusal),
}

/// The plan of `run`, which has not begun.
pub fn items(run: &Run, seen: &Observation) -> Vec<Item> {
    let all = decide(run, seen).into_iter();
    let steps = all.filter(|decided| decided.key.kind != StepKind::Prove);
    steps
        .map(|decided| Item {
            fate: fate(decided.key.kind, &decided.decision),
            key: decided.key,
        })
        .collect()
}

fn fate(kind: StepKind, decision: &Decision) -> Fate {
    match decision {
        Decision::Done => Fate::Adopt,
        Decision::Wait(Some(_)) => Fate::Adopt,
        Decision::Refused(refusal) => Fate::Refused(refusal.clone()),
        _ if matches!(kind, StepKind::Accept | StepKind::Propagate) => Fate::Change,
        _ => Fate::Create,
    }
}
