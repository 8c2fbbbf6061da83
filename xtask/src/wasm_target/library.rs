//! Builds the standard library for the browser and puts it where the compiler looks.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::Compiler;
use crate::{
    Outcome, clock,
    command::{Task, cargo},
    config::{Config, WASM},
};

/// Builds `library` and copies the result into the compiler's folder.
pub fn build_and_install(config: &Config, compiler: &Compiler, library: &Path) -> Outcome {
    println!(
        "  building the standard library {} for {WASM} (about a minute)",
        compiler.release
    );
    let built = build(config, compiler, library)?;
    let place = compiler.target_libraries();
    install(&built, &place)?;
    println!("  {WASM} is ready, in {}", place.display());
    Ok(())
}

/// The flags are the compiler's own build's: std may use unstable features of exactly its compiler.
fn build(config: &Config, compiler: &Compiler, library: &Path) -> Outcome<PathBuf> {
    let products = config.tools.join("rust-std").join(&compiler.release);
    let manifest = library.join("sysroot/Cargo.toml");
    let mut command = cargo(
        config,
        &[
            "build",
            "--release",
            "--target",
            WASM,
            "--features",
            "compiler-builtins-mem",
        ],
    );
    command
        .arg("--manifest-path")
        .arg(manifest)
        .current_dir(library)
        .env("CARGO_TARGET_DIR", &products)
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes",
        )
        .env("__CARGO_DEFAULT_LIB_METADATA", "onramp-wasm-target");
    let finished = Task::new("building std", command).run()?;
    println!("  built in {}", clock::said(finished.took));
    Ok(products.join(WASM).join("release/deps"))
}

/// Replaces the folder's libraries. Where it may not be written, says the one command that may.
fn install(built: &Path, place: &Path) -> Outcome {
    replace(built, place).map_err(|e| {
        let (from, to) = (built.display(), place.display());
        format!(
            "{to}: {e}. As an administrator: sudo sh -c 'mkdir -p {to} && cp {from}/*.rlib {to}/'"
        )
        .into()
    })
}

fn replace(built: &Path, place: &Path) -> std::io::Result<()> {
    if place.is_dir() {
        fs::remove_dir_all(place)?;
    }
    fs::create_dir_all(place)?;
    for entry in fs::read_dir(built)? {
        let path = entry?.path();
        let (Some(name), true) = (
            path.file_name(),
            path.extension().is_some_and(|e| e == "rlib"),
        ) else {
            continue;
        };
        fs::copy(&path, place.join(name))?;
    }
    Ok(())
}
