use domain::{
    activity::{Entry, Outcome},
    ports::{Activity, Choice, Choices, RunStore, Timestamp, UserId},
};
use server::store::{Database, DatabaseUrl, World};

use crate::{
    store_suite,
    support::{Folder, site},
};

pub fn file(folder: &Folder, name: &str) -> DatabaseUrl {
    DatabaseUrl::Sqlite(folder.0.join(name))
}

fn entry(at: i64, outcome: Outcome) -> Entry {
    let user = UserId("pureport:sandbox".to_owned());
    Entry {
        at: Timestamp(at),
        user,
        action: "ec2:CreateVpnGateway".to_owned(),
        object: "vgw".to_owned(),
        outcome,
    }
}

#[tokio::test]
async fn a_change_is_one_line_whose_outcome_is_settled() {
    let folder = Folder::new();
    let database = Database::open(&file(&folder, "a/b/onramp.db"), World::Outside)
        .await
        .unwrap();
    database.record(entry(1, Outcome::Unknown)).await.unwrap();
    database.record(entry(1, Outcome::Done)).await.unwrap();
    database.record(entry(2, Outcome::Unknown)).await.unwrap();
    let user = UserId("pureport:sandbox".to_owned());
    let listed = database.recent(&user, 10).await.unwrap();
    assert_eq!(
        listed,
        [entry(2, Outcome::Unknown), entry(1, Outcome::Done)]
    );
    assert_eq!(
        database
            .recent(&UserId("pureport:viewer".to_owned()), 10)
            .await
            .unwrap(),
        []
    );
}

#[tokio::test]
async fn the_database_survives_a_restart() {
    let folder = Folder::new();
    let path = file(&folder, "on ramp?.db");
    let database = Database::open(&path, World::Outside).await.unwrap();
    Choices::save(&database, "conn-1", &Choice::NewVpnGateway)
        .await
        .unwrap();
    database.close().await;
    let database = Database::open(&path, World::Outside).await.unwrap();
    assert_eq!(
        Choices::load(&database, "conn-1").await.unwrap(),
        Some(Choice::NewVpnGateway)
    );
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_reads_the_database() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let database = Database::open(&file(&folder, "onramp.db"), World::Outside)
        .await
        .unwrap();
    database.record(entry(1, Outcome::Done)).await.unwrap();
    for file in std::fs::read_dir(&folder.0).unwrap() {
        let mode = file.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[tokio::test]
async fn rows_of_another_world_are_not_shown() {
    let site = site().await;
    let choices = site.site.services.choices.clone();
    choices.save("conn-1", &Choice::NewGateway).await.unwrap();
    assert_eq!(
        choices.load("conn-1").await.unwrap(),
        Some(Choice::NewGateway)
    );
    let reset = sandbox::control::Reset {
        seed: Some(2),
        ..Default::default()
    };
    site.site.sandbox().unwrap().reset(&reset).unwrap();
    assert_eq!(choices.load("conn-1").await.unwrap(), None);
}

#[tokio::test]
async fn sqlite_keeps_every_promise() {
    let folder = Folder::new();
    let url = file(&folder, "onramp.db");
    let database = Database::open(&url, World::Outside).await.unwrap();
    store_suite::all(&database).await;
}

#[tokio::test]
async fn what_was_sent_before_a_restart_is_known_after_it() {
    let folder = Folder::new();
    let url = file(&folder, "onramp.db");
    let database = Database::open(&url, World::Outside).await.unwrap();
    store_suite::an_attempt_and_its_line_are_written_together(&database).await;
    let before = database.attempts("together").await.unwrap();
    database.close().await;
    let database = Database::open(&url, World::Outside).await.unwrap();
    assert_eq!(database.attempts("together").await.unwrap(), before);
}

/// The tables of the first release, with a row of it.
#[tokio::test]
async fn a_database_of_the_first_release_is_brought_up_to_date() {
    let folder = Folder::new();
    let url = file(&folder, "onramp.db");
    let database = Database::open(&url, World::Outside).await.unwrap();
    database.record(entry(1, Outcome::Done)).await.unwrap();
    let back = "DROP TABLE run; DROP TABLE attempt; DROP TABLE attempt_number; DROP TABLE event; \
                DROP TABLE measure; DROP TABLE sealed; DROP TABLE taken_over; \
                DELETE FROM _sqlx_migrations WHERE version > 1";
    sqlx::raw_sql(back).execute(database.pool()).await.unwrap();
    database.close().await;
    let database = Database::open(&url, World::Outside).await.unwrap();
    let user = UserId("pureport:sandbox".to_owned());
    assert_eq!(database.recent(&user, 9).await.unwrap().len(), 1);
    store_suite::all(&database).await;
}

#[tokio::test]
async fn an_intent_that_cannot_be_listed_is_not_journalled() {
    let folder = Folder::new();
    let url = file(&folder, "onramp.db");
    let database = Database::open(&url, World::Outside).await.unwrap();
    let drop = sqlx::raw_sql("DROP TABLE activity");
    drop.execute(database.pool()).await.unwrap();
    let refused = database
        .intend(store_suite::intent("conn-1", "u", None))
        .await;
    assert!(refused.is_err());
    assert_eq!(database.attempts("conn-1").await.unwrap(), []);
}
