//! Secrets, in memory only, keyed by session. `secrecy` clears them when they are dropped.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::ports::{CloudKey, FabricKey, Vault};

/// The vault of this process: what it holds is gone with it.
#[derive(Default)]
pub struct MemoryVault(Mutex<HashMap<String, Keys>>);

#[derive(Default)]
struct Keys {
    fabric: Option<FabricKey>,
    cloud: Option<CloudKey>,
}

impl MemoryVault {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Keys>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops everything of sessions that are not alive any more.
    pub fn keep_only(&self, is_alive: impl Fn(&str) -> bool) {
        self.lock().retain(|session, _| is_alive(session));
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn put_fabric_key(&self, session: &str, key: FabricKey) {
        self.lock().entry(session.to_owned()).or_default().fabric = Some(key);
    }

    /// Nothing for a session that has ended while AWS was asked.
    async fn put_cloud_key(&self, session: &str, key: CloudKey) {
        if let Some(keys) = self.lock().get_mut(session) {
            keys.cloud = Some(key);
        }
    }

    async fn fabric_key(&self, session: &str) -> Option<FabricKey> {
        self.lock().get(session)?.fabric.clone()
    }

    async fn cloud_key(&self, session: &str) -> Option<CloudKey> {
        self.lock().get(session)?.cloud.clone()
    }

    async fn forget_cloud_key(&self, session: &str) {
        if let Some(keys) = self.lock().get_mut(session) {
            keys.cloud = None;
        }
    }

    async fn forget(&self, session: &str) {
        self.lock().remove(session);
    }
}
