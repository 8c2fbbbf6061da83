use domain::{
    activity::{Entry, Outcome},
    ports::{Activity, Choice, Choices, Timestamp, UserId},
};
use server::store::{Database, World};

use crate::support::{Folder, site};

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
    let database = Database::open(&folder.0.join("a/b/onramp.db"), World::Outside)
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
    let path = folder.0.join("onramp.db");
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
    let database = Database::open(&folder.0.join("onramp.db"), World::Outside)
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
