//! `cargo deny`, where it is installed: it takes minutes to build and is not every user's tool.

use crate::{
    Outcome,
    command::{Task, answer, cargo},
    config::Config,
};

pub fn check(config: &Config) -> Outcome<String> {
    if answer(cargo(config, &["deny", "--version"])).is_err() {
        return Ok("skipped: `cargo install --locked cargo-deny` brings it".to_owned());
    }
    Task::new(
        "cargo deny",
        cargo(config, &["deny", "--all-features", "check"]),
    )
    .run()?;
    Ok(String::new())
}
