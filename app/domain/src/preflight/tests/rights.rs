use super::*;
use crate::preflight::rights::needed;

#[test]
fn each_right_is_told_by_what_is_known_of_it() {
    let names = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
    let denied = || PortError::Denied {
        action: "iam:SimulatePrincipalPolicy".to_owned(),
    };
    let mut facts = facts();
    facts.rights = vec![
        ("ec2:CreateVpnGateway", Ok(Right::Denied)),
        ("directconnect:ConfirmConnection", Ok(Right::NotGranted)),
        ("directconnect:TagResource", Err(Unseen::Failed(denied()))),
        ("ec2:AttachVpnGateway", Ok(Right::Allowed)),
    ];
    let found = of(Check::Rights, &subject(), &facts);
    let expected = [
        (
            Severity::Blocking,
            Code::Forbidden {
                actions: names(&["ec2:CreateVpnGateway"]),
            },
        ),
        (
            Severity::Warning,
            Code::NotGranted {
                actions: names(&["directconnect:ConfirmConnection"]),
            },
        ),
        (
            Severity::NotChecked,
            Code::RightsUnknown {
                actions: names(&["directconnect:TagResource"]),
                why: Unseen::Failed(denied()),
            },
        ),
    ];
    assert_eq!(found, expected);
    let found = of(Check::Rights, &subject(), &super::facts());
    assert_eq!(found, [(Severity::Passed, Code::AllAllowed { actions: 2 })]);
}

#[test]
fn without_the_right_to_measurements_nothing_is_blocked() {
    let mut facts = facts();
    for right in [Right::Denied, Right::NotGranted] {
        facts.rights = vec![
            ("ec2:AttachVpnGateway", Ok(Right::Allowed)),
            ("cloudwatch:GetMetricData", Ok(right)),
        ];
        let action = "cloudwatch:GetMetricData".to_owned();
        let expected = [(Severity::Warning, Code::NoEvidence { action })];
        assert_eq!(of(Check::Rights, &subject(), &facts), expected);
    }
    facts.rights = vec![("cloudwatch:GetMetricData", Err(Unseen::NotConnected))];
    assert_eq!(
        of(Check::Rights, &subject(), &facts)[0].0,
        Severity::NotChecked
    );
}

#[test]
fn only_what_is_still_to_be_done_needs_a_right() {
    let facts = facts();
    let all = needed(
        &Subject {
            choice: Some(Choice::NewGateway),
            ..order()
        },
        &facts,
    );
    assert_eq!(all.len(), 10, "{all:?}");
    let rest = needed(
        &Subject {
            to_accept: 0,
            to_make: 0,
            vpcs: Some(vec![planned(ANALYTICS, &[])]),
            ..subject()
        },
        &facts,
    );
    let expected = [
        "directconnect:CreateDirectConnectGatewayAssociation",
        "ec2:EnableVgwRoutePropagation",
        "cloudwatch:GetMetricData",
    ];
    assert_eq!(rest, expected);
    let on_vgw = needed(
        &Subject {
            choice: Some(existing_vgw(ANALYTICS_VGW)),
            ..subject()
        },
        &facts,
    );
    assert!(on_vgw.contains(&"ec2:AttachVpnGateway"));
    assert!(!on_vgw.contains(&"ec2:CreateVpnGateway"));
    assert!(!on_vgw.iter().any(|action| action.ends_with("Association")));
}
