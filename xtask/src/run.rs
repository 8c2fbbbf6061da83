//! Builds what changed and becomes the server.

use std::os::unix::process::CommandExt;

use crate::{
    Outcome,
    build::{self, Finish},
    config::Config,
    server,
};

pub const HELP: &str = "\
cargo xtask run [-- ARGS]

Builds what changed, then serves on the embedded sandbox. ARGS go to `onramp`, e.g.
  cargo xtask run -- --listen 127.0.0.1:8080
  cargo xtask run -- --help";

pub fn verb(config: &Config, arguments: &[String]) -> Outcome {
    let arguments = server::arguments(arguments)?;
    build::everything(config, Finish::Small, false)?;
    server::say_where(arguments);
    // Taking the server's place hands it the terminal's signals, so that it ends in its own time.
    let failure = server::command(config, arguments).exec();
    Err(format!("the server does not start: {failure}").into())
}
