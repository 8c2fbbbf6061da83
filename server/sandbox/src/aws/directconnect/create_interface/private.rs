//! CreatePrivateVirtualInterface.

use serde::Deserialize;
use serde_json::Value;

use super::{New, Target, gateway_asn};
use crate::{
    aws::{
        AwsError, Caller,
        directconnect::{InterfaceType, interfaces, virtual_gateways},
    },
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    connection_id: String,
    new_private_virtual_interface: NewPrivate,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NewPrivate {
    mtu: Option<u32>,
    virtual_gateway_id: Option<String>,
    direct_connect_gateway_id: Option<String>,
    enable_site_link: Option<bool>,
    #[serde(flatten)]
    new: New,
}

pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let NewPrivate {
        mtu,
        virtual_gateway_id,
        direct_connect_gateway_id,
        enable_site_link,
        new,
    } = input.new_private_virtual_interface;
    let target = |world: &World| {
        let mut target = Target {
            kind: InterfaceType::Private,
            mtu: mtu.unwrap_or(1500),
            amazon_side_asn: 0,
            virtual_gateway_id: virtual_gateway_id.filter(|id| !id.is_empty()),
            direct_connect_gateway_id: direct_connect_gateway_id.filter(|id| !id.is_empty()),
            site_link_enabled: enable_site_link.unwrap_or_default(),
            route_filter_prefixes: vec![],
        };
        target.kind.check_mtu(target.mtu)?;
        target.amazon_side_asn = amazon_side_asn(world, caller, &target)?;
        Ok(target)
    };
    let interface = super::create(world, caller, &input.connection_id, new, target)?;
    Ok(interface.view())
}

/// The ASN of the gateway on which the interface ends; exactly one kind of gateway must be named.
fn amazon_side_asn(world: &World, caller: &Caller, target: &Target) -> Result<u32, AwsError> {
    match (
        &target.virtual_gateway_id,
        &target.direct_connect_gateway_id,
    ) {
        (Some(_), None) if target.site_link_enabled => Err(interfaces::site_link_needs_a_gateway()),
        (Some(id), None) => Ok(virtual_gateways::usable(world, caller, id)?.amazon_side_asn),
        (None, Some(id)) => gateway_asn(world, caller, id, target.kind),
        _ => Err(AwsError::client(
            "Exactly one of virtualGatewayId and directConnectGatewayId must be specified.",
        )),
    }
}
