//! World faults that are done when the plan is put, and stay done.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};

use super::{Kind, behind::Behind, kind::Written};
use crate::{
    aws::{directconnect, ec2::AttachmentState, tags::Tags},
    pureport,
    world::World,
};

/// What somebody else changed behind a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// The virtual interfaces got another name and another MTU.
    Interface,
    /// The associations let only 203.0.113.0/24 pass.
    Association,
    /// The VPN gateways no longer propagate into any route table.
    Propagation,
    /// The VPN gateways left their VPCs, and with that their Direct Connect gateway.
    Attachment,
    /// Every AWS resource behind the connection lost its tags.
    Tags,
    /// Pureport's connection got another name and lost its tags.
    Order,
}

/// What the associations let pass after a foreign change: a documentation range, so no VPC's.
const ELSEWHERE: Ipv4Net = Ipv4Net::new_assert(std::net::Ipv4Addr::new(203, 0, 113, 0), 24);
/// What a thing is called after a foreign change.
const RENAMED: &str = "renamed-by-somebody-else";

/// Why it can't be done: there must be something to change.
pub(super) fn wrong(world: &World, what: &Written) -> Option<String> {
    let behind = Behind::of(world, what);
    let legs = behind
        .hosted
        .iter()
        .filter(|id| pureport::leg_of(world, id).is_some());
    let found = match &what.kind {
        Kind::ForeignChange { resource } => match resource {
            Resource::Interface => behind.interfaces.len(),
            Resource::Association => behind.associations.len(),
            Resource::Propagation | Resource::Attachment => behind.vpn_gateways.len(),
            Resource::Tags => behind.hosted.len(),
            Resource::Order => legs.count(),
        },
        _ => legs.count(),
    };
    (found == 0).then(|| "the connection has nothing of that sort yet".to_owned())
}

/// Does it.
pub(super) fn change(world: &mut World, what: &Written) {
    let behind = Behind::of(world, what);
    let Kind::ForeignChange { resource } = what.kind else {
        for id in &behind.hosted {
            pureport::drift_key(world, id);
        }
        return;
    };
    match resource {
        Resource::Interface => change_interfaces(world, &behind.interfaces),
        Resource::Association => {
            for one in of(&mut world.aws.associations, &behind.associations) {
                one.allowed_prefixes = vec![ELSEWHERE];
            }
        }
        Resource::Propagation => stop_propagation(world, &behind.vpn_gateways),
        Resource::Attachment => {
            for id in &behind.associations {
                directconnect::disassociate(world, id);
            }
            for one in of(&mut world.aws.vpn_gateways, &behind.vpn_gateways) {
                if let Some(attachment) = &mut one.attachment {
                    attachment.state = AttachmentState::Detached;
                }
            }
            stop_propagation(world, &behind.vpn_gateways);
        }
        Resource::Tags => remove_tags(world, &behind),
        Resource::Order => {
            for id in &behind.hosted {
                pureport::rename(world, id, RENAMED);
            }
        }
    }
}

/// The things with these ids.
fn of<'w, T>(things: &'w mut BTreeMap<String, T>, ids: &BTreeSet<String>) -> Vec<&'w mut T> {
    let chosen = things.iter_mut().filter(|(id, _)| ids.contains(*id));
    chosen.map(|(_, thing)| thing).collect()
}

fn change_interfaces(world: &mut World, interfaces: &BTreeSet<String>) {
    for one in of(&mut world.aws.virtual_interfaces, interfaces) {
        RENAMED.clone_into(&mut one.virtual_interface_name);
        one.mtu = if one.mtu == 1500 { 8500 } else { 1500 };
    }
}

fn stop_propagation(world: &mut World, vpn_gateways: &BTreeSet<String>) {
    for table in world.aws.route_tables.values_mut() {
        table.propagating.retain(|id| !vpn_gateways.contains(id));
    }
}

fn remove_tags(world: &mut World, behind: &Behind) {
    let aws = &mut world.aws;
    let connections = of(&mut aws.connections, &behind.hosted);
    let interfaces = of(&mut aws.virtual_interfaces, &behind.interfaces);
    let gateways = of(&mut aws.direct_connect_gateways, &behind.gateways);
    let vpn_gateways = of(&mut aws.vpn_gateways, &behind.vpn_gateways);
    connections
        .into_iter()
        .map(|one| &mut one.tags)
        .chain(interfaces.into_iter().map(|one| &mut one.tags))
        .chain(gateways.into_iter().map(|one| &mut one.tags))
        .chain(vpn_gateways.into_iter().map(|one| &mut one.tags))
        .for_each(Tags::clear);
}
