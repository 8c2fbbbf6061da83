//! Power that goes, a disk that is full (design/reliability.md, faults 8 and 9).

use std::fs;

use domain::ports::{Activity, RunStore, Timestamp};
use server::store::{Database, World};

use crate::{
    store_suite::intent,
    stores::file,
    support::{Folder, site},
};

async fn opened(folder: &Folder) -> Result<Database, String> {
    let opened = Database::open(&file(folder, "onramp.db"), World::Outside).await;
    opened.map_err(|error| error.to_string())
}

/// The files as they are on the disk at this moment: what a power cut leaves.
fn copy(from: &Folder) -> Folder {
    let to = Folder::new();
    fs::create_dir_all(&to.0).unwrap();
    for entry in fs::read_dir(&from.0).unwrap() {
        let entry = entry.unwrap();
        // The index of the log is memory, not disk.
        if !entry.file_name().to_string_lossy().ends_with("-shm") {
            fs::copy(entry.path(), to.0.join(entry.file_name())).unwrap();
        }
    }
    to
}

async fn numbers(database: &Database) -> Vec<u64> {
    let attempts = database.attempts("power").await.unwrap();
    attempts.iter().map(|attempt| attempt.number).collect()
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_power_cut_at_any_moment() {
    let folder = Folder::new();
    let database = opened(&folder).await.unwrap();
    let mut acknowledged = Vec::new();
    for _ in 0..20 {
        let number = database.intend(intent("power", "u", None)).await;
        acknowledged.push(number.unwrap().unwrap());
        let after = copy(&folder);
        let cut = opened(&after).await.unwrap();
        assert_eq!(numbers(&cut).await, acknowledged);
        cut.close().await;
    }
}

/// Whatever the last write left half done: what it acknowledged before is there.
#[tokio::test]
async fn a_log_that_is_cut_off_loses_nothing_but_its_end() {
    let folder = Folder::new();
    let database = opened(&folder).await.unwrap();
    let first = database.intend(intent("power", "u", None)).await;
    let first = first.unwrap().unwrap();
    let log = |folder: &Folder| folder.0.join("onramp.db-wal");
    let safe = fs::metadata(log(&folder)).unwrap().len();
    database.intend(intent("power", "u", None)).await.unwrap();
    let whole = fs::metadata(log(&folder)).unwrap().len();
    assert!(whole > safe, "the second intent is not in the log");
    let mut cases = 0;
    for length in (safe..whole).step_by(512) {
        let after = copy(&folder);
        let cut = fs::OpenOptions::new().write(true).open(log(&after));
        cut.unwrap().set_len(length).unwrap();
        let database = opened(&after).await.unwrap();
        assert_eq!(numbers(&database).await, [first], "{length} of {whole}");
        database.close().await;
        cases += 1;
    }
    println!("{cases} lengths");
}

#[tokio::test]
async fn a_damaged_file_is_refused_with_the_mend_and_left_alone() {
    let folder = Folder::new();
    let database = opened(&folder).await.unwrap();
    database.intend(intent("power", "u", None)).await.unwrap();
    database.close().await;
    let path = folder.0.join("onramp.db");
    let whole = fs::read(&path).unwrap();
    let damages: [(&str, Vec<u8>); 2] = [
        ("half of it", whole[..whole.len() / 2].to_vec()),
        (
            "no database",
            b"not a database, but long enough to be one".repeat(99),
        ),
    ];
    for (what, bytes) in damages {
        fs::write(&path, &bytes).unwrap();
        let refused = opened(&folder).await.unwrap_err();
        assert!(refused.contains("damaged"), "{what}: {refused}");
        assert!(refused.contains("put a backup in its place"), "{refused}");
        assert_eq!(fs::read(&path).unwrap(), bytes, "{what}");
        let _ = fs::remove_file(folder.0.join("onramp.db-wal"));
    }
}

/// No page more than there is, on each of the pool's connections.
async fn limit(database: &Database, pages: &'static str) {
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(database.pool().acquire().await.unwrap());
    }
    for connection in &mut all {
        sqlx::raw_sql(pages)
            .execute(&mut **connection)
            .await
            .unwrap();
    }
}

const FULL: &str = "PRAGMA max_page_count = 1";
const FREE: &str = "PRAGMA max_page_count = 1000000";

#[tokio::test]
async fn a_full_disk_refuses_what_changes_and_lets_everybody_read() {
    let folder = Folder::new();
    let database = opened(&folder).await.unwrap();
    let first = database.intend(intent("power", "u", None)).await;
    let first = first.unwrap().unwrap();
    limit(&database, FULL).await;
    let mut kept = vec![first];
    let refused = loop {
        match database.intend(intent("power", "u", None)).await {
            Ok(number) => kept.push(number.unwrap()),
            Err(error) => break error,
        }
        assert!(kept.len() < 1000, "it is never full");
    };
    assert_eq!(refused.to_string(), "the database did not answer");
    assert_eq!(numbers(&database).await, kept);
    assert!(database.is_alive().await);
    limit(&database, FREE).await;
    let number = database.intend(intent("power", "u", None)).await;
    kept.push(number.unwrap().unwrap());
    assert_eq!(numbers(&database).await, kept);
    let outcome = domain::setup::StepOutcome::Acknowledged;
    database
        .conclude(first, Timestamp(1), outcome)
        .await
        .unwrap();
}

#[tokio::test]
async fn on_a_full_disk_a_page_is_shown_and_a_change_is_refused_in_our_words() {
    let site = site().await;
    let mut browser = site.browser();
    let keys = [("key", "sandbox"), ("secret", "sandbox")];
    let signed_in = browser.post("/api/sign_in", &keys).await;
    assert_eq!(signed_in.location(), "/networks");
    limit(site.site.database(), FULL).await;
    fill(site.site.database()).await;
    let aws = || browser_form();
    let refused = browser.post("/api/connect_aws", &aws()).await;
    assert_ne!(refused.location(), "/networks");
    let page = browser.get(refused.location()).await;
    assert!(page.body.contains("AWS is not connected"), "{}", page.body);
    assert_eq!(browser.get("/networks").await.status, 200);
    limit(site.site.database(), FREE).await;
    let done = browser.post("/api/connect_aws", &aws()).await;
    assert_eq!(done.location().split('?').next(), Some("/networks"));
}

fn browser_form() -> [(&'static str, &'static str); 4] {
    [
        ("access_key_id", "AKIASANDBOXOPERATOR1"),
        (
            "secret_access_key",
            "sandbox/operator/secret/key/000000000001",
        ),
        ("session_token", ""),
        ("next", "/networks"),
    ]
}

/// Until nothing more fits.
async fn fill(database: &Database) {
    while database.intend(intent("fill", "u", None)).await.is_ok() {}
    for at in 0.. {
        let entry = domain::activity::Entry {
            at: Timestamp(at),
            user: domain::ports::UserId("u".to_owned()),
            action: "a".to_owned(),
            object: String::new(),
            outcome: domain::activity::Outcome::Done,
        };
        if database.record(entry).await.is_err() {
            return;
        }
    }
}
