//! What sessions carry to and from transit gateways.

use ipnet::Ipv4Net;

use super::accepted;
use crate::{
    aws::{
        directconnect::{Association, InterfaceType, VirtualInterface},
        ec2::{RouteTable, TransitGatewayAttachment, transit_leads},
    },
    world::World,
};

/// What the transit interfaces of a Direct Connect gateway bring in, for the transit gateways on it.
pub fn comes_in_over(world: &World, gateway_id: &str) -> Vec<Ipv4Net> {
    let interfaces = world.aws.virtual_interfaces.values();
    let mut prefixes: Vec<Ipv4Net> = interfaces
        .filter(|one| one.virtual_interface_type == InterfaceType::Transit)
        .filter(|one| one.direct_connect_gateway_id.as_deref() == Some(gateway_id))
        .flat_map(|one| accepted(world, one))
        .collect();
    prefixes.sort_unstable();
    prefixes.dedup();
    prefixes
}

/// The associations with transit gateways that an interface reaches.
pub fn behind<'w>(
    world: &'w World,
    interface: &VirtualInterface,
) -> impl Iterator<Item = &'w Association> {
    let gateway = interface.direct_connect_gateway_id.clone();
    let associations = world.aws.associations.values();
    associations.filter(move |one| {
        one.carries()
            && world
                .aws
                .transit_gateways
                .contains_key(&one.virtual_gateway_id)
            && Some(&one.direct_connect_gateway_id) == gateway.as_ref()
    })
}

/// Whether packets pass both ways: through the transit gateway's tables into a VPC, and from a table
/// of that VPC back.
pub fn carries(world: &World, association: &Association, theirs: &[Ipv4Net]) -> bool {
    let gateway = &association.virtual_gateway_id;
    let attachments = || {
        let all = world.aws.transit_gateway_attachments.values();
        all.filter(move |one| one.transit_gateway_id == *gateway && one.is_available())
    };
    let is_ours =
        |one: &&TransitGatewayAttachment| one.resource_id == association.direct_connect_gateway_id;
    let Some(here) = attachments().find(is_ours) else {
        return false;
    };
    attachments().any(|there| {
        let vpc = there.vpc_id().and_then(|id| world.aws.vpcs.get(id));
        vpc.is_some_and(|vpc| {
            let known = |cidr: &Ipv4Net| overlap(&association.allowed_prefixes, *cidr);
            vpc.cidrs.iter().any(known)
                && transit_leads(world, here, there, &vpc.cidrs)
                && transit_leads(world, there, here, theirs)
                && leads_back(world, &vpc.vpc_id, gateway, theirs)
        })
    })
}

fn leads_back(world: &World, vpc_id: &str, gateway: &str, theirs: &[Ipv4Net]) -> bool {
    let leads = |table: &RouteTable| {
        let mut routes = table.routes.iter();
        routes.any(|route| route.gateway_id == gateway && overlap(theirs, route.destination))
    };
    let tables = world.aws.route_tables.values();
    tables.filter(|table| table.vpc_id == vpc_id).any(leads)
}

fn overlap(nets: &[Ipv4Net], other: Ipv4Net) -> bool {
    nets.iter()
        .any(|net| net.contains(&other) || other.contains(net))
}
