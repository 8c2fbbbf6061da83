//! Orders: what a connection's body says, and whether it can be ordered (pureport.md §2, §3).

mod body;
mod session;

use std::collections::BTreeSet;

use ipnet::{IpNet, Ipv4Net};

use self::session::{asn, bfd, passwords, peering, vlan};
pub(super) use self::{
    body::{Body, Link},
    session::{Asked, addresses},
};
use super::{
    call::Answer,
    catalogue,
    error::{code, refuse},
    networks::checked_texts,
    offers::{self, Offer, TERMS},
    state::{CustomerNetwork, Order},
};

/// Speeds of the specification, megabits per second; which are sold is the catalogue's matter.
const SPEEDS: [i64; 12] = [
    50, 100, 200, 300, 400, 500, 1000, 2000, 3000, 4000, 5000, 10000,
];

/// The order in a body, with the catalogue's line that it matches.
pub(super) fn read(body: &Body) -> Answer<(Order, Offer)> {
    let order = read_unpriced(body)?;
    let offer = offer(body.kind.as_deref(), &order)?;
    Ok((order, offer))
}

/// The order in a body, sold or not.
pub(super) fn read_unpriced(body: &Body) -> Answer<Order> {
    Ok(Order {
        name: checked_texts(body.name.as_deref(), body.description.as_deref())?,
        description: body.description.clone(),
        speed: speed(body)?,
        high_availability: given("highAvailability", body.high_availability)?,
        billing_term: term(body)?,
        location: location(body)?,
        region: region(body)?,
        aws_account_id: aws_account(body)?,
        peering: peering(body)?,
        customer_asn: body.customer_asn.map(asn).transpose()?,
        customer_networks: customer_networks(body)?,
        cloud_services: cloud_services(body)?,
        whitelist: whitelist(body)?,
        passwords: passwords(body)?,
        bfd: bfd(body)?,
        bgp_maximum_prefix: within("bgpMaximumPrefix", body.bgp_maximum_prefix, 10, 4_000)?,
        bgp_alert_percent: within("bgpAlertPercent", body.bgp_alert_percent, 0, 100)?,
        bgp_restart_interval: within("bgpRestartInterval", body.bgp_restart_interval, 1, 10)?,
        vlans: [vlan(body.primary_vlan)?, vlan(body.secondary_vlan)?],
        advertise_internal_routes: body.advertise_internal_routes,
        tags: body.tags.clone().unwrap_or_default(),
    })
}

/// The (type, location, region, speed, availability, peering) tuple must be in the catalogue.
fn offer(kind: Option<&str>, order: &Order) -> Answer<Offer> {
    let found = offers::offers().find(|offer| {
        kind == Some("AWS_DIRECT_CONNECT")
            && offer.location.id == order.location
            && offer.region == order.region
            && offer.speed == order.speed
            && offer.high_availability == order.high_availability
            && offer.peering == order.peering.kind
    });
    match found {
        Some(offer) => Ok(offer),
        None => refuse(
            code::CONNECTION_CONFIGURATION_NOT_SUPPORTED,
            "No supported connection has this type, location, region, speed, availability and peering type",
        ),
    }
}

fn invalid<T>(message: impl Into<String>) -> Answer<T> {
    refuse(code::VALIDATION_ERROR, message)
}

fn given<T>(field: &str, value: Option<T>) -> Answer<T> {
    value.map_or_else(|| invalid(format!("{field} must be given")), Ok)
}

fn within(field: &str, value: Option<u32>, least: u32, most: u32) -> Answer<Option<u32>> {
    match value {
        Some(number) if !(least..=most).contains(&number) => {
            invalid(format!("{field} must be {least} to {most}"))
        }
        other => Ok(other),
    }
}

fn speed(body: &Body) -> Answer<u32> {
    let speed = given("speed", body.speed)?;
    if !SPEEDS.contains(&speed) {
        return invalid("speed must be one of the connection speeds");
    }
    u32::try_from(speed).or_else(|_| invalid("speed must be one of the connection speeds"))
}

fn term(body: &Body) -> Answer<String> {
    let term = given("billingTerm", body.billing_term.clone())?;
    if TERMS.iter().any(|(name, _)| *name == term) {
        return Ok(term);
    }
    invalid("billingTerm must be HOURLY, MONTHLY, ONE_YEAR or TWO_YEAR")
}

