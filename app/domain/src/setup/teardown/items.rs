use serde::{Deserialize, Serialize};

use super::{Made, fate::Fates};
use crate::{
    ports::{Association, ConnectionState, GatewayState, HostedState, LegRole, Target, VpnGateway},
    setup::{CloudView, Observation, RegionView},
    tags,
    values::RegionName,
};

/// One line of the dry run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub thing: Thing,
    /// As its owner named it; empty without a name.
    pub name: String,
    pub fate: Fate,
    pub cost: Cost,
}

/// Something of a set-up, by its ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// Propagation from a virtual private gateway into a route table.
    Propagation {
        region: RegionName,
        table: String,
        vpn_gateway: String,
    },
    Association {
        id: String,
        gateway: String,
        vpn_gateway: String,
    },
    Interface {
        leg: LegRole,
        id: String,
    },
    Attachment {
        region: RegionName,
        vpn_gateway: String,
        vpc: String,
    },
    VpnGateway {
        region: RegionName,
        id: String,
    },
    /// A Direct Connect gateway.
    Gateway {
        id: String,
    },
    Hosted {
        leg: LegRole,
        id: String,
    },
    /// The connection at the partner.
    Connection {
        id: String,
    },
}

/// What becomes of a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Onramp made it for this connection, and nobody else needs it.
    Goes,
    /// It can't outlive the connection, whoever made it.
    GoesWithConnection,
    /// Somebody else made it.
    StaysNotOurs,
    /// `by` needs it.
    StaysInUse { by: String },
    /// Whether somebody needs it can't be read: `operation` was not answered.
    StaysUnread { operation: &'static str },
}

impl Fate {
    /// It is taken away.
    pub fn goes(&self) -> bool {
        matches!(self, Self::Goes | Self::GoesWithConnection)
    }
}

/// What a thing costs as long as it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    Nothing,
    /// AWS's port-hours.
    PortHours,
    /// The partner's price.
    Partner,
}

/// The dry run, in order of work. `whole`: the connection itself is to go, too. Nothing without
/// AWS.
pub fn items(seen: &Observation, made: &[Made], whole: bool) -> Vec<Item> {
    let Some(cloud) = &seen.cloud else {
        return Vec::new();
    };
    // What was taken over, its partner alone can end.
    let ends = whole && seen.connection.capabilities.delete;
    let fates = Fates {
        seen,
        cloud,
        made,
        whole: ends,
    };
    let gateways = vpn_gateways(seen, cloud);
    let mut all = propagations(&gateways, &fates);
    all.extend(associations(&gateways, &fates));
    all.extend(interfaces(&fates));
    all.extend(
        gateways
            .iter()
            .filter_map(|(at, found)| attachment(at, found, &fates)),
    );
    all.extend(
        gateways
            .iter()
            .map(|(at, found)| vpn_gateway(at, found, &fates)),
    );
    all.extend(direct_connect_gateways(&fates));
    if whole {
        all.extend(hosted(&fates));
        all.extend(connection(&fates));
    }
    all
}

fn item(thing: Thing, name: &str, fate: Fate) -> Item {
    Item {
        thing,
        name: name.to_owned(),
        fate,
        cost: Cost::Nothing,
    }
}

/// Those that belong to this set-up, whoever made them.
fn vpn_gateways<'a>(
    seen: &Observation,
    cloud: &'a CloudView,
) -> Vec<(&'a RegionView, &'a VpnGateway)> {
    let target = crate::setup::vpn_gateway(seen).map(|found| found.id.clone());
    let is_part = |found: &VpnGateway| {
        let target = seen.ends_on_vpn_gateway() && target.as_ref() == Some(&found.id);
        let ours = tags::step(&found.tags, &seen.connection.id).is_some();
        target || ours || cloud.association_of(&found.id).is_some()
    };
    let all = cloud
        .regions
        .iter()
        .flat_map(|at| at.vpn_gateways.iter().map(move |found| (at, found)));
    all.filter(|(_, found)| found.state != GatewayState::Deleted && is_part(found))
        .collect()
}

fn propagations(gateways: &[(&RegionView, &VpnGateway)], fates: &Fates<'_>) -> Vec<Item> {
    let mut all = Vec::new();
    for (at, gateway) in gateways {
        let on = at
            .tables
            .iter()
            .filter(|table| table.propagating.contains(&gateway.id));
        for table in on {
            let thing = Thing::Propagation {
                region: at.name.clone(),
                table: table.id.clone(),
                vpn_gateway: gateway.id.clone(),
            };
            all.push(item(
                thing,
                &table.name,
                fates.propagation(at, gateway, &table.id),
            ));
        }
    }
    all
}

