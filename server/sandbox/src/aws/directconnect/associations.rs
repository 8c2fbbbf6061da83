//! Associations of VPN gateways with Direct Connect gateways (aws.md §2.3).

pub mod proposals;
mod rules;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Page, prefixes};
use crate::{
    aws::{AwsError, Caller, Event, ids, is_listed},
    clock::Millis,
    pace::Transition,
    timers,
    world::World,
};

/// The states of an association.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AssociationState {
    Associating,
    Associated,
    Disassociating,
    Disassociated,
    Updating,
}

/// A VPN gateway on a Direct Connect gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    pub association_id: String,
    pub association_state: AssociationState,
    pub direct_connect_gateway_id: String,
    pub direct_connect_gateway_owner_account: String,
    /// The VPN gateway, its owner and region.
    pub virtual_gateway_id: String,
    pub virtual_gateway_owner_account: String,
    pub virtual_gateway_region: String,
    /// A filter on what of the VPC is advertised.
    pub allowed_prefixes: Vec<Ipv4Net>,
    /// What the filter becomes when `updating` is over.
    pub next_prefixes: Option<Vec<Ipv4Net>>,
    pub deleted_at: Option<Millis>,
}

impl Association {
    /// Routes pass: it stays so while the filter changes.
    pub fn carries(&self) -> bool {
        matches!(
            self.association_state,
            AssociationState::Associated | AssociationState::Updating
        )
    }

    /// Not over yet.
    pub fn exists(&self) -> bool {
        self.association_state != AssociationState::Disassociated
    }

    fn view(&self) -> Value {
        let allowed = self
            .next_prefixes
            .as_ref()
            .unwrap_or(&self.allowed_prefixes);
        json!({
            "associationId": self.association_id,
            "associationState": self.association_state,
            "directConnectGatewayId": self.direct_connect_gateway_id,
            "directConnectGatewayOwnerAccount": self.direct_connect_gateway_owner_account,
            "associatedGateway": {
                "id": self.virtual_gateway_id,
                "type": "virtualPrivateGateway",
                "ownerAccount": self.virtual_gateway_owner_account,
                "region": self.virtual_gateway_region,
            },
            "allowedPrefixesToDirectConnectGateway": prefixes(allowed),
            "virtualGatewayId": self.virtual_gateway_id,
            "virtualGatewayRegion": self.virtual_gateway_region,
            "virtualGatewayOwnerAccount": self.virtual_gateway_owner_account,
        })
    }
}

/// A `{"cidr"}` of a list.
#[derive(Debug, Deserialize)]
pub struct Prefix {
    cidr: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Describe {
    association_id: Option<String>,
    associated_gateway_id: Option<String>,
    direct_connect_gateway_id: Option<String>,
    virtual_gateway_id: Option<String>,
    #[serde(flatten)]
    page: Page,
}

/// Associations are read from every region, like their Direct Connect gateway.
pub fn describe(world: &mut World, caller: &Caller, input: Describe) -> Result<Value, AwsError> {
    let selectors = [
        &input.association_id,
        &input.associated_gateway_id,
        &input.direct_connect_gateway_id,
        &input.virtual_gateway_id,
    ];
    if selectors.iter().all(|one| one.is_none()) {
        return Err(AwsError::client(
            "At least one of associationId, associatedGatewayId, directConnectGatewayId and virtualGatewayId must be specified.",
        ));
    }
    if let Some(id) = input
        .association_id
        .as_deref()
        .filter(|id| !ids::is_uuid(id))
    {
        return Err(AwsError::client(format!(
            "Association ID {id} has an invalid format."
        )));
    }
    let is = |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked == is);
    let associations = world
        .aws
        .associations
        .values()
        .filter(|one| {
            one.direct_connect_gateway_owner_account == caller.account
                && is_listed(one.deleted_at, world.now)
        })
        .filter(|one| is(&input.association_id, &one.association_id))
        .filter(|one| is(&input.associated_gateway_id, &one.virtual_gateway_id))
        .filter(|one| is(&input.virtual_gateway_id, &one.virtual_gateway_id))
        .filter(|one| {
            is(
                &input.direct_connect_gateway_id,
                &one.direct_connect_gateway_id,
            )
        })
        .map(Association::view)
        .collect();
    input
        .page
        .cut("directConnectGatewayAssociations", associations)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    direct_connect_gateway_id: String,
    gateway_id: Option<String>,
    virtual_gateway_id: Option<String>,
    add_allowed_prefixes_to_direct_connect_gateway: Option<Vec<Prefix>>,
}

pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let gateway_id = input
        .gateway_id
        .or(input.virtual_gateway_id)
        .ok_or_else(|| AwsError::client("A gateway ID must be specified."))?;
    let allowed = rules::parse(input.add_allowed_prefixes_to_direct_connect_gateway)?;
    let ids = (input.direct_connect_gateway_id, gateway_id);
    join(world, caller, caller, ids, allowed)
}

/// Starts an association of `caller`'s Direct Connect gateway with the VPN gateway of `theirs`,
/// which may be another account and region.
fn join(
    world: &mut World,
    caller: &Caller,
    theirs: &Caller,
    (gateway_id, vpn_gateway_id): (String, String),
    allowed: Vec<Ipv4Net>,
) -> Result<Value, AwsError> {
    let cidrs = rules::check_create(world, caller, theirs, &gateway_id, &vpn_gateway_id)?;
    let association = Association {
        association_id: ids::uuid(world),
        association_state: AssociationState::Associating,
        direct_connect_gateway_id: gateway_id,
        direct_connect_gateway_owner_account: caller.account.clone(),
        virtual_gateway_id: vpn_gateway_id,
        virtual_gateway_owner_account: theirs.account.clone(),
        virtual_gateway_region: theirs.region.clone(),
        allowed_prefixes: if allowed.is_empty() { cidrs } else { allowed },
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

pub fn update(world: &mut World, caller: &Caller, input: Update) -> Result<Value, AwsError> {
    let add = rules::parse(input.add_allowed_prefixes_to_direct_connect_gateway)?;
    let remove = rules::parse(input.remove_allowed_prefixes_to_direct_connect_gateway)?;
    let association = find(world, caller, |one| {
        Some(&one.association_id) == input.association_id.as_ref()
    })?;
    if association.association_state != AssociationState::Associated {
        return Err(AwsError::client(format!(
            "Association {} is not in the associated state.",
            association.association_id
        )));
    }
    let mut prefixes = association.allowed_prefixes.clone();
    prefixes.retain(|cidr| !remove.contains(cidr));
    prefixes.extend(
        add.into_iter()
            .filter(|cidr| !association.allowed_prefixes.contains(cidr)),
    );
    association.next_prefixes = Some(prefixes);
    association.association_state = AssociationState::Updating;
    let view = association.view();
    let id = association.association_id.clone();
    world.after(
        Transition::AssociationUpdated,
        timers::Event::Aws(Event::Associated(id)),
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

pub fn delete(world: &mut World, caller: &Caller, input: Delete) -> Result<Value, AwsError> {
    let association = find(world, caller, |one| match &input.association_id {
        Some(id) => one.association_id == *id,
        None => {
            Some(&one.direct_connect_gateway_id) == input.direct_connect_gateway_id.as_ref()
                && Some(&one.virtual_gateway_id) == input.virtual_gateway_id.as_ref()
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
    world.after(
        Transition::Disassociated,
        timers::Event::Aws(Event::Disassociated(id.to_owned())),
    );
}

fn find<'w>(
    world: &'w mut World,
    caller: &Caller,
    is_it: impl Fn(&Association) -> bool,
) -> Result<&'w mut Association, AwsError> {
    world
        .aws
        .associations
        .values_mut()
        .find(|one| {
            one.direct_connect_gateway_owner_account == caller.account && one.exists() && is_it(one)
        })
        .ok_or_else(|| AwsError::client("Direct Connect Gateway Association does not exist."))
}
