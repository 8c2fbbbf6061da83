//! A clock that follows the machine's, can be moved, and never makes a test wait.

use std::sync::atomic::{AtomicI64, Ordering};

use async_trait::async_trait;
use domain::ports::{Clock, Timestamp};

/// The machine's time, plus what a test advanced. Sleeping lets other work go on and returns.
#[derive(Debug, Default)]
pub struct TestClock {
    offset: AtomicI64,
}

impl TestClock {
    /// Moves the clock forward.
    pub fn advance(&self, seconds: i64) {
        self.offset.fetch_add(seconds * 1000, Ordering::Relaxed);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp(sandbox::clock::machine_now() + self.offset.load(Ordering::Relaxed))
    }

    async fn sleep(&self, _millis: u64) {
        tokio::task::yield_now().await;
    }
}
