//! The providers' own clients, and tools that judge from outside, against a sandbox that runs alone.
//! Each is a script of `tests/clients`, which says at its end what it saw.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{
    Outcome,
    command::{Show, Task, program},
    config::Config,
    tools::{self, OUTSIDE, PUREPORT_CLIENT, PUREPORT_PYTHON, Venv},
};

/// Names the folder where the sandbox writes down its answers.
pub const RECORD: &str = "ONRAMP_SANDBOX_RECORD";

/// A script with the environment that it runs in.
struct Script {
    file: &'static str,
    venv: &'static Venv,
}

const SCRIPTS: [Script; 9] = [
    Script {
        file: "pureport_client.py",
        venv: &PUREPORT_CLIENT,
    },
    Script {
        file: "pureport_accounts.py",
        venv: &PUREPORT_CLIENT,
    },
    Script {
        file: "pureport_python.py",
        venv: &PUREPORT_PYTHON,
    },
    EXAMPLES,
    Script {
        file: "aws_cli.py",
        venv: &OUTSIDE,
    },
    Script {
        file: "idempotent.py",
        venv: &OUTSIDE,
    },
    Script {
        file: "faults.py",
        venv: &OUTSIDE,
    },
    Script {
        file: "moto_reads.py",
        venv: &OUTSIDE,
    },
    DEATHS,
];

/// Schemathesis on the sandbox's own document.
const EXAMPLES: Script = Script {
    file: "own_document.py",
    venv: &OUTSIDE,
};

/// A server that dies at the boundaries of its journal, and the next one.
const DEATHS: Script = Script {
    file: "../bench/deaths.py",
    venv: &OUTSIDE,
};

/// Many event streams that nobody reads, and many that somebody does.
const READERS: Script = Script {
    file: "../bench/readers.py",
    venv: &OUTSIDE,
};

/// A run against the longest path of its waits, and against a sequential script.
const WALL_TIME: Script = Script {
    file: "../bench/wall_time.py",
    venv: &OUTSIDE,
};

/// Judges what was written down of the sandbox's answers.
const PUBLISHED: Script = Script {
    file: "published.py",
    venv: &OUTSIDE,
};

/// Examples for each operation in the ordinary run.
const FEW: u32 = 200;

/// Every script, and how many there were.
pub fn run(config: &Config) -> Outcome<String> {
    let answers = answers(config, "clients")?;
    for script in &SCRIPTS {
        let seen = play(config, script, FEW, &answers, &[])?;
        println!("      {:<21} {seen}", script.file);
    }
    Ok(format!("{} scripts", SCRIPTS.len()))
}

/// Schemathesis with so many examples for each operation.
pub fn examples(config: &Config, number: u32) -> Outcome<String> {
    let answers = answers(config, "examples")?;
    play(config, &EXAMPLES, number, &answers, &[])
}

/// How long a run takes, as ratios.
pub fn wall_time(config: &Config) -> Outcome<String> {
    let answers = answers(config, "wall-time")?;
    play(config, &WALL_TIME, FEW, &answers, &[])
}

/// Every boundary at which a server can die.
pub fn deaths(config: &Config) -> Outcome<String> {
    let all = [("ONRAMP_BOUNDARIES", "all")];
    let answers = answers(config, "deaths")?;
    play(config, &DEATHS, FEW, &answers, &all)
}

/// What slow readers cost others, as ratios.
pub fn readers(config: &Config) -> Outcome<String> {
    let answers = answers(config, "readers")?;
    play(config, &READERS, FEW, &answers, &[])
}

/// Everything that was written down since each group was run last.
pub fn published(config: &Config) -> Outcome<String> {
    let answers = config.target.join("answers");
    play(config, &PUBLISHED, FEW, &answers, &[])
}

/// An empty folder for what the sandbox answers in a group.
pub fn answers(config: &Config, group: &str) -> Outcome<PathBuf> {
    let folder = config.target.join("answers").join(group);
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(folder),
    }
}

/// The last line that a script says.
fn play(
    config: &Config,
    script: &Script,
    number: u32,
    answers: &Path,
    further: &[(&str, &str)],
) -> Outcome<String> {
    let path = config.root.join("tests/clients").join(script.file);
    let python = tools::python(config, script.venv)?;
    let mut command = program(config, python, &["-u", "-B"]);
    command
        .arg(path)
        .env("ONRAMP_BIN", config.server_binary(false))
        .env("ONRAMP_EXAMPLES", number.to_string())
        .env(RECORD, answers)
        .envs(further.iter().copied());
    let finished = Task::new(script.file, command)
        .show(Show::OnFailure)
        .run()?;
    let last = finished.output.lines().rev().find(|line| !line.is_empty());
    Ok(last.ok_or("it said nothing")?.to_owned())
}
