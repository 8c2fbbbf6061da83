//! The metrics of AWS/DX for hosted connections and their interfaces (aws.md §1.4).

use sha2::{Digest, Sha256};

use super::history::{State, Story};
use crate::clock::Millis;

/// Measurements are sent each half minute.
pub const EVERY: Millis = 30_000;

/// So long the simulated traffic stays the same.
const CALM: Millis = 300_000;

/// Bits of a packet of middle size.
const PACKET: f64 = 700.0 * 8.0;

/// One metric.
#[derive(Debug, Clone, Copy)]
pub struct Metric {
    pub name: &'static str,
    pub unit: &'static str,
    kind: Kind,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Up,
    Accepted,
    Advertised,
    Bits(Direction),
    Packets(Direction),
}

/// As AWS sees it: out is to the customer.
#[derive(Debug, Clone, Copy)]
enum Direction {
    Out,
    In,
}

/// The one metric of a hosted connection.
const OF_CONNECTION: &[Metric] = &[Metric::new("ConnectionState", "None", Kind::Up)];

const OF_INTERFACE: &[Metric] = &[
    Metric::new("VirtualInterfaceBgpStatus", "None", Kind::Up),
    Metric::new(
        "VirtualInterfaceBgpPrefixesAccepted",
        "Count",
        Kind::Accepted,
    ),
    Metric::new(
        "VirtualInterfaceBgpPrefixesAdvertised",
        "Count",
        Kind::Advertised,
    ),
    Metric::new(
        "VirtualInterfaceBpsEgress",
        "Bits/Second",
        Kind::Bits(Direction::Out),
    ),
    Metric::new(
        "VirtualInterfaceBpsIngress",
        "Bits/Second",
        Kind::Bits(Direction::In),
    ),
    Metric::new(
        "VirtualInterfacePpsEgress",
        "Count/Second",
        Kind::Packets(Direction::Out),
    ),
    Metric::new(
        "VirtualInterfacePpsIngress",
        "Count/Second",
        Kind::Packets(Direction::In),
    ),
];

impl Metric {
    const fn new(name: &'static str, unit: &'static str, kind: Kind) -> Self {
        Self { name, unit, kind }
    }

    fn value(self, story: &Story, state: State, at: Millis) -> f64 {
        let flows = state.traffic_from.is_some_and(|from| from <= at);
        match self.kind {
            Kind::Up => f64::from(u8::from(state.up)),
            Kind::Accepted => f64::from(state.accepted),
            Kind::Advertised => f64::from(state.advertised),
            Kind::Bits(_) | Kind::Packets(_) if !flows => 0.0,
            Kind::Bits(direction) => bits(story, direction, at),
            Kind::Packets(direction) => (bits(story, direction, at) / PACKET).round(),
        }
    }

    /// Until when at least the value stays, if nothing happens.
    fn stays_until(self, state: State, at: Millis) -> Millis {
        match (self.kind, state.traffic_from) {
            (Kind::Bits(_) | Kind::Packets(_), Some(from)) if at < from => from,
            (Kind::Bits(_) | Kind::Packets(_), Some(_)) => (at / CALM + 1) * CALM,
            _ => Millis::MAX,
        }
    }
}

/// 5 to 40 % of the bandwidth, the same for the same interface and time in each world of a seed.
fn bits(story: &Story, direction: Direction, at: Millis) -> f64 {
    let name = story.interface_id.as_deref().unwrap_or_default();
    let base = 0.1 + 0.25 * chance(&format!("{name} {direction:?}"));
    let wobble = 0.8 + 0.3 * chance(&format!("{name} {direction:?} {}", at / CALM));
    (base * wobble * f64::from(story.bandwidth_mbps) * 1_000_000.0).round()
}

/// A number in 0..1 that belongs to `text`.
fn chance(text: &str) -> f64 {
    let [first, second, ..] = <[u8; 32]>::from(Sha256::digest(text.as_bytes()));
    f64::from(u16::from_be_bytes([first, second])) / f64::from(u16::MAX)
}

/// A value, and how many measurements had it one after another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Run {
    pub value: f64,
    pub count: u32,
}

