//! Who else needs a thing.

use crate::{
    ports::Target,
    setup::{CloudView, Refusal, RegionView},
    values::RegionName,
};

pub(super) const INTERFACES: &str = "directconnect:DescribeVirtualInterfaces";
pub(super) const ATTACHMENTS: &str = "directconnect:DescribeDirectConnectGatewayAttachments";
pub(super) const ASSOCIATIONS: &str = "directconnect:DescribeDirectConnectGatewayAssociations";
pub(super) const VPN_CONNECTIONS: &str = "ec2:DescribeVpnConnections";

/// `Ok(None)`: nobody; `Ok(Some(id))`: this one; `Err(operation)`: it could not be read.
pub(super) type User = Result<Option<String>, &'static str>;

/// As a rule of the engine: refused unless nobody needs `id`.
pub(super) fn unused(id: &str, user: User) -> Result<(), Refusal> {
    match user {
        Ok(None) => Ok(()),
        Ok(Some(by)) => Err(Refusal::InUse {
            id: id.to_owned(),
            by,
        }),
        Err(_) => Err(Refusal::NotReadable),
    }
}

/// An interface that is not of this connection, on a Direct Connect gateway.
pub(super) fn of_gateway(cloud: &CloudView, id: &str) -> User {
    for operation in [INTERFACES, ATTACHMENTS] {
        if cloud.has_gap(operation) {
            return Err(operation);
        }
    }
    let own = |interface: &str| cloud.interfaces.iter().any(|one| one.id == interface);
    let mut on_it = cloud.attachments.iter().filter(|(on, _)| on == id);
    let by = on_it.find(|(_, found)| !own(&found.interface));
    Ok(by.map(|(_, found)| found.interface.clone()))
}

/// A VPN, an interface that is not of this connection and ends on the virtual private gateway, or
/// one on the Direct Connect gateway through which it is reached.
pub(super) fn of_vpn_gateway(cloud: &CloudView, region: &RegionView, id: &str) -> User {
    if cloud.has_gap_in(VPN_CONNECTIONS, &region.name) {
        return Err(VPN_CONNECTIONS);
    }
    if cloud.has_gap(INTERFACES) {
        return Err(INTERFACES);
    }
    let vpn = region.vpn_connections.iter();
    let vpn = vpn.filter(|vpn| vpn.vpn_gateway == id).map(|vpn| &vpn.id);
    let ends_here = Some(Target::VirtualPrivateGateway(id.to_owned()));
    let other = cloud.others.iter().filter(|one| one.target == ends_here);
    if let Some(by) = vpn.chain(other.map(|one| &one.id)).next() {
        return Ok(Some(by.clone()));
    }
    if cloud.has_gap(ASSOCIATIONS) {
        return Err(ASSOCIATIONS);
    }
    for found in cloud
        .all_associations()
        .filter(|found| found.associated == id)
    {
        if let Some(by) = of_gateway(cloud, &found.gateway)? {
            return Ok(Some(by));
        }
    }
    Ok(None)
}

/// An interface of this connection that ends on `target`.
pub(super) fn own_interface(cloud: &CloudView, target: &Target) -> Option<String> {
    let mut own = cloud.interfaces.iter();
    own.find(|one| one.target.as_ref() == Some(target))
        .map(|one| one.id.clone())
}

/// A region whose things of `operation` were read.
pub(super) fn read<'a>(
    cloud: &'a CloudView,
    name: &RegionName,
    operation: &str,
) -> Result<&'a RegionView, Refusal> {
    let region = cloud.region(name).ok_or(Refusal::NotReadable)?;
    if cloud.has_gap_in(operation, name) {
        return Err(Refusal::NotReadable);
    }
    Ok(region)
}
