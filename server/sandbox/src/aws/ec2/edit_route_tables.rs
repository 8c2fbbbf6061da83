//! Making route tables, and saying which subnets they serve.

use serde_json::json;

use super::{
    Deed, RouteTable, Subnet, Vpc,
    describe::{Resource, existing, find},
    exclusive, invalid, new_tags,
};
use crate::{
    aws::{AwsError, Caller, form::Form, ids},
    world::World,
};

/// Tables per VPC (Amazon VPC quotas).
const PER_VPC: usize = 200;

pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let vpc = find::<Vpc>(world, caller, form.required("VpcId")?)?.clone();
    let of_vpc = |one: &&RouteTable| one.vpc_id == vpc.vpc_id;
    if existing(world, caller).filter(of_vpc).count() >= PER_VPC {
        let message = "The maximum number of route tables has been reached.";
        return Err(AwsError::new("RouteTableLimitExceeded", message));
    }
    let tags = new_tags::<RouteTable>(form)?;
    Ok(Box::new(move |world| {
        let mut table = RouteTable::of(world, &vpc);
        table.tags = tags;
        let view = table.view(world);
        world
            .aws
            .route_tables
            .insert(table.route_table_id.clone(), table);
        json!({"routeTable": view})
    }))
}

/// Neither a main table nor one that serves a subnet.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("RouteTableId")?;
    let table = find::<RouteTable>(world, caller, id)?;
    if table.main || !table.associations.is_empty() {
        let message = format!("The routeTable '{id}' has dependencies and cannot be deleted.");
        return Err(AwsError::new("DependencyViolation", message));
    }
    let id = id.to_owned();
    Ok(Box::new(move |world| {
        world.aws.route_tables.remove(&id);
        json!({"return": true})
    }))
}

/// A subnet has one association at most; asking again for the same one gives the same id.
pub fn associate(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let table = find::<RouteTable>(world, caller, form.required("RouteTableId")?)?;
    if form.get("SubnetId").is_some() && form.get("GatewayId").is_some() {
        return Err(exclusive("subnetId", "gatewayId"));
    }
    if form.get("GatewayId").is_some() {
        return Err(invalid(
            "The sandbox associates route tables with subnets only.",
        ));
    }
    let subnet = find::<Subnet>(world, caller, form.required("SubnetId")?)?;
    check_network(table, &subnet.vpc_id, &subnet.subnet_id)?;
    let (table_id, subnet_id) = (table.route_table_id.clone(), subnet.subnet_id.clone());
    match association(world, |(_, of)| of.as_ref() == Some(&subnet_id)) {
        Some((serving, id)) if serving.route_table_id == table_id => {
            Ok(super::answer(associated("associationId", id)))
        }
        Some(_) => Err(AwsError::new(
            "Resource.AlreadyAssociated",
            format!(
                "the specified association for route table {table_id} conflicts with an existing association"
            ),
        )),
        None => Ok(Box::new(move |world| {
            let id = ids::long(world, "rtbassoc-");
            if let Some(table) = world.aws.route_tables.get_mut(&table_id) {
                table.associations.push((id.clone(), Some(subnet_id)));
            }
            associated("associationId", &id)
        })),
    }
}

/// The subnet falls back to the main table.
pub fn disassociate(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("AssociationId")?.to_owned();
    let (table, subnet) = find_association(world, caller, &id)?;
    if subnet.is_none() {
        return Err(invalid(format!(
            "cannot disassociate the main route table association {id}"
        )));
    }
    let table_id = table.route_table_id.clone();
    Ok(Box::new(move |world| {
        if let Some(table) = world.aws.route_tables.get_mut(&table_id) {
            table.associations.retain(|(one, _)| *one != id);
        }
        json!({"return": true})
    }))
}

/// Moves an association to another table of the VPC; the main one makes that table the main one.
pub fn replace(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("AssociationId")?.to_owned();
    let (old, subnet) = find_association(world, caller, &id)?;
    let new = find::<RouteTable>(world, caller, form.required("RouteTableId")?)?;
    check_network(new, &old.vpc_id, &id)?;
    let subnet = subnet.cloned();
    let (old_id, new_id) = (old.route_table_id.clone(), new.route_table_id.clone());
    Ok(Box::new(move |world| {
        let new_association = ids::long(world, "rtbassoc-");
        let main = subnet.is_none();
        if let Some(old) = world.aws.route_tables.get_mut(&old_id) {
            old.associations.retain(|(one, _)| *one != id);
            old.main &= !main;
        }
        if let Some(new) = world.aws.route_tables.get_mut(&new_id) {
            new.associations.push((new_association.clone(), subnet));
            new.main |= main;
        }
        associated("newAssociationId", &new_association)
    }))
}

fn associated(member: &str, id: &str) -> serde_json::Value {
    json!({member: id, "associationState": {"state": "associated"}})
}

fn check_network(table: &RouteTable, vpc_id: &str, other: &str) -> Result<(), AwsError> {
    if table.vpc_id == vpc_id {
        return Ok(());
    }
    let id = &table.route_table_id;
    Err(invalid(format!(
        "route table {id} and {other} belong to different networks"
    )))
}

type Association = (String, Option<String>);

/// The table and id of the first association that `is_it`.
fn association(
    world: &World,
    is_it: impl Fn(&Association) -> bool,
) -> Option<(&RouteTable, &String)> {
    let mut tables = world.aws.route_tables.values();
    tables.find_map(|table| {
        let found = table.associations.iter().find(|one| is_it(one))?;
        Some((table, &found.0))
    })
}

fn find_association<'w>(
    world: &'w World,
    caller: &Caller,
    id: &str,
) -> Result<(&'w RouteTable, Option<&'w String>), AwsError> {
    let mut tables = existing::<RouteTable>(world, caller);
    let found = tables.find_map(|table| {
        let (_, subnet) = table.associations.iter().find(|(one, _)| one == id)?;
        Some((table, subnet.as_ref()))
    });
    found.ok_or_else(|| {
        let message = format!("The association ID '{id}' does not exist");
        AwsError::new("InvalidAssociationID.NotFound", message)
    })
}
