use serde::{Deserialize, Serialize};

use crate::{
    ports::{Capabilities, Connection, ConnectionState, Leg, LegRole, Nat, Peering},
    values::{AwsAccountId, RegionName, Speed},
};

/// What is remembered of a connection: enough to look for what is left of it in AWS once the
/// partner does not know it any more. No secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    pub id: String,
    /// Who ordered it at AWS.
    pub partner: String,
    pub name: String,
    pub network: String,
    pub region: RegionName,
    pub account: AwsAccountId,
    pub speed: Speed,
    pub peering: Peering,
    /// Each with its hosted connection, as far as the partner had reported it.
    pub legs: Vec<(LegRole, Option<String>)>,
}

impl Remembered {
    /// Of a connection that is there.
    pub fn of(connection: &Connection) -> Self {
        let legs = connection.legs.iter();
        Self {
            id: connection.id.clone(),
            partner: connection.partner.clone(),
            name: connection.name.clone(),
            network: connection.network.clone(),
            region: connection.region.clone(),
            account: connection.account.clone(),
            speed: connection.speed,
            peering: connection.peering,
            legs: legs
                .map(|leg| (leg.role, leg.aws_connection.clone()))
                .collect(),
        }
    }

    /// The connection, deleted.
    pub fn deleted(&self) -> Connection {
        let legs = self.legs.iter();
        Connection {
            id: self.id.clone(),
            partner: self.partner.clone(),
            capabilities: Capabilities::NONE,
            name: self.name.clone(),
            description: String::new(),
            network: self.network.clone(),
            network_name: String::new(),
            state: ConnectionState::Deleted,
            failure: None,
            location: String::new(),
            location_name: String::new(),
            region: self.region.clone(),
            account: self.account.clone(),
            speed: self.speed,
            high_availability: self.legs.len() > 1,
            peering: self.peering,
            ordered_asn: None,
            customer_networks: Vec::new(),
            nat: Nat::default(),
            legs: legs.map(|(role, id)| leg(*role, id.clone())).collect(),
            tags: Vec::new(),
            created: None,
        }
    }
}

fn leg(role: LegRole, aws_connection: Option<String>) -> Leg {
    Leg {
        role,
        gateway: String::new(),
        gateway_name: String::new(),
        state: ConnectionState::Deleted,
        aws_connection,
        vlan: None,
        partner_asn: None,
        aws_asn: None,
        partner_ip: None,
        aws_ip: None,
        peering_subnet: None,
        bgp_key: None,
        bgp: None,
    }
}
