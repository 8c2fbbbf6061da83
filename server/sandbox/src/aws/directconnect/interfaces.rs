//! Virtual interfaces (aws.md §2.2).

mod changes;
mod kind;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::{
    changes::{delete, update},
    kind::InterfaceType,
};
use super::{Page, locations, prefixes, router_configuration};
use crate::{
    aws::{
        AwsError, Caller, asn, ids, is_listed,
        tags::{self, Tags},
    },
    clock::Millis,
    secret::Secret,
    world::World,
};

/// The states of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InterfaceState {
    Confirming,
    Verifying,
    Pending,
    /// BGP is up.
    Available,
    /// Made, and BGP is not up.
    Down,
    Testing,
    Deleting,
    Deleted,
    Rejected,
    Unknown,
}

/// A virtual interface with its one BGP peer.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualInterface {
    pub virtual_interface_id: String,
    #[serde(default)]
    pub virtual_interface_type: InterfaceType,
    pub owner_account: String,
    pub region: String,
    pub location: String,
    pub device: u8,
    pub connection_id: String,
    pub virtual_interface_name: String,
    pub virtual_interface_state: InterfaceState,
    pub vlan: u16,
    /// The customer's side.
    pub asn: u32,
    pub amazon_side_asn: u32,
    pub auth_key: Secret,
    pub amazon_address: Ipv4Net,
    pub customer_address: Ipv4Net,
    /// 1500, 8500 or 9001 bytes.
    pub mtu: u32,
    /// A private one has either this …
    pub virtual_gateway_id: Option<String>,
    /// … or this, never both; a transit one has this.
    pub direct_connect_gateway_id: Option<String>,
    /// What a public one may announce.
    #[serde(default)]
    pub route_filter_prefixes: Vec<Ipv4Net>,
    pub site_link_enabled: bool,
    pub bgp_peer_id: String,
    pub tags: Tags,
    pub deleted_at: Option<Millis>,
}

impl VirtualInterface {
    /// Made and not on its way out: BGP can run on it.
    pub fn is_ready(&self) -> bool {
        matches!(
            self.virtual_interface_state,
            InterfaceState::Available | InterfaceState::Down
        )
    }

    /// The interface on Direct Connect's wire.
    pub fn view(&self) -> Value {
        json!({
            "ownerAccount": self.owner_account,
            "virtualInterfaceId": self.virtual_interface_id,
            "location": self.location,
            "connectionId": self.connection_id,
            "virtualInterfaceType": self.virtual_interface_type,
            "virtualInterfaceName": self.virtual_interface_name,
            "vlan": self.vlan,
            "asn": asn::short_form(self.asn),
            "asnLong": self.asn,
            "amazonSideAsn": self.amazon_side_asn,
            "authKey": self.auth_key,
            "amazonAddress": self.amazon_address,
            "customerAddress": self.customer_address,
            "addressFamily": "ipv4",
            "virtualInterfaceState": self.virtual_interface_state,
            "customerRouterConfig": router_configuration::xml(self),
            "mtu": self.mtu,
            "jumboFrameCapable": self.virtual_interface_type != InterfaceType::Public,
            "virtualGatewayId": self.virtual_gateway_id.as_deref().unwrap_or_default(),
            "directConnectGatewayId": self.direct_connect_gateway_id,
            "routeFilterPrefixes": prefixes(&self.route_filter_prefixes),
            "bgpPeers": [self.peer()],
            "region": self.region,
            "awsDeviceV2": locations::device(&self.location, self.device),
            "awsLogicalDeviceId": locations::logical_device(&self.location, self.device),
            "tags": tags::view(&self.tags),
            "siteLinkEnabled": self.site_link_enabled,
        })
    }

