//! What hangs on the legs that a fault is about.

use std::collections::BTreeSet;

use super::kind::Written;
use crate::{aws::directconnect::InterfaceState, pureport, world::World};

/// Ids, by sort.
#[derive(Debug, Default)]
pub(super) struct Behind {
    /// Hosted connections.
    pub hosted: BTreeSet<String>,
    pub interfaces: BTreeSet<String>,
    /// Direct Connect gateways.
    pub gateways: BTreeSet<String>,
    pub associations: BTreeSet<String>,
    pub vpn_gateways: BTreeSet<String>,
}

impl Behind {
    /// From the hosted connections of the legs on to the VPN gateways.
    pub fn of(world: &World, what: &Written) -> Self {
        let mut behind = Self::default();
        let hosted = world.aws.connections.keys().filter(|id| {
            let (connection, leg) = pureport::leg_of(world, id).unwrap_or_default();
            what.covers(connection, leg, id)
        });
        behind.hosted = hosted.cloned().collect();
        behind.add_interfaces(world);
        behind.add_associations(world);
        behind
    }

    fn add_interfaces(&mut self, world: &World) {
        for one in world.aws.virtual_interfaces.values() {
            if self.hosted.contains(&one.connection_id)
                && one.virtual_interface_state != InterfaceState::Deleted
            {
                self.interfaces.insert(one.virtual_interface_id.clone());
                self.gateways.extend(one.direct_connect_gateway_id.clone());
                self.vpn_gateways.extend(one.virtual_gateway_id.clone());
            }
        }
    }

    fn add_associations(&mut self, world: &World) {
        for one in world.aws.associations.values() {
            if self.gateways.contains(&one.direct_connect_gateway_id) && one.exists() {
                self.associations.insert(one.association_id.clone());
                self.vpn_gateways.insert(one.virtual_gateway_id.clone());
            }
        }
    }

    /// Every id.
    pub fn ids(&self) -> impl Iterator<Item = &String> {
        let rest = [
            &self.interfaces,
            &self.gateways,
            &self.associations,
            &self.vpn_gateways,
        ];
        self.hosted.iter().chain(rest.into_iter().flatten())
    }
}
