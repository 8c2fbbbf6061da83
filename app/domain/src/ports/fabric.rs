use std::sync::Arc;

use async_trait::async_trait;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::{Connectivity, FabricChange, Ping, PortError, Timestamp};
use crate::{
    order::Order,
    values::{
        Asn, AwsAccountId, BgpKey, Cidr, Description, Name, PeerAddress, RegionName, Speed, Vlan,
    },
};

/// A partner's API key as a person typed it.
#[derive(Debug, Clone)]
pub struct FabricKey {
    pub key: String,
    pub secret: SecretString,
}

impl FabricKey {
    /// For a session that is signed in to no partner: taken-over connections need none.
    pub fn none() -> Self {
        Self {
            key: String::new(),
            secret: SecretString::from(String::new()),
        }
    }
}

/// The partners that a session can reach, as one, with the key to hand to each call.
#[derive(Clone)]
pub struct Partner {
    pub fabric: Arc<dyn Fabric>,
    pub key: FabricKey,
}

/// Which adapter serves which connection: one that was taken over needs no partner's API.
#[async_trait]
pub trait Partners: Send + Sync {
    /// `None`: the vault knows no such session (any more).
    async fn of_session(&self, session: &str) -> Option<Partner>;
}

/// The partner: provider-neutral, in legs. Pureport is the first adapter.
#[async_trait]
pub trait Fabric: Send + Sync {
    /// What this partner can do at all.
    fn capabilities(&self) -> Capabilities;
    /// Proves the key and says whose it is. [`PortError::Unauthenticated`] when not accepted.
    async fn sign_in(&self, key: &FabricKey) -> Result<Account, PortError>;
    /// Drops whatever was kept for this key (access tokens).
    async fn forget(&self, key: &FabricKey);
    /// Locations, regions and what can be ordered between them, with prices.
    async fn catalog(&self, key: &FabricKey, account: &str) -> Result<Catalog, PortError>;
    async fn networks(&self, key: &FabricKey, account: &str) -> Result<Vec<Network>, PortError>;
    async fn network(&self, key: &FabricKey, id: &str) -> Result<Network, PortError>;
    /// [`PortError::Refused`] with code `NETWORK_NAME_UNIQUE` when the name is in use.
    async fn create_network(
        &self,
        key: &FabricKey,
        account: &str,
        name: &Name,
        description: &Description,
    ) -> Result<Network, PortError>;
    /// All connections of the account; those that are being deleted are included.
    async fn connections(
        &self,
        key: &FabricKey,
        account: &str,
    ) -> Result<Vec<Connection>, PortError>;
    async fn connection(&self, key: &FabricKey, id: &str) -> Result<Connection, PortError>;
    /// Places the order. `order.reference` is its idempotency key: ordering the same reference
    /// again returns the connection that exists instead of making a second one.
    async fn order(&self, key: &FabricKey, order: &Order) -> Result<Connection, PortError>;
    /// Changes the Amazon side ASN of an order (BGP drops until both sides agree).
    async fn change_amazon_asn(
        &self,
        key: &FabricKey,
        id: &str,
        asn: Asn,
    ) -> Result<Connection, PortError>;
    async fn delete_connection(&self, key: &FabricKey, id: &str) -> Result<(), PortError>;
    /// The routes that a leg's partner gateway knows.
    async fn routes(&self, key: &FabricKey, gateway: &str) -> Result<Vec<FabricRoute>, PortError>;

    /// How well the other end of a gateway was reached of late; `None` when nothing was measured.
    async fn connectivity(
        &self,
        key: &FabricKey,
        gateway: &str,
    ) -> Result<Option<Connectivity>, PortError>;
    /// Asks a gateway to ping the other end; [`Self::pings`] tells what came of it.
    async fn ping(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError>;
    /// The pings of a gateway, newest first.
    async fn pings(&self, key: &FabricKey, gateway: &str) -> Result<Vec<Ping>, PortError>;
    /// From the partner's log: what changed in a connection of `account` and its gateways since
    /// then, newest first.
    async fn changes(
        &self,
        key: &FabricKey,
        account: &str,
        connection: &str,
        since: Timestamp,
    ) -> Result<Vec<FabricChange>, PortError>;
    /// Restarts a gateway: its session is down meanwhile.
    async fn restart_gateway(&self, key: &FabricKey, gateway: &str) -> Result<(), PortError>;
}

/// What a partner can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// One order makes both legs.
    pub pair_in_one_order: bool,
    pub nat: bool,
    pub change_amazon_asn: bool,
    /// Routes seen by the partner's gateways can be read.
    pub routes: bool,
    /// The partner reports each leg's values and states. Where it does not, a person typed the
    /// values, and AWS alone tells the states.
    pub reports: bool,
    /// A connection can be deleted.
    pub delete: bool,
}

impl Capabilities {
    /// A partner without an API: whatever is known of its connection, a person typed.
    pub const NONE: Self = Self {
        pair_in_one_order: false,
        nat: false,
        change_amazon_asn: false,
        routes: false,
        reports: false,
        delete: false,
    };
}

