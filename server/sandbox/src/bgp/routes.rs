//! What sessions carry, and where it ends up.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;

use super::{other_end, session, transit};
use crate::{
    aws::{
        directconnect::{InterfaceType, VirtualInterface},
        ec2::{Propagated, RouteTable, VpnGateway, attached_cidrs},
        ranges::RANGES,
    },
    clock::Millis,
    faults::{self, End},
    pace::Transition,
    world::World,
};

/// Propagated routes per table (aws.md §2.4).
const PER_TABLE: usize = 100;

/// The prefixes that AWS takes from the customer's side while the session of this interface is up. On
/// a public one only those that were named when it was made, and parts of them (aws.md §2.2).
pub fn accepted(world: &World, interface: &VirtualInterface) -> Vec<Ipv4Net> {
    let mut prefixes = session(world, &interface.virtual_interface_id)
        .and_then(|_| other_end(world, &interface.connection_id))
        .map(|end| end.prefixes)
        .unwrap_or_default();
    if interface.virtual_interface_type == InterfaceType::Public {
        let named = &interface.route_filter_prefixes;
        prefixes.retain(|cidr| named.iter().any(|one| one.contains(cidr)));
    }
    prefixes
}

/// What AWS announces on this interface, each with its region: VPC CIDRs, where an allowed prefix lets
/// a CIDR pass that it equals or contains; of a transit gateway the allowed prefixes as they are
/// (aws.md §2.3); to the public everything that it serves.
pub fn advertised(world: &World, interface: &VirtualInterface) -> Vec<(Ipv4Net, String)> {
    if interface.virtual_interface_type == InterfaceType::Public {
        return everything();
    }
    let mut routes = BTreeSet::new();
    for association in transit::behind(world, interface) {
        let region = &association.virtual_gateway_region;
        let allowed = association.allowed_prefixes.iter();
        routes.extend(allowed.map(|cidr| (*cidr, region.clone())));
    }
    for (gateway, allowed) in behind(world, interface) {
        let cidrs = attached_cidrs(world, gateway).unwrap_or_default();
        let passing = cidrs.into_iter().filter(|cidr| {
            allowed.is_none_or(|allowed| allowed.iter().any(|prefix| prefix.contains(cidr)))
        });
        routes.extend(passing.map(|cidr| (cidr, gateway.region.clone())));
    }
    routes.into_iter().collect()
}

fn everything() -> Vec<(Ipv4Net, String)> {
    let ranges = RANGES.into_iter();
    ranges
        .filter_map(|(_, region, cidr)| Some((cidr.parse().ok()?, region.to_owned())))
        .collect()
}

/// The VPN gateways that an interface reaches, each with the filter between them.
fn behind<'w>(
    world: &'w World,
    interface: &VirtualInterface,
) -> Vec<(&'w VpnGateway, Option<&'w [Ipv4Net]>)> {
    let direct = interface
        .virtual_gateway_id
        .iter()
        .filter_map(|id| Some((world.aws.vpn_gateways.get(id)?, None)));
    let associated = world
        .aws
        .associations
        .values()
        .filter(|one| {
            one.carries()
                && Some(&one.direct_connect_gateway_id)
                    == interface.direct_connect_gateway_id.as_ref()
        })
        .filter_map(|one| {
            Some((
                world.aws.vpn_gateways.get(&one.virtual_gateway_id)?,
                Some(one.allowed_prefixes.as_slice()),
            ))
        });
    direct.chain(associated).collect()
}

/// From when on packets flow both ways on an interface: the customer knows a VPC, and a route
/// table of that VPC leads back; or both ends of a public one know something of the other. Nothing
/// while they don't.
pub fn traffic_from(world: &World, interface: &VirtualInterface) -> Option<Millis> {
    let hosted = &interface.connection_id;
    if !faults::carries(world, hosted) || !faults::believes(world, hosted, End::Pureport) {
        return None;
    }
    let known = advertised(world, interface);
    let theirs = accepted(world, interface);
    if interface.virtual_interface_type == InterfaceType::Public {
        let session = session(world, &interface.virtual_interface_id);
        return session
            .filter(|_| !theirs.is_empty())
            .map(|session| session.since);
    }
    // Routes of transit gateways are there at once.
    let mut associations = transit::behind(world, interface);
    if associations.any(|one| transit::carries(world, one, &theirs)) {
        return Some(0);
    }
    let reached = |gateway: &VpnGateway| {
        let cidrs = attached_cidrs(world, gateway).unwrap_or_default();
        known.iter().any(|(cidr, _)| cidrs.contains(cidr))
    };
    behind(world, interface)
        .into_iter()
        .filter(|(gateway, _)| reached(gateway))
        .filter_map(|(gateway, _)| way_back(world, gateway, &theirs))
        .min()
}

