//! Secrets, in memory only, keyed by session. `secrecy` clears them when they are dropped.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use domain::{
    ports::{CloudKey, FabricKey, StoreError, Timestamp, Vault},
    values::BgpKey,
};

/// Names of grants begin with this ([`domain::run::grant_of`]): they end with their run.
const OF_RUNS: &str = "run:";

/// The vault of this process: what it holds is gone with it.
#[derive(Default)]
pub struct MemoryVault(Mutex<HashMap<String, Keys>>);

#[derive(Default, Clone)]
struct Keys {
    fabric: Option<FabricKey>,
    cloud: Option<CloudKey>,
    /// By hosted connection.
    bgp: HashMap<String, BgpKey>,
}

impl MemoryVault {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Keys>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Drops everything of sessions that are not alive any more. Returns their partner keys, so
    /// that what was made of them can be dropped too.
    pub fn keep_only(&self, is_alive: impl Fn(&str) -> bool) -> Vec<FabricKey> {
        let mut kept = self.lock();
        let ended = kept.extract_if(|name, _| !is_alive(name) && !name.starts_with(OF_RUNS));
        ended.filter_map(|(_, keys)| keys.fabric).collect()
    }
}

#[async_trait]
impl Vault for MemoryVault {
    async fn put_fabric_key(&self, session: &str, key: FabricKey) -> Result<(), StoreError> {
        self.lock().entry(session.to_owned()).or_default().fabric = Some(key);
        Ok(())
    }

    /// Nothing for a session that has ended while AWS was asked.
    async fn put_cloud_key(&self, session: &str, key: CloudKey) -> Result<(), StoreError> {
        if let Some(keys) = self.lock().get_mut(session) {
            keys.cloud = Some(key);
        }
        Ok(())
    }

    async fn fabric_key(&self, session: &str) -> Option<FabricKey> {
        self.lock().get(session)?.fabric.clone()
    }

    async fn cloud_key(&self, session: &str) -> Option<CloudKey> {
        self.lock().get(session)?.cloud.clone()
    }

    async fn open(&self, session: &str) -> Result<(), StoreError> {
        self.lock().entry(session.to_owned()).or_default();
        Ok(())
    }

    async fn is_open(&self, session: &str) -> bool {
        self.lock().contains_key(session)
    }

    /// Nothing for a session that has ended meanwhile.
    async fn put_bgp_key(
        &self,
        session: &str,
        hosted: &str,
        key: BgpKey,
    ) -> Result<(), StoreError> {
        if let Some(keys) = self.lock().get_mut(session) {
            keys.bgp.insert(hosted.to_owned(), key);
        }
        Ok(())
    }

    async fn bgp_key(&self, session: &str, hosted: &str) -> Option<BgpKey> {
        self.lock().get(session)?.bgp.get(hosted).cloned()
    }

    async fn forget_cloud_key(&self, session: &str) {
        if let Some(keys) = self.lock().get_mut(session) {
            keys.cloud = None;
        }
    }

    async fn forget(&self, session: &str) {
        self.lock().remove(session);
    }

    async fn grant(&self, session: &str, to: &str, _: Timestamp) -> Result<bool, StoreError> {
        let mut kept = self.lock();
        let Some(keys) = kept.get(session).filter(|keys| keys.cloud.is_some()) else {
            return Ok(false);
        };
        let keys = keys.clone();
        kept.insert(to.to_owned(), keys);
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> FabricKey {
        FabricKey {
            key: name.to_owned(),
            secret: "s".into(),
        }
    }

    #[tokio::test]
    async fn what_ended_is_handed_back_and_what_lives_is_kept() {
        let vault = MemoryVault::default();
        vault.put_fabric_key("ended", key("a")).await.unwrap();
        vault.put_fabric_key("alive", key("b")).await.unwrap();
        let ended = vault.keep_only(|session| session == "alive");
        let names: Vec<&str> = ended.iter().map(|key| key.key.as_str()).collect();
        assert_eq!(names, ["a"]);
        assert!(vault.fabric_key("ended").await.is_none());
        assert!(vault.fabric_key("alive").await.is_some());
    }

    #[tokio::test]
    async fn a_session_that_ended_gets_no_secret() {
        let vault = MemoryVault::default();
        vault.put_fabric_key("mine", key("a")).await.unwrap();
        vault.forget("mine").await;
        let cloud = CloudKey {
            access_key_id: "AKIA".to_owned(),
            secret_access_key: "s".into(),
            session_token: None,
        };
        vault.put_cloud_key("mine", cloud).await.unwrap();
        assert!(vault.cloud_key("mine").await.is_none());
    }
}
