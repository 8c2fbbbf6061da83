//! What Cargo does for the tests. All native crates go into one call each time: a call of its own
//! for each crate would choose other features of shared dependencies and compile them again.

use std::path::Path;

use crate::{
    Outcome,
    command::{Task, cargo},
    config::{Config, WASM},
    test::clients::RECORD,
};

const NATIVE: [&str; 16] = [
    "-p",
    "domain",
    "-p",
    "app",
    "--features",
    "app/ssr",
    "-p",
    "pureport",
    "-p",
    "aws",
    "-p",
    "sandbox",
    "-p",
    "server",
    "-p",
    "tests",
];
const DENY_WARNINGS: [&str; 3] = ["--", "-D", "warnings"];

pub fn format(config: &Config) -> Outcome<String> {
    call(config, "formatting", &[&["fmt", "--all", "--", "--check"]])
}

pub fn clippy(config: &Config) -> Outcome<String> {
    call(
        config,
        "linting natively",
        &[&["clippy", "--all-targets"], &NATIVE, &DENY_WARNINGS],
    )
}

pub fn clippy_browser(config: &Config) -> Outcome<String> {
    let crates = [
        "-p",
        "frontend",
        "-p",
        "app",
        "--features",
        "app/hydrate",
        "--target",
        WASM,
    ];
    call(
        config,
        "linting the islands",
        &[&["clippy"], &crates, &DENY_WARNINGS],
    )
}

pub fn clippy_xtask(config: &Config) -> Outcome<String> {
    call(
        config,
        "linting the build program",
        &[
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
            &DENY_WARNINGS,
        ],
    )
}

/// Builds the server and the test binaries with the same features, so that the browser tests drive
/// what the other tests are linked with.
pub fn build(config: &Config) -> Outcome<String> {
    call(
        config,
        "building natively",
        &[&["build", "--all-targets"], &NATIVE],
    )
}

pub fn test_xtask(config: &Config) -> Outcome<String> {
    counted(Task::new(
        "testing the build program",
        cargo(
            config,
            &["test", "-p", "xtask", "-p", "site", "-p", "files"],
        ),
    ))
}

/// `python` is for the tests that let an outside client look at the sandbox; `answers` is where the
/// sandbox writes down what it answers.
pub fn test(config: &Config, python: &Path, answers: &Path) -> Outcome<String> {
    let mut command = cargo(config, &["test", "--no-fail-fast"]);
    command
        .args(NATIVE)
        .env("ONRAMP_PYTHON", python)
        .env(RECORD, answers)
        .env("ONRAMP_BIN", config.server_binary(false));
    counted(Task::new("testing natively", command))
}

fn call(config: &Config, label: &str, arguments: &[&[&str]]) -> Outcome<String> {
    Task::new(label, cargo(config, &arguments.concat())).run()?;
    Ok(String::new())
}

fn counted(task: Task) -> Outcome<String> {
    let passed = passed(&task.run()?.output);
    if passed == 0 {
        return Err("no test ran".into());
    }
    Ok(format!("{passed} tests"))
}

/// The sum of `test result: ok. N passed; …` over all test binaries.
fn passed(output: &str) -> u32 {
    let counts = output.lines().filter_map(|line| {
        line.trim()
            .strip_prefix("test result: ok. ")?
            .split_once(" passed")
    });
    counts
        .filter_map(|(count, _)| count.parse::<u32>().ok())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passed_tests_of_all_binaries_are_summed() {
        let output = "test result: ok. 12 passed; 0 failed\nnoise\ntest result: ok. 3 passed; 0 failed; 1 ignored";
        assert_eq!(passed(output), 15);
        assert_eq!(passed("test result: FAILED. 3 passed; 1 failed"), 0);
    }
}
