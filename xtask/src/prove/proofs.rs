//! The proofs.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{ChildStdout, Stdio},
    time::Duration,
};

use super::{Proof, sandbox};
use crate::{
    Outcome,
    build::{self, Finish},
    clock,
    command::{Task, cargo},
    config::Config,
    server,
    test::{browser, clients, walls},
    wasm_target,
};

pub const ALL: [Proof; 13] = [
    Proof {
        name: "tree",
        claim: "no crate depends on what it must not see",
        see: walls::check,
    },
    Proof {
        name: "size",
        claim: "the islands are at most 150 kB with brotli",
        see: size,
    },
    Proof {
        name: "fresh",
        claim: "`cargo xtask run` without changes serves within 5 s",
        see: fresh,
    },
    Proof {
        name: "canary",
        claim: "no secret typed in comes out anywhere",
        see: canary,
    },
    Proof {
        name: "journeys",
        claim: "the whole journeys (ha, vgw, nojs, keyboard, tls) at pace demo, all others at instant",
        see: journeys,
    },
    Proof {
        name: "run-time",
        claim: "a run takes at most 1.05 × the longest path of waits and 0.55 × a sequential script",
        see: run_time,
    },
    Proof {
        name: "run-deaths",
        claim: "a server that dies at any boundary of the journal leaves a run that ends, and nothing twice",
        see: run_deaths,
    },
    Proof {
        name: "run-faults",
        claim: "200 random plans of faults, deaths and people: every run ends, nothing is twice or left over",
        see: run_faults,
    },
    Proof {
        name: "slow-readers",
        claim: "500 readers that stop reading slow nobody down, are closed within 60 s, their memory serves the next; 100 viewers cost the calls of one",
        see: slow_readers,
    },
    Proof {
        name: "schemathesis",
        claim: "2,000 examples an operation find nothing that Pureport's document in the sandbox lacks",
        see: schemathesis,
    },
    Proof {
        name: "sandbox-random",
        claim: "the sandbox's rules hold after each of 20 × 10,000 random calls",
        see: sandbox::random,
    },
    Proof {
        name: "sandbox-fuzz",
        claim: "whatever is sent to the sandbox gets its provider's kind of answer",
        see: sandbox::fuzz,
    },
    Proof {
        name: "sandbox-load",
        claim: "the sandbox starts in 200 ms, stays under 40 MiB, answers 2,000 requests a second",
        see: sandbox::load,
    },
];

/// Issue 2: wasm at most 150 kB with brotli.
const WASM_LIMIT: u64 = 150_000;
/// Issue 2: started again without changes within 5 s.
const FRESH_LIMIT: Duration = Duration::from_secs(5);

fn built(config: &Config) -> Outcome {
    build::everything(config, Finish::Small, false).map(drop)
}

fn size(config: &Config) -> Outcome<String> {
    wasm_target::ensure(config)?;
    build::site(config, Finish::Small)?;
    let manifest: serde_json::Value =
        serde_json::from_slice(&files::read(&config.site.join("pkg/manifest.json"))?)?;
    let name = manifest
        .get("wasm")
        .and_then(|name| name.as_str())
        .ok_or("the manifest names no wasm")?;
    let bytes = std::fs::metadata(config.site.join("pkg").join(format!("{name}.br")))?.len();
    let seen = format!("{}.{} kB with brotli", bytes / 1000, bytes % 1000 / 100);
    if bytes <= WASM_LIMIT {
        Ok(seen)
    } else {
        Err(format!("{seen}, over {} kB", WASM_LIMIT / 1000).into())
    }
}

fn journeys(config: &Config) -> Outcome<String> {
    built(config)?;
    browser::Run::prepare(config)?.play(&[], &[("ONRAMP_PACE", "demo")])
}

fn canary(config: &Config) -> Outcome<String> {
    built(config)?;
    browser::Run::prepare(config)?.play(&["--grep", "canary"], &[])
}

fn run_time(config: &Config) -> Outcome<String> {
    build::server(config, false)?;
    clients::wall_time(config)
}

fn run_deaths(config: &Config) -> Outcome<String> {
    let in_process = played(config, "boundaries", ("ONRAMP_BOUNDARIES", "all"))?;
    build::server(config, false)?;
    let by_kill = clients::deaths(config)?;
    Ok(format!("in process {in_process}; as processes {by_kill}"))
}

fn run_faults(config: &Config) -> Outcome<String> {
    played(config, "fault_seeds", ("ONRAMP_FAULT_SEEDS", "200"))
}

/// The whole-server tests of that name at full numbers; gives the line in which they say how many.
fn played(config: &Config, name: &str, (number, value): (&str, &str)) -> Outcome<String> {
    let arguments = ["test", "-p", "tests", "--test", "server_site"];
    let filter = ["--", "--nocapture", name];
    let mut command = cargo(config, &[&arguments[..], &filter].concat());
    command.env(number, value);
    let label = format!("the tests of {name} at full numbers");
    let output = Task::new(&label, command).run()?.output;
    let counts = |line: &&str| line.starts_with("died at") || line.starts_with("played ");
    Ok(output
        .lines()
        .find(counts)
        .ok_or("it said nothing")?
        .to_owned())
}

fn slow_readers(config: &Config) -> Outcome<String> {
    build::server(config, false)?;
    clients::readers(config)
}

fn schemathesis(config: &Config) -> Outcome<String> {
    build::server(config, false)?;
    clients::examples(config, 2_000)
}

/// Starts the whole way that a user does, and stops the time at the first page.
fn fresh(config: &Config) -> Outcome<String> {
    built(config)?;
    let data = config.target.join("prove-data");
    let start = clock::now();
    let mut command = cargo(config, &["xtask", "run", "--", "--listen", "127.0.0.1:0"]);
    command
        .args([
            "--sandbox-pureport",
            "127.0.0.1:0",
            "--sandbox-aws",
            "127.0.0.1:0",
            "--data",
        ])
        .arg(&data);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let served = child
        .stdout
        .take()
        .ok_or("no output to read".into())
        .and_then(first_page);
    let took = start.elapsed();
    server::end(child)?;
    served?;
    let seen = format!("first page after {}", clock::said(took));
    if took <= FRESH_LIMIT {
        Ok(seen)
    } else {
        Err(format!("{seen}, over {}", clock::said(FRESH_LIMIT)).into())
    }
}

/// Reads the printed address and fetches its first page.
fn first_page(output: ChildStdout) -> Outcome {
    let mut lines = BufReader::new(output).lines().map_while(Result::ok);
    let address = lines
        .find_map(|line| address_in(&line))
        .ok_or("the server printed no address")?;
    let mut stream = TcpStream::connect(&address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(
        stream,
        "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") {
        return Ok(());
    }
    Err(format!(
        "the first page answers {}",
        answer.lines().next().unwrap_or("nothing")
    )
    .into())
}

/// `127.0.0.1:40213` out of a line that says `… http://127.0.0.1:40213/…`.
fn address_in(line: &str) -> Option<String> {
    let (_, rest) = line.split_once("http://")?;
    let address: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || ".:".contains(*c))
        .collect();
    address
        .contains(':')
        .then(|| address.trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_read_from_the_line_that_prints_it() {
        assert_eq!(
            address_in("Onramp: open http://127.0.0.1:40213/ now").as_deref(),
            Some("127.0.0.1:40213")
        );
        assert_eq!(address_in("nothing here"), None);
    }
}
