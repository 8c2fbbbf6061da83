//! What the evidence says and what to do next, by the table of the health page.

use super::{
    history::running_test,
    measured::{Way, measured_flaps, silent_way, stopped},
    records::Records,
    restart::{NoRestart, may_restart},
};
use crate::{
    ports::{BgpState, ConnectionState, HostedState, Leg, LegRole, PingState, Timestamp},
    setup::{Evidence, Observation, Rung, RungName, hosted_state, ladder, leg_bgp},
    status::RungState,
};

/// A ping that is older than this tells nothing about now, in milliseconds.
const FRESH: i64 = 15 * 60_000;

/// A session that is lost so often within a day is not well, though it is up.
const OFTEN: usize = 3;

/// One cause, or the next question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A check of the proof that is broken, or warns: it holds cause and mend.
    Broken(Rung),
    /// The other leg has an interface, and this one has none.
    NoInterface {
        leg: LegRole,
    },
    /// A failover test holds the session down.
    TestRunning {
        leg: LegRole,
        ends: Option<Timestamp>,
    },
    /// The link, or the partner's gateway, is down: a matter for the partner.
    LinkDown {
        leg: LegRole,
    },
    /// Values agree, and nobody has asked yet whether the other end answers.
    PingFirst {
        leg: LegRole,
    },
    PingRunning {
        leg: LegRole,
    },
    /// Values agree, and the other end does not answer: a matter for the partner.
    PingLost {
        leg: LegRole,
    },
    /// Values agree, and the other end answers: the router, or TCP 179.
    PingAnswered {
        leg: LegRole,
        restart: Result<(), NoRestart>,
    },
    /// Close to the limit of prefixes.
    NearLimit {
        leg: LegRole,
        accepted: usize,
    },
    /// BGP is up, and AWS lost it time and again in what was measured.
    Flapping {
        leg: LegRole,
        times: usize,
        last: Timestamp,
    },
    /// All is up, and traffic runs one way only; this is the way in which nothing comes.
    OneWay {
        missing: Way,
    },
    /// All is up, and since then no traffic passes where some did before.
    TrafficStopped {
        at: Timestamp,
    },
    /// BGP is up, and no route comes or goes.
    NoRoutes {
        leg: LegRole,
        accepted: usize,
        advertised: usize,
    },
}

/// Everything that the evidence says, the legs first. Empty when all is well or nothing is known.
pub fn findings(seen: &Observation, records: &Records) -> Vec<Finding> {
    let rungs = ladder(seen);
    let mut found: Vec<Finding> = seen
        .connection
        .legs
        .iter()
        .flat_map(|leg| of_leg(leg, &rungs, seen, records))
        .collect();
    let rest = rungs.into_iter().filter(|rung| rung.leg.is_none());
    let told = rest.filter(|rung| matches!(rung.state, RungState::Broken | RungState::Warning));
    found.extend(told.map(Finding::Broken));
    // Whatever else is found explains it, but for a warning.
    let warns =
        |one: &Finding| matches!(one, Finding::Broken(rung) if rung.state == RungState::Warning);
    let legs = || seen.connection.legs.iter();
    if found.iter().all(warns) && legs().all(|leg| leg_bgp(leg, seen) == Some(BgpState::Up)) {
        found.extend(legs().filter_map(|leg| flapping(leg, seen)));
        found.extend(traffic(seen));
    }
    found
}

fn flapping(leg: &Leg, seen: &Observation) -> Option<Finding> {
    let (times, last) = measured_flaps(leg, seen)?;
    let (leg, last) = (leg.role, last?);
    (times >= OFTEN).then_some(Finding::Flapping { leg, times, last })
}

fn traffic(seen: &Observation) -> Option<Finding> {
    let one_way = silent_way(seen).map(|missing| Finding::OneWay { missing });
    one_way.or_else(|| stopped(seen).map(|at| Finding::TrafficStopped { at }))
}

