//! In front of the providers' adapters: one gate for each account, region and service, through
//! which every call of this process goes, whoever makes it (design/reliability.md, "throttling" and
//! "5xx storm"). It is the one layer that tries again.

mod cloud;
mod fabric;
mod gate;

#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::ports::{Clock, PortError};

use self::gate::{Gate, Pass, Ticket};
pub use self::{cloud::GatedCloud, fabric::GatedFabric, gate::Kind};

/// The most gates, and the most known accounts; past it those that nobody needs are dropped.
const MOST: usize = 4096;
/// How long a read waits for its turn before it is refused, in milliseconds.
const PATIENCE: u64 = 5_000;
/// A read that failed faster than this is tried once more, in milliseconds: a longer wait would
/// keep a page from being shown.
const QUICK: i64 = 2_000;
/// The longest pause before a second try, in milliseconds.
const SECOND_TRY: u64 = 200;

/// What has limits of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct At {
    service: &'static str,
    /// The account's id; the key's, as long as nobody proved whose it is.
    account: String,
    /// Empty where there are none.
    region: String,
}

/// All gates of this process.
pub struct Gates {
    clock: Arc<dyn Clock>,
    /// A random number below its argument.
    random: fn(u64) -> u64,
    /// Milliseconds from call to call once the burst is used up.
    interval: i64,
    gates: Mutex<HashMap<At, Gate>>,
    /// The account of a service's key, by the key's id.
    accounts: Mutex<HashMap<(&'static str, String), String>>,
}

impl Gates {
    /// `per_second`: how many calls a gate lets pass in the long run, at least 1.
    pub fn new(clock: Arc<dyn Clock>, random: fn(u64) -> u64, per_second: u32) -> Self {
        Self {
            clock,
            random,
            interval: 1000 / i64::from(per_second.max(1)),
            gates: Mutex::default(),
            accounts: Mutex::default(),
        }
    }

    /// The account of `key` is proven: its calls share the account's gates from now on.
    fn learn(&self, provider: &'static str, key: &str, account: &str) {
        let mut accounts = lock(&self.accounts);
        if accounts.len() >= MOST {
            accounts.clear();
        }
        accounts.insert((provider, key.to_owned()), account.to_owned());
    }

    fn account(&self, provider: &'static str, key: &str) -> String {
        let known = lock(&self.accounts)
            .get(&(provider, key.to_owned()))
            .cloned();
        known.unwrap_or_else(|| key.to_owned())
    }

    /// Makes `call` when its gate lets it pass; a read that failed is made once more.
    async fn pass<T, F>(
        &self,
        at: At,
        kind: Kind,
        call: impl Fn() -> F + Send + Sync,
    ) -> Result<T, PortError>
    where
        F: Future<Output = Result<T, PortError>> + Send,
        T: Send,
    {
        let ticket = self.turn(&at, kind).await?;
        let began = self.clock.now();
        let first = self.settle(&at, &ticket, call().await);
        let quick = self.clock.now().0 - began.0 < QUICK;
        let again = quick && self.may_try_again(&at, kind, &first);
        if !again {
            return first;
        }
        self.clock.sleep((self.random)(SECOND_TRY)).await;
        // If the gate has closed meanwhile, the first answer says more.
        let Ok(ticket) = self.turn(&at, kind).await else {
            return first;
        };
        self.settle(&at, &ticket, call().await)
    }

    /// Waits for its turn, unless that is too far away.
    async fn turn(&self, at: &At, kind: Kind) -> Result<Ticket, PortError> {
        let mut waited = 0;
        loop {
            let pass = self.with(at, |gate, now| gate.ask(kind, now));
            match pass {
                Pass::Go(ticket) => return Ok(ticket),
                Pass::No(error) => return Err(error),
                Pass::In(millis) if waited < PATIENCE => {
                    waited += millis;
                    self.clock.sleep(millis).await;
                }
                Pass::In(_) => {
                    return Err(PortError::Throttled {
                        retry_after_seconds: Some(1),
                    });
                }
            }
        }
    }

    fn settle<T>(
        &self,
        at: &At,
        ticket: &Ticket,
        answer: Result<T, PortError>,
    ) -> Result<T, PortError> {
        let random = self.random;
        if let Err(PortError::Contract { what }) = &answer {
            tracing::warn!(what, "an answer was not understood");
        }
        let told = answer.as_ref().map(drop);
        match self.with(at, |gate, now| gate.answered(ticket, told, now, random)) {
            Some(error) => Err(error),
            None => answer,
        }
    }

    fn may_try_again<T>(&self, at: &At, kind: Kind, first: &Result<T, PortError>) -> bool {
        let passing = matches!(first, Err(PortError::Unknown));
        kind == Kind::Read && passing && self.with(at, |gate, _| gate.take_second_try())
    }

    fn with<T>(&self, at: &At, what: impl FnOnce(&mut Gate, i64) -> T) -> T {
        let now = self.clock.now().0;
        let mut gates = lock(&self.gates);
        if gates.len() >= MOST && !gates.contains_key(at) {
            gates.retain(|_, gate| !gate.is_idle(now));
        }
        let fresh = || Gate::new(self.interval);
        what(gates.entry(at.clone()).or_insert_with(fresh), now)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
