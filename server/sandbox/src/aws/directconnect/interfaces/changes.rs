//! Changing and deleting interfaces (aws.md §2.2).

use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Dedicated, InterfaceState, VirtualInterface, check_name, find, site_link_needs_a_gateway,
};
use crate::{
    aws::{AwsError, Caller, Event, directconnect::failover},
    pace::Transition,
    timers,
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delete {
    virtual_interface_id: String,
}

/// `DeleteVirtualInterface`: in any state; again, it is still being deleted.
pub fn delete(world: &mut World, caller: &Caller, input: Delete) -> Result<Value, AwsError> {
    let id = input.virtual_interface_id;
    let state = find(world, caller, &id)?.virtual_interface_state;
    if state != InterfaceState::Deleting {
        failover::fail(world, &id);
        let interfaces = &mut world.aws.virtual_interfaces;
        if let Some(interface) = interfaces.get_mut(&id) {
            interface.virtual_interface_state = InterfaceState::Deleting;
        }
        world.after(
            Transition::InterfaceDeleted,
            timers::Event::Aws(Event::InterfaceDeleted(id)),
        );
    }
    Ok(json!({"virtualInterfaceState": InterfaceState::Deleting}))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    virtual_interface_id: String,
    virtual_interface_name: Option<String>,
    mtu: Option<u32>,
    enable_site_link: Option<bool>,
    #[serde(flatten)]
    dedicated: Dedicated,
}

/// `UpdateVirtualInterfaceAttributes`: name, MTU and SiteLink. Another MTU sends the interface
/// through `pending` once more.
pub fn update(world: &mut World, caller: &Caller, input: Update) -> Result<Value, AwsError> {
    let id = &input.virtual_interface_id;
    check(find(world, caller, id)?, &input)?;
    let Some(interface) = world.aws.virtual_interfaces.get_mut(id) else {
        return Err(AwsError::client(format!(
            "Virtual Interface {id} does not exist"
        )));
    };
    if let Some(name) = input.virtual_interface_name {
        interface.virtual_interface_name = name;
    }
    if let Some(enable) = input.enable_site_link {
        interface.site_link_enabled = enable;
    }
    let bounces = input.mtu.is_some_and(|mtu| mtu != interface.mtu);
    if let Some(mtu) = input.mtu.filter(|_| bounces) {
        interface.mtu = mtu;
        interface.virtual_interface_state = InterfaceState::Pending;
    }
    let view = interface.view();
    if bounces {
        let ready = Event::InterfaceReady(input.virtual_interface_id);
        world.after(Transition::InterfaceReady, timers::Event::Aws(ready));
    }
    Ok(view)
}

fn check(current: &VirtualInterface, input: &Update) -> Result<(), AwsError> {
    let changes_the_link = input.mtu.is_some() || input.enable_site_link.is_some();
    let leaves = current.virtual_interface_state == InterfaceState::Deleting;
    if leaves || (changes_the_link && !current.is_ready()) {
        return Err(AwsError::client(format!(
            "Virtual Interface {} is not available",
            current.virtual_interface_id
        )));
    }
    input
        .virtual_interface_name
        .as_deref()
        .map_or(Ok(()), check_name)?;
    let kind = current.virtual_interface_type;
    input.mtu.map_or(Ok(()), |mtu| kind.check_mtu(mtu))?;
    input.dedicated.refuse()?;
    if input.enable_site_link == Some(true) && current.direct_connect_gateway_id.is_none() {
        return Err(site_link_needs_a_gateway());
    }
    Ok(())
}
