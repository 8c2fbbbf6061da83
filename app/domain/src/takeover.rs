//! A hosted connection of any partner, taken over in AWS: its partner has no API here, so what an
//! API would tell is typed once, and everything else comes from AWS.

mod form;

use serde::{Deserialize, Serialize};

pub use self::form::{BgpKeyText, Form, LegForm, Typed, TypedLeg};
use crate::{
    FieldIssue, Issue,
    ports::{
        Capabilities, Connection, ConnectionState, HostedConnection, HostedState, Leg, LegRole,
        Nat, Peering, Timestamp,
    },
    values::{Asn, AwsAccountId, BgpKey, PeerAddress, RegionName, Speed, Vlan, name_or_id},
};

/// What ids of taken-over connections begin with: they are AWS's own, of the first leg.
const ID: &str = "dxcon-";

/// Whether a connection's or gateway's id is one of a taken-over connection.
pub fn is_taken_over(id: &str) -> bool {
    id.starts_with(ID)
}

/// What is kept of a taken-over connection. No secret is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenOver {
    pub account: AwsAccountId,
    pub region: RegionName,
    /// As AWS names it.
    pub partner: String,
    pub name: String,
    /// The Direct Connect location's code.
    pub location: String,
    pub speed: Speed,
    pub partner_asn: Asn,
    /// What the partner expects at Amazon's end.
    pub amazon_asn: Asn,
    /// One or two, the primary first.
    pub legs: Vec<TakenLeg>,
    pub since: Timestamp,
}

/// One leg: AWS's id and VLAN, the partner's addresses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenLeg {
    /// `dxcon-…`.
    pub hosted: String,
    pub vlan: Vlan,
    pub partner_ip: PeerAddress,
    pub amazon_ip: PeerAddress,
}

/// It can be taken over: a hosted connection, not a port of one's own, that has not ended.
pub fn is_on_offer(hosted: &HostedConnection) -> bool {
    use HostedState as State;
    let ended = matches!(
        hosted.state,
        State::Deleting | State::Deleted | State::Rejected
    );
    hosted.vlan.is_some() && !ended
}

impl TakenOver {
    /// Puts what was typed and what AWS lists in `region` together.
    pub fn new(
        typed: &Typed,
        listed: &[HostedConnection],
        account: &AwsAccountId,
        since: Timestamp,
    ) -> Result<Self, FieldIssue> {
        let found: Vec<_> = typed
            .legs
            .iter()
            .map(|leg| Ok((leg, find(leg, listed)?)))
            .collect::<Result<_, FieldIssue>>()?;
        let not_offered = || FieldIssue::new(form::HOSTED, Issue::NotOffered);
        let (_, (first, _)) = found.first().ok_or_else(not_offered)?;
        let legs = found.iter().map(|(leg, (_, vlan))| TakenLeg {
            hosted: leg.hosted.clone(),
            vlan: *vlan,
            partner_ip: leg.partner_ip,
            amazon_ip: leg.amazon_ip,
        });
        Ok(Self {
            account: account.clone(),
            region: typed.region.clone(),
            partner: name_or_id(&first.partner, "the partner").to_owned(),
            name: name_or_id(&first.name, &first.id).to_owned(),
            location: first.location.clone(),
            speed: Speed::reported(&first.bandwidth).ok_or_else(not_offered)?,
            partner_asn: typed.partner_asn,
            amazon_asn: typed.amazon_asn,
            legs: legs.collect(),
            since,
        })
    }

    /// The connection's id: the first leg's at AWS.
    pub fn id(&self) -> &str {
        self.legs.first().map_or("", |leg| leg.hosted.as_str())
    }

    /// It, as every page of the set-up reads connections. `key` gives what was typed in this
    /// session, by hosted connection.
    pub fn connection(&self, key: impl Fn(&str) -> Option<BgpKey>) -> Connection {
        let roles = [LegRole::Primary, LegRole::Secondary];
        let legs = roles.into_iter().zip(&self.legs);
        Connection {
            id: self.id().to_owned(),
            partner: self.partner.clone(),
            capabilities: Capabilities::NONE,
            name: self.name.clone(),
            description: String::new(),
            network: String::new(),
            network_name: String::new(),
            state: ConnectionState::Active,
            failure: None,
            location: self.location.clone(),
            location_name: self.location.clone(),
            region: self.region.clone(),
            account: self.account.clone(),
            speed: self.speed,
            high_availability: self.legs.len() > 1,
            peering: Peering::Private,
            ordered_asn: Some(self.amazon_asn),
            customer_networks: Vec::new(),
            nat: Nat::default(),
            legs: legs
                .map(|(role, leg)| self.leg(role, leg, key(&leg.hosted)))
                .collect(),
            tags: Vec::new(),
            created: Some(self.since),
        }
    }

    fn leg(&self, role: LegRole, leg: &TakenLeg, bgp_key: Option<BgpKey>) -> Leg {
        Leg {
            role,
            gateway: leg.hosted.clone(),
            gateway_name: self.partner.clone(),
            state: ConnectionState::Active,
            aws_connection: Some(leg.hosted.clone()),
            vlan: Some(leg.vlan),
            partner_asn: Some(self.partner_asn),
            aws_asn: Some(self.amazon_asn),
            partner_ip: Some(leg.partner_ip),
            aws_ip: Some(leg.amazon_ip),
            peering_subnet: Some(leg.partner_ip.network()),
            bgp_key,
            bgp: None,
        }
    }
}

/// The leg's hosted connection at AWS, with its VLAN.
fn find<'l>(
    leg: &TypedLeg,
    listed: &'l [HostedConnection],
) -> Result<(&'l HostedConnection, Vlan), FieldIssue> {
    let at = |issue| FieldIssue::new(leg.field, issue);
    let found = listed.iter().find(|found| found.id == leg.hosted);
    let found = found.ok_or_else(|| at(Issue::NotOffered))?;
    if !is_on_offer(found) {
        return Err(at(Issue::ConnectionGone));
    }
    let vlan = found.vlan.ok_or_else(|| at(Issue::NotOffered))?;
    Ok((found, vlan))
}

#[cfg(test)]
mod tests;
