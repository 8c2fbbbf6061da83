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
