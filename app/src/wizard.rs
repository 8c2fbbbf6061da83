//! The wizard's pages: one step a file.

use domain::wizard::Step;

use crate::{
    answer::{Page, Stop},
    context::UserCx,
};

/// The page of a step.
pub async fn page(_ux: UserCx, _network: &str, _step: Step) -> Result<Page, Stop> {
    Err(Stop::NotFound)
}
