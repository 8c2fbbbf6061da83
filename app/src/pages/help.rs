use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    context::Cx,
};

pub fn index(_cx: Cx) -> Result<Page, Stop> {
    Ok(Page::new("Help", view! { <p></p> }))
}

pub fn topic(_cx: Cx, _topic: &str) -> Result<Page, Stop> {
    Err(Stop::NotFound)
}
