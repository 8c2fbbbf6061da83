//! The embedded database: drafts, choices, taken-over connections and the activity list. No secret is ever in it.

pub mod activity;
pub mod choices;
pub mod drafts;
pub mod takeovers;

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::ports::StoreError;
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// How long a writer waits for another one.
const BUSY: Duration = Duration::from_secs(5);

/// One pool for all stores.
#[derive(Debug, Clone)]
pub struct Database {
    pool: SqlitePool,
    world: World,
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

/// Why the database can't be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database {path}: {error}")]
    File { path: PathBuf, error: io::Error },
    #[error("the database {path}: {error}")]
    Database { path: PathBuf, error: sqlx::Error },
    #[error("the database {path} can't be brought up to date: {error}")]
    Migrate {
        path: PathBuf,
        error: sqlx::migrate::MigrateError,
    },
}

impl Database {
    /// Opens the file, made readable by its owner alone when it is new, and brings it up to date.
    pub async fn open(path: &Path, world: World) -> Result<Self, OpenError> {
        let path = path.to_owned();
        if let Err(error) = make_private(&path) {
            return Err(OpenError::File { path, error });
        }
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .pragma("secure_delete", "ON");
        let pool = match SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options)
            .await
        {
            Ok(pool) => pool,
            Err(error) => return Err(OpenError::Database { path, error }),
        };
        match sqlx::migrate!().run(&pool).await {
            Ok(()) => Ok(Self { pool, world }),
            Err(error) => Err(OpenError::Migrate { path, error }),
        }
    }

    /// Whether it answers.
    pub async fn is_alive(&self) -> bool {
        sqlx::query("SELECT 1").execute(&self.pool).await.is_ok()
    }

    /// Writes everything back and lets go of the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// Folder 0700 and file 0600; SQLite gives its side files the database's own mode.
fn make_private(path: &Path) -> io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
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
