//! The world as its own file has it, read without the sandbox's own types: what the rules are
//! judged by, and what the calls choose their ids from.

use std::collections::BTreeMap;

use ipnet::Ipv4Net;
use serde::Deserialize;
use serde_json::Value;

pub type Things<T> = BTreeMap<String, T>;

/// Everything that exists.
#[derive(Debug, Deserialize)]
pub struct Known {
    pub now: i64,
    pub aws: Aws,
    pub pureport: Pureport,
    pub bgp: Bgp,
    pub faults: Faults,
}

#[derive(Debug, Deserialize)]
pub struct Faults {
    standing: Vec<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Aws {
    pub connections: Things<Hosted>,
    pub virtual_interfaces: Things<Interface>,
    pub direct_connect_gateways: Things<Gateway>,
    pub associations: Things<Association>,
    pub proposals: Things<Proposal>,
    pub vpcs: Things<Vpc>,
    pub subnets: Things<Subnet>,
    pub route_tables: Things<Table>,
    pub vpn_gateways: Things<VpnGateway>,
    pub transit_gateways: Things<TransitGateway>,
    pub transit_gateway_attachments: Things<TransitAttachment>,
    pub transit_gateway_route_tables: Things<TransitTable>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hosted {
    pub owner_account: String,
    pub region: String,
    pub connection_state: String,
    pub vlan: u16,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Interface {
    pub virtual_interface_type: String,
    pub owner_account: String,
    pub region: String,
    pub connection_id: String,
    pub virtual_interface_state: String,
    pub vlan: u16,
    pub asn: u32,
    pub amazon_side_asn: u32,
    pub auth_key: String,
    pub amazon_address: String,
    pub customer_address: String,
    pub virtual_gateway_id: Option<String>,
    pub direct_connect_gateway_id: Option<String>,
}

impl Interface {
    pub fn exists(&self) -> bool {
        self.virtual_interface_state != "deleted"
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Gateway {
    pub owner_account: String,
    pub amazon_side_asn: u32,
    pub direct_connect_gateway_state: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Association {
    pub association_state: String,
    pub direct_connect_gateway_id: String,
    pub direct_connect_gateway_owner_account: String,
    pub virtual_gateway_id: String,
    pub virtual_gateway_owner_account: String,
}

impl Association {
    pub fn exists(&self) -> bool {
        self.association_state != "disassociated"
    }

    /// Routes pass.
    pub fn carries(&self) -> bool {
        matches!(self.association_state.as_str(), "associated" | "updating")
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    pub direct_connect_gateway_id: String,
    pub direct_connect_gateway_owner_account: String,
    pub virtual_gateway_id: String,
    pub virtual_gateway_owner_account: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Vpc {
    pub owner_id: String,
    pub region: String,
    pub cidrs: Vec<Ipv4Net>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subnet {
    pub owner_id: String,
    pub region: String,
    pub vpc_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Table {
    pub owner_id: String,
    pub region: String,
    pub vpc_id: String,
    pub propagating: Vec<String>,
    pub propagated: Vec<Propagated>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Propagated {
    pub destination: Ipv4Net,
    pub gateway_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VpnGateway {
    pub owner_id: String,
    pub region: String,
    pub state: String,
    pub attachment: Option<Attachment>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    pub vpc_id: String,
    pub state: String,
}

impl VpnGateway {
    /// The VPC that it occupies, from `attaching` to the end of `detaching`.
    pub fn holds(&self) -> Option<&str> {
        let attachment = self.attachment.as_ref()?;
        (attachment.state != "detached").then_some(attachment.vpc_id.as_str())
    }

    /// The VPC to which it is attached.
    pub fn attached_to(&self) -> Option<&str> {
        let attachment = self.attachment.as_ref()?;
        (attachment.state == "attached").then_some(attachment.vpc_id.as_str())
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitGateway {
    pub owner_id: String,
    pub region: String,
    pub amazon_side_asn: u32,
    pub state: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitAttachment {
    pub owner_id: String,
    pub region: String,
    pub transit_gateway_id: String,
    pub state: String,
    pub resource_id: String,
    pub association: Option<TableAssociation>,
    pub propagates_to: Vec<String>,
}

impl TransitAttachment {
    pub fn exists(&self) -> bool {
        self.state != "deleted"
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TableAssociation {
    pub transit_gateway_route_table_id: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TransitTable {
    pub owner_id: String,
    pub region: String,
    pub transit_gateway_id: String,
    pub state: String,
}

#[derive(Debug, Deserialize)]
pub struct Bgp {
    pub by_interface: Things<Session>,
}

#[derive(Debug, Deserialize)]
pub struct Session {
    pub up: bool,
}

#[derive(Debug, Deserialize)]
pub struct Pureport {
    pub accounts: Vec<Account>,
    pub keys: Vec<Key>,
    pub networks: Vec<Network>,
    pub connections: Vec<Connection>,
    pub offers: BTreeMap<String, Value>,
}

#[derive(Debug, Deserialize)]
pub struct Account {
    pub id: String,
    pub parent: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct Key {
    pub key: String,
    pub account: String,
}

#[derive(Debug, Deserialize)]
pub struct Network {
    pub id: String,
    pub account: String,
    pub site: Vec<Ipv4Net>,
}

#[derive(Debug, Deserialize)]
pub struct Connection {
    pub id: String,
    pub network: String,
    pub state: String,
    /// As it is stored; most names are the API's.
    pub order: Value,
    pub nat: Nat,
    pub gateways: Vec<Leg>,
}

impl Connection {
    /// From the first ACTIVE to the end of a delete.
    pub fn carries_traffic(&self) -> bool {
        matches!(
            self.state.as_str(),
            "ACTIVE" | "UPDATING" | "FAILED_TO_UPDATE" | "DELETING" | "FAILED_TO_DELETE"
        )
    }
}

#[derive(Debug, Deserialize)]
pub struct Nat {
    pub enabled: bool,
    pub blocks: Vec<Ipv4Net>,
}

#[derive(Debug, Deserialize)]
pub struct Leg {
    pub id: String,
    pub running: bool,
    pub circuit: Option<Circuit>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Circuit {
    pub remote_id: String,
    pub vlan: u16,
    pub customer_asn: u32,
    pub pureport_ip: String,
    pub customer_ip: String,
    pub password: Option<String>,
    pub bgp: String,
}

impl Known {
    pub fn read(snapshot: &[u8]) -> Self {
        serde_json::from_slice(snapshot).expect("the world's file is as the tests know it")
    }

    /// Whether a fault of this kind is in the plan.
    pub fn suffers(&self, kind: &str) -> bool {
        let mut standing = self.faults.standing.iter();
        standing.any(|one| one["entry"]["kind"].to_string().contains(kind))
    }

    /// The leg on a hosted connection, with its order.
    pub fn leg(&self, hosted: &str) -> Option<(&Connection, &Leg, &Circuit)> {
        let legs =
            self.pureport.connections.iter().flat_map(|connection| {
                connection.gateways.iter().map(move |leg| (connection, leg))
            });
        legs.filter_map(|(connection, leg)| Some((connection, leg, leg.circuit.as_ref()?)))
            .find(|(_, _, circuit)| circuit.remote_id == hosted)
    }

    /// Whether the session of an interface is up.
    pub fn is_up(&self, interface: &str) -> bool {
        let session = self.bgp.by_interface.get(interface);
        session.is_some_and(|session| session.up)
    }

    /// The account itself, or one above it.
    pub fn is_within(&self, account: &str, ancestor: &str) -> bool {
        let parent = |id: &str| {
            let account = self.pureport.accounts.iter().find(|one| one.id == id)?;
            account.parent.clone().filter(|parent| parent != id)
        };
        let chain = std::iter::successors(Some(account.to_owned()), |id| parent(id));
        chain.take(20).any(|id| id == ancestor)
    }
}
