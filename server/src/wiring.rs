//! Puts the adapters, the stores and the engine together: the one place that knows them all.

use std::{net::SocketAddr, sync::Arc};

use app::context::{Mode, SandboxKeys, Services, Settings};
use domain::{
    ports::{Clock, Cloud, CloudKey, Fabric, FabricKey, Partners},
    values::RegionName,
};

use crate::{
    Config, Providers, assets, entropy,
    gates::{GatedCloud, GatedFabric, Gates},
    looks::{Looks, Need, SharedCloud, SharedFabric},
    notices::MemoryNotices,
    pages::ForPages,
    partners::AllPartners,
    runs::{RunEngine, engine::Parts},
    shutdown::Stopping,
    start::StartError,
    store::Database,
    vault::SealedVault,
    webhook::Webhook,
};

/// The longest time between two looks of a run, in milliseconds: AWS's buckets are shared with
/// everybody in the account.
const SLOWEST_LOOK_SANDBOX: u64 = 2_000;
const SLOWEST_LOOK_LIVE: u64 = 10_000;
/// The shortest: live mode has a floor of five seconds (design/architecture.md, "Pollers").
const FASTEST_LOOK_SANDBOX: u64 = 250;
const FASTEST_LOOK_LIVE: u64 = 5_000;

/// How many calls a second each account, region and service gets in the long run: what EC2 gives
/// to `Describe…` (aws.md §2.6). The sandbox's runs are quicker than life.
const CALLS_SANDBOX: u32 = 100;
const CALLS_LIVE: u32 = 20;

/// Where the providers really are.
#[derive(Debug, Clone)]
pub struct Addresses {
    pub mode: Mode,
    pub pureport: Option<String>,
    /// `None`: AWS's own endpoints.
    pub aws: Option<String>,
}

impl Addresses {
    /// As configured; what is not is the in-process sandbox's.
    pub fn of(providers: &Providers, inside: Option<&sandbox::Sandbox>) -> Self {
        match providers {
            Providers::Live { pureport_url } => Self {
                mode: Mode::Live,
                pureport: pureport_url.clone(),
                aws: None,
            },
            Providers::Sandbox {
                pureport_url,
                aws_url,
                ..
            } => Self {
                mode: Mode::Sandbox,
                pureport: pureport_url
                    .clone()
                    .or_else(|| inside.map(|inside| inside.pureport_url.clone())),
                aws: aws_url
                    .clone()
                    .or_else(|| inside.map(|inside| inside.aws_url.clone())),
            },
        }
    }
}

/// What is kept for sessions and has to go with them.
#[derive(Clone)]
pub struct OfSessions {
    pub vault: Arc<SealedVault>,
    pub notices: Arc<MemoryNotices>,
    pub looks: Arc<Looks>,
}

/// Everything that `app` needs, once for what changes things and once for pages, and the engine to
/// stop it by. `listen`: where the pages are.
pub fn services(
    config: &Config,
    listen: SocketAddr,
    addresses: &Addresses,
    database: &Database,
    clock: Arc<dyn Clock>,
    of_sessions: &OfSessions,
    stopping: Stopping,
) -> Result<(Services, ForPages, RunEngine), StartError> {
    let gates = gates(addresses, &clock);
    let (fabric, cloud) = (
        fabric(config, addresses, &clock, &gates)?,
        cloud(config, addresses, gates)?,
    );
    let database = Arc::new(database.clone());
    let (fastest_look_millis, slowest_look_millis) = match addresses.mode {
        Mode::Sandbox => (FASTEST_LOOK_SANDBOX, SLOWEST_LOOK_SANDBOX),
        Mode::Live => (FASTEST_LOOK_LIVE, SLOWEST_LOOK_LIVE),
    };
    let settings = Arc::new(settings(config, addresses)?);
    let seen_with = |need| {
        let looks = &of_sessions.looks;
        let (fabric, cloud) = shared(fabric.clone(), Arc::clone(&cloud), looks, need);
        let partners: Arc<dyn Partners> = Arc::new(AllPartners {
            pureport: fabric.clone(),
            takeovers: database.clone(),
            vault: of_sessions.vault.clone(),
        });
        (fabric, cloud, partners)
    };
    let (recent_fabric, recent_cloud, recent_partners) = seen_with(Need::Recent);
    let (fabric, cloud, partners) = seen_with(Need::Now);
    let parts = Parts {
        partners: Arc::clone(&partners),
        cloud: Arc::clone(&cloud),
        choices: database.clone(),
        runs: database.clone(),
        clock: Arc::clone(&clock),
        fastest_look_millis,
        slowest_look_millis,
        home_region: settings.home_region.clone(),
        vault: of_sessions.vault.clone(),
        webhook: webhook(config, listen, &clock)?,
    };
    let engine = RunEngine::new(parts, stopping);
    let services = Services {
        fabric,
        partners,
        takeovers: database.clone(),
        cloud,
        clock,
        vault: of_sessions.vault.clone(),
        drafts: database.clone(),
        choices: database.clone(),
        notices: of_sessions.notices.clone(),
        runs: database.clone(),
        engine: Arc::new(engine.clone()),
        activity: database,
        token: entropy::token,
        settings,
    };
    let pages = ForPages(Services {
        fabric: recent_fabric,
        cloud: recent_cloud,
        partners: recent_partners,
        ..services.clone()
    });
    Ok((services, pages, engine))
}

