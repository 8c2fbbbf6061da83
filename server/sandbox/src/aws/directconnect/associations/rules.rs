//! What may be associated.

use ipnet::Ipv4Net;

use super::{Association, Prefix, mix, on};
use crate::{
    aws::{
        AwsError, Caller,
        directconnect::{gateways, virtual_gateways},
        ec2,
    },
    world::World,
};

/// VPN gateways per Direct Connect gateway (aws.md §2.5).
const PER_GATEWAY: usize = 20;

/// The CIDRs of a list, host bits cut.
pub fn parse(list: Option<Vec<Prefix>>) -> Result<Vec<Ipv4Net>, AwsError> {
    list.unwrap_or_default()
        .into_iter()
        .map(|prefix| {
            let text = prefix.cidr.unwrap_or_default();
            let net: Ipv4Net = text
                .parse()
                .map_err(|_| AwsError::client(format!("{text} is not a valid CIDR.")))?;
            Ok(net.trunc())
        })
        .collect()
}

/// `current` without `remove` and with `add`.
pub fn changed(current: &[Ipv4Net], add: Vec<Ipv4Net>, remove: &[Ipv4Net]) -> Vec<Ipv4Net> {
    let mut prefixes = current.to_vec();
    prefixes.retain(|cidr| !remove.contains(cidr));
    for cidr in add {
        if !prefixes.contains(&cidr) {
            prefixes.push(cidr);
        }
    }
    prefixes
}

/// The VPC's CIDRs, if the VPN gateway `id` of `theirs` may join `caller`'s `gateway_id`.
pub fn check_create(
    world: &World,
    caller: &Caller,
    theirs: &Caller,
    gateway_id: &str,
    id: &str,
) -> Result<Vec<Ipv4Net>, AwsError> {
    gateways::check_available(gateways::find(world, caller, gateway_id)?)?;
    mix::check_vpn_gateway(world, gateway_id)?;
    let vpn_gateway = virtual_gateways::usable(world, theirs, id)?;
    let cidrs = ec2::attached_cidrs(world, vpn_gateway).ok_or_else(|| {
        AwsError::client(format!("The VirtualGateway {id} is not attached to a VPC."))
    })?;
    let mut existing = world.aws.associations.values().filter(|one| one.exists());
    // Neither text names what may be another account's.
    if existing.any(|one| one.virtual_gateway_id == id) {
        return Err(AwsError::client(format!(
            "The VirtualGateway {id} is already associated with a Direct Connect Gateway."
        )));
    }
    let on_it: Vec<&Association> = on(world, gateway_id).collect();
    if on_it.len() >= PER_GATEWAY {
        return Err(AwsError::client(format!(
            "Direct Connect Gateway {gateway_id} has reached the maximum number of associated gateways ({PER_GATEWAY})."
        )));
    }
    check_overlap(world, &on_it, &cidrs)?;
    Ok(cidrs)
}

/// The VPCs on one Direct Connect gateway must not overlap.
fn check_overlap(
    world: &World,
    others: &[&Association],
    cidrs: &[Ipv4Net],
) -> Result<(), AwsError> {
    for other in others {
        let gateway = world.aws.vpn_gateways.get(&other.virtual_gateway_id);
        let taken = gateway
            .and_then(|gateway| ec2::attached_cidrs(world, gateway))
            .unwrap_or_default();
        let clash = cidrs.iter().find(|cidr| {
            taken
                .iter()
                .any(|taken| cidr.contains(taken) || taken.contains(*cidr))
        });
        if let Some(clash) = clash {
            return Err(AwsError::client(format!(
                "The VPC CIDR block {clash} overlaps with a VPC that is associated with the same Direct Connect Gateway."
            )));
        }
    }
    Ok(())
}
