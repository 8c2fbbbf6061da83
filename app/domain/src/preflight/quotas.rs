//! What fits, by counting what is there (reference/aws.md §2.4, §2.5). AWS raises some quotas for
//! an account that asks for it, and does not tell here whether it did: those are only warned of.

use super::{Check, Code, Facts, Finding, Severity, Subject};
use crate::{
    ports::{AttachmentState, Choice, GatewayState, HostedConnection, HostedState},
    run::PlannedVpc,
    values::name_or_id,
};

/// Direct Connect connections of an account per location and region.
const CONNECTIONS: usize = 10;
/// Direct Connect gateways of an account.
const GATEWAYS: usize = 200;
/// Interfaces on one Direct Connect gateway.
const INTERFACES: usize = 30;
/// Virtual private gateways on one Direct Connect gateway.
const ASSOCIATIONS: usize = 20;
/// Virtual private gateways of a region.
const VPN_GATEWAYS: usize = 5;

/// What is counted.
struct Count {
    check: Check,
    at: String,
    count: usize,
    new: usize,
    limit: usize,
    /// AWS raises it on request.
    soft: bool,
}

impl Count {
    fn judge(self) -> Finding {
        let (count, new, limit) = (self.count, self.new, self.limit);
        if new == 0 || count + new <= limit {
            return Finding::passed(self.check, Code::Fits { count, new, limit });
        }
        // More than the quota are there, so it was raised.
        let uncertain = self.soft || count > limit;
        self.full(if uncertain {
            Severity::Warning
        } else {
            Severity::Blocking
        })
    }

    fn full(self, severity: Severity) -> Finding {
        let code = Code::Full {
            at: self.at,
            count: self.count,
            new: self.new,
            limit: self.limit,
        };
        Finding::new(self.check, severity, code)
    }
}

/// At the legs' location; as long as that is not known, at the fullest one.
pub(super) fn connections(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::ConnectionQuota;
    let all = match &facts.hosted {
        Err(why) => return vec![Finding::unseen(check, why)],
        Ok(all) => all,
    };
    let ours = |one: &&HostedConnection| subject.hosted.contains(&one.id);
    let known = all.iter().find(ours).map(|one| one.location.as_str());
    let at = |location: &str| {
        let beside = |one: &&HostedConnection| one.location == location && holds(one.state);
        all.iter().filter(beside).count()
    };
    let fullest = || {
        all.iter()
            .map(|one| one.location.as_str())
            .max_by_key(|one| at(one))
    };
    let location = known.or_else(fullest).unwrap_or_default();
    vec![
        Count {
            check,
            at: location.to_owned(),
            count: at(location),
            new: subject.to_accept,
            limit: CONNECTIONS,
            soft: true,
        }
        .judge(),
    ]
}

/// An order that nobody accepted holds no place.
fn holds(state: HostedState) -> bool {
    use HostedState as State;
    !matches!(
        state,
        State::Ordering | State::Deleting | State::Deleted | State::Rejected
    )
}

pub(super) fn gateways(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::GatewayQuota;
    if subject.choice != Some(Choice::NewGateway) {
        return Vec::new();
    }
    vec![match &facts.gateways {
        Err(why) => Finding::unseen(check, why),
        Ok(all) => {
            let there = all.iter().filter(|one| one.state != GatewayState::Deleted);
            Count {
                check,
                at: String::new(),
                count: there.count(),
                new: 1,
                limit: GATEWAYS,
                soft: true,
            }
            .judge()
        }
    }]
}

pub(super) fn interfaces(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::InterfaceQuota;
    let Some(gateway) = subject.gateway() else {
        return Vec::new();
    };
    vec![match &facts.attachments {
        Err(why) => Finding::unseen(check, why),
        Ok(all) => {
            let there = all
                .iter()
                .filter(|one| one.state != AttachmentState::Detaching);
            Count {
                check,
                at: gateway_name(gateway, facts),
                count: there.count(),
                new: subject.to_make,
                limit: INTERFACES,
                soft: false,
            }
            .judge()
        }
    }]
}

pub(super) fn associations(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::AssociationQuota;
    let Some(gateway) = subject.gateway() else {
        return Vec::new();
    };
    let there = match facts.associations_of(gateway) {
        Err(why) => return vec![Finding::unseen(check, &why)],
        Ok(all) => all
            .into_iter()
            .filter(|one| one.associated.starts_with("vgw-")),
    };
    let there: Vec<&str> = there.map(|one| one.associated.as_str()).collect();
    vec![
        Count {
            check,
            at: gateway_name(gateway, facts),
            count: there.len(),
            new: to_associate(subject, &there, facts),
            limit: ASSOCIATIONS,
            soft: false,
        }
        .judge(),
    ]
}

/// The chosen VPCs that are not on the gateway yet; at least one is to come.
fn to_associate(subject: &Subject, there: &[&str], facts: &Facts) -> usize {
    let Some(chosen) = &subject.vpcs else {
        return 1;
    };
    let is_new = |vpc: &&PlannedVpc| {
        let region = facts.region(&vpc.region);
        let at = region.and_then(|region| region.gateway_at(&vpc.id));
        at.is_none_or(|gateway| !there.contains(&gateway.id.as_str()))
    };
    chosen.iter().filter(is_new).count()
}

/// EC2's own answer to a dry run counts more than counting.
pub(super) fn vpn_gateways(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::VpnGatewayQuota;
    let to_come = match &subject.vpcs {
        Some(_) => subject.new_vpn_gateways(facts),
        None if subject.vpn_gateway().is_some() => Vec::new(),
        None => vec![(&subject.region, 1)],
    };
    let mut found = Vec::new();
    for (name, new) in to_come {
        let Some(region) = facts.region(name) else {
            continue;
        };
        found.push(match &region.vpn_gateways {
            Err(why) => Finding::unseen(check, why),
            Ok(all) => {
                let there = all.iter().filter(|one| !one.state.is_going());
                let count = Count {
                    check,
                    at: name.to_string(),
                    count: there.count(),
                    new,
                    limit: VPN_GATEWAYS,
                    soft: true,
                };
                match (region.is_full, &subject.vpcs) {
                    (false, _) => count.judge(),
                    // Before anything is chosen, a VPC that has its gateway may be.
                    (true, None) => count.full(Severity::Warning),
                    (true, Some(_)) => count.full(Severity::Blocking),
                }
            }
        });
    }
    found
}

fn gateway_name(id: &str, facts: &Facts) -> String {
    let gateways = facts.gateways.as_deref().unwrap_or_default();
    let found = gateways.iter().find(|gateway| gateway.id == id);
    name_or_id(found.map_or("", |gateway| &gateway.name), id).to_owned()
}
