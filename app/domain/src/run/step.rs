//! The steps of a plan, and what is known of each.

use serde::{Deserialize, Serialize};

use crate::{
    ports::{LegRole, PortError, Timestamp},
    setup::{Goal, Refusal, Wait},
    status::TaskState,
};

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    Accept,
    Gateway,
    Interface,
    Attach,
    Associate,
    Propagate,
    /// Every rung of the ladder passed.
    Prove,
    /// The way back: the same things in the other direction.
    StopPropagation,
    Disassociate,
    DeleteInterface,
    Detach,
    DeleteVpnGateway,
    DeleteGateway,
    DeleteConnection,
    /// Neither provider charges any more, and nothing is left.
    ProveGone,
}

impl StepKind {
    /// It proves what the steps before it did.
    pub fn is_proof(self) -> bool {
        matches!(self, Self::Prove | Self::ProveGone)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Gateway => "gateway",
            Self::Interface => "interface",
            Self::Attach => "attach",
            Self::Associate => "associate",
            Self::Propagate => "propagate",
            Self::Prove => "prove",
            Self::StopPropagation => "stop-propagation",
            Self::Disassociate => "disassociate",
            Self::DeleteInterface => "delete-interface",
            Self::Detach => "detach",
            Self::DeleteVpnGateway => "delete-vpn-gateway",
            Self::DeleteGateway => "delete-gateway",
            Self::DeleteConnection => "delete-connection",
            Self::ProveGone => "prove-gone",
        }
    }
}

/// Which step: its kind, and the leg, VPC or other thing that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct StepKey {
    pub kind: StepKind,
    pub leg: Option<LegRole>,
    /// The VPC's id, or that of what goes.
    pub vpc: Option<String>,
}

impl StepKey {
    /// A step of the whole run.
    pub fn of(kind: StepKind) -> Self {
        Self {
            kind,
            leg: None,
            vpc: None,
        }
    }

    /// A step of one leg.
    pub fn of_leg(kind: StepKind, leg: LegRole) -> Self {
        Self {
            leg: Some(leg),
            ..Self::of(kind)
        }
    }

    /// A step of one VPC.
    pub fn of_vpc(kind: StepKind, vpc: &str) -> Self {
        Self {
            vpc: Some(vpc.to_owned()),
            ..Self::of(kind)
        }
    }

    /// Its name in forms, tests and events, for example `interface-primary`.
    pub fn word(&self) -> String {
        let of = self.leg.map(LegRole::word).or(self.vpc.as_deref());
        match of {
            Some(of) => format!("{}-{of}", self.kind.word()),
            None => self.kind.word().to_owned(),
        }
    }
}

/// A step of a plan, from what is seen now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub key: StepKey,
    /// These come first.
    pub needs: Vec<StepKey>,
    /// `None`: it follows from what an earlier step makes, or it is the proof.
    pub goal: Option<Goal>,
}

/// Why a step stands still.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "told", content = "why", rename_all = "snake_case")]
pub enum Told {
    /// A rule of ours said no, before anything was sent.
    Refused(Refusal),
    /// A provider's definite no: nothing was changed by it.
    Failed(PortError),
    /// It was there and is not any more; nothing was made in its place.
    Gone,
    /// The wait took longer than ever known.
    Late,
    /// For half an hour it could not be looked at.
    Unseen,
    /// A rung of the proof is broken: [`super::Run::rungs`] says which.
    Broken,
}

/// A step as it is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepView {
    pub key: StepKey,
    pub state: TaskState,
    /// What it waits for while it runs.
    pub wait: Option<Wait>,
    /// When it came into this state, or began this wait.
    pub since: Timestamp,
    /// This run sent a call for it: its thing is the run's own.
    pub sent: bool,
    /// It was seen done.
    pub reached: bool,
    pub told: Option<Told>,
}

impl StepView {
    /// Nothing is known of it yet.
    pub fn new(key: StepKey, now: Timestamp) -> Self {
        Self {
            key,
            state: TaskState::Blocked,
            wait: None,
            since: now,
            sent: false,
            reached: false,
            told: None,
        }
    }

    /// A failed step is tried again, also one whose thing is gone; any wait begins anew.
    pub(super) fn again(&mut self, now: Timestamp) {
        if self.state == TaskState::Failed {
            self.state = TaskState::Blocked;
            self.reached = self.reached && self.told != Some(Told::Gone);
            self.told = None;
        }
        self.since = now;
    }

    /// It needs nothing more.
    pub fn is_settled(&self) -> bool {
        matches!(self.state, TaskState::Done | TaskState::NotNeeded)
    }
}
