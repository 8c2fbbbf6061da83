//! A sandbox of one's own, on free ports, with both adapters on it.

use std::{net::SocketAddr, sync::Arc};

use domain::ports::{Cloud, Fabric};
use sandbox::{Pace, Sandbox, control::LogEntry};

use crate::clock::TestClock;

/// The two providers of one test.
pub struct World {
    pub sandbox: Sandbox,
    pub clock: Arc<TestClock>,
    pub fabric: Arc<dyn Fabric>,
    pub cloud: Arc<dyn Cloud>,
}

impl World {
    /// At pace `instant`: every transition is over before the next request.
    pub async fn start() -> Self {
        Self::at(Pace::Instant).await
    }

    /// At `pace`; the sandbox's clock is moved with `sandbox.clock(…)`.
    pub async fn at(pace: Pace) -> Self {
        let free = SocketAddr::from(([127, 0, 0, 1], 0));
        let config = sandbox::Config {
            pureport: free,
            aws: free,
            pace,
            seed: 1,
            state_file: None,
        };
        let sandbox = sandbox::start(config).await.expect("the sandbox starts");
        let clock = Arc::new(TestClock::default());
        Self {
            fabric: Arc::new(fabric(&sandbox.pureport_url, None, &clock)),
            cloud: Arc::new(cloud(&sandbox.aws_url, None)),
            clock,
            sandbox,
        }
    }

    /// How often `operation` was asked so far.
    pub fn asked(&self, operation: &str) -> usize {
        let log = self.sandbox.requests(0);
        log.iter()
            .filter(|entry| entry.operation == operation)
            .count()
    }

    /// The last request that either port answered.
    pub fn last_request(&self) -> LogEntry {
        let log = self.sandbox.requests(0);
        log.last().cloned().expect("a request was made")
    }
}

/// Pureport's adapter on `url`.
pub fn fabric(url: &str, ca_pem: Option<Vec<u8>>, clock: &Arc<TestClock>) -> pureport::Client {
    let config = pureport::Config {
        base_url: url.to_owned(),
        ca_pem,
        clock: clock.clone(),
    };
    pureport::Client::new(config).expect("the adapter can be made")
}

/// AWS's adapter on `url`.
pub fn cloud(url: &str, ca_pem: Option<Vec<u8>>) -> aws::Client {
    let config = aws::Config {
        endpoint_url: Some(url.to_owned()),
        ca_pem,
    };
    aws::Client::new(config).expect("the adapter can be made")
}
