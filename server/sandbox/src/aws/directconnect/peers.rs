//! BGP peers of an interface. A hosted connection has no logical redundancy and the sandbox no
//! IPv6, so an interface keeps the one peer that it was made with (aws.md §1.2).

use ipnet::Ipv4Net;
use serde::Deserialize;
use serde_json::Value;

use super::{VirtualInterface, addresses, interfaces};
use crate::{
    aws::{AwsError, Caller, asn},
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    virtual_interface_id: Option<String>,
    #[serde(default, rename = "newBGPPeer")]
    peer: NewPeer,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewPeer {
    asn: Option<i64>,
    asn_long: Option<i64>,
    auth_key: Option<String>,
    address_family: Option<String>,
    amazon_address: Option<String>,
    customer_address: Option<String>,
}

/// `CreateBGPPeer`: a second peer of the family is refused, once it is one.
pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let (id, peer) = (input.virtual_interface_id, input.peer);
    let interface = named(world, caller, id.as_deref())?;
    let id = interface.virtual_interface_id.clone();
    let kind = interface.virtual_interface_type;
    asn::customer_side(peer.asn, peer.asn_long)
        .ok_or_else(|| AwsError::client("The BGP ASN is missing or outside of its range."))?;
    peer.auth_key
        .as_deref()
        .map_or(Ok(()), interfaces::check_key)?;
    addresses::choose(
        world,
        kind,
        peer.address_family.as_deref(),
        peer.amazon_address.as_deref(),
        peer.customer_address.as_deref(),
    )?;
    Err(AwsError::client(format!(
        "Virtual Interface {id} already has a BGP peer of address family ipv4, and its connection does not support logical redundancy."
    )))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delete {
    virtual_interface_id: Option<String>,
    asn: Option<i64>,
    asn_long: Option<i64>,
    customer_address: Option<String>,
    bgp_peer_id: Option<String>,
}

/// `DeleteBGPPeer`: the last peer stays.
pub fn delete(world: &mut World, caller: &Caller, input: Delete) -> Result<Value, AwsError> {
    let interface = named(world, caller, input.virtual_interface_id.as_deref())?;
    let id = &interface.virtual_interface_id;
    if !input.means(interface) {
        return Err(AwsError::client(format!(
            "Virtual Interface {id} has no such BGP peer."
        )));
    }
    Err(AwsError::client(format!(
        "The last BGP peer of Virtual Interface {id} can't be deleted."
    )))
}

impl Delete {
    /// A peer is named by its id, or by ASN and customer address.
    fn means(&self, interface: &VirtualInterface) -> bool {
        if let Some(id) = &self.bgp_peer_id {
            return *id == interface.bgp_peer_id;
        }
        let asn = asn::customer_side(self.asn, self.asn_long);
        let address = self.customer_address.as_deref().map(str::parse::<Ipv4Net>);
        asn == Some(interface.asn) && address == Some(Ok(interface.customer_address))
    }
}

fn named<'w>(
    world: &'w World,
    caller: &Caller,
    id: Option<&str>,
) -> Result<&'w VirtualInterface, AwsError> {
    let id = id.ok_or_else(|| AwsError::client("A virtual interface ID must be specified."))?;
    interfaces::find(world, caller, id)
}
