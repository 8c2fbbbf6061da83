//! What the providers answered a moment ago, for pages: a hundred viewers of one thing cost the
//! calls of one, and a second load costs none. Nobody is served from what another key was told
//! (design/security.md, statement 27), and whoever changes something looks at the world itself.

mod cloud;
mod fabric;

use std::{
    any::Any,
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use app::context::Mode;
use domain::ports::{Clock, PortError, Timestamp};
use sha2::{Digest, Sha256};

use crate::entropy;

pub use self::{cloud::SharedCloud, fabric::SharedFabric};

/// The most answers that are kept; past it questions are asked without being shared.
const MOST: usize = 2_000;

/// Whether an answer of a moment ago will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// For whoever is about to change something. What is answered serves the pages, too.
    Now,
    /// For whoever only shows it.
    Recent,
}

/// Whose credentials they are: a hash of all of them with a salt of this process, so that neither
/// a key's name alone nor a copy of the memory's hashes is of any use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Principal([u8; 32]);

/// One call with its arguments, as one principal asks it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Question {
    principal: Principal,
    call: &'static str,
    /// Region, account, ids: no secret.
    about: String,
}

/// The recent answers.
pub struct Looks {
    slots: Mutex<HashMap<Question, Arc<Slot>>>,
    clock: Arc<dyn Clock>,
    age_millis: i64,
    salt: [u8; 32],
}

/// The place of one answer. Whoever asks holds the lock, the others wait for the same answer.
#[derive(Default)]
struct Slot {
    kept: tokio::sync::Mutex<Option<Kept>>,
    /// Counts the questions that were answered under the lock.
    ended: AtomicU64,
}

struct Kept {
    asked: Timestamp,
    is_ok: bool,
    /// A `Result<T, PortError>`.
    answer: Box<dyn Any + Send + Sync>,
}

/// Something is being changed. When this is dropped, however that comes about, whatever was seen
/// before is forgotten.
struct Changing<'a>(&'a Looks);

impl Drop for Changing<'_> {
    /// Of everybody: a change at one provider shows at the other, and to every key of the account.
    /// Changes are few, and what is forgotten is worth seconds.
    fn drop(&mut self) {
        self.0.lock().clear();
    }
}

impl Looks {
    /// Answers are kept for as long as `mode` allows: two seconds, and in live mode the five that
    /// are the floor between two looks (design/architecture.md, "Pollers").
    pub fn new(clock: Arc<dyn Clock>, mode: Mode) -> Self {
        Self {
            slots: Mutex::default(),
            clock,
            age_millis: match mode {
                Mode::Sandbox => 2_000,
                Mode::Live => 5_000,
            },
            salt: entropy::bytes(),
        }
    }

    /// Drops what is too old to be shown.
    pub fn sweep(&self) {
        let now = self.clock.now();
        self.lock().retain(|_, slot| self.is_wanted(slot, now));
    }

    fn is_wanted(&self, slot: &Slot, now: Timestamp) -> bool {
        // What is locked is being asked.
        let Ok(kept) = slot.kept.try_lock() else {
            return true;
        };
        kept.as_ref().is_some_and(|kept| self.is_young(kept, now))
    }

    fn is_young(&self, kept: &Kept, now: Timestamp) -> bool {
        (0..self.age_millis).contains(&(now.0 - kept.asked.0))
    }

    fn principal(&self, parts: &[&str]) -> Principal {
        let mut hash = Sha256::new_with_prefix(self.salt);
        for part in parts {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        Principal(hash.finalize().into())
    }

    fn forget(&self, principal: Principal) {
        self.lock()
            .retain(|question, _| question.principal != principal);
    }

    fn changing(&self) -> Changing<'_> {
        Changing(self)
    }

    async fn ask<T: Clone + Send + Sync + 'static>(
        &self,
        need: Need,
        question: Question,
        read: impl Future<Output = Result<T, PortError>> + Send,
    ) -> Result<T, PortError> {
        let Some(slot) = self.slot(question) else {
            return read.await;
        };
        match need {
            Need::Now => self.look(&slot, read).await,
            Need::Recent => self.share(&slot, read).await,
        }
    }

    async fn look<T: Clone + Send + Sync + 'static>(
        &self,
        slot: &Slot,
        read: impl Future<Output = Result<T, PortError>> + Send,
    ) -> Result<T, PortError> {
        let asked = self.clock.now();
        let answer = read.await;
        // Locked: somebody is asking later than this.
        if let (Ok(_), Ok(mut kept)) = (&answer, slot.kept.try_lock())
            && kept.as_ref().is_none_or(|kept| kept.asked <= asked)
        {
            *kept = Some(Kept::new(asked, &answer));
        }
        answer
    }

    async fn share<T: Clone + Send + Sync + 'static>(
        &self,
        slot: &Slot,
        read: impl Future<Output = Result<T, PortError>> + Send,
    ) -> Result<T, PortError> {
        let before = slot.ended.load(Ordering::SeqCst);
        let mut kept = slot.kept.lock().await;
        let waited = slot.ended.load(Ordering::SeqCst) != before;
        let known = kept.as_ref().filter(|kept| {
            // A failure is shared with those who waited for it; who comes later asks again.
            waited || (kept.is_ok && self.is_young(kept, self.clock.now()))
        });
        if let Some(answer) = known.and_then(Kept::answer) {
            return answer;
        }
        let asked = self.clock.now();
        let answer = read.await;
        *kept = Some(Kept::new(asked, &answer));
        slot.ended.fetch_add(1, Ordering::SeqCst);
        answer
    }

    /// `None`: there is no room.
    fn slot(&self, question: Question) -> Option<Arc<Slot>> {
        let now = self.clock.now();
        let mut slots = self.lock();
        if slots.len() >= MOST && !slots.contains_key(&question) {
            slots.retain(|_, slot| self.is_wanted(slot, now));
            if slots.len() >= MOST {
                return None;
            }
        }
        Some(Arc::clone(slots.entry(question).or_default()))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Question, Arc<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn new<T: Clone + Send + Sync + 'static>(
        asked: Timestamp,
        answer: &Result<T, PortError>,
    ) -> Self {
        Self {
            asked,
            is_ok: answer.is_ok(),
            answer: Box::new(answer.clone()),
        }
    }

    fn answer<T: Clone + 'static>(&self) -> Option<Result<T, PortError>> {
        self.answer.downcast_ref().cloned()
    }
}

impl fmt::Debug for Looks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Looks").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
