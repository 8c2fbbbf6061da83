//! The command line (design/sandbox.md, "Commands"). Every flag has an environment variable.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum, builder::FalseyValueParser};

const ABOUT: &str = "Onramp connects your network to AWS: from nothing to propagated routes.";

const LONG_ABOUT: &str = "\
Onramp connects your network to AWS: from nothing to propagated routes.

It orders a private connection at Pureport, then walks you through everything that AWS needs:
accepting the hosted connections, the Direct Connect gateway, the virtual interfaces, the virtual
private gateway, its association, the route propagation and the proof that it all works. You use
it in a browser; this program is its server. Without any account it works on an embedded sandbox,
which simulates both providers on this machine.";

const TEACH: &str = "\
Examples:
  onramp                                  on the sandbox, http://127.0.0.1:3000
  onramp --mode live --pureport-url URL   on the real Pureport and the real AWS

Demo credentials of the sandbox:
  Pureport, operator   sandbox / sandbox
  Pureport, viewer     viewer / viewer
  AWS, operator        AKIASANDBOXOPERATOR1 / sandbox/operator/secret/key/000000000001
  AWS, reader          AKIASANDBOXREADONLY1 / sandbox/readonly/secret/key/000000000001
  AWS, temporary       ASIASANDBOXTEMPORARY / sandbox/temporary/secret/key/00000000001
                       session token: sandbox-session-token
  AWS, other account   AKIASANDBOXELSEWHERE / sandbox/elsewhere/secret/key/00000000001";

#[derive(Debug, Parser)]
#[command(name = "onramp", version, about = ABOUT, long_about = LONG_ABOUT, after_help = TEACH)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve Onramp (the default)
    Serve(Box<ServeArgs>),
    /// Run the sandbox alone: Pureport's API and AWS's, simulated
    Sandbox(SandboxArgs),
}

impl Cli {
    /// What to do; serving when nothing is said.
    pub fn into_command(self) -> Command {
        self.command
            .unwrap_or_else(|| Command::Serve(Box::new(self.serve)))
    }

    /// How to log.
    pub fn log(&self) -> LogFormat {
        match &self.command {
            None => self.serve.log,
            Some(Command::Serve(args)) => args.log,
            Some(Command::Sandbox(args)) => args.log,
        }
    }
}

#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// Where the pages are served; port 0 picks a free one
    #[arg(long, env = "ONRAMP_LISTEN", default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Simulated or real providers; never both in one process
    #[arg(long, env = "ONRAMP_MODE", value_enum, default_value_t = Mode::Sandbox)]
    pub mode: Mode,
    /// Folder for the database and the sandbox's world [default: your data folder]
    #[arg(long, env = "ONRAMP_DATA", value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Who signs in users
    #[arg(long, env = "ONRAMP_AUTH", value_enum, default_value_t = Auth::Pureport)]
    pub auth: Auth,
    /// How fast the sandbox's providers are [default: demo]
    #[arg(long, env = "ONRAMP_PACE", value_enum)]
    pub pace: Option<Pace>,
    /// Where the in-process sandbox serves Pureport's API [default: 127.0.0.1:4010]
    #[arg(long, env = "ONRAMP_SANDBOX_PUREPORT", value_name = "LISTEN")]
    pub sandbox_pureport: Option<SocketAddr>,
    /// Where the in-process sandbox serves AWS's APIs [default: 127.0.0.1:4011]
    #[arg(long, env = "ONRAMP_SANDBOX_AWS", value_name = "LISTEN")]
    pub sandbox_aws: Option<SocketAddr>,
    /// Pureport's API; in sandbox mode instead of the in-process sandbox's
    #[arg(long, env = "ONRAMP_PUREPORT_URL", value_name = "URL")]
    pub pureport_url: Option<String>,
    /// A sandbox's AWS port, instead of the in-process sandbox's (sandbox mode only)
    #[arg(long, env = "ONRAMP_AWS_URL", value_name = "URL")]
    pub aws_url: Option<String>,
    /// The database: sqlite:/var/lib/onramp/onramp.db or postgres://… [default: in the data folder]
    #[arg(long, env = "ONRAMP_DATABASE", value_name = "URL")]
    pub database: Option<String>,
    /// The key that seals credentials, 64 hexadecimal digits [default: made in the data folder]
    #[arg(long, env = "ONRAMP_VAULT_KEY", value_name = "FILE")]
    pub vault_key: Option<PathBuf>,
    /// The address that browsers use, when a proxy in front of Onramp ends TLS
    #[arg(long, env = "ONRAMP_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// A further host name to answer to (repeatable)
    #[arg(
        long,
        env = "ONRAMP_ALLOW_HOST",
        value_name = "HOST",
        value_delimiter = ','
    )]
    pub allow_host: Vec<String>,
    /// Listen on other than loopback addresses although nothing is encrypted
    #[arg(long, env = "ONRAMP_ALLOW_PLAIN_HTTP", value_parser = FalseyValueParser::new())]
    pub allow_plain_http: bool,
    /// Told by POST when a run ends, needs somebody or waits for credentials; https. Its path often
    /// holds a token, so prefer the variable: the flag shows in process lists
    #[arg(
        long,
        env = "ONRAMP_WEBHOOK",
        value_name = "URL",
        hide_env_values = true
    )]
    pub webhook: Option<String>,
    /// Further certificate authorities to trust when calling the providers and the webhook (PEM)
    #[arg(long, env = "ONRAMP_CA_FILE", value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// Form of the log lines
    #[arg(long, env = "ONRAMP_LOG", value_enum, default_value_t = LogFormat::Text)]
    pub log: LogFormat,
}

#[derive(Debug, Clone, Args)]
pub struct SandboxArgs {
    /// Where Pureport's API is served; port 0 picks a free one
    #[arg(
        long,
        env = "ONRAMP_SANDBOX_PUREPORT",
        default_value = "127.0.0.1:4010"
    )]
    pub pureport: SocketAddr,
    /// Where AWS's APIs are served; port 0 picks a free one
    #[arg(long, env = "ONRAMP_SANDBOX_AWS", default_value = "127.0.0.1:4011")]
    pub aws: SocketAddr,
    /// How fast the providers are
    #[arg(long, env = "ONRAMP_PACE", value_enum, default_value_t = Pace::Demo)]
    pub pace: Pace,
    /// What everything random comes from
    #[arg(long, env = "ONRAMP_SEED", default_value_t = 1)]
    pub seed: u64,
    /// Listen on other than loopback addresses: everybody there can change this sandbox
    #[arg(long, env = "ONRAMP_ALLOW_REMOTE", value_parser = FalseyValueParser::new())]
    pub allow_remote: bool,
    /// Form of the log lines
    #[arg(long, env = "ONRAMP_LOG", value_enum, default_value_t = LogFormat::Text)]
    pub log: LogFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// Both providers simulated, no account needed
    Sandbox,
    /// The real AWS, and Pureport at --pureport-url
    Live,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Auth {
    /// Whoever has a Pureport API key
    Pureport,
    /// Onramp's own users (not in this release)
    Local,
    /// Your identity provider's users (not in this release)
    Oidc,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Pace {
    /// Every transition is complete at once
    Instant,
    /// Seconds, in the proportions of reality
    Demo,
    /// As measured at the real providers
    Realistic,
}

impl From<Pace> for sandbox::Pace {
    fn from(pace: Pace) -> Self {
        match pace {
            Pace::Instant => Self::Instant,
            Pace::Demo => Self::Demo,
            Pace::Realistic => Self::Realistic,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}
