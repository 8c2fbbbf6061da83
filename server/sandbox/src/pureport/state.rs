//! What exists at Pureport, as it is stored.

mod account;
mod billing;
mod connection_state;
mod order;
mod permissions;
mod task;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

pub(super) use self::{
    account::{Account, ApiKey, Consent, Invite, Member, Role, User},
    billing::{Address, Billing, CollectionMethod, Means},
    connection_state::ConnectionState,
    order::{Bfd, CustomerNetwork, Order, Passwords, Peering},
    permissions::{Action, Grant, Permissions, Resource, Rights},
    task::{About, Named, Task, TaskKind, TaskState, Tasks},
};
use super::{audit::Entry, notifications::Notification};
use crate::{clock::Millis, secret::Secret};

/// Everything that exists at Pureport.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct State {
    pub(super) accounts: Vec<Account>,
    pub(super) keys: Vec<ApiKey>,
    pub(super) roles: Vec<Role>,
    pub(super) users: Vec<User>,
    pub(super) members: Vec<Member>,
    pub(super) invites: Vec<Invite>,
    /// The latest audit entries, oldest first.
    pub(super) audit: VecDeque<Entry>,
    pub(super) notifications: Vec<Notification>,
    /// Who has read which notification: ids of the user and of the notification.
    pub(super) read: BTreeSet<(String, String)>,
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
    /// Whether an id that a client may choose is in use.
    pub(super) fn has(&self, id: &str) -> bool {
        self.network(id).is_some()
            || self.connection(id).is_some()
            || self.account(id).is_some()
            || self.role(id).is_some()
            || self.invites.iter().any(|invite| invite.id == id)
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
}
