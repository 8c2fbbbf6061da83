//! Which route tables take the routes of a VPN gateway (aws.md §2.4).

use serde_json::{Value, json};

use super::describe::{find, find_mut};
use crate::{
    aws::{AwsError, Caller, form::Form},
    world::World,
};

/// Needs the gateway to be attached to the table's VPC; doing it twice changes nothing.
pub fn enable(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let (id, table_id) = (form.required("GatewayId")?, form.required("RouteTableId")?);
    let table = find_mut(&mut world.aws.route_tables, caller, table_id)?;
    let gateway = find(&world.aws.vpn_gateways, caller, id)?;
    if gateway.attached_to() != Some(table.vpc_id.as_str()) {
        let message = format!("resource {id} is not attached to network {}", table.vpc_id);
        return Err(AwsError::new("Gateway.NotAttached", message));
    }
    if !table.propagating.iter().any(|gateway| gateway == id) {
        table.propagating.push(id.into());
    }
    Ok(json!({"return": true}))
}

pub fn disable(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let (id, table_id) = (form.required("GatewayId")?, form.required("RouteTableId")?);
    find(&world.aws.vpn_gateways, caller, id)?;
    let table = find_mut(&mut world.aws.route_tables, caller, table_id)?;
    table.propagating.retain(|gateway| gateway != id);
    Ok(json!({"return": true}))
}
