//! The numbered log of API requests.

use std::collections::VecDeque;

use serde::Serialize;

use crate::clock::Millis;

/// How many requests are remembered.
const KEPT: usize = 20_000;

/// One API request: no body, no secret.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LogEntry {
    /// Counts from 1; given by [`RequestLog::record`].
    pub number: u64,
    /// The sandbox's time.
    pub at: Millis,
    /// `directconnect`, `ec2`, `sts`, `pureport` …
    pub service: String,
    /// The provider's own name of it, for example `ConfirmConnection`.
    pub operation: String,
    /// The id of the key that the request claimed.
    pub principal: Option<String>,
    pub account: Option<String>,
    pub region: Option<String>,
    /// The HTTP status of the answer.
    pub status: u16,
    /// The provider's error code.
    pub error: Option<String>,
    /// The fault that was applied.
    pub fault: Option<String>,
}

/// The numbered log of every API request.
#[derive(Debug, Clone, Default)]
pub struct RequestLog {
    last: u64,
    entries: VecDeque<LogEntry>,
}

impl RequestLog {
    /// Numbers and keeps `entry`; returns its number.
    pub fn record(&mut self, mut entry: LogEntry) -> u64 {
        self.last += 1;
        entry.number = self.last;
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
        self.last
    }

    /// The entries with a number above `number`, oldest first.
    pub fn since(&self, number: u64) -> Vec<LogEntry> {
        self.entries
            .iter()
            .filter(|entry| entry.number > number)
            .cloned()
            .collect()
    }
}
