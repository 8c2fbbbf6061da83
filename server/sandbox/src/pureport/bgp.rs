//! Pureport's end of the sessions with AWS.

use std::fmt;

use ipnet::Ipv4Net;

use crate::{clock::Millis, faults, world::World};

use super::{
    PUREPORT_ASN, audit, nat, public,
    state::{BgpState, Circuit, Connection, State},
};

/// Pureport's end of the BGP session on a hosted connection.
#[derive(Clone, PartialEq, Eq)]
pub struct BgpEnd {
    /// 1–4094.
    pub vlan: u16,
    /// Pureport's ASN.
    pub pureport_asn: u32,
    /// The Amazon side ASN that was ordered.
    pub customer_asn: u32,
    /// With prefix length, for example `169.254.24.1/30`.
    pub pureport_ip: String,
    /// Amazon's side ("Remote IP"), with prefix length.
    pub customer_ip: String,
    /// The MD5 key; empty when passwords are switched off.
    pub password: String,
    /// What the customer's site advertises (after NAT).
    pub prefixes: Vec<Ipv4Net>,
    /// The gateway runs.
    pub running: bool,
}

impl fmt::Debug for BgpEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BgpEnd")
            .field("vlan", &self.vlan)
            .field("pureport_asn", &self.pureport_asn)
            .field("customer_asn", &self.customer_asn)
            .field("pureport_ip", &self.pureport_ip)
            .field("customer_ip", &self.customer_ip)
            .field("prefixes", &self.prefixes)
            .field("running", &self.running)
            .finish_non_exhaustive()
    }
}

/// Pureport's end on `connection_id` (`dxcon-…`), if a live gateway has it.
pub fn bgp_end(world: &World, connection_id: &str) -> Option<BgpEnd> {
    let state = &world.pureport;
    let (connection, leg, circuit) = state
        .circuits()
        .find(|(_, _, circuit)| circuit.remote_id == connection_id)?;
    if !connection.state.carries_traffic() {
        return None;
    }
    Some(BgpEnd {
        vlan: circuit.vlan,
        pureport_asn: PUREPORT_ASN,
        customer_asn: circuit.customer_asn,
        pureport_ip: circuit.pureport_ip.clone(),
        customer_ip: circuit.customer_ip.clone(),
        password: circuit
            .password
            .as_ref()
            .map(|key| key.expose().to_owned())
            .unwrap_or_default(),
        prefixes: announced(world, connection, circuit),
        running: connection
            .gateways
            .get(leg)
            .is_some_and(|gateway| gateway.running),
    })
}

/// Whether there is such a connection (`conn-…`).
pub fn has_connection(world: &World, id: &str) -> bool {
    world.pureport.connection(id).is_some()
}

/// The connection (`conn-…`) and the leg, 0 or 1, behind a hosted connection (`dxcon-…`).
pub fn leg_of<'w>(world: &'w World, connection_id: &str) -> Option<(&'w str, usize)> {
    let mut circuits = world.pureport.circuits();
    circuits
        .find(|(_, _, circuit)| circuit.remote_id == connection_id)
        .map(|(connection, leg, _)| (connection.id.as_str(), leg))
}

/// What is announced to AWS on a leg: what the connection carries, unless the fault plan says otherwise.
pub(super) fn announced(world: &World, connection: &Connection, circuit: &Circuit) -> Vec<Ipv4Net> {
    let own = if connection.order.peering.is_public() {
        public::announced(connection, circuit)
    } else {
        advertised(&world.pureport, connection)
    };
    faults::announced(world, &circuit.remote_id, own)
}

/// What a leg knows from AWS, with the origin ASN.
pub(super) fn learned<'c>(
    connection: &'c Connection,
    circuit: &'c Circuit,
) -> impl Iterator<Item = &'c (Ipv4Net, u32)> {
    let is_public = connection.order.peering.is_public();
    let learned = circuit.learned.iter();
    learned.filter(move |(prefix, _)| !is_public || public::takes(&connection.order, *prefix))
}

/// What a connection carries towards AWS: the site's prefixes behind the connection's NAT.
fn advertised(state: &State, connection: &Connection) -> Vec<Ipv4Net> {
    let site = state
        .network(&connection.network)
        .map_or(&[][..], |network| &network.site);
    nat::translate(&connection.nat, site)
}

/// The other end came up or went down, and what it advertises with the origin ASN: feeds
/// `bgpConfig.state` and `bgpRoutes`. A session that never was up stays PENDING.
pub fn set_bgp(world: &mut World, connection_id: &str, up: bool, learned: &[(Ipv4Net, u32)]) {
    let now = world.now;
    let gateways = world
        .pureport
        .connections
        .iter_mut()
        .flat_map(|connection| &mut connection.gateways);
    let mut circuits = gateways.filter_map(|gateway| gateway.circuit.as_mut());
    if let Some(circuit) = circuits.find(|circuit| circuit.remote_id == connection_id) {
        let before = circuit.bgp;
        change(circuit, up, now);
        let after = circuit.bgp;
        circuit.learned = if up { learned.to_vec() } else { Vec::new() };
        if before != after {
            audit::session_changed(world, connection_id, before, after);
        }
    }
}

fn change(circuit: &mut Circuit, up: bool, now: Millis) {
    match (circuit.bgp, up) {
        (BgpState::Pending | BgpState::Down, true) => {
            circuit.bgp = BgpState::Up;
            circuit.up_since = Some(now);
        }
        (BgpState::Up, false) => {
            circuit.bgp = BgpState::Down;
            circuit.up_since = None;
        }
        _ => {}
    }
}
