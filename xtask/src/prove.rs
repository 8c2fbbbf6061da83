//! Named proofs at full numbers. A finished one is remembered with its commit, so that a long list
//! can be broken off and taken up again.

mod proofs;
mod record;
mod sandbox;

use crate::{Outcome, clock, config::Config, terminal};
use record::{Commit, Record};

pub const HELP: &str = "\
cargo xtask prove [--again] [NAME …]

Runs the named proofs, or all, one line each. What passed at this very commit is not run again.

  --list    the proofs and what is known of them
  --again   run them although they passed at this commit";

/// A claim and how it is seen.
pub struct Proof {
    pub name: &'static str,
    pub claim: &'static str,
    /// Gives the figure seen, or fails.
    pub see: fn(&Config) -> Outcome<String>,
}

pub fn verb(config: &Config, arguments: &[String]) -> Outcome {
    let (flags, names): (Vec<&String>, Vec<&String>) =
        arguments.iter().partition(|a| a.starts_with("--"));
    if let Some(unknown) = flags
        .iter()
        .find(|flag| !["--list", "--again"].contains(&flag.as_str()))
    {
        return Err(format!("`{unknown}` is not known here; `--help` says what is").into());
    }
    if let Some(unknown) = names
        .iter()
        .find(|name| !proofs::ALL.iter().any(|proof| proof.name == name.as_str()))
    {
        return Err(format!(
            "there is no proof `{unknown}`; `cargo xtask prove --list` names them"
        )
        .into());
    }
    let chosen = proofs::ALL
        .iter()
        .filter(|proof| names.is_empty() || names.iter().any(|name| name.as_str() == proof.name));
    if flags.iter().any(|flag| flag.as_str() == "--list") {
        chosen.for_each(|proof| {
            println!(
                "{:<14} {}\n               {}",
                proof.name,
                proof.claim,
                Record::shown(config, proof.name)
            );
        });
        return Ok(());
    }
    let commit = Commit::current(config)?;
    let again = flags.iter().any(|flag| flag.as_str() == "--again");
    let failed = chosen
        .filter(|proof| !prove(config, proof, &commit, again))
        .count();
    if failed == 0 {
        Ok(())
    } else {
        Err(format!("{failed} of the proofs failed").into())
    }
}

/// Runs one proof, unless it is known, and says its line. Gives whether it holds.
fn prove(config: &Config, proof: &Proof, commit: &Commit, again: bool) -> bool {
    if !again && let Some(seen) = Record::passed_at(config, proof.name, commit) {
        println!(
            "{:<14} {} {seen} (seen before, at {})",
            proof.name,
            terminal::green("holds"),
            commit.id
        );
        return true;
    }
    let start = clock::now();
    let outcome = (proof.see)(config);
    let took = clock::said(start.elapsed());
    match &outcome {
        Ok(seen) => println!(
            "{:<14} {} {seen} ({took}, at {})",
            proof.name,
            terminal::green("holds"),
            commit.id
        ),
        Err(failure) => println!(
            "{:<14} {} {failure} ({took}, at {})",
            proof.name,
            terminal::red("FAILS"),
            commit.id
        ),
    }
    if let Err(failure) = Record::write(config, proof.name, commit, &outcome) {
        eprintln!("{:<14} could not be remembered: {failure}", proof.name);
    }
    outcome.is_ok()
}
