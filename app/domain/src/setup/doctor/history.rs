//! What the records say about the past.

use super::{
    measured::{Since, Swing, measured_since, swings},
    records::{DAY, LegRecords, Records},
};
use crate::{
    ports::{
        BgpState, Changed, ConnectionState, FabricChange, FailoverTest, Leg, LegRole, PingState,
        TestState, Timestamp,
    },
    setup::{Observation, leg_bgp},
};

/// The most that a timeline shows.
const SHOWN: usize = 50;

/// One line of the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    pub at: Timestamp,
    pub side: Side,
    pub leg: Option<LegRole>,
    pub what: What,
}

/// Who tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Partner,
    Aws,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Bgp(BgpState),
    Gateway(ConnectionState),
    Connection(ConnectionState),
    Ping(PingState),
    TestStarted,
    TestEnded(TestState),
    /// The session was lost and came back, by AWS's measurements.
    Flapped,
}

fn of_gateway<'a>(leg: &'a Leg, records: &'a Records) -> impl Iterator<Item = &'a FabricChange> {
    let changes = records.changes.iter().flatten();
    changes.filter(|change| change.gateway.as_ref() == Some(&leg.gateway))
}

fn sessions(leg: &Leg, records: &Records) -> Vec<(Timestamp, BgpState)> {
    let told = of_gateway(leg, records).filter_map(|change| match change.to {
        Changed::Bgp(state) => Some((change.at, state)),
        Changed::Gateway(_) | Changed::Connection(_) => None,
    });
    told.collect()
}

/// Since when the session is what it is now; `None` when no record tells. The newest record must
/// agree with what both ends say now.
pub fn bgp_since(leg: &Leg, seen: &Observation, records: &Records) -> Option<Timestamp> {
    let now = leg_bgp(leg, seen)?;
    let partner = sessions(leg, records).first().copied();
    let partner = partner.filter(|(_, state)| *state == now);
    let test = running_test(leg.role, records).and_then(|test| test.started);
    let test = test.filter(|_| now == BgpState::Down);
    let measured = measured_since(leg, seen).and_then(|since| match since {
        Since::At(at) => Some(at),
        Since::Before(_) => None,
    });
    let aws = interface_bgp(leg, seen) == Some(now);
    let measured = measured.filter(|_| aws);
    partner.map(|(at, _)| at).or(test).or(measured)
}

fn interface_bgp(leg: &Leg, seen: &Observation) -> Option<BgpState> {
    seen.cloud.as_ref()?.interface_of(leg)?.bgp
}

/// Since when the partner's gateway is what it is now.
pub fn gateway_since(leg: &Leg, records: &Records) -> Option<Timestamp> {
    let mut told = of_gateway(leg, records).filter_map(|change| match change.to {
        Changed::Gateway(state) => Some((change.at, state)),
        Changed::Bgp(_) | Changed::Connection(_) => None,
    });
    told.next()
        .filter(|(_, state)| *state == leg.state)
        .map(|(at, _)| at)
}

/// Since when the connection is what it is now, at the partner.
pub fn connection_since(seen: &Observation, records: &Records) -> Option<Timestamp> {
    let changes = records.changes.iter().flatten();
    let mut told = changes.filter_map(|change| match change.to {
        Changed::Connection(state) => Some((change.at, state)),
        Changed::Bgp(_) | Changed::Gateway(_) => None,
    });
    told.next()
        .filter(|(_, state)| *state == seen.connection.state)
        .map(|(at, _)| at)
}

/// How often the session went down in the last 24 hours; `None` when the partner's log could not
/// be read.
pub fn flaps(leg: &Leg, records: &Records) -> Option<usize> {
    records.changes.as_ref()?;
    let recent = |at: Timestamp| records.at.0 - at.0 <= DAY;
    let downs = sessions(leg, records)
        .into_iter()
        .filter(|(at, state)| recent(*at) && *state == BgpState::Down);
    Some(downs.count())
}

/// The failover test that runs on a leg's interface.
pub fn running_test(role: LegRole, records: &Records) -> Option<&FailoverTest> {
    let mut tests = records.leg(role)?.tests.iter().flatten();
    tests.find(|test| test.state == TestState::Running)
}

/// What happened on both sides, newest first.
pub fn timeline(seen: &Observation, records: &Records) -> Vec<Happening> {
    let mut all: Vec<Happening> = records
        .changes
        .iter()
        .flatten()
        .filter_map(|change| partner(change, seen))
        .collect();
    for leg in &records.legs {
        all.extend(pings(leg));
        all.extend(aws(leg, records.at));
    }
    all.extend(seen.connection.legs.iter().flat_map(|leg| held(leg, seen)));
    all.sort_by_key(|one| std::cmp::Reverse(one.at));
    all.truncate(SHOWN);
    all
}

/// The session, as CloudWatch's measurements tell it.
fn held(leg: &Leg, seen: &Observation) -> Vec<Happening> {
    let measured = seen.metrics_of(leg);
    let swings = measured.map(|(_, metrics)| swings(metrics));
    let told = swings.into_iter().flatten().map(|(at, swing)| Happening {
        at,
        side: Side::Aws,
        leg: Some(leg.role),
        what: match swing {
            Swing::Up => What::Bgp(BgpState::Up),
            Swing::Down => What::Bgp(BgpState::Down),
            Swing::Flapped => What::Flapped,
        },
    });
    told.collect()
}

fn partner(change: &FabricChange, seen: &Observation) -> Option<Happening> {
    let mut legs = seen.connection.legs.iter();
    let leg = match &change.gateway {
        Some(id) => Some(legs.find(|leg| leg.gateway == *id)?.role),
        None => None,
    };
    let what = match change.to {
        Changed::Bgp(state) => What::Bgp(state),
        Changed::Gateway(state) => What::Gateway(state),
        Changed::Connection(state) => What::Connection(state),
    };
    Some(Happening {
        at: change.at,
        side: Side::Partner,
        leg,
        what,
    })
}

fn pings(leg: &LegRecords) -> impl Iterator<Item = Happening> {
    let pings = leg.pings.iter().flatten();
    pings.map(|ping| Happening {
        at: ping.at,
        side: Side::Partner,
        leg: Some(leg.role),
        what: What::Ping(ping.state),
    })
}

fn aws(leg: &LegRecords, now: Timestamp) -> Vec<Happening> {
    let happening = |at, what| Happening {
        at,
        side: Side::Aws,
        leg: Some(leg.role),
        what,
    };
    let mut all = Vec::new();
    for test in leg.tests.iter().flatten() {
        all.extend(test.started.map(|at| happening(at, What::TestStarted)));
        let over = test.state != TestState::Running;
        let ended = test.ends.filter(|at| over && *at <= now);
        all.extend(ended.map(|at| happening(at, What::TestEnded(test.state))));
    }
    all
}
