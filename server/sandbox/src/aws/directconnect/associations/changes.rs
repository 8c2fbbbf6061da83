//! Making, changing and ending associations (aws.md §2.3).

use ipnet::Ipv4Net;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Association, AssociationState, Prefix, rules, transit};
use crate::{
    aws::{AwsError, Caller, Event, ids},
    pace::Transition,
    timers,
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    direct_connect_gateway_id: String,
    gateway_id: Option<String>,
    virtual_gateway_id: Option<String>,
    add_allowed_prefixes_to_direct_connect_gateway: Option<Vec<Prefix>>,
}

/// `CreateDirectConnectGatewayAssociation`, at the endpoint of the VPN gateway's region.
pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let gateway_id = input
        .gateway_id
        .or(input.virtual_gateway_id)
        .ok_or_else(|| AwsError::client("A gateway ID must be specified."))?;
    let allowed = rules::parse(input.add_allowed_prefixes_to_direct_connect_gateway)?;
    let ids = (input.direct_connect_gateway_id, gateway_id);
    join(world, caller, caller, ids, allowed)
}

/// Starts an association of `caller`'s Direct Connect gateway with the VPN gateway or transit gateway
/// of `theirs`, which may be another account and region.
pub fn join(
    world: &mut World,
    caller: &Caller,
    theirs: &Caller,
    (gateway_id, other_id): (String, String),
    mut allowed: Vec<Ipv4Net>,
) -> Result<Value, AwsError> {
    if transit::is_transit(&other_id) {
        transit::check_create(world, caller, theirs, (&gateway_id, &other_id), &allowed)?;
        transit::attach(world, &gateway_id, &other_id);
    } else {
        let cidrs = rules::check_create(world, caller, theirs, &gateway_id, &other_id)?;
        if allowed.is_empty() {
            allowed = cidrs;
        }
    }
    let association = Association {
        association_id: ids::uuid(world),
        association_state: AssociationState::Associating,
        direct_connect_gateway_id: gateway_id,
        direct_connect_gateway_owner_account: caller.account.clone(),
        virtual_gateway_id: other_id,
        virtual_gateway_owner_account: theirs.account.clone(),
        virtual_gateway_region: theirs.region.clone(),
        allowed_prefixes: allowed,
        next_prefixes: None,
        deleted_at: None,
    };
    let id = association.association_id.clone();
    let view = association.view();
    world.aws.associations.insert(id.clone(), association);
    world.after(
        Transition::Associated,
        timers::Event::Aws(Event::Associated(id)),
    );
    Ok(json!({"directConnectGatewayAssociation": view}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    association_id: Option<String>,
    add_allowed_prefixes_to_direct_connect_gateway: Option<Vec<Prefix>>,
    remove_allowed_prefixes_to_direct_connect_gateway: Option<Vec<Prefix>>,
}

/// `UpdateDirectConnectGatewayAssociation`, by the owner of the Direct Connect gateway.
pub fn update(world: &mut World, caller: &Caller, input: Update) -> Result<Value, AwsError> {
    let add = rules::parse(input.add_allowed_prefixes_to_direct_connect_gateway)?;
    let remove = rules::parse(input.remove_allowed_prefixes_to_direct_connect_gateway)?;
    let association = find(world, |one| {
        one.direct_connect_gateway_owner_account == caller.account
            && Some(&one.association_id) == input.association_id.as_ref()
    })?;
    let prefixes = rules::changed(&association.allowed_prefixes, add, &remove);
    let id = association.association_id.clone();
    allow(world, &id, prefixes)
}

/// Starts to let `prefixes` alone pass.
pub fn allow(world: &mut World, id: &str, prefixes: Vec<Ipv4Net>) -> Result<Value, AwsError> {
    let association = find(world, |one| one.association_id == id)?.clone();
    if association.association_state != AssociationState::Associated {
        return Err(AwsError::client(format!(
            "Association {id} is not in the associated state."
        )));
    }
    if transit::is_transit(&association.virtual_gateway_id) {
        transit::check_prefixes(world, &association, &prefixes)?;
    }
    let association = find(world, |one| one.association_id == id)?;
    association.next_prefixes = Some(prefixes);
    association.association_state = AssociationState::Updating;
    let view = association.view();
    world.after(
        Transition::AssociationUpdated,
        timers::Event::Aws(Event::Associated(id.to_owned())),
    );
    Ok(json!({"directConnectGatewayAssociation": view}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delete {
    association_id: Option<String>,
    direct_connect_gateway_id: Option<String>,
    virtual_gateway_id: Option<String>,
}

/// `DeleteDirectConnectGatewayAssociation`, by id or by both gateways, by the owner of either.
pub fn delete(world: &mut World, caller: &Caller, input: Delete) -> Result<Value, AwsError> {
    let association = find(world, |one| {
        one.is_of(&caller.account)
            && match &input.association_id {
                Some(id) => one.association_id == *id,
                None => one.joins(
                    input
                        .direct_connect_gateway_id
                        .as_deref()
                        .unwrap_or_default(),
                    input.virtual_gateway_id.as_deref().unwrap_or_default(),
                ),
            }
    })?;
    let id = association.association_id.clone();
    disassociate(world, &id);
    let view = world.aws.associations.get(&id).map(Association::view);
    Ok(json!({"directConnectGatewayAssociation": view}))
}

/// Starts the end of an association.
pub fn disassociate(world: &mut World, id: &str) {
    let Some(association) = world.aws.associations.get_mut(id) else {
        return;
    };
    if matches!(
        association.association_state,
        AssociationState::Disassociating | AssociationState::Disassociated
    ) {
        return;
    }
    association.association_state = AssociationState::Disassociating;
    transit::detach(world, id);
    world.after(
        Transition::Disassociated,
        timers::Event::Aws(Event::Disassociated(id.to_owned())),
    );
}

/// The association that is meant, if it is not over.
fn find(
    world: &mut World,
    is_it: impl Fn(&Association) -> bool,
) -> Result<&mut Association, AwsError> {
    let mut associations = world.aws.associations.values_mut();
    associations
        .find(|one| one.exists() && is_it(one))
        .ok_or_else(|| AwsError::client("Direct Connect Gateway Association does not exist."))
}
