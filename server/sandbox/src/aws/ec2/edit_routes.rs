//! Making, changing and removing routes.

use ipnet::Ipv4Net;
use serde_json::json;

use super::{Deed, Route, RouteTable, Vpc, cidr, describe::find, invalid, route_targets};
use crate::{
    aws::{AwsError, Caller, form::Form},
    world::World,
};

/// Routes per table that are not propagated (Amazon VPC quotas).
const PER_TABLE: usize = 500;

/// A made route may have the destination of a propagated one, and wins over it.
pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (table, destination) = named(world, caller, form)?;
    if table.made(destination).is_some() {
        let message = format!("The route identified by {destination} already exists.");
        return Err(AwsError::new("RouteAlreadyExists", message));
    }
    check_outside(world, table, destination)?;
    if table.routes.len() >= PER_TABLE {
        let message = "The maximum number of routes has been reached.";
        return Err(AwsError::new("RouteLimitExceeded", message));
    }
    let gateway_id = route_targets::asked(world, caller, form, table)?;
    let route = Route {
        destination,
        gateway_id,
        origin: "CreateRoute".into(),
    };
    Ok(edit(table, move |routes| routes.push(route)))
}

pub fn replace(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (table, destination) = named(world, caller, form)?;
    check_made(table, destination, "replace")?;
    let gateway_id = route_targets::asked(world, caller, form, table)?;
    Ok(edit(table, move |routes| {
        for route in routes
            .iter_mut()
            .filter(|one| one.destination == destination)
        {
            route.gateway_id.clone_from(&gateway_id);
        }
    }))
}

pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (table, destination) = named(world, caller, form)?;
    check_made(table, destination, "delete")?;
    Ok(edit(table, move |routes| {
        routes.retain(|one| one.destination != destination);
    }))
}

fn named<'w>(
    world: &'w World,
    caller: &Caller,
    form: &Form,
) -> Result<(&'w RouteTable, Ipv4Net), AwsError> {
    let id = form.required("RouteTableId")?;
    let destination = cidr(form, "DestinationCidrBlock")?;
    Ok((find(world, caller, id)?, destination))
}

/// Neither what nobody made nor the local route can be changed.
fn check_made(table: &RouteTable, destination: Ipv4Net, verb: &str) -> Result<(), AwsError> {
    let id = &table.route_table_id;
    match table.made(destination) {
        Some(route) if route.gateway_id == "local" => Err(invalid(format!(
            "cannot {verb} local route {destination} in route table {id}"
        ))),
        Some(_) => Ok(()),
        None => Err(AwsError::new(
            "InvalidRoute.NotFound",
            format!("no route with destination-cidr-block {destination} in route table {id}"),
        )),
    }
}

/// Inside the VPC only an appliance may take over from the local route, and there is none here.
fn check_outside(world: &World, table: &RouteTable, destination: Ipv4Net) -> Result<(), AwsError> {
    let vpc: Option<&Vpc> = world.aws.vpcs.get(&table.vpc_id);
    let mut cidrs = vpc.into_iter().flat_map(|vpc| &vpc.cidrs);
    if cidrs.any(|cidr| cidr.contains(&destination)) {
        return Err(invalid(format!(
            "The destination CIDR block {destination} is equal to or more specific than one of this VPC's CIDR blocks. This route can target only an interface or an instance."
        )));
    }
    Ok(())
}

fn edit(table: &RouteTable, change: impl FnOnce(&mut Vec<Route>) + 'static) -> Deed {
    let id = table.route_table_id.clone();
    Box::new(move |world| {
        if let Some(table) = world.aws.route_tables.get_mut(&id) {
            change(&mut table.routes);
        }
        json!({"return": true})
    })
}
