//! Making virtual interfaces, and the rules that all of them share (aws.md §2.2).

mod private;
mod public;
mod transit;

use ipnet::Ipv4Net;
use rand::RngExt;
use serde::Deserialize;

pub use self::{
    private::create as create_private, public::create as create_public,
    transit::create as create_transit,
};
use super::{
    Connection, InterfaceState, InterfaceType, VirtualInterface, addresses, associations,
    connections, gateways,
    interfaces::{self, Dedicated},
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

/// What every new interface has.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct New {
    #[serde(default)]
    virtual_interface_name: String,
    #[serde(default)]
    vlan: i64,
    asn: Option<i64>,
    asn_long: Option<i64>,
    auth_key: Option<String>,
    amazon_address: Option<String>,
    customer_address: Option<String>,
    address_family: Option<String>,
    tags: Option<Vec<Tag>>,
    #[serde(flatten)]
    dedicated: Dedicated,
}

/// Where it leads.
struct Target {
    kind: InterfaceType,
    mtu: u32,
    amazon_side_asn: u32,
    virtual_gateway_id: Option<String>,
    direct_connect_gateway_id: Option<String>,
    site_link_enabled: bool,
    route_filter_prefixes: Vec<Ipv4Net>,
}

impl Target {
    /// What has to pass before it is `down`.
    fn course(&self) -> (InterfaceState, Transition, fn(String) -> Event) {
        match self.kind {
            InterfaceType::Public => (
                InterfaceState::Verifying,
                Transition::InterfaceVerified,
                Event::InterfaceVerified,
            ),
            _ => (
                InterfaceState::Pending,
                Transition::InterfaceReady,
                Event::InterfaceReady,
            ),
        }
    }
}

/// Makes an interface on `connection_id`, if both the connection and the `target` take it.
fn create(
    world: &mut World,
    caller: &Caller,
    connection_id: &str,
    new: New,
    target: impl FnOnce(&World) -> Result<Target, AwsError>,
) -> Result<VirtualInterface, AwsError> {
    let connection = usable(world, caller, connection_id)?.clone();
    interfaces::check_name(&new.virtual_interface_name)?;
    new.dedicated.refuse()?;
    check_vlan(new.vlan, &connection)?;
    let asn = asn::customer_side(new.asn, new.asn_long)
        .ok_or_else(|| AwsError::client("The BGP ASN is missing or outside of its range."))?;
    let target = target(world)?;
    let tags = tags::of_new(new.tags.as_deref())?;
    let auth_key = auth_key(world, new.auth_key)?;
    let (amazon_address, customer_address) = addresses::choose(
        world,
        target.kind,
        new.address_family.as_deref(),
        new.amazon_address.as_deref(),
        new.customer_address.as_deref(),
    )?;
    let (virtual_interface_state, transition, event) = target.course();
    let interface = VirtualInterface {
        virtual_interface_id: ids::short(world, "dxvif-"),
        virtual_interface_type: target.kind,
        owner_account: caller.account.clone(),
        region: connection.region,
        location: connection.location,
        device: connection.device,
        connection_id: connection.connection_id,
        virtual_interface_name: new.virtual_interface_name,
        virtual_interface_state,
        vlan: connection.vlan,
        asn,
        amazon_side_asn: target.amazon_side_asn,
        auth_key,
        amazon_address,
        customer_address,
        mtu: target.mtu,
        virtual_gateway_id: target.virtual_gateway_id,
        direct_connect_gateway_id: target.direct_connect_gateway_id,
        route_filter_prefixes: target.route_filter_prefixes,
        site_link_enabled: target.site_link_enabled,
        bgp_peer_id: ids::short(world, "dxpeer-"),
        tags,
        deleted_at: None,
    };
    let id = interface.virtual_interface_id.clone();
    let interfaces = &mut world.aws.virtual_interfaces;
    interfaces.insert(id.clone(), interface.clone());
    world.after(transition, timers::Event::Aws(event(id)));
    Ok(interface)
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

/// The ASN of the Direct Connect gateway `id`, if it takes an interface of this `kind`.
fn gateway_asn(
    world: &World,
    caller: &Caller,
    id: &str,
    kind: InterfaceType,
) -> Result<u32, AwsError> {
    let gateway = gateways::find(world, caller, id)?;
    gateways::check_available(gateway)?;
    associations::check_interface(world, id, kind)?;
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
