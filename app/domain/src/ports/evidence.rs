//! What both providers keep of the past, and what they measured.

use serde::{Deserialize, Serialize};

use super::{BgpState, ConnectionState, Timestamp};

/// How well a partner gateway reached the other end, over some minutes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connectivity {
    /// The end of that time.
    pub at: Timestamp,
    /// 0 to 1: the part that was not answered.
    pub loss: f64,
    /// Milliseconds there and back; `None` when nothing was answered.
    pub average_ms: Option<f64>,
}

/// A ping of the other end that somebody asked a partner gateway for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ping {
    pub at: Timestamp,
    pub state: PingState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PingState {
    Running,
    /// At least one packet came back.
    Answered,
    /// None came back.
    Lost,
    /// It ended without a result that can be read.
    Unclear,
}

/// A change that the partner's log tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FabricChange {
    pub at: Timestamp,
    /// The gateway's id; `None` for the connection itself.
    pub gateway: Option<String>,
    pub to: Changed,
}

/// The state after the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    Bgp(BgpState),
    Gateway(ConnectionState),
    Connection(ConnectionState),
}

/// A BGP failover test of AWS (reference/aws.md §1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailoverTest {
    pub id: String,
    pub state: TestState,
    pub started: Option<Timestamp>,
    /// Planned while it runs, true afterwards.
    pub ends: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestState {
    Running,
    Completed,
    /// Somebody stopped it.
    Cancelled,
    Failed,
    Unknown,
}

/// How long one [`Span`] of [`Metrics`] is, in seconds. Direct Connect measures each half minute;
/// CloudWatch keeps five minutes for 63 days (reference/aws.md §1.4).
pub const METRIC_PERIOD_SECONDS: u32 = 300;

/// What CloudWatch measured on a virtual interface (namespace AWS/DX). What is missing was not
/// measured, not delivered yet (minutes are usual) or not given: it is not known, and never zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metrics {
    /// The virtual interface's id.
    pub interface: String,
    /// Oldest first, each [`METRIC_PERIOD_SECONDS`] long; the newest may be still under way.
    pub spans: Vec<Span>,
}

/// One period of [`Metrics`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Span {
    /// Its beginning.
    pub at: Timestamp,
    /// `VirtualInterfaceBgpStatus`, told since 2026-03-30.
    pub bgp: Option<Held>,
    /// `VirtualInterfaceBpsIngress`, its average: bits per second from the customer to AWS.
    pub bits_in: Option<u64>,
    /// `VirtualInterfaceBpsEgress`, its average: bits per second from AWS to the customer.
    pub bits_out: Option<u64>,
    /// `VirtualInterfaceBgpPrefixesAccepted`, the most of the period.
    pub accepted: Option<u32>,
    /// `VirtualInterfaceBgpPrefixesAdvertised`, the most of the period.
    pub advertised: Option<u32>,
}

/// How a session was during a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// In all measurements.
    Up,
    /// In none.
    Down,
    /// In some.
    Partly,
}
