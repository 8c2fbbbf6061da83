//! Secrets, sealed in the database under a key that is not in it (design/security.md, 24 to 26).

pub mod key;
mod seal;

use std::{collections::HashSet, fmt, sync::Arc};

use app::session::ABSOLUTE_SECONDS;
use async_trait::async_trait;
use domain::{
    ports::{Clock, CloudKey, FabricKey, StoreError, Timestamp, Vault},
    run::{Run, grant_of},
    values::BgpKey,
};
use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use self::{
    key::VaultKey,
    seal::{hashed, pack, unpack},
};
use crate::store::{Database, sealed::Row};

/// A run keeps what it was granted for so long at most, in seconds: when AWS ends a key is not
/// known to us.
const GRANT_SECONDS: u64 = 4 * 60 * 60;

/// How long it is remembered that a session ended, in seconds: longer than any request takes.
const ENDED_SECONDS: u64 = 10 * 60;

const FABRIC: &str = "fabric";
const CLOUD: &str = "cloud";

/// A session that has no secret yet.
const OPEN: &str = "open";

/// The field of a hosted connection's BGP key.
fn bgp(hosted: &str) -> String {
    format!("bgp {hosted}")
}

/// The vault.
pub struct SealedVault {
    database: Database,
    key: VaultKey,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for SealedVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SealedVault").finish_non_exhaustive()
    }
}

impl SealedVault {
    /// Begins without sessions: none outlives the process that it was in. What runs were granted
    /// stays.
    pub async fn begin(
        database: Database,
        key: VaultKey,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StoreError> {
        database.forget_sessions(clock.now()).await?;
        Ok(Self {
            database,
            key,
            clock,
        })
    }

    /// Drops what is past its time and everything of sessions that are not alive any more.
    /// Returns their partner keys, so that what was made of them can be dropped too.
    pub async fn keep_only<'a>(
        &self,
        alive: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<FabricKey>, StoreError> {
        let alive: HashSet<String> = alive.into_iter().map(hashed).collect();
        let names = self.database.sealed_sessions().await?;
        let mut ended = Vec::new();
        for name in names.difference(&alive) {
            let rows = self.database.unseal(name).await?;
            let row = rows.iter().find(|row| row.field == FABRIC);
            let clear = row.and_then(|row| self.unsealed(row));
            ended.extend(clear.and_then(|clear| fabric(&clear)));
            self.database.forget_sealed(name, None).await?;
        }
        self.database.forget_old(self.clock.now()).await?;
        Ok(ended)
    }

    /// Drops what was granted to other runs than these: a server that dies may have ended a run, and
    /// not have come to forget its keys.
    pub async fn keep_grants<'a>(
        &self,
        runs: impl IntoIterator<Item = &'a Run>,
    ) -> Result<(), StoreError> {
        let kept: HashSet<String> = runs.into_iter().map(|run| hashed(&run.grant())).collect();
        for name in self.database.sealed_runs().await?.difference(&kept) {
            self.database.forget_sealed(name, None).await?;
        }
        Ok(())
    }

    fn after(&self, seconds: u64) -> Timestamp {
        let millis = i64::try_from(seconds * 1000).unwrap_or(i64::MAX);
        Timestamp(self.clock.now().0.saturating_add(millis))
    }

    async fn put(
        &self,
        name: &str,
        field: &str,
        until: Timestamp,
        texts: &[&str],
    ) -> Result<(), StoreError> {
        let row = self.key.seal(name, field, until, &pack(texts));
        let row = row.ok_or(StoreError)?;
        self.database.seal(&row, is_run(name)).await
    }

    async fn get(&self, name: &str, field: &str) -> Option<Zeroizing<Vec<u8>>> {
        let mut rows = self.database.unseal(&hashed(name)).await.ok()?.into_iter();
        let row = rows.find(|row| row.field == field)?;
        (row.until > self.clock.now()).then(|| self.unsealed(&row))?
    }

    fn unsealed(&self, row: &Row) -> Option<Zeroizing<Vec<u8>>> {
        let clear = self.key.open(row);
        if clear.is_none() {
            tracing::error!(field = %row.field, key = %row.key_id, "a sealed row does not open: another key made it, or somebody changed it");
        }
        clear
    }
}

fn is_run(name: &str) -> bool {
    name.starts_with(&grant_of(""))
}

