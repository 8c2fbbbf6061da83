//! Access tokens, in memory only, by the hash of their key and secret.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::ports::{Clock, FabricKey, PortError, Timestamp};
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::sync::Mutex as AsyncMutex;

use crate::{
    client::parse,
    error,
    http::{Http, Request},
};

/// From this number of keys on, those with an expired token are dropped first.
const MANY: usize = 1024;

type Slot = Arc<AsyncMutex<Option<Token>>>;

/// One slot a key, locked while it logs in, so that ten calls at once log in once.
#[derive(Default)]
pub(crate) struct Tokens(Mutex<HashMap<[u8; 32], Slot>>);

struct Token {
    access: SecretString,
    refresh: Option<SecretString>,
    expires: Timestamp,
}

/// The answer of `/login` and `/login/refresh` (pureport.md §1), in snake_case unlike all others.
#[derive(Deserialize)]
struct Login {
    access_token: String,
    expires_in: u32,
    refresh_token: Option<String>,
}

impl Tokens {
    /// A token that has not expired: the kept one, else refreshed, else by logging in.
    pub async fn token(
        &self,
        http: &Http,
        clock: &dyn Clock,
        key: &FabricKey,
    ) -> Result<SecretString, PortError> {
        let now = clock.now();
        let slot = self.slot(key, now);
        let mut held = slot.lock().await;
        if let Some(token) = held.as_ref().filter(|token| now < token.expires) {
            return Ok(token.access.clone());
        }
        let fresh = match renew(http, now, held.take()).await {
            Some(token) => token,
            None => log_in(http, now, key)
                .await
                .inspect_err(|_| self.forget(key))?,
        };
        let access = fresh.access.clone();
        *held = Some(fresh);
        Ok(access)
    }

    /// Drops the key's token if it still is `used`: another call may have replaced it already.
    pub async fn drop_if(&self, key: &FabricKey, used: &SecretString) {
        let slot = self.slots().get(&digest(key)).cloned();
        let Some(slot) = slot else { return };
        let mut held = slot.lock().await;
        let same = |token: &Token| token.access.expose_secret() == used.expose_secret();
        if held.as_ref().is_some_and(same) {
            *held = None;
        }
    }

    /// Drops whatever is kept for the key.
    pub fn forget(&self, key: &FabricKey) {
        self.slots().remove(&digest(key));
    }

    fn slot(&self, key: &FabricKey, now: Timestamp) -> Slot {
        let mut slots = self.slots();
        if slots.len() >= MANY {
            slots.retain(|_, slot| in_use(slot, now));
        }
        Arc::clone(slots.entry(digest(key)).or_default())
    }

    fn slots(&self) -> MutexGuard<'_, HashMap<[u8; 32], Slot>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Somebody is logging in with it, or its token is still good.
fn in_use(slot: &Slot, now: Timestamp) -> bool {
    slot.try_lock().map_or(true, |held| {
        held.as_ref().is_some_and(|token| now < token.expires)
    })
}

fn digest(key: &FabricKey) -> [u8; 32] {
    let mut hash = Sha256::new();
    // The length keeps ("ab", "c") and ("a", "bc") apart.
    hash.update((key.key.len() as u64).to_be_bytes());
    hash.update(key.key.as_bytes());
    hash.update(key.secret.expose_secret().as_bytes());
    hash.finalize().into()
}

/// By the refresh token of an expired one; `None` when there is none or it was not taken.
async fn renew(http: &Http, now: Timestamp, expired: Option<Token>) -> Option<Token> {
    let refresh = expired?.refresh?;
    let body = json!({ "refreshToken": refresh.expose_secret() });
    let path = ["login", "refresh"];
    let answer = post(http, "loginWithRefreshToken", &path, &body).await;
    let mut token = answer.ok().map(|login| Token::new(login, now))?;
    // Pureport may leave it out, and then the old one stays good.
    token.refresh.get_or_insert(refresh);
    Some(token)
}

async fn log_in(http: &Http, now: Timestamp, key: &FabricKey) -> Result<Token, PortError> {
    let body = json!({ "key": key.key, "secret": key.secret.expose_secret() });
    match post(http, "login", &["login"], &body).await {
        Ok(login) => Ok(Token::new(login, now)),
        // A definite no to a key, in whatever form; its words are dropped: they may repeat it.
        Err(PortError::Refused { .. } | PortError::Denied { .. }) => {
            Err(PortError::Unauthenticated)
        }
        Err(PortError::NotFound) => Err(error::contract("login")),
        // The call that the token is for was never sent.
        Err(PortError::Unknown) => Err(PortError::Unreachable),
        Err(other) => Err(other),
    }
}

async fn post(
    http: &Http,
    operation: &'static str,
    path: &[&str],
    body: &serde_json::Value,
) -> Result<Login, PortError> {
    let request = Request::new(operation, Method::POST, path).with_body(body.to_string().into());
    parse(operation, &http.send(&request, None).await?)
}

impl Token {
    fn new(login: Login, now: Timestamp) -> Self {
        let lifetime = i64::from(login.expires_in).saturating_mul(1000);
        Self {
            access: login.access_token.into(),
            refresh: login.refresh_token.map(SecretString::from),
            expires: Timestamp(now.0.saturating_add(lifetime)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str, secret: &str) -> FabricKey {
        FabricKey {
            key: key.into(),
            secret: secret.into(),
        }
    }

    #[test]
    fn another_secret_never_finds_the_token_of_the_same_key() {
        assert_ne!(digest(&key("k", "right")), digest(&key("k", "wrong")));
        assert_ne!(digest(&key("ab", "c")), digest(&key("a", "bc")));
        assert_eq!(digest(&key("k", "s")), digest(&key("k", "s")));
    }
}
