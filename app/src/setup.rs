//! The set-up's pages: one task a file.

pub mod overview;

use domain::setup::Task;

use crate::{
    answer::{Page, Stop},
    context::UserCx,
};

/// The page of a task.
pub async fn page(_ux: UserCx, _connection: &str, _task: Task) -> Result<Page, Stop> {
    Err(Stop::NotFound)
}
