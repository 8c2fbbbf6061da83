//! The webhook of the instance (`--webhook`): one POST of JSON for a run that ends or needs
//! somebody.
//!
//! What a run became is written down first and told after: over a crash in between it is told at
//! most once, by the server that wrote it. A try whose answer was lost is repeated, so a receiver
//! may hear the same twice; its `id` is the same then. That nobody hears it holds up no run.

mod address;
mod message;
mod resolver;

use std::{sync::Arc, time::Duration};

use domain::{ports::Clock, run::Run};
use reqwest::{Certificate, StatusCode, redirect, retry};

pub use self::address::{Address, Unusable};
use self::{message::Message, resolver::Guarded};
use crate::shutdown::Stopping;

const CONNECT: Duration = Duration::from_secs(3);
const WHOLE: Duration = Duration::from_secs(5);

/// The pauses between the three tries, in milliseconds.
const PAUSES: [u64; 2] = [1_000, 4_000];

/// Where the instance tells of its runs.
pub struct Webhook {
    client: reqwest::Client,
    address: Address,
    /// What the pages' addresses begin with, for example `https://onramp.example.com`.
    pages: String,
    clock: Arc<dyn Clock>,
}

/// How a try ended.
enum Try {
    Told,
    /// It may work later.
    Later(&'static str),
    /// It never will; a redirect is not followed.
    No(StatusCode),
}

impl Webhook {
    /// Fails when a certificate can't be used. `ca_pem`: further authorities to trust.
    pub fn new(
        address: Address,
        pages: String,
        ca_pem: Option<&[u8]>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, reqwest::Error> {
        let extra = ca_pem.map_or(Ok(Vec::new()), Certificate::from_pem_bundle)?;
        let builder = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .timeout(WHOLE)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .no_proxy()
            .https_only(address.is_https())
            .dns_resolver(Arc::new(Guarded))
            .user_agent(concat!("onramp/", env!("CARGO_PKG_VERSION")));
        // Over plain HTTP no certificate is needed, not even the system's, which may have none.
        let builder = if address.is_https() {
            builder.tls_certs_merge(extra)
        } else {
            builder.tls_certs_only(extra)
        };
        Ok(Self {
            client: builder.build()?,
            address,
            pages,
            clock,
        })
    }

    /// Tells what became of a run, if that is worth telling: three tries, fewer when the server
    /// stops.
    pub async fn tell(&self, run: &Run, mut stopping: Stopping) {
        let Some(message) = Message::of(run, &self.pages) else {
            return;
        };
        let mut pauses = PAUSES.iter();
        let why = loop {
            let why = match self.once(&message).await {
                Try::Told => return,
                Try::No(status) => break status.to_string(),
                Try::Later(why) => why,
            };
            let Some(pause) = pauses.next() else {
                break why.to_owned();
            };
            tokio::select! {
                () = self.clock.sleep(*pause) => {}
                () = stopping.stopped() => break why.to_owned(),
            }
        };
        tracing::warn!(run = %run.id, state = run.state.word(), webhook = ?self.address, why, "the webhook was not told");
    }

    async fn once(&self, message: &Message) -> Try {
        let request = self.client.post(self.address.url()).json(message);
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Try::Told,
            Ok(answer) => match answer.status() {
                StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {
                    Try::Later("it is busy")
                }
                status if status.is_server_error() => Try::Later("it failed"),
                status => Try::No(status),
            },
            // The error itself would name the address.
            Err(error) if error.is_timeout() => Try::Later("it did not answer in time"),
            Err(error) if error.is_connect() => Try::Later("it could not be reached"),
            Err(_) => Try::Later("it gave no answer"),
        }
    }
}
