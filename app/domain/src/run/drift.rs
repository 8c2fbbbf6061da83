//! What has become of what a finished run brought about. It is reported; what is to be done about
//! it is a person's choice (design/reliability.md, "drift").

use super::{Plan, PlannedVpc, Run, RunState, SetUp, StepKind, StepView};
use crate::{
    ports::{
        Association, AssociationState, AttachmentState, Choice, HostedState, InterfaceState,
        LegRole, RouteTable, Target, VpnGateway,
    },
    setup::{CloudView, Observation, RegionView},
    tags,
    values::{Cidr, RegionName},
};

/// A step of the run whose thing is not as the run left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    pub key: super::StepKey,
    pub what: Changed,
}

/// How it differs from the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// It is not there any more, or on its way out.
    Gone,
    /// It ends on, or its place is taken by, another gateway: the ids.
    OtherGateway { planned: String, now: String },
    /// The interface's, in bytes. Only of an interface that the run made.
    Mtu { planned: u32, now: u32 },
    /// Of an association that the run made.
    AllowedPrefixes(Prefixes),
    /// The table does not take the gateway's routes any more.
    PropagationOff { table: String, vpn_gateway: String },
    /// The route table is not there any more.
    TableGone { table: String },
}

/// The allowed prefixes of an association, before and now; neither is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefixes {
    pub association: String,
    /// Of the virtual private gateway: AWS finds the association from no other.
    pub region: RegionName,
    pub planned: Vec<Cidr>,
    pub now: Vec<Cidr>,
}

/// Compares what the run's plan brought about with what is seen. Only a set-up that ended well can
/// drift, and what was not read, or not looked at, is not said to have changed. Of what hangs
/// together only the first cause is named.
pub fn drift(run: &Run, seen: &Observation) -> Vec<Drift> {
    let (Plan::SetUp(set_up), RunState::Done, Some(cloud)) = (&run.plan, run.state, &seen.cloud)
    else {
        return Vec::new();
    };
    if cloud.identity.account != run.aws_account {
        return Vec::new();
    }
    let of = Compared {
        set_up,
        seen,
        cloud,
    };
    let kept = run.steps.iter().filter(|view| {
        let dropped = view.key.leg.is_some_and(|leg| run.dropped.contains(&leg));
        view.reached && !dropped
    });
    let changed = |view: &StepView| {
        let whats = of.step(view).into_iter();
        let drifts = whats.map(|what| Drift {
            key: view.key.clone(),
            what,
        });
        drifts.collect::<Vec<_>>()
    };
    kept.flat_map(changed).collect()
}

/// A plan beside what is seen now.
struct Compared<'a> {
    set_up: &'a SetUp,
    seen: &'a Observation,
    cloud: &'a CloudView,
}

