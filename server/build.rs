//! In release builds the site's files become part of the binary; a debug build reads them from
//! disk. Either way the server knows at compile time which folder they are in.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=ONRAMP_SITE_DIR");
    let pkg = site().join("pkg");
    let shown = pkg.display();
    println!("cargo::rustc-env=ONRAMP_PKG_DIR={shown}");
    let mut table = String::from("pub(super) static FILES: &[(&str, &[u8])] = &[\n");
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed={shown}");
        for (name, path) in files(&pkg)? {
            let path = path.to_string_lossy();
            let _ = writeln!(table, "    ({name:?}, include_bytes!({path:?})),");
        }
    }
    table.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("pkg.rs"), table)
}

/// What the build program made: `ONRAMP_SITE_DIR`, or the workspace's `target/site`.
fn site() -> PathBuf {
    let manifest = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let usual = manifest.join("../target/site");
    env::var_os("ONRAMP_SITE_DIR").map_or(usual, PathBuf::from)
}

/// The folder's files by name, in order; none when there is no folder yet.
fn files(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(Vec::new());
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push((
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            ));
        }
    }
    files.sort();
    Ok(files)
}
