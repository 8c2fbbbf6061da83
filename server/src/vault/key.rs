//! The vault's key: 32 bytes in a file that only the server's user reads, as 64 hexadecimal
//! digits.

use std::{fmt, fs, io, io::Write, path::PathBuf};

use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{entropy, private};

const BYTES: usize = 32;

/// `--vault-key`, or the data folder's.
#[derive(Debug, Clone)]
pub struct KeyFile {
    pub path: PathBuf,
    /// A first start makes it. A file that somebody named has to be there.
    pub make: bool,
}

/// What seals, and a name for it that tells nothing of it.
pub struct VaultKey {
    pub(super) cipher: XChaCha20Poly1305,
    pub(super) id: String,
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VaultKey").finish_non_exhaustive()
    }
}

/// Why the key can't be used. Each names the mend.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error(
        "the vault key {0} is not there: put it back, or make a new one with (umask 077; openssl rand -hex 32 > {0}); what the old one sealed is lost then, and users sign in again"
    )]
    Missing(String),
    #[error("others than its owner may read the vault key {0}: run chmod 600 {0}")]
    Readable(String),
    #[error(
        "the vault key {0} is not 64 hexadecimal digits: put the right file back, or make a new one with (umask 077; openssl rand -hex 32 > {0})"
    )]
    NotAKey(String),
    #[error(
        "the vault key {0} is a sample: make one of your own with (umask 077; openssl rand -hex 32 > {0})"
    )]
    Sample(String),
    #[error("the vault key {path}: {error}")]
    File { path: String, error: io::Error },
}

impl KeyFile {
    /// Reads it; makes it first where that is allowed.
    pub fn read(&self) -> Result<VaultKey, KeyError> {
        let shown = || self.path.display().to_string();
        let failed = |error| KeyError::File {
            path: shown(),
            error,
        };
        if self.make && !self.path.exists() {
            self.make_one().map_err(failed)?;
        }
        let text = match fs::read_to_string(&self.path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(KeyError::Missing(shown()));
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(KeyError::NotAKey(shown()));
            }
            Err(error) => return Err(failed(error)),
        };
        if self.is_readable_by_others().map_err(failed)? {
            return Err(KeyError::Readable(shown()));
        }
        let mut bytes = Zeroizing::new([0; BYTES]);
        hex::decode_to_slice(text.trim(), bytes.as_mut_slice())
            .map_err(|_| KeyError::NotAKey(shown()))?;
        if bytes.iter().all(|byte| Some(byte) == bytes.first()) {
            return Err(KeyError::Sample(shown()));
        }
        VaultKey::new(&bytes).ok_or_else(|| KeyError::NotAKey(shown()))
    }

    fn make_one(&self) -> io::Result<()> {
        let text = Zeroizing::new(hex::encode(*Zeroizing::new(entropy::bytes::<BYTES>())));
        match private::open(&self.path, true) {
            Ok(mut file) => {
                writeln!(file, "{}", *text)?;
                file.sync_all()
            }
            // Another start was faster.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(error),
        }
    }

    #[cfg(unix)]
    fn is_readable_by_others(&self) -> io::Result<bool> {
        use std::os::unix::fs::PermissionsExt;
        Ok(fs::metadata(&self.path)?.permissions().mode() & 0o077 != 0)
    }

    #[cfg(not(unix))]
    fn is_readable_by_others(&self) -> io::Result<bool> {
        Ok(false)
    }
}

impl VaultKey {
    fn new(bytes: &[u8; BYTES]) -> Option<Self> {
        let mut hash = Sha256::new();
        hash.update(b"onramp vault key");
        hash.update(bytes);
        let mut id = hex::encode(hash.finalize());
        id.truncate(16);
        let cipher = XChaCha20Poly1305::new_from_slice(bytes).ok()?;
        Some(Self { cipher, id })
    }
}
