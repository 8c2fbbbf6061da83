//! Runs, their leases and what happened to them.

use super::{Database, Writing, bigint, failed, from_text, journal::is_ours, to_text, unsigned};
use crate::failpoint::{self, Side};
use domain::{
    ports::{Event, Happened, Lease, StoreError, Timestamp},
    run::Run,
};

/// The most events of one answer.
const MOST: i64 = 500;

pub async fn begin(database: &Database, run: &Run) -> Result<Option<Run>, StoreError> {
    let written = sqlx::query(
        "INSERT INTO run (id, connection, world, account, state, number, owner, epoch, lease_until_millis, body) \
         SELECT $1, $2, $3, $4, $5, COALESCE(MAX(number), 0) + 1, '', 0, 0, $6 FROM run \
         WHERE connection = $2 AND world = $3 ON CONFLICT DO NOTHING",
    )
    .bind(&run.id)
    .bind(&run.connection)
    .bind(database.world.id())
    .bind(&run.account)
    .bind(run.state.word())
    .bind(to_text(run)?)
    .execute(&database.pool)
    .await
    .map_err(failed("runs.begin"))?;
    if written.rows_affected() == 1 {
        failpoint::pass(Side::AfterSave);
        return Ok(None);
    }
    let open = newest(database, &run.connection).await?;
    // Over by now, or of a shape that can't be read: nothing was written either way.
    open.map(Some).ok_or(StoreError)
}

pub async fn run(database: &Database, id: &str) -> Result<Option<Run>, StoreError> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT body FROM run WHERE id = $1 AND world = $2")
            .bind(id)
            .bind(database.world.id())
            .fetch_optional(&database.pool)
            .await
            .map_err(failed("runs.run"))?;
    Ok(row.and_then(|(body,)| from_text("run", &body)))
}

pub async fn newest(database: &Database, connection: &str) -> Result<Option<Run>, StoreError> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT body FROM run WHERE connection = $1 AND world = $2 ORDER BY number DESC LIMIT 1",
    )
    .bind(connection)
    .bind(database.world.id())
    .fetch_optional(&database.pool)
    .await
    .map_err(failed("runs.newest"))?;
    Ok(row.and_then(|(body,)| from_text("run", &body)))
}

pub async fn open(database: &Database) -> Result<Vec<Run>, StoreError> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT body FROM run WHERE world = $1 AND state NOT IN ('done', 'ended') ORDER BY id",
    )
    .bind(database.world.id())
    .fetch_all(&database.pool)
    .await
    .map_err(failed("runs.open"))?;
    let runs = rows.iter().filter_map(|(body,)| from_text("run", body));
    Ok(runs.collect())
}

pub async fn claim(
    database: &Database,
    id: &str,
    owner: &str,
    now: Timestamp,
    until: Timestamp,
    take: bool,
) -> Result<Option<Lease>, StoreError> {
    let claimed: Vec<(i64,)> = sqlx::query_as(
        "UPDATE run SET owner = $1, epoch = epoch + 1, lease_until_millis = $2 \
         WHERE id = $3 AND world = $4 AND (owner = $1 OR lease_until_millis <= $5 OR $6 = 1) \
         RETURNING epoch",
    )
    .bind(owner)
    .bind(until.0)
    .bind(id)
    .bind(database.world.id())
    .bind(now.0)
    .bind(i64::from(take))
    .fetch_all(&database.pool)
    .await
    .map_err(failed("runs.claim"))?;
    Ok(claimed.first().map(|(epoch,)| Lease {
        run: id.to_owned(),
        owner: owner.to_owned(),
        epoch: unsigned(*epoch),
    }))
}

pub async fn save(
    database: &Database,
    lease: &Lease,
    until: Timestamp,
    run: &Run,
    events: &[Happened],
) -> Result<Option<Vec<Event>>, StoreError> {
    let wrong = failed("runs.save");
    let mut writing = database.begin_writing().await?;
    if !is_ours(&mut writing, Some(lease)).await? {
        return Ok(None);
    }
    sqlx::query("UPDATE run SET state = $1, lease_until_millis = $2, body = $3 WHERE id = $4")
        .bind(run.state.word())
        .bind(until.0)
        .bind(to_text(run)?)
        .bind(&run.id)
        .execute(&mut *writing)
        .await
        .map_err(&wrong)?;
    let mut written = Vec::new();
    for happened in events {
        written.push(write(database, &mut writing, run, happened).await?);
    }
    failpoint::pass(Side::BeforeSave);
    writing.commit().await.map_err(&wrong)?;
    failpoint::pass(Side::AfterSave);
    Ok(Some(written))
}

async fn write(
    database: &Database,
    writing: &mut Writing<'_>,
    run: &Run,
    happened: &Happened,
) -> Result<Event, StoreError> {
    let (number,): (i64,) = sqlx::query_as(
        "INSERT INTO event (connection, world, number, run, at_millis, happened) \
         SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5 FROM event \
         WHERE connection = $1 AND world = $2 RETURNING number",
    )
    .bind(&run.connection)
    .bind(database.world.id())
    .bind(&run.id)
    .bind(run.changed.0)
    .bind(to_text(happened)?)
    .fetch_one(&mut **writing)
    .await
    .map_err(failed("runs.event"))?;
    Ok(Event {
        number: unsigned(number),
        run: run.id.clone(),
        at: run.changed,
        happened: happened.clone(),
    })
}

pub async fn newest_event(database: &Database, connection: &str) -> Result<u64, StoreError> {
    let (newest,): (i64,) = sqlx::query_as(
        "SELECT COALESCE(MAX(number), 0) FROM event WHERE connection = $1 AND world = $2",
    )
    .bind(connection)
    .bind(database.world.id())
    .fetch_one(&database.pool)
    .await
    .map_err(failed("runs.newest_event"))?;
    Ok(unsigned(newest))
}

pub async fn events(
    database: &Database,
    connection: &str,
    after: u64,
) -> Result<Vec<Event>, StoreError> {
    let rows: Vec<(i64, String, i64, String)> = sqlx::query_as(
        "SELECT number, run, at_millis, happened FROM event \
         WHERE connection = $1 AND world = $2 AND number > $3 ORDER BY number LIMIT $4",
    )
    .bind(connection)
    .bind(database.world.id())
    .bind(bigint(after))
    .bind(MOST)
    .fetch_all(&database.pool)
    .await
    .map_err(failed("runs.events"))?;
    let events = rows.into_iter().filter_map(|(number, run, at, happened)| {
        Some(Event {
            number: unsigned(number),
            run,
            at: Timestamp(at),
            happened: from_text("event", &happened)?,
        })
    });
    Ok(events.collect())
}
