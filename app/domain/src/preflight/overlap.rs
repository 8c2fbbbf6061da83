//! VPCs that share one Direct Connect gateway may not overlap (reference/aws.md §2.3).

use super::{Check, Code, Fact, Facts, Finding, Severity, Subject, Unseen, facts::called};
use crate::{ports::Vpc, values::Cidr};

const CHECK: Check = Check::Overlap;

/// What is, or is to be, on the gateway.
struct Member {
    name: String,
    cidrs: Vec<Cidr>,
}

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    if subject.ends_on_vpn_gateway() {
        return Vec::new();
    }
    if subject.vpcs.is_none() {
        return vec![Finding::later(CHECK)];
    }
    match (chosen(subject, facts), there(subject, facts)) {
        (Err(why), _) | (_, Err(why)) => vec![Finding::unseen(CHECK, &why)],
        (Ok(chosen), Ok((there, unseen))) => judge(&chosen, &there, unseen),
    }
}

fn judge(chosen: &[Member], there: &[Member], unseen: Vec<String>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (at, vpc) in chosen.iter().enumerate() {
        let others = there.iter().chain(chosen.iter().skip(at + 1));
        found.extend(others.filter_map(|other| clash(vpc, other)));
    }
    found.extend(
        unseen.into_iter().map(|gateway| {
            Finding::new(CHECK, Severity::NotChecked, Code::MemberUnseen { gateway })
        }),
    );
    if found.is_empty() {
        let vpcs = chosen.len() + there.len();
        found.push(Finding::passed(CHECK, Code::Apart { vpcs }));
    }
    found
}

fn clash(vpc: &Member, other: &Member) -> Option<Finding> {
    vpc.cidrs.iter().find_map(|cidr| {
        let with = other.cidrs.iter().find(|with| with.overlaps(*cidr))?;
        let code = Code::Overlaps {
            vpc: vpc.name.clone(),
            cidr: cidr.to_string(),
            other: other.name.clone(),
            with: with.to_string(),
        };
        Some(Finding::blocking(CHECK, code))
    })
}

fn member(vpc: &Vpc) -> Member {
    Member {
        name: called(vpc),
        cidrs: vpc.cidrs.clone(),
    }
}

fn chosen(subject: &Subject, facts: &Facts) -> Fact<Vec<Member>> {
    let mut members = Vec::new();
    for wanted in subject.vpcs.iter().flatten() {
        let region = facts.region(&wanted.region).ok_or(Unseen::NotConnected)?;
        let all = region.vpcs.as_ref().map_err(Clone::clone)?;
        members.extend(all.iter().find(|vpc| vpc.id == wanted.id).map(member));
    }
    Ok(members)
}

/// What is on the target already, without the chosen ones; and gateways of which nothing is known.
/// Of a gateway out of sight, the allowed prefixes are what AWS compares.
fn there(subject: &Subject, facts: &Facts) -> Fact<(Vec<Member>, Vec<String>)> {
    let Some(gateway) = subject.gateway() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let is_chosen = |vpc: &Vpc| subject.vpcs.iter().flatten().any(|one| one.id == vpc.id);
    let (mut members, mut unseen) = (Vec::new(), Vec::new());
    for association in facts.associations_of(gateway)? {
        match facts.vpc_of(&association.associated) {
            Some(vpc) if is_chosen(vpc) => {}
            Some(vpc) => members.push(member(vpc)),
            None if association.allowed_prefixes.is_empty() => {
                unseen.push(association.associated.clone());
            }
            None => members.push(Member {
                name: association.associated.clone(),
                cidrs: association.allowed_prefixes.clone(),
            }),
        }
    }
    Ok((members, unseen))
}
