//! Where things are put together: the command line, the router and its guards, sessions, the
//! vault, the stores and the engine that drives runs.

pub mod assets;
pub mod cli;
pub mod clock;
pub mod config;
mod csp_report;
pub mod entropy;
mod events;
mod failpoint;
pub mod gates;
pub mod guard;
pub mod health;
mod listen;
pub mod logging;
pub mod looks;
pub mod notices;
mod pages;
pub mod partners;
mod private;
mod reveal;
mod router;
pub mod runs;
pub mod sessions;
pub mod shutdown;
pub mod start;
pub mod store;
pub mod vault;
pub mod webhook;
mod wiring;

pub use config::{Config, Providers};
pub use start::{Running, Site, StartError, start};

use std::process::ExitCode;

use clap::Parser;

/// The whole program.
pub fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("onramp: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: cli::Cli) -> Result<(), StartError> {
    logging::init(cli.log())?;
    // One TLS provider for everything in the process, chosen before anyone asks for it.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match cli.into_command() {
            cli::Command::Serve(args) => start::serve(Config::from_args(*args)?).await,
            cli::Command::Sandbox(args) => start::sandbox_alone(&args).await,
        }
    })
}
