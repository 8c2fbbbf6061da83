//! The numbered log of API requests.

use std::collections::VecDeque;

use serde::Serialize;

use crate::clock::Millis;

/// How many requests are remembered.
const KEPT: usize = 20_000;

/// How many bytes of a text that the client chose are kept.
const LONGEST: usize = 128;

/// One API request: no body, no secret.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LogEntry {
    /// Counts from 1; given by [`RequestLog::record`].
    pub number: u64,
    /// The sandbox's time.
    pub at: Millis,
    /// `directconnect`, `ec2`, `sts`, `pureport` …
    pub service: String,
    /// The provider's own name of it, for example `ConfirmConnection`; its first 128 bytes.
    pub operation: String,
    /// The id of the key that the request claimed; its first 128 bytes.
    pub principal: Option<String>,
    pub account: Option<String>,
    pub region: Option<String>,
    /// The HTTP status of the answer; 0 when a fault left the request without one.
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
        cut(&mut entry.operation);
        if let Some(principal) = &mut entry.principal {
            cut(principal);
        }
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back(entry);
        self.last
    }

    /// The entries with a number above `number`, oldest first.
    pub fn since(&self, number: u64) -> Vec<LogEntry> {
        let from = self.entries.partition_point(|entry| entry.number <= number);
        self.entries.range(from..).cloned().collect()
    }
}

fn cut(text: &mut String) {
    text.truncate(text.floor_char_boundary(LONGEST));
    text.shrink_to_fit();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(operation: String) -> LogEntry {
        LogEntry {
            operation,
            ..LogEntry::default()
        }
    }

    #[test]
    fn the_log_keeps_the_latest_and_goes_on_counting() {
        let mut log = RequestLog::default();
        for _ in 0..=KEPT {
            log.record(entry("DescribeVpcs".into()));
        }
        let numbers = |since| log.since(since).iter().map(|one| one.number).collect();
        assert_eq!(log.since(0).len(), KEPT);
        let last: Vec<u64> = numbers(19_999);
        assert_eq!(last, [20_000, 20_001]);
        let none: Vec<u64> = numbers(20_001);
        assert_eq!(none, [0; 0]);
    }

    #[test]
    fn a_long_name_is_cut_between_letters() {
        let mut log = RequestLog::default();
        log.record(entry(format!("x{}", "é".repeat(40_000))));
        assert_eq!(log.since(0)[0].operation, format!("x{}", "é".repeat(63)));
    }
}
