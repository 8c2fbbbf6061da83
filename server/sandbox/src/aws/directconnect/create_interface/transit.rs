//! CreateTransitVirtualInterface, on a Direct Connect gateway.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{New, Target, gateway_asn};
use crate::{
    aws::{AwsError, Caller, directconnect::InterfaceType},
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    connection_id: String,
    new_transit_virtual_interface: NewTransit,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewTransit {
    mtu: Option<u32>,
    direct_connect_gateway_id: Option<String>,
    enable_site_link: Option<bool>,
    #[serde(flatten)]
    new: New,
}

/// Its answer has the interface as a member, other than those of the two other kinds (aws.md §1.2).
pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let NewTransit {
        mtu,
        direct_connect_gateway_id,
        enable_site_link,
        new,
    } = input.new_transit_virtual_interface;
    let target = |world: &World| {
        let kind = InterfaceType::Transit;
        let mtu = mtu.unwrap_or(1500);
        kind.check_mtu(mtu)?;
        let gateway = direct_connect_gateway_id.filter(|id| !id.is_empty());
        let gateway = gateway.ok_or_else(|| {
            AwsError::client(
                "A Direct Connect gateway ID must be specified for a transit virtual interface.",
            )
        })?;
        Ok(Target {
            kind,
            mtu,
            amazon_side_asn: gateway_asn(world, caller, &gateway, kind)?,
            virtual_gateway_id: None,
            direct_connect_gateway_id: Some(gateway),
            site_link_enabled: enable_site_link.unwrap_or_default(),
            route_filter_prefixes: vec![],
        })
    };
    let interface = super::create(world, caller, &input.connection_id, new, target)?;
    Ok(json!({"virtualInterface": interface.view()}))
}