fn fabric(clear: &[u8]) -> Option<FabricKey> {
    match unpack(clear)?.as_slice() {
        [key, secret] => Some(FabricKey {
            key: (*key).to_owned(),
            secret: (*secret).into(),
        }),
        _ => None,
    }
}

fn cloud(clear: &[u8]) -> Option<CloudKey> {
    let texts = unpack(clear)?;
    let (id, secret, token) = match texts.as_slice() {
        [id, secret] => (id, secret, None),
        [id, secret, token] => (id, secret, Some((*token).into())),
        _ => return None,
    };
    Some(CloudKey {
        access_key_id: (*id).to_owned(),
        secret_access_key: (*secret).into(),
        session_token: token,
    })
}

fn of_fabric(key: &FabricKey) -> [&str; 2] {
    [&key.key, key.secret.expose_secret()]
}

fn of_cloud(key: &CloudKey) -> Vec<&str> {
    let mut texts = vec![
        key.access_key_id.as_str(),
        key.secret_access_key.expose_secret(),
    ];
    texts.extend(key.session_token.as_ref().map(ExposeSecret::expose_secret));
    texts
}

#[async_trait]
impl Vault for SealedVault {
    async fn put_fabric_key(&self, name: &str, key: FabricKey) -> Result<(), StoreError> {
        let until = self.after(ABSOLUTE_SECONDS);
        self.put(name, FABRIC, until, &of_fabric(&key)).await
    }

    async fn put_cloud_key(&self, name: &str, key: CloudKey) -> Result<(), StoreError> {
        let until = self.after(ABSOLUTE_SECONDS);
        self.put(name, CLOUD, until, &of_cloud(&key)).await
    }

    async fn fabric_key(&self, name: &str) -> Option<FabricKey> {
        fabric(&self.get(name, FABRIC).await?)
    }

    async fn cloud_key(&self, name: &str) -> Option<CloudKey> {
        cloud(&self.get(name, CLOUD).await?)
    }

    async fn open(&self, name: &str) -> Result<(), StoreError> {
        self.put(name, OPEN, self.after(ABSOLUTE_SECONDS), &[])
            .await
    }

    async fn is_open(&self, name: &str) -> bool {
        let rows = self.database.unseal(&hashed(name)).await;
        let now = self.clock.now();
        rows.is_ok_and(|rows| rows.iter().any(|row| row.until > now))
    }

    async fn put_bgp_key(&self, name: &str, hosted: &str, key: BgpKey) -> Result<(), StoreError> {
        let until = self.after(ABSOLUTE_SECONDS);
        self.put(name, &bgp(hosted), until, &[key.expose()]).await
    }

    async fn bgp_key(&self, name: &str, hosted: &str) -> Option<BgpKey> {
        let clear = self.get(name, &bgp(hosted)).await?;
        match unpack(&clear)?.as_slice() {
            [key] => BgpKey::parse(key).ok(),
            _ => None,
        }
    }

    async fn forget_cloud_key(&self, name: &str) {
        // What fails here is in the log, and swept with its session.
        let _ = self
            .database
            .forget_sealed(&hashed(name), Some(CLOUD))
            .await;
    }

    async fn forget(&self, name: &str) {
        let hash = hashed(name);
        let _ = self.database.forget_sealed(&hash, None).await;
        if !is_run(name) {
            let until = self.after(ENDED_SECONDS);
            let _ = self.database.note_ended(&hash, until).await;
        }
    }

    async fn grant(&self, session: &str, to: &str, until: Timestamp) -> Result<bool, StoreError> {
        let (now, rows) = (
            self.clock.now(),
            self.database.unseal(&hashed(session)).await?,
        );
        let rows: Vec<Row> = rows.into_iter().filter(|row| row.until > now).collect();
        if !rows.iter().any(|row| row.field == CLOUD) {
            return Ok(false);
        }
        let until = until.min(self.after(GRANT_SECONDS));
        // Whoever grants now gives all of it: nothing of somebody else's stays.
        self.database.forget_sealed(&hashed(to), None).await?;
        for row in &rows {
            let clear = self.unsealed(row).ok_or(StoreError)?;
            let row = self.key.seal(to, &row.field, until, &clear);
            self.database
                .seal(&row.ok_or(StoreError)?, is_run(to))
                .await?;
        }
        Ok(true)
    }
}
