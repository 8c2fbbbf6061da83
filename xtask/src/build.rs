//! Builds what the browser loads into `target/site`, then the server.

mod asset;
mod parts;
mod start;
mod style;
mod wasm;

use std::{fs, time::Duration};

use crate::{
    Outcome, clock,
    command::{Show, Task, cargo},
    config::Config,
    files, only, terminal, wasm_target,
};
use parts::Parts;

pub const HELP: &str = "\
cargo xtask build [--release]

Builds the browser's half into target/site (pkg/ with content-hashed names, brotli and gzip beside
each file, and a manifest.json that names them), then the server. Work whose inputs are unchanged is skipped.

  --release   the server optimised, with all assets inside: target/release/onramp";

/// How much work goes into the files that the browser loads.
#[derive(Clone, Copy, PartialEq)]
pub enum Finish {
    /// Small: what is released, measured and tested.
    Small,
    /// Quick to build, for `watch`: hardly optimised or compressed, and the page reloads itself.
    Quick,
}

pub fn verb(config: &Config, arguments: &[String]) -> Outcome {
    only(arguments, &["--release"])?;
    let release = !arguments.is_empty();
    everything(config, Finish::Small, release)?;
    println!(
        "{} {}",
        terminal::green("ready:"),
        place_binary(config, release)?
    );
    Ok(())
}

/// The browser's half, then the server. Gives whether the site changed.
pub fn everything(config: &Config, finish: Finish, release: bool) -> Outcome<bool> {
    wasm_target::ensure(config)?;
    let changed = site(config, finish)?;
    server(config, release)?;
    Ok(changed)
}

/// The browser's half, in `target/site/pkg`. Gives whether anything changed.
///
/// `manifest.json` there is one JSON object of four file names in the same folder:
/// `{"css": "main.<hash>.css", "start": "start.<hash>.js", "js": "onramp.<hash>.js", "wasm": "onramp_bg.<hash>.wasm"}`.
/// Beside each stand the same name with `.br` and `.gz`.
pub fn site(config: &Config, finish: Finish) -> Outcome<bool> {
    let start = clock::now();
    let mut parts = Parts::open(config, finish)?;
    style::make(config, &mut parts)?;
    start::make(config, &mut parts)?;
    wasm::make(config, &mut parts)?;
    let changed = parts.close()?;
    report(
        "site",
        if changed { "built" } else { "unchanged" },
        start.elapsed(),
    );
    Ok(changed)
}

/// The server, which reads `target/site` in debug and embeds it in release.
pub fn server(config: &Config, release: bool) -> Outcome {
    let binary = config.server_binary(release);
    let before = fs::metadata(&binary).and_then(|m| m.modified()).ok();
    let mut command = cargo(config, &["build", "--package", "server"]);
    if release {
        command.arg("--release");
    }
    let finished = Task::new("building the server", command)
        .show(Show::News)
        .run()?;
    let after = fs::metadata(&binary).and_then(|m| m.modified()).ok();
    report(
        "server",
        if before == after {
            "unchanged"
        } else {
            "built"
        },
        finished.took,
    );
    Ok(())
}

fn report(what: &str, how: &str, took: Duration) {
    println!("  {what:<8} {how:<10} {}", clock::said(took));
}

/// Puts the binary where documents name it, wherever Cargo's own products lie.
fn place_binary(config: &Config, release: bool) -> Outcome<String> {
    let made = config.server_binary(release);
    let named = config.root.join(if release {
        "target/release/onramp"
    } else {
        "target/debug/onramp"
    });
    if made != named {
        files::write(&named, "")?;
        fs::copy(&made, &named)?;
    }
    Ok(named
        .strip_prefix(&config.root)
        .unwrap_or(&named)
        .display()
        .to_string())
}
