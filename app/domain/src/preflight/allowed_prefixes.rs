//! What the Direct Connect gateway may announce of each VPC: a filter, equal to the VPC's CIDRs or
//! wider; none means all of them (reference/aws.md §2.3).

use super::{Check, Code, Facts, Finding, Subject, facts::called};
use crate::{ports::Vpc, run::PlannedVpc};

const CHECK: Check = Check::AllowedPrefixes;
/// More may be refused.
pub(super) const LIMIT: usize = 20;

pub(super) fn check(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    if subject.ends_on_vpn_gateway() {
        return Vec::new();
    }
    let chosen = subject.vpcs.iter().flatten();
    chosen.flat_map(|chosen| of_vpc(chosen, facts)).collect()
}

/// A VPC out of sight is another check's finding.
fn of_vpc(chosen: &PlannedVpc, facts: &Facts) -> Vec<Finding> {
    let Some(vpc) = facts.vpcs().find(|vpc| vpc.id == chosen.id) else {
        return Vec::new();
    };
    let count = chosen.prefixes.len();
    if count == 0 {
        let cidrs = vpc.cidrs.iter().map(ToString::to_string).collect();
        let code = Code::WholeVpc {
            vpc: called(vpc),
            cidrs,
        };
        return vec![Finding::passed(CHECK, code)];
    }
    let mut found = narrow(chosen, vpc);
    if count > LIMIT {
        let (vpc, limit) = (called(vpc), LIMIT);
        found.push(Finding::warning(
            CHECK,
            Code::ManyAllowed { vpc, count, limit },
        ));
    }
    if found.is_empty() {
        let vpc = called(vpc);
        found.push(Finding::passed(CHECK, Code::AllowedCover { vpc, count }));
    }
    found
}

/// A prefix around no CIDR of the VPC is refused; a CIDR in no prefix is not announced.
fn narrow(chosen: &PlannedVpc, vpc: &Vpc) -> Vec<Finding> {
    let prefixes = &chosen.prefixes;
    let useless = prefixes
        .iter()
        .find(|prefix| !vpc.cidrs.iter().any(|cidr| prefix.contains(*cidr)));
    if let Some(prefix) = useless {
        let code = Code::AllowedTooNarrow {
            vpc: called(vpc),
            prefix: prefix.to_string(),
            cidr: vpc
                .cidrs
                .first()
                .map(ToString::to_string)
                .unwrap_or_default(),
        };
        return vec![Finding::blocking(CHECK, code)];
    }
    let left_out = vpc
        .cidrs
        .iter()
        .filter(|cidr| !prefixes.iter().any(|prefix| prefix.contains(**cidr)));
    left_out
        .map(|cidr| {
            let (vpc, cidr) = (called(vpc), cidr.to_string());
            Finding::warning(CHECK, Code::LeftOut { vpc, cidr })
        })
        .collect()
}
