//! Where everything lies, read once.

use std::{
    env,
    ffi::OsString,
    path::{Path, PathBuf},
};

use crate::Outcome;

/// The target that the browser's half is built for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Paths of this checkout and of its build products.
pub struct Config {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's target folder, which may lie outside the checkout.
    pub target: PathBuf,
    /// What the server serves: `pkg/` with its `manifest.json`. Always inside the checkout, so that the
    /// server finds it wherever Cargo's own products are.
    pub site: PathBuf,
    /// Downloads and environments that outlive a build: Python, the library source.
    pub tools: PathBuf,
    /// The Cargo that started us.
    pub cargo: OsString,
}

impl Config {
    /// Reads the environment that Cargo sets.
    pub fn read() -> Outcome<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .ok_or("xtask lies in no workspace")?
            .to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => env::current_dir()?.join(folder),
            None => root.join("target"),
        };
        Ok(Self {
            site: root.join("target/site"),
            tools: target.join("tools"),
            cargo: env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
            root,
            target,
        })
    }

    /// The server's binary as Cargo leaves it.
    pub fn server_binary(&self, release: bool) -> PathBuf {
        let folder = if release { "release" } else { "debug" };
        self.target.join(folder).join("onramp")
    }
}
