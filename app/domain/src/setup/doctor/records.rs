//! The reads. Each that fails leaves a gap.

use futures_util::{future::join_all, join};

use crate::{
    ports::{Connectivity, FabricChange, FailoverTest, Leg, LegRole, Ping, PortError, Timestamp},
    setup::{Gap, Observation, Ports},
};

/// How far back the partner's log is read, in milliseconds: a week and up to an hour.
const LOG: i64 = 7 * DAY;
const HOUR: i64 = 3_600_000;
/// In milliseconds.
pub(super) const DAY: i64 = 86_400_000;

/// What both sides keep of the past. `None`: not known.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// When they were read.
    pub at: Timestamp,
    /// From the partner's log of the last week, newest first.
    pub changes: Option<Vec<FabricChange>>,
    pub legs: Vec<LegRecords>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
}

/// Of one leg.
#[derive(Debug, Clone)]
pub struct LegRecords {
    pub role: LegRole,
    pub connectivity: Option<Connectivity>,
    /// Newest first.
    pub pings: Option<Vec<Ping>>,
    pub tests: Option<Vec<FailoverTest>>,
}

impl Records {
    /// What is kept of a leg.
    pub fn leg(&self, role: LegRole) -> Option<&LegRecords> {
        self.legs.iter().find(|leg| leg.role == role)
    }
}

/// Reads the partner's log, measurements and pings, and AWS's tests and metrics, all at once.
/// `account` is the partner account whose log it is.
pub async fn gather(
    ports: Ports<'_>,
    seen: &Observation,
    account: &str,
    now: Timestamp,
) -> Records {
    let connection = &seen.connection;
    // To the hour, so that looks soon after one another ask alike.
    let since = Timestamp((now.0 - LOG) / HOUR * HOUR);
    // A partner without an API keeps no records that could be read.
    let reports = connection.capabilities.reports;
    let log = async {
        if !reports {
            return None;
        }
        let (fabric, key) = (ports.fabric, ports.fabric_key);
        let asked = fabric.changes(key, account, &connection.id, since);
        Some(asked.await)
    };
    let legs = connection.legs.iter();
    let legs = join_all(legs.map(|leg| of_leg(ports, seen, leg)));
    let (log, legs) = join!(log, legs);
    let mut records = Records {
        at: now,
        ..Records::default()
    };
    records.changes = log.and_then(|log| kept(&mut records.gaps, "pureport:auditLog", log));
    for (leg, gaps) in legs {
        records.legs.push(leg);
        for gap in gaps {
            if !records.gaps.contains(&gap) {
                records.gaps.push(gap);
            }
        }
    }
    records
}

async fn of_leg(ports: Ports<'_>, seen: &Observation, leg: &Leg) -> (LegRecords, Vec<Gap>) {
    let (fabric, key) = (ports.fabric, ports.fabric_key);
    let partner = async {
        if !seen.connection.capabilities.reports {
            return None;
        }
        Some(join!(
            fabric.connectivity(key, &leg.gateway),
            fabric.pings(key, &leg.gateway),
        ))
    };
    let (partner, tests) = join!(partner, of_interface(ports, seen, leg));
    let mut gaps = Vec::new();
    let operation = "directconnect:ListVirtualInterfaceTestHistory";
    let tests = tests.and_then(|tests| kept(&mut gaps, operation, tests));
    let (connectivity, pings) = match partner {
        Some((connectivity, pings)) => (
            kept(&mut gaps, "pureport:connectivity", connectivity).flatten(),
            kept(&mut gaps, "pureport:gatewayTasks", pings),
        ),
        None => (None, None),
    };
    let records = LegRecords {
        role: leg.role,
        connectivity,
        pings,
        tests,
    };
    (records, gaps)
}

/// `None`: AWS is not connected, or there is no interface.
async fn of_interface(
    ports: Ports<'_>,
    seen: &Observation,
    leg: &Leg,
) -> Option<Result<Vec<FailoverTest>, PortError>> {
    let (key, cloud) = (ports.cloud_key?, ports.cloud);
    let interface = seen.cloud.as_ref()?.interface_of(leg)?;
    let region = &seen.connection.region;
    Some(cloud.failover_tests(key, region, &interface.id).await)
}

fn kept<T>(gaps: &mut Vec<Gap>, operation: &'static str, read: Result<T, PortError>) -> Option<T> {
    match read {
        Ok(found) => Some(found),
        Err(error) => {
            gaps.push(Gap {
                operation,
                region: None,
                error,
            });
            None
        }
    }
}
