//! What exists at Pureport, as it is stored.

mod connection_state;
mod order;
mod task;

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

pub(super) use self::{
    connection_state::ConnectionState,
    order::{Bfd, CustomerNetwork, Order, Passwords, Peering},
    task::{About, Named, Task, TaskKind, TaskState, Tasks},
};
use crate::{clock::Millis, secret::Secret};

/// Everything that exists at Pureport.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct State {
    pub(super) accounts: Vec<Account>,
    pub(super) keys: Vec<ApiKey>,
    pub(super) networks: Vec<Network>,
    pub(super) connections: Vec<Connection>,
    #[serde(default)]
    pub(super) tasks: Tasks,
    /// What was changed in the catalogue, by the id of the supported connection.
    pub(super) offers: BTreeMap<String, OfferChange>,
    /// Signs the tokens of this world.
    pub(super) token_secret: Option<Secret>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Account {
    pub id: String,
    pub name: String,
    pub description: String,
    pub parent: Option<String>,
    /// Who accepted the terms, and when; nobody yet when absent.
    pub consent: Option<Consent>,
    pub billing_configured: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Consent {
    pub user_id: String,
    pub consent_at: Millis,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApiKey {
    pub key: String,
    pub secret: Secret,
    pub account: String,
    pub user_id: String,
    /// On networks and what hangs on them: connections, gateways.
    pub networks: Rights,
    /// On everything else.
    pub others: Rights,
}

/// What a key may do with a kind of resource.
#[expect(
    clippy::struct_excessive_bools,
    reason = "Pureport's permissions are these four switches"
)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Rights {
    pub create: bool,
    pub read: bool,
    pub update: bool,
    pub delete: bool,
}

impl Rights {
    pub const ALL: Self = Self {
        create: true,
        read: true,
        update: true,
        delete: true,
    };
    pub const READ: Self = Self {
        create: false,
        read: true,
        update: false,
        delete: false,
    };
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Network {
    pub id: String,
    pub account: String,
    pub name: String,
    pub description: Option<String>,
    pub tags: BTreeMap<String, String>,
    pub state: NetworkState,
    /// What the simulated customer site behind this network advertises.
    pub site: Vec<Ipv4Net>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum NetworkState {
    Pending,
    Active,
    Error,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Connection {
    pub id: String,
    pub network: String,
    pub order: Order,
    pub nat: Nat,
    pub state: ConnectionState,
    pub failure: Option<Failure>,
    /// How what is under way, or comes next, ends when it is to fail.
    pub will_fail: Option<Failure>,
    pub created_at: Millis,
    pub active_at: Option<Millis>,
    /// The primary, then (with high availability) the secondary.
    pub gateways: Vec<Gateway>,
}

/// `errorCode` and `errorMessage`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Failure {
    pub code: String,
    pub message: String,
}

/// Cloud Grade NAT as it is in force.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Nat {
    pub enabled: bool,
    pub blocks: Vec<Ipv4Net>,
    pub pnat_cidr: Option<Ipv4Net>,
    pub mappings: Vec<Mapping>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Mapping {
    pub native_cidr: Ipv4Net,
    pub nat_cidr: Ipv4Net,
    pub block: Ipv4Net,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Gateway {
    pub id: String,
    /// What provisioning gave it; nothing before.
    pub circuit: Option<Circuit>,
    pub failure: Option<Failure>,
    /// False while it was stopped.
    pub running: bool,
    /// It is being started, stopped or respawned.
    #[serde(default)]
    pub changing: bool,
}

/// A provisioned leg: the hosted connection and Pureport's end of the session on it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Circuit {
    /// `dxcon-…`
    pub remote_id: String,
    pub vlan: u16,
    pub customer_asn: u32,
    pub pureport_ip: String,
    pub customer_ip: String,
    pub peering_subnet: Ipv4Net,
    pub password: Option<Secret>,
    pub bgp: BgpState,
    /// Since when the session is up.
    pub up_since: Option<Millis>,
    /// What AWS advertises, with the origin ASN.
    pub learned: Vec<(Ipv4Net, u32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum BgpState {
    /// Never up so far.
    Pending,
    Up,
    Down,
}

/// A change to one line of the catalogue.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OfferChange {
    pub pending: bool,
    pub requires_approval: bool,
    pub out_of_capacity: bool,
}

impl State {
    pub(super) fn account(&self, id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    pub(super) fn network(&self, id: &str) -> Option<&Network> {
        self.networks.iter().find(|network| network.id == id)
    }

    pub(super) fn network_mut(&mut self, id: &str) -> Option<&mut Network> {
        self.networks.iter_mut().find(|network| network.id == id)
    }

    pub(super) fn connection(&self, id: &str) -> Option<&Connection> {
        self.connections
            .iter()
            .find(|connection| connection.id == id)
    }

    pub(super) fn connection_mut(&mut self, id: &str) -> Option<&mut Connection> {
        self.connections
            .iter_mut()
            .find(|connection| connection.id == id)
    }

    /// The connection and the leg that a gateway is.
    pub(super) fn gateway(&self, id: &str) -> Option<(&Connection, usize)> {
        self.connections.iter().find_map(|connection| {
            let leg = connection
                .gateways
                .iter()
                .position(|gateway| gateway.id == id)?;
            Some((connection, leg))
        })
    }

    /// Every provisioned leg.
    pub(super) fn circuits(&self) -> impl Iterator<Item = (&Connection, usize, &Circuit)> {
        self.connections.iter().flat_map(|connection| {
            let legs = connection.gateways.iter().enumerate();
            legs.filter_map(move |(leg, gateway)| {
                Some((connection, leg, gateway.circuit.as_ref()?))
            })
        })
    }

    /// The account itself, or one above it.
    pub(super) fn is_within(&self, account: &str, ancestor: &str) -> bool {
        let mut at = Some(account);
        // Bounded, so that a patched world cannot make it loop.
        for _ in 0..=self.accounts.len() {
            match at {
                Some(id) if id == ancestor => return true,
                Some(id) => {
                    at = self
                        .account(id)
                        .and_then(|account| account.parent.as_deref());
                }
                None => return false,
            }
        }
        false
    }
}
