//! From a configuration to a running server, and back.

use std::{io, net::SocketAddr, sync::Arc};

use app::context::Services;
use axum::Router;
use domain::ports::{Clock, StoreError};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{
    cli::SandboxArgs,
    clock::SystemClock,
    config::{Config, ConfigError, Providers, loopback},
    guard, listen,
    looks::Looks,
    router,
    runs::RunEngine,
    sessions::Sessions,
    shutdown::{self, Stopper, Stopping},
    store::{Database, OpenError, World},
    vault::{SealedVault, key::KeyError},
    wiring::{self, Addresses, OfSessions},
};

/// How often ended sessions and their secrets are swept, in milliseconds.
const SWEEP_MILLIS: u64 = 30_000;

/// Why the server does not start. Each is a sentence for the person at the keyboard.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(
        "{flag} {address}: {error}. Another program may be using that port; choose another one, or 0 for any free one"
    )]
    Listen {
        flag: &'static str,
        address: SocketAddr,
        error: io::Error,
    },
    #[error(transparent)]
    Database(#[from] OpenError),
    #[error("the database could not be written; its error is in the log")]
    Store(#[from] StoreError),
    #[error(transparent)]
    VaultKey(#[from] KeyError),
    #[error("the client for {provider} can't be made: {error}")]
    Provider {
        provider: &'static str,
        error: String,
    },
    #[error("the home region is not a region")]
    HomeRegion,
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Everything behind the listener. Tests call its router directly.
pub struct Site {
    pub router: Router,
    pub addresses: Addresses,
    pub services: Services,
    sandbox: Option<sandbox::Sandbox>,
    database: Database,
    engine: RunEngine,
    stopper: Stopper,
    stopping: Stopping,
    sweeper: JoinHandle<()>,
}

impl Site {
    /// Starts the in-process sandbox if it is needed, opens the database and wires everything up
    /// for being served at `listen`.
    pub async fn build(
        config: &Config,
        listen: SocketAddr,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, StartError> {
        let sandbox = start_inside(&config.providers).await?;
        let world = sandbox.as_ref().map_or(World::Outside, |sandbox| {
            World::Sandbox(sandbox.shared().clone())
        });
        let database = Database::open(&config.database, world).await?;
        let addresses = Addresses::of(&config.providers, sandbox.as_ref());
        let (stopper, stopping) = shutdown::channel();
        let sessions = Sessions::new(Arc::clone(&clock));
        let key = config.vault_key.read()?;
        let vault = SealedVault::begin(database.clone(), key, Arc::clone(&clock)).await?;
        let of_sessions = OfSessions {
            vault: Arc::new(vault),
            notices: Arc::default(),
            looks: Arc::new(Looks::new(Arc::clone(&clock), addresses.mode)),
        };
        let (services, pages, engine) = wiring::services(
            config,
            listen,
            &addresses,
            &database,
            Arc::clone(&clock),
            &of_sessions,
            stopping.clone(),
        )?;
        let router = router::router(
            config,
            listen,
            (services.clone(), pages),
            &sessions,
            database.clone(),
            stopping.clone(),
        );
        let alone = config.database.file().is_some();
        if alone {
            let open = services.runs.open_runs().await?;
            of_sessions.vault.keep_grants(&open).await?;
        }
        engine.wake(alone);
        let sweeper = tokio::spawn(sweep(sessions, of_sessions, services.clone()));
        Ok(Self {
            router,
            addresses,
            services,
            sandbox,
            database,
            engine,
            stopper,
            stopping,
            sweeper,
        })
    }

    /// The in-process sandbox.
    pub fn sandbox(&self) -> Option<&sandbox::Sandbox> {
        self.sandbox.as_ref()
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Lets runs in flight end, then closes what is open.
    pub async fn stop(self) {
        self.stopper.stop();
        self.engine.drain().await;
        self.sweeper.abort();
        self.database.close().await;
        if let Some(sandbox) = self.sandbox {
            sandbox.stop().await;
        }
    }
}

/// A server that answers.
pub struct Running {
    /// For example `http://127.0.0.1:3000`.
    pub url: String,
    pub site: Site,
    listener: JoinHandle<()>,
}

impl Running {
    /// Stops accepting, lets requests and runs in flight end.
    pub async fn stop(self) {
        self.site.stopper.stop();
        let _ = self.listener.await;
        self.site.stop().await;
    }
}

/// Starts everything; returns once it answers.
pub async fn start(config: &Config) -> Result<Running, StartError> {
    let address = config.listen;
    let listener = TcpListener::bind(address)
        .await
        .map_err(|error| StartError::Listen {
            flag: "--listen",
            address,
            error,
        })?;
    let bound = listener.local_addr()?;
    let site = Site::build(config, bound, Arc::new(SystemClock)).await?;
    let listener = tokio::spawn(listen::serve(
        listener,
        site.router.clone(),
        site.stopping.clone(),
    ));
    Ok(Running {
        url: format!("http://{bound}"),
        site,
        listener,
    })
}

/// `onramp serve`: until the process is asked to end.
pub async fn serve(config: Config) -> Result<(), StartError> {
    guard::panic::quiet_hook();
    let running = start(&config).await?;
    announce(&config, &running);
    shutdown::signal().await;
    tracing::info!("stopping");
    running.stop().await;
    Ok(())
}

fn announce(config: &Config, running: &Running) {
    let open = config
        .public_url
        .as_ref()
        .map_or_else(|| running.url.clone(), ToString::to_string);
    println!("Open {open}");
    if let Some(sandbox) = running.site.sandbox() {
        println!(
            "Sandbox: Pureport {}, AWS {}",
            sandbox.pureport_url, sandbox.aws_url
        );
    }
    tracing::info!(url = %open, pureport = ?running.site.addresses.pureport, aws = ?running.site.addresses.aws, "ready");
}

/// `onramp sandbox`: the simulated providers alone.
pub async fn sandbox_alone(args: &SandboxArgs) -> Result<(), StartError> {
    if !args.allow_remote {
        loopback("--pureport", args.pureport)?;
        loopback("--aws", args.aws)?;
    }
    let config = sandbox::Config {
        pureport: args.pureport,
        aws: args.aws,
        pace: args.pace.into(),
        seed: args.seed,
        state_file: None,
    };
    let sandbox = start_sandbox(config, ["--pureport", "--aws"]).await?;
    println!("Pureport {}", sandbox.pureport_url);
    println!("AWS      {}", sandbox.aws_url);
    shutdown::signal().await;
    sandbox.stop().await;
    Ok(())
}

async fn start_inside(providers: &Providers) -> Result<Option<sandbox::Sandbox>, StartError> {
    match providers {
        Providers::Sandbox {
            inside: Some(inside),
            ..
        } => start_sandbox(inside.clone(), ["--sandbox-pureport", "--sandbox-aws"])
            .await
            .map(Some),
        _ => Ok(None),
    }
}

/// The two flags are tried first, so that a port that is taken is told by its flag.
async fn start_sandbox(
    config: sandbox::Config,
    flags: [&'static str; 2],
) -> Result<sandbox::Sandbox, StartError> {
    for (flag, address) in flags.into_iter().zip([config.pureport, config.aws]) {
        let tried = TcpListener::bind(address).await;
        tried.map_err(|error| StartError::Listen {
            flag,
            address,
            error,
        })?;
    }
    Ok(sandbox::start(config).await?)
}

/// Secrets are gone at most half a minute after their session, and so are the access tokens that
/// the partner gave for them.
async fn sweep(sessions: Sessions, of_sessions: OfSessions, services: Services) {
    loop {
        services.clock.sleep(SWEEP_MILLIS).await;
        let alive = sessions.sweep();
        of_sessions.notices.keep_only(|key| alive.has(key));
        of_sessions.looks.sweep();
        // What the database did not delete this time, it will the next.
        let ended = of_sessions.vault.keep_only(alive.vault_keys()).await;
        let Some(fabric) = &services.fabric else {
            continue;
        };
        for key in ended.iter().flatten() {
            fabric.forget(key).await;
        }
    }
}
