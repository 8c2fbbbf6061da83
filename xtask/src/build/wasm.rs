//! The islands: `frontend` compiled for the browser, and the script that binds it.

use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use super::{Finish, asset::Asset, parts::Parts};
use crate::{
    Outcome,
    command::{Show, Task, cargo},
    config::{Config, WASM},
    files,
};

pub fn make(config: &Config, parts: &mut Parts) -> Outcome {
    // `dev` shares its macros with the server's debug build; a profile of its own would compile them again.
    let (profile, folder) = match parts.finish {
        Finish::Small => ("wasm-release", "wasm-release"),
        Finish::Quick => ("dev", "debug"),
    };
    let mut command = cargo(
        config,
        &["build", "--package", "frontend", "--target", WASM],
    );
    command.args(["--profile", profile]);
    Task::new("building the islands", command)
        .show(Show::News)
        .run()?;
    let compiled = config.target.join(WASM).join(folder).join("frontend.wasm");
    let input = files::fingerprint([files::read(&compiled)?]);
    parts.add(["js", "wasm"], &input, || bind(&compiled))
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
