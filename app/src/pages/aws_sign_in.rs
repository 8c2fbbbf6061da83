use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    context::UserCx,
};

pub fn page(_ux: UserCx) -> Result<Page, Stop> {
    Ok(Page::new("", view! { <p></p> }))
}
