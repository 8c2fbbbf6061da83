//! The browser tests of `end2end`: what they are given, and how they are started.

use std::path::PathBuf;

use crate::{
    Outcome,
    command::{Show, Task, program},
    config::Config,
    test::clients::{self, RECORD},
    tools,
};

/// Everything that the browser tests need, in place.
pub struct Run<'a> {
    config: &'a Config,
    folder: PathBuf,
    chromium: PathBuf,
    python: PathBuf,
}

impl<'a> Run<'a> {
    /// Installs what is missing. The server must be built.
    pub fn prepare(config: &'a Config) -> Outcome<Self> {
        let binary = config.server_binary(false);
        if !binary.is_file() {
            return Err(format!("{} is not built: cargo xtask build", binary.display()).into());
        }
        Ok(Self {
            config,
            chromium: tools::chromium(config)?,
            python: tools::python(config, &tools::OUTSIDE)?,
            folder: tools::playwright(config)?,
        })
    }

    /// Runs Playwright with these arguments and additional environment; gives its summary.
    pub fn play(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Outcome<String> {
        let mut command = program(self.config, "npx", &["--no-install", "playwright", "test"]);
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("ONRAMP_BIN", self.config.server_binary(false))
            .env("ONRAMP_PYTHON", &self.python)
            .env("CHROMIUM", &self.chromium)
            .env(RECORD, clients::answers(self.config, "browser")?)
            .envs(environment.iter().copied());
        let finished = Task::new("driving Chromium", command)
            .show(Show::News)
            .run()?;
        summary(&finished.output).ok_or_else(|| "no browser test ran".into())
    }
}

/// Playwright ends with `  12 passed (1.2m)`.
fn summary(output: &str) -> Option<String> {
    output
        .lines()
        .rev()
        .map(str::trim)
        .find(|line| {
            line.split_once(" passed")
                .is_some_and(|(count, _)| count.parse::<u32>().is_ok_and(|n| n > 0))
        })
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_is_the_line_that_counts_passed_tests() {
        assert_eq!(
            summary("  ok 1 a passed thing\n\n  12 passed (1.2m)\n").as_deref(),
            Some("12 passed (1.2m)")
        );
        assert_eq!(summary("no tests found"), None);
        assert_eq!(summary("  0 passed (1s)"), None);
    }
}
