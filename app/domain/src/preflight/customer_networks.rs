//! The networks named in the order are VPCs, or lie around VPCs: a part of one is not meant.

use super::{Check, Code, Fact, Facts, Finding, Subject, Unseen, facts::called};
use crate::{ports::Vpc, values::Cidr};

const CHECK: Check = Check::CustomerNetworks;

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    if subject.customer_networks.is_empty() {
        return vec![Finding::passed(CHECK, Code::NoneNamed)];
    }
    match vpcs(subject, facts) {
        Err(why) => vec![Finding::unseen(CHECK, &why)],
        Ok(vpcs) => {
            let networks = subject.customer_networks.iter();
            networks.map(|cidr| one(*cidr, &vpcs, subject)).collect()
        }
    }
}

fn vpcs<'f>(subject: &Subject, facts: &'f Facts) -> Fact<Vec<&'f Vpc>> {
    let home = facts.region(&subject.region).ok_or(Unseen::NotConnected)?;
    home.vpcs.as_ref().map_err(Clone::clone)?;
    Ok(facts.vpcs().collect())
}

fn one(cidr: Cidr, vpcs: &[&Vpc], subject: &Subject) -> Finding {
    let all = || {
        vpcs.iter()
            .flat_map(|vpc| vpc.cidrs.iter().map(move |of| (vpc, *of)))
    };
    let cut = all().find(|(_, of)| of.contains(cidr) && *of != cidr);
    if let Some((vpc, of)) = cut {
        let code = Code::PartOfVpc {
            cidr: cidr.to_string(),
            vpc: called(vpc),
            of: of.to_string(),
        };
        return Finding::warning(CHECK, code);
    }
    let mut names: Vec<String> = all()
        .filter(|(_, of)| cidr.contains(*of))
        .map(|(vpc, _)| called(vpc))
        .collect();
    names.sort_unstable();
    names.dedup();
    let cidr = cidr.to_string();
    let region = subject.region.clone();
    Finding::passed(
        CHECK,
        if names.is_empty() {
            Code::InNoVpc { cidr, region }
        } else {
            Code::Covers { cidr, vpcs: names }
        },
    )
}
