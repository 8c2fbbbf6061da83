//! The same promises by a real PostgreSQL, started for the test: on a Unix socket in a folder of
//! its own, and as somebody who is not root, because it refuses root.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use server::store::{Database, DatabaseUrl, World};

use crate::{store_suite, support::Folder};

/// A PostgreSQL that ends with the test.
struct Postgres(Folder);

/// As user `postgres` where we are root.
fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    let is_root = fs::metadata("/proc/self").is_ok_and(|us| {
        use std::os::unix::fs::MetadataExt;
        us.uid() == 0
    });
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            program,
        ]);
        command
    } else {
        Command::new(program)
    };
    command.args(arguments).env("LC_ALL", "C").output().ok()
}

fn is_there(program: &str) -> bool {
    run(program, &["--version"]).is_some_and(|output| output.status.success())
}

impl Postgres {
    fn start() -> Self {
        let folder = Folder::new();
        fs::create_dir_all(&folder.0).unwrap();
        // Whoever it runs as makes its own folder in it.
        fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o777)).unwrap();
        let (data, sockets) = (folder.0.join("data"), folder.0.clone());
        let data = data.to_str().unwrap();
        let made = run(
            "initdb",
            &["-D", data, "-U", "onramp", "-A", "trust", "-E", "UTF8"],
        );
        succeeded(made);
        let options = format!(
            "-c listen_addresses= -c unix_socket_directories={} -c fsync=off",
            sockets.display()
        );
        let log = folder.0.join("log");
        let log = log.to_str().unwrap();
        succeeded(run(
            "pg_ctl",
            &["-D", data, "-l", log, "-o", &options, "-w", "start"],
        ));
        Self(folder)
    }

    fn url(&self) -> DatabaseUrl {
        let socket = escape(&self.0.0);
        DatabaseUrl::parse(&format!("postgres://onramp@{socket}/postgres")).unwrap()
    }
}

fn escape(path: &Path) -> String {
    path.to_str().unwrap().replace('/', "%2F")
}

fn succeeded(output: Option<Output>) {
    let output = output.unwrap();
    assert!(output.status.success(), "{output:?}");
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.0.0.join("data");
        let data = data.to_str().unwrap_or_default();
        let _ = run("pg_ctl", &["-D", data, "-m", "immediate", "stop"]);
    }
}

#[tokio::test]
async fn postgresql_keeps_every_promise_of_sqlite() {
    if !is_there("initdb") || !is_there("pg_ctl") {
        println!("skipped: initdb and pg_ctl of PostgreSQL are not in PATH");
        return;
    }
    let _ = rustls::crypto::ring::default_provider().install_default();
    let postgres = Postgres::start();
    let database = Database::open(&postgres.url(), World::Outside)
        .await
        .unwrap();
    store_suite::all(&database).await;
    database.close().await;
    let database = Database::open(&postgres.url(), World::Outside)
        .await
        .unwrap();
    assert!(database.is_alive().await);
    database.close().await;
}
