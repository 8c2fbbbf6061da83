//! The sandbox's own clock: transitions, expiries and API timestamps follow it.

use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch on the sandbox's clock.
pub type Millis = i64;

/// Follows the machine's clock, plus what the control interface advanced; can be frozen.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Clock {
    offset: Millis,
    frozen_at: Option<Millis>,
}

impl Clock {
    /// The sandbox's present.
    pub fn now(&self) -> Millis {
        self.frozen_at
            .unwrap_or_else(|| machine_now() + self.offset)
    }

    /// Moves the clock forward, frozen or not.
    pub fn advance(&mut self, by: Millis) {
        match &mut self.frozen_at {
            Some(at) => *at += by,
            None => self.offset += by,
        }
    }

    /// Stops the clock, or lets it run on from just after where it stands.
    pub fn freeze(&mut self, freeze: bool) {
        let now = self.now() + Millis::from(self.is_frozen() && !freeze);
        self.offset = now - machine_now();
        self.frozen_at = freeze.then_some(now);
    }

    /// Whether the clock stands still.
    pub fn is_frozen(&self) -> bool {
        self.frozen_at.is_some()
    }
}

/// The machine's clock, for signature age and the `Date` header.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that reads the machine's clock"
)]
pub fn machine_now() -> Millis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}
