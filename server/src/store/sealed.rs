//! The vault's rows. What is in their boxes only the vault knows.

use std::collections::HashSet;

use domain::ports::{StoreError, Timestamp};

use super::{Database, failed};

const ENDED: &str = "ended";

/// A sealed secret.
#[derive(Debug, Clone)]
pub struct Row {
    /// SHA-256 of the session's or run's name.
    pub name: String,
    pub field: String,
    pub key_id: String,
    pub nonce: String,
    pub sealed: String,
    pub until: Timestamp,
}

impl Database {
    /// Keeps or replaces it, unless its session has ended: then it does nothing.
    pub async fn seal(&self, row: &Row, of_run: bool) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sealed (name, field, of_run, key_id, nonce, box, until_millis) \
             SELECT $1, $2, $3, $4, $5, $6, $7 \
             WHERE NOT EXISTS (SELECT 1 FROM sealed WHERE name = $1 AND field = $8) \
             ON CONFLICT (name, field) DO UPDATE SET key_id = excluded.key_id, \
             nonce = excluded.nonce, box = excluded.box, until_millis = excluded.until_millis",
        )
        .bind(&row.name)
        .bind(&row.field)
        .bind(i64::from(of_run))
        .bind(&row.key_id)
        .bind(&row.nonce)
        .bind(&row.sealed)
        .bind(row.until.0)
        .bind(ENDED)
        .execute(&self.pool)
        .await
        .map_err(failed("sealed.seal"))?;
        Ok(())
    }

    /// The rows of `name`, as they are.
    pub async fn unseal(&self, name: &str) -> Result<Vec<Row>, StoreError> {
        let rows: Vec<(String, String, String, String, i64)> = sqlx::query_as(
            "SELECT field, key_id, nonce, box, until_millis FROM sealed \
             WHERE name = $1 AND field <> $2",
        )
        .bind(name)
        .bind(ENDED)
        .fetch_all(&self.pool)
        .await
        .map_err(failed("sealed.unseal"))?;
        let rows = rows
            .into_iter()
            .map(|(field, key_id, nonce, sealed, until)| Row {
                name: name.to_owned(),
                field,
                key_id,
                nonce,
                sealed,
                until: Timestamp(until),
            });
        Ok(rows.collect())
    }

    /// The names of all sessions that have rows.
    pub async fn sealed_sessions(&self) -> Result<HashSet<String>, StoreError> {
        let names: Vec<(String,)> =
            sqlx::query_as("SELECT DISTINCT name FROM sealed WHERE of_run = 0 AND field <> $1")
                .bind(ENDED)
                .fetch_all(&self.pool)
                .await
                .map_err(failed("sealed.sessions"))?;
        Ok(names.into_iter().map(|(name,)| name).collect())
    }

    /// The names of all runs that have rows.
    pub async fn sealed_runs(&self) -> Result<HashSet<String>, StoreError> {
        let names: Vec<(String,)> =
            sqlx::query_as("SELECT DISTINCT name FROM sealed WHERE of_run = 1")
                .fetch_all(&self.pool)
                .await
                .map_err(failed("sealed.runs"))?;
        Ok(names.into_iter().map(|(name,)| name).collect())
    }

    /// Deletes a field of `name`, or all.
    pub async fn forget_sealed(&self, name: &str, field: Option<&str>) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sealed WHERE name = $1 AND ($2 = '' OR field = $2)")
            .bind(name)
            .bind(field.unwrap_or_default())
            .execute(&self.pool)
            .await
            .map_err(failed("sealed.forget"))?;
        Ok(())
    }

    /// Nothing is kept under this name any more, until `until`.
    pub async fn note_ended(&self, name: &str, until: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO sealed (name, field, of_run, key_id, nonce, box, until_millis) \
             VALUES ($1, $2, 0, '', '', '', $3) ON CONFLICT (name, field) DO NOTHING",
        )
        .bind(name)
        .bind(ENDED)
        .bind(until.0)
        .execute(&self.pool)
        .await
        .map_err(failed("sealed.ended"))?;
        Ok(())
    }

    /// Deletes what is past its time.
    pub async fn forget_old(&self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sealed WHERE until_millis <= $1")
            .bind(now.0)
            .execute(&self.pool)
            .await
            .map_err(failed("sealed.old"))?;
        Ok(())
    }

    /// Deletes everything of sessions, and what is past its time.
    pub async fn forget_sessions(&self, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM sealed WHERE of_run = 0 OR until_millis <= $1")
            .bind(now.0)
            .execute(&self.pool)
            .await
            .map_err(failed("sealed.sessions"))?;
        Ok(())
    }
}
