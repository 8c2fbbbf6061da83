//! Which route tables take the routes of a VPN gateway (aws.md §2.4).

use serde_json::json;

use super::{Deed, RouteTable, VpnGateway, describe::find};
use crate::{
    aws::{AwsError, Caller, form::Form},
    world::World,
};

/// Needs the gateway to be attached to the table's VPC; doing it twice changes nothing.
pub fn enable(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (gateway, table) = named(world, caller, form)?;
    if gateway.attached_to() != Some(table.vpc_id.as_str()) {
        let (id, vpc) = (&gateway.vpn_gateway_id, &table.vpc_id);
        let message = format!("resource {id} is not attached to network {vpc}");
        return Err(AwsError::new("Gateway.NotAttached", message));
    }
    Ok(edit(gateway, table, |propagating, id| {
        if !propagating.contains(&id) {
            propagating.push(id);
        }
    }))
}

/// Doing it where it is not enabled changes nothing.
pub fn disable(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (gateway, table) = named(world, caller, form)?;
    Ok(edit(gateway, table, |propagating, id| {
        propagating.retain(|one| *one != id);
    }))
}

fn named<'w>(
    world: &'w World,
    caller: &Caller,
    form: &Form,
) -> Result<(&'w VpnGateway, &'w RouteTable), AwsError> {
    let (id, table) = (form.required("GatewayId")?, form.required("RouteTableId")?);
    let table = find(world, caller, table)?;
    Ok((find(world, caller, id)?, table))
}

fn edit(gateway: &VpnGateway, table: &RouteTable, change: fn(&mut Vec<String>, String)) -> Deed {
    let (id, table) = (gateway.vpn_gateway_id.clone(), table.route_table_id.clone());
    Box::new(move |world| {
        if let Some(table) = world.aws.route_tables.get_mut(&table) {
            change(&mut table.propagating, id);
        }
        json!({"return": true})
    })
}
