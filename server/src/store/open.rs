//! Opens the database and brings it up to date.

use std::io;

use secrecy::ExposeSecret;
use sqlx::{
    AnyConnection, AnyPool, Connection, Row,
    any::{AnyPoolOptions, install_default_drivers},
    migrate::MigrateError,
};

use super::{Database, DatabaseUrl, World, bells::Bells, migrations::migrator};
use crate::private;

/// What is acknowledged is on the disk, what is deleted is overwritten, and a writer waits five
/// seconds for another one.
const SQLITE: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
    PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON";

const SQLITE_CONNECTIONS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 10;

/// Why the database can't be used.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("the database {at}: {error}")]
    File { at: String, error: io::Error },
    #[error("the database {0}: its path has to be Unicode; name another one with --database")]
    Path(String),
    #[error("the database {at} can't be opened: {error}. Nothing in it was changed")]
    Database { at: String, error: sqlx::Error },
    #[error(
        "the database {at} is damaged ({found}). Nothing in it was changed: put a backup in its place, or move it away together with its -wal and -shm files to begin with an empty one"
    )]
    Damaged { at: String, found: String },
    #[error("the database {at} can't be brought up to date: {error}")]
    Migrate { at: String, error: MigrateError },
}

impl Database {
    /// Opens what `url` names, a file made readable by its owner alone when it is new, and brings
    /// it up to date.
    pub async fn open(url: &DatabaseUrl, world: World) -> Result<Self, OpenError> {
        let at = url.shown();
        let connected = match url.file() {
            Some(path) => {
                if let Err(error) = private::open(path, false) {
                    return Err(OpenError::File { at, error });
                }
                is_sound(url, &at).await?;
                connect(url, SQLITE_CONNECTIONS, Some(SQLITE)).await
            }
            None => connect(url, POSTGRES_CONNECTIONS, None).await,
        };
        let pool = match connected {
            Ok(Some(pool)) => pool,
            Ok(None) => return Err(OpenError::Path(at)),
            Err(error) => return Err(unopened(at, error)),
        };
        let is_sqlite = url.file().is_some();
        match migrator(is_sqlite).run(&pool).await {
            Ok(()) => Ok(Self {
                pool,
                world,
                bells: Bells::default(),
            }),
            Err(error) => Err(OpenError::Migrate { at, error }),
        }
    }
}

async fn connect(
    url: &DatabaseUrl,
    connections: u32,
    first: Option<&'static str>,
) -> Result<Option<AnyPool>, sqlx::Error> {
    install_default_drivers();
    let Some(url) = url.for_driver() else {
        return Ok(None);
    };
    AnyPoolOptions::new()
        .max_connections(connections)
        .after_connect(move |connection, _| {
            Box::pin(async move { prepare(connection, first).await })
        })
        .connect(url.expose_secret())
        .await
        .map(Some)
}

async fn prepare(
    connection: &mut AnyConnection,
    first: Option<&'static str>,
) -> Result<(), sqlx::Error> {
    if let Some(first) = first {
        sqlx::raw_sql(first).execute(connection).await?;
    }
    Ok(())
}

/// A file that lost pages in a crash is told now, and not when somebody needs what was on them. On
/// a connection of its own: a pool would try again and again.
async fn is_sound(url: &DatabaseUrl, at: &str) -> Result<(), OpenError> {
    let found = match url.for_driver() {
        Some(url) => check(url.expose_secret()).await,
        None => return Err(OpenError::Path(at.to_owned())),
    };
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(OpenError::Damaged {
            at: at.to_owned(),
            found,
        }),
        Err(error) => Err(unopened(at.to_owned(), error)),
    }
}

async fn check(url: &str) -> Result<String, sqlx::Error> {
    install_default_drivers();
    let mut connection = AnyConnection::connect(url).await?;
    prepare(&mut connection, Some(SQLITE)).await?;
    let row = sqlx::query("PRAGMA quick_check(1)")
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    row.try_get(0)
}

/// SQLite's own words for a file that is none of its, or is not one any more.
fn unopened(at: String, error: sqlx::Error) -> OpenError {
    let found = match &error {
        sqlx::Error::Database(error) => error.message().to_owned(),
        _ => String::new(),
    };
    if found.contains("malformed") || found.contains("not a database") {
        return OpenError::Damaged { at, found };
    }
    OpenError::Database { at, error }
}
