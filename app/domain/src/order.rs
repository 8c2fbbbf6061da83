//! The validated order. Only [`Order::from_draft`] makes one.

use crate::{
    ports::{Catalog, Choice, Connection, Peering, Price},
    tags,
    values::{Asn, AwsAccountId, Cidr, Description, Name, RegionName, Speed},
    wizard::{Draft, Kind, Step},
};

/// Everything that the partner needs to build a connection. The fields are read through
/// [`Order::parts`], so that none can be made up elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct Order(Parts);

/// The contents of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// The idempotency key: the draft's id.
    pub reference: String,
    pub network: String,
    pub name: Name,
    pub description: Description,
    /// The partner's location id.
    pub location: String,
    /// The partner's region id, and AWS's name for it.
    pub cloud_region: String,
    pub region: RegionName,
    pub account: AwsAccountId,
    pub speed: Speed,
    pub high_availability: bool,
    pub peering: Peering,
    pub asn: Asn,
    pub customer_networks: Vec<(String, Cidr)>,
    /// Native CIDRs; empty: NAT off.
    pub nat: Vec<Cidr>,
    pub price: Option<Price>,
    /// Ownership marks.
    pub tags: Vec<(String, String)>,
    /// What the set-up starts with.
    pub choice: Choice,
}

impl Order {
    /// Whether `connection` is what this orders, and not what the same reference ordered before.
    pub fn is_of(&self, connection: &Connection) -> bool {
        let parts = &self.0;
        connection.name == parts.name.as_str()
            && connection.location == parts.location
            && connection.region == parts.region
            && connection.account == parts.account
            && connection.speed == parts.speed
            && connection.high_availability == parts.high_availability
            && connection.peering == parts.peering
            && connection.ordered_asn == Some(parts.asn)
    }

    /// Re-checks every step, because the catalogue may have changed since it was answered.
    /// `Err` names the first step that is open.
    pub fn from_draft(draft: &Draft, network: &str, catalog: &Catalog) -> Result<Self, Step> {
        let answers = draft.answers(catalog);
        let Some(Kind::AwsDirectConnect) = answers.kind else {
            return Err(Step::Type);
        };
        let location = answers.location.ok_or(Step::Location)?;
        let service = answers.service.ok_or(Step::Service)?;
        let bgp = answers.bgp.ok_or(Step::Bgp)?;
        let networks = answers.networks.ok_or(Step::Networks)?;
        let nat = answers.nat.ok_or(Step::Nat)?;
        let review = answers.review.ok_or(Step::Review)?;
        Ok(Self(Parts {
            reference: draft.id.clone(),
            network: network.to_owned(),
            name: review.name,
            description: review.description,
            location: location.location,
            cloud_region: location.region.id,
            region: location.region.name,
            account: service.account,
            speed: service.speed,
            high_availability: service.high_availability,
            peering: service.peering,
            asn: bgp.asn,
            customer_networks: networks
                .0
                .into_iter()
                .map(|network| (network.name, network.cidr))
                .collect(),
            nat: nat.native,
            price: service.offer.price,
            tags: vec![(tags::MANAGED_BY.0.to_owned(), tags::MANAGED_BY.1.to_owned())],
            choice: bgp.target.choice(),
        }))
    }

    /// The contents.
    pub fn parts(&self) -> &Parts {
        &self.0
    }
}
