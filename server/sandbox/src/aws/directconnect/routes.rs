//! ListVirtualInterfaceRoutes: what the session of an interface carries (aws.md §1.2).

use ipnet::{IpNet, Ipv4Net};
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
    filters: Option<Filters>,
    #[serde(flatten)]
    page: Page,
}

/// Each that is given must fit; of a list, one CIDR, and all numbers and communities.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filters {
    route_direction: Option<String>,
    address_family: Option<String>,
    cidrs: Option<Vec<String>>,
    as_path: Option<Vec<u32>>,
    communities: Option<Vec<String>>,
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
    let filters = input.filters.unwrap_or_default();
    filters.check()?;
    let interface = interfaces::find(world, caller, &id)?;
    let session = bgp::session(world, &id);
    let routes = session.map(|_| of(world, interface)).unwrap_or_default();
    let views = routes
        .iter()
        .filter(|route| filters.fit(route))
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
    fn check(&self) -> Result<(), AwsError> {
        let knows = |asked: &Option<String>, known: [&str; 2]| {
            asked.as_deref().is_none_or(|asked| known.contains(&asked))
        };
        let cidrs = self.cidrs.as_deref().unwrap_or_default();
        let complaint = if !knows(&self.route_direction, ["accepted", "advertised"]) {
            "The route direction must be accepted or advertised."
        } else if !knows(&self.address_family, ["ipv4", "ipv6"]) {
            "The address family must be ipv4 or ipv6."
        } else if cidrs.len() > 10 {
            "At most 10 CIDRs can be specified."
        } else if cidrs.iter().any(|cidr| cidr.parse::<IpNet>().is_err()) {
            "A CIDR to filter by is not valid."
        } else {
            return Ok(());
        };
        Err(AwsError::client(complaint))
    }

    fn fit(&self, route: &Route) -> bool {
        let is =
            |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked == is);
        let cidr = route.cidr.to_string();
        is(&self.route_direction, route.direction)
            && is(&self.address_family, "ipv4")
            && given(self.cidrs.as_deref()).is_none_or(|cidrs| cidrs.contains(&cidr))
            && given(self.as_path.as_deref())
                .is_none_or(|path| path.iter().all(|asn| route.as_path.contains(asn)))
            && given(self.communities.as_deref()).is_none_or(|asked| {
                asked
                    .iter()
                    .all(|one| route.communities.contains(&one.as_str()))
            })
    }
}

/// A list with nothing in it asks for nothing.
fn given<T>(list: Option<&[T]>) -> Option<&[T]> {
    list.filter(|list| !list.is_empty())
}
