//! What CloudWatch's history says: how each session was held, and where traffic stopped or runs one
//! way only.

use std::collections::BTreeMap;

use crate::{
    ports::{BgpState, Held, Leg, METRIC_PERIOD_SECONDS, Metrics, Span, Timestamp},
    setup::{
        Flow, Observation,
        ladder::{LOUD, QUIET},
    },
};

/// In milliseconds.
const PERIOD: i64 = METRIC_PERIOD_SECONDS as i64 * 1000;

/// Traffic is said to have stopped after so many quiet periods.
const STILL: usize = 2;

/// Since when a session is as it is, to [`METRIC_PERIOD_SECONDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    At(Timestamp),
    /// The measurements begin here, and it was so already.
    Before(Timestamp),
}

/// A change of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Swing {
    Up,
    Down,
    /// Lost and back, or back and lost, within a period or a few.
    Flapped,
}

/// The direction in which nothing comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the customer to AWS.
    In,
    /// From AWS to the customer.
    Out,
}

/// What is known while the periods are walked through.
#[derive(Default)]
struct Walk {
    up: Option<bool>,
    /// Since then a change is under way.
    unclear: Option<Timestamp>,
    told: Vec<(Timestamp, Swing)>,
}

impl Walk {
    fn step(&mut self, at: Timestamp, held: Held) {
        let up = match held {
            Held::Up => true,
            Held::Down => false,
            Held::Partly => {
                self.unclear.get_or_insert(at);
                return;
            }
        };
        let began = self.unclear.take();
        let at = began.unwrap_or(at);
        let swing = if up { Swing::Up } else { Swing::Down };
        match self.up.replace(up) {
            Some(before) if before != up => self.told.push((at, swing)),
            Some(_) if began.is_some() => self.told.push((at, Swing::Flapped)),
            // The first that is known is a change only where one was seen.
            None if began.is_some() => self.told.push((at, swing)),
            _ => {}
        }
    }

    /// A change that is under way at the end began with the other state.
    fn end(mut self) -> Vec<(Timestamp, Swing)> {
        if let (Some(up), Some(at)) = (self.up, self.unclear) {
            let swing = if up { Swing::Down } else { Swing::Up };
            self.told.push((at, swing));
        }
        self.told
    }
}

fn held(metrics: &Metrics) -> impl DoubleEndedIterator<Item = (Timestamp, Held)> {
    let spans = metrics.spans.iter();
    spans.filter_map(|span| Some((span.at, span.bgp?)))
}

/// The changes, oldest first. After a period without a measurement nothing is known.
pub(super) fn swings(metrics: &Metrics) -> Vec<(Timestamp, Swing)> {
    let (mut walk, mut last) = (Walk::default(), None);
    for (at, held) in held(metrics) {
        if last.is_some_and(|last: Timestamp| at.0 - last.0 > PERIOD) {
            (walk.up, walk.unclear) = (None, None);
        }
        walk.step(at, held);
        last = Some(at);
    }
    walk.end()
}

/// Since when AWS's end of the session is what AWS says it is now.
pub fn measured_since(leg: &Leg, seen: &Observation) -> Option<Since> {
    let now = seen.cloud.as_ref()?.interface_of(leg)?.bgp?;
    let (_, metrics) = seen.metrics_of(leg)?;
    let fits = |swing: Swing| match swing {
        Swing::Flapped => true,
        Swing::Up => now == BgpState::Up,
        Swing::Down => now != BgpState::Up,
    };
    if let Some((at, swing)) = swings(metrics).last() {
        return fits(*swing).then_some(Since::At(*at));
    }
    let (newest, is) = held(metrics).next_back()?;
    let agrees = (is == Held::Up) == (now == BgpState::Up);
    agrees.then(|| Since::Before(unbroken(metrics, newest)))
}

/// Where the measurements that lead to `newest` without a gap begin.
fn unbroken(metrics: &Metrics, newest: Timestamp) -> Timestamp {
    let earlier = held(metrics).rev().map(|(at, _)| at);
    earlier.fold(
        newest,
        |first, at| {
            if first.0 - at.0 <= PERIOD { at } else { first }
        },
    )
}

/// How often AWS lost the session in what was measured, and when last; `None` without
/// measurements.
pub fn measured_flaps(leg: &Leg, seen: &Observation) -> Option<(usize, Option<Timestamp>)> {
    let (_, metrics) = seen.metrics_of(leg)?;
    held(metrics).next()?;
    let lost = swings(metrics)
        .into_iter()
        .filter(|(_, swing)| *swing != Swing::Up);
    let lost: Vec<Timestamp> = lost.map(|(at, _)| at).collect();
    Some((lost.len(), lost.last().copied()))
}

/// The direction that is silent while the other carries traffic. The legs count together: each
/// direction may well use another one.
pub(super) fn silent_way(seen: &Observation) -> Option<Way> {
    let mut sum = Flow::default();
    for leg in &seen.connection.legs {
        let (at, metrics) = seen.metrics_of(leg)?;
        let flow = Flow::lately(metrics, at)?;
        sum.bits_in = sum.bits_in.saturating_add(flow.bits_in);
        sum.bits_out = sum.bits_out.saturating_add(flow.bits_out);
    }
    match sum {
        Flow { bits_in, bits_out } if bits_in >= LOUD && bits_out < QUIET => Some(Way::Out),
        Flow { bits_in, bits_out } if bits_out >= LOUD && bits_in < QUIET => Some(Way::In),
        _ => None,
    }
}

/// Since when nothing passes on any leg, where something did before.
pub(super) fn stopped(seen: &Observation) -> Option<Timestamp> {
    let totals = totals(seen)?;
    let still = totals.iter().rev().take_while(|(_, bits)| *bits < QUIET);
    let still: Vec<Timestamp> = still.map(|(at, _)| *at).collect();
    let carried = totals.iter().any(|(_, bits)| *bits >= LOUD);
    let first = still.last().copied();
    first.filter(|_| carried && still.len() >= STILL)
}

/// Both directions of all legs together, by period, oldest first; periods of which a part is not
/// known are left out.
fn totals(seen: &Observation) -> Option<Vec<(Timestamp, u64)>> {
    let legs = &seen.connection.legs;
    let mut sums: BTreeMap<Timestamp, (usize, u64)> = BTreeMap::new();
    for leg in legs {
        let (_, metrics) = seen.metrics_of(leg)?;
        let bits = |span: &Span| Some((span.at, span.bits_in?.saturating_add(span.bits_out?)));
        for (at, bits) in metrics.spans.iter().filter_map(bits) {
            let (count, sum) = sums.entry(at).or_default();
            (*count, *sum) = (*count + 1, sum.saturating_add(bits));
        }
    }
    let whole = sums
        .into_iter()
        .filter(|(_, (count, _))| *count == legs.len());
    Some(whole.map(|(at, (_, sum))| (at, sum)).collect())
}
