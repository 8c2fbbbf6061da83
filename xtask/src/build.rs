//! Builds what the browser loads into `target/site`, then the server.

use std::{fs, path::PathBuf, time::Duration};

use crate::{
    Outcome, clock,
    command::{Show, Task, cargo},
    config::{Config, WASM},
    only, terminal, wasm_target,
};

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
    /// Quick to build, for `watch`.
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

/// The browser's half, then the server.
pub fn everything(config: &Config, finish: Finish, release: bool) -> Outcome {
    wasm_target::ensure(config)?;
    site(config, finish)?;
    server(config, release)
}

/// The browser's half, in `target/site/pkg`. Gives whether anything changed.
pub fn site(config: &Config, finish: Finish) -> Outcome<bool> {
    let start = clock::now();
    let manifest = config.site.join("pkg/manifest.json");
    let before = files::text(&manifest);
    let islands = islands(config, finish)?;
    let mut command = cargo(config, &["run", "--package", "site", "--"]);
    command
        .arg(if finish == Finish::Small {
            "small"
        } else {
            "quick"
        })
        .args([&config.root, &islands, &config.site]);
    Task::new("making the site", command)
        .show(Show::News)
        .run()?;
    // Names follow contents: another content is another manifest.
    let changed = before != files::text(&manifest);
    report(
        "site",
        if changed { "built" } else { "unchanged" },
        start.elapsed(),
    );
    Ok(changed)
}

/// `frontend` compiled for the browser.
fn islands(config: &Config, finish: Finish) -> Outcome<PathBuf> {
    // `dev` shares its macros with the server's debug build; a profile of its own would compile them again.
    let (profile, folder) = match finish {
        Finish::Small => ("wasm-release", "wasm-release"),
        Finish::Quick => ("dev", "debug"),
    };
    let mut command = cargo(
        config,
        &["build", "--package", "frontend", "--target", WASM],
    );
    command.args(["--profile", profile]);
    let finished = Task::new("building the islands", command)
        .show(Show::News)
        .run()?;
    report("islands", "compiled", finished.took);
    Ok(config.target.join(WASM).join(folder).join("frontend.wasm"))
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
