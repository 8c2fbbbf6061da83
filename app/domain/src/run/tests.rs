mod drift;
mod tear_down;

use super::*;
use crate::{
    ports::Choice,
    setup::{Observation, sample},
};

const NOW: Timestamp = Timestamp(1_000_000);

fn later(seconds: i64) -> Timestamp {
    Timestamp(NOW.0 + seconds * 1000)
}

fn plan() -> Plan {
    Plan::SetUp(SetUp {
        choice: Choice::NewGateway,
        mtu: 1500,
        vpcs: vec![PlannedVpc {
            region: sample::region("us-west-2"),
            id: sample::PAYMENTS.to_owned(),
            name: "payments".to_owned(),
            gateway: None,
            prefixes: Vec::new(),
            tables: vec!["rtb-0main".to_owned(), "rtb-0apps".to_owned()],
        }],
    })
}

fn run(seen: &Observation) -> Run {
    let by = UserId("pureport:sandbox".to_owned());
    Run::new("run-1".to_owned(), "ac-1", by, plan(), seen, NOW)
}

fn calls(run: &Run, seen: &Observation) -> Vec<String> {
    decide(run, seen)
        .into_iter()
        .filter_map(|decided| match decided.decision {
            Decision::Do(_, call) => Some(format!("{} {}", decided.key.word(), call.operation())),
            _ => None,
        })
        .collect()
}

fn state_of(run: &Run, word: &str) -> TaskState {
    run.step(word).unwrap().state
}

/// A look after which nothing was sent.
fn look(run: &mut Run, seen: &Observation, now: Timestamp) -> Progress {
    let decided = decide(run, seen);
    progress(run, &decided, now)
}

#[test]
fn what_needs_nothing_begins_side_by_side() {
    let seen = sample::listed();
    assert_eq!(
        calls(&run(&seen), &seen),
        [
            "accept-primary directconnect:ConfirmConnection",
            "accept-secondary directconnect:ConfirmConnection",
            "gateway directconnect:CreateDirectConnectGateway",
            "attach-vpc-0payments ec2:CreateVpnGateway",
        ]
    );
}

#[test]
fn both_interfaces_follow_as_soon_as_their_gateway_is_there() {
    let seen = sample::gateway_made();
    let sent = calls(&run(&seen), &seen);
    let interfaces: Vec<_> = sent
        .iter()
        .filter(|call| call.starts_with("interface"))
        .collect();
    assert_eq!(interfaces.len(), 2, "{sent:?}");
}

#[test]
fn the_association_waits_for_the_attachment_and_propagation_for_the_association() {
    let seen = sample::interfaces_made();
    let before = run(&seen);
    assert_eq!(
        state_of(&before, "associate-vpc-0payments"),
        TaskState::Blocked
    );
    assert_eq!(
        state_of(&before, "propagate-vpc-0payments"),
        TaskState::Blocked
    );
    let seen = sample::attached();
    let sent = calls(&run(&seen), &seen);
    assert_eq!(
        sent,
        ["associate-vpc-0payments directconnect:CreateDirectConnectGatewayAssociation"]
    );
    let seen = sample::associated();
    let sent = calls(&run(&seen), &seen);
    assert_eq!(
        sent,
        ["propagate-vpc-0payments ec2:EnableVgwRoutePropagation"]
    );
}

#[test]
fn a_run_over_what_is_proven_is_done_and_sends_nothing() {
    let seen = sample::proven();
    let run = run(&seen);
    assert!(calls(&run, &seen).is_empty());
    assert_eq!(run.state, RunState::Done);
}

#[test]
fn an_attached_gateway_of_somebody_else_is_used_only_when_the_plan_says_so() {
    let seen = sample::listed();
    let planned = |gateway: Option<&str>| {
        let mut run = run(&seen);
        let Plan::SetUp(set_up) = &mut run.plan else {
            panic!("another plan");
        };
        let vpc = &mut set_up.vpcs[0];
        vpc.id = sample::ANALYTICS.to_owned();
        vpc.gateway = gateway.map(str::to_owned);
        let all = items(&run, &seen);
        let attach = all.iter().find(|item| item.key.kind == StepKind::Attach);
        attach.unwrap().fate.clone()
    };
    assert_eq!(planned(Some(sample::ANALYTICS_VGW)), Fate::Adopt);
    assert!(matches!(planned(None), Fate::Refused(_)));
}

