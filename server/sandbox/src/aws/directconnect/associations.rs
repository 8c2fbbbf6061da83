//! Associations of VPN gateways and transit gateways with Direct Connect gateways (aws.md §2.3).

mod changes;
mod mix;
pub mod proposals;
mod rules;
mod transit;

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

pub use self::{
    changes::{create, delete, disassociate, update},
    mix::check_interface,
    transit::{attached as attached_transit, detached as detached_transit},
};
use super::{Page, prefixes};
use crate::{
    aws::{AwsError, Caller, ids, is_listed},
    clock::Millis,
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

/// A VPN gateway, or a transit gateway, on a Direct Connect gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    pub association_id: String,
    pub association_state: AssociationState,
    pub direct_connect_gateway_id: String,
    pub direct_connect_gateway_owner_account: String,
    /// The VPN gateway or transit gateway, its owner and region.
    pub virtual_gateway_id: String,
    pub virtual_gateway_owner_account: String,
    pub virtual_gateway_region: String,
    /// A filter on what of the VPC is advertised; a transit gateway's is advertised as it is.
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

    /// Owns one of the two gateways.
    fn is_of(&self, account: &str) -> bool {
        self.direct_connect_gateway_owner_account == account
            || self.virtual_gateway_owner_account == account
    }

    fn joins(&self, gateway_id: &str, vpn_gateway_id: &str) -> bool {
        self.direct_connect_gateway_id == gateway_id && self.virtual_gateway_id == vpn_gateway_id
    }

    fn view(&self) -> Value {
        let allowed = self
            .next_prefixes
            .as_ref()
            .unwrap_or(&self.allowed_prefixes);
        let mut view = json!({
            "associationId": self.association_id,
            "associationState": self.association_state,
            "directConnectGatewayId": self.direct_connect_gateway_id,
            "directConnectGatewayOwnerAccount": self.direct_connect_gateway_owner_account,
            "associatedGateway": {
                "id": self.virtual_gateway_id,
                "type": transit::type_of(&self.virtual_gateway_id),
                "ownerAccount": self.virtual_gateway_owner_account,
                "region": self.virtual_gateway_region,
            },
            "allowedPrefixesToDirectConnectGateway": prefixes(allowed),
        });
        // The old members are for VPN gateways only (aws.md §1.1).
        if !transit::is_transit(&self.virtual_gateway_id) {
            view["virtualGatewayId"] = json!(self.virtual_gateway_id);
            view["virtualGatewayRegion"] = json!(self.virtual_gateway_region);
            view["virtualGatewayOwnerAccount"] = json!(self.virtual_gateway_owner_account);
        }
        view
    }
}

/// The associations of a Direct Connect gateway that are not over.
fn on<'w>(world: &'w World, gateway_id: &str) -> impl Iterator<Item = &'w Association> {
    let associations = world.aws.associations.values();
    associations.filter(move |one| one.exists() && one.direct_connect_gateway_id == gateway_id)
}

/// A `{"cidr"}` of a list.
#[derive(Debug, Deserialize)]
pub struct Prefix {
    pub cidr: Option<String>,
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

/// Associations are read from every region, like their Direct Connect gateway, and by the owners of
/// both gateways.
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
        .filter(|one| one.is_of(&caller.account) && is_listed(one.deleted_at, world.now))
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
