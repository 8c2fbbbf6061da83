//! Tags of EC2 resources, by id.

use serde_json::{Value, json};

use super::describe::{Resource, page};
use crate::{
    aws::{AwsError, Caller, State, form::Form, tags::Tags},
    world::World,
};

/// The most tags that one resource has.
const MOST: usize = 50;

pub fn create(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let new = form.tags("Tag");
    if new.iter().any(|(key, value)| {
        !(1..=128).contains(&key.chars().count()) || value.chars().count() > 256
    }) {
        return Err(AwsError::new(
            "InvalidParameterValue",
            "Tag keys have 1 to 128 and values at most 256 characters.",
        ));
    }
    change(world, caller, form, |tags| {
        tags.extend(new.clone());
        tags.len() <= MOST
    })
}

/// A tag that is named with a value goes only if it has that value.
pub fn delete(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let gone = form.tags("Tag");
    change(world, caller, form, |tags| {
        tags.retain(|key, value| {
            gone.get(key)
                .is_none_or(|asked| !asked.is_empty() && asked != value)
        });
        true
    })
}

/// All of the resources, or none.
fn change(
    world: &mut World,
    caller: &Caller,
    form: &Form,
    edit: impl Fn(&mut Tags) -> bool,
) -> Result<Value, AwsError> {
    form.required("ResourceId.1")?;
    let mut changed = vec![];
    for id in form.list("ResourceId") {
        let mut tags = find(&mut world.aws, caller, &id)?.clone();
        if !edit(&mut tags) {
            return Err(AwsError::new(
                "TagLimitExceeded",
                format!("The maximum number of tags of {id} has been reached."),
            ));
        }
        changed.push((id, tags));
    }
    for (id, tags) in changed {
        *find(&mut world.aws, caller, &id)? = tags;
    }
    Ok(json!({"return": true}))
}

fn find<'w>(state: &'w mut State, caller: &Caller, id: &str) -> Result<&'w mut Tags, AwsError> {
    let found = match id.split_once('-').map(|(prefix, _)| prefix) {
        Some("vpc") => state
            .vpcs
            .get_mut(id)
            .filter(|one| sees(caller, *one))
            .map(|one| &mut one.tags),
        Some("subnet") => state
            .subnets
            .get_mut(id)
            .filter(|one| sees(caller, *one))
            .map(|one| &mut one.tags),
        Some("rtb") => state
            .route_tables
            .get_mut(id)
            .filter(|one| sees(caller, *one))
            .map(|one| &mut one.tags),
        Some("vgw") => state
            .vpn_gateways
            .get_mut(id)
            .filter(|one| sees(caller, *one))
            .map(|one| &mut one.tags),
        Some("tgw") => state
            .transit_gateways
            .get_mut(id)
            .filter(|one| sees(caller, *one))
            .map(|one| &mut one.tags),
        _ => None,
    };
    found.ok_or_else(|| AwsError::new("InvalidID", format!("The ID '{id}' is not valid")))
}

fn sees<R: Resource>(caller: &Caller, one: &R) -> bool {
    let (account, region) = one.owner();
    caller.sees(account, region)
}

pub fn describe(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let aws = &world.aws;
    let mut rows = vec![];
    rows.extend(
        aws.vpcs
            .values()
            .filter(|one| sees(caller, *one))
            .flat_map(|one| views("vpc", one)),
    );
    rows.extend(
        aws.subnets
            .values()
            .filter(|one| sees(caller, *one))
            .flat_map(|one| views("subnet", one)),
    );
    rows.extend(
        aws.route_tables
            .values()
            .filter(|one| sees(caller, *one))
            .flat_map(|one| views("route-table", one)),
    );
    rows.extend(
        aws.vpn_gateways
            .values()
            .filter(|one| sees(caller, *one))
            .flat_map(|one| views("vpn-gateway", one)),
    );
    rows.extend(
        aws.transit_gateways
            .values()
            .filter(|one| sees(caller, *one))
            .flat_map(|one| views("transit-gateway", one)),
    );
    for filter in form.filters() {
        let member = match filter.name.as_str() {
            "resource-id" => "resourceId",
            "resource-type" => "resourceType",
            "key" => "key",
            "value" => "value",
            other => {
                return Err(AwsError::new(
                    "InvalidParameterValue",
                    format!("The filter '{other}' is invalid"),
                ));
            }
        };
        rows.retain(|row| {
            row[member]
                .as_str()
                .is_some_and(|is| filter.values.iter().any(|value| value == is))
        });
    }
    page("tagSet", rows, form)
}

fn views<R: Resource>(kind: &str, one: &R) -> Vec<Value> {
    let view = |(key, value)| json!({"resourceId": one.id(), "resourceType": kind, "key": key, "value": value});
    one.tags().iter().map(view).collect()
}