/// The partner account behind a key, with what the key may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: String,
    pub name: String,
    pub may_create: bool,
    pub may_update: bool,
    pub may_delete: bool,
    /// The partner's terms were accepted.
    pub consented: bool,
    /// A means of payment is set up.
    pub billing: bool,
}

/// Everything that can be chosen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog {
    pub locations: Vec<Location>,
    pub regions: Vec<CloudRegion>,
    pub offers: Vec<Offer>,
}

/// One of the partner's sites.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// For example `us-sea`.
    pub id: String,
    /// For example `Seattle, WA`.
    pub name: String,
    /// Degrees, north and east positive.
    pub latitude: f64,
    pub longitude: f64,
}

/// An AWS region in the partner's catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudRegion {
    /// The partner's id, for example `aws-us-west-2`.
    pub id: String,
    pub name: RegionName,
    /// For example `US West (Oregon)`.
    pub display_name: String,
}

/// What the interfaces of a connection reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Peering {
    Private,
    Transit,
    Public,
}

/// One combination that can be ordered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// For example `us-sea-awsdx-private-50-ha`.
    pub id: String,
    pub location: String,
    pub speed: Speed,
    pub peering: Peering,
    pub high_availability: bool,
    /// The partner's region ids that it reaches.
    pub regions: Vec<String>,
    /// The partner must approve the order first.
    pub requires_approval: bool,
    pub price: Option<Price>,
}

/// The partner's price, in US cents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Price {
    /// The contract's term as the partner names it, for example `HOURLY`.
    pub term: String,
    /// How often the amount is charged, for example `MONTH`.
    pub interval: String,
    pub amount_cents: u64,
    pub setup_cents: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    pub id: String,
    pub name: String,
    pub description: String,
    pub account: String,
    pub state: NetworkState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkState {
    Pending,
    Active,
    Deleting,
    Failed,
}

/// An ordered connection in the partner's view.
#[derive(Debug, Clone)]
pub struct Connection {
    pub id: String,
    /// Who ordered it at AWS, for example `Pureport`.
    pub partner: String,
    /// What that partner can do with it.
    pub capabilities: Capabilities,
    pub name: String,
    pub description: String,
    /// Empty when it belongs to none: taken over.
    pub network: String,
    pub network_name: String,
    pub state: ConnectionState,
    /// Why it failed, in the partner's own code and words.
    pub failure: Option<(String, String)>,
    pub location: String,
    pub location_name: String,
    pub region: RegionName,
    pub account: AwsAccountId,
    pub speed: Speed,
    pub high_availability: bool,
    pub peering: Peering,
    /// The ordered Amazon side ASN; `None` when it was left to the partner's default.
    pub ordered_asn: Option<Asn>,
    pub customer_networks: Vec<(String, Cidr)>,
    pub nat: Nat,
    /// One or two; empty until the partner reports them.
    pub legs: Vec<Leg>,
    pub tags: Vec<(String, String)>,
    pub created: Option<Timestamp>,
}

/// NAT as the partner reports it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Nat {
    pub enabled: bool,
    /// Native CIDR, and the CIDR that the partner assigned to it.
    pub mappings: Vec<(Cidr, Option<Cidr>)>,
    pub blocks: Vec<String>,
    pub pnat: Option<String>,
}

/// The life of a connection or gateway at the partner (reference/pureport.md §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConnectionState {
    /// Ordered, queued or being built.
    Provisioning,
    /// Waits for the partner's approval.
    AwaitingApproval,
    FailedToProvision,
    Active,
    Down,
    Updating,
    FailedToUpdate,
    Deleting,
    FailedToDelete,
    Deleted,
}

/// Which of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegRole {
    Primary,
    Secondary,
}

/// One half of a pair, or the only one. Everything may be unknown yet.
#[derive(Debug, Clone)]
pub struct Leg {
    pub role: LegRole,
    /// The partner's gateway.
    pub gateway: String,
    pub gateway_name: String,
    pub state: ConnectionState,
    /// The hosted connection, `dxcon-…`.
    pub aws_connection: Option<String>,
    pub vlan: Option<Vlan>,
    pub partner_asn: Option<Asn>,
    pub aws_asn: Option<Asn>,
    /// "Pureport IP": the partner's end.
    pub partner_ip: Option<PeerAddress>,
    /// "Remote IP": Amazon's end. In Pureport's API this is `customerIP`.
    pub aws_ip: Option<PeerAddress>,
    pub peering_subnet: Option<String>,
    pub bgp_key: Option<BgpKey>,
    pub bgp: Option<BgpState>,
}

/// A BGP session as one end sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BgpState {
    Up,
    Down,
    Pending,
}

/// A route in a partner gateway's table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FabricRoute {
    pub prefix: Cidr,
    pub as_path: Vec<u32>,
    /// The partner's `best` mark.
    pub best: bool,
}