#[test]
fn a_definite_no_stops_its_step_and_no_other_until_somebody_says_again() {
    let seen = sample::gateway_made();
    let mut run = run(&seen);
    let key = StepKey::of_leg(StepKind::Interface, LegRole::Secondary);
    run.has_failed(&key, PortError::NotFound);
    look(&mut run, &seen, NOW);
    assert_eq!(state_of(&run, "interface-secondary"), TaskState::Failed);
    assert_eq!(run.state, RunState::Running, "the rest goes on");
    assert!(
        !calls(&run, &seen)
            .iter()
            .any(|call| call.starts_with("interface-secondary"))
    );
    let retry = Command::Retry { step: key.word() };
    assert!(run.obey(&retry, NOW));
    assert!(
        calls(&run, &seen)
            .iter()
            .any(|call| call.starts_with("interface-secondary"))
    );
}

/// Everything is proven but the secondary's interface, which was refused.
fn degraded() -> (Run, Observation) {
    let mut seen = sample::proven();
    sample::cloud(&mut seen).interfaces.truncate(1);
    let mut run = run(&seen);
    let key = StepKey::of_leg(StepKind::Interface, LegRole::Secondary);
    run.has_failed(&key, PortError::NotFound);
    look(&mut run, &seen, NOW);
    (run, seen)
}

#[test]
fn a_secondary_that_failed_for_good_leaves_the_run_degraded() {
    let (run, _) = degraded();
    assert_eq!(run.state, RunState::Degraded);
    assert_eq!(state_of(&run, "interface-primary"), TaskState::Done);
}

#[test]
fn keeping_the_single_connection_proves_it_alone() {
    let (mut run, seen) = degraded();
    assert!(run.obey(&Command::KeepSingle, NOW));
    look(&mut run, &seen, NOW);
    assert_eq!(state_of(&run, "interface-secondary"), TaskState::NotNeeded);
    assert_eq!(run.state, RunState::Done);
}

#[test]
fn what_was_there_and_is_gone_is_not_made_again() {
    let seen = sample::gateway_made();
    let mut run = run(&seen);
    look(&mut run, &seen, NOW);
    assert_eq!(state_of(&run, "gateway"), TaskState::Done);
    let without = sample::accepted();
    look(&mut run, &without, later(1));
    assert_eq!(
        state_of(&run, "gateway"),
        TaskState::Running,
        "a list may be stale"
    );
    assert!(
        !calls(&run, &without)
            .iter()
            .any(|call| call.starts_with("gateway"))
    );
    look(&mut run, &without, later(301));
    assert_eq!(state_of(&run, "gateway"), TaskState::Failed);
    assert_eq!(run.step("gateway").unwrap().told, Some(Told::Gone));
    look(&mut run, &seen, later(302));
    assert_eq!(
        state_of(&run, "gateway"),
        TaskState::Done,
        "it came back into sight"
    );
}

#[test]
fn a_wait_that_never_ends_is_told() {
    let mut seen = sample::listed();
    for hosted in &mut sample::cloud(&mut seen).hosted {
        hosted.state = crate::ports::HostedState::Pending;
    }
    let mut run = run(&seen);
    look(&mut run, &seen, NOW);
    look(&mut run, &seen, later(1799));
    assert_eq!(state_of(&run, "accept-primary"), TaskState::Running);
    look(&mut run, &seen, later(1801));
    assert_eq!(run.step("accept-primary").unwrap().told, Some(Told::Late));
    look(&mut run, &seen, later(1802));
    assert_eq!(
        state_of(&run, "accept-primary"),
        TaskState::Failed,
        "and stays told"
    );
}

#[test]
fn only_waits_after_a_call_of_the_run_are_measured() {
    let mut seen = sample::listed();
    for hosted in &mut sample::cloud(&mut seen).hosted {
        hosted.state = crate::ports::HostedState::Pending;
    }
    let mut run = run(&seen);
    look(&mut run, &seen, NOW);
    run.was_sent(&StepKey::of_leg(StepKind::Accept, LegRole::Primary));
    let told = look(&mut run, &sample::accepted(), later(40));
    assert_eq!(told.measured, [(crate::setup::Wait::HostedConnection, 40)]);
}

