//! Words for the page after a redirect, kept here so that no link can forge them.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::{ports::Notices, setup::Notice};

use crate::entropy;

/// The most that are kept of one session; the oldest go first.
const PER_SESSION: usize = 50;

/// The most sessions that have any.
const SESSIONS: usize = 10_000;

type Kept = VecDeque<(String, Notice)>;

/// The notices of this process, by session.
#[derive(Default)]
pub struct MemoryNotices(Mutex<HashMap<String, Kept>>);

impl MemoryNotices {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops everything of sessions that are not alive any more.
    pub fn keep_only(&self, is_alive: impl Fn(&str) -> bool) {
        self.lock().retain(|session, _| is_alive(session));
    }
}

#[async_trait]
impl Notices for MemoryNotices {
    async fn put(&self, session: &str, notice: Notice) -> String {
        let id = entropy::token();
        let mut sessions = self.lock();
        if sessions.len() >= SESSIONS && !sessions.contains_key(session) {
            return id; // Nothing to show is better than memory without a bound.
        }
        let kept = sessions.entry(session.to_owned()).or_default();
        if kept.len() >= PER_SESSION {
            kept.pop_front();
        }
        kept.push_back((id.clone(), notice));
        id
    }

    async fn get(&self, session: &str, id: &str) -> Option<Notice> {
        let sessions = self.lock();
        let kept = sessions.get(session)?;
        kept.iter()
            .find(|(known, _)| known == id)
            .map(|(_, notice)| notice.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(code: &str) -> Notice {
        Notice::Plain {
            code: code.to_owned(),
            values: Vec::new(),
        }
    }

    #[tokio::test]
    async fn another_session_does_not_see_a_notice() {
        let notices = MemoryNotices::default();
        let id = notices.put("mine", plain("a")).await;
        assert_eq!(notices.get("mine", &id).await, Some(plain("a")));
        assert_eq!(notices.get("theirs", &id).await, None);
    }

    #[tokio::test]
    async fn the_oldest_notice_goes_first() {
        let notices = MemoryNotices::default();
        let first = notices.put("mine", plain("first")).await;
        let second = notices.put("mine", plain("second")).await;
        for _ in 0..PER_SESSION - 1 {
            notices.put("mine", plain("more")).await;
        }
        assert_eq!(notices.get("mine", &first).await, None);
        assert_eq!(notices.get("mine", &second).await, Some(plain("second")));
    }
}
