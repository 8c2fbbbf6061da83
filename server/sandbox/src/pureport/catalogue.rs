//! Locations, cloud regions and cloud services (pureport.md §2).

use ipnet::Ipv4Net;
use serde_json::{Value, json};

use crate::aws::ranges::RANGES;

/// A Pureport point of presence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Location {
    pub id: &'static str,
    pub name: &'static str,
    /// The city's: Pureport published none.
    pub coordinates: (f64, f64),
    /// The AWS region that it reaches, and the Direct Connect site there.
    pub reaches: Option<(&'static str, &'static str)>,
}

pub(super) const LOCATIONS: [Location; 5] = [
    Location {
        id: "us-wdc",
        name: "Washington, DC",
        coordinates: (38.9072, -77.0369),
        reaches: Some(("us-east-1", "EqDC2")),
    },
    Location {
        id: "us-sjc",
        name: "Silicon Valley, CA",
        coordinates: (37.3541, -121.9552),
        reaches: Some(("us-west-1", "EqSV5")),
    },
    Location {
        id: "us-sea",
        name: "Seattle, WA",
        coordinates: (47.6062, -122.3321),
        reaches: Some(("us-west-2", "EqSe2")),
    },
    Location {
        id: "us-chi",
        name: "Chicago, IL",
        coordinates: (41.8781, -87.6298),
        reaches: Some(("us-east-2", "EqCH2")),
    },
    Location {
        id: "us-dal",
        name: "Dallas, TX",
        coordinates: (32.7767, -96.7970),
        reaches: None,
    },
];

/// A cloud region: AWS's name, the display name, coordinates.
type Region = (&'static str, &'static str, f64, f64);

const REGIONS: [Region; 15] = [
    ("ap-northeast-1", "Asia Pacific (Tokyo)", 35.6762, 139.6503),
    ("ap-northeast-2", "Asia Pacific (Seoul)", 37.5665, 126.978),
    ("ap-south-1", "Asia Pacific (Mumbai)", 19.076, 72.8777),
    (
        "ap-southeast-1",
        "Asia Pacific (Singapore)",
        1.3521,
        103.8198,
    ),
    (
        "ap-southeast-2",
        "Asia Pacific (Sydney)",
        -33.8688,
        151.2093,
    ),
    ("ca-central-1", "Canada (Central)", 45.5019, -73.5674),
    ("eu-central-1", "EU (Frankfurt)", 50.1109, 8.6821),
    ("eu-west-1", "EU (Ireland)", 53.3498, -6.2603),
    ("eu-west-2", "EU (London)", 51.5072, -0.1276),
    ("eu-west-3", "EU (Paris)", 48.8566, 2.3522),
    ("sa-east-1", "South America (Sao Paulo)", -23.5558, -46.6396),
    ("us-east-1", "US East (N. Virginia)", 38.9519, -77.448),
    ("us-east-2", "US East (Ohio)", 39.9612, -82.9988),
    ("us-west-1", "US West (N. California)", 37.3541, -121.9552),
    ("us-west-2", "US West (Oregon)", 45.8399, -119.7006),
];

pub(super) fn find_location(id: &str) -> Option<Location> {
    LOCATIONS.into_iter().find(|location| location.id == id)
}

fn find_region(region: &str) -> Option<Region> {
    REGIONS.into_iter().find(|(name, ..)| *name == region)
}

/// Whether AWS has a region of this name.
pub(super) fn has_region(region: &str) -> bool {
    find_region(region).is_some()
}

/// Whether a cloud service has this id, for example `aws-s3-us-west-2`.
pub(super) fn service_region(id: &str) -> Option<&'static str> {
    let found = RANGES.into_iter().find(|service| service_id(service) == id);
    found.map(|(_, region, _)| region)
}

/// What AWS announces of a cloud service.
pub(super) fn service_prefix(id: &str) -> Option<Ipv4Net> {
    let mut all = RANGES.into_iter();
    let found = all.find(|service| service_id(service) == id);
    found.and_then(|(_, _, prefix)| prefix.parse().ok())
}

/// `/locations`, by id.
pub(super) fn locations() -> Vec<Value> {
    let mut sorted = LOCATIONS;
    sorted.sort_by_key(|location| location.id);
    sorted.into_iter().map(location).collect()
}

pub(super) fn location(location: Location) -> Value {
    let others = LOCATIONS
        .into_iter()
        .filter(|other| other.id != location.id);
    let links = others.map(|other| json!({"location": location_link(other), "speed": 1000}));
    let (latitude, longitude) = location.coordinates;
    json!({
        "id": location.id,
        "href": format!("/locations/{}", location.id),
        "name": location.name,
        "geoCoordinates": {"latitude": latitude, "longitude": longitude},
        "locationLinks": links.collect::<Vec<_>>(),
    })
}

pub(super) fn location_link(location: Location) -> Value {
    json!({"id": location.id, "href": format!("/locations/{}", location.id), "title": location.name})
}

/// `/cloudRegions`, by id.
pub(super) fn regions() -> Vec<Value> {
    REGIONS.into_iter().map(region).collect()
}

/// By id, for example `aws-us-west-2`.
pub(super) fn region_by_id(id: &str) -> Option<Value> {
    id.strip_prefix("aws-").and_then(find_region).map(region)
}

fn region((name, title, latitude, longitude): Region) -> Value {
    json!({
        "id": format!("aws-{name}"),
        "href": format!("/cloudRegions/aws-{name}"),
        "provider": "AWS",
        "providerAssignedId": name,
        "displayName": title,
        "geoCoordinates": {"latitude": latitude, "longitude": longitude},
    })
}

/// A link to a region, by AWS's name.
pub(super) fn region_link(region: &str) -> Value {
    let title = find_region(region).map_or(region, |(_, title, ..)| title);
    json!({"id": format!("aws-{region}"), "href": format!("/cloudRegions/aws-{region}"), "title": title})
}

/// `/cloudServices`, by id.
pub(super) fn services() -> Vec<Value> {
    RANGES.iter().map(service).collect()
}

pub(super) fn service_by_id(id: &str) -> Option<Value> {
    RANGES
        .iter()
        .find(|service| service_id(service) == id)
        .map(service)
}

fn service_id((service, region, _): &(&str, &str, &str)) -> String {
    format!("aws-{}-{region}", service.to_lowercase())
}

fn service_name((service, region, _): &(&str, &str, &str)) -> String {
    let word = if *service == "S3" { "S3" } else { "Dynamodb" };
    format!("AWS {word} {region}")
}

fn service(line: &(&str, &str, &str)) -> Value {
    let (service, region, prefix) = line;
    let id = service_id(line);
    json!({
        "id": id,
        "href": format!("/cloudServices/{id}"),
        "name": service_name(line),
        "service": service,
        "provider": "AWS",
        "cloudRegion": region_link(region),
        "ipPrefixes": [prefix],
        "ipv4PrefixCount": 1,
        "ipv6PrefixCount": 0,
        "deactivated": false,
    })
}

/// A link to a cloud service, by its id.
pub(super) fn service_link(id: &str) -> Value {
    let title = RANGES
        .iter()
        .find(|line| service_id(line) == id)
        .map(service_name);
    json!({"id": id, "href": format!("/cloudServices/{id}"), "title": title})
}
