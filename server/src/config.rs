//! The command line, checked: what contradicts itself is refused with the flags' names.

use std::{
    env, fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use crate::{
    cli::{Auth, Mode, ServeArgs},
    guard::origin::Origin,
    store::url::{DatabaseUrl, without_password},
    vault::key::KeyFile,
    webhook,
};

/// Everything that `serve` needs to know.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the pages are served.
    pub listen: SocketAddr,
    /// Listening beyond loopback without TLS was allowed in words.
    pub plain_http: bool,
    /// The address that browsers use, when it is another than `listen`.
    pub public_url: Option<Origin>,
    /// Further host names to answer to, in lower case.
    pub allow_hosts: Vec<String>,
    pub database: DatabaseUrl,
    pub vault_key: KeyFile,
    /// Where runs that end or need somebody are told.
    pub webhook: Option<webhook::Address>,
    /// Further trusted certificate authorities, PEM.
    pub ca_pem: Option<Vec<u8>>,
    pub providers: Providers,
}

/// The providers of one process: simulated or real, never mixed.
#[derive(Debug, Clone)]
pub enum Providers {
    Sandbox {
        /// The in-process sandbox, when one of the addresses is not given.
        inside: Option<sandbox::Config>,
        pureport_url: Option<String>,
        aws_url: Option<String>,
    },
    Live {
        /// `None`: the partner's half is off.
        pureport_url: Option<String>,
    },
}

/// Why a command line can't be followed. Each sentence names the flag.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error(
        "{flag} has no meaning with --mode live: it belongs to the sandbox. Leave it out, or use --mode sandbox"
    )]
    SandboxFlagInLiveMode { flag: &'static str },
    #[error(
        "{flag} has no meaning together with {other}: no in-process sandbox listens there then. Leave one out"
    )]
    NoSandboxThere {
        flag: &'static str,
        other: &'static str,
    },
    #[error("--auth {0} is not part of this release; use --auth pureport")]
    AuthNotAvailable(&'static str),
    #[error(
        "--listen {0} is not a loopback address and nothing would be encrypted; listen on 127.0.0.1 behind a proxy that ends TLS, or add --allow-plain-http"
    )]
    PlainHttp(SocketAddr),
    #[error("{flag} {address} is not a loopback address: the sandbox listens on this machine only")]
    SandboxBeyondLoopback {
        flag: &'static str,
        address: SocketAddr,
    },
    #[error(
        "{flag} wants an address like https://onramp.example.com, without a path; it got {value:?}"
    )]
    NotAnOrigin { flag: &'static str, value: String },
    #[error("{flag} wants an http or https address; it got {value:?}")]
    NotAnAddress { flag: &'static str, value: String },
    #[error(
        "--pureport-url {0} is not encrypted, and with --mode live the API key would cross the network in clear; use https"
    )]
    ClearText(String),
    #[error(
        "--database {0:?} is not supported: name a file or a PostgreSQL, for example sqlite:/var/lib/onramp/onramp.db or postgres://onramp@db.example.com/onramp"
    )]
    Database(String),
    #[error("--webhook can't be used: {0}")]
    Webhook(#[from] webhook::Unusable),
    #[error("--ca-file {path}: {error}")]
    CaFile { path: String, error: std::io::Error },
    #[error(
        "no data folder is known (neither XDG_DATA_HOME nor HOME is set); name one with --data"
    )]
    NoDataFolder,
}

impl Config {
    /// Checks the flags against each other and reads the files that they name.
    pub fn from_args(args: ServeArgs) -> Result<Self, ConfigError> {
        match args.auth {
            Auth::Pureport => {}
            Auth::Local => return Err(ConfigError::AuthNotAvailable("local")),
            Auth::Oidc => return Err(ConfigError::AuthNotAvailable("oidc")),
        }
        let beyond_loopback = !args.listen.ip().is_loopback();
        if beyond_loopback && !args.allow_plain_http {
            return Err(ConfigError::PlainHttp(args.listen));
        }
        let data = data_folder(&args)?;
        Ok(Self {
            listen: args.listen,
            plain_http: beyond_loopback,
            public_url: public_url(args.public_url.as_deref())?,
            allow_hosts: args
                .allow_host
                .iter()
                .map(|host| host.trim().to_lowercase())
                .collect(),
            database: database(args.database.as_deref(), &data)?,
            vault_key: vault_key(args.vault_key.clone(), &data),
            webhook: webhook(&args)?,
            ca_pem: args.ca_file.as_deref().map(ca_file).transpose()?,
            providers: providers(&args, &data)?,
        })
    }

    /// Whether browsers reach us over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(Origin::is_https)
    }
}

/// One subfolder per mode, so that sandbox rows and live rows never meet.
fn data_folder(args: &ServeArgs) -> Result<PathBuf, ConfigError> {
    let set = |name| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let base = args
        .data
        .clone()
        .or_else(|| set("XDG_DATA_HOME").map(|folder| folder.join("onramp")))
        .or_else(|| set("HOME").map(|home| home.join(".local/share/onramp")))
        .ok_or(ConfigError::NoDataFolder)?;
    Ok(base.join(match args.mode {
        Mode::Sandbox => "sandbox",
        Mode::Live => "live",
    }))
}

fn public_url(value: Option<&str>) -> Result<Option<Origin>, ConfigError> {
    let parse = |value: &str| {
        Origin::parse(value.trim_end_matches('/')).ok_or_else(|| ConfigError::NotAnOrigin {
            flag: "--public-url",
            value: value.to_owned(),
        })
    };
    value.map(parse).transpose()
}

