//! What the records of both sides are taken to say.

use super::*;
use crate::{
    ports::{
        BgpState, Changed, Connectivity, FabricChange, FailoverTest, InterfaceRoute, Ping,
        PingState, TestState, Timestamp,
    },
    setup::{
        Finding, LegRecords, NoRestart, Records, RungName, Side, Verdict, What, bgp_since,
        findings, flaps, may_restart, timeline, verdict,
    },
};

const NOW: Timestamp = Timestamp(1_795_300_000_000);
const ONE: LegRole = LegRole::Primary;
const TWO: LegRole = LegRole::Secondary;

fn ago(minutes: i64) -> Timestamp {
    Timestamp(NOW.0 - minutes * 60_000)
}

fn session(minutes: i64, to: BgpState) -> FabricChange {
    FabricChange {
        at: ago(minutes),
        gateway: Some("gw-primary".to_owned()),
        to: Changed::Bgp(to),
    }
}

fn records() -> Records {
    let leg = |role| LegRecords {
        role,
        connectivity: None,
        pings: Some(Vec::new()),
        tests: Some(Vec::new()),
    };
    Records {
        at: NOW,
        changes: Some(vec![
            session(41, BgpState::Down),
            session(90, BgpState::Up),
            session(95, BgpState::Down),
            session(3 * 1440, BgpState::Up),
            session(4 * 1440, BgpState::Down),
        ]),
        legs: vec![leg(ONE), leg(TWO)],
        gaps: Vec::new(),
    }
}

/// `proven`, with the primary's session down on both ends.
fn down() -> Observation {
    let mut seen = proven();
    seen.connection.legs[0].bgp = Some(BgpState::Down);
    cloud(&mut seen).interfaces[0].bgp = Some(BgpState::Down);
    seen
}

fn pinged(state: PingState, minutes: i64) -> Records {
    let mut records = records();
    let at = ago(minutes);
    records.legs[0].pings = Some(vec![Ping { at, state }]);
    records
}

#[test]
fn since_when_is_the_newest_record_that_agrees_with_both_ends() {
    let (seen, records) = (down(), records());
    let leg = &seen.connection.legs[0];
    assert_eq!(bgp_since(leg, &seen, &records), Some(ago(41)));
    let up = proven();
    let leg = &up.connection.legs[0];
    assert_eq!(
        bgp_since(leg, &up, &records),
        None,
        "the record is of another state"
    );
    let unread = Records::default();
    assert_eq!(bgp_since(leg, &seen, &unread), None);
}

#[test]
fn flaps_are_counted_over_a_day_and_unknown_without_the_log() {
    let seen = down();
    let [one, two] = seen.connection.legs.as_slice() else {
        panic!("two legs")
    };
    assert_eq!(flaps(one, &records()), Some(2));
    assert_eq!(flaps(two, &records()), Some(0));
    assert_eq!(flaps(one, &Records::default()), None);
}

#[test]
fn a_session_that_is_down_without_a_difference_is_asked_for_step_by_step() {
    let seen = down();
    let cause = |records: &Records| findings(&seen, records);
    assert_eq!(cause(&records()), [Finding::PingFirst { leg: ONE }]);
    let lost = pinged(PingState::Lost, 1);
    assert_eq!(cause(&lost), [Finding::PingLost { leg: ONE }]);
    let running = pinged(PingState::Running, 0);
    assert_eq!(cause(&running), [Finding::PingRunning { leg: ONE }]);
    let (leg, restart) = (ONE, Ok(()));
    let answered = [Finding::PingAnswered { leg, restart }];
    assert_eq!(cause(&pinged(PingState::Answered, 1)), answered);
    let old = pinged(PingState::Answered, 60);
    assert_eq!(
        cause(&old),
        [Finding::PingFirst { leg: ONE }],
        "an old ping tells nothing"
    );
    let mut measured = records();
    measured.legs[0].connectivity = Some(Connectivity {
        at: NOW,
        loss: 0.0,
        average_ms: Some(2.0),
    });
    assert_eq!(cause(&measured), answered);
}

