//! `--database`.

use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret, SecretString};

const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'.')
    .remove(b'-')
    .remove(b'_');

/// Where the data is kept.
#[derive(Debug, Clone)]
pub enum DatabaseUrl {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A server's address, which may carry a password.
    Postgres(SecretString),
}

impl DatabaseUrl {
    /// `sqlite:/path`, `sqlite:///path` or `postgres://…`.
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let path = rest.strip_prefix("//").unwrap_or(rest);
        match scheme {
            _ if path.is_empty() => None,
            "sqlite" => Some(Self::Sqlite(PathBuf::from(path))),
            "postgres" | "postgresql" if rest.starts_with("//") => {
                Some(Self::Postgres(text.into()))
            }
            _ => None,
        }
    }

    /// For the driver. `None`: a path that is not Unicode.
    pub(super) fn for_driver(&self) -> Option<SecretString> {
        match self {
            Self::Postgres(url) => Some(url.clone()),
            Self::Sqlite(path) => {
                let path = utf8_percent_encode(path.to_str()?, KEPT);
                Some(format!("sqlite:{path}").into())
            }
        }
    }

    /// For people: without the password.
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(url) => without_password(url.expose_secret()),
        }
    }

    /// The file, if it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }
}

/// A database URL may carry a password, which an error must not repeat.
pub fn without_password(url: &str) -> String {
    let url = url.split_once('?').map_or(url, |(url, _)| url);
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 <= at => {
            format!(
                "{}…{}",
                url.get(..scheme + 3).unwrap_or_default(),
                url.get(at..).unwrap_or_default()
            )
        }
        _ => url.to_owned(),
    }
}
