use async_trait::async_trait;
use domain::{
    ports::{Drafts, StoreError, UserId},
    wizard::Draft,
};

use super::{Database, failed, from_text, to_text};

#[async_trait]
impl Drafts for Database {
    async fn load(&self, user: &UserId, network: &str) -> Result<Option<Draft>, StoreError> {
        let row: Option<(String,)> = sqlx::query_as(
            "SELECT draft FROM drafts WHERE user_id = $1 AND network = $2 AND world = $3",
        )
        .bind(&user.0)
        .bind(network)
        .bind(self.world.id())
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("drafts.load"))?;
        Ok(row.and_then(|(draft,)| from_text("draft", &draft)))
    }

    async fn save(&self, user: &UserId, network: &str, draft: &Draft) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO drafts (user_id, network, world, draft) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (user_id, network, world) DO UPDATE SET draft = excluded.draft",
        )
        .bind(&user.0)
        .bind(network)
        .bind(self.world.id())
        .bind(to_text(draft)?)
        .execute(&self.pool)
        .await
        .map_err(failed("drafts.save"))?;
        Ok(())
    }

    async fn remove(&self, user: &UserId, network: &str) -> Result<(), StoreError> {
        sqlx::query("DELETE FROM drafts WHERE user_id = $1 AND network = $2 AND world = $3")
            .bind(&user.0)
            .bind(network)
            .bind(self.world.id())
            .execute(&self.pool)
            .await
            .map_err(failed("drafts.remove"))?;
        Ok(())
    }
}
