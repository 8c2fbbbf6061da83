use super::{Observation, Ports};
use crate::ports::{Leg, Metrics, PortError, Timestamp};

/// How far back is enough to tell whether traffic flows, in milliseconds: CloudWatch is some
/// minutes behind.
pub const LATELY: i64 = 15 * 60_000;
/// In milliseconds.
pub const PAST_DAY: i64 = 86_400_000;

/// An answer of CloudWatch. That it can't be read is no [`super::Gap`]: nothing depends on it.
#[derive(Debug, Clone)]
pub struct CloudWatch {
    /// When it was asked.
    pub at: Timestamp,
    /// By interface.
    pub found: Result<Vec<Metrics>, PortError>,
}

impl Observation {
    /// What CloudWatch measured on a leg's interface; `None` when it was not asked, or not to be
    /// read.
    pub fn metrics_of(&self, leg: &Leg) -> Option<(Timestamp, &Metrics)> {
        let cloud = self.cloud.as_ref()?;
        let id = &cloud.interface_of(leg)?.id;
        let measured = cloud.metrics.as_ref()?;
        let mut found = measured.found.as_ref().ok()?.iter();
        Some((measured.at, found.find(|one| one.interface == *id)?))
    }
}

/// Asks CloudWatch about all legs at once, for pages only: AWS charges for each look. `back` in
/// milliseconds. `None`: AWS is not connected, or there is no interface.
pub async fn measure(
    ports: Ports<'_>,
    seen: &Observation,
    now: Timestamp,
    back: i64,
) -> Option<CloudWatch> {
    let (key, cloud) = (ports.cloud_key?, seen.cloud.as_ref()?);
    if cloud.interfaces.is_empty() {
        return None;
    }
    let region = &seen.connection.region;
    let from = Timestamp(now.0 - back);
    let asked = ports
        .cloud
        .metrics(key, region, &cloud.interfaces, from, now);
    Some(CloudWatch {
        at: now,
        found: asked.await,
    })
}
