//! Circuits: what provisioning gives a leg – VLAN, addresses, key, hosted connection.

use std::{collections::BTreeSet, net::Ipv4Addr};

use ipnet::Ipv4Net;
use rand::RngExt;

use crate::{aws, secret::Secret, world::World};

use super::{
    bgp::leg_of,
    call::Answer,
    catalogue,
    error::{code, refuse},
    json::gateway_name,
    nat::overlaps,
    order::{self, Asked},
    state::{BgpState, Circuit, Connection, Gateway, Order, Passwords},
};

/// Amazon's ASN when none was ordered: the default of a Direct Connect gateway.
const DEFAULT_CUSTOMER_ASN: u32 = 64_512;

/// Link-local /30s for private and transit sessions.
const PRIVATE_POOL: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 0, 0), 16);
/// The first that is handed out; AWS keeps some of those below for itself.
const PRIVATE_FIRST: Ipv4Addr = Ipv4Addr::new(169, 254, 24, 0);
/// Holds the instance metadata address.
const METADATA: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(169, 254, 169, 252), 30);
/// Pureport's public peering pool, /31s.
const PUBLIC_POOL: Ipv4Net = Ipv4Net::new_assert(Ipv4Addr::new(45, 42, 0, 0), 16);

const LETTERS_AND_DIGITS: &[u8; 62] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// What a leg is to get.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan {
    vlan: u16,
    subnet: Ipv4Net,
}

/// A plan per leg. Fails when VLANs or subnets ran out.
pub(super) fn plan(world: &mut World, connection: &Connection) -> Answer<Vec<Plan>> {
    let mut subnets = Vec::new();
    let mut plans = Vec::new();
    for leg in 0..connection.gateways.len() {
        let Some(subnet) = subnet(world, &connection.order, leg, &subnets) else {
            let code = if connection.order.peering.is_public() {
                code::NO_MORE_PUBLIC_PEERING_SUBNETS_AVAILABLE
            } else {
                code::INSUFFICIENT_CAPACITY
            };
            return refuse(code, "No peering subnet is left");
        };
        let Some(vlan) = vlan(world, &connection.order, leg) else {
            return refuse(
                code::INSUFFICIENT_CAPACITY,
                "No VLAN is left at this location",
            );
        };
        subnets.push(subnet);
        plans.push(Plan { vlan, subnet });
    }
    Ok(plans)
}

/// VLANs are unique per location and leg: each leg has its own port to AWS.
fn vlan(world: &mut World, order: &Order, leg: usize) -> Option<u16> {
    if let Some(asked) = order.vlans.get(leg).copied().flatten() {
        return Some(asked);
    }
    let start: u16 = world.rng().random_range(100..=3_999);
    // What somebody asked for is theirs before it is provisioned.
    let here = world.pureport.connections.iter();
    let here = here.filter(|other| other.order.location == order.location);
    let used: BTreeSet<u16> = here
        .flat_map(|other| {
            let gateway = other.gateways.get(leg);
            let circuit = gateway.and_then(|gateway| gateway.circuit.as_ref());
            let asked = other.order.vlans.get(leg).copied().flatten();
            circuit.map(|circuit| circuit.vlan).into_iter().chain(asked)
        })
        .collect();
    (start..=4_094)
        .chain(1..start)
        .find(|vlan| !used.contains(vlan))
}

fn subnet(world: &World, order: &Order, leg: usize, planned: &[Ipv4Net]) -> Option<Ipv4Net> {
    if let Asked::Pair(asked) = order::addresses(&order.peering, leg) {
        return Some(asked);
    }
    let used: Vec<Ipv4Net> = world
        .pureport
        .circuits()
        .map(|(_, _, circuit)| circuit.peering_subnet)
        .chain(planned.iter().copied())
        .collect();
    let free = |subnet: &Ipv4Net| !used.iter().any(|used| overlaps(*used, *subnet));
    if order.peering.is_public() {
        return PUBLIC_POOL.subnets(31).ok()?.find(free);
    }
    let mut subnets = PRIVATE_POOL.subnets(30).ok()?;
    subnets.find(|subnet| subnet.addr() >= PRIVATE_FIRST && *subnet != METADATA && free(subnet))
}

/// Orders the hosted connection at AWS and writes down Pureport's end.
pub(super) fn build(world: &mut World, connection: &Connection, leg: usize, plan: Plan) -> Circuit {
    let order = &connection.order;
    let (pureport_ip, customer_ip) = addresses(order, leg, plan.subnet);
    let password = password(world, order.passwords.as_ref(), leg);
    let location = catalogue::find_location(&order.location).and_then(|location| location.reaches);
    let hosted = aws::HostedOrder {
        region: order.region.clone(),
        owner_account: order.aws_account_id.clone(),
        name: gateway_name(connection, leg),
        bandwidth_mbps: order.speed,
        vlan: plan.vlan,
        location: location.map_or(String::new(), |(_, site)| site.to_owned()),
        partner_name: "Pureport".to_owned(),
        device: u8::from(leg != 0),
    };
    Circuit {
        remote_id: aws::allocate_hosted_connection(world, hosted),
        vlan: plan.vlan,
        customer_asn: customer_asn(order),
        pureport_ip,
        customer_ip,
        peering_subnet: plan.subnet,
        password,
        bgp: BgpState::Pending,
        up_since: None,
        learned: Vec::new(),
    }
}

