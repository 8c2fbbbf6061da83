//! What AWS alone knows of a connection, while Pureport does not answer: its interfaces carry the
//! connection's marks.

use domain::{
    ports::{
        Capabilities, Choice, CloudKey, Connection, ConnectionState, Interface, Leg, LegRole, Nat,
        Peering,
    },
    setup::{Ports, Reach, observe_connection},
    tags,
    values::{AwsAccountId, RegionName, Speed},
};

use super::load::{Loaded, around, regions_worked_in};
use crate::{answer::Stop, context::UserCx};

/// `None`: AWS is not connected or not readable, or has nothing with this connection's marks.
pub(crate) async fn load_from_aws(
    ux: &UserCx,
    id: &str,
    here: String,
) -> Result<Option<Loaded>, Stop> {
    let Some(key) = &ux.cloud_key else {
        return Ok(None);
    };
    let Some((region, found)) = marked(ux, key, id).await? else {
        return Ok(None);
    };
    let services = &ux.cx.services;
    let Ok(identity) = services.cloud.identity(key, &region).await else {
        return Ok(None);
    };
    let Some(connection) = connection(id, region, identity.account, &found) else {
        return Ok(None);
    };
    let choice = services.choices.load(id).await?;
    let choice = choice.unwrap_or(Choice::NewGateway);
    let ports = Ports {
        fabric: ux.fabric.as_ref(),
        cloud: services.cloud.as_ref(),
        fabric_key: &ux.fabric_key,
        cloud_key: Some(key),
    };
    // The partner's routes are asked for, too, and stay unknown.
    let reach = Reach::Proof(Vec::new());
    match observe_connection(ports, connection, choice, &reach).await {
        Ok(seen) => Ok(Some(around(ux, seen, None, here, reach).await?)),
        Err(_) => Ok(None),
    }
}

/// The interfaces with the connection's marks, and their region: one in which Onramp worked, the
/// instance's own, or any other that is enabled.
async fn marked(
    ux: &UserCx,
    key: &CloudKey,
    id: &str,
) -> Result<Option<(RegionName, Vec<Interface>)>, Stop> {
    let home = ux.cx.services.settings.home_region.clone();
    let cloud = &ux.cx.services.cloud;
    let mut regions = regions_worked_in(ux, id).await?;
    regions.push(home.clone());
    regions.extend(cloud.regions(key, &home).await.unwrap_or_default());
    let mut asked: Vec<RegionName> = Vec::new();
    for region in regions {
        if asked.contains(&region) {
            continue;
        }
        let mut found = cloud.interfaces(key, &region).await.unwrap_or_default();
        found.retain(|one| one.state.exists() && tags::is_ours(&one.tags, id, "interfaces"));
        if !found.is_empty() {
            return Ok(Some((region, found)));
        }
        asked.push(region);
    }
    Ok(None)
}

/// The connection as its interfaces tell it; everything else is empty, and the page says that it
/// is not known.
fn connection(
    id: &str,
    region: RegionName,
    account: AwsAccountId,
    found: &[Interface],
) -> Option<Connection> {
    let mut legs: Vec<Leg> = found.iter().filter_map(leg).collect();
    legs.sort_by_key(|leg| leg.role);
    Some(Connection {
        id: id.to_owned(),
        partner: "Pureport".to_owned(),
        capabilities: Capabilities::NONE,
        name: id.to_owned(),
        description: String::new(),
        network: String::new(),
        network_name: String::new(),
        state: ConnectionState::Active,
        failure: None,
        location: String::new(),
        location_name: String::new(),
        region,
        account,
        speed: Speed::from_mbps(50)?,
        high_availability: legs.len() > 1,
        peering: Peering::Private,
        ordered_asn: None,
        customer_networks: Vec::new(),
        nat: Nat::default(),
        legs,
        tags: Vec::new(),
        created: None,
    })
}

fn leg(found: &Interface) -> Option<Leg> {
    let mark = found.tags.iter().find(|(key, _)| key == tags::LEG)?;
    Some(Leg {
        role: LegRole::from_word(&mark.1)?,
        gateway: String::new(),
        gateway_name: String::new(),
        state: ConnectionState::Active,
        aws_connection: Some(found.connection.clone()),
        vlan: None,
        partner_asn: None,
        aws_asn: None,
        partner_ip: None,
        aws_ip: None,
        peering_subnet: None,
        bgp_key: None,
        bgp: None,
    })
}
