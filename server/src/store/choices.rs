use async_trait::async_trait;
use domain::ports::{Choice, Choices, StoreError};

use super::{Database, failed, from_text, to_text};

#[async_trait]
impl Choices for Database {
    async fn load(&self, connection: &str) -> Result<Option<Choice>, StoreError> {
        let row: Option<(String,)> =
            sqlx::query_as("SELECT choice FROM choices WHERE connection = $1 AND world = $2")
                .bind(connection)
                .bind(self.world.id())
                .fetch_optional(&self.pool)
                .await
                .map_err(failed("choices.load"))?;
        Ok(row.and_then(|(choice,)| from_text("choice", &choice)))
    }

    async fn save(&self, connection: &str, choice: &Choice) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO choices (connection, world, choice) VALUES ($1, $2, $3) \
             ON CONFLICT (connection, world) DO UPDATE SET choice = excluded.choice",
        )
        .bind(connection)
        .bind(self.world.id())
        .bind(to_text(choice)?)
        .execute(&self.pool)
        .await
        .map_err(failed("choices.save"))?;
        Ok(())
    }
}
