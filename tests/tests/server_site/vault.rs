//! Secrets at rest (design/security.md, 24 to 26).

use std::{fs, os::unix::fs::PermissionsExt, sync::Arc};

use domain::ports::{Clock, CloudKey, FabricKey, Vault};
use secrecy::ExposeSecret;
use server::{
    store::{Database, World},
    vault::{SealedVault, key::KeyFile},
};

use crate::{
    canary::forms,
    store_suite::run,
    stores::file,
    support::{Folder, TestClock, site},
};

const SECRET: &str = "canary-of-the-vault/9c2+e71";
const TOKEN: &str = "canary-of-the-token/03b+a8f";

fn fabric() -> FabricKey {
    FabricKey {
        key: "canary-key-id-77a".to_owned(),
        secret: SECRET.into(),
    }
}

fn cloud(token: Option<&str>) -> CloudKey {
    CloudKey {
        access_key_id: "AKIACANARYOFTHEVAULT".to_owned(),
        secret_access_key: SECRET.into(),
        session_token: token.map(Into::into),
    }
}

struct Bench {
    folder: Folder,
    clock: Arc<TestClock>,
    database: Database,
    vault: SealedVault,
}

fn key_file(folder: &Folder, name: &str) -> KeyFile {
    KeyFile {
        path: folder.0.join(name),
        make: true,
    }
}

async fn bench() -> Bench {
    let folder = Folder::new();
    let clock = Arc::new(TestClock::default());
    let (database, vault) = opened(&folder, &clock, "vault.key").await;
    Bench {
        folder,
        clock,
        database,
        vault,
    }
}

async fn opened(folder: &Folder, clock: &Arc<TestClock>, key: &str) -> (Database, SealedVault) {
    let url = file(folder, "onramp.db");
    let database = Database::open(&url, World::Outside).await.unwrap();
    let key = key_file(folder, key).read().unwrap();
    let vault = SealedVault::begin(database.clone(), key, clock.clone());
    (database, vault.await.unwrap())
}

/// Both keys for session "mine", granted to run "r".
async fn filled(bench: &Bench) {
    let vault = &bench.vault;
    vault.put_fabric_key("mine", fabric()).await.unwrap();
    vault
        .put_cloud_key("mine", cloud(Some(TOKEN)))
        .await
        .unwrap();
    let until = bench.clock.now();
    let until = domain::ports::Timestamp(until.0 + 60_000);
    assert!(vault.grant("mine", "run:r", until).await.unwrap());
}

async fn sql(database: &Database, text: &'static str) {
    let done = sqlx::raw_sql(text).execute(database.pool()).await;
    done.unwrap();
}

#[tokio::test]
async fn what_is_put_is_given_back_and_to_nobody_else() {
    let bench = bench().await;
    filled(&bench).await;
    for name in ["mine", "run:r"] {
        let key = bench.vault.cloud_key(name).await.unwrap();
        assert_eq!(key.secret_access_key.expose_secret(), SECRET);
        assert_eq!(key.session_token.unwrap().expose_secret(), TOKEN);
        let key = bench.vault.fabric_key(name).await.unwrap();
        assert_eq!(key.secret.expose_secret(), SECRET);
    }
    assert!(bench.vault.cloud_key("theirs").await.is_none());
    bench
        .vault
        .put_cloud_key("mine", cloud(None))
        .await
        .unwrap();
    let replaced = bench.vault.cloud_key("mine").await.unwrap();
    assert!(replaced.session_token.is_none());
    bench.vault.forget_cloud_key("mine").await;
    assert!(bench.vault.cloud_key("mine").await.is_none());
    assert!(bench.vault.fabric_key("mine").await.is_some());
}

