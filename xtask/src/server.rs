//! The server as a child: how it is called and ended.

use std::{
    process::{Child, Command},
    time::Duration,
};

use crate::{Outcome, clock, command::program, config::Config};

/// How long the server may take to end in its own time.
const GRACE: Duration = Duration::from_secs(5);

/// What stands after `--`; anything before it is a mistake.
pub fn arguments(given: &[String]) -> Outcome<&[String]> {
    match given.split_first() {
        None => Ok(&[]),
        Some((dashes, rest)) if dashes == "--" => Ok(rest),
        Some((word, _)) => {
            Err(format!("`{word}`: arguments of the server stand after `--`").into())
        }
    }
}

/// The debug server with these arguments.
pub fn command(config: &Config, arguments: &[String]) -> Command {
    let mut command = program(config, config.server_binary(false), &[]);
    command.args(arguments);
    command
}

/// Says what to open, unless the arguments choose another address: then the server says it.
pub fn say_where(arguments: &[String]) {
    if arguments.is_empty() && std::env::var_os("ONRAMP_LISTEN").is_none() {
        println!("  open     http://127.0.0.1:3000   (Ctrl-C ends it)");
    }
}

/// Asks the server to end, and ends it if it does not.
pub fn end(mut child: Child) -> Outcome {
    let id = child.id().to_string();
    Command::new("kill").args(["-TERM", &id]).status()?;
    let asked = clock::now();
    while child.try_wait()?.is_none() {
        if asked.elapsed() > GRACE {
            child.kill()?;
        }
        clock::pause(Duration::from_millis(20));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_after_the_dashes_goes_to_the_server() {
        let given = ["--".to_owned(), "--pace".to_owned(), "demo".to_owned()];
        assert!(arguments(&given).is_ok_and(|rest| rest == ["--pace", "demo"]));
        assert!(arguments(&given[1..]).is_err());
        assert!(arguments(&[]).is_ok_and(<[String]>::is_empty));
    }
}
