//! Reading, writing and fingerprinting files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// A failure worded for the person at the terminal.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// Reads a file; the failure names it.
pub fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// Writes a file and the folders above it; the failure names it.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Outcome {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    fs::write(path, content).map_err(|e| format!("{}: {e}", path.display()).into())
}

/// Reads a text that may not be there yet.
pub fn text(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Every file below a folder, in a stable order. A folder that is not there has none.
pub fn below(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(found);
    };
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.extend(below(&entry.path())?);
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// SHA-256 over all parts, each closed by its length, as hex.
pub fn fingerprint<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        let part = part.as_ref();
        hash.update(part);
        hash.update(part.len().to_le_bytes());
    }
    hex::encode(hash.finalize())
}

/// The fingerprint of files' names and contents.
pub fn fingerprint_of(files: &[PathBuf]) -> Outcome<String> {
    let mut parts = Vec::with_capacity(files.len() * 2);
    for file in files {
        parts.push(file.as_os_str().as_encoded_bytes().to_vec());
        parts.push(read(file)?);
    }
    Ok(fingerprint(parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_tells_where_one_part_ends() {
        assert_ne!(fingerprint(["ab", "c"]), fingerprint(["a", "bc"]));
        assert_eq!(fingerprint(["ab", "c"]), fingerprint(["ab", "c"]));
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_files() {
        assert!(below(Path::new("no-such-folder")).is_ok_and(|found| found.is_empty()));
    }
}
