//! The plan of a teardown: what a person saw in the dry run and confirmed, thing by thing.

use serde::{Deserialize, Serialize};

use super::{Remembered, Step, StepKey, StepKind as Kind};
use crate::{
    ports::Choice,
    setup::{
        Goal, Observation,
        teardown::{Item, Planned, Removal, needing, plan},
    },
    values::RegionName,
};

/// What goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TearDown {
    /// Where the interfaces end.
    pub choice: Choice,
    pub connection: Remembered,
    /// In order of work.
    pub removals: Vec<Removal>,
}

impl TearDown {
    /// What goes of `items`.
    pub fn of(items: &[Item], seen: &Observation) -> Self {
        let steps = plan(items).into_iter();
        Self {
            choice: seen.choice.clone(),
            connection: Remembered::of(&seen.connection),
            removals: steps.map(|step| step.removal).collect(),
        }
    }

    /// The connection itself goes, too.
    pub fn is_whole(&self) -> bool {
        self.removals.contains(&Removal::DeleteConnection)
    }

    pub(super) fn regions(&self) -> Vec<RegionName> {
        let removals = self.removals.iter();
        let regions = removals.filter_map(|removal| match removal {
            Removal::StopPropagation { region, .. }
            | Removal::DetachVpnGateway { region, .. }
            | Removal::DeleteVpnGateway { region, .. } => Some(region.clone()),
            _ => None,
        });
        regions.collect()
    }

    pub(super) fn steps(&self) -> Vec<Step> {
        let mut steps: Vec<Step> = needing(&self.removals).into_iter().map(step).collect();
        if self.is_whole() {
            let needs = steps.iter().map(|step| step.key.clone()).collect();
            steps.push(Step {
                key: StepKey::of(Kind::ProveGone),
                needs,
                goal: None,
            });
        }
        steps
    }
}

fn step(planned: Planned) -> Step {
    Step {
        key: key(&planned.removal),
        needs: planned.needs.iter().map(key).collect(),
        goal: Some(Goal::Remove(planned.removal)),
    }
}

fn key(removal: &Removal) -> StepKey {
    match removal {
        Removal::StopPropagation { vpn_gateway, .. } => {
            StepKey::of_vpc(Kind::StopPropagation, vpn_gateway)
        }
        Removal::Disassociate { vpn_gateway, .. } => {
            StepKey::of_vpc(Kind::Disassociate, vpn_gateway)
        }
        Removal::DeleteInterface { leg, .. } => StepKey::of_leg(Kind::DeleteInterface, *leg),
        Removal::DetachVpnGateway { vpn_gateway, .. } => StepKey::of_vpc(Kind::Detach, vpn_gateway),
        Removal::DeleteVpnGateway { id, .. } => StepKey::of_vpc(Kind::DeleteVpnGateway, id),
        Removal::DeleteGateway { id } => StepKey::of_vpc(Kind::DeleteGateway, id),
        Removal::DeleteConnection => StepKey::of(Kind::DeleteConnection),
    }
}