#[test]
fn a_broken_rung_parks_the_run_and_names_it() {
    let mut seen = sample::proven();
    sample::cloud(&mut seen).interfaces[1].vlan = crate::values::Vlan::new(999);
    let mut run = run(&seen);
    run.rungs = crate::setup::ladder(&seen);
    look(&mut run, &seen, NOW);
    assert_eq!(run.step("prove").unwrap().told, Some(Told::Broken));
    assert_eq!(run.state, RunState::Degraded, "the primary is proven");
}

#[test]
fn another_value_of_the_order_makes_another_fingerprint() {
    let seen = sample::listed();
    let before = facts(&plan(), &seen);
    let mut changed = sample::listed();
    changed.connection.legs[0].vlan = crate::values::Vlan::new(999);
    let after = facts(&plan(), &changed);
    assert_ne!(fingerprint(&plan(), &before), fingerprint(&plan(), &after));
    let differing: Vec<_> = before.iter().zip(&after).filter(|(a, b)| a != b).collect();
    assert_eq!(differing.len(), 1);
    assert_eq!(differing[0].0.name, "VLAN, primary");
}

#[test]
fn an_ended_run_obeys_nothing() {
    let seen = sample::listed();
    let mut run = run(&seen);
    assert!(run.obey(&Command::End, NOW));
    assert!(!run.obey(&Command::Resume, NOW));
}

fn throttled() -> PortError {
    PortError::Throttled {
        retry_after_seconds: Some(7),
    }
}

#[test]
fn a_look_that_fails_is_told_once_with_the_age_of_the_last_one() {
    let seen = sample::listed();
    let mut run = run(&seen);
    look(&mut run, &seen, NOW);
    assert!(run.could_not("", &PortError::Unknown, later(1)));
    assert!(!run.could_not("", &PortError::Unknown, later(9)));
    assert!(
        run.could_not("", &throttled(), later(10)),
        "it fails otherwise"
    );
    assert_eq!(run.unseen.as_ref().unwrap().since, NOW);
    assert!(run.saw(&seen));
    assert!(run.unseen.is_none());
    assert!(!run.saw(&seen));
}

#[test]
fn a_part_that_could_not_be_read_is_told_unless_it_never_may_be() {
    let mut seen = sample::listed();
    let gap = |error| crate::setup::Gap {
        operation: "ec2:DescribeVpcs",
        region: None,
        error,
    };
    let action = String::new();
    sample::cloud(&mut seen).gaps = vec![gap(PortError::Denied { action })];
    let mut run = run(&seen);
    assert!(!run.saw(&seen));
    sample::cloud(&mut seen).gaps.push(gap(throttled()));
    assert!(run.saw(&seen));
    assert_eq!(run.unseen.unwrap().what, "ec2:DescribeVpcs");
}

#[test]
fn a_run_that_sees_nothing_for_half_an_hour_needs_somebody() {
    let seen = sample::listed();
    let mut run = run(&seen);
    look(&mut run, &seen, NOW);
    run.could_not("", &PortError::Unknown, later(1799));
    assert_eq!(run.state, RunState::Running);
    assert!(run.could_not("", &PortError::Unknown, later(1800)));
    assert_eq!(run.state, RunState::NeedsYou);
    assert!(run.obey(&Command::Resume, later(1801)));
    assert_eq!((run.state, run.unseen), (RunState::Running, None));
}

#[test]
fn a_step_that_can_not_be_looked_at_for_half_an_hour_is_told_until_somebody_retries() {
    let mut seen = sample::listed();
    let cloud = sample::cloud(&mut seen);
    cloud.hosted.clear();
    cloud.gaps.push(crate::setup::Gap {
        operation: "directconnect:DescribeConnections",
        region: None,
        error: PortError::Unknown,
    });
    let mut run = run(&seen);
    look(&mut run, &seen, NOW);
    assert_eq!(state_of(&run, "accept-primary"), TaskState::Running);
    for seconds in [1800, 1801] {
        look(&mut run, &seen, later(seconds));
        let told = run.step("accept-primary").unwrap().told.clone();
        assert_eq!(told, Some(Told::Unseen), "{seconds}");
    }
    look(&mut run, &sample::listed(), later(1802));
    assert_ne!(state_of(&run, "accept-primary"), TaskState::Failed);
}
