//! The standard library's source from Debian's package `rust-src`, fetched beside the system's own
//! package lists so that nothing of the machine changes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    Outcome,
    command::{Show, Task, answer, program},
    config::Config,
};

/// Where a newer Rust than the stable release's may be found, most stable first.
const SUITES: [&str; 4] = ["trixie-backports", "forky", "sid", "trixie"];
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Downloads and unpacks the source of exactly `release`; gives its `library` folder.
pub fn library_source(config: &Config, release: &str) -> Outcome<PathBuf> {
    let folder = config.tools.join("rust-src").join(release);
    let library = folder.join(format!("unpacked/usr/src/rustc-{release}/library"));
    if super::is_library(&library) {
        return Ok(library);
    }
    let repository = repository(config)?;
    for suite in SUITES {
        println!("  looking for rust-src {release} in Debian's {suite}");
        match download(config, &folder, &repository, suite, release) {
            Ok(true) => {
                unpack(config, &folder)?;
                return Ok(library);
            }
            Ok(false) => println!("  {suite} has another version"),
            Err(failure) => println!("  {suite}: {failure}"),
        }
    }
    Err(format!("no source of the standard library {release} was found; install rustup's component `rust-src`").into())
}

/// The address that this machine takes Debian packages from.
fn repository(config: &Config) -> Outcome<String> {
    let listed = answer(program(
        config,
        "apt-get",
        &["indextargets", "--format", "$(REPO_URI)"],
    ))
    .map_err(|e| format!("this needs rustup, or Debian's package tools: {e}"))?;
    let address = listed
        .lines()
        .find(|line| line.trim_end_matches('/').ends_with("/debian"));
    Ok(address
        .ok_or("no Debian repository is set up on this machine")?
        .to_owned())
}

/// Whether the suite has that version; then it lies in `folder`.
fn download(
    config: &Config,
    folder: &Path,
    repository: &str,
    suite: &str,
    release: &str,
) -> Outcome<bool> {
    let apt = Apt::new(folder, repository, suite)?;
    Task::new(
        format!("reading {suite}"),
        apt.command(config, "apt-get", &["update"]),
    )
    .run()?;
    let versions = answer(apt.command(config, "apt-cache", &["madison", "rust-src"]))?;
    let Some(version) = matching_version(&versions, release) else {
        return Ok(false);
    };
    println!("  downloading rust-src {version} (about 45 MB)");
    let package = format!("rust-src={version}");
    let mut command = apt.command(config, "apt-get", &["download", &package]);
    command.current_dir(folder);
    Task::new("downloading rust-src", command).run()?;
    Ok(true)
}

/// `apt-cache madison` prints `rust-src | VERSION | source` a line.
fn matching_version(listed: &str, release: &str) -> Option<String> {
    listed
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .find(|version| {
            version
                .strip_prefix(release)
                .is_some_and(|rest| rest.starts_with(['+', '-', '~']))
        })
        .map(str::to_owned)
}

fn unpack(config: &Config, folder: &Path) -> Outcome {
    let package = files::below(folder)?
        .into_iter()
        .find(|path| path.extension().is_some_and(|e| e == "deb"))
        .ok_or("the downloaded package is gone")?;
    let mut command = program(config, "dpkg", &["-x"]);
    command.arg(package).arg(folder.join("unpacked"));
    Task::new("unpacking rust-src", command)
        .show(Show::News)
        .run()?;
    Ok(())
}

/// apt with lists and sources of its own.
struct Apt {
    options: Vec<String>,
}

impl Apt {
    fn new(folder: &Path, repository: &str, suite: &str) -> Outcome<Self> {
        let state = folder.join("apt").join(suite);
        fs::create_dir_all(state.join("lists/partial"))?;
        fs::create_dir_all(state.join("cache/archives/partial"))?;
        let signed = if Path::new(KEYRING).is_file() {
            format!("[signed-by={KEYRING}] ")
        } else {
            String::new()
        };
        let sources = state.join("sources.list");
        files::write(&sources, format!("deb {signed}{repository} {suite} main\n"))?;
        let options = [
            format!("Dir::Etc::SourceList={}", sources.display()),
            "Dir::Etc::SourceParts=-".to_owned(),
            format!("Dir::State::Lists={}", state.join("lists").display()),
            format!("Dir::Cache={}", state.join("cache").display()),
            "Acquire::Languages=none".to_owned(),
            "APT::Sandbox::User=root".to_owned(),
        ];
        Ok(Self {
            options: options.into(),
        })
    }

    fn command(&self, config: &Config, name: &str, arguments: &[&str]) -> Command {
        let mut command = program(config, name, &[]);
        for option in &self.options {
            command.args(["-o", option]);
        }
        command.args(arguments);
        command
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: &str =
        " rust-src | 1.96.1+dfsg1-2~bpo13+1 | http://mirror.example/pool trixie-backports/main
 rust-src | 1.95.0+dfsg1-2~bpo13+1 | http://mirror.example/pool trixie-backports/main";

    #[test]
    fn the_version_of_exactly_this_compiler_is_picked() {
        assert_eq!(
            matching_version(LISTED, "1.95.0").as_deref(),
            Some("1.95.0+dfsg1-2~bpo13+1")
        );
    }

    #[test]
    fn a_version_that_only_begins_alike_is_not_taken() {
        assert_eq!(matching_version("rust-src | 1.95.01-1 | x", "1.95.0"), None);
        assert_eq!(matching_version(LISTED, "1.9"), None);
    }
}
