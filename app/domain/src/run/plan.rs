//! What a run is to bring about, as it was chosen, and the steps that lead there.

use serde::{Deserialize, Serialize};

use super::{Remembered, Step, StepKey, StepKind as Kind, TearDown};
use crate::{
    ports::{Choice, LegRole, Target},
    setup::{Goal, Observation, Task},
    tags,
    values::{Cidr, RegionName},
};

/// What a run is to bring about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "plan", rename_all = "snake_case")]
pub enum Plan {
    /// From accepting the connections to routes proven in the VPCs.
    SetUp(SetUp),
    /// All the way back.
    TearDown(TearDown),
}

/// A set-up as it was chosen on the plan's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUp {
    /// Where the interfaces end.
    pub choice: Choice,
    /// 1500 or 8500, the same on all legs.
    pub mtu: u32,
    pub vpcs: Vec<PlannedVpc>,
}

/// A VPC that the run connects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedVpc {
    pub region: RegionName,
    pub id: String,
    /// The `Name` tag, empty without one.
    pub name: String,
    /// The virtual private gateway that is at it already and is to be used; `None`: Onramp's own.
    pub gateway: Option<String>,
    /// Empty: all CIDRs of the VPC.
    pub prefixes: Vec<Cidr>,
    /// The route tables that are to take the routes.
    pub tables: Vec<String>,
}

impl Plan {
    /// The regions whose VPCs the run has to see.
    pub fn regions(&self) -> Vec<RegionName> {
        let mut regions: Vec<RegionName> = match self {
            Self::SetUp(set_up) => set_up.vpcs.iter().map(|vpc| vpc.region.clone()).collect(),
            Self::TearDown(tear_down) => tear_down.regions(),
        };
        regions.sort();
        regions.dedup();
        regions
    }

    /// The interfaces end on a virtual private gateway.
    pub fn ends_on_vpn_gateway(&self) -> bool {
        match self {
            Self::SetUp(set_up) => set_up.ends_on_vpn_gateway(),
            Self::TearDown(_) => false,
        }
    }

    /// Where the interfaces end, as chosen.
    pub fn choice(&self) -> &Choice {
        match self {
            Self::SetUp(set_up) => &set_up.choice,
            Self::TearDown(tear_down) => &tear_down.choice,
        }
    }

    /// The connection as it was, for when the partner does not know it any more: a teardown goes
    /// on without it.
    pub fn remembered(&self) -> Option<&Remembered> {
        match self {
            Self::SetUp(_) => None,
            Self::TearDown(tear_down) => Some(&tear_down.connection),
        }
    }

    /// The steps in order of work. The same steps at every look, with goals that become known.
    pub fn steps(&self, seen: &Observation) -> Vec<Step> {
        match self {
            Self::SetUp(set_up) => set_up.steps(seen),
            Self::TearDown(tear_down) => tear_down.steps(),
        }
    }
}

impl SetUp {
    fn ends_on_vpn_gateway(&self) -> bool {
        matches!(
            self.choice,
            Choice::NewVpnGateway
                | Choice::Existing {
                    target: Target::VirtualPrivateGateway(_)
                }
        )
    }

    fn steps(&self, seen: &Observation) -> Vec<Step> {
        let on_vpn_gateway = self.ends_on_vpn_gateway();
        let legs: Vec<LegRole> = seen.connection.legs.iter().map(|leg| leg.role).collect();
        let mut steps: Vec<Step> = legs.iter().map(|leg| accept(*leg)).collect();
        if !on_vpn_gateway {
            steps.push(self.gateway(seen));
        }
        steps.extend(self.vpcs.iter().map(|vpc| self.attach(vpc, seen)));
        steps.extend(legs.iter().map(|leg| self.interface(*leg, seen)));
        if !on_vpn_gateway {
            steps.extend(self.vpcs.iter().map(|vpc| associate(vpc, seen)));
        }
        steps.extend(self.vpcs.iter().map(|vpc| self.propagate(vpc, &legs)));
        let needs = steps.iter().map(|step| step.key.clone()).collect();
        steps.push(Step {
            key: StepKey::of(Kind::Prove),
            needs,
            goal: None,
        });
        steps
    }

