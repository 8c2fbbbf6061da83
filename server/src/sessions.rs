//! Cookie sessions. The cookie layer is tower-sessions'; the records are kept here, because theirs
//! have no absolute limit, live by their last change instead of their last use, and come back to
//! life when a request that began before the sign-out saves after it.

use std::{
    collections::{HashMap, HashSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::session::NOBODY;
use async_trait::async_trait;
use axum::{
    extract::Request,
    http::{HeaderValue, Method, header::SET_COOKIE},
    middleware::Next,
    response::Response,
};
use domain::ports::{Clock, Timestamp};
use tokio::sync::watch;
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::SameSite,
    session::{Id, Record},
    session_store,
};

pub use app::session::{ABSOLUTE_SECONDS, IDLE_SECONDS};

/// The most sessions at once; past it nobody new is let in until some have ended.
const MOST: usize = 10_000;

tokio::task_local! {
    static SOMEBODY_THERE: bool;
}

fn is_somebody_there() -> bool {
    SOMEBODY_THERE.try_with(|there| *there).unwrap_or(true)
}

/// Goes around the cookie layer. A page that a script fetches to stay up to date is no sign that
/// anybody sits before it, so it does not keep the session alive.
pub async fn around(request: Request, next: Next) -> Response {
    let destination = request
        .headers()
        .get("sec-fetch-dest")
        .map(HeaderValue::as_bytes);
    let fetched = request.method() == Method::GET && destination == Some(b"empty");
    let mut response = SOMEBODY_THERE.scope(!fetched, next.run(request)).await;
    let cookie = response.headers().get(SET_COOKIE).and_then(complete);
    if let Some(cookie) = cookie {
        response.headers_mut().insert(SET_COOKIE, cookie);
    }
    response
}

/// The cookie layer takes a cookie back without the attributes that it was set with, and browsers
/// do not listen to that when its name begins with `__Host-`.
fn complete(cookie: &HeaderValue) -> Option<HeaderValue> {
    let cookie = cookie.to_str().ok()?;
    let incomplete = cookie.starts_with("__Host-") && !cookie.contains("; Secure");
    let completed = format!("{cookie}; Secure; HttpOnly; SameSite=Lax");
    incomplete.then(|| HeaderValue::from_str(&completed).ok())?
}

/// The sessions of this process.
#[derive(Clone)]
pub struct Sessions {
    kept: Arc<Mutex<HashMap<Id, Kept>>>,
    /// Counts how often some have ended.
    ended: watch::Sender<u64>,
    clock: Arc<dyn Clock>,
}

/// The vault keys of sessions, and of nobody's.
#[derive(Debug)]
pub struct Alive(HashSet<String>);

impl Alive {
    /// Whether it is one of them.
    pub fn has(&self, vault_key: &str) -> bool {
        self.0.contains(vault_key)
    }

    /// All of them.
    pub fn vault_keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

struct Kept {
    record: Record,
    began: Timestamp,
    used: Timestamp,
}

impl Kept {
    fn is_alive(&self, now: Timestamp) -> bool {
        now.seconds_since(self.used) < IDLE_SECONDS
            && now.seconds_since(self.began) < ABSOLUTE_SECONDS
    }
}

impl Sessions {
    /// An empty store that lives by `clock`.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            kept: Arc::default(),
            ended: watch::Sender::default(),
            clock,
        }
    }

    /// The cookie layer. `secure` is off only where browsers would drop a secure cookie.
    pub fn layer(&self, secure: bool) -> SessionManagerLayer<Self> {
        SessionManagerLayer::new(self.clone())
            .with_name(cookie_name(secure))
            .with_secure(secure)
            .with_http_only(true)
            .with_same_site(SameSite::Lax)
            .with_path("/")
            .with_expiry(Expiry::OnSessionEnd)
    }

    /// Drops what has ended. Returns the vault keys of those that are left.
    pub fn sweep(&self) -> Alive {
        let now = self.clock.now();
        let mut kept = self.lock();
        kept.retain(|_, session| session.is_alive(now));
        self.ended.send_modify(|count| *count += 1);
        let keys = kept
            .values()
            .filter_map(|session| field(&session.record, "vault_key"));
        Alive(keys.chain([NOBODY.to_owned()]).collect())
    }

    /// Changes whenever a session may have ended.
    pub fn ended(&self) -> watch::Receiver<u64> {
        self.ended.subscribe()
    }

    /// Whether a session with this vault key is alive.
    pub fn has(&self, vault_key: &str) -> bool {
        let now = self.clock.now();
        let kept = self.lock();
        let mut alive = kept.values().filter(|session| session.is_alive(now));
        alive.any(|session| {
            let key = session
                .record
                .data
                .values()
                .find_map(|value| value.get("vault_key"));
            key.is_some_and(|key| key == vault_key)
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Id, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A text of the signed-in user that `app` keeps in the record, for example `vault_key`.
fn field(record: &Record, name: &str) -> Option<String> {
    let text = record.data.values().find_map(|value| value.get(name))?;
    text.as_str().map(ToOwned::to_owned)
}

/// When the user signed in: a new id, such as when AWS is connected, is no new beginning.
fn since(record: &Record) -> Option<Timestamp> {
    record
        .data
        .values()
        .find_map(|value| value.get("since"))?
        .as_i64()
        .map(Timestamp)
}

/// The cookie's name: browsers keep `__Host-` only when it is secure, for one host, for all paths.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-onramp" } else { "onramp" }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions").finish_non_exhaustive()
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        let now = self.clock.now();
        let mut kept = self.lock();
        if kept.len() >= MOST {
            kept.retain(|_, session| session.is_alive(now));
        }
        if kept.len() >= MOST {
            return Err(session_store::Error::Backend(
                "too many sessions".to_owned(),
            ));
        }
        while kept.contains_key(&record.id) {
            record.id = Id::default();
        }
        let began = since(record).unwrap_or(now);
        kept.insert(
            record.id,
            Kept {
                record: record.clone(),
                began,
                used: now,
            },
        );
        Ok(())
    }

    /// Changes a session that is alive and does nothing to one that is not: after a sign-out the
    /// requests that are still under way cannot bring it back.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        let now = self.clock.now();
        if let Some(session) = self
            .lock()
            .get_mut(&record.id)
            .filter(|session| session.is_alive(now))
        {
            session.record = record.clone();
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let now = self.clock.now();
        let mut kept = self.lock();
        let Some(session) = kept.get_mut(id).filter(|session| session.is_alive(now)) else {
            kept.remove(id);
            return Ok(None);
        };
        if is_somebody_there() {
            session.used = now;
        }
        Ok(Some(session.record.clone()))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        self.lock().remove(id);
        self.ended.send_modify(|count| *count += 1);
        Ok(())
    }
}
