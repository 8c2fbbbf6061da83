//! The schema, step by step. What both databases understand is one text.

use std::borrow::Cow;

use sqlx::{
    SqlSafeStr, SqlStr,
    migrate::{Migration, MigrationType, Migrator},
};

/// The first tables were SQLite's alone; PostgreSQL has its own text for them.
const FIRST: &str = "drafts choices activity";
const FIRST_OF_SQLITE: &str = include_str!("../../migrations/0001_sqlite.sql");
const FIRST_OF_POSTGRES: &str = include_str!("../../migrations/0001_postgres.sql");

/// In the order of their versions, from 2.
const OF_BOTH: &[(&str, &str)] = &[
    ("runs", include_str!("../../migrations/0002_runs.sql")),
    (
        "taken over",
        include_str!("../../migrations/0003_taken_over.sql"),
    ),
    ("sealed", include_str!("../../migrations/0004_sealed.sql")),
];

/// Brings one of the two up to date.
pub fn migrator(is_sqlite: bool) -> Migrator {
    let first = if is_sqlite {
        FIRST_OF_SQLITE
    } else {
        FIRST_OF_POSTGRES
    };
    let all = std::iter::once((FIRST, first)).chain(OF_BOTH.iter().copied());
    let all = (1..).zip(all).map(|(version, (description, text))| {
        let sql: SqlStr = text.into_sql_str();
        let description = Cow::Borrowed(description);
        Migration::new(version, description, MigrationType::Simple, sql, false)
    });
    Migrator::with_migrations(all.collect())
}
