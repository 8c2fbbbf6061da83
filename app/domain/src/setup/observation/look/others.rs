//! Who else may need what a teardown would take away.

use std::collections::BTreeSet;

use futures_util::{StreamExt, join, stream};

use super::super::CloudView;
use crate::{
    ports::{Choice, Cloud, CloudKey, Connection},
    tags,
    values::RegionName,
};

pub(super) async fn look(
    cloud: &dyn Cloud,
    key: &CloudKey,
    connection: &Connection,
    choice: &Choice,
    view: &mut CloudView,
) {
    look_at_regions(cloud, key, &connection.region, view).await;
    let gateways = gateways(connection, choice, view);
    let region = &connection.region;
    let reads: Vec<_> = stream::iter(gateways)
        .map(|id| async move {
            let read = cloud.gateway_attachments(key, region, &id).await;
            (id, read)
        })
        .buffered(4)
        .collect()
        .await;
    for (id, read) in reads {
        let operation = "directconnect:DescribeDirectConnectGatewayAttachments";
        let found = view.keep(read, operation, None);
        let of_gateway = found.into_iter().map(|found| (id.clone(), found));
        view.attachments.extend(of_gateway);
    }
}

/// VPN connections; and in other regions than the connection's the interfaces, which can end on a
/// virtual private gateway there.
async fn look_at_regions(
    cloud: &dyn Cloud,
    key: &CloudKey,
    home: &RegionName,
    view: &mut CloudView,
) {
    let names: Vec<RegionName> = view.regions.iter().map(|one| one.name.clone()).collect();
    let reads: Vec<_> = stream::iter(names.clone())
        .map(|name| async move {
            let vpns = cloud.vpn_connections(key, &name);
            if name == *home {
                return (vpns.await, Ok(Vec::new()));
            }
            join!(vpns, cloud.interfaces(key, &name))
        })
        .buffered(4)
        .collect()
        .await;
    for (name, (vpns, interfaces)) in names.iter().zip(reads) {
        let vpns = view.keep(vpns, "ec2:DescribeVpnConnections", Some(name));
        if let Some(region) = view.regions.iter_mut().find(|one| one.name == *name) {
            region.vpn_connections = vpns;
        }
        let operation = "directconnect:DescribeVirtualInterfaces";
        let found = view.keep(interfaces, operation, Some(name));
        let existing = found.into_iter().filter(|one| one.state.exists());
        view.others.extend(existing);
    }
}

/// Those of this set-up, and those that one of its virtual private gateways is associated with.
fn gateways(connection: &Connection, choice: &Choice, view: &CloudView) -> BTreeSet<String> {
    let chosen = view.direct_connect_gateway(connection, choice);
    let ours = view
        .gateways
        .iter()
        .filter(|gateway| tags::step(&gateway.tags, &connection.id).is_some());
    let of_ours = |id: &str| {
        view.vpn_gateway(id)
            .is_some_and(|(_, found)| tags::step(&found.tags, &connection.id).is_some())
    };
    let joined = view
        .associations
        .iter()
        .chain(&view.elsewhere)
        .filter(|found| of_ours(&found.associated))
        .map(|found| found.gateway.clone());
    let known = chosen.into_iter().chain(ours);
    known
        .map(|gateway| gateway.id.clone())
        .chain(joined)
        .collect()
}
