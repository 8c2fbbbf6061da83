//! The islands: the compiled `frontend`, and the script that binds it to the page.

use std::path::Path;

use files::Outcome;
use wasm_bindgen_cli_support::Bindgen;

use crate::{asset::Asset, parts::Parts};

pub fn make(compiled: &Path, parts: &mut Parts) -> Outcome {
    let input = files::fingerprint([files::read(compiled)?]);
    parts.add(["js", "wasm"], &input, || bind(compiled))
}

/// What `wasm-bindgen --target web` does, at exactly the version that the islands were compiled with.
fn bind(compiled: &Path) -> Outcome<[Asset; 2]> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name("onramp")
        .web(true)?
        .typescript(false);
    bindgen
        .remove_name_section(true)
        .remove_producers_section(true);
    let mut output = bindgen.generate_output()?;
    let scripts = output
        .snippets()
        .iter()
        .filter(|(_, scripts)| !scripts.is_empty());
    let own: Vec<&String> = scripts
        .map(|(of, _)| of)
        .chain(output.local_modules().keys())
        .collect();
    if !own.is_empty() {
        return Err(format!(
            "these bring JavaScript files of their own, which this build does not serve: {own:?}"
        )
        .into());
    }
    Ok([
        Asset {
            stem: "onramp",
            extension: "js",
            content: output.js().as_bytes().to_vec(),
        },
        Asset {
            stem: "onramp_bg",
            extension: "wasm",
            content: output.wasm_mut().emit_wasm(),
        },
    ])
}
