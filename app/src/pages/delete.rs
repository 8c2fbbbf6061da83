use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    context::UserCx,
};

pub async fn page(_ux: UserCx, _id: &str) -> Result<Page, Stop> {
    Ok(Page::new("", view! { <p></p> }))
}
