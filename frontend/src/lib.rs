//! What the browser loads: the islands of `app`, and the function that makes them ready.

// Naming the crate is what keeps its islands' exports in the module.
extern crate app as _;

use wasm_bindgen::prelude::wasm_bindgen;

/// Sets up the reactive runtime; the start script then hydrates each island by its own export.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    leptos::mount::hydrate_islands();
}
