//! The calls that take away.

use domain::{
    ports::{Cloud, CloudKey, PortError},
    setup::teardown::RemovalCall,
    values::RegionName,
};

use super::engine::Parts;

/// Deletes the connection itself, with the session's key. Gone already is done.
pub async fn at_partner(parts: &Parts, name: &str, id: &str) -> Result<(), PortError> {
    let partner = parts.partners.of_session(name).await;
    let partner = partner.ok_or(PortError::Unauthenticated)?;
    match partner.fabric.delete_connection(&partner.key, id).await {
        Err(PortError::NotFound) => Ok(()),
        answer => answer,
    }
}

/// `home` is the connection's region: where a gateway, which is global, is asked for.
pub async fn perform(
    cloud: &dyn Cloud,
    key: &CloudKey,
    home: &RegionName,
    call: &RemovalCall,
) -> Result<(), PortError> {
    use RemovalCall as R;
    match call {
        R::DisablePropagation {
            region,
            table,
            vpn_gateway: id,
        } => cloud.disable_propagation(key, region, table, id).await,
        R::Disassociate {
            region,
            association,
        } => cloud.disassociate(key, region, association).await,
        R::DeleteInterface { region, id } => cloud.delete_interface(key, region, id).await,
        R::DetachVpnGateway {
            region,
            vpn_gateway: id,
            vpc,
        } => cloud.detach_vpn_gateway(key, region, id, vpc).await,
        R::DeleteVpnGateway { region, id } => cloud.delete_vpn_gateway(key, region, id).await,
        R::DeleteGateway { id } => cloud.delete_gateway(key, home, id).await,
        // The partner's own: see `at_partner`.
        R::DeleteConnection { .. } => Err(PortError::Unreachable),
    }
}