fn of_leg(leg: &Leg, rungs: &[Rung], seen: &Observation, records: &Records) -> Vec<Finding> {
    let of_leg = || rungs.iter().filter(|rung| rung.leg == Some(leg.role));
    let named = |name| of_leg().find(|rung| rung.name == name);
    let broken: Vec<Finding> = of_leg()
        .filter(|rung| rung.state == RungState::Broken && rung.name != RungName::Bgp)
        .map(|rung| Finding::Broken(rung.clone()))
        .collect();
    let exists = named(RungName::Interface).is_some_and(|rung| rung.state == RungState::Passed);
    let lacks = lacks_interface(leg, seen);
    if lacks && broken.is_empty() {
        return vec![Finding::NoInterface { leg: leg.role }];
    }
    if !broken.is_empty() || !exists && seen.cloud.is_some() {
        return broken;
    }
    match leg_bgp(leg, seen) {
        Some(BgpState::Up) => named(RungName::Prefixes)
            .and_then(|rung| carried(leg.role, rung))
            .into_iter()
            .collect(),
        // Without AWS a session that never was up may only not be set up yet.
        Some(BgpState::Pending) if seen.cloud.is_none() => Vec::new(),
        Some(BgpState::Down | BgpState::Pending) => vec![cause(leg, seen, records)],
        None => Vec::new(),
    }
}

/// Half made: surely no interface on this leg, while the other one has one.
fn lacks_interface(leg: &Leg, seen: &Observation) -> bool {
    let Some(cloud) = &seen.cloud else {
        return false;
    };
    let read = !cloud.has_gap("directconnect:DescribeVirtualInterfaces");
    read && cloud.interface_of(leg).is_none() && !cloud.interfaces.is_empty()
}

fn carried(leg: LegRole, rung: &Rung) -> Option<Finding> {
    let Evidence::Prefixes {
        accepted,
        advertised,
    } = rung.evidence
    else {
        return None;
    };
    match rung.state {
        RungState::Warning => Some(Finding::NearLimit { leg, accepted }),
        RungState::Waiting => Some(Finding::NoRoutes {
            leg,
            accepted,
            advertised,
        }),
        _ => None,
    }
}

/// Why a session is down though nothing differs.
fn cause(leg: &Leg, seen: &Observation, records: &Records) -> Finding {
    let role = leg.role;
    let testing = seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg));
    let testing = testing.is_some_and(|found| found.state == crate::ports::InterfaceState::Testing);
    if testing {
        let ends = running_test(role, records).and_then(|test| test.ends);
        return Finding::TestRunning { leg: role, ends };
    }
    if is_link_down(leg, seen) {
        return Finding::LinkDown { leg: role };
    }
    let kept = records.leg(role);
    let last = kept.and_then(|kept| kept.pings.as_ref()?.first());
    let last = last.filter(|ping| records.at.0 - ping.at.0 <= FRESH);
    let reached = kept
        .and_then(|kept| kept.connectivity)
        .is_some_and(|measured| measured.loss < 1.0);
    match last.map(|ping| ping.state) {
        Some(PingState::Running) => Finding::PingRunning { leg: role },
        Some(PingState::Lost) => Finding::PingLost { leg: role },
        Some(PingState::Answered) => answered(role, seen),
        Some(PingState::Unclear) | None if reached => answered(role, seen),
        Some(PingState::Unclear) | None => Finding::PingFirst { leg: role },
    }
}

fn answered(leg: LegRole, seen: &Observation) -> Finding {
    let restart = may_restart(leg, seen);
    Finding::PingAnswered { leg, restart }
}

fn is_link_down(leg: &Leg, seen: &Observation) -> bool {
    let hosted = seen.cloud.is_some() && hosted_state(leg.role, seen) == Ok(HostedState::Down);
    let gateway = matches!(
        leg.state,
        ConnectionState::Down | ConnectionState::FailedToProvision
    );
    hosted || gateway || seen.connection.state == ConnectionState::Down
}
