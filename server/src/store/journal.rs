//! The journal: an intent and its line of the activity list are one write, and so are the outcome
//! and its.

use super::{Database, Writing, activity, bigint, failed, from_text, to_text, unsigned};
use crate::failpoint::{self, Side};
use domain::{
    activity::{Entry, Outcome},
    ports::{Attempt, Intent, Lease, PortError, StoreError, Timestamp},
    setup::StepOutcome,
};

type Row = (i64, String, Option<i64>, Option<String>);

pub async fn intend(database: &Database, intent: Intent) -> Result<Option<u64>, StoreError> {
    let wrong = failed("journal.intend");
    let mut writing = database.begin_writing().await?;
    let lease = intent.lease.as_ref().map(|(lease, _)| lease);
    if !is_ours(&mut writing, lease).await? {
        return Ok(None);
    }
    let (number,): (i64,) =
        sqlx::query_as("UPDATE attempt_number SET last = last + 1 RETURNING last")
            .fetch_one(&mut *writing)
            .await
            .map_err(&wrong)?;
    if is_overtaken(&mut writing, database, &intent).await? {
        return Ok(None);
    }
    sqlx::query(
        "INSERT INTO attempt (number, connection, world, run, epoch, intent) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(number)
    .bind(&intent.connection)
    .bind(database.world.id())
    .bind(lease.map(|lease| lease.run.clone()).unwrap_or_default())
    .bind(lease.map(|lease| bigint(lease.epoch)).unwrap_or_default())
    .bind(to_text(&intent)?)
    .execute(&mut *writing)
    .await
    .map_err(&wrong)?;
    activity::write(&mut *writing, entry(intent, Outcome::Unknown)).await?;
    writing.commit().await.map_err(&wrong)?;
    Ok(Some(unsigned(number)))
}

/// Another's attempt came after what the decision knew. Asked while the number is taken, so that
/// of two servers the second sees the first.
async fn is_overtaken(
    writing: &mut Writing<'_>,
    database: &Database,
    intent: &Intent,
) -> Result<bool, StoreError> {
    let Some(after) = intent.after else {
        return Ok(false);
    };
    let (run, epoch) = intent
        .lease
        .as_ref()
        .map_or((String::new(), 0), |(lease, _)| {
            (lease.run.clone(), lease.epoch)
        });
    let (newer,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM attempt WHERE connection = $1 AND world = $2 AND number > $3 \
         AND (run = '' OR run <> $4 OR epoch <> $5)",
    )
    .bind(&intent.connection)
    .bind(database.world.id())
    .bind(bigint(after))
    .bind(run)
    .bind(bigint(epoch))
    .fetch_one(&mut **writing)
    .await
    .map_err(failed("journal.overtaken"))?;
    Ok(newer > 0)
}

pub async fn conclude(
    database: &Database,
    attempt: u64,
    at: Timestamp,
    outcome: StepOutcome,
) -> Result<(), StoreError> {
    let wrong = failed("journal.conclude");
    let intent: Option<(String,)> = sqlx::query_as("SELECT intent FROM attempt WHERE number = $1")
        .bind(bigint(attempt))
        .fetch_optional(&database.pool)
        .await
        .map_err(&wrong)?;
    let intent: Option<Intent> = intent.and_then(|(intent,)| from_text("attempt", &intent));
    let intent = intent.ok_or(StoreError)?;
    let mut writing = database.begin_writing().await?;
    let lease = intent.lease.as_ref().map(|(lease, _)| lease);
    if is_ours(&mut writing, lease).await? {
        sqlx::query("UPDATE attempt SET concluded_at_millis = $1, outcome = $2 WHERE number = $3")
            .bind(at.0)
            .bind(to_text(&outcome)?)
            .bind(bigint(attempt))
            .execute(&mut *writing)
            .await
            .map_err(&wrong)?;
    }
    // Whoever has the lease now: this call was made, and ended so.
    activity::write(&mut *writing, entry(intent, listed(&outcome))).await?;
    failpoint::pass(Side::BeforeAcknowledge);
    writing.commit().await.map_err(&wrong)
}

pub async fn attempts(database: &Database, connection: &str) -> Result<Vec<Attempt>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT number, intent, concluded_at_millis, outcome FROM attempt \
         WHERE connection = $1 AND world = $2 ORDER BY number",
    )
    .bind(connection)
    .bind(database.world.id())
    .fetch_all(&database.pool)
    .await
    .map_err(failed("journal.attempts"))?;
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Whether the lease is still the newest; it stays so until the end of the transaction. What has
/// no lease is a single button's.
pub async fn is_ours(writing: &mut Writing<'_>, lease: Option<&Lease>) -> Result<bool, StoreError> {
    let Some(lease) = lease else { return Ok(true) };
    let held =
        sqlx::query("UPDATE run SET owner = owner WHERE id = $1 AND owner = $2 AND epoch = $3")
            .bind(&lease.run)
            .bind(&lease.owner)
            .bind(bigint(lease.epoch))
            .execute(&mut **writing)
            .await
            .map_err(failed("journal.lease"))?;
    Ok(held.rows_affected() == 1)
}

fn read((number, intent, at, outcome): Row) -> Option<Attempt> {
    let outcome = outcome.and_then(|outcome| from_text("outcome", &outcome));
    Some(Attempt {
        number: unsigned(number),
        intent: from_text("attempt", &intent)?,
        concluded: at.map(Timestamp).zip(outcome),
    })
}

fn entry(intent: Intent, outcome: Outcome) -> Entry {
    Entry {
        at: intent.at,
        user: intent.user,
        action: intent.operation,
        object: intent.object,
        outcome,
    }
}

fn listed(outcome: &StepOutcome) -> Outcome {
    match outcome {
        StepOutcome::Acknowledged => Outcome::Done,
        StepOutcome::Failed {
            error: PortError::Refused { .. } | PortError::Denied { .. },
        } => Outcome::Refused,
        StepOutcome::Failed { .. } => Outcome::Failed,
        StepOutcome::Unknown => Outcome::Unknown,
    }
}
