//! Traffic, as CloudWatch measures it.

use serde::{Deserialize, Serialize};

use super::{Evidence, Rung, RungName};
use crate::{
    ports::{Leg, Metrics, Timestamp},
    setup::Observation,
    status::RungState,
};

/// Bits per second: below it there may be nothing but BGP's own messages and BFD's, which come to
/// about 2000 each way.
pub(in crate::setup) const QUIET: u64 = 10_000;
/// Bits per second: that much is surely somebody's traffic.
pub(in crate::setup) const LOUD: u64 = 10 * QUIET;

/// Older periods tell nothing about now, in milliseconds.
const NOW: i64 = 10 * 60_000;

/// Bits per second, as AWS sees the directions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flow {
    /// From the customer to AWS.
    pub bits_in: u64,
    /// From AWS to the customer.
    pub bits_out: u64,
}

impl Flow {
    /// The average of the last minutes; `None` when nothing was measured.
    pub fn lately(metrics: &Metrics, at: Timestamp) -> Option<Self> {
        let recent = metrics.spans.iter().filter(|span| at.0 - span.at.0 <= NOW);
        let both = |span: &crate::ports::Span| Some((span.bits_in?, span.bits_out?));
        let (mut flow, mut count) = (Self::default(), 0_u64);
        for (bits_in, bits_out) in recent.filter_map(both) {
            flow.bits_in = flow.bits_in.saturating_add(bits_in);
            flow.bits_out = flow.bits_out.saturating_add(bits_out);
            count += 1;
        }
        Some(Self {
            bits_in: flow.bits_in.checked_div(count)?,
            bits_out: flow.bits_out.checked_div(count)?,
        })
    }

    /// Nobody sends.
    pub fn is_quiet(self) -> bool {
        self.bits_in < QUIET && self.bits_out < QUIET
    }
}

pub(super) fn traffic_rungs(seen: &Observation) -> Vec<Rung> {
    let legs = seen.connection.legs.iter();
    legs.map(|leg| {
        let (state, evidence) = traffic(leg, seen);
        Rung {
            name: RungName::Traffic,
            leg: Some(leg.role),
            object: String::new(),
            state,
            evidence,
        }
    })
    .collect()
}

fn traffic(leg: &Leg, seen: &Observation) -> (RungState, Evidence) {
    let asked = seen.cloud.as_ref().and_then(|cloud| cloud.metrics.as_ref());
    let Some(asked) = asked else {
        return (RungState::NotChecked, Evidence::Nothing);
    };
    if let Err(error) = &asked.found {
        let why = Some(error.clone());
        return (RungState::NotChecked, Evidence::Unmeasured(why));
    }
    let flow = seen.metrics_of(leg);
    match flow.and_then(|(at, metrics)| Flow::lately(metrics, at)) {
        None => (RungState::NotChecked, Evidence::Unmeasured(None)),
        // Nobody sends yet: nothing is proven by it, and nothing is wrong.
        Some(flow) if flow.is_quiet() => (RungState::NotChecked, Evidence::Traffic(flow)),
        Some(flow) => (RungState::Passed, Evidence::Traffic(flow)),
    }
}
