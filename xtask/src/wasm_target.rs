//! The browser's standard library for the compiler in use: from rustup, or from the library's source.

mod debian;
mod library;

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use crate::{
    Outcome,
    command::{Task, answer, program},
    config::{Config, WASM},
    only,
};

pub const HELP: &str = "\
cargo xtask wasm-target [--from-source]

Makes sure that the compiler in use can build for wasm32-unknown-unknown:
  1. is it there already?
  2. `rustup target add`, where rustup can reach its server
  3. built from the library's source of exactly this compiler's version: rustup's `rust-src` if it is
     installed, else Debian's package `rust-src`; takes about a minute, then Cargo works as if rustup had done it

  --from-source   go to 3 at once, and replace what is there";

pub fn verb(config: &Config, arguments: &[String]) -> Outcome {
    only(arguments, &["--from-source"])?;
    let compiler = Compiler::read(config)?;
    if !arguments.is_empty() {
        forget_products(config)?;
        return from_source(config, &compiler);
    }
    if compiler.has_target() {
        println!(
            "{WASM} is there, in {}",
            compiler.target_libraries().display()
        );
        return Ok(());
    }
    make(config, &compiler)
}

/// Makes the target if it is not there; costs nothing if it is.
pub fn ensure(config: &Config) -> Outcome {
    let compiler = Compiler::read(config)?;
    if compiler.has_target() {
        Ok(())
    } else {
        make(config, &compiler)
    }
}

fn make(config: &Config, compiler: &Compiler) -> Outcome {
    println!("{WASM} is missing for rustc {}", compiler.release);
    forget_products(config)?;
    match with_rustup(config) {
        Ok(()) if compiler.has_target() => return Ok(()),
        Ok(()) => println!("  rustup added it for another compiler than this one"),
        Err(failure) => println!("  not from rustup: {failure}"),
    }
    from_source(config, compiler)
}

/// Crates compiled against another build of the standard library do not link with this one, and
/// Cargo does not notice.
fn forget_products(config: &Config) -> Outcome {
    let products = config.target.join(WASM);
    if products.is_dir() {
        std::fs::remove_dir_all(&products).map_err(|e| format!("{}: {e}", products.display()))?;
    }
    Ok(())
}

fn with_rustup(config: &Config) -> Outcome {
    let mut command = program(config, "rustup", &["target", "add", WASM]);
    command.env("RUSTUP_MAX_RETRIES", "0");
    Task::new("rustup target add", command)
        .limit(Duration::from_mins(3))
        .run()?;
    Ok(())
}

fn from_source(config: &Config, compiler: &Compiler) -> Outcome {
    let library = match compiler.own_source() {
        Some(library) => library,
        None => debian::library_source(config, &compiler.release)?,
    };
    library::build_and_install(config, compiler, &library)
}

/// The compiler in use: its version and its folder.
struct Compiler {
    /// `1.95.0`
    release: String,
    sysroot: PathBuf,
}

impl Compiler {
    fn read(config: &Config) -> Outcome<Self> {
        let words = answer(program(config, "rustc", &["--version", "--verbose"]))?;
        let release = words
            .lines()
            .find_map(|line| line.strip_prefix("release: "))
            .ok_or("rustc does not say its release")?
            .to_owned();
        let sysroot = answer(program(config, "rustc", &["--print", "sysroot"]))?.into();
        Ok(Self { release, sysroot })
    }

    fn target_libraries(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib").join(WASM).join("lib")
    }

    fn has_target(&self) -> bool {
        std::fs::read_dir(self.target_libraries()).is_ok_and(|entries| {
            entries
                .flatten()
                .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
        })
    }

    /// The library's source, if rustup's component `rust-src` is installed.
    fn own_source(&self) -> Option<PathBuf> {
        let library = self.sysroot.join("lib/rustlib/src/rust/library");
        is_library(&library).then_some(library)
    }
}

fn is_library(folder: &Path) -> bool {
    folder.join("sysroot/Cargo.toml").is_file()
}
