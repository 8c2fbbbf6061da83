//! What was deleted is listed for a while, then gone for good.

use super::{State, is_listed};
use crate::world::World;

/// Takes out what is listed no longer, so that a long life does not fill the memory. No answer
/// shows these things any more.
pub fn forget(world: &mut World) {
    let now = world.now;
    let State {
        connections,
        virtual_interfaces,
        associations,
        vpn_gateways,
        vpn_connections,
        customer_gateways,
        transit_gateways,
        transit_gateway_attachments,
        transit_gateway_route_tables,
        ..
    } = &mut world.aws;
    connections.retain(|_, one| is_listed(one.deleted_at, now));
    virtual_interfaces.retain(|_, one| is_listed(one.deleted_at, now));
    associations.retain(|_, one| is_listed(one.deleted_at, now));
    vpn_gateways.retain(|_, one| is_listed(one.deleted_at, now));
    vpn_connections.retain(|_, one| is_listed(one.deleted_at, now));
    customer_gateways.retain(|_, one| is_listed(one.deleted_at, now));
    transit_gateways.retain(|_, one| is_listed(one.deleted_at, now));
    transit_gateway_attachments.retain(|_, one| is_listed(one.deleted_at, now));
    transit_gateway_route_tables.retain(|_, one| is_listed(one.deleted_at, now));
}