fn location(body: &Body) -> Answer<String> {
    let id = linked(
        "location",
        given("location", body.location.as_ref())?,
        "/locations/",
    )?;
    if catalogue::find_location(id).is_none() {
        return refuse(code::INVALID_LINK, "location links to nothing");
    }
    Ok(id.to_owned())
}

/// What a link points at.
pub(super) fn linked<'a>(field: &str, link: &'a Link, collection: &str) -> Answer<&'a str> {
    let href = link.href.as_deref().unwrap_or_default();
    match href.rsplit_once(collection) {
        Some((_, id)) => Ok(id),
        None => refuse(
            code::INVALID_LINK,
            format!("{field} must link to {collection}…"),
        ),
    }
}

/// The id of the network that a body links to, if it does.
pub(super) fn linked_network(body: &Body) -> Answer<Option<&str>> {
    body.network
        .as_ref()
        .map(|link| linked("network", link, "/networks/"))
        .transpose()
}

/// `cloudRegion`, or the deprecated `awsRegion` that every client still sends; both must agree.
fn region(body: &Body) -> Answer<String> {
    let linked = match &body.cloud_region {
        None => None,
        Some(link) => Some(linked_region(link)?),
    };
    match (&body.aws_region, linked) {
        (None, None) => invalid("awsRegion or cloudRegion must be given"),
        (None, Some(region)) => Ok(region.to_owned()),
        (Some(name), _) if !catalogue::has_region(name) => {
            refuse(code::INVALID_AWS_REGION, "awsRegion is no region of AWS")
        }
        (Some(name), Some(region)) if name != region => {
            refuse(code::INVALID_AWS_REGION, "awsRegion and cloudRegion differ")
        }
        (Some(name), _) => Ok(name.clone()),
    }
}

fn linked_region(link: &Link) -> Answer<&str> {
    let region = linked("cloudRegion", link, "/cloudRegions/")?.strip_prefix("aws-");
    match region.filter(|region| catalogue::has_region(region)) {
        Some(region) => Ok(region),
        None => refuse(code::INVALID_LINK, "cloudRegion links to nothing"),
    }
}

fn aws_account(body: &Body) -> Answer<String> {
    let id = given("awsAccountId", body.aws_account_id.clone())?;
    if id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(id);
    }
    invalid("awsAccountId must be 12 digits")
}

/// An IPv4 CIDR without host bits.
pub(super) fn cidr(text: &str) -> Option<Ipv4Net> {
    text.parse::<Ipv4Net>()
        .ok()
        .filter(|net| net.trunc() == *net)
}

fn customer_networks(body: &Body) -> Answer<Vec<CustomerNetwork>> {
    let mut seen = BTreeSet::new();
    let mut networks = Vec::new();
    for customer in body.customer_networks.iter().flatten() {
        let address = given("customerNetworks.address", customer.address.clone())?;
        match cidr(&address) {
            None => return invalid("customerNetworks.address must be an IPv4 CIDR"),
            Some(net) if !seen.insert(net) => {
                return invalid("customerNetworks must not repeat an address");
            }
            Some(_) => {}
        }
        networks.push(CustomerNetwork {
            address,
            name: customer.name.clone(),
        });
    }
    Ok(networks)
}

fn cloud_services(body: &Body) -> Answer<Vec<String>> {
    let mut ids: Vec<String> = Vec::new();
    for link in body.cloud_services.iter().flatten() {
        let id = linked("cloudServices", link, "/cloudServices/")?;
        if catalogue::service_region(id).is_none() {
            return refuse(code::INVALID_LINK, "cloudServices links to nothing");
        }
        if ids.iter().any(|other| other == id) {
            return invalid("cloudServices must not repeat a service");
        }
        ids.push(id.to_owned());
    }
    Ok(ids)
}

fn whitelist(body: &Body) -> Answer<Vec<String>> {
    let prefixes = body
        .cloud_services_prefix_whitelist
        .clone()
        .unwrap_or_default();
    if prefixes
        .iter()
        .all(|prefix| prefix.parse::<IpNet>().is_ok())
    {
        return Ok(prefixes);
    }
    refuse(
        code::INVALID_WHITELIST_PREFIXES,
        "cloudServicesPrefixWhitelist must hold CIDRs",
    )
}
