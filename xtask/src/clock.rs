//! Real time: the build program measures it and waits in it, and nothing else here does.

use std::{
    thread,
    time::{Duration, Instant},
};

/// Now, on the monotonic clock.
#[expect(
    clippy::disallowed_methods,
    reason = "the build program measures real time"
)]
pub fn now() -> Instant {
    Instant::now()
}

/// Waits in real time.
#[expect(
    clippy::disallowed_methods,
    reason = "the build program waits for real processes"
)]
pub fn pause(length: Duration) {
    thread::sleep(length);
}

/// A length as people say it: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn said(length: Duration) -> String {
    match length.as_secs() {
        0..10 => format!("{:.1} s", length.as_secs_f32()),
        seconds @ 10..100 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_said_in_the_unit_that_fits() {
        assert_eq!(said(Duration::from_millis(412)), "0.4 s");
        assert_eq!(said(Duration::from_secs(42)), "42 s");
        assert_eq!(said(Duration::from_secs(185)), "3 min 05 s");
    }
}
