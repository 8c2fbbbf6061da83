//! The build program: `cargo xtask <verb>`. Each verb is one module; `config` holds every path once.

mod build;
mod check;
mod clock;
mod command;
mod config;
mod prove;
mod run;
mod server;
mod terminal;
mod test;
mod tools;
mod wasm_target;
mod watch;

use std::process::ExitCode;

use config::Config;
use files::Outcome;

const USAGE: &str = "\
cargo xtask <verb>

  run [-- ARGS]      build what changed and serve; ARGS go to `onramp` (try `run -- --help`)
  watch [-- ARGS]    the same, and again whenever a source file changes; the browser reloads itself
  check              the fast inner loop: format and lints, without the AWS crates
  test [GROUP …]     every layer, as CI runs it; with names, only those groups (`test --list`)
  prove [NAME …]     the same proofs at full numbers; finished ones are remembered (`prove --list`)
  build [--release]  the site in target/site and the server; with --release target/release/onramp
  wasm-target        make sure that the compiler can build for the browser

`--help` after a verb says more.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{} {failure}", terminal::red("xtask:"));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Outcome {
    let Some((verb, rest)) = arguments.split_first() else {
        return Err(format!("which verb?\n\n{USAGE}").into());
    };
    let Some((help, act)) = verb_named(verb) else {
        return match verb.as_str() {
            "--help" | "-h" | "help" => {
                println!("{USAGE}");
                Ok(())
            }
            _ => Err(format!("there is no verb `{verb}`\n\n{USAGE}").into()),
        };
    };
    let own = rest.iter().take_while(|argument| *argument != "--");
    if own.clone().any(|a| a == "--help" || a == "-h") {
        println!("{help}");
        return Ok(());
    }
    act(&Config::read()?, rest)
}

/// A verb's help text and what it does with the arguments after its name.
type Verb = (&'static str, fn(&Config, &[String]) -> Outcome);

fn verb_named(name: &str) -> Option<Verb> {
    Some(match name {
        "build" => (build::HELP, build::verb),
        "check" => (check::HELP, check::verb),
        "prove" => (prove::HELP, prove::verb),
        "run" => (run::HELP, run::verb),
        "test" => (test::HELP, test::verb),
        "wasm-target" => (wasm_target::HELP, wasm_target::verb),
        "watch" => (watch::HELP, watch::verb),
        _ => return None,
    })
}

/// Refuses arguments that a verb does not know, instead of ignoring a misspelt one.
fn only(arguments: &[String], known: &[&str]) -> Outcome {
    match arguments.iter().find(|a| !known.contains(&a.as_str())) {
        Some(unknown) => {
            Err(format!("`{unknown}` is not known here; `--help` says what is").into())
        }
        None => Ok(()),
    }
}
