//! Before anything is ordered or changed: what would go wrong, from what can be seen now. One check
//! a file; each is pure and says "not checked" where it could not look.

mod account;
mod allowed_prefixes;
mod customer_networks;
mod customer_prefixes;
mod facts;
mod finding;
mod look;
mod overlap;
mod partner_asn;
mod prefix_count;
mod quotas;
mod region;
mod rights;
mod subject;
mod target_asn;
mod transit;
mod vpn_gateways;

#[cfg(test)]
mod tests;

pub use facts::{Announced, Fact, Facts, RegionFacts, Unseen};
pub use finding::{Check, Code, Finding, Severity, is_blocking};
pub use look::look;
pub use subject::Subject;

/// Every check on what is to be done, the worst findings first.
pub fn judge(subject: &Subject, facts: &Facts) -> Vec<Finding> {
    let checks: [fn(&Subject, &Facts) -> Vec<Finding>; 18] = [
        account::check,
        rights::check,
        region::check,
        target_asn::check,
        partner_asn::check,
        transit::mix,
        transit::same_asn,
        vpn_gateways::check,
        overlap::check,
        customer_networks::check,
        customer_prefixes::check,
        prefix_count::check,
        allowed_prefixes::check,
        quotas::connections,
        quotas::gateways,
        quotas::interfaces,
        quotas::associations,
        quotas::vpn_gateways,
    ];
    let mut findings: Vec<Finding> = checks
        .into_iter()
        .flat_map(|check| check(subject, facts))
        .collect();
    findings.sort_by_key(|finding| finding.severity);
    findings
}
