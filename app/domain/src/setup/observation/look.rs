//! The reads, as many at once as is polite.

mod others;

use futures_util::{StreamExt, future::join_all, join, stream};

use super::{CloudView, Gap, Ports, Reach, RegionView};
use crate::{
    ports::{Choice, Cloud, CloudKey, Connection, FabricRoute, LegRole, PortError},
    values::RegionName,
};

pub(super) async fn partner_routes(
    ports: Ports<'_>,
    connection: &Connection,
) -> Vec<(LegRole, Vec<FabricRoute>)> {
    let reads = connection.legs.iter().map(|leg| async move {
        let routes = ports.fabric.routes(ports.fabric_key, &leg.gateway).await;
        Some((leg.role, routes.ok()?))
    });
    join_all(reads).await.into_iter().flatten().collect()
}

pub(super) async fn look(
    cloud: &dyn Cloud,
    key: &CloudKey,
    connection: &Connection,
    choice: &Choice,
    reach: &Reach,
) -> Result<CloudView, PortError> {
    let region = &connection.region;
    let (identity, hosted, interfaces, gateways) = join!(
        cloud.identity(key, region),
        cloud.hosted_connections(key, region),
        cloud.interfaces(key, region),
        cloud.gateways(key, region),
    );
    let mut view = CloudView {
        identity: identity?,
        hosted: Vec::new(),
        interfaces: Vec::new(),
        others: Vec::new(),
        gateways: Vec::new(),
        associations: Vec::new(),
        elsewhere: Vec::new(),
        attachments: Vec::new(),
        regions: Vec::new(),
        routes: Vec::new(),
        metrics: None,
        gaps: Vec::new(),
    };
    view.hosted = view.keep(hosted, "directconnect:DescribeConnections", Some(region));
    let interfaces = view.keep(
        interfaces,
        "directconnect:DescribeVirtualInterfaces",
        Some(region),
    );
    let legs: Vec<&str> = connection
        .legs
        .iter()
        .filter_map(|leg| leg.aws_connection.as_deref())
        .collect();
    (view.interfaces, view.others) = interfaces
        .into_iter()
        .filter(|found| found.state.exists())
        .partition(|found| legs.contains(&found.connection.as_str()));
    view.gateways = view.keep(
        gateways,
        "directconnect:DescribeDirectConnectGateways",
        None,
    );
    look_at_associations(cloud, key, connection, choice, reach, &mut view).await;
    look_at_regions(cloud, key, connection, reach, &mut view).await;
    if matches!(reach, Reach::Proof(_)) {
        look_at_routes(cloud, key, region, &mut view).await;
    }
    if matches!(reach, Reach::TearDown(_)) {
        others::look(cloud, key, connection, choice, &mut view).await;
    }
    Ok(view)
}

/// Of the chosen gateway, and of every other one when asked for.
async fn look_at_associations(
    cloud: &dyn Cloud,
    key: &CloudKey,
    connection: &Connection,
    choice: &Choice,
    reach: &Reach,
    view: &mut CloudView,
) {
    let chosen = view
        .direct_connect_gateway(connection, choice)
        .map(|gateway| gateway.id.clone());
    let all = matches!(
        reach,
        Reach::Associations(_) | Reach::Everywhere | Reach::TearDown(_)
    );
    let ids: Vec<String> = view
        .gateways
        .iter()
        .map(|gateway| gateway.id.clone())
        .filter(|id| all || chosen.as_ref() == Some(id))
        .collect();
    let region = &connection.region;
    let reads: Vec<_> = stream::iter(ids)
        .map(|id| async move {
            let read = cloud.associations(key, region, &id).await;
            (id, read)
        })
        .buffered(4)
        .collect()
        .await;
    for (id, read) in reads {
        let found = view.keep(
            read,
            "directconnect:DescribeDirectConnectGatewayAssociations",
            None,
        );
        if chosen.as_ref() == Some(&id) {
            view.associations = found;
        } else {
            view.elsewhere.extend(found);
        }
    }
}

/// At most four regions at a time: EC2's buckets are shared with everybody's console.
async fn look_at_regions(
    cloud: &dyn Cloud,
    key: &CloudKey,
    connection: &Connection,
    reach: &Reach,
    view: &mut CloudView,
) {
    let mut names = vec![connection.region.clone()];
    match reach {
        Reach::Legs => return,
        Reach::Regions(more)
        | Reach::Associations(more)
        | Reach::Proof(more)
        | Reach::TearDown(more) => {
            names.extend(more.iter().cloned());
        }
        Reach::Everywhere => {
            let regions = cloud.regions(key, &connection.region).await;
            names.extend(view.keep(regions, "ec2:DescribeRegions", Some(&connection.region)));
        }
    }
    names.extend(
        view.associations
            .iter()
            .filter_map(|found| found.associated_region.clone()),
    );
    let home = connection.region.clone();
    names.sort_by_key(|name| (*name != home, name.clone()));
    names.dedup();
    let looks: Vec<_> = stream::iter(names)
        .map(|name| region(cloud, key, name))
        .buffered(4)
        .collect()
        .await;
    for (region, gaps) in looks {
        view.regions.push(region);
        view.gaps.extend(gaps);
    }
}

async fn region(cloud: &dyn Cloud, key: &CloudKey, name: RegionName) -> (RegionView, Vec<Gap>) {
    let (vpcs, vpn_gateways, tables, subnets) = join!(
        cloud.vpcs(key, &name),
        cloud.vpn_gateways(key, &name),
        cloud.route_tables(key, &name),
        cloud.subnets(key, &name),
    );
    let mut gaps = Vec::new();
    let view = RegionView {
        vpcs: kept(&mut gaps, vpcs, "ec2:DescribeVpcs", Some(&name)),
        vpn_gateways: kept(
            &mut gaps,
            vpn_gateways,
            "ec2:DescribeVpnGateways",
            Some(&name),
        ),
        tables: kept(&mut gaps, tables, "ec2:DescribeRouteTables", Some(&name)),
        vpn_connections: Vec::new(),
        subnets: kept(&mut gaps, subnets, "ec2:DescribeSubnets", Some(&name)),
        name,
    };
    (view, gaps)
}

async fn look_at_routes(
    cloud: &dyn Cloud,
    key: &CloudKey,
    region: &RegionName,
    view: &mut CloudView,
) {
    let ids: Vec<String> = view
        .interfaces
        .iter()
        .map(|found| found.id.clone())
        .collect();
    let reads = ids.iter().map(|id| cloud.interface_routes(key, region, id));
    for (id, read) in ids.iter().zip(join_all(reads).await) {
        match read {
            Ok(routes) => view.routes.push((id.clone(), routes)),
            Err(error) => view.gaps.push(Gap {
                operation: "directconnect:ListVirtualInterfaceRoutes",
                region: Some(region.clone()),
                error,
            }),
        }
    }
}

pub(super) fn kept<T: Default>(
    gaps: &mut Vec<Gap>,
    read: Result<T, PortError>,
    operation: &'static str,
    region: Option<&RegionName>,
) -> T {
    read.unwrap_or_else(|error| {
        let gap = Gap {
            operation,
            region: region.cloned(),
            error,
        };
        // The same operation may be asked once for each gateway.
        if !gaps.contains(&gap) {
            gaps.push(gap);
        }
        T::default()
    })
}
