//! What the server puts into every request, and what a request knows of its user.
//!
//! How it is wired (package `server`):
//! * pages: every GET that no other route takes goes to [`crate::app::respond`] with the
//!   [`Services`], the request's `Session` and its path and query; it answers [`crate::app::Answer`].
//! * server functions: `POST /api/{*fn}` through `leptos_axum::handle_server_fns_with_context`,
//!   with `provide_context(services.clone())`; they take the `Session` from the request's parts.

use std::sync::Arc;

use domain::{
    activity::{Entry, Outcome},
    ports::{
        Account, Activity, Choices, Clock, Cloud, CloudKey, Connection, Drafts, Engine, Fabric,
        FabricKey, Network, Notices, Partners, PortError, RunStore, Takeovers, UserId, Vault,
    },
    setup::Notice,
    takeover::is_taken_over,
    values::{AwsAccountId, RegionName},
};
use leptos::prelude::use_context;
use tower_sessions::Session;

use crate::{
    answer::{Stop, outcome_of},
    paths,
    session::{NOBODY, SignedIn},
};

/// The ports, put together by `server`.
#[derive(Clone)]
pub struct Services {
    /// `None`: the partner half is off (live mode without `--pureport-url`).
    pub fabric: Option<Arc<dyn Fabric>>,
    pub partners: Arc<dyn Partners>,
    pub takeovers: Arc<dyn Takeovers>,
    pub cloud: Arc<dyn Cloud>,
    pub clock: Arc<dyn Clock>,
    pub vault: Arc<dyn Vault>,
    pub drafts: Arc<dyn Drafts>,
    pub choices: Arc<dyn Choices>,
    pub notices: Arc<dyn Notices>,
    pub runs: Arc<dyn RunStore>,
    pub engine: Arc<dyn Engine>,
    pub activity: Arc<dyn Activity>,
    /// A random, URL-safe text of at least 128 bits.
    pub token: fn() -> String,
    pub settings: Arc<Settings>,
}

/// What is fixed for the life of the process.
#[derive(Debug, Clone)]
pub struct Settings {
    pub mode: Mode,
    /// Sandbox mode: what the command lines shown name as `--endpoint-url`.
    pub aws_endpoint: Option<String>,
    /// Where STS and region-less calls go before a region is known.
    pub home_region: RegionName,
    pub assets: Assets,
    /// The instance is served in clear to another machine: a banner says so.
    pub plain_http: bool,
    /// Sandbox mode: what "Use sandbox credentials" uses.
    pub sandbox_keys: Option<SandboxKeys>,
}

/// The sandbox's published demo credentials (design/sandbox.md).
#[derive(Debug, Clone)]
pub struct SandboxKeys {
    pub fabric: FabricKey,
    pub cloud: CloudKey,
}

/// Sandbox and live are never mixed in one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Sandbox,
    Live,
}

impl Mode {
    /// Milliseconds between two looks of a page that follows what moves: providers' limits are
    /// shared with everybody's console, so live mode has a floor of five seconds.
    pub fn look_every(self) -> u32 {
        match self {
            Self::Sandbox => 1000,
            Self::Live => 5000,
        }
    }
}

/// Addresses of the hashed assets, for example `/pkg/main.0123.css`; empty when not built.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    pub css: String,
    pub start: String,
    pub js: String,
    pub wasm: String,
}

/// One request.
#[derive(Clone)]
pub struct Cx {
    pub services: Services,
    pub session: Session,
    /// The address, without its query.
    pub path: String,
    pub query: Vec<(String, String)>,
    pub user: Option<SignedIn>,
    /// What the request before this one had to say.
    pub notice: Option<Notice>,
}

/// A request of a signed-in user.
#[derive(Clone)]
pub struct UserCx {
    pub cx: Cx,
    pub user: SignedIn,
    /// All partners as one: a connection's id says whose it is. Without Pureport it serves
    /// taken-over connections only.
    pub fabric: Arc<dyn Fabric>,
    pub fabric_key: FabricKey,
    /// `None`: AWS is not connected.
    pub cloud_key: Option<CloudKey>,
}

