//! Makes what the browser loads from the checkout and the compiled islands. `cargo xtask build` calls it.
//!
//! `pkg/manifest.json` is one JSON object of four file names in the same folder:
//! `{"css": "main.<hash>.css", "start": "start.<hash>.js", "js": "onramp.<hash>.js", "wasm": "onramp_bg.<hash>.wasm"}`.
//! Beside each stand the same name with `.br` and `.gz`.

mod asset;
mod islands;
mod parts;
mod start;
mod style;

use std::{path::Path, process::ExitCode};

use files::Outcome;
use parts::Parts;

/// How much work goes into the files that the browser loads.
#[derive(Clone, Copy, PartialEq)]
enum Finish {
    /// Small: what is released, measured and tested.
    Small,
    /// Quick to make, for `cargo xtask watch`: hardly compressed, and the page reloads itself.
    Quick,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match make(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("site: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn make(arguments: &[String]) -> Outcome {
    let [finish, checkout, islands, site] = arguments else {
        return Err("small|quick CHECKOUT ISLANDS.wasm SITE-FOLDER".into());
    };
    let finish = match finish.as_str() {
        "small" => Finish::Small,
        "quick" => Finish::Quick,
        other => return Err(format!("`{other}` is neither small nor quick").into()),
    };
    let checkout = Path::new(checkout);
    let mut parts = Parts::open(Path::new(site), finish)?;
    style::make(&checkout.join("style"), &mut parts)?;
    start::make(&checkout.join("app/src/start.js"), &mut parts)?;
    islands::make(Path::new(islands), &mut parts)?;
    parts.close()
}