/// Of this set-up's Direct Connect gateway, and of its virtual private gateways.
fn associations(gateways: &[(&RegionView, &VpnGateway)], fates: &Fates<'_>) -> Vec<Item> {
    let own = fates.gateways();
    let is_part = |found: &&Association| {
        let of_vpn_gateway = gateways.iter().any(|(_, one)| one.id == found.associated);
        of_vpn_gateway || own.iter().any(|gateway| gateway.id == found.gateway)
    };
    fates
        .cloud
        .all_associations()
        .filter(is_part)
        .map(|found| {
            let thing = Thing::Association {
                id: found.id.clone(),
                gateway: found.gateway.clone(),
                vpn_gateway: found.associated.clone(),
            };
            item(thing, "", fates.association(found))
        })
        .collect()
}

/// The secondary first: traffic runs on the primary to the last.
fn interfaces(fates: &Fates<'_>) -> Vec<Item> {
    let legs = fates.seen.connection.legs.iter().rev();
    legs.filter_map(|leg| {
        let found = fates.cloud.interface_of(leg)?;
        let thing = Thing::Interface {
            leg: leg.role,
            id: found.id.clone(),
        };
        Some(item(thing, &found.name, fates.interface(found)))
    })
    .collect()
}

fn attachment(at: &RegionView, found: &VpnGateway, fates: &Fates<'_>) -> Option<Item> {
    let (vpc, _) = found.attachment.as_ref()?;
    let name = at.vpcs.iter().find(|one| one.id == *vpc);
    let thing = Thing::Attachment {
        region: at.name.clone(),
        vpn_gateway: found.id.clone(),
        vpc: vpc.clone(),
    };
    let name = name.map_or("", |vpc| vpc.name.as_str());
    Some(item(thing, name, fates.attachment(at, found, vpc)))
}

fn vpn_gateway(at: &RegionView, found: &VpnGateway, fates: &Fates<'_>) -> Item {
    let thing = Thing::VpnGateway {
        region: at.name.clone(),
        id: found.id.clone(),
    };
    item(thing, &found.name, fates.vpn_gateway(at, found))
}

fn direct_connect_gateways(fates: &Fates<'_>) -> Vec<Item> {
    let all = fates.gateways().into_iter();
    all.map(|found| {
        let thing = Thing::Gateway {
            id: found.id.clone(),
        };
        item(thing, &found.name, fates.gateway(found))
    })
    .collect()
}

/// AWS charges for those that were accepted.
fn hosted(fates: &Fates<'_>) -> Vec<Item> {
    let legs = fates.seen.connection.legs.iter();
    legs.filter_map(|leg| {
        let found = fates.cloud.hosted_of(leg)?;
        if matches!(found.state, HostedState::Deleted | HostedState::Rejected) {
            return None;
        }
        let thing = Thing::Hosted {
            leg: leg.role,
            id: found.id.clone(),
        };
        let cost = if found.state.is_charged() {
            Cost::PortHours
        } else {
            Cost::Nothing
        };
        let item = item(thing, &found.name, fates.connection());
        Some(Item { cost, ..item })
    })
    .collect()
}

fn connection(fates: &Fates<'_>) -> Option<Item> {
    let connection = &fates.seen.connection;
    let thing = Thing::Connection {
        id: connection.id.clone(),
    };
    let item = item(thing, &connection.name, fates.connection());
    let there = connection.state != ConnectionState::Deleted;
    there.then_some(Item {
        cost: Cost::Partner,
        ..item
    })
}

impl Thing {
    /// AWS's or the partner's id; of propagation the route table's.
    pub fn id(&self) -> &str {
        match self {
            Self::Propagation { table: id, .. }
            | Self::Attachment {
                vpn_gateway: id, ..
            }
            | Self::Association { id, .. }
            | Self::Interface { id, .. }
            | Self::VpnGateway { id, .. }
            | Self::Gateway { id }
            | Self::Hosted { id, .. }
            | Self::Connection { id } => id,
        }
    }
}

/// The gateway on which an interface ends.
pub(super) fn ends_on(target: Option<&Target>) -> Option<&str> {
    target.map(Target::id)
}
