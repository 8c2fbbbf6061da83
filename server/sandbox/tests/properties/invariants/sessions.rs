//! Rules of BGP and of what follows from it.

use ipnet::Ipv4Net;

use crate::known::{Interface, Known};

use super::none;

/// A private interface takes so many prefixes (aws.md §2.2).
const PREFIXES: usize = 100;

pub fn no_mismatch(known: &Known) -> Result<(), String> {
    let up = known
        .bgp
        .by_interface
        .iter()
        .filter(|(_, session)| session.up);
    none(up.filter_map(|(id, _)| {
        let interface = known.aws.virtual_interfaces.get(id);
        let Some(interface) = interface else {
            return Some(format!("{id} is up and does not exist"));
        };
        mismatch(known, interface).map(|what| format!("{id} is up: {what}"))
    }))
}

fn mismatch(known: &Known, interface: &Interface) -> Option<&'static str> {
    let Some((connection, leg, circuit)) = known.leg(&interface.connection_id) else {
        return Some("nobody at the other end");
    };
    let hosted = known.aws.connections.get(&interface.connection_id);
    let ready = hosted.is_some_and(|one| {
        one.vlan == circuit.vlan && matches!(one.connection_state.as_str(), "available" | "down")
    });
    let prefixes = known
        .pureport
        .networks
        .iter()
        .find(|one| one.id == connection.network);
    let checks = [
        (
            "interface",
            interface.virtual_interface_state == "available" || known.suffers("drop_one_side"),
        ),
        ("hosted connection", ready),
        ("Pureport's connection", connection.carries_traffic()),
        ("gateway", leg.running),
        ("VLAN", interface.vlan == circuit.vlan),
        ("customer's ASN", interface.asn == 394_351),
        (
            "Amazon's ASN",
            interface.amazon_side_asn == circuit.customer_asn,
        ),
        (
            "Amazon's address",
            address(&interface.amazon_address) == address(&circuit.customer_ip),
        ),
        (
            "customer's address",
            address(&interface.customer_address) == address(&circuit.pureport_ip),
        ),
        (
            "key",
            circuit.password.as_deref().unwrap_or_default() == interface.auth_key,
        ),
        (
            "prefixes",
            prefixes.is_some_and(|one| one.site.len() <= PREFIXES),
        ),
    ];
    checks
        .into_iter()
        .find(|(_, fits)| !fits)
        .map(|(what, _)| what)
}

/// Address and length.
fn address(text: &str) -> Option<Ipv4Net> {
    text.parse().ok()
}

pub fn both_ends_agree(known: &Known) -> Result<(), String> {
    if known.suffers("drop_one_side") {
        return Ok(());
    }
    let interfaces = known.aws.virtual_interfaces.iter();
    let up: Vec<&str> = interfaces
        .filter(|(id, _)| known.is_up(id))
        .map(|(_, one)| one.connection_id.as_str())
        .collect();
    let circuits = known
        .pureport
        .connections
        .iter()
        .flat_map(|one| &one.gateways);
    let circuits = circuits.filter_map(|leg| leg.circuit.as_ref());
    none(circuits.filter_map(|circuit| {
        let here = circuit.bgp == "UP";
        let there = up.contains(&circuit.remote_id.as_str());
        (here != there).then(|| format!("{}: Pureport {here}, AWS {there}", circuit.remote_id))
    }))
}

pub fn available_means_up(known: &Known) -> Result<(), String> {
    if known.suffers("drop_one_side") {
        return Ok(());
    }
    let interfaces = known.aws.virtual_interfaces.iter();
    let available = interfaces.filter(|(_, one)| one.virtual_interface_state == "available");
    none(
        available
            .filter(|(id, _)| !known.is_up(id))
            .map(|(id, _)| id.clone()),
    )
}

/// Table ← propagation ← gateway attached to the table's VPC ← association ← interface that is up,
/// or straight from the interface; and somebody announces the prefix.
pub fn routes_have_their_chain(known: &Known) -> Result<(), String> {
    let tables = known.aws.route_tables.iter();
    let routes =
        tables.flat_map(|(id, table)| table.propagated.iter().map(move |route| (id, table, route)));
    none(routes.filter_map(|(id, table, route)| {
        let gateway = known.aws.vpn_gateways.get(&route.gateway_id);
        let attached = gateway.and_then(|one| one.attached_to()) == Some(table.vpc_id.as_str());
        let broken = if !table.propagating.contains(&route.gateway_id) {
            "propagation"
        } else if !attached {
            "attachment"
        } else if !known.aws.virtual_interfaces.iter().any(|(id, one)| {
            known.is_up(id)
                && leads_to(known, one, &route.gateway_id)
                && announces(known, one, route.destination)
        }) {
            "interface"
        } else {
            return None;
        };
        Some(format!("{} in {id}: {broken}", route.destination))
    }))
}

fn leads_to(known: &Known, interface: &Interface, vpn_gateway: &str) -> bool {
    let associated = known.aws.associations.values().any(|one| {
        one.carries()
            && one.virtual_gateway_id == vpn_gateway
            && interface.direct_connect_gateway_id.as_ref() == Some(&one.direct_connect_gateway_id)
    });
    associated || interface.virtual_gateway_id.as_deref() == Some(vpn_gateway)
}

/// Behind a NAT the prefixes are others; that translation has its own tests. A fault adds some.
fn announces(known: &Known, interface: &Interface, prefix: Ipv4Net) -> bool {
    let Some((connection, ..)) = known.leg(&interface.connection_id) else {
        return false;
    };
    let network = known
        .pureport
        .networks
        .iter()
        .find(|one| one.id == connection.network);
    connection.nat.enabled
        || known.suffers("prefixes")
        || network.is_some_and(|one| one.site.contains(&prefix))
}
