mod attachment;
mod cause;
mod diversity;
mod leg;
mod same;
mod traffic;
mod vpc;

use serde::{Deserialize, Serialize};

pub use self::cause::cause;
pub(super) use self::leg::is_announced;
pub use self::leg::{PREFIX_LIMIT, PREFIXES_NEAR_LIMIT};
pub use self::traffic::Flow;
pub(super) use self::traffic::{LOUD, QUIET};
use self::{
    diversity::diversity, leg::leg_rungs, same::same_prefixes, traffic::traffic_rungs,
    vpc::vpc_rungs,
};
use super::{Observation, Refusal, gateway, interfaces};
use crate::{
    ports::{BgpState, ConnectionState, LegRole, PortError, Target},
    status::RungState,
};

/// One rung of the proof, from the order to the routes in each table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    pub name: RungName,
    /// The leg it is about.
    pub leg: Option<LegRole>,
    /// What it is about otherwise: a VPC's or table's name.
    pub object: String,
    pub state: RungState,
    pub evidence: Evidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungName {
    Order,
    HostedConnection,
    Interface,
    /// Both sides' values compared.
    Values,
    Bgp,
    /// Routes accepted and advertised by AWS.
    Prefixes,
    /// Both legs carry the same prefixes.
    SamePrefixes,
    /// The pair ends on two devices of AWS.
    Diversity,
    /// The gateway on which the interfaces end.
    Gateway,
    Attachment,
    Association,
    Propagation,
    /// Propagated routes are active and not shadowed.
    Routes,
    /// What CloudWatch measured lately on a leg: for information, it never fails the proof.
    Traffic,
}

/// What was seen, or what is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "evidence", content = "of", rename_all = "snake_case")]
pub enum Evidence {
    /// A provider's state word or an id, shown as it is.
    Seen(String),
    /// A count of routes.
    Prefixes { accepted: usize, advertised: usize },
    /// Routes from the gateway in a table.
    Routes(Vec<String>),
    /// A routed prefix from which another route takes packets away; `winner` is that route's prefix.
    Shadowed {
        prefix: String,
        winner: String,
        via: String,
    },
    /// The network announces a default route, and the table has no other one.
    DefaultRoute,
    /// AWS accepts these prefixes, or should advertise them, and they are not where they belong.
    Missing(Vec<String>),
    /// More than AWS takes are announced, so it keeps the session down (aws.md §2.2).
    TooMany { announced: usize },
    /// A gateway of this set-up is not attached to its VPC any more.
    Detached { gateway: String },
    /// A failover test holds the session down.
    Testing,
    /// The devices on which the pair ends, as far as AWS names them, and their locations.
    Devices {
        primary: Option<String>,
        secondary: Option<String>,
        places: Vec<String>,
    },
    /// A value differs between the two sides.
    Differs {
        what: Differing,
        partner: String,
        aws: String,
    },
    /// Nothing there yet.
    Nothing,
    /// Something before it is missing.
    Refused(Refusal),
    /// BGP at each end.
    Bgp {
        partner: Option<BgpState>,
        aws: Option<BgpState>,
    },
    /// The allowed prefixes leave a VPC's CIDR out.
    NotAllowed { cidr: String },
    /// It could not be read.
    Unreadable,
    /// Bits per second, measured lately.
    Traffic(Flow),
    /// CloudWatch has measured nothing yet, or why it could not be read.
    Unmeasured(Option<PortError>),
    /// AWS reports the link down although an interface exists.
    LinkDown,
}

/// The value that differs. A key is only ever equal or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Differing {
    Vlan,
    PartnerAsn,
    AmazonAsn,
    PartnerAddress,
    AmazonAddress,
    /// Amazon's and the partner's address stand in each other's place.
    AddressesSwapped,
    Key,
    /// Equal but for a blank at an end.
    KeyBlank,
    Prefixes,
}

impl Rung {
    /// It should have been looked at and could not be.
    pub fn is_unread(&self) -> bool {
        self.state == RungState::NotChecked && self.evidence == Evidence::Unreadable
    }
}

/// The whole ladder.
pub fn ladder(seen: &Observation) -> Vec<Rung> {
    let mut rungs = vec![order(seen)];
    for leg in &seen.connection.legs {
        rungs.extend(leg_rungs(leg, seen));
    }
    if seen.connection.legs.len() == 2 {
        rungs.push(same_prefixes(seen));
        rungs.push(diversity(seen));
    }
    rungs.push(gateway_rung(seen));
    rungs.extend(vpc_rungs(seen));
    rungs.extend(traffic_rungs(seen));
    rungs
}

fn rung(name: RungName, object: &str, state: RungState, evidence: Evidence) -> Rung {
    Rung {
        name,
        leg: None,
        object: object.to_owned(),
        state,
        evidence,
    }
}

fn order(seen: &Observation) -> Rung {
    match seen.is_order_active() {
        Ok(()) if seen.connection.state == ConnectionState::FailedToDelete => rung(
            RungName::Order,
            "",
            RungState::Warning,
            Evidence::Refused(Refusal::NotDeleted),
        ),
        Ok(()) => rung(
            RungName::Order,
            "",
            RungState::Passed,
            Evidence::Seen(seen.connection.id.clone()),
        ),
        Err(Refusal::OrderFailed) => rung(
            RungName::Order,
            "",
            RungState::Broken,
            Evidence::Refused(Refusal::OrderFailed),
        ),
        Err(refusal) => rung(
            RungName::Order,
            "",
            RungState::Waiting,
            Evidence::Refused(refusal),
        ),
    }
}

fn gateway_rung(seen: &Observation) -> Rung {
    let name = RungName::Gateway;
    let checked =
        if let Some(Target::DirectConnectGateway(id) | Target::VirtualPrivateGateway(id)) =
            seen.split_target()
        {
            Err(Refusal::OtherTarget {
                existing: id.clone(),
            })
        } else if seen.ends_on_vpn_gateway() {
            let fits = |found: &crate::ports::VpnGateway| {
                interfaces::vpn_gateway_fits(found, seen).map(|()| found.id.clone())
            };
            interfaces::vpn_gateway(seen).map_or(Err(Refusal::NoGateway), fits)
        } else {
            gateway::ready(seen).map(|found| found.id.clone())
        };
    match checked {
        Ok(id) => rung(name, "", RungState::Passed, Evidence::Seen(id)),
        Err(
            refusal @ (Refusal::AsnMismatch { .. }
            | Refusal::GatewayGone { .. }
            | Refusal::HasTransitGateway { .. }
            | Refusal::OtherTarget { .. }),
        ) => rung(name, "", RungState::Broken, Evidence::Refused(refusal)),
        Err(refusal) => rung(name, "", RungState::Waiting, Evidence::Refused(refusal)),
    }
}