impl Cx {
    /// The request of a page.
    pub async fn of_page(services: Services, session: Session, path: &str, query: &str) -> Self {
        let user = SignedIn::load(&session).await;
        let query: Vec<(String, String)> = paths::parse_query(query);
        let notice_id = query
            .iter()
            .find(|(name, _)| name == "notice")
            .map(|(_, id)| id.clone());
        let notice = match (&user, notice_id) {
            (Some(user), Some(id)) => services.notices.get(&user.vault_key, &id).await,
            (None, Some(id)) => services.notices.get(NOBODY, &id).await,
            _ => None,
        };
        Self {
            services,
            session,
            path: path.to_owned(),
            query,
            user,
            notice,
        }
    }

    /// The request of a server function.
    pub async fn of_post() -> Result<Self, Stop> {
        let services = use_context::<Services>().ok_or(Stop::NotFound)?;
        let session = leptos_axum::extract::<Session>()
            .await
            .map_err(|_| Stop::SignIn)?;
        let user = SignedIn::load(&session).await;
        Ok(Self {
            services,
            session,
            path: String::new(),
            query: Vec::new(),
            user,
            notice: None,
        })
    }

    /// A value of the query, empty when absent.
    pub fn query(&self, name: &str) -> &str {
        self.query
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// Keeps `notice` for the page at `path`; returns that page's address with it.
    pub async fn tell(&self, path: &str, notice: Notice) -> String {
        let session = self.user.as_ref().map(|user| user.vault_key.as_str());
        let session = session.unwrap_or(NOBODY);
        let id = self.services.notices.put(session, notice).await;
        paths::with_query(path, &[("notice", &id)])
    }

    /// The signed-in user's request, with the keys from the vault.
    pub async fn signed_in(self) -> Result<UserCx, Stop> {
        let user = self.user.clone().ok_or(Stop::SignIn)?;
        let partners = &self.services.partners;
        let partner = partners.of_session(&user.vault_key).await;
        let partner = partner.ok_or(Stop::SignIn)?;
        let cloud_key = self.services.vault.cloud_key(&user.vault_key).await;
        Ok(UserCx {
            cx: self,
            user,
            fabric: partner.fabric,
            fabric_key: partner.key,
            cloud_key,
        })
    }
}

impl UserCx {
    /// Who acts.
    pub fn user_id(&self) -> &UserId {
        &self.user.user
    }

    /// The account at Pureport; without it the user is to sign in there.
    pub fn pureport(&self) -> Result<&Account, Stop> {
        self.user.account.as_ref().ok_or(Stop::SignIn)
    }

    /// The Pureport account's id; empty without one.
    pub fn account(&self) -> &str {
        self.user.account.as_ref().map_or("", |account| &account.id)
    }

    /// Whose users may see what this instance keeps of a connection: its partner's account's, or
    /// those of the AWS account in which it was taken over.
    pub fn account_of(&self, connection: &str) -> &str {
        if is_taken_over(connection) {
            self.aws_account().map_or("", AwsAccountId::as_str)
        } else {
            self.account()
        }
    }

    /// The AWS account that is connected.
    pub fn aws_account(&self) -> Option<&AwsAccountId> {
        self.user
            .cloud
            .as_ref()
            .map(|cloud| &cloud.identity.account)
    }

    /// Everything that this session may see: Pureport's, and what was taken over in the AWS account.
    pub async fn connections(&self) -> Result<Vec<Connection>, Stop> {
        let mut all = match self.pureport() {
            Ok(account) => {
                let listed = self.fabric.connections(&self.fabric_key, &account.id);
                listed.await?
            }
            Err(_) => Vec::new(),
        };
        if let Some(account) = self.aws_account() {
            let taken = self.cx.services.takeovers.of_account(account).await?;
            // A list shows no key, so none is fetched.
            all.extend(taken.iter().map(|one| one.connection(|_| None)));
        }
        Ok(all)
    }

