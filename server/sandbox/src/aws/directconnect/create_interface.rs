//! CreatePrivateVirtualInterface and its rules (aws.md §2.2).

use rand::RngExt;
use serde::Deserialize;
use serde_json::Value;

use super::{
    Connection, InterfaceState, VirtualInterface, addresses, associations, connections, gateways,
    interfaces::{self, Dedicated},
    virtual_gateways,
};
use crate::{
    aws::{
        AwsError, Caller, Event, asn, ids, partner,
        tags::{self, Tag},
    },
    pace::Transition,
    secret::Secret,
    timers,
    world::World,
};

/// Interfaces per Direct Connect gateway (aws.md §2.5).
const PER_GATEWAY: usize = 30;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatePrivate {
    connection_id: String,
    new_private_virtual_interface: New,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct New {
    virtual_interface_name: String,
    #[serde(default)]
    vlan: i64,
    asn: Option<i64>,
    asn_long: Option<i64>,
    mtu: Option<u32>,
    auth_key: Option<String>,
    amazon_address: Option<String>,
    customer_address: Option<String>,
    address_family: Option<String>,
    virtual_gateway_id: Option<String>,
    direct_connect_gateway_id: Option<String>,
    tags: Option<Vec<Tag>>,
    enable_site_link: Option<bool>,
    #[serde(flatten)]
    dedicated: Dedicated,
}

pub fn create_private(
    world: &mut World,
    caller: &Caller,
    input: CreatePrivate,
) -> Result<Value, AwsError> {
    let new = input.new_private_virtual_interface;
    let connection = usable(world, caller, &input.connection_id)?.clone();
    interfaces::check_name(&new.virtual_interface_name)?;
    new.dedicated.refuse()?;
    check_vlan(new.vlan, &connection)?;
    let mtu = new.mtu.unwrap_or(1500);
    interfaces::check_mtu(mtu)?;
    let asn = asn::customer_side(new.asn, new.asn_long)
        .ok_or_else(|| AwsError::client("The BGP ASN is missing or outside of its range."))?;
    let amazon_side_asn = amazon_side_asn(world, caller, &new)?;
    let tags = tags::of_new(new.tags.as_deref())?;
    let auth_key = auth_key(world, new.auth_key)?;
    let (amazon_address, customer_address) = addresses::choose(
        world,
        new.address_family.as_deref(),
        new.amazon_address.as_deref(),
        new.customer_address.as_deref(),
    )?;
    let interface = VirtualInterface {
        virtual_interface_id: ids::short(world, "dxvif-"),
        owner_account: caller.account.clone(),
        region: connection.region,
        location: connection.location,
        device: connection.device,
        connection_id: connection.connection_id,
        virtual_interface_name: new.virtual_interface_name,
        virtual_interface_state: InterfaceState::Pending,
        vlan: connection.vlan,
        asn,
        amazon_side_asn,
        auth_key,
        amazon_address,
        customer_address,
        mtu,
        virtual_gateway_id: new.virtual_gateway_id.filter(|id| !id.is_empty()),
        direct_connect_gateway_id: new.direct_connect_gateway_id.filter(|id| !id.is_empty()),
        site_link_enabled: new.enable_site_link.unwrap_or_default(),
        bgp_peer_id: ids::short(world, "dxpeer-"),
        tags,
        deleted_at: None,
    };
    let view = interface.view();
    let id = interface.virtual_interface_id.clone();
    world.aws.virtual_interfaces.insert(id.clone(), interface);
    world.after(
        Transition::InterfaceReady,
        timers::Event::Aws(Event::InterfaceReady(id)),
    );
    Ok(view)
}

/// The connection, if it is through and has no interface yet: exactly one on a hosted connection.
fn usable<'w>(world: &'w World, caller: &Caller, id: &str) -> Result<&'w Connection, AwsError> {
    let connection = connections::find(world, caller, id)?;
    if !connection.is_ready() {
        return Err(AwsError::client(
            "The specified Connection ID is not available",
        ));
    }
    if partner::has_interface(world, id) {
        return Err(AwsError::client(format!(
            "Connection {id} has reached the maximum number of virtual interfaces (1)."
        )));
    }
    Ok(connection)
}

fn check_vlan(vlan: i64, connection: &Connection) -> Result<(), AwsError> {
    if !(1..=4094).contains(&vlan) {
        return Err(AwsError::client(format!(
            "VLAN {vlan} is not in the range 1 to 4094."
        )));
    }
    if vlan != i64::from(connection.vlan) {
        return Err(AwsError::client(format!(
            "VLAN {vlan} is not the VLAN of hosted connection {}, {}.",
            connection.connection_id, connection.vlan
        )));
    }
    Ok(())
}

/// The ASN of the gateway on which the interface ends; exactly one kind of gateway must be named.
fn amazon_side_asn(world: &World, caller: &Caller, new: &New) -> Result<u32, AwsError> {
    let given = |id: &'_ Option<String>| id.clone().filter(|id| !id.is_empty());
    match (
        given(&new.virtual_gateway_id),
        given(&new.direct_connect_gateway_id),
    ) {
        (Some(_), None) if new.enable_site_link == Some(true) => {
            Err(interfaces::site_link_needs_a_gateway())
        }
        (Some(id), None) => Ok(virtual_gateways::usable(world, caller, &id)?.amazon_side_asn),
        (None, Some(id)) => gateway_asn(world, caller, &id),
        _ => Err(AwsError::client(
            "Exactly one of virtualGatewayId and directConnectGatewayId must be specified.",
        )),
    }
}

fn gateway_asn(world: &World, caller: &Caller, id: &str) -> Result<u32, AwsError> {
    let gateway = gateways::find(world, caller, id)?;
    gateways::check_available(gateway)?;
    associations::check_no_transit(world, id)?;
    let on_it = |one: &&VirtualInterface| {
        one.direct_connect_gateway_id.as_deref() == Some(id)
            && one.virtual_interface_state != InterfaceState::Deleted
    };
    if world.aws.virtual_interfaces.values().filter(on_it).count() >= PER_GATEWAY {
        return Err(AwsError::client(format!(
            "Direct Connect Gateway {id} has reached the maximum number of virtual interfaces ({PER_GATEWAY})."
        )));
    }
    Ok(gateway.amazon_side_asn)
}

/// 6–80 characters; made by AWS when omitted.
fn auth_key(world: &mut World, given: Option<String>) -> Result<Secret, AwsError> {
    let Some(key) = given else {
        let mut rng = world.rng();
        let letters = (0..24).map(|_| char::from(rng.random_range(b'a'..=b'z')));
        return Ok(Secret::new(letters.collect::<String>()));
    };
    interfaces::check_key(&key)?;
    Ok(Secret::new(key))
}
