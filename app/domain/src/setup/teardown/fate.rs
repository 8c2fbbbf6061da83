//! What becomes of each thing, and why.

use super::{Fate, Made, items::ends_on, users};
use crate::{
    ports::{Association, Gateway, GatewayState, Interface, VpnGateway},
    setup::{CloudView, Observation, RegionView, Task},
    tags,
};

/// What a fate depends on.
pub(super) struct Fates<'a> {
    pub seen: &'a Observation,
    pub cloud: &'a CloudView,
    pub made: &'a [Made],
    pub whole: bool,
}

fn used(user: users::User) -> Option<Fate> {
    match user {
        Ok(by) => by.map(|by| Fate::StaysInUse { by }),
        Err(operation) => Some(Fate::StaysUnread { operation }),
    }
}

impl Fates<'_> {
    fn is_ours(&self, tags: &crate::ports::Tags) -> bool {
        tags::step(tags, &self.seen.connection.id).is_some()
    }

    /// The Direct Connect gateways of this set-up: the one in use, and those that Onramp made.
    pub fn gateways(&self) -> Vec<&Gateway> {
        let connection = &self.seen.connection;
        let used = self
            .cloud
            .direct_connect_gateway(connection, &self.seen.choice)
            .filter(|_| !self.seen.ends_on_vpn_gateway());
        let is_part = |found: &&Gateway| {
            used.is_some_and(|used| used.id == found.id)
                || tags::is_ours(&found.tags, &connection.id, Task::Gateway.word())
        };
        let there = self.cloud.gateways.iter();
        there
            .filter(|found| found.state != GatewayState::Deleted)
            .filter(is_part)
            .collect()
    }

    pub fn propagation(&self, at: &RegionView, gateway: &VpnGateway, table: &str) -> Fate {
        let table = table.to_owned();
        let ours = self.is_ours(&gateway.tags) || self.made.contains(&Made::Propagation { table });
        if !ours {
            return Fate::StaysNotOurs;
        }
        used(users::of_vpn_gateway(self.cloud, at, &gateway.id)).unwrap_or(Fate::Goes)
    }

    /// That of our own virtual private gateway is ours, however it came about. A VPN keeps such a
    /// gateway, not its way to Direct Connect.
    pub fn association(&self, found: &Association) -> Fate {
        let vpn_gateway = found.associated.clone();
        let gateway = self.cloud.vpn_gateway(&vpn_gateway);
        let ours = gateway.is_some_and(|(_, gateway)| self.is_ours(&gateway.tags))
            || self.made.contains(&Made::Association { vpn_gateway });
        if !ours {
            return Fate::StaysNotOurs;
        }
        used(users::of_gateway(self.cloud, &found.gateway)).unwrap_or(Fate::Goes)
    }

    /// Of the connection itself, and of its hosted connections.
    pub fn connection(&self) -> Fate {
        if self.whole {
            Fate::GoesWithConnection
        } else {
            Fate::StaysNotOurs
        }
    }

    pub fn interface(&self, found: &Interface) -> Fate {
        match (self.is_ours(&found.tags), self.whole) {
            (true, _) => Fate::Goes,
            (false, true) => Fate::GoesWithConnection,
            (false, false) => Fate::StaysNotOurs,
        }
    }

    /// An interface of this connection that stays on the gateway with this id.
    fn staying_interface(&self, id: &str) -> Option<Fate> {
        let mut own = self.cloud.interfaces.iter();
        let stays = |one: &&Interface| {
            ends_on(one.target.as_ref()) == Some(id) && !self.interface(one).goes()
        };
        let by = own.find(stays)?.id.clone();
        Some(Fate::StaysInUse { by })
    }

    fn staying_association(&self, is_it: impl Fn(&Association) -> Option<String>) -> Option<Fate> {
        if self.cloud.has_gap(users::ASSOCIATIONS) {
            let operation = users::ASSOCIATIONS;
            return Some(Fate::StaysUnread { operation });
        }
        let mut all = self.cloud.all_associations();
        let by = all.find_map(|found| is_it(found).filter(|_| !self.association(found).goes()))?;
        Some(Fate::StaysInUse { by })
    }

    fn needed_vpn_gateway(&self, at: &RegionView, id: &str) -> Option<Fate> {
        let of_id = |found: &Association| (found.associated == id).then(|| found.gateway.clone());
        used(users::of_vpn_gateway(self.cloud, at, id))
            .or_else(|| self.staying_interface(id))
            .or_else(|| self.staying_association(of_id))
    }

    pub fn attachment(&self, at: &RegionView, found: &VpnGateway, vpc: &str) -> Fate {
        let made = Made::Attachment {
            vpn_gateway: found.id.clone(),
            vpc: vpc.to_owned(),
        };
        if !self.is_ours(&found.tags) && !self.made.contains(&made) {
            return Fate::StaysNotOurs;
        }
        self.needed_vpn_gateway(at, &found.id).unwrap_or(Fate::Goes)
    }

    pub fn vpn_gateway(&self, at: &RegionView, found: &VpnGateway) -> Fate {
        if !self.is_ours(&found.tags) {
            return Fate::StaysNotOurs;
        }
        self.needed_vpn_gateway(at, &found.id).unwrap_or(Fate::Goes)
    }

    pub fn gateway(&self, found: &Gateway) -> Fate {
        let connection = &self.seen.connection.id;
        if !tags::is_ours(&found.tags, connection, Task::Gateway.word()) {
            return Fate::StaysNotOurs;
        }
        let of_it = |one: &Association| (one.gateway == found.id).then(|| one.associated.clone());
        used(users::of_gateway(self.cloud, &found.id))
            .or_else(|| self.staying_interface(&found.id))
            .or_else(|| self.staying_association(of_it))
            .unwrap_or(Fate::Goes)
    }
}
