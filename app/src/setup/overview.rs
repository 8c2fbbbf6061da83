use crate::{
    answer::{Page, Stop},
    context::UserCx,
};

pub async fn page(_ux: UserCx, _connection: &str) -> Result<Page, Stop> {
    Err(Stop::NotFound)
}
