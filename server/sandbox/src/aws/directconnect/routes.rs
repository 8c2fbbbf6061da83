//! ListVirtualInterfaceRoutes: what the session of an interface carries (aws.md §1.2).

use ipnet::Ipv4Net;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Page, VirtualInterface, interfaces, locations};
use crate::{
    aws::{AwsError, Caller},
    bgp::{self, Session},
    world::World,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct List {
    virtual_interface_id: Option<String>,
    #[serde(default)]
    filters: Filters,
    #[serde(flatten)]
    page: Page,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filters {
    route_direction: Option<String>,
    address_family: Option<String>,
    #[serde(default)]
    cidrs: Vec<String>,
    #[serde(default)]
    as_path: Vec<u32>,
    #[serde(default)]
    communities: Vec<String>,
}

/// One route of the session.
struct Route {
    direction: &'static str,
    cidr: Ipv4Net,
    as_path: Vec<u32>,
    communities: Vec<&'static str>,
}

pub fn list(world: &mut World, caller: &Caller, input: List) -> Result<Value, AwsError> {
    let id = input
        .virtual_interface_id
        .ok_or_else(|| AwsError::client("A virtual interface ID must be specified."))?;
    if input.filters.cidrs.len() > 10 {
        return Err(AwsError::client("At most 10 CIDRs can be specified."));
    }
    let interface = interfaces::find(world, caller, &id)?;
    let session = bgp::session(world, &id);
    let routes = session.map(|_| of(world, interface)).unwrap_or_default();
    let views = routes
        .iter()
        .filter(|route| input.filters.fit(route))
        .map(|route| view(route, interface, session))
        .collect();
    let mut answer = input.page.cut("routes", views)?;
    answer["virtualInterfaceId"] = json!(id);
    Ok(answer)
}

fn of(world: &World, interface: &VirtualInterface) -> Vec<Route> {
    let accepted = bgp::accepted(world, interface)
        .into_iter()
        .map(|cidr| Route {
            direction: "accepted",
            cidr,
            as_path: vec![interface.asn],
            communities: vec![],
        });
    let advertised = bgp::advertised(world, interface)
        .into_iter()
        .map(|(cidr, region)| Route {
            direction: "advertised",
            cidr,
            as_path: vec![interface.amazon_side_asn],
            // 8100: the same region as the location; 8200: the same continent.
            communities: vec![if region == interface.region {
                "7224:8100"
            } else {
                "7224:8200"
            }],
        });
    accepted.chain(advertised).collect()
}

fn view(route: &Route, interface: &VirtualInterface, session: Option<&Session>) -> Value {
    json!({
        "cidr": route.cidr,
        "routeDirection": route.direction,
        "addressFamily": "ipv4",
        "asPath": [{"pathType": "seq", "path": route.as_path}],
        "communities": route.communities,
        "awsLogicalDeviceId": locations::logical_device(&interface.location, interface.device),
        "routeInstalledAt": session.map(|session| session.since / 1000),
    })
}

impl Filters {
    fn fit(&self, route: &Route) -> bool {
        self.route_direction
            .as_deref()
            .is_none_or(|direction| direction == route.direction)
            && self
                .address_family
                .as_deref()
                .is_none_or(|family| family == "ipv4")
            && (self.cidrs.is_empty() || self.cidrs.contains(&route.cidr.to_string()))
            && self.as_path.iter().all(|asn| route.as_path.contains(asn))
            && self
                .communities
                .iter()
                .all(|community| route.communities.contains(&community.as_str()))
    }
}
