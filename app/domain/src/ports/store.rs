//! What the server keeps for its users.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{CloudKey, FabricKey, Target, Timestamp};
use crate::{
    activity::Entry,
    setup::{Goal, Notice, StepOutcome},
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

/// Secrets, keyed by session, that leave the server only in calls to their provider.
#[async_trait]
pub trait Vault: Send + Sync {
    async fn put_fabric_key(&self, session: &str, key: FabricKey);
    async fn put_cloud_key(&self, session: &str, key: CloudKey);
    async fn fabric_key(&self, session: &str) -> Option<FabricKey>;
    async fn cloud_key(&self, session: &str) -> Option<CloudKey>;
    /// "Forget AWS credentials".
    async fn forget_cloud_key(&self, session: &str);
    /// Sign-out: everything of the session.
    async fn forget(&self, session: &str);
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

/// Words for the page after a redirect, kept on the server so that no link can forge them.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Returns an opaque id for the next page's query.
    async fn put(&self, session: &str, notice: Notice) -> String;
    async fn get(&self, session: &str, id: &str) -> Option<Notice>;
}

/// The journal of every change: one entry before the call, its outcome after.
#[async_trait]
pub trait RunStore: Send + Sync {
    /// Records the intent; returns the attempt's number. Nothing may be sent when this fails.
    async fn intend(&self, intent: Intent) -> Result<u64, StoreError>;
    async fn conclude(
        &self,
        attempt: u64,
        at: Timestamp,
        outcome: StepOutcome,
    ) -> Result<(), StoreError>;
    /// All attempts for a connection, oldest first.
    async fn attempts(&self, connection: &str) -> Result<Vec<Attempt>, StoreError>;
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
