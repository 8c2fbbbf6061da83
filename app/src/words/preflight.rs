//! What the preflight found: what would happen, and the mend.

mod gateways;
mod identity;
mod prefixes;
mod quotas;
#[cfg(test)]
mod tests;
mod vpcs;

use domain::preflight::{Check, Code, Finding, Severity, Unseen};

use super::port_error;

/// The title of a check.
pub fn check_title(check: Check) -> &'static str {
    match check {
        Check::Account => "AWS account",
        Check::Rights => "Rights in AWS",
        Check::Region => "AWS regions",
        Check::TargetAsn => "ASN of the target",
        Check::PartnerAsn => "Two different ASNs",
        Check::TransitMix => "Transit gateway on the Direct Connect gateway",
        Check::TransitAsn => "ASN of transit gateways",
        Check::VpnGateways => "One virtual private gateway per VPC",
        Check::Overlap => "VPCs on one gateway don’t overlap",
        Check::CustomerNetworks => "Customer networks and VPCs",
        Check::CustomerPrefixes => "Customer prefixes and VPCs",
        Check::PrefixCount => "Number of customer prefixes",
        Check::AllowedPrefixes => "Allowed prefixes",
        Check::ConnectionQuota => "Quota: connections",
        Check::GatewayQuota => "Quota: Direct Connect gateways",
        Check::InterfaceQuota => "Quota: virtual interfaces",
        Check::AssociationQuota => "Quota: VPCs on the gateway",
        Check::VpnGatewayQuota => "Quota: virtual private gateways",
    }
}

/// How much a finding weighs.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => "Blocking",
        Severity::Warning => "Warning",
        Severity::NotChecked => "Not checked",
        Severity::Passed => "Passed",
    }
}

/// The heading above all findings of one weight.
pub fn group_title(severity: Severity) -> &'static str {
    match severity {
        Severity::Blocking => "Blocking",
        Severity::Warning => "Warnings",
        Severity::NotChecked => "Not checked",
        Severity::Passed => "Passed",
    }
}

/// All in one line.
pub fn summary(blocking: usize, warnings: usize, not_checked: usize) -> String {
    match (blocking, warnings, not_checked) {
        (0, 0, 0) => "Nothing stands in the way".to_owned(),
        (0, 0, _) => "Nothing that could be checked stands in the way".to_owned(),
        (0, 1, _) => "It can be done; look at the warning first".to_owned(),
        (0, ..) => format!("It can be done; look at the {warnings} warnings first"),
        (1, ..) => "It would not succeed for one reason".to_owned(),
        _ => format!("It would not succeed for {blocking} reasons"),
    }
}

/// The sentences of one finding.
pub fn finding(finding: &Finding) -> String {
    let (check, code) = (finding.check, &finding.code);
    let rooms = [
        common,
        identity::say,
        gateways::say,
        vpcs::say,
        prefixes::say,
        quotas::say,
    ];
    let mut said = rooms.iter().filter_map(|say| say(check, code));
    said.next().unwrap_or_default()
}

fn common(_: Check, code: &Code) -> Option<String> {
    match code {
        Code::Unseen(why) => Some(unseen(why)),
        Code::ChosenLater => Some("Not chosen yet: it is checked again in the set-up.".to_owned()),
        _ => None,
    }
}

fn unseen(why: &Unseen) -> String {
    match why {
        Unseen::NotConnected => {
            "AWS is not connected. Connect AWS, then check again.".to_owned()
        }
        Unseen::NotOffered => {
            "This partner does not show its routes to Onramp. Ask it which prefixes it will announce.".to_owned()
        }
        Unseen::NoGateway => {
            "The network has no active connection yet, so Pureport knows no customer prefix. Check again in the set-up."
                .to_owned()
        }
        Unseen::Failed(error) => port_error(error),
    }
}

fn list<T: ToString>(all: &[T]) -> String {
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    all.join(", ")
}
