//! The database: SQLite inside, or a PostgreSQL. No secret is in it but as the vault seals it.

pub mod activity;
pub mod bells;
pub mod choices;
pub mod drafts;
mod journal;
mod measures;
mod migrations;
mod open;
mod run_store;
mod runs;
pub mod sealed;
pub mod takeovers;
pub mod url;

use domain::ports::StoreError;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Any, AnyPool, Transaction};
use tokio::sync::broadcast::Receiver;

use bells::{Bells, Message};
pub use open::OpenError;
pub use url::DatabaseUrl;

/// Several statements that count together or not at all.
type Writing<'a> = Transaction<'a, Any>;

/// One pool for all stores.
#[derive(Debug, Clone)]
pub struct Database {
    pool: AnyPool,
    world: World,
    bells: Bells,
}

/// Tells which world the rows are about.
#[derive(Debug, Clone)]
pub enum World {
    /// The in-process sandbox's, which a reset replaces.
    Sandbox(sandbox::world::Shared),
    /// The real one, or a sandbox elsewhere.
    Outside,
}

impl World {
    fn id(&self) -> String {
        match self {
            Self::Sandbox(shared) => shared.lock().world_id.clone(),
            Self::Outside => String::new(),
        }
    }
}

impl Database {
    /// Whether it answers.
    pub async fn is_alive(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.pool).await.is_ok()
    }

    /// Writes everything back and lets go of the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Its connections.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// The events of a connection, from now on.
    pub fn listen(&self, connection: &str) -> Receiver<Message> {
        self.bells.listen(connection)
    }

    /// The number before a connection's newest event.
    pub async fn before_newest(&self, connection: &str) -> Result<u64, StoreError> {
        runs::newest_event(self, connection)
            .await
            .map(|newest| newest.saturating_sub(1))
    }

    /// All of what is written in it, or nothing. Its first statement has to be one that writes:
    /// then SQLite waits for another writer at once, and not when it is too late to.
    async fn begin_writing(&self) -> Result<Writing<'static>, StoreError> {
        self.pool.begin().await.map_err(failed("begin"))
    }
}

/// The cause goes to the log, not to the user.
fn failed(what: &'static str) -> impl Fn(sqlx::Error) -> StoreError {
    move |error| {
        tracing::error!(what, %error, "the database did not answer");
        StoreError
    }
}

fn to_text(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| {
        tracing::error!(%error, "a row can't be written");
        StoreError
    })
}

/// A row of another shape is as good as none: the user answers again.
fn from_text<T: DeserializeOwned>(what: &'static str, text: &str) -> Option<T> {
    serde_json::from_str(text)
        .inspect_err(
            |error| tracing::warn!(what, %error, "a row is of another shape and was left out"),
        )
        .ok()
}

/// Numbers of ours in the databases' only integer.
fn bigint(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
