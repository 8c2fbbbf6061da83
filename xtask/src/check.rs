//! The fast inner loop.

use crate::{
    Outcome, clock,
    command::{Show, Task, cargo},
    config::{Config, WASM},
    only, terminal, wasm_target,
};

pub const HELP: &str = "\
cargo xtask check

Format and lints of everything that compiles without the AWS crates: domain, app on both sides, pureport,
sandbox, xtask. `cargo xtask test clippy` covers the rest.";

/// Each with the arguments of one Cargo call; calls that share features share compiled crates.
const CHECKS: [(&str, &[&str]); 4] = [
    ("format", &["fmt", "--all", "--", "--check"]),
    (
        "natively",
        &[
            "clippy",
            "-p",
            "domain",
            "-p",
            "app",
            "--features",
            "app/ssr",
            "-p",
            "pureport",
            "-p",
            "sandbox",
            "--all-targets",
        ],
    ),
    (
        "in the browser",
        &[
            "clippy",
            "-p",
            "frontend",
            "-p",
            "app",
            "--features",
            "app/hydrate",
            "--target",
            WASM,
        ],
    ),
    (
        "xtask",
        &[
            "clippy",
            "-p",
            "xtask",
            "-p",
            "site",
            "-p",
            "files",
            "--all-targets",
        ],
    ),
];

pub fn verb(config: &Config, arguments: &[String]) -> Outcome {
    only(arguments, &[])?;
    wasm_target::ensure(config)?;
    for (name, call) in CHECKS {
        let finished = Task::new(format!("checking {name}"), cargo(config, call))
            .show(Show::News)
            .run()?;
        println!(
            "  {} {name:<16} {}",
            terminal::green("ok"),
            clock::said(finished.took)
        );
    }
    Ok(())
}
