//! `/pkg`: style sheet, scripts and wasm. Their names hold a hash of what is in them, so browsers
//! keep them for good. In a release they are inside the binary, in a debug build on disk.

use std::borrow::Cow;

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use crate::guard::sentence;

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/pkg.rs"));
}

/// The names that a page needs, from the build program's `manifest.json`; empty without a build.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Manifest {
    #[serde(default)]
    pub css: String,
    #[serde(default)]
    pub start: String,
    #[serde(default)]
    pub js: String,
    #[serde(default)]
    pub wasm: String,
}

/// What the build program left.
pub fn manifest() -> Manifest {
    let Some(text) = file("manifest.json") else {
        return Manifest::default();
    };
    serde_json::from_slice(&text).unwrap_or_else(|error| {
        tracing::error!(%error, "manifest.json can't be read: pages will have no style");
        Manifest::default()
    })
}

impl Manifest {
    /// As addresses.
    pub fn addresses(self) -> app::context::Assets {
        let address = |name: String| {
            if name.is_empty() {
                name
            } else {
                format!("/pkg/{name}")
            }
        };
        app::context::Assets {
            css: address(self.css),
            start: address(self.start),
            js: address(self.js),
            wasm: address(self.wasm),
        }
    }
}

/// A file of the site's `pkg` folder.
fn file(name: &str) -> Option<Cow<'static, [u8]>> {
    if cfg!(debug_assertions) {
        return std::fs::read(std::path::Path::new(env!("ONRAMP_PKG_DIR")).join(name))
            .ok()
            .map(Cow::Owned);
    }
    let found = embedded::FILES
        .binary_search_by_key(&name, |(name, _)| name)
        .ok()?;
    embedded::FILES
        .get(found)
        .map(|(_, bytes)| Cow::Borrowed(*bytes))
}

/// Serves one file, compressed when the browser takes it.
pub async fn pkg(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(kind) = content_type(&name).filter(|_| is_plain(&name)) else {
        return not_found();
    };
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut ways = [("br", ".br"), ("gzip", ".gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(accepted, coding));
    let compressed = ways.find_map(|(coding, end)| Some((file(&format!("{name}{end}"))?, coding)));
    let fixed = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match compressed {
        Some((bytes, coding)) => {
            (fixed, [(header::CONTENT_ENCODING, coding)], bytes).into_response()
        }
        None => file(&name).map_or_else(not_found, |bytes| (fixed, bytes).into_response()),
    }
}

fn not_found() -> Response {
    sentence(StatusCode::NOT_FOUND, "There is no such file.\n")
}

/// One name, not a path.
fn is_plain(name: &str) -> bool {
    !name.starts_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

fn content_type(name: &str) -> Option<&'static str> {
    match name.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "wasm" => Some("application/wasm"),
        "woff2" => Some("font/woff2"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}

/// `Accept-Encoding` names `coding`, and not with a weight of nought.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(coding));
        named && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_by_name_and_weight() {
        assert!(accepts("gzip, deflate, br", "br"));
        assert!(accepts("br;q=0.5", "br"));
        assert!(!accepts("br;q=0", "br"));
        assert!(!accepts("brotli", "br"));
        assert!(!accepts("", "gzip"));
    }

    #[test]
    fn only_plain_names_are_looked_for() {
        assert!(is_plain("onramp_bg.0a1b2c3d.wasm"));
        for name in ["../Cargo.toml", ".hidden.css", "a/b.css", "a%2fb.css", ""] {
            assert!(!is_plain(name) || content_type(name).is_none(), "{name}");
        }
    }

    #[test]
    fn the_manifest_and_maps_are_not_served() {
        assert_eq!(content_type("manifest.json"), None);
        assert_eq!(content_type("onramp.js.map"), None);
    }
}
