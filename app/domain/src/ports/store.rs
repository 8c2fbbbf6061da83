//! What the server keeps for its users.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{CloudKey, FabricKey, Target, Timestamp};
use crate::{
    activity::Entry,
    run::{Command, Run, RunState, Started},
    setup::{Goal, Notice, StepOutcome, Wait},
    status::TaskState,
    takeover::TakenOver,
    values::{AwsAccountId, BgpKey},
    wizard::Draft,
};

/// Who acts. With `--auth pureport` the id is `pureport:{key}`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub String);

/// A failure of our own store; the mend is the operator's. The cause is in the log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the database did not answer")]
pub struct StoreError;

/// Secrets, sealed, keyed by session or run, that leave the server only in calls to their provider.
/// A name for which there is nothing, or nothing that can be opened, has no key.
#[async_trait]
pub trait Vault: Send + Sync {
    async fn put_fabric_key(&self, name: &str, key: FabricKey) -> Result<(), StoreError>;
    async fn put_cloud_key(&self, name: &str, key: CloudKey) -> Result<(), StoreError>;
    async fn fabric_key(&self, name: &str) -> Option<FabricKey>;
    async fn cloud_key(&self, name: &str) -> Option<CloudKey>;
    /// Begins a session that has no secret yet.
    async fn open(&self, name: &str) -> Result<(), StoreError>;
    /// The session or run has begun and not ended.
    async fn is_open(&self, name: &str) -> bool;
    /// The BGP key of a hosted connection (`dxcon-…`) whose partner has no API to tell it.
    async fn put_bgp_key(&self, name: &str, hosted: &str, key: BgpKey) -> Result<(), StoreError>;
    async fn bgp_key(&self, name: &str, hosted: &str) -> Option<BgpKey>;
    /// "Forget AWS credentials".
    async fn forget_cloud_key(&self, name: &str);
    /// Sign-out, or the end of a run: everything of that name.
    async fn forget(&self, name: &str);
    /// Gives what `session` has now to the name `to` as well ([`crate::run::Run::grant`]), until
    /// `until` at the latest. `false`: the session has no AWS credentials, and nothing was granted.
    async fn grant(&self, session: &str, to: &str, until: Timestamp) -> Result<bool, StoreError>;
}

/// The wizard's drafts: one per user and network; they hold no secret and survive sign-out.
#[async_trait]
pub trait Drafts: Send + Sync {
    async fn load(&self, user: &UserId, network: &str) -> Result<Option<Draft>, StoreError>;
    async fn save(&self, user: &UserId, network: &str, draft: &Draft) -> Result<(), StoreError>;
    async fn remove(&self, user: &UserId, network: &str) -> Result<(), StoreError>;
}

/// What a connection is meant to end on: chosen in the wizard or on a task's page.
#[async_trait]
pub trait Choices: Send + Sync {
    async fn load(&self, connection: &str) -> Result<Option<Choice>, StoreError>;
    async fn save(&self, connection: &str, choice: &Choice) -> Result<(), StoreError>;
}

/// The chosen target of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "choice", rename_all = "snake_case")]
pub enum Choice {
    /// A Direct Connect gateway that Onramp is to create.
    NewGateway,
    /// A gateway that exists.
    Existing { target: Target },
    /// A virtual private gateway that is to be created or attached by task `vpc`.
    NewVpnGateway,
}

/// Hosted connections that were taken over from the partner that ordered them: what was typed
/// once, without the BGP keys.
#[async_trait]
pub trait Takeovers: Send + Sync {
    /// By the connection's id.
    async fn load(&self, connection: &str) -> Result<Option<TakenOver>, StoreError>;
    /// All of an AWS account.
    async fn of_account(&self, account: &AwsAccountId) -> Result<Vec<TakenOver>, StoreError>;
    async fn save(&self, taken: &TakenOver) -> Result<(), StoreError>;
    /// Forgets what was typed; nothing changes at AWS.
    async fn remove(&self, connection: &str) -> Result<(), StoreError>;
}

/// Words for the page after a redirect, kept on the server so that no link can forge them.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Returns an opaque id for the next page's query.
    async fn put(&self, session: &str, notice: Notice) -> String;
    async fn get(&self, session: &str, id: &str) -> Option<Notice>;
}

/// The journal of every change, one entry before the call and its outcome after; and the runs,
/// each written by one server at a time, whose lease says which.
#[async_trait]
pub trait RunStore: Send + Sync {
    /// Records the intent; returns the attempt's number. Nothing may be sent when this fails, and
    /// nothing either for `None`: the intent's lease is lost, or somebody else, on another server,
    /// was faster (`Intent::after`): look again.
    async fn intend(&self, intent: Intent) -> Result<Option<u64>, StoreError>;
    /// Without effect when the lease that the attempt was made under is lost: whoever has it now
    /// looks for the thing.
    async fn conclude(
        &self,
        attempt: u64,
        at: Timestamp,
        outcome: StepOutcome,
    ) -> Result<(), StoreError>;
    /// All attempts for a connection, oldest first.
    async fn attempts(&self, connection: &str) -> Result<Vec<Attempt>, StoreError>;

