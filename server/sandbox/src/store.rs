//! The world in a file, so that it survives a restart.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
    path::PathBuf,
    time::Duration,
};

use crate::{
    pace::Pace,
    world::{Shared, World},
};

/// How often the file is brought up to date.
const EVERY: Duration = Duration::from_secs(1);

/// The kept world, going on at `pace`; nothing when there is none or it can't be read.
pub fn load(path: &Path, pace: Pace) -> Option<World> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "the sandbox's world can't be read; a fresh one is made");
            return None;
        }
    };
    match serde_json::from_slice::<World>(&text) {
        Ok(mut world) => {
            world.resume(pace);
            Some(world)
        }
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "the sandbox's world is of another shape; a fresh one is made");
            None
        }
    }
}

/// Keeps the file up to date for as long as the task runs.
pub async fn keep(shared: Shared, path: PathBuf) {
    let mut ticks = tokio::time::interval(EVERY);
    let mut kept = None;
    loop {
        ticks.tick().await;
        let revision = Some(shared.revision());
        if revision != kept {
            kept = revision;
            save(&shared, &path);
        }
    }
}

/// Writes the world beside the file and then into its place, readable by its owner alone.
pub fn save(shared: &Shared, path: &Path) {
    let text = shared.snapshot();
    let written = text
        .map_err(io::Error::other)
        .and_then(|text| replace(path, &text));
    if let Err(error) = written {
        tracing::error!(path = %path.display(), %error, "the sandbox's world can't be kept");
    }
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("new");
    let mut file = private(&beside)?;
    // Not synced to the disk: a world that a power cut takes is replaced by a fresh one.
    file.write_all(text)?;
    fs::rename(&beside, path)
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