/// Since when a table of the gateway's VPC leads to one of `theirs` through it; a route that
/// somebody made always did.
fn way_back(world: &World, gateway: &VpnGateway, theirs: &[Ipv4Net]) -> Option<Millis> {
    let id = &gateway.vpn_gateway_id;
    let leads = |net: &Ipv4Net| {
        theirs
            .iter()
            .any(|one| net.contains(one) || one.contains(net))
    };
    let tables = world.aws.route_tables.values();
    let of_vpc = tables.filter(|table| gateway.attached_to() == Some(table.vpc_id.as_str()));
    let since = |table: &RouteTable| {
        let made = table.routes.iter().filter(|route| route.gateway_id == *id);
        let made = made.filter(|route| leads(&route.destination)).map(|_| 0);
        let came = table
            .propagated
            .iter()
            .filter(|route| route.gateway_id == *id);
        let came = came
            .filter(|route| leads(&route.destination) && table.made(route.destination).is_none());
        made.chain(came.map(|route| route.from)).min()
    };
    of_vpc.filter_map(since).min()
}

/// Brings the propagated routes of every table up to date: a link of the chain that breaks takes
/// its routes along at once, a new one brings them after a while.
pub fn settle(world: &mut World) {
    let wanted = wanted(world);
    let changed: Vec<_> = world
        .aws
        .route_tables
        .values()
        .filter_map(|table| {
            let wanted = wanted
                .get(&table.route_table_id)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let fits = table.propagated.len() == wanted.len()
                && table
                    .propagated
                    .iter()
                    .zip(wanted)
                    .all(|(is, (cidr, gateway))| {
                        is.destination == *cidr && is.gateway_id == *gateway
                    });
            (!fits).then(|| (table.route_table_id.clone(), wanted.to_vec()))
        })
        .collect();
    for (table_id, wanted) in changed {
        let from = world.due(Transition::RoutePropagated);
        if let Some(table) = world.aws.route_tables.get_mut(&table_id) {
            let old = std::mem::take(&mut table.propagated);
            table.propagated = wanted
                .into_iter()
                .map(|(destination, gateway_id)| {
                    let kept = old
                        .iter()
                        .find(|is| is.destination == destination && is.gateway_id == gateway_id);
                    kept.cloned().unwrap_or(Propagated {
                        destination,
                        gateway_id,
                        from,
                    })
                })
                .collect();
        }
    }
}

/// Destination and gateway, by table.
type Wanted = BTreeMap<String, Vec<(Ipv4Net, String)>>;

fn wanted(world: &World) -> Wanted {
    let mut by_gateway: BTreeMap<&str, BTreeSet<Ipv4Net>> = BTreeMap::new();
    for interface in world.aws.virtual_interfaces.values() {
        let prefixes = accepted(world, interface);
        for (gateway, _) in behind(world, interface)
            .into_iter()
            .filter(|_| !prefixes.is_empty())
        {
            by_gateway
                .entry(&gateway.vpn_gateway_id)
                .or_default()
                .extend(&prefixes);
        }
    }
    let mut wanted = Wanted::new();
    for table in world.aws.route_tables.values() {
        let attached = |id: &&String| {
            let gateway = world.aws.vpn_gateways.get(*id);
            gateway.and_then(VpnGateway::attached_to) == Some(table.vpc_id.as_str())
        };
        let routes: Vec<_> = table
            .propagating
            .iter()
            .filter(attached)
            .flat_map(|id| {
                by_gateway
                    .get(id.as_str())
                    .into_iter()
                    .flatten()
                    .map(|cidr| (*cidr, id.clone()))
            })
            .take(PER_TABLE)
            .collect();
        if !routes.is_empty() {
            wanted.insert(table.route_table_id.clone(), routes);
        }
    }
    wanted
}
