//! What the tests need beside Rust: Chromium, Python environments, the Playwright packages. Each is
//! made once and kept.

use std::path::{Path, PathBuf};

use crate::{
    Outcome,
    command::{Task, answer, exists, program},
    config::Config,
};

/// A Python environment with its packages.
pub struct Venv {
    folder: &'static str,
    packages: &'static [&'static str],
}

/// AWS's own SDK and CLI, and what checks the sandbox from outside. Pinned where another version
/// would mean something else.
pub const OUTSIDE: Venv = Venv {
    folder: "venv",
    packages: &[
        "boto3",
        "awscli",
        "moto[ec2]==5.2.5",
        "jsonschema[format-nongpl]==4.26.0",
        "schemathesis==4.32.5",
    ],
};

/// Pureport's command line. Its later version breaks on its own waits.
pub const PUREPORT_CLIENT: Venv = Venv {
    folder: "venv-pureport-client",
    packages: &["pureport-client==1.0.11"],
};

/// Pureport's SDK: another package that is called `pureport` inside.
pub const PUREPORT_PYTHON: Venv = Venv {
    folder: "venv-pureport-python",
    packages: &["pureport-python==0.5.0"],
};

/// The browser that the tests drive: `$CHROMIUM`, else Debian's, installed if that is allowed.
pub fn chromium(config: &Config) -> Outcome<PathBuf> {
    let path = std::env::var_os("CHROMIUM")
        .map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from);
    if !path.is_file() {
        install(config, "chromium")?;
    }
    if path.is_file() {
        Ok(path)
    } else {
        Err(format!(
            "no Chromium at {}; set CHROMIUM to its path",
            path.display()
        )
        .into())
    }
}

/// Installs a Debian package as root; as anybody else says the one command.
fn install(config: &Config, package: &str) -> Outcome {
    let by_hand =
        format!("{package} is missing: sudo apt-get install --no-install-recommends {package}");
    if !is_root(config) || !exists(config, "apt-get") {
        return Err(by_hand.into());
    }
    println!("      installing Debian's {package}");
    let apt = |arguments: &[&str]| {
        let mut command = program(config, "apt-get", arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive");
        Task::new(format!("installing {package}"), command).run()
    };
    apt(&["update"])?;
    apt(&["install", "--yes", "--no-install-recommends", package])?;
    Ok(())
}

fn is_root(config: &Config) -> bool {
    answer(program(config, "id", &["-u"])).is_ok_and(|id| id == "0")
}

/// The interpreter of an environment; the programs of its packages stand beside it.
pub fn python(config: &Config, venv: &Venv) -> Outcome<PathBuf> {
    let folder = config.tools.join(venv.folder);
    let interpreter = folder.join("bin/python");
    let wanted = venv.packages.join(" ");
    let stamp = folder.join("packages.txt");
    if files::text(&stamp).as_ref() == Some(&wanted)
        && answer(program(config, &interpreter, &["--version"])).is_ok()
    {
        return Ok(interpreter);
    }
    environment(config, &folder)?;
    let mut pip = program(
        config,
        &interpreter,
        &[
            "-m",
            "pip",
            "install",
            "--progress-bar=off",
            "--disable-pip-version-check",
        ],
    );
    pip.args(venv.packages);
    Task::new(format!("installing {wanted}"), pip).run()?;
    files::write(&stamp, wanted)?;
    Ok(interpreter)
}

fn environment(config: &Config, folder: &Path) -> Outcome {
    let make = || {
        let mut command = program(config, "python3", &["-m", "venv", "--clear"]);
        command.arg(folder);
        Task::new("making a Python environment", command).run()
    };
    if make().is_err() {
        // Debian keeps `venv` in a package of its own.
        install(config, "python3-venv")?;
        make()?;
    }
    Ok(())
}

/// The packages of `end2end`, exactly as its lock file names them.
pub fn playwright(config: &Config) -> Outcome<PathBuf> {
    let folder = config.root.join("end2end");
    let lock = files::read(&folder.join("package-lock.json"))?;
    let stamp = folder.join("node_modules/.onramp-lock");
    let wanted = files::fingerprint([lock]);
    if files::text(&stamp).as_ref() != Some(&wanted) {
        let mut npm = program(config, "npm", &["ci", "--no-audit", "--no-fund"]);
        npm.current_dir(&folder)
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        Task::new("npm ci in end2end", npm).run()?;
        files::write(&stamp, wanted)?;
    }
    Ok(folder)
}
