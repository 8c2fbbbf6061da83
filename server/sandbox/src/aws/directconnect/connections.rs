//! Hosted connections as their owner sees them (aws.md §2.1).

mod orders;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::orders::{confirm, delete, update};
use super::{Page, locations};
use crate::{
    aws::{
        AwsError, Caller, ids, is_listed,
        tags::{self, Tags},
    },
    clock::Millis,
    world::World,
};

/// The states of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConnectionState {
    /// The partner ordered it; the owner has not accepted it yet.
    Ordering,
    Requested,
    Pending,
    Available,
    /// Ready, but the link is down; an interface can be made all the same.
    Down,
    Deleting,
    Deleted,
    Rejected,
    Unknown,
}

/// A hosted connection.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    pub connection_id: String,
    pub owner_account: String,
    pub region: String,
    pub connection_name: String,
    pub connection_state: ConnectionState,
    /// Code of the Direct Connect location.
    pub location: String,
    /// Megabits per second.
    pub bandwidth_mbps: u32,
    pub vlan: u16,
    pub partner_name: String,
    /// 0 primary, 1 secondary: another AWS device each.
    pub device: u8,
    pub tags: Tags,
    pub deleted_at: Option<Millis>,
}

impl Connection {
    /// Accepted and through: an interface can be made (aws.md §2.1, `available` or `down`).
    pub fn is_ready(&self) -> bool {
        matches!(
            self.connection_state,
            ConnectionState::Available | ConnectionState::Down
        )
    }

    /// The connection is over, or on its way out.
    fn is_leaving(&self) -> bool {
        matches!(
            self.connection_state,
            ConnectionState::Deleting | ConnectionState::Deleted | ConnectionState::Rejected
        )
    }

    fn view(&self) -> Value {
        json!({
            "ownerAccount": self.owner_account,
            "connectionId": self.connection_id,
            "connectionName": self.connection_name,
            "connectionState": self.connection_state,
            "region": self.region,
            "location": self.location,
            "bandwidth": bandwidth(self.bandwidth_mbps),
            "vlan": self.vlan,
            "partnerName": self.partner_name,
            "providerName": self.partner_name,
            "awsDevice": locations::device(&self.location, self.device),
            "awsDeviceV2": locations::device(&self.location, self.device),
            "awsLogicalDeviceId": locations::logical_device(&self.location, self.device),
            "hasLogicalRedundancy": "unknown",
            "jumboFrameCapable": true,
            "macSecCapable": false,
            "tags": tags::view(&self.tags),
        })
    }
}

/// `500Mbps`, `1Gbps`.
fn bandwidth(mbps: u32) -> String {
    if mbps.is_multiple_of(1000) {
        format!("{}Gbps", mbps / 1000)
    } else {
        format!("{mbps}Mbps")
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Describe {
    connection_id: Option<String>,
    #[serde(flatten)]
    page: Page,
}

pub fn describe(world: &mut World, caller: &Caller, input: Describe) -> Result<Value, AwsError> {
    let connections = match input.connection_id.as_deref() {
        Some(id) => vec![find(world, caller, id)?.view()],
        None => world
            .aws
            .connections
            .values()
            .filter(|one| {
                caller.sees(&one.owner_account, &one.region) && is_listed(one.deleted_at, world.now)
            })
            .map(Connection::view)
            .collect(),
    };
    input.page.cut("connections", connections)
}

/// The caller's connection in this region, in AWS's own texts else.
pub fn find<'w>(world: &'w World, caller: &Caller, id: &str) -> Result<&'w Connection, AwsError> {
    if !ids::is_short("dxcon-", id) {
        return Err(AwsError::client(format!(
            "ConnectionID {id} has an invalid format."
        )));
    }
    let found = world.aws.connections.get(id);
    found
        .filter(|one| {
            caller.sees(&one.owner_account, &one.region) && is_listed(one.deleted_at, world.now)
        })
        .ok_or_else(|| AwsError::client(format!("Could not find Connection with ID {id}")))
}
