//! How many streams a session has, and what all streams know.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{sessions::Sessions, shutdown::Stopping, store::Database};

/// The most of one session: two windows full of tabs.
const OF_SESSION: usize = 12;

/// What every stream is made with.
#[derive(Clone)]
pub struct Streams {
    pub database: Database,
    pub sessions: Sessions,
    pub stopping: Stopping,
    open: Arc<Mutex<HashMap<String, usize>>>,
}

impl Streams {
    pub fn new(database: Database, sessions: Sessions, stopping: Stopping) -> Self {
        Self {
            database,
            sessions,
            stopping,
            open: Arc::default(),
        }
    }

    /// Room for one more of this session.
    pub fn place(&self, vault_key: &str) -> Option<Place> {
        let mut open = self.lock();
        let count = open.entry(vault_key.to_owned()).or_default();
        if *count >= OF_SESSION {
            return None;
        }
        *count += 1;
        Some(Place {
            streams: self.clone(),
            vault_key: vault_key.to_owned(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A stream's place, until it is dropped.
pub struct Place {
    streams: Streams,
    pub vault_key: String,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        if let Some(count) = open.get_mut(&self.vault_key) {
            *count -= 1;
        }
        open.retain(|_, count| *count > 0);
    }
}