    /// Writes a new run down, unless one of the connection is not over yet: that one.
    async fn begin(&self, run: &Run) -> Result<Option<Run>, StoreError>;
    async fn run(&self, id: &str) -> Result<Option<Run>, StoreError>;
    /// The newest run of a connection.
    async fn run_of(&self, connection: &str) -> Result<Option<Run>, StoreError>;
    /// Every run that is not over.
    async fn open_runs(&self) -> Result<Vec<Run>, StoreError>;
    /// Makes `owner` the only one who may write the run, until `until`. `None`: somebody else's
    /// lease has not ended; `take` takes it all the same, because a person said so.
    async fn claim(
        &self,
        id: &str,
        owner: &str,
        now: Timestamp,
        until: Timestamp,
        take: bool,
    ) -> Result<Option<Lease>, StoreError>;
    /// Writes the run and what happened, and prolongs the lease. `false`: the lease is lost, and
    /// nothing was written.
    async fn save(
        &self,
        lease: &Lease,
        until: Timestamp,
        run: &Run,
        events: &[Happened],
    ) -> Result<bool, StoreError>;
    /// What happened to a connection's runs after event `after`, oldest first, at most 500.
    async fn events(&self, connection: &str, after: u64) -> Result<Vec<Event>, StoreError>;

    /// Notes how long a wait of a run took, in seconds.
    async fn measure(&self, wait: Wait, seconds: u64, at: Timestamp) -> Result<(), StoreError>;
    /// What this instance has measured.
    async fn measured(&self, wait: Wait) -> Result<Measured, StoreError>;
}

/// The right to write a run. A lower epoch than the newest writes nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    pub run: String,
    pub owner: String,
    pub epoch: u64,
}

/// A change of a run, for whoever watches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "happened", rename_all = "snake_case")]
pub enum Happened {
    Step { step: String, state: TaskState },
    Run { state: RunState },
}

/// A change of a run, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Grows by one with each event of a connection.
    pub number: u64,
    pub run: String,
    pub at: Timestamp,
    pub happened: Happened,
}

/// How long a wait took on this instance, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measured {
    pub count: u64,
    pub median: u64,
    pub slowest: u64,
}

/// What is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intent {
    pub connection: String,
    pub user: UserId,
    /// The provider's operation, for example `directconnect:ConfirmConnection`.
    pub operation: String,
    /// What it is about: an id or name, no secret.
    pub object: String,
    pub goal: Goal,
    pub at: Timestamp,
    /// Of the run that it belongs to, and the word of its step; `None`: a single button.
    pub lease: Option<(Lease, String)>,
    /// The newest attempt for the connection that the decision knew of (0: none). When there is
    /// another's newer one by now, nothing is recorded. `None`: not asked for.
    #[serde(skip)]
    pub after: Option<u64>,
}

/// An intent with its number and, once known, its outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub number: u64,
    pub intent: Intent,
    pub concluded: Option<(Timestamp, StepOutcome)>,
}

/// Starts goals. One lock per connection: the same goal twice makes one thing.
#[async_trait]
pub trait Engine: Send + Sync {
    /// Works towards `goal` until it is done, refused or failed, or until only waiting is left
    /// (then it goes on in the background for as long as the session's credentials are in the
    /// vault). Returns what the user is to be told now.
    async fn pursue(&self, actor: Actor, goal: Goal) -> Notice;
    /// Goals that are being worked on for a connection.
    async fn running(&self, connection: &str) -> Vec<Goal>;
    /// What a goal in the background did not do, until its button is pressed again: one a task.
    async fn failed(&self, connection: &str) -> Vec<Notice>;
    /// Starts `run` with the actor's credentials, which are granted to it for at most four hours.
    async fn start(&self, actor: Actor, run: Run) -> Started;
    /// Tells a run what a person decided.
    async fn command(&self, actor: Actor, run: &str, command: Command) -> Started;
    /// Waits until nobody changes the connection, and keeps everybody else from it. No goal may
    /// be pursued meanwhile.
    async fn hold(&self, connection: &str) -> Hold;
}

/// The right to change a connection, until it is dropped.
pub struct Hold(
    #[expect(dead_code, reason = "dropping it is its use")] Box<dyn std::any::Any + Send>,
);

impl Hold {
    /// Keeps `guard`.
    pub fn new(guard: impl std::any::Any + Send) -> Self {
        Self(Box::new(guard))
    }
}

/// Who presses the button, and on which connection. The credentials stay in the vault, so that
/// whoever takes them back there stops what waits.
#[derive(Debug, Clone)]
pub struct Actor {
    pub user: UserId,
    /// The vault's name of the session.
    pub session: String,
    pub connection: String,
}

/// The list of who did what.
#[async_trait]
pub trait Activity: Send + Sync {
    async fn record(&self, entry: Entry) -> Result<(), StoreError>;
    /// Newest first.
    async fn recent(&self, user: &UserId, count: u32) -> Result<Vec<Entry>, StoreError>;
}
