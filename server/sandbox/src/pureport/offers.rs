//! Supported connections: what can be ordered where, and for how much (pureport.md §2).

use serde_json::{Value, json};

use super::{
    catalogue::{LOCATIONS, Location, location_link, region_link},
    state::{OfferChange, State},
};

/// Megabits per second, with the monthly amount in cents of one private gateway. Invented: no price was published.
const SPEEDS: [(u32, u64); 8] = [
    (50, 6_500),
    (100, 9_500),
    (200, 15_500),
    (300, 21_000),
    (400, 26_000),
    (500, 30_500),
    (1_000, 52_000),
    (10_000, 285_000),
];

const PEERINGS: [&str; 3] = ["PRIVATE", "PUBLIC", "TRANSIT"];

/// The terms from the shortest to the longest, with the percentage of the hourly amount.
pub(super) const TERMS: [(&str, u64); 4] = [
    ("HOURLY", 100),
    ("MONTHLY", 95),
    ("ONE_YEAR", 85),
    ("TWO_YEAR", 78),
];

/// One line of the catalogue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer {
    pub location: Location,
    pub region: &'static str,
    pub peering: &'static str,
    pub speed: u32,
    pub high_availability: bool,
    cents: u64,
}

/// Every supported connection. Transit is offered at each speed: AWS's old minimum of 1 Gbps is gone.
pub(super) fn offers() -> impl Iterator<Item = Offer> {
    LOCATIONS
        .into_iter()
        .filter_map(|at| Some((at, at.reaches?.0)))
        .flat_map(|(location, region)| {
            PEERINGS.into_iter().flat_map(move |peering| {
                SPEEDS.into_iter().flat_map(move |(speed, cents)| {
                    [true, false].map(|high_availability| Offer {
                        location,
                        region,
                        peering,
                        speed,
                        high_availability,
                        cents,
                    })
                })
            })
        })
}

impl Offer {
    /// For example `us-sea-awsdx-private-50-ha`.
    pub fn id(&self) -> String {
        format!("{}-{}", self.location.id, self.product())
    }

    fn product(&self) -> String {
        let ha = if self.high_availability { "ha" } else { "noha" };
        format!("awsdx-{}-{}-{ha}", self.peering.to_lowercase(), self.speed)
    }

    /// Cents a month under a term.
    fn amount(&self, percent: u64) -> u64 {
        let peering = match self.peering {
            "PRIVATE" => 100,
            "PUBLIC" => 110,
            _ => 115,
        };
        // The second gateway of a pair costs less than the first.
        let pair = if self.high_availability { 180 } else { 100 };
        self.cents * peering * pair * percent / 1_000_000
    }

    /// The plan of a term, when there is one.
    pub fn plan(&self, term: &str) -> Option<Value> {
        let (_, percent) = TERMS.into_iter().find(|(name, _)| *name == term)?;
        Some(json!({
            "id": format!("plan-{}-{}", self.product(), term.to_lowercase().replace('_', "-")),
            "term": term,
            "billingInterval": "MONTH",
            "amount": self.amount(percent),
            "setupAmount": 0,
            "billingLongHaul": "NOT_APPLICABLE",
        }))
    }

    /// What was changed in this line.
    pub fn change(&self, state: &State) -> OfferChange {
        state.offers.get(&self.id()).cloned().unwrap_or_default()
    }

    pub fn json(&self, state: &State) -> Value {
        let id = self.id();
        let change = self.change(state);
        let plans: Vec<Value> = TERMS
            .iter()
            .filter_map(|(term, _)| self.plan(term))
            .collect();
        json!({
            "id": id,
            "href": format!("/supportedConnections/{id}"),
            "type": "AWS_DIRECT_CONNECT",
            "location": location_link(self.location),
            "speed": self.speed,
            "peeringType": self.peering,
            "highAvailability": self.high_availability,
            "pending": change.pending,
            "requiresApproval": change.requires_approval,
            "reachableCloudRegions": [region_link(self.region)],
            "billingPlans": plans,
            "billingProductIds": {"STRIPE": format!("prod_{}", self.product().replace('-', "_"))},
            "groups": [{"id": "default", "href": "/supportedConnections/groups/default", "title": "default"}],
        })
    }
}
