use clap::Parser;
use server::{
    Config,
    cli::{Cli, Command},
};

fn config(words: &str) -> Result<Config, String> {
    let words = std::iter::once("onramp").chain(words.split_ascii_whitespace());
    let cli = Cli::try_parse_from(words).map_err(|error| error.to_string())?;
    match cli.into_command() {
        Command::Serve(args) => Config::from_args(*args).map_err(|error| error.to_string()),
        Command::Sandbox(_) => Err("the sandbox".to_owned()),
    }
}

#[test]
fn serving_is_what_it_does_unless_told_otherwise() {
    let bare = config("--data /tmp/x").unwrap();
    let told = config("serve --data /tmp/x").unwrap();
    assert_eq!(bare.listen, told.listen);
    assert_eq!(bare.database.shown(), "/tmp/x/sandbox/onramp.db");
    assert_eq!(config("sandbox --pace instant").unwrap_err(), "the sandbox");
}

#[test]
fn the_database_is_a_file_or_a_postgresql_whose_password_is_not_shown() {
    for (url, shown) in [
        ("sqlite:/x/y.db", "/x/y.db"),
        ("sqlite:///x/y.db", "/x/y.db"),
        ("postgres://me:secret@db/onramp", "postgres://…@db/onramp"),
        (
            "postgresql://db/onramp?user=me&password=secret",
            "postgresql://db/onramp",
        ),
    ] {
        let config = config(&format!("--data /tmp/x --database {url}")).unwrap();
        assert_eq!(config.database.shown(), shown);
        assert!(!format!("{config:?}").contains("secret"));
    }
}

#[test]
fn contradictions_are_refused_with_the_flags_names() {
    for (words, flags) in [
        ("--mode live --pace demo", vec!["--pace", "--mode live"]),
        (
            "--mode live --sandbox-aws 127.0.0.1:1",
            vec!["--sandbox-aws"],
        ),
        (
            "--mode live --sandbox-pureport 127.0.0.1:1",
            vec!["--sandbox-pureport"],
        ),
        (
            "--mode live --aws-url http://127.0.0.1:1",
            vec!["--aws-url"],
        ),
        (
            "--sandbox-aws 127.0.0.1:1 --aws-url http://127.0.0.1:2",
            vec!["--sandbox-aws", "--aws-url"],
        ),
        (
            "--sandbox-pureport 127.0.0.1:1 --pureport-url http://127.0.0.1:2",
            vec!["--sandbox-pureport", "--pureport-url"],
        ),
        (
            "--pace demo --pureport-url http://a --aws-url http://b",
            vec!["--pace"],
        ),
        ("--auth oidc", vec!["--auth"]),
        ("--auth local", vec!["--auth"]),
        (
            "--listen 0.0.0.0:3000",
            vec!["--listen", "--allow-plain-http"],
        ),
        ("--sandbox-aws 0.0.0.0:4011", vec!["--sandbox-aws"]),
        (
            "--public-url https://example.com/path",
            vec!["--public-url"],
        ),
        ("--public-url ftp://example.com", vec!["--public-url"]),
        ("--pureport-url nonsense", vec!["--pureport-url"]),
        (
            "--mode live --pureport-url http://api.example.com",
            vec!["--pureport-url", "https"],
        ),
        (
            "--pureport-url https://me:secret@example.com",
            vec!["--pureport-url"],
        ),
        ("--ca-file /no/such/file.pem", vec!["--ca-file"]),
        ("--database mysql://me:secret@db/onramp", vec!["--database"]),
        (
            "--webhook http://example.com/secret",
            vec!["--webhook", "https"],
        ),
        (
            "--webhook https://169.254.169.254/secret",
            vec!["--webhook", "metadata"],
        ),
        ("--webhook https://me:secret@example.com", vec!["--webhook"]),
        (
            "--mode live --webhook http://127.0.0.1:9/secret",
            vec!["--webhook", "https"],
        ),
    ] {
        let error = config(&format!("--data /tmp/x {words}"))
            .map(|_| ())
            .unwrap_err();
        assert!(
            flags.iter().all(|flag| error.contains(flag)),
            "{words}: {error}"
        );
        assert!(!error.contains("secret"), "{error}");
    }
}

#[test]
fn of_a_webhook_only_the_host_is_shown() {
    let given = "--webhook https://hooks.example.com/T0/secret?token=secret";
    let config = config(&format!("--data /tmp/x {given}")).unwrap();
    let shown = format!("{config:?}");
    assert!(shown.contains("https://hooks.example.com/…"), "{shown}");
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn with_both_providers_elsewhere_no_sandbox_is_started() {
    let inside = |words: &str| match config(&format!("--data /tmp/x {words}")).unwrap().providers {
        server::Providers::Sandbox { inside, .. } => inside.is_some(),
        server::Providers::Live { .. } => false,
    };
    assert!(inside(""));
    assert!(inside("--aws-url http://127.0.0.1:1"));
    assert!(!inside(
        "--aws-url http://127.0.0.1:1 --pureport-url http://127.0.0.1:2"
    ));
    assert!(!inside(
        "--mode live --pureport-url https://api.example.com"
    ));
}

#[test]
fn the_help_teaches() {
    let help = Cli::try_parse_from(["onramp", "--help"])
        .map(|_| ())
        .unwrap_err()
        .to_string();
    for part in [
        "Examples:",
        "Demo credentials",
        "AKIASANDBOXOPERATOR1",
        "--pureport-url",
        "--webhook",
        "sandbox",
    ] {
        assert!(help.contains(part), "{part} is missing:\n{help}");
    }
}