fn gates(addresses: &Addresses, clock: &Arc<dyn Clock>) -> Arc<Gates> {
    let per_second = match addresses.mode {
        Mode::Sandbox => CALLS_SANDBOX,
        Mode::Live => CALLS_LIVE,
    };
    let clock = Arc::clone(clock);
    Arc::new(Gates::new(clock, entropy::below, per_second))
}

type Shared = (Option<Arc<dyn Fabric>>, Arc<dyn Cloud>);

fn shared(
    fabric: Option<Arc<dyn Fabric>>,
    cloud: Arc<dyn Cloud>,
    looks: &Arc<Looks>,
    need: Need,
) -> Shared {
    let fabric = fabric.map(|inner| {
        let looks = Arc::clone(looks);
        Arc::new(SharedFabric { inner, looks, need }) as Arc<dyn Fabric>
    });
    let looks = Arc::clone(looks);
    let inner = cloud;
    (fabric, Arc::new(SharedCloud { inner, looks, need }))
}

fn webhook(
    config: &Config,
    listen: SocketAddr,
    clock: &Arc<dyn Clock>,
) -> Result<Option<Arc<Webhook>>, StartError> {
    let Some(address) = config.webhook.clone() else {
        return Ok(None);
    };
    let pages = config.public_url.as_ref();
    let pages = pages.map_or_else(|| format!("http://{listen}"), ToString::to_string);
    let made = Webhook::new(address, pages, config.ca_pem.as_deref(), Arc::clone(clock));
    match made {
        Ok(webhook) => Ok(Some(Arc::new(webhook))),
        Err(error) => Err(StartError::Provider {
            provider: "the webhook",
            error: error.without_url().to_string(),
        }),
    }
}

fn fabric(
    config: &Config,
    addresses: &Addresses,
    clock: &Arc<dyn Clock>,
    gates: &Arc<Gates>,
) -> Result<Option<Arc<dyn Fabric>>, StartError> {
    let Some(base_url) = addresses.pureport.clone() else {
        return Ok(None);
    };
    let client = pureport::Client::new(pureport::Config {
        base_url,
        ca_pem: config.ca_pem.clone(),
        clock: Arc::clone(clock),
    });
    match client {
        Ok(client) => Ok(Some(Arc::new(GatedFabric {
            inner: Arc::new(client),
            gates: Arc::clone(gates),
            partner: "pureport",
        }))),
        Err(error) => Err(StartError::Provider {
            provider: "Pureport",
            error: error.to_string(),
        }),
    }
}

fn cloud(
    config: &Config,
    addresses: &Addresses,
    gates: Arc<Gates>,
) -> Result<Arc<dyn Cloud>, StartError> {
    let client = aws::Client::new(aws::Config {
        endpoint_url: addresses.aws.clone(),
        ca_pem: config.ca_pem.clone(),
    });
    match client {
        Ok(client) => Ok(Arc::new(GatedCloud {
            inner: Arc::new(client),
            gates,
        })),
        Err(error) => Err(StartError::Provider {
            provider: "AWS",
            error: error.to_string(),
        }),
    }
}

fn settings(config: &Config, addresses: &Addresses) -> Result<Settings, StartError> {
    let home_region = RegionName::parse("us-east-1").ok_or(StartError::HomeRegion)?;
    Ok(Settings {
        mode: addresses.mode,
        aws_endpoint: addresses.aws.clone(),
        home_region,
        assets: assets::manifest().addresses(),
        plain_http: config.plain_http && !config.is_https(),
        sandbox_keys: (addresses.mode == Mode::Sandbox).then(sandbox_keys),
    })
}

/// The demo credentials that the sandbox publishes (design/sandbox.md).
fn sandbox_keys() -> SandboxKeys {
    SandboxKeys {
        fabric: FabricKey {
            key: "sandbox".to_owned(),
            secret: "sandbox".into(),
        },
        cloud: CloudKey {
            access_key_id: "ASIASANDBOXTEMPORARY".to_owned(),
            secret_access_key: "sandbox/temporary/secret/key/00000000001".into(),
            session_token: Some("sandbox-session-token".into()),
        },
    }
}
