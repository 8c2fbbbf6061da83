//! What shares a Direct Connect gateway: VPN gateways and private interfaces, or transit gateways and
//! transit interfaces, never both (aws.md §2.2).

use super::{on, transit::is_transit};
use crate::{
    aws::{
        AwsError,
        directconnect::{InterfaceState, InterfaceType, VirtualInterface},
    },
    world::World,
};

/// Refuses a VPN gateway beside what is for transit.
pub fn check_vpn_gateway(world: &World, gateway_id: &str) -> Result<(), AwsError> {
    check(world, gateway_id, InterfaceType::Transit, "a VPN gateway")
}

/// Refuses a transit gateway beside what is for VPN gateways.
pub fn check_transit(world: &World, gateway_id: &str) -> Result<(), AwsError> {
    check(
        world,
        gateway_id,
        InterfaceType::Private,
        "a transit gateway",
    )
}

/// Refuses an interface beside what is for the other kind.
pub fn check_interface(
    world: &World,
    gateway_id: &str,
    kind: InterfaceType,
) -> Result<(), AwsError> {
    match kind {
        InterfaceType::Private => {
            let what = "a private virtual interface";
            check(world, gateway_id, InterfaceType::Transit, what)
        }
        InterfaceType::Transit => {
            let what = "a transit virtual interface";
            check(world, gateway_id, InterfaceType::Private, what)
        }
        InterfaceType::Public => Ok(()),
    }
}

/// Refuses `what` where there is something of the `other` kind.
fn check(
    world: &World,
    gateway_id: &str,
    other: InterfaceType,
    what: &str,
) -> Result<(), AwsError> {
    let transit = other == InterfaceType::Transit;
    let mut interfaces = world.aws.virtual_interfaces.values();
    let is_other = |one: &VirtualInterface| {
        one.direct_connect_gateway_id.as_deref() == Some(gateway_id)
            && one.virtual_interface_type == other
            && one.virtual_interface_state != InterfaceState::Deleted
    };
    let has = if on(world, gateway_id).any(|one| is_transit(&one.virtual_gateway_id) == transit) {
        if transit {
            "transit gateways"
        } else {
            "VPN gateways"
        }
    } else if interfaces.any(is_other) {
        if transit {
            "transit virtual interfaces"
        } else {
            "private virtual interfaces"
        }
    } else {
        return Ok(());
    };
    Err(AwsError::client(format!(
        "Direct Connect Gateway {gateway_id} has {has}, so it can't have {what}."
    )))
}
