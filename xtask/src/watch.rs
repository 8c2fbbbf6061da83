//! Rebuilds and restarts while somebody edits.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Child,
    time::{Duration, SystemTime},
};

use crate::{
    Outcome,
    build::{self, Finish},
    clock,
    config::Config,
    server, terminal,
};

pub const HELP: &str = "\
cargo xtask watch [-- ARGS]

Serves like `run`, looks for changed sources twice a second, rebuilds, restarts the server if it
changed, and lets open pages reload. A style or start script change keeps the server and its sandbox.";

/// Where sources lie.
const SOURCES: [&str; 5] = ["app", "frontend", "server", "style", "Cargo.toml"];
const LOOK_EVERY: Duration = Duration::from_millis(500);

pub fn verb(config: &Config, arguments: &[String]) -> Outcome {
    let arguments = server::arguments(arguments)?;
    let mut seen = look(config)?;
    let mut running = None;
    let mut changed: Vec<PathBuf> = Vec::new();
    loop {
        if let Err(failure) = bring_up_to_date(config, arguments, &changed, &mut running) {
            eprintln!(
                "{} {failure}; waiting for the next change",
                terminal::red("watch:")
            );
        }
        (changed, seen) = next_change(config, seen)?;
    }
}

/// Builds what changed. The server that runs stays until another is built.
fn bring_up_to_date(
    config: &Config,
    arguments: &[String],
    changed: &[PathBuf],
    running: &mut Option<Child>,
) -> Outcome {
    if running.is_some()
        && changed
            .iter()
            .all(|path| is_only_for_the_browser(config, path))
    {
        build::site(config, Finish::Quick)?;
        return tell_pages(config);
    }
    build::everything(config, Finish::Quick, false)?;
    if let Some(child) = running.take() {
        server::end(child)?;
    }
    *running = Some(server::command(config, arguments).spawn()?);
    server::say_where(arguments);
    tell_pages(config)
}

fn is_only_for_the_browser(config: &Config, path: &Path) -> bool {
    path.starts_with(config.root.join("style")) || path == config.root.join("app/src/start.js")
}

/// Open pages ask for this file and reload when it changes (`site/src/reload.js`).
fn tell_pages(config: &Config) -> Outcome {
    let now = files::fingerprint([format!("{:?}", look(config)?)]);
    files::write(&config.site.join("pkg/built.js"), now)
}

type Ages = BTreeMap<PathBuf, SystemTime>;

fn look(config: &Config) -> Outcome<Ages> {
    let mut ages = Ages::new();
    for source in SOURCES {
        let path = config.root.join(source);
        let found = if path.is_file() {
            vec![path]
        } else {
            files::below(&path)?
        };
        for file in found {
            // A file may vanish between listing and looking: editors do that.
            if let Ok(age) = file.metadata().and_then(|m| m.modified()) {
                ages.insert(file, age);
            }
        }
    }
    Ok(ages)
}

fn next_change(config: &Config, seen: Ages) -> Outcome<(Vec<PathBuf>, Ages)> {
    loop {
        clock::pause(LOOK_EVERY);
        let now = look(config)?;
        let changed = differences(&seen, &now);
        if !changed.is_empty() {
            let first = changed
                .first()
                .map(|p| p.display().to_string())
                .unwrap_or_default();
            println!("{} {first}", terminal::bold("changed:"));
            return Ok((changed, now));
        }
    }
}

fn differences(before: &Ages, now: &Ages) -> Vec<PathBuf> {
    let newer = now
        .iter()
        .filter(|(path, age)| before.get(*path) != Some(*age))
        .map(|(path, _)| path);
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    newer.chain(gone).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_a_touched_and_a_removed_file_are_changes() {
        let (early, late) = (SystemTime::UNIX_EPOCH, SystemTime::UNIX_EPOCH + LOOK_EVERY);
        let before = Ages::from([
            ("same".into(), early),
            ("touched".into(), early),
            ("gone".into(), early),
        ]);
        let now = Ages::from([
            ("same".into(), early),
            ("touched".into(), late),
            ("new".into(), early),
        ]);
        assert_eq!(
            differences(&before, &now),
            ["new", "touched", "gone"].map(PathBuf::from)
        );
        assert!(differences(&now, &now).is_empty());
    }
}