impl<'a> Compared<'a> {
    fn step(&self, view: &StepView) -> Vec<Changed> {
        let vpc = || {
            let id = view.key.vpc.as_deref()?;
            self.set_up.vpcs.iter().find(|vpc| vpc.id == id)
        };
        match (view.key.kind, view.key.leg) {
            (StepKind::Accept, Some(leg)) => self.hosted(leg).into_iter().collect(),
            (StepKind::Gateway, _) => self.gateway().into_iter().collect(),
            (StepKind::Interface, Some(leg)) => self.interface(leg, view.sent),
            (StepKind::Attach, _) => vpc()
                .and_then(|vpc| self.attachment(vpc))
                .into_iter()
                .collect(),
            (StepKind::Associate, _) => {
                let changed = vpc().and_then(|vpc| self.association(vpc, view.sent));
                changed.into_iter().collect()
            }
            (StepKind::Propagate, _) => vpc().map(|vpc| self.propagation(vpc)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn hosted(&self, role: LegRole) -> Option<Changed> {
        use HostedState as State;
        let leg = self.seen.leg(role).ok()?;
        leg.aws_connection.as_ref()?;
        if self.cloud.has_gap("directconnect:DescribeConnections") {
            return None;
        }
        let gone = self.cloud.hosted_of(leg).is_none_or(|hosted| {
            matches!(
                hosted.state,
                State::Deleting | State::Deleted | State::Rejected
            )
        });
        gone.then_some(Changed::Gone)
    }

    fn gateway(&self) -> Option<Changed> {
        if self
            .cloud
            .has_gap("directconnect:DescribeDirectConnectGateways")
        {
            return None;
        }
        let there = match &self.set_up.choice {
            Choice::NewGateway => self.cloud.own_gateway(&self.seen.connection).is_some(),
            Choice::Existing {
                target: Target::DirectConnectGateway(id),
            } => {
                let mut all = self.cloud.gateways.iter();
                all.any(|gateway| gateway.id == *id && !gateway.state.is_going())
            }
            _ => true,
        };
        (!there).then_some(Changed::Gone)
    }

    /// Where the interfaces were to end; `None` when that is gone.
    fn target(&self) -> Option<Target> {
        match &self.set_up.choice {
            Choice::Existing { target } => Some(target.clone()),
            Choice::NewGateway => {
                let own = self.cloud.own_gateway(&self.seen.connection)?;
                Some(Target::DirectConnectGateway(own.id.clone()))
            }
            Choice::NewVpnGateway => {
                let vpc = self.set_up.vpcs.first()?;
                let (_, at) = self.at_vpc(vpc)?;
                let marked = tags::vpc_step(&vpc.id);
                let own =
                    at.filter(|at| tags::is_ours(&at.tags, &self.seen.connection.id, &marked));
                Some(Target::VirtualPrivateGateway(own?.id.clone()))
            }
        }
    }

    fn interface(&self, role: LegRole, made: bool) -> Vec<Changed> {
        let Ok(leg) = self.seen.leg(role) else {
            return Vec::new();
        };
        let unread = self
            .cloud
            .has_gap("directconnect:DescribeVirtualInterfaces");
        if unread || self.hosted(role).is_some() {
            return Vec::new();
        }
        let found = self.cloud.interface_of(leg);
        let Some(found) = found.filter(|found| found.state != InterfaceState::Deleting) else {
            return vec![Changed::Gone];
        };
        let mut changed = Vec::new();
        if let (Some(planned), Some(now)) = (self.target(), &found.target)
            && planned != *now
        {
            changed.push(other(id_of(&planned), id_of(now)));
        }
        let planned = self.set_up.mtu;
        if let Some(now) = found.mtu.filter(|now| made && *now != planned) {
            changed.push(Changed::Mtu { planned, now });
        }
        changed
    }

    /// The VPC's region and what is attached to the VPC; `None`: not looked at, or not read.
    fn at_vpc(&self, vpc: &PlannedVpc) -> Option<(&'a RegionView, Option<&'a VpnGateway>)> {
        let region = self.cloud.region(&vpc.region)?;
        let unread = |operation| self.cloud.has_gap_in(operation, &vpc.region);
        if unread("ec2:DescribeVpcs") || unread("ec2:DescribeVpnGateways") {
            return None;
        }
        let at = region.gateway_at(&vpc.id).filter(|at| {
            let detaching =
                |(_, state): &(String, AttachmentState)| *state == AttachmentState::Detaching;
            !at.attachment.as_ref().is_some_and(detaching)
        });
        Some((region, at))
    }

    fn attachment(&self, vpc: &PlannedVpc) -> Option<Changed> {
        let (_, at) = self.at_vpc(vpc)?;
        let Some(at) = at else {
            return Some(Changed::Gone);
        };
        let marked = tags::vpc_step(&vpc.id);
        let ours = || tags::is_ours(&at.tags, &self.seen.connection.id, &marked);
        match &vpc.gateway {
            Some(planned) if *planned != at.id => Some(other(planned, &at.id)),
            None if !ours() => Some(other("", &at.id)),
            _ => None,
        }
    }

    /// The gateway that is at the VPC as planned.
    fn planned_at(&self, vpc: &PlannedVpc) -> Option<(&'a RegionView, &'a VpnGateway)> {
        let (region, at) = self.at_vpc(vpc)?;
        let at = at.filter(|_| self.attachment(vpc).is_none())?;
        Some((region, at))
    }

    fn association(&self, vpc: &PlannedVpc, made: bool) -> Option<Changed> {
        let (region, at) = self.planned_at(vpc)?;
        let operation = "directconnect:DescribeDirectConnectGatewayAssociations";
        let Target::DirectConnectGateway(planned) = self.target()? else {
            return None;
        };
        let (connection, choice) = (&self.seen.connection, &self.seen.choice);
        let looked_at = self.cloud.direct_connect_gateway(connection, choice);
        // Those of another gateway say nothing about the planned one's.
        if self.cloud.has_gap(operation) || looked_at.is_none_or(|found| found.id != planned) {
            return None;
        }
        let found = self.cloud.association_of(&at.id).filter(|found| {
            use AssociationState as State;
            !matches!(found.state, State::Disassociating | State::Disassociated)
        });
        match found {
            None => Some(Changed::Gone),
            Some(found) if made => prefixes(vpc, found, region),
            Some(_) => None,
        }
    }

    fn propagation(&self, vpc: &PlannedVpc) -> Vec<Changed> {
        let Some((region, at)) = self.planned_at(vpc) else {
            return Vec::new();
        };
        if self
            .cloud
            .has_gap_in("ec2:DescribeRouteTables", &vpc.region)
        {
            return Vec::new();
        }
        let changed = |table: &String| {
            let found = region.tables.iter().find(|found| found.id == *table);
            let takes = |found: &RouteTable| found.propagating.contains(&at.id);
            match found {
                None => Some(Changed::TableGone {
                    table: table.clone(),
                }),
                Some(found) if !takes(found) => Some(Changed::PropagationOff {
                    table: table.clone(),
                    vpn_gateway: at.id.clone(),
                }),
                Some(_) => None,
            }
        };
        vpc.tables.iter().filter_map(changed).collect()
    }
}

fn other(planned: &str, now: &str) -> Changed {
    Changed::OtherGateway {
        planned: planned.to_owned(),
        now: now.to_owned(),
    }
}

fn id_of(target: &Target) -> &str {
    match target {
        Target::DirectConnectGateway(id) | Target::VirtualPrivateGateway(id) => id,
    }
}

/// Empty means every CIDR of the VPC, in the plan as at AWS (reference/aws.md §2.3).
fn prefixes(vpc: &PlannedVpc, found: &Association, region: &RegionView) -> Option<Changed> {
    let cidrs = &region.vpcs.iter().find(|one| one.id == vpc.id)?.cidrs;
    let meant = |listed: &[Cidr]| -> Vec<Cidr> {
        let mut all = if listed.is_empty() { cidrs } else { listed }.to_vec();
        all.sort_unstable();
        all.dedup();
        all
    };
    let (planned, now) = (meant(&vpc.prefixes), meant(&found.allowed_prefixes));
    (planned != now).then(|| {
        Changed::AllowedPrefixes(Prefixes {
            association: found.id.clone(),
            region: region.name.clone(),
            planned,
            now,
        })
    })
}
