//! Gateways and their routing tables.

use serde_json::{Value, json};

use crate::{clock::Millis, world::World};

use super::{
    bgp::{announced, learned},
    call::{Answer, Call, Reply, link, missing, need},
    json::{gateway_json, gateway_name},
    state::{BgpState, Circuit, Connection, ConnectionState},
};

/// The simulated customer site's ASN, from the private range.
const SITE_ASN: u32 = 65_010;
/// Its router, as the gateways see it.
const SITE_ROUTER: &str = "100.127.255.1";

/// `GET /gateways/{gatewayId}`
pub(super) fn get(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let (connection, leg) = call.gateway()?;
    gateway_json(connection, leg).map_or_else(
        || missing("gateway", &call.id),
        |gateway| Ok(Reply::ok(gateway)),
    )
}

/// `GET /gateways/{gatewayId}/bgpRoutes`: the customer site's prefixes, and AWS's while the session is up.
pub(super) fn bgp_routes(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let (connection, leg) = call.gateway()?;
    let Some(circuit) = running(connection, leg) else {
        return Ok(Reply::ok(json!([])));
    };
    let site = announced(call.world, connection, circuit);
    let mut routes: Vec<Value> = site.iter().map(|prefix| {
        // Pureport's own addresses begin at the gateway itself.
        let own = *prefix == circuit.peering_subnet;
        let path = if own { vec![] } else { vec![SITE_ASN] };
        json!({
            "network": prefix, "nextHop": if own { "0.0.0.0" } else { SITE_ROUTER }, "path": path,
            "origin": "IGP", "metric": 0,
            "locPref": 100, "weight": 0, "best": true, "valid": true, "internal": true, "multiPath": false,
        })
    }).collect();
    let multi_path = up_legs(connection) > 1;
    routes.extend(learned(connection, circuit).map(|(prefix, asn)| {
        json!({
            "network": prefix, "nextHop": address(&circuit.customer_ip), "path": [asn], "origin": "IGP",
            "metric": 0, "locPref": 100, "weight": 0, "best": true, "valid": true, "internal": false,
            "multiPath": multi_path, "nextHopConnection": connection_link(connection),
            "nextHopGateway": gateway_link(connection, leg),
        })
    }));
    Ok(Reply::ok(json!(routes)))
}

/// `GET /gateways/{gatewayId}/ipRoutes`: the same as forwarding entries, with the peering subnet.
pub(super) fn ip_routes(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let (connection, leg) = call.gateway()?;
    let Some(circuit) = running(connection, leg) else {
        return Ok(Reply::ok(json!([])));
    };
    Ok(Reply::ok(json!(forwarding(
        call.world, connection, leg, circuit
    ))))
}

fn forwarding(world: &World, connection: &Connection, leg: usize, circuit: &Circuit) -> Vec<Value> {
    let now = world.now;
    let active = uptime(connection.active_at, now);
    let up = uptime(circuit.up_since, now);
    let mut routes = vec![json!({
        "prefix": circuit.peering_subnet, "protocol": "connected", "distance": 0, "metric": 0,
        "interfaceName": "eth1", "directlyConnected": true, "selected": true, "fib": true, "uptime": active,
    })];
    let own = circuit.peering_subnet;
    let site = announced(world, connection, circuit).into_iter();
    routes.extend(site.filter(|prefix| *prefix != own).map(|prefix| {
        json!({
            "prefix": prefix, "nextHop": SITE_ROUTER, "protocol": "bgp", "distance": 200, "metric": 0,
            "interfaceName": "eth0", "directlyConnected": false, "selected": true, "fib": true, "uptime": active,
        })
    }));
    routes.extend(learned(connection, circuit).map(|(prefix, _)| {
        json!({
            "prefix": prefix, "nextHop": address(&circuit.customer_ip), "protocol": "bgp", "distance": 20,
            "metric": 0, "interfaceName": "eth1", "directlyConnected": false, "selected": true, "fib": true,
            "uptime": up, "nextHopConnection": connection_link(connection),
            "nextHopGateway": gateway_link(connection, leg),
        })
    }));
    routes
}

/// The leg's circuit while it carries traffic.
fn running(connection: &Connection, leg: usize) -> Option<&Circuit> {
    let gateway = connection
        .gateways
        .get(leg)
        .filter(|gateway| gateway.running)?;
    let carries = connection.state.carries_traffic() && connection.state != ConnectionState::Down;
    gateway.circuit.as_ref().filter(|_| carries)
}

fn up_legs(connection: &Connection) -> usize {
    let circuits = connection
        .gateways
        .iter()
        .filter_map(|gateway| gateway.circuit.as_ref());
    circuits
        .filter(|circuit| circuit.bgp == BgpState::Up)
        .count()
}

fn connection_link(connection: &Connection) -> Value {
    link("connections", &connection.id, &connection.order.name)
}

fn gateway_link(connection: &Connection, leg: usize) -> Option<Value> {
    let gateway = connection.gateways.get(leg)?;
    Some(link(
        "gateways",
        &gateway.id,
        &gateway_name(connection, leg),
    ))
}

/// An address without its prefix length.
fn address(cidr: &str) -> &str {
    cidr.split('/').next().unwrap_or(cidr)
}

/// `hh:mm:ss`
fn uptime(since: Option<Millis>, now: Millis) -> String {
    let seconds = since.map_or(0, |since| (now - since).max(0) / 1_000);
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    )
}
