//! Prefixes that the customer side announces out of a VPC's own addresses: in the VPC the local
//! route always wins, so these hosts are never reached (reference/aws.md §2.4).

use super::{Announced, Check, Code, Facts, Finding, Subject, facts::called};
use crate::ports::Vpc;

const CHECK: Check = Check::CustomerPrefixes;

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let announced = match &facts.announced {
        Err(why) => return vec![Finding::unseen(CHECK, why)],
        Ok(announced) => announced,
    };
    for region in &facts.regions {
        if let Err(why) = &region.vpcs {
            return vec![Finding::unseen(CHECK, why)];
        }
    }
    if facts.regions.is_empty() {
        return vec![Finding::unseen(CHECK, &super::Unseen::NotConnected)];
    }
    let customers: Vec<_> = announced
        .iter()
        .copied()
        .filter(|route| !route.from_aws && !is_translated(*route, subject))
        .collect();
    let vpcs: Vec<_> = facts.vpcs().filter(|vpc| is_meant(vpc, subject)).collect();
    let mut found: Vec<Finding> = customers
        .iter()
        .filter_map(|route| hidden(*route, &vpcs))
        .collect();
    if found.is_empty() {
        let prefixes = customers.len();
        found.push(Finding::passed(CHECK, Code::NothingHidden { prefixes }));
    }
    found
}

/// NAT gives it other addresses on the way.
fn is_translated(route: Announced, subject: &Subject) -> bool {
    let mut native = subject.translated.iter();
    native.any(|native| native.contains(route.prefix))
}

/// As long as none is chosen, every VPC may be.
fn is_meant(vpc: &Vpc, subject: &Subject) -> bool {
    let chosen = subject.vpcs.as_ref();
    chosen.is_none_or(|chosen| chosen.iter().any(|one| one.id == vpc.id))
}

/// A wider prefix is usual: only what lies wholly in the VPC is lost.
fn hidden(route: Announced, vpcs: &[&Vpc]) -> Option<Finding> {
    vpcs.iter().find_map(|vpc| {
        let cidr = vpc.cidrs.iter().find(|cidr| cidr.contains(route.prefix))?;
        let code = Code::LocalWins {
            prefix: route.prefix.to_string(),
            vpc: called(vpc),
            cidr: cidr.to_string(),
        };
        Some(Finding::warning(CHECK, code))
    })
}