fn customer_asn(order: &Order) -> u32 {
    if order.peering.is_public() {
        return aws::asn::PUBLIC_AMAZON_SIDE;
    }
    order.customer_asn.unwrap_or(DEFAULT_CUSTOMER_ASN)
}

/// Pureport's address and the other side's. A /30 gives its two hosts, a /31 starts with the customer's.
fn addresses(order: &Order, leg: usize, subnet: Ipv4Net) -> (String, String) {
    if let (Some(pureport), Some(remote)) = order.peering.addresses(leg) {
        return (pureport.to_owned(), remote.to_owned());
    }
    let prefix = subnet.prefix_len();
    let at = |offset: u32| {
        format!(
            "{}/{prefix}",
            Ipv4Addr::from(u32::from(subnet.network()) + offset)
        )
    };
    if prefix == 31 {
        (at(1), at(0))
    } else {
        (at(1), at(2))
    }
}

/// "If a password is not provided, one is generated"; none at all when passwords are switched off.
fn password(world: &mut World, asked: Option<&Passwords>, leg: usize) -> Option<Secret> {
    if asked.is_some_and(|asked| asked.enabled == Some(false)) {
        return None;
    }
    let given = asked.and_then(|asked| {
        if leg == 0 {
            asked.primary.clone()
        } else {
            asked.secondary.clone()
        }
    });
    Some(given.unwrap_or_else(|| generated(world)))
}

/// Another key on a leg than both ends agreed on (the fault `key_drift`).
pub fn drift_key(world: &mut World, remote_id: &str) {
    let key = generated(world);
    let circuits = gateways(world).filter_map(|gateway| gateway.circuit.as_mut());
    for circuit in circuits.filter(|circuit| circuit.remote_id == remote_id) {
        circuit.password = Some(key.clone());
    }
}

fn gateways(world: &mut World) -> impl Iterator<Item = &mut Gateway> {
    let connections = world.pureport.connections.iter_mut();
    connections.flat_map(|connection| &mut connection.gateways)
}

/// Another name, and no tags any more, for the connection behind a hosted connection (the fault
/// `foreign_change`).
pub fn rename(world: &mut World, remote_id: &str, name: &str) {
    let Some((id, _)) = leg_of(world, remote_id) else {
        return;
    };
    let id = id.to_owned();
    if let Some(connection) = world.pureport.connection_mut(&id) {
        name.clone_into(&mut connection.order.name);
        connection.order.tags.clear();
    }
}

fn generated(world: &mut World) -> Secret {
    let mut rng = world.rng();
    let letters = (0..21).filter_map(|_| LETTERS_AND_DIGITS.get(rng.random_range(0..62)));
    Secret::new(
        letters
            .map(|letter| char::from(*letter))
            .collect::<String>(),
    )
}

/// After an update: the ASN, and the keys where they were set or switched.
pub(super) fn reconfigure(world: &mut World, id: &str) {
    let Some(connection) = world.pureport.connection(id).cloned() else {
        return;
    };
    let asked = connection.order.passwords.as_ref();
    let keys: Vec<Option<Secret>> = (0..connection.gateways.len())
        .map(|leg| key(world, &connection, asked, leg))
        .collect();
    if let Some(connection) = world.pureport.connection_mut(id) {
        let asn = customer_asn(&connection.order);
        for (gateway, key) in connection.gateways.iter_mut().zip(keys) {
            if let Some(circuit) = &mut gateway.circuit {
                circuit.customer_asn = asn;
                circuit.password = key;
            }
        }
    }
}

/// The key after an update: a generated one stays as it is until somebody says otherwise.
fn key(
    world: &mut World,
    connection: &Connection,
    asked: Option<&Passwords>,
    leg: usize,
) -> Option<Secret> {
    let circuit = connection
        .gateways
        .get(leg)
        .and_then(|gateway| gateway.circuit.as_ref());
    let current = circuit.and_then(|circuit| circuit.password.clone());
    let given = asked.is_some_and(|asked| {
        if leg == 0 {
            asked.primary.is_some()
        } else {
            asked.secondary.is_some()
        }
    });
    let off = asked.is_some_and(|asked| asked.enabled == Some(false));
    if off || given || current.is_none() {
        password(world, asked, leg)
    } else {
        current
    }
}