#[test]
fn a_test_and_a_dead_link_are_told_before_any_ping() {
    let mut seen = down();
    cloud(&mut seen).interfaces[0].state = InterfaceState::Testing;
    let mut kept = records();
    kept.legs[0].tests = Some(vec![FailoverTest {
        id: "test".to_owned(),
        state: TestState::Running,
        started: Some(ago(41)),
        ends: Some(NOW),
    }]);
    let expected = Finding::TestRunning {
        leg: ONE,
        ends: Some(NOW),
    };
    assert_eq!(findings(&seen, &kept), [expected]);
    let mut seen = down();
    cloud(&mut seen).hosted[0].state = HostedState::Down;
    assert_eq!(
        findings(&seen, &records()),
        [Finding::LinkDown { leg: ONE }]
    );
}

#[test]
fn what_differs_is_the_finding_and_nothing_is_pinged_for_it() {
    let mut seen = down();
    cloud(&mut seen).interfaces[0].vlan = crate::values::Vlan::new(999);
    let found = findings(&seen, &pinged(PingState::Lost, 1));
    let [Finding::Broken(rung)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!((rung.name, rung.leg), (RungName::Values, Some(ONE)));
}

#[test]
fn sessions_that_carry_nothing_or_nearly_too_much_are_told() {
    let mut seen = proven();
    let routes = &mut cloud(&mut seen).routes;
    routes[0].1.retain(|route| route.accepted);
    let silent = InterfaceRoute {
        prefix: cidr("192.168.9.0/24"),
        accepted: true,
    };
    routes[1].1.extend(std::iter::repeat_n(silent, 90));
    let found = findings(&seen, &records());
    assert!(
        found.contains(&Finding::NoRoutes {
            leg: ONE,
            accepted: 1,
            advertised: 0
        }),
        "{found:?}"
    );
    assert!(
        found.contains(&Finding::NearLimit {
            leg: TWO,
            accepted: 91
        }),
        "{found:?}"
    );
    assert_eq!(findings(&proven(), &records()), []);
}

#[test]
fn nothing_is_blamed_where_nothing_is_known() {
    let mut seen = proven();
    seen.cloud = None;
    for leg in &mut seen.connection.legs {
        leg.bgp = None;
    }
    assert_eq!(findings(&seen, &Records::default()), []);
    assert_eq!(verdict(&seen), Verdict::Unknown);
    seen.connection.legs[0].bgp = Some(BgpState::Down);
    assert_eq!(verdict(&seen), Verdict::Unknown, "the other leg may be up");
}

#[test]
fn a_gateway_restarts_only_while_its_sibling_surely_carries_the_traffic() {
    let seen = down();
    assert_eq!(may_restart(ONE, &seen), Ok(()));
    assert_eq!(may_restart(TWO, &seen), Err(NoRestart::SiblingDown(ONE)));
    let mut seen = down();
    seen.cloud = None;
    seen.connection.legs[1].bgp = None;
    assert_eq!(may_restart(ONE, &seen), Err(NoRestart::SiblingUnknown(TWO)));
    let mut seen = proven();
    seen.connection.legs[0].state = ConnectionState::Updating;
    assert_eq!(may_restart(ONE, &seen), Err(NoRestart::NotActive(ONE)));
    let mut single = down();
    single.connection.legs.truncate(1);
    assert_eq!(may_restart(ONE, &single), Ok(()));
    assert_eq!(may_restart(TWO, &single), Err(NoRestart::NoSuchLeg));
}

#[test]
fn one_timeline_holds_both_sides_newest_first() {
    let mut kept = pinged(PingState::Lost, 10);
    kept.legs[1].tests = Some(vec![FailoverTest {
        id: "test".to_owned(),
        state: TestState::Cancelled,
        started: Some(ago(200)),
        ends: Some(ago(60)),
    }]);
    let mut foreign = session(1, BgpState::Up);
    foreign.gateway = Some("gw-of-another-connection".to_owned());
    kept.changes.as_mut().unwrap().insert(0, foreign);
    let all = timeline(&down(), &kept);
    let first: Vec<(Side, What)> = all.iter().take(3).map(|one| (one.side, one.what)).collect();
    assert_eq!(
        first,
        [
            (Side::Partner, What::Ping(PingState::Lost)),
            (Side::Partner, What::Bgp(BgpState::Down)),
            (Side::Aws, What::TestEnded(TestState::Cancelled)),
        ]
    );
    assert!(all.is_sorted_by_key(|one| std::cmp::Reverse(one.at)));
    assert_eq!(all.len(), 8);
}