impl Story {
    /// The metrics that this thing has.
    pub fn metrics(&self) -> &'static [Metric] {
        match self.interface_id {
            Some(_) => OF_INTERFACE,
            None => OF_CONNECTION,
        }
    }

    /// As CloudWatch names the thing: each dimension with its value.
    pub fn dimensions(&self) -> Vec<(&'static str, &str)> {
        let connection = Some(("ConnectionId", self.connection_id.as_str()));
        let interface = self.interface_id.as_deref();
        let interface = interface.map(|id| ("VirtualInterfaceId", id));
        connection.into_iter().chain(interface).collect()
    }

    /// When the first measurement can have been made.
    pub fn began(&self) -> Millis {
        self.changes.front().map_or(Millis::MAX, |(at, _)| *at)
    }

    /// The measurements of `metric` from `from` until before `to`.
    pub fn measured(&self, metric: Metric, from: Millis, to: Millis) -> Vec<Run> {
        let to = to.min(self.ended.unwrap_or(Millis::MAX));
        let mut at = from.max(self.began());
        let mut runs = vec![];
        while at < to {
            let next = self.changes.partition_point(|(since, _)| *since <= at);
            let Some((_, state)) = next.checked_sub(1).and_then(|last| self.changes.get(last))
            else {
                break;
            };
            let changed = self
                .changes
                .get(next)
                .map_or(Millis::MAX, |(since, _)| *since);
            let until = to.min(changed).min(metric.stays_until(*state, at));
            let count = ticks(until) - ticks(at);
            if count > 0 {
                let value = metric.value(self, *state, at);
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                runs.push(Run { value, count });
            }
            at = until;
        }
        runs
    }
}

/// How many measurements are made before `at`.
fn ticks(at: Millis) -> Millis {
    (at + EVERY - 1).div_euclid(EVERY)
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use super::*;

    fn story(changes: &[(Millis, State)]) -> Story {
        Story {
            account: String::new(),
            region: String::new(),
            connection_id: "dxcon-1".into(),
            interface_id: Some("dxvif-1".into()),
            bandwidth_mbps: 100,
            changes: VecDeque::from(changes.to_vec()),
            ended: None,
        }
    }

    const UP: State = State {
        up: true,
        accepted: 2,
        advertised: 1,
        traffic_from: None,
    };
    const DOWN: State = State {
        up: false,
        accepted: 0,
        advertised: 0,
        traffic_from: None,
    };

    fn metric(name: &str) -> Metric {
        *OF_INTERFACE
            .iter()
            .find(|one| one.name == name)
            .expect("a metric")
    }

    #[test]
    fn each_half_minute_is_measured_once_with_the_state_of_then() {
        let story = story(&[(10_000, UP), (70_000, DOWN)]);
        let runs = story.measured(metric("VirtualInterfaceBgpStatus"), 0, 120_000);
        let expected = [(1.0, 2), (0.0, 1)];
        assert_eq!(runs, expected.map(|(value, count)| Run { value, count }));
    }

    #[test]
    fn traffic_begins_when_it_flows_and_stays_calm_for_five_minutes() {
        let flows = State {
            traffic_from: Some(300_000),
            ..UP
        };
        let story = story(&[(0, flows)]);
        let runs = story.measured(metric("VirtualInterfaceBpsEgress"), 0, 900_000);
        assert_eq!(
            runs.iter().map(|run| run.count).collect::<Vec<_>>(),
            [10, 10, 10]
        );
        assert!(runs[0].value == 0.0 && runs[1].value > 4e6 && runs[1].value < 40e6);
        assert!((runs[1].value - runs[2].value).abs() > 1.0);
    }

    #[test]
    fn nothing_is_known_before_the_beginning_and_after_the_end() {
        let mut story = story(&[(60_000, UP)]);
        story.ended = Some(120_000);
        let runs = story.measured(metric("VirtualInterfaceBgpStatus"), 0, 600_000);
        assert_eq!(
            runs,
            [Run {
                value: 1.0,
                count: 2
            }]
        );
    }
}