#[tokio::test]
async fn no_secret_is_in_the_database_its_log_or_its_index() {
    let bench = bench().await;
    filled(&bench).await;
    let mut looked = 0;
    for entry in fs::read_dir(&bench.folder.0).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        looked += usize::from(!bytes.is_empty());
        for secret in [SECRET, TOKEN, "canary-key-id-77a", "AKIACANARYOFTHEVAULT"] {
            for form in forms(secret) {
                let found = bytes
                    .windows(form.len())
                    .any(|window| window == form.as_bytes());
                assert!(!found, "{form} is in {}", path.display());
            }
        }
    }
    assert_eq!(looked, 4, "the database, its -wal and -shm, and the key");
}

#[tokio::test]
async fn a_changed_row_gives_nothing() {
    for change in [
        "UPDATE sealed SET box = CASE substr(box, 1, 2) WHEN 'ff' THEN '00' ELSE 'ff' END || substr(box, 3)",
        "UPDATE sealed SET box = substr(box, 1, length(box) - 2)",
        "UPDATE sealed SET box = 'no hex'",
        "UPDATE sealed SET nonce = CASE substr(nonce, 1, 2) WHEN 'ff' THEN '00' ELSE 'ff' END || substr(nonce, 3)",
        "UPDATE sealed SET key_id = 'another'",
        "UPDATE sealed SET until_millis = until_millis + 1",
    ] {
        let bench = bench().await;
        filled(&bench).await;
        sql(&bench.database, change).await;
        for name in ["mine", "run:r"] {
            assert!(bench.vault.cloud_key(name).await.is_none(), "{change}");
            assert!(bench.vault.fabric_key(name).await.is_none(), "{change}");
        }
    }
}

#[tokio::test]
async fn a_row_under_another_name_gives_nothing() {
    let bench = bench().await;
    filled(&bench).await;
    bench
        .vault
        .put_cloud_key("theirs", cloud(None))
        .await
        .unwrap();
    sql(
        &bench.database,
        "UPDATE sealed SET (box, nonce, until_millis) = (SELECT box, nonce, until_millis FROM sealed AS other \
         WHERE other.field = 'cloud' AND other.name <> sealed.name LIMIT 1) WHERE field = 'cloud'",
    )
    .await;
    assert!(bench.vault.cloud_key("theirs").await.is_none());
    assert!(bench.vault.cloud_key("mine").await.is_none());
}

#[tokio::test]
async fn another_key_opens_nothing() {
    let bench = bench().await;
    filled(&bench).await;
    bench.database.close().await;
    let (_, vault) = opened(&bench.folder, &bench.clock, "another.key").await;
    assert!(vault.cloud_key("run:r").await.is_none());
    let (_, vault) = opened(&bench.folder, &bench.clock, "vault.key").await;
    assert!(vault.cloud_key("run:r").await.is_some());
}

#[tokio::test]
async fn a_restart_ends_sessions_and_keeps_what_runs_were_granted_until_its_end() {
    let bench = bench().await;
    filled(&bench).await;
    bench.database.close().await;
    let (_, vault) = opened(&bench.folder, &bench.clock, "vault.key").await;
    assert!(vault.cloud_key("mine").await.is_none());
    assert!(vault.cloud_key("run:r").await.is_some());
    assert!(vault.fabric_key("run:r").await.is_some());
    bench.clock.advance_seconds(61);
    assert!(vault.cloud_key("run:r").await.is_none());
}

#[tokio::test]
async fn what_was_granted_to_runs_that_are_over_by_now_is_dropped() {
    let bench = bench().await;
    filled(&bench).await;
    let vault = &bench.vault;
    vault.keep_grants(&[run("r", "conn-1")]).await.unwrap();
    assert!(vault.cloud_key("run:r").await.is_some());
    vault.keep_grants(&[run("s", "conn-1")]).await.unwrap();
    assert!(vault.cloud_key("run:r").await.is_none());
    assert!(vault.cloud_key("mine").await.is_some());
}

