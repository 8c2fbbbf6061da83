//! Child processes that are never silent for long and whose failure shows what they said.

use std::{
    io::{BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

use crate::{
    Outcome, clock,
    config::Config,
    terminal::{self, plain},
};

/// The longest silence: half of what people bear without wondering.
const SILENCE: Duration = Duration::from_secs(10);

/// What of a child's output is shown while it runs. On failure all of it is.
#[derive(Clone, Copy, PartialEq)]
pub enum Show {
    /// Warnings and messages, but not each crate that Cargo compiles.
    News,
    /// Nothing.
    OnFailure,
}

/// A child process with the words for it.
pub struct Task {
    label: String,
    command: Command,
    show: Show,
    limit: Option<Duration>,
}

/// What a finished child said and how long it took.
pub struct Finished {
    /// Both streams, line by line, as they came.
    pub output: String,
    pub took: Duration,
}

impl Task {
    /// `label` says what is done, in the words of the heartbeat line.
    pub fn new(label: impl Into<String>, command: Command) -> Self {
        Self {
            label: label.into(),
            command,
            show: Show::OnFailure,
            limit: None,
        }
    }

    pub fn show(mut self, show: Show) -> Self {
        self.show = show;
        self
    }

    /// Ends the child after this time; that is a failure.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Runs the child to its end.
    pub fn run(mut self) -> Outcome<Finished> {
        let start = clock::now();
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self.command.spawn().map_err(|e| {
            format!(
                "{}: {} does not start: {e}",
                self.label,
                self.command.get_program().display()
            )
        })?;
        let mut watcher = Watcher {
            task: &self,
            start,
            last_word: start,
            status: String::new(),
            output: String::new(),
        };
        let lines = lines_of(&mut child);
        let ended = watcher.follow(&mut child, &lines)?;
        let output = watcher.output;
        if ended.success() {
            return Ok(Finished {
                output,
                took: start.elapsed(),
            });
        }
        if self.show == Show::OnFailure {
            eprint!("{output}");
        }
        Err(format!("{} failed ({ended})", self.label).into())
    }
}

struct Watcher<'a> {
    task: &'a Task,
    start: Instant,
    last_word: Instant,
    status: String,
    output: String,
}

impl Watcher<'_> {
    fn follow(&mut self, child: &mut Child, lines: &Receiver<String>) -> Outcome<ExitStatus> {
        let mut ended = None;
        loop {
            match lines.recv_timeout(Duration::from_millis(100)) {
                Ok(line) => self.hear(line),
                Err(RecvTimeoutError::Disconnected) => return Ok(child.wait()?),
                // A grandchild may hold the pipe open for ever: the child's own end counts.
                Err(RecvTimeoutError::Timeout) => match ended {
                    Some(status) => return Ok(status),
                    None => ended = child.try_wait()?,
                },
            }
            self.beat();
            if self
                .task
                .limit
                .is_some_and(|limit| self.start.elapsed() > limit)
            {
                child.kill()?;
                child.wait()?;
                return Err(format!(
                    "{} took longer than {}",
                    self.task.label,
                    clock::said(self.start.elapsed())
                )
                .into());
            }
        }
    }

    fn hear(&mut self, line: String) {
        let bare = plain(&line);
        let bare = bare.trim();
        if let Some(progress) = bare.strip_prefix("Building [") {
            if let Some((_, rest)) = progress.split_once("] ") {
                rest.clone_into(&mut self.status);
            }
            return;
        }
        if bare.is_empty() {
            return;
        }
        if is_routine(bare) {
            bare.clone_into(&mut self.status);
        } else if self.task.show == Show::News {
            eprintln!("{line}");
            self.last_word = clock::now();
        }
        self.output.push_str(&line);
        self.output.push('\n');
    }

    fn beat(&mut self) {
        if self.last_word.elapsed() < SILENCE {
            return;
        }
        self.last_word = clock::now();
        let short: String = self.status.chars().take(90).collect();
        eprintln!(
            "      … {}, {} {short}",
            self.task.label,
            clock::said(self.start.elapsed())
        );
    }
}

/// What Cargo says about every crate, and pip about every package.
fn is_routine(line: &str) -> bool {
    const WORDS: [&str; 15] = [
        "Compiling",
        "Checking",
        "Downloading",
        "Downloaded",
        "Updating",
        "Locking",
        "Adding",
        "Finished",
        "Blocking",
        "Fresh",
        "Running",
        "Collecting",
        "Using",
        "Requirement",
        "Installing",
    ];
    line.split(' ')
        .next()
        .is_some_and(|word| WORDS.contains(&word))
}

fn lines_of(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(stream) = child.stdout.take() {
        forward(stream, sender.clone());
    }
    if let Some(stream) = child.stderr.take() {
        forward(stream, sender);
    }
    receiver
}

/// Cargo ends a progress line with a carriage return, everybody else with a line feed.
fn forward(stream: impl Read + Send + 'static, sender: Sender<String>) {
    thread::spawn(move || {
        let mut line = Vec::new();
        for byte in BufReader::new(stream).bytes().map_while(Result::ok) {
            if byte == b'\n' || byte == b'\r' {
                if sender
                    .send(String::from_utf8_lossy(&line).into_owned())
                    .is_err()
                {
                    return;
                }
                line.clear();
            } else {
                line.push(byte);
            }
        }
        if !line.is_empty() {
            drop(sender.send(String::from_utf8_lossy(&line).into_owned()));
        }
    });
}

/// A command in the checkout.
pub fn program(config: &Config, name: impl AsRef<Path>, arguments: &[&str]) -> Command {
    let mut command = Command::new(name.as_ref());
    command.args(arguments).current_dir(&config.root);
    command
}

/// Cargo in the checkout, with a progress that the heartbeat can tell.
pub fn cargo(config: &Config, arguments: &[&str]) -> Command {
    let mut command = program(config, &config.cargo, arguments);
    command
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "100");
    if terminal::coloured() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    command
}

/// What a quick command prints; its failure carries what it said.
pub fn answer(mut command: Command) -> Outcome<String> {
    let name = command.get_program().display().to_string();
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|e| format!("{name} does not start: {e}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{name} failed ({}): {}", output.status, said.trim()).into())
}

/// Whether a program can be started at all.
pub fn exists(config: &Config, name: &str) -> bool {
    answer(program(config, name, &["--version"])).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_streams_of_a_child_are_kept() -> Outcome {
        let finished = Task::new("talking", shell("echo out; echo err >&2")).run()?;
        assert!(finished.output.contains("out") && finished.output.contains("err"));
        Ok(())
    }

    #[test]
    fn a_failing_child_is_a_failure_with_its_name() {
        let failure = Task::new("breaking", shell("exit 3"))
            .run()
            .err()
            .map(|e| e.to_string());
        assert!(failure.is_some_and(|said| said.starts_with("breaking failed")));
    }

    #[test]
    fn a_child_that_takes_too_long_is_ended() {
        let failure = Task::new("dawdling", shell("exec sleep 30"))
            .limit(Duration::from_millis(300))
            .run();
        assert!(failure.is_err_and(|e| e.to_string().contains("took longer")));
    }

    #[test]
    fn a_grandchild_that_stays_does_not_hold_us() -> Outcome {
        let finished = Task::new("leaving one behind", shell("sleep 5 & echo done")).run()?;
        assert!(finished.took < Duration::from_secs(4));
        Ok(())
    }
}
