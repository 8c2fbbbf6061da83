use super::{Fields, Location};
use crate::{
    FieldIssue, Issue,
    ports::{Catalog, Offer, Peering},
    values::{AwsAccountId, Speed},
};

/// Step `service`: peering, speed, availability, and the AWS account to order for.
#[derive(Debug, Clone, PartialEq)]
pub struct Service {
    pub peering: Peering,
    pub speed: Speed,
    pub high_availability: bool,
    pub account: AwsAccountId,
    pub offer: Offer,
}

impl Service {
    /// Fields `peering`, `speed` (Mbps), `availability` (`ha` or `single`), `account`.
    pub fn parse(
        form: &Fields,
        location: &Location,
        catalog: &Catalog,
    ) -> Result<Self, Vec<FieldIssue>> {
        let mut issues = Vec::new();
        let peering = field(&mut issues, "peering", peering(form.get("peering")));
        let speed = field(&mut issues, "speed", speed(form.get("speed")));
        let high_availability = field(
            &mut issues,
            "availability",
            availability(form.get("availability")),
        );
        let account = field(
            &mut issues,
            "account",
            AwsAccountId::parse(form.get("account")),
        );
        let (Some(peering), Some(speed), Some(high_availability)) =
            (peering, speed, high_availability)
        else {
            return Err(issues);
        };
        let fits = |offer: &&Offer| {
            offer.peering == peering
                && offer.speed == speed
                && offer.high_availability == high_availability
        };
        let offer = offers_at(catalog, location).into_iter().find(fits).cloned();
        if offer.is_none() {
            issues.push(FieldIssue::new("speed", Issue::CombinationNotSupported));
        }
        match (offer, account) {
            (Some(offer), Some(account)) if issues.is_empty() => Ok(Self {
                peering,
                speed,
                high_availability,
                account,
                offer,
            }),
            _ => Err(issues),
        }
    }
}

/// What can be ordered from the location to the region, slowest first.
pub fn offers_at<'a>(catalog: &'a Catalog, location: &Location) -> Vec<&'a Offer> {
    let mut offers: Vec<&Offer> = catalog
        .offers
        .iter()
        .filter(|offer| {
            offer.location == location.location && offer.regions.contains(&location.region.id)
        })
        .collect();
    offers.sort_by_key(|offer| (offer.speed, offer.peering, !offer.high_availability));
    offers
}

fn field<T>(issues: &mut Vec<FieldIssue>, name: &str, parsed: Result<T, Issue>) -> Option<T> {
    parsed
        .map_err(|issue| issues.push(FieldIssue::new(name, issue)))
        .ok()
}

fn peering(raw: &str) -> Result<Peering, Issue> {
    match raw {
        "private" => Ok(Peering::Private),
        "transit" | "public" => Err(Issue::NotYetAvailable),
        "" => Err(Issue::Required),
        _ => Err(Issue::NotOffered),
    }
}

fn speed(raw: &str) -> Result<Speed, Issue> {
    if raw.is_empty() {
        return Err(Issue::Required);
    }
    raw.parse()
        .ok()
        .and_then(Speed::from_mbps)
        .ok_or(Issue::NotOffered)
}

fn availability(raw: &str) -> Result<bool, Issue> {
    match raw {
        "ha" => Ok(true),
        "single" => Ok(false),
        "" => Err(Issue::Required),
        _ => Err(Issue::NotOffered),
    }
}
