//! The rights of the connected identity, as far as AWS tells them ahead (reference/aws.md §5).

use super::{Check, Code, Fact, Facts, Finding, Severity, Subject, Unseen};
use crate::ports::Right;

/// Without it everything can be set up and proven; traffic and past sessions are not told.
const EVIDENCE: &str = "cloudwatch:GetMetricData";

/// The actions that are still needed, for IAM's simulation.
pub(super) fn needed(subject: &Subject, facts: &Facts) -> Vec<&'static str> {
    let to_dxgw = !subject.ends_on_vpn_gateway();
    let new_gateway = to_dxgw && subject.gateway().is_none();
    let undecided = subject.vpcs.is_none();
    let new_vpn_gateway = undecided || !subject.new_vpn_gateways(facts).is_empty();
    let attaches = new_vpn_gateway || subject.vpn_gateway().is_some();
    let tags = new_gateway || subject.to_make > 0;
    let actions = [
        ("directconnect:ConfirmConnection", subject.to_accept > 0),
        ("directconnect:CreateDirectConnectGateway", new_gateway),
        (
            "directconnect:CreatePrivateVirtualInterface",
            subject.to_make > 0,
        ),
        (
            "directconnect:CreateDirectConnectGatewayAssociation",
            to_dxgw,
        ),
        ("directconnect:TagResource", tags),
        ("ec2:CreateVpnGateway", new_vpn_gateway),
        ("ec2:CreateTags", new_vpn_gateway),
        ("ec2:AttachVpnGateway", attaches),
        ("ec2:EnableVgwRoutePropagation", true),
        (EVIDENCE, true),
    ];
    let needed = actions.into_iter().filter(|(_, is_needed)| *is_needed);
    needed.map(|(action, _)| action).collect()
}

pub(super) fn check(_: &Subject, facts: &Facts) -> Vec<Finding> {
    let check = Check::Rights;
    let with = |is: fn(&Fact<Right>) -> bool| -> Vec<String> {
        let needed = facts
            .rights
            .iter()
            .filter(|(action, _)| *action != EVIDENCE);
        let found = needed.filter(|(_, right)| is(right));
        found.map(|(action, _)| (*action).to_owned()).collect()
    };
    let forbidden = with(|right| *right == Ok(Right::Denied));
    let not_granted = with(|right| *right == Ok(Right::NotGranted));
    let all = facts.rights.iter();
    let unknown = all.filter(|(_, right)| right.is_err());
    let unknown: Vec<String> = unknown.map(|(action, _)| (*action).to_owned()).collect();
    let evidence = facts.rights.iter().find(|(action, _)| *action == EVIDENCE);
    let no_evidence = matches!(evidence, Some((_, Ok(Right::Denied | Right::NotGranted))));
    let mut found = Vec::new();
    if !forbidden.is_empty() {
        found.push(Finding::blocking(
            check,
            Code::Forbidden { actions: forbidden },
        ));
    }
    if !not_granted.is_empty() {
        let actions = not_granted;
        found.push(Finding::warning(check, Code::NotGranted { actions }));
    }
    if no_evidence {
        let action = EVIDENCE.to_owned();
        found.push(Finding::warning(check, Code::NoEvidence { action }));
    }
    if !unknown.is_empty() {
        let (actions, why) = (unknown, first_reason(facts));
        let code = Code::RightsUnknown { actions, why };
        found.push(Finding::new(check, Severity::NotChecked, code));
    }
    if found.is_empty() {
        let actions = facts.rights.len();
        found.push(Finding::passed(check, Code::AllAllowed { actions }));
    }
    found
}

fn first_reason(facts: &Facts) -> Unseen {
    let mut reasons = facts
        .rights
        .iter()
        .filter_map(|(_, right)| right.as_ref().err());
    reasons.next().cloned().unwrap_or(Unseen::NotConnected)
}
