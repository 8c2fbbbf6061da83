//! A record of every answer, for checks from outside: whether what was said is what the provider's
//! published document allows.
//!
//! Written when the environment variable `ONRAMP_SANDBOX_RECORD` names a folder: a file of JSON lines
//! for each process, each line `{"method","path","status","body"}` with the path as its template. It
//! holds the keys that this sandbox makes up, so it belongs where build products are.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
};

use serde_json::{Value, json};

const VARIABLE: &str = "ONRAMP_SANDBOX_RECORD";

static RECORD: OnceLock<Option<Mutex<File>>> = OnceLock::new();

/// Writes down an answer, if anybody asked for that.
pub(super) fn write(method: &str, path: &str, status: u16, body: &Value) {
    let Some(file) = RECORD.get_or_init(open) else {
        return;
    };
    let line = json!({"method": method, "path": path, "status": status, "body": body});
    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
    // In one piece, so that a reader never sees half a line.
    if let Err(error) = file.write_all(format!("{line}\n").as_bytes()) {
        tracing::error!(%error, "an answer can't be recorded");
    }
}

fn open() -> Option<Mutex<File>> {
    let folder = std::env::var_os(VARIABLE).filter(|folder| !folder.is_empty())?;
    match file_in(Path::new(&folder)) {
        Ok(file) => Some(Mutex::new(file)),
        Err(error) => {
            tracing::error!(%error, "{VARIABLE} can't be written to");
            None
        }
    }
}

fn file_in(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let name = format!("{}.jsonl", std::process::id());
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join(name))
}
