//! What the session's record holds: who is signed in, never a secret.

use domain::ports::{Account, Identity, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use tower_sessions::{Session, session::Error};

use crate::paths;

/// A session ends this long after its last use, in seconds.
pub const IDLE_SECONDS: u64 = 30 * 60;

/// A session ends this long after its beginning, in seconds, however much it is used.
pub const ABSOLUTE_SECONDS: u64 = 10 * 60 * 60;

const KEY: &str = "signed_in";

/// The vault key of notices to people who are not signed in: a form of theirs, without its secrets.
pub const NOBODY: &str = "nobody";

/// A signed-in user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignedIn {
    pub user: UserId,
    /// Under which the vault keeps this session's secrets. Not the cookie's value.
    pub vault_key: String,
    /// At Pureport. `None`: this session acts in AWS only.
    pub account: Option<Account>,
    pub since: Timestamp,
    pub cloud: Option<CloudSignedIn>,
}

/// A connected AWS identity.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CloudSignedIn {
    pub identity: Identity,
    pub long_lived: bool,
    pub since: Timestamp,
}

impl SignedIn {
    /// When the session ends at the latest.
    pub fn ends_at(&self) -> Timestamp {
        Timestamp(self.since.0 + i64::try_from(ABSOLUTE_SECONDS * 1000).unwrap_or(i64::MAX))
    }

    /// Where the session begins: networks are Pureport's.
    pub fn home(&self) -> String {
        match self.account {
            Some(_) => paths::networks(),
            None => paths::connections(),
        }
    }

    /// The session's user, if any.
    pub async fn load(session: &Session) -> Option<Self> {
        session.get(KEY).await.ok().flatten()
    }

    /// Stores the user under a new session id: whoever knew the old one knows nothing.
    pub async fn save(&self, session: &Session) -> Result<(), Error> {
        session.cycle_id().await?;
        session.insert(KEY, self).await
    }
}
