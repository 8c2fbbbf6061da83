//! One gate: how fast, and when not at all. Pure; times are milliseconds of the clock.

use domain::ports::PortError;

/// So many calls may come at once; then one in each interval.
const BURST: i64 = 100;
/// The first rest after a refusal of too many calls is up to this long; each further one up to
/// twice as long …
const FIRST_REST: u64 = 1_000;
/// … and never longer than this, unless the provider itself says so.
const LONGEST_REST: u64 = 20_000;
/// So many failures in a row stop the calls …
const FAILURES: u32 = 5;
/// … but for one look in this time.
const PROBE_EVERY: i64 = 15_000;
/// A probe that has not been answered for so long does not keep the next one away.
const PROBE_TAKES: i64 = 2_000;
/// Every call earns a tenth of a second try, up to ten of them.
const SECOND_TRY_COSTS: u32 = 10;
const MOST_SAVED: u32 = 100;

/// Whether a call can be made at any time without changing anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Read,
    Change,
}

/// What a gate says to a call.
#[derive(Debug)]
pub(super) enum Pass {
    Go(Ticket),
    /// Ask again in so many milliseconds.
    In(u64),
    No(PortError),
}

/// A call that was let pass.
#[derive(Debug)]
pub(super) struct Ticket {
    kind: Kind,
    /// How often the gate had opened or closed by then.
    era: u64,
}

/// Why no call is made until then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Throttled,
    Failing,
}

#[derive(Debug)]
pub(super) struct Gate {
    interval: i64,
    /// When the bucket would be full again, were nothing more taken from it.
    full_at: i64,
    /// Closed until then; past it one call at a time tries.
    rest: Option<(Why, i64)>,
    /// Rests in a row because of too many calls.
    rests: u32,
    /// Failures in a row.
    failures: u32,
    era: u64,
    /// Tenths of second tries.
    saved: u32,
}

impl Gate {
    pub fn new(interval: i64) -> Self {
        Self {
            interval,
            full_at: 0,
            rest: None,
            rests: 0,
            failures: 0,
            era: 0,
            saved: MOST_SAVED,
        }
    }

    /// It is as good as a new one.
    pub fn is_idle(&self, now: i64) -> bool {
        self.rest.is_none() && self.failures == 0 && self.full_at <= now
    }

    pub fn ask(&mut self, kind: Kind, now: i64) -> Pass {
        if let Some((why, until)) = self.rest {
            if now < until {
                return Pass::No(refusal(why, until - now));
            }
            // What changes something must not be what finds out whether anybody answers.
            if why == Why::Failing && kind == Kind::Change {
                return Pass::No(refusal(why, 1));
            }
        }
        let wait = self.full_at - now - self.interval * (BURST - 1);
        if let Some(wait) = u64::try_from(wait).ok().filter(|wait| *wait > 0) {
            return Pass::In(wait);
        }
        self.full_at = self.full_at.max(now) + self.interval;
        self.saved = (self.saved + 1).min(MOST_SAVED);
        if let Some((why, until)) = &mut self.rest {
            *until = now
                + match why {
                    Why::Throttled => PROBE_TAKES,
                    Why::Failing => PROBE_EVERY,
                };
        }
        Pass::Go(Ticket {
            kind,
            era: self.era,
        })
    }

    /// What came of a call; the error that the caller is told instead of the provider's.
    pub fn answered(
        &mut self,
        ticket: &Ticket,
        answer: Result<(), &PortError>,
        now: i64,
        random: fn(u64) -> u64,
    ) -> Option<PortError> {
        // It was sent before the gate last opened or closed: that is known already.
        let stale = ticket.era != self.era;
        match answer {
            Err(PortError::Throttled {
                retry_after_seconds,
            }) => Some(self.throttled(*retry_after_seconds, stale, now, random)),
            Err(PortError::Unknown | PortError::Unreachable) if !stale => {
                self.failures = self.failures.saturating_add(1);
                if self.failures < FAILURES {
                    return None;
                }
                self.close(Why::Failing, now + PROBE_EVERY);
                // Whether a change happened stays unknown.
                (ticket.kind == Kind::Read).then(|| refusal(Why::Failing, PROBE_EVERY))
            }
            _ if stale => None,
            _ => {
                self.open();
                None
            }
        }
    }

    /// One second try, if enough is saved: in an outage they would double the calls.
    pub fn take_second_try(&mut self) -> bool {
        let enough = self.rest.is_none() && self.saved >= SECOND_TRY_COSTS;
        if enough {
            self.saved -= SECOND_TRY_COSTS;
        }
        enough
    }

    /// The provider's own time counts; without one it is a random part of a growing one ("full
    /// jitter"), so that nobody comes back together.
    fn throttled(
        &mut self,
        seconds: Option<u32>,
        stale: bool,
        now: i64,
        random: fn(u64) -> u64,
    ) -> PortError {
        let asked = seconds.map(|seconds| i64::from(seconds) * 1000);
        let until = self.rest.map_or(0, |(_, until)| until);
        let own = || {
            let most = FIRST_REST.saturating_mul(1 << self.rests.min(10));
            i64::try_from(random(most.min(LONGEST_REST))).unwrap_or(0)
        };
        let until = match asked {
            Some(rest) => until.max(now + rest),
            None if stale => until,
            None => now + own(),
        };
        if !stale {
            self.rests = self.rests.saturating_add(1);
        }
        if !stale || asked.is_some() {
            self.close(Why::Throttled, until);
            // The bucket is empty: what comes next comes one by one.
            self.full_at = until + self.interval * (BURST - 1);
        }
        refusal(Why::Throttled, until - now)
    }

    fn close(&mut self, why: Why, until: i64) {
        self.era += 1;
        self.rest = Some((why, until));
    }

    fn open(&mut self) {
        self.failures = 0;
        self.rests = 0;
        if self.rest.take().is_some() {
            self.era += 1;
        }
    }
}

fn refusal(why: Why, millis: i64) -> PortError {
    let seconds = (millis + 999) / 1000;
    let retry_after_seconds = u32::try_from(seconds.max(1)).unwrap_or(u32::MAX);
    match why {
        Why::Throttled => PortError::Throttled {
            retry_after_seconds: Some(retry_after_seconds),
        },
        Why::Failing => PortError::Failing {
            retry_after_seconds,
        },
    }
}
