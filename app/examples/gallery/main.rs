//! Every component in every situation on one page: `cargo run -p app --features ssr --example gallery > target/gallery.html`.

mod content;
mod forms;
mod frame;
mod progress;

use std::sync::Arc;

use app::components::Frame;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

const SHEETS: [&str; 9] = [
    include_str!("../../../style/tokens.css"),
    include_str!("../../../style/base.css"),
    include_str!("../../../style/layout.css"),
    include_str!("../../../style/forms.css"),
    include_str!("../../../style/status.css"),
    include_str!("../../../style/content.css"),
    include_str!("../../../style/wizard.css"),
    include_str!("../../../style/diagram.css"),
    include_str!("../../../style/print.css"),
];

fn main() {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let page = owner.with(|| gallery().to_html());
    println!(
        "<!doctype html><html lang=en data-ready=yes><meta charset=utf-8>\
         <meta name=viewport content='width=device-width'><title>Gallery</title><style>{}</style><body>{page}",
        SHEETS.concat()
    );
}

fn gallery() -> impl IntoView {
    view! {
        <Frame mode="Sandbox" pureport="Northwind Networks" aws="123456789012, 47 min left" session="/session"
            sign_out="/api/sign_out" nav=frame::navigation()>
            {progress::progress()}
            {forms::forms()}
            {content::content()}
        </Frame>
    }
}