    fn peer(&self) -> Value {
        let (state, status) = match self.virtual_interface_state {
            InterfaceState::Available => ("available", "up"),
            InterfaceState::Down | InterfaceState::Testing => ("available", "down"),
            InterfaceState::Deleting => ("deleting", "down"),
            InterfaceState::Deleted => ("deleted", "down"),
            InterfaceState::Verifying => ("verifying", "down"),
            _ => ("pending", "down"),
        };
        json!({
            "bgpPeerId": self.bgp_peer_id,
            "asn": asn::short_form(self.asn),
            "asnLong": self.asn,
            "authKey": self.auth_key,
            "addressFamily": "ipv4",
            "amazonAddress": self.amazon_address,
            "customerAddress": self.customer_address,
            "bgpPeerState": state,
            "bgpStatus": status,
            "awsDeviceV2": locations::device(&self.location, self.device),
            "awsLogicalDeviceId": locations::logical_device(&self.location, self.device),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Describe {
    connection_id: Option<String>,
    virtual_interface_id: Option<String>,
    #[serde(flatten)]
    page: Page,
}

pub fn describe(world: &mut World, caller: &Caller, input: Describe) -> Result<Value, AwsError> {
    if let Some(id) = input
        .virtual_interface_id
        .as_deref()
        .filter(|id| !ids::is_short("dxvif-", id))
    {
        return Err(AwsError::client(format!(
            "Virtual Interface ID {id} has an invalid format."
        )));
    }
    let asked = |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked == is);
    let interfaces = world
        .aws
        .virtual_interfaces
        .values()
        .filter(|one| {
            caller.sees(&one.owner_account, &one.region) && is_listed(one.deleted_at, world.now)
        })
        .filter(|one| asked(&input.connection_id, &one.connection_id))
        .filter(|one| asked(&input.virtual_interface_id, &one.virtual_interface_id))
        .map(VirtualInterface::view)
        .collect();
    input.page.cut("virtualInterfaces", interfaces)
}

/// The caller's interface in this region that is not deleted.
pub fn find<'w>(
    world: &'w World,
    caller: &Caller,
    id: &str,
) -> Result<&'w VirtualInterface, AwsError> {
    let found = world.aws.virtual_interfaces.get(id);
    found
        .filter(|one| caller.sees(&one.owner_account, &one.region))
        .filter(|one| one.virtual_interface_state != InterfaceState::Deleted)
        .ok_or_else(|| AwsError::client(format!("Virtual Interface {id} does not exist")))
}

/// 1–100 characters.
pub fn check_name(name: &str) -> Result<(), AwsError> {
    if (1..=100).contains(&name.chars().count()) {
        return Ok(());
    }
    Err(AwsError::client(
        "The virtual interface name must have 1 to 100 characters.",
    ))
}

/// 6–80 characters.
pub fn check_key(key: &str) -> Result<(), AwsError> {
    if (6..=80).contains(&key.chars().count()) {
        return Ok(());
    }
    Err(AwsError::client(
        "The BGP authentication key must have 6 to 80 characters.",
    ))
}

/// SiteLink runs between Direct Connect gateways' interfaces (aws.md §2.2).
pub fn site_link_needs_a_gateway() -> AwsError {
    AwsError::client("SiteLink needs an interface on a Direct Connect gateway.")
}

/// What dedicated connections alone have (aws.md §2.2, §6): prefix pools and rate limiters.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dedicated {
    prefix_pool_allocated_count_ipv4: Option<i64>,
    prefix_pool_allocated_count_ipv6: Option<i64>,
    rate_limit: Option<String>,
}

impl Dedicated {
    /// Refuses them, as all connections here are hosted.
    pub fn refuse(&self) -> Result<(), AwsError> {
        let pools = [
            self.prefix_pool_allocated_count_ipv4,
            self.prefix_pool_allocated_count_ipv6,
        ];
        if pools.iter().any(Option::is_some) {
            return Err(AwsError::client(
                "Prefix pools are not supported on hosted connections.",
            ));
        }
        if self.rate_limit.is_some() {
            return Err(AwsError::client(
                "Rate limiters are not supported on hosted connections.",
            ));
        }
        Ok(())
    }
}
