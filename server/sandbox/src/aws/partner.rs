//! What a partner does with hosted connections.

use super::{
    directconnect::{Connection, ConnectionState, InterfaceState},
    ids,
    tags::Tags,
};
use crate::world::World;

/// What a partner tells AWS about a hosted connection.
#[derive(Debug, Clone)]
pub struct HostedOrder {
    pub region: String,
    pub owner_account: String,
    pub name: String,
    /// Megabits per second.
    pub bandwidth_mbps: u32,
    pub vlan: u16,
    pub location: String,
    pub partner_name: String,
    /// 0 primary, 1 secondary: another AWS device each.
    pub device: u8,
}

/// A partner's order, as AllocateHostedConnection would place it: state `ordering`.
/// Returns the new connection's id (`dxcon-…`).
pub fn allocate_hosted_connection(world: &mut World, order: HostedOrder) -> String {
    let connection = Connection {
        connection_id: ids::short(world, "dxcon-"),
        owner_account: order.owner_account,
        region: order.region,
        connection_name: order.name,
        connection_state: ConnectionState::Ordering,
        location: order.location,
        bandwidth_mbps: order.bandwidth_mbps,
        vlan: order.vlan,
        partner_name: order.partner_name,
        device: order.device,
        tags: Tags::new(),
        deleted_at: None,
    };
    let id = connection.connection_id.clone();
    world.aws.connections.insert(id.clone(), connection);
    id
}

/// Whether there is such a hosted connection.
pub fn has_connection(world: &World, connection_id: &str) -> bool {
    world.aws.connections.contains_key(connection_id)
}

/// Whether an interface on the connection still exists (any state but `deleted`).
pub fn has_interface(world: &World, connection_id: &str) -> bool {
    let mut interfaces = world.aws.virtual_interfaces.values();
    interfaces.any(|one| {
        one.connection_id == connection_id && one.virtual_interface_state != InterfaceState::Deleted
    })
}

/// The partner gives the hosted connection up: it leaves AWS. Does nothing while an interface is
/// left on it.
pub fn release_hosted_connection(world: &mut World, connection_id: &str) {
    if !has_interface(world, connection_id) {
        world.aws.connections.remove(connection_id);
    }
}
