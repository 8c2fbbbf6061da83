//! The sandbox alone, under numbers that ordinary tests have no time for.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::{
    Outcome, clock,
    command::{Task, cargo, program},
    config::Config,
    server,
};

/// Issue 3: 20 runs of 10,000 calls.
const RANDOM: [(&str, &str); 2] = [
    ("ONRAMP_RANDOM_SEEDS", "20"),
    ("ONRAMP_RANDOM_CALLS", "10000"),
];
/// Inputs for each fuzzed target.
const FUZZ: [(&str, &str); 1] = [("ONRAMP_FUZZ", "20000")];

/// Issue 3: started in under 200 ms.
const START: Duration = Duration::from_millis(200);
/// Issue 3: under 40 MiB after 10,000 connections were created and deleted.
const MEMORY_KIB: u64 = 40 * 1024;
const CONNECTIONS: &str = "10000";
/// Issue 3: 2,000 requests a second on one core.
const RATE: u64 = 2_000;
const RATE_SECONDS: &str = "10";

/// Random calls: the rules hold after each.
pub fn random(config: &Config) -> Outcome<String> {
    said(
        config,
        "calling at random",
        "properties",
        &RANDOM,
        "random calls",
    )
}

/// Parsers under bytes that nobody meant.
pub fn fuzz(config: &Config) -> Outcome<String> {
    said(config, "fuzzing", "fuzz", &FUZZ, "test result")
}

/// Runs a test binary of the sandbox, fast and with every check; gives the line with `words`.
fn said(
    config: &Config,
    label: &str,
    test: &str,
    numbers: &[(&str, &str)],
    words: &str,
) -> Outcome<String> {
    let arguments = [
        "test",
        "--profile",
        "prove",
        "-p",
        "sandbox",
        "--test",
        test,
    ];
    let mut command = cargo(config, &[&arguments[..], &["--", "--nocapture"]].concat());
    command.envs(numbers.iter().copied());
    let output = Task::new(label, command).run()?.output;
    let line = output.lines().find(|line| line.contains(words));
    Ok(line.unwrap_or_default().trim().to_owned())
}

/// Start, memory and rate of the sandbox on one core.
pub fn load(config: &Config) -> Outcome<String> {
    let build = [
        "build",
        "--release",
        "-p",
        "sandbox",
        "--example",
        "sandbox",
        "--example",
        "load",
    ];
    Task::new("building the sandbox", cargo(config, &build)).run()?;
    let before = clock::now();
    let mut child = sandbox(config).spawn()?;
    let measured = addresses(&mut child).and_then(|addresses| {
        let took = before.elapsed();
        let call = |what: [&str; 2]| driver(config, &addresses, what);
        call(["fill", CONNECTIONS])?;
        let memory = memory(&child)?;
        let rate = call(["rate", RATE_SECONDS])?;
        let rate = rate.split(' ').next().unwrap_or_default().parse::<u64>()?;
        Ok((took, memory, rate))
    });
    server::end(child)?;
    let (took, memory, rate) = measured?;
    let seen = format!(
        "started in {} ms, {}.{} MiB after {CONNECTIONS} connections, {rate} requests a second",
        took.as_millis(),
        memory / 1024,
        memory % 1024 * 10 / 1024
    );
    if took < START && memory < MEMORY_KIB && rate >= RATE {
        return Ok(seen);
    }
    Err(format!("{seen}; the limits are 200 ms, 40 MiB and {RATE} a second").into())
}

/// One worker thread: one core.
fn sandbox(config: &Config) -> Command {
    let arguments = [
        "--pureport",
        "127.0.0.1:0",
        "--aws",
        "127.0.0.1:0",
        "--pace",
        "instant",
    ];
    let mut command = program(
        config,
        config.target.join("release/examples/sandbox"),
        &arguments,
    );
    command
        .env("TOKIO_WORKER_THREADS", "1")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Both addresses, which it prints once it listens.
fn addresses(child: &mut Child) -> Outcome<Vec<String>> {
    let output = child.stdout.take().ok_or("no output to read")?;
    let lines = BufReader::new(output).lines().map_while(Result::ok);
    let urls = lines.filter_map(|line| line.split_whitespace().last().map(str::to_owned));
    let addresses: Vec<String> = urls.take(2).collect();
    if addresses.len() == 2 {
        return Ok(addresses);
    }
    Err("the sandbox printed no addresses".into())
}

fn driver(config: &Config, addresses: &[String], what: [&str; 2]) -> Outcome<String> {
    let mut command = program(config, config.target.join("release/examples/load"), &[]);
    command.args(addresses).args(what);
    let output = Task::new(format!("loading: {}", what.join(" ")), command)
        .run()?
        .output;
    Ok(output.trim().to_owned())
}

/// What the process has in memory, KiB; Linux alone says it in this way.
fn memory(child: &Child) -> Outcome<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.ok_or("no VmRSS in /proc")?.parse()?)
}
