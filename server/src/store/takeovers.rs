use async_trait::async_trait;
use domain::{
    ports::{StoreError, Takeovers},
    takeover::TakenOver,
    values::AwsAccountId,
};

use super::{Database, failed, from_text, to_text};

#[async_trait]
impl Takeovers for Database {
    async fn load(&self, connection: &str) -> Result<Option<TakenOver>, StoreError> {
        let row: Option<(String,)> =
            sqlx::query_as("SELECT taken FROM taken_over WHERE connection = $1 AND world = $2")
                .bind(connection)
                .bind(self.world.id())
                .fetch_optional(&self.pool)
                .await
                .map_err(failed("takeovers.load"))?;
        Ok(row.and_then(|(taken,)| from_text("takeover", &taken)))
    }

    async fn of_account(&self, account: &AwsAccountId) -> Result<Vec<TakenOver>, StoreError> {
        let rows: Vec<(String,)> = sqlx::query_as(
            "SELECT taken FROM taken_over WHERE account = $1 AND world = $2 ORDER BY connection",
        )
        .bind(account.as_str())
        .bind(self.world.id())
        .fetch_all(&self.pool)
        .await
        .map_err(failed("takeovers.of_account"))?;
        Ok(rows
            .iter()
            .filter_map(|(taken,)| from_text("takeover", taken))
            .collect())
    }

    async fn save(&self, taken: &TakenOver) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO taken_over (connection, world, account, taken) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (connection, world) DO UPDATE SET account = excluded.account, taken = excluded.taken",
        )
        .bind(taken.id())
        .bind(self.world.id())
        .bind(taken.account.as_str())
        .bind(to_text(taken)?)
        .execute(&self.pool)
        .await
        .map_err(failed("takeovers.save"))?;
        Ok(())
    }

    async fn remove(&self, connection: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM taken_over WHERE connection = $1 AND world = $2")
            .bind(connection)
            .bind(self.world.id())
            .execute(&self.pool)
            .await
            .map_err(failed("takeovers.remove"))?;
        Ok(())
    }
}
