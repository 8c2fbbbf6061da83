//! Tags of Direct Connect resources, by ARN (aws.md §1.1).

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    aws::{
        AwsError, Caller, State,
        tags::{self, Tag, Tags},
    },
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TagResource {
    resource_arn: String,
    tags: Vec<Tag>,
}

pub fn tag(world: &mut World, caller: &Caller, input: TagResource) -> Result<Value, AwsError> {
    if input.tags.is_empty() {
        return Err(AwsError::client("At least one tag must be specified."));
    }
    tags::add(
        find(&mut world.aws, caller, &input.resource_arn)?,
        &input.tags,
    )?;
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UntagResource {
    resource_arn: String,
    tag_keys: Vec<String>,
}

pub fn untag(world: &mut World, caller: &Caller, input: UntagResource) -> Result<Value, AwsError> {
    find(&mut world.aws, caller, &input.resource_arn)?
        .retain(|key, _| !input.tag_keys.contains(key));
    Ok(json!({}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DescribeTags {
    resource_arns: Vec<String>,
}

pub fn describe(
    world: &mut World,
    caller: &Caller,
    input: DescribeTags,
) -> Result<Value, AwsError> {
    let tags: Result<Vec<_>, AwsError> = input
        .resource_arns
        .iter()
        .map(|arn| {
            Ok(json!({"resourceArn": arn, "tags": tags::view(find(&mut world.aws, caller, arn)?)}))
        })
        .collect();
    Ok(json!({"resourceTags": tags?}))
}

/// The tags of the caller's resource with this ARN; gateways have no region in theirs.
fn find<'w>(state: &'w mut State, caller: &Caller, arn: &str) -> Result<&'w mut Tags, AwsError> {
    let missing = || AwsError::client(format!("The resource {arn} does not exist."));
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    let ["arn", "aws", "directconnect", region, account, resource] = parts[..] else {
        return Err(AwsError::client(format!(
            "The resource ARN {arn} is invalid."
        )));
    };
    let (kind, id) = resource.split_once('/').ok_or_else(missing)?;
    let home = if kind == "dx-gateway" {
        ""
    } else {
        &caller.region
    };
    if account != caller.account || region != home {
        return Err(missing());
    }
    let sees = |owner: &str, region: &str| caller.sees(owner, region);
    let found = match kind {
        "dxcon" => state
            .connections
            .get_mut(id)
            .filter(|one| one.deleted_at.is_none() && sees(&one.owner_account, &one.region))
            .map(|one| &mut one.tags),
        "dxvif" => state
            .virtual_interfaces
            .get_mut(id)
            .filter(|one| one.deleted_at.is_none() && sees(&one.owner_account, &one.region))
            .map(|one| &mut one.tags),
        "dx-gateway" => state
            .direct_connect_gateways
            .get_mut(id)
            .filter(|one| one.owner_account == account)
            .map(|one| &mut one.tags),
        _ => None,
    };
    found.ok_or_else(missing)
}
