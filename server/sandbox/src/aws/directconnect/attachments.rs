//! Attachments of interfaces to Direct Connect gateways: seen, never made.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{InterfaceState, InterfaceType, Page, VirtualInterface};
use crate::{
    aws::{AwsError, Caller, is_listed},
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Describe {
    direct_connect_gateway_id: Option<String>,
    virtual_interface_id: Option<String>,
    #[serde(flatten)]
    page: Page,
}

pub fn describe(world: &mut World, caller: &Caller, input: Describe) -> Result<Value, AwsError> {
    if input.direct_connect_gateway_id.is_none() && input.virtual_interface_id.is_none() {
        return Err(AwsError::client(
            "A Direct Connect gateway ID or a virtual interface ID must be specified.",
        ));
    }
    let is = |asked: &Option<String>, is: Option<&str>| {
        asked.as_deref().is_none_or(|asked| Some(asked) == is)
    };
    let attachments = world
        .aws
        .virtual_interfaces
        .values()
        .filter(|one| one.owner_account == caller.account && is_listed(one.deleted_at, world.now))
        .filter(|one| is(&input.virtual_interface_id, Some(&one.virtual_interface_id)))
        .filter(|one| {
            is(
                &input.direct_connect_gateway_id,
                one.direct_connect_gateway_id.as_deref(),
            )
        })
        .filter_map(view)
        .collect();
    input
        .page
        .cut("directConnectGatewayAttachments", attachments)
}

fn view(interface: &VirtualInterface) -> Option<Value> {
    let state = match interface.virtual_interface_state {
        InterfaceState::Available | InterfaceState::Down | InterfaceState::Testing => "attached",
        InterfaceState::Deleting => "detaching",
        InterfaceState::Deleted => "detached",
        _ => "attaching",
    };
    let kind = match interface.virtual_interface_type {
        InterfaceType::Transit => "TransitVirtualInterface",
        _ => "PrivateVirtualInterface",
    };
    Some(json!({
        "directConnectGatewayId": interface.direct_connect_gateway_id.as_ref()?,
        "virtualInterfaceId": interface.virtual_interface_id,
        "virtualInterfaceRegion": interface.region,
        "virtualInterfaceOwnerAccount": interface.owner_account,
        "attachmentState": state,
        "attachmentType": kind,
    }))
}