    /// An existing gateway needs nothing: the step is there to be ticked.
    fn gateway(&self, seen: &Observation) -> Step {
        let name = tags::name(
            &seen.connection.name,
            &seen.connection.id,
            Task::Gateway.word(),
        );
        Step {
            key: StepKey::of(Kind::Gateway),
            needs: Vec::new(),
            goal: (self.choice == Choice::NewGateway).then_some(Goal::CreateGateway { name }),
        }
    }

    fn interface(&self, leg: LegRole, seen: &Observation) -> Step {
        let name = tags::name(&seen.connection.name, &seen.connection.id, leg.word());
        let mtu = self.mtu;
        let mut needs = vec![StepKey::of_leg(Kind::Accept, leg)];
        if self.ends_on_vpn_gateway() {
            let of_vpc = |vpc: &PlannedVpc| StepKey::of_vpc(Kind::Attach, &vpc.id);
            needs.extend(self.vpcs.iter().map(of_vpc));
        } else {
            needs.push(StepKey::of(Kind::Gateway));
        }
        Step {
            key: StepKey::of_leg(Kind::Interface, leg),
            needs,
            goal: Some(Goal::CreateInterface { leg, name, mtu }),
        }
    }

    /// Amazon's default ASN, except where the interfaces end on the gateway: there the ordered one.
    fn attach(&self, vpc: &PlannedVpc, seen: &Observation) -> Step {
        let name = tags::name(
            &seen.connection.name,
            &seen.connection.id,
            &tags::vpc_part(&vpc.name, &vpc.id),
        );
        Step {
            key: StepKey::of_vpc(Kind::Attach, &vpc.id),
            needs: Vec::new(),
            goal: Some(Goal::Attach {
                region: vpc.region.clone(),
                vpc: vpc.id.clone(),
                gateway: vpc.gateway.clone(),
                name,
                asn: self.ends_on_vpn_gateway().then(|| seen.ordered_asn()),
            }),
        }
    }

    /// With a virtual private gateway as target the interfaces stand in the association's place.
    fn propagate(&self, vpc: &PlannedVpc, legs: &[LegRole]) -> Step {
        let needs = if self.ends_on_vpn_gateway() {
            let of_leg = |leg: &LegRole| StepKey::of_leg(Kind::Interface, *leg);
            legs.iter().map(of_leg).collect()
        } else {
            vec![StepKey::of_vpc(Kind::Associate, &vpc.id)]
        };
        let goal = Goal::Propagate {
            region: vpc.region.clone(),
            vpc: vpc.id.clone(),
            tables: vpc.tables.clone(),
        };
        Step {
            key: StepKey::of_vpc(Kind::Propagate, &vpc.id),
            needs,
            goal: (!vpc.tables.is_empty()).then_some(goal),
        }
    }
}

fn accept(leg: LegRole) -> Step {
    Step {
        key: StepKey::of_leg(Kind::Accept, leg),
        needs: Vec::new(),
        goal: Some(Goal::Accept { legs: vec![leg] }),
    }
}

/// The gateway's id is known once it is at its VPC.
fn associate(vpc: &PlannedVpc, seen: &Observation) -> Step {
    let at_vpc = seen.cloud.as_ref().and_then(|cloud| {
        let region = cloud.region(&vpc.region)?;
        Some(region.gateway_at(&vpc.id)?.id.clone())
    });
    Step {
        key: StepKey::of_vpc(Kind::Associate, &vpc.id),
        needs: vec![
            StepKey::of(Kind::Gateway),
            StepKey::of_vpc(Kind::Attach, &vpc.id),
        ],
        goal: at_vpc.map(|vpn_gateway| Goal::Associate {
            region: vpc.region.clone(),
            vpn_gateway,
            prefixes: vpc.prefixes.clone(),
        }),
    }
}