/// An empty variable is none.
fn webhook(args: &ServeArgs) -> Result<Option<webhook::Address>, ConfigError> {
    let given = args.webhook.as_deref().filter(|text| !text.is_empty());
    let sandbox = args.mode == Mode::Sandbox;
    let parse = |text| webhook::Address::parse(text, sandbox);
    Ok(given.map(parse).transpose()?)
}

fn database(value: Option<&str>, data: &Path) -> Result<DatabaseUrl, ConfigError> {
    let Some(value) = value else {
        return Ok(DatabaseUrl::Sqlite(data.join("onramp.db")));
    };
    DatabaseUrl::parse(value).ok_or_else(|| ConfigError::Database(without_password(value)))
}

/// A file that was named has to be there; the data folder's is made.
fn vault_key(named: Option<PathBuf>, data: &Path) -> KeyFile {
    KeyFile {
        make: named.is_none(),
        path: named.unwrap_or_else(|| data.join("vault.key")),
    }
}

fn ca_file(path: &Path) -> Result<Vec<u8>, ConfigError> {
    fs::read(path).map_err(|error| ConfigError::CaFile {
        path: path.display().to_string(),
        error,
    })
}

fn providers(args: &ServeArgs, data: &Path) -> Result<Providers, ConfigError> {
    let pureport_url = provider_url("--pureport-url", args.pureport_url.as_deref())?;
    let aws_url = provider_url("--aws-url", args.aws_url.as_deref())?;
    match args.mode {
        Mode::Live => {
            refuse_sandbox_flags(args)?;
            refuse_clear_text(pureport_url.as_deref())?;
            Ok(Providers::Live { pureport_url })
        }
        Mode::Sandbox => {
            let inside = inside(args, data)?;
            Ok(Providers::Sandbox {
                inside,
                pureport_url,
                aws_url,
            })
        }
    }
}

fn refuse_sandbox_flags(args: &ServeArgs) -> Result<(), ConfigError> {
    let given = [
        ("--pace", args.pace.is_some()),
        ("--sandbox-pureport", args.sandbox_pureport.is_some()),
        ("--sandbox-aws", args.sandbox_aws.is_some()),
        ("--aws-url", args.aws_url.is_some()),
    ];
    match given.into_iter().find(|(_, given)| *given) {
        Some((flag, _)) => Err(ConfigError::SandboxFlagInLiveMode { flag }),
        None => Ok(()),
    }
}

/// A real API secret crosses no network in clear.
fn refuse_clear_text(pureport_url: Option<&str>) -> Result<(), ConfigError> {
    let uri: Option<http::Uri> = pureport_url.and_then(|url| url.parse().ok());
    let clear = uri.filter(|uri| uri.scheme_str() == Some("http"));
    match clear {
        Some(uri) if !uri.host().is_some_and(is_this_machine) => {
            Err(ConfigError::ClearText(uri.to_string()))
        }
        _ => Ok(()),
    }
}

fn is_this_machine(host: &str) -> bool {
    let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    ip.map_or(host.eq_ignore_ascii_case("localhost"), |ip| {
        ip.is_loopback()
    })
}

/// The in-process sandbox, unless both providers are elsewhere.
fn inside(args: &ServeArgs, data: &Path) -> Result<Option<sandbox::Config>, ConfigError> {
    let (pureport, aws) = (args.pureport_url.is_some(), args.aws_url.is_some());
    let clashes = [
        (
            "--sandbox-pureport",
            args.sandbox_pureport.is_some(),
            "--pureport-url",
            pureport,
        ),
        (
            "--sandbox-aws",
            args.sandbox_aws.is_some(),
            "--aws-url",
            aws,
        ),
        (
            "--pace",
            args.pace.is_some(),
            "--pureport-url and --aws-url",
            pureport && aws,
        ),
    ];
    for (flag, given, other, elsewhere) in clashes {
        if given && elsewhere {
            return Err(ConfigError::NoSandboxThere { flag, other });
        }
    }
    if pureport && aws {
        return Ok(None);
    }
    // Where the other half is elsewhere, its listener is of no use to anybody: any free port.
    let usual =
        |port, elsewhere| SocketAddr::from((Ipv4Addr::LOCALHOST, if elsewhere { 0 } else { port }));
    Ok(Some(sandbox::Config {
        pureport: loopback(
            "--sandbox-pureport",
            args.sandbox_pureport.unwrap_or(usual(4010, pureport)),
        )?,
        aws: loopback(
            "--sandbox-aws",
            args.sandbox_aws.unwrap_or(usual(4011, aws)),
        )?,
        pace: args.pace.map_or_else(sandbox::Pace::default, Into::into),
        seed: 1,
        state_file: Some(data.join("world.json")),
    }))
}

/// The sandbox has no protection but that only this machine reaches it.
pub fn loopback(flag: &'static str, address: SocketAddr) -> Result<SocketAddr, ConfigError> {
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(ConfigError::SandboxBeyondLoopback { flag, address })
}

fn provider_url(flag: &'static str, value: Option<&str>) -> Result<Option<String>, ConfigError> {
    let Some(value) = value else { return Ok(None) };
    let is_address = value.parse::<http::Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri
                .authority()
                .is_some_and(|authority| !authority.as_str().contains('@'))
    });
    if !is_address {
        return Err(ConfigError::NotAnAddress {
            flag,
            value: without_password(value),
        });
    }
    Ok(Some(value.trim_end_matches('/').to_owned()))
}
