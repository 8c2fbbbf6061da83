use async_trait::async_trait;
use domain::{
    activity::{Entry, Outcome},
    ports::{Activity, StoreError, Timestamp, UserId},
};

use sqlx::any::AnyExecutor;

use super::{Database, failed};

/// The most that is answered at once.
const MOST: u32 = 500;

type Row = (i64, String, String, String, String);

#[async_trait]
impl Activity for Database {
    async fn record(&self, entry: Entry) -> Result<(), StoreError> {
        write(&self.pool, entry).await
    }

    async fn recent(&self, user: &UserId, count: u32) -> Result<Vec<Entry>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT at_millis, user_id, action, object, outcome FROM activity \
             WHERE user_id = $1 ORDER BY at_millis DESC, id DESC LIMIT $2",
        )
        .bind(&user.0)
        .bind(i64::from(count.min(MOST)))
        .fetch_all(&self.pool)
        .await
        .map_err(failed("activity.recent"))?;
        Ok(rows.into_iter().map(entry).collect())
    }
}

/// The same entry again, of the same millisecond, settles the first one's outcome: that is how a
/// change is one line, written before its call.
pub async fn write<'a>(to: impl AnyExecutor<'a>, entry: Entry) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO activity (at_millis, user_id, action, object, outcome) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (at_millis, user_id, action, object) DO UPDATE SET outcome = excluded.outcome",
    )
    .bind(entry.at.0)
    .bind(entry.user.0)
    .bind(entry.action)
    .bind(entry.object)
    .bind(word(entry.outcome))
    .execute(to)
    .await
    .map_err(failed("activity.record"))?;
    Ok(())
}

fn entry((at, user, action, object, outcome): Row) -> Entry {
    Entry {
        at: Timestamp(at),
        user: UserId(user),
        action,
        object,
        outcome: outcome_of(&outcome),
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Done => "done",
        Outcome::Refused => "refused",
        Outcome::Failed => "failed",
        Outcome::Unknown => "unknown",
    }
}

fn outcome_of(word: &str) -> Outcome {
    match word {
        "done" => Outcome::Done,
        "refused" => Outcome::Refused,
        "failed" => Outcome::Failed,
        _ => Outcome::Unknown,
    }
}
