//! How long waits took on this instance.

use domain::{
    ports::{Measured, StoreError, Timestamp},
    setup::Wait,
};

use super::{Database, bigint, failed, unsigned};

/// Older ones than the newest so many tell nothing about today.
const NEWEST: i64 = 200;

pub async fn measure(
    database: &Database,
    wait: Wait,
    seconds: u64,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO measure (wait, at_millis, seconds) VALUES ($1, $2, $3)")
        .bind(wait.word())
        .bind(at.0)
        .bind(bigint(seconds))
        .execute(&database.pool)
        .await
        .map_err(failed("measures.measure"))?;
    Ok(())
}

pub async fn measured(database: &Database, wait: Wait) -> Result<Measured, StoreError> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT seconds FROM measure WHERE wait = $1 ORDER BY at_millis DESC LIMIT $2",
    )
    .bind(wait.word())
    .bind(NEWEST)
    .fetch_all(&database.pool)
    .await
    .map_err(failed("measures.measured"))?;
    let mut seconds: Vec<u64> = rows
        .into_iter()
        .map(|(seconds,)| unsigned(seconds))
        .collect();
    seconds.sort_unstable();
    Ok(Measured {
        count: seconds.len().try_into().unwrap_or(u64::MAX),
        median: seconds.get(seconds.len() / 2).copied().unwrap_or_default(),
        slowest: seconds.last().copied().unwrap_or_default(),
    })
}
