//! The AWS half: Direct Connect, EC2 and STS, per account and region.

use serde::{Deserialize, Serialize};

use crate::world::World;

/// Everything that exists in AWS.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct State {}

/// The end of a transition on the AWS side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {}

/// Makes an event true.
pub fn apply(_world: &mut World, event: Event) {
    match event {}
}

/// Seeds accounts, VPCs, gateways and the other partner's hosted connection.
pub fn seed(_world: &mut World) {}

/// A partner's order, as AllocateHostedConnection would place it: state `ordering`.
/// Returns the new connection's id (`dxcon-…`).
pub fn allocate_hosted_connection(_world: &mut World, _order: HostedOrder) -> String {
    String::new()
}

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

/// Whether an interface on the connection still exists (any state but `deleted`).
pub fn has_interface(_world: &World, _connection_id: &str) -> bool {
    false
}

/// The partner gives the hosted connection up: it leaves AWS.
pub fn release_hosted_connection(_world: &mut World, _connection_id: &str) {}

/// The AWS APIs.
pub fn router(_shared: crate::world::Shared) -> axum::Router {
    axum::Router::new()
}

/// Everything that exists at AWS, without secrets.
pub fn world_view(_world: &World) -> serde_json::Value {
    serde_json::json!({})
}

/// Changes one thing behind everyone's back; whether it was found.
pub fn patch(
    _world: &mut World,
    _id: &str,
    _set: &serde_json::Map<String, serde_json::Value>,
) -> Result<bool, crate::control::Refused> {
    Ok(false)
}

/// Another twelve hours for the temporary credentials.
pub fn renew_temporary_credentials(_world: &mut World) {}

/// The scenario `empty`.
pub fn keep_only_vpcs(_world: &mut World) {}