#[tokio::test]
async fn a_session_that_ended_gets_no_secret_and_grants_none() {
    let bench = bench().await;
    filled(&bench).await;
    bench.vault.forget("mine").await;
    bench
        .vault
        .put_cloud_key("mine", cloud(None))
        .await
        .unwrap();
    assert!(bench.vault.cloud_key("mine").await.is_none());
    let granted = bench.vault.grant("mine", "run:s", bench.clock.now()).await;
    assert!(!granted.unwrap());
    // A run that ended may begin again.
    bench
        .vault
        .put_cloud_key("yours", cloud(None))
        .await
        .unwrap();
    bench.vault.forget("run:r").await;
    assert!(bench.vault.cloud_key("run:r").await.is_none());
    let until = domain::ports::Timestamp(i64::MAX);
    assert!(bench.vault.grant("yours", "run:r", until).await.unwrap());
    assert!(bench.vault.cloud_key("run:r").await.is_some());
    bench.clock.advance_seconds(4 * 60 * 60 + 1);
    assert!(bench.vault.cloud_key("run:r").await.is_none());
}

#[tokio::test]
async fn sweeping_deletes_what_ended_and_hands_its_partner_keys_back() {
    let bench = bench().await;
    filled(&bench).await;
    bench.vault.put_fabric_key("alive", fabric()).await.unwrap();
    bench.vault.forget("signed out").await;
    let ended = bench.vault.keep_only(["alive"]).await.unwrap();
    assert_eq!(ended.len(), 1);
    assert!(bench.vault.fabric_key("mine").await.is_none());
    assert!(bench.vault.fabric_key("alive").await.is_some());
    assert!(bench.vault.fabric_key("run:r").await.is_some());
    bench.clock.advance_seconds(11 * 60 * 60);
    bench.vault.keep_only(["alive"]).await.unwrap();
    let left: (i64,) = sqlx::query_as("SELECT COUNT(*) FROM sealed")
        .fetch_one(bench.database.pool())
        .await
        .unwrap();
    assert_eq!(left, (0,));
}

#[test]
fn a_key_that_is_none_is_refused_with_its_mend() {
    let folder = Folder::new();
    fs::create_dir_all(&folder.0).unwrap();
    let path = folder.0.join("named.key");
    let named = KeyFile {
        path: path.clone(),
        make: false,
    };
    let refused = |mend: &str| {
        let error = named.read().unwrap_err().to_string();
        assert!(
            error.contains(mend) && error.contains("named.key"),
            "{error}"
        );
    };
    refused("openssl rand -hex 32");
    for (text, mend) in [
        ("", "64 hexadecimal digits"),
        ("abcd", "64 hexadecimal digits"),
        (&"zz".repeat(32), "64 hexadecimal digits"),
        (&"00".repeat(32), "is a sample"),
        (&"ab".repeat(32), "is a sample"),
    ] {
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        refused(mend);
    }
    fs::write(&path, "0123456789abcdef".repeat(4)).unwrap();
    assert!(named.read().is_ok());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    refused("chmod 600");
    let made = key_file(&folder, "a/made.key");
    made.read().unwrap();
    let mode = fs::metadata(&made.path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let once = fs::read_to_string(&made.path).unwrap();
    made.read().unwrap();
    assert_eq!(fs::read_to_string(&made.path).unwrap(), once);
}

#[tokio::test]
async fn signing_out_deletes_the_sealed_rows() {
    let site = site().await;
    let mut browser = site.browser();
    let keys = [("key", "sandbox"), ("secret", "sandbox")];
    browser.post("/api/sign_in", &keys).await;
    let count = async || -> i64 {
        let count = sqlx::query_as("SELECT COUNT(*) FROM sealed WHERE field = 'fabric'");
        let (count,) = count.fetch_one(site.site.database().pool()).await.unwrap();
        count
    };
    assert_eq!(count().await, 1);
    browser.post("/api/sign_out", &[]).await;
    assert_eq!(count().await, 0);
}