    /// The connection, unless it is another account's: then it is as unknown as one that never was.
    pub async fn own_connection(&self, id: &str) -> Result<Connection, Stop> {
        if is_taken_over(id) {
            return self.own_taken_over(id).await;
        }
        let (connection, networks) = futures_util::join!(
            self.fabric.connection(&self.fabric_key, id),
            self.fabric.networks(&self.fabric_key, self.account()),
        );
        let connection = connection.map_err(unseen)?;
        let own = networks?
            .iter()
            .any(|network| network.id == connection.network);
        // What is kept and locked goes by the id, so a second spelling of one must not pass.
        if own && connection.id == id {
            Ok(connection)
        } else {
            Err(Stop::NotFound)
        }
    }

    /// Whoever is in the AWS account may see what was taken over there.
    async fn own_taken_over(&self, id: &str) -> Result<Connection, Stop> {
        let Some(account) = self.aws_account() else {
            let back = paths::connection(id);
            return Err(Stop::Go(paths::aws_sign_in(&back)));
        };
        let connection = self.fabric.connection(&self.fabric_key, id).await?;
        if connection.account == *account {
            Ok(connection)
        } else {
            Err(Stop::NotFound)
        }
    }

    /// The network, unless it is another account's.
    pub async fn own_network(&self, id: &str) -> Result<Network, Stop> {
        let network = self
            .fabric
            .network(&self.fabric_key, id)
            .await
            .map_err(unseen)?;
        if network.account == self.account() && network.id == id {
            Ok(network)
        } else {
            Err(Stop::NotFound)
        }
    }

    /// Keeps the changed user under a new session id, unless the session has ended meanwhile: a
    /// request that began before the sign-out must not bring it back.
    pub async fn save(&self) -> Result<(), Stop> {
        let services = &self.cx.services;
        let ended = !services.vault.is_open(&self.user.vault_key).await;
        if ended {
            return Err(Stop::SignIn);
        }
        let saved = self.user.save(&self.cx.session).await;
        saved.map_err(|_| Stop::Store)
    }

    /// Writes a line of the activity list.
    pub async fn record(&self, action: &str, object: &str, outcome: Outcome) -> Result<(), Stop> {
        let entry = self.entry(action, object, outcome);
        Ok(self.cx.services.activity.record(entry).await?)
    }

    /// Changes something at the partner: one line of the activity list, written before `call` is
    /// sent and settled by its answer.
    pub async fn change<T>(
        &self,
        action: &str,
        object: &str,
        call: impl Future<Output = Result<T, PortError>>,
    ) -> Result<Result<T, PortError>, Stop> {
        let activity = &self.cx.services.activity;
        let sent = self.entry(action, object, Outcome::Unknown);
        activity.record(sent.clone()).await?;
        let answer = call.await;
        let outcome = answer.as_ref().map_or_else(outcome_of, |_| Outcome::Done);
        // The call is made: its answer is told, whether or not it can be written down.
        let _ = activity.record(Entry { outcome, ..sent }).await;
        Ok(answer)
    }

    fn entry(&self, action: &str, object: &str, outcome: Outcome) -> Entry {
        Entry {
            at: self.cx.services.clock.now(),
            user: self.user_id().clone(),
            action: action.to_owned(),
            object: object.to_owned(),
            outcome,
        }
    }

    /// Keeps `notice` for the page at `path`; returns that page's address with it.
    pub async fn tell(&self, path: &str, notice: Notice) -> String {
        self.cx.tell(path, notice).await
    }
}

/// Another account's object is refused by Pureport with 403; here it is as unknown as one that
/// never was.
fn unseen(error: PortError) -> Stop {
    match error {
        PortError::Denied { .. } => Stop::NotFound,
        error => error.into(),
    }
}
