//! Where a route may lead.

use super::{
    InternetGateway, RouteTable, TransitGateway, TransitGatewayAttachment, VpnGateway,
    describe::find, exclusive, invalid,
};
use crate::{
    aws::{AwsError, Caller, form::Form},
    world::World,
};

/// The parameters that name a target, with the prefix of its ids, and the code for one that does
/// not exist. What has no things in the sandbox is never found.
const TARGETS: [(&str, &str, &str); 6] = [
    ("GatewayId", "", ""),
    ("TransitGatewayId", "tgw-", ""),
    ("NatGatewayId", "nat-", "NatGatewayNotFound"),
    (
        "VpcPeeringConnectionId",
        "pcx-",
        "InvalidVpcPeeringConnectionID.NotFound",
    ),
    (
        "NetworkInterfaceId",
        "eni-",
        "InvalidNetworkInterfaceID.NotFound",
    ),
    ("InstanceId", "i-", "InvalidInstanceID.NotFound"),
];

/// The member of a route in which `target` is shown.
pub fn member(target: &str) -> &'static str {
    if target.starts_with("tgw-") {
        "transitGatewayId"
    } else {
        "gatewayId"
    }
}

/// Whether a route of `table` to `target` leads anywhere; a blackhole does not.
pub fn leads_on(world: &World, table: &RouteTable, target: &str) -> bool {
    let vpc_id = table.vpc_id.as_str();
    match target.split_once('-').map_or(target, |(kind, _)| kind) {
        "local" => true,
        "igw" => {
            let gateway = world.aws.internet_gateways.get(target);
            gateway.is_some_and(|one| one.vpc_id == vpc_id)
        }
        "vgw" => {
            let gateway = world.aws.vpn_gateways.get(target);
            gateway.and_then(VpnGateway::attached_to) == Some(vpc_id)
        }
        "tgw" => reaches(world, target, vpc_id),
        _ => false,
    }
}

fn reaches(world: &World, transit_gateway: &str, vpc_id: &str) -> bool {
    let joins = |one: &TransitGatewayAttachment| {
        one.transit_gateway_id == transit_gateway
            && one.vpc_id() == Some(vpc_id)
            && one.is_available()
    };
    world.aws.transit_gateway_attachments.values().any(joins)
}

/// The one target that the request names, if a route of `table` may lead to it.
pub fn asked(
    world: &World,
    caller: &Caller,
    form: &Form,
    table: &RouteTable,
) -> Result<String, AwsError> {
    let mut named = TARGETS
        .iter()
        .filter_map(|target| Some((target, form.get(target.0)?)));
    let Some(((parameter, prefix, not_found), id)) = named.next() else {
        let message = "The request must contain exactly one of gatewayId, natGatewayId, networkInterfaceId, vpcPeeringConnectionId or transitGatewayId";
        return Err(AwsError::new("MissingParameter", message));
    };
    if let Some(((other, ..), _)) = named.next() {
        return Err(exclusive(parameter, other));
    }
    if !id.starts_with(prefix) {
        return Err(invalid(format!(
            "Value ({id}) for parameter {parameter} is invalid."
        )));
    }
    if !not_found.is_empty() {
        return Err(AwsError::new(
            *not_found,
            format!("The ID '{id}' does not exist"),
        ));
    }
    check(world, caller, table, id)?;
    Ok(id.to_owned())
}

fn check(world: &World, caller: &Caller, table: &RouteTable, id: &str) -> Result<(), AwsError> {
    let on_vpc = match id.split_once('-').map(|(kind, _)| kind) {
        Some("igw") => find::<InternetGateway>(world, caller, id)?.vpc_id == table.vpc_id,
        Some("vgw") => {
            find::<VpnGateway>(world, caller, id)?.attached_to() == Some(table.vpc_id.as_str())
        }
        Some("tgw") => {
            find::<TransitGateway>(world, caller, id)?;
            reaches(world, id, &table.vpc_id)
        }
        _ => {
            let message = format!("The gateway ID '{id}' does not exist");
            return Err(AwsError::new("InvalidGatewayID.NotFound", message));
        }
    };
    if on_vpc {
        return Ok(());
    }
    if id.starts_with("tgw-") {
        let message = format!("The transitGateway ID '{id}' does not exist.");
        return Err(AwsError::new("InvalidTransitGatewayID.NotFound", message));
    }
    let table = &table.route_table_id;
    let message =
        format!("route table {table} and network gateway {id} belong to different networks");
    Err(invalid(message))
}
