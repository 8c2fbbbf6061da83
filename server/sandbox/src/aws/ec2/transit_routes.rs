//! SearchTransitGatewayRoutes: static routes, and those that attachments bring.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use serde_json::{Value, json};

use super::{
    Deed, TransitGatewayAttachment, TransitGatewayRouteTable, answer,
    filter::{self, Filters},
    invalid, transit_route_tables,
};
use crate::{
    aws::{
        AwsError, Caller,
        form::{Filter, Form},
        tags::Tags,
    },
    bgp,
    world::World,
};

const FILTERS: Filters = &[
    (
        "attachment.transit-gateway-attachment-id",
        "transitGatewayAttachments.transitGatewayAttachmentId",
    ),
    (
        "attachment.resource-id",
        "transitGatewayAttachments.resourceId",
    ),
    (
        "attachment.resource-type",
        "transitGatewayAttachments.resourceType",
    ),
    ("prefix-list-id", ""),
    ("state", "state"),
    ("type", "type"),
];

/// How a `route-search.…` filter compares a route with its value.
type Search = fn(Ipv4Net, Ipv4Net) -> bool;

const SEARCHES: [(&str, Search); 4] = [
    ("exact-match", |route, asked| route == asked),
    ("longest-prefix-match", |route, asked| {
        route.contains(&asked)
    }),
    ("subnet-of-match", |route, asked| asked.contains(&route)),
    ("supernet-of-match", |route, asked| route.contains(&asked)),
];

struct Found {
    destination: Ipv4Net,
    attachments: Vec<Value>,
    kind: &'static str,
}

impl Found {
    fn view(&self) -> Value {
        let state = if self.attachments.is_empty() {
            "blackhole"
        } else {
            "active"
        };
        json!({
            "destinationCidrBlock": self.destination,
            "transitGatewayAttachments": self.attachments,
            "type": self.kind,
            "state": state,
        })
    }
}

/// At least one filter is asked for; at most 1000 routes are shown.
pub fn search(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let table = transit_route_tables::named(world, caller, form)?;
    form.required("Filter.1.Name")?;
    let (searches, filters): (Vec<_>, Vec<_>) = form
        .filters()
        .into_iter()
        .partition(|filter| filter.name.starts_with("route-search."));
    filter::check(FILTERS, &filters)?;
    let most = most(form)?;
    let mut routes = routes(world, table);
    for search in &searches {
        narrow(&mut routes, search)?;
    }
    let mut views = vec![];
    for route in &routes {
        let view = route.view();
        if filter::fits(FILTERS, &filters, &view, &Tags::new())? {
            views.push(view);
        }
    }
    let more = views.len() > most;
    views.truncate(most);
    Ok(answer(
        json!({"routeSet": views, "additionalRoutesAvailable": more}),
    ))
}

fn most(form: &Form) -> Result<usize, AwsError> {
    let asked = form.number("MaxResults")?.unwrap_or(1000);
    let fits = usize::try_from(asked)
        .ok()
        .filter(|most| (5..=1000).contains(most));
    fits.ok_or_else(|| {
        invalid(format!(
            "Value ( {asked} ) for parameter maxResults is invalid."
        ))
    })
}

fn narrow(routes: &mut Vec<Found>, filter: &Filter) -> Result<(), AwsError> {
    let name = filter.name.trim_start_matches("route-search.");
    let (_, fits) = SEARCHES
        .iter()
        .find(|(search, _)| *search == name)
        .ok_or_else(|| invalid(format!("The filter '{}' is invalid", filter.name)))?;
    let asked: Vec<Ipv4Net> = filter
        .values
        .iter()
        .map(|value| network(value).ok_or_else(|| invalid(format!("Value ({value}) for parameter filter is invalid. This is not a valid CIDR block."))))
        .collect::<Result<_, _>>()?;
    routes.retain(|route| asked.iter().any(|asked| fits(route.destination, *asked)));
    if name == "longest-prefix-match" {
        let longest = routes
            .iter()
            .map(|route| route.destination.prefix_len())
            .max();
        routes.retain(|route| Some(route.destination.prefix_len()) == longest);
    }
    Ok(())
}

/// A CIDR, or one address.
fn network(text: &str) -> Option<Ipv4Net> {
    let net = text.parse().ok();
    net.or_else(|| text.parse::<Ipv4Addr>().ok().map(Ipv4Net::from))
}

/// Static routes, and the propagated ones that no static route hides, by destination. Of two
/// propagated ones a VPC's wins over a Direct Connect gateway's (AWS Transit Gateway guide).
fn routes(world: &World, table: &TransitGatewayRouteTable) -> Vec<Found> {
    let attachments = &world.aws.transit_gateway_attachments;
    let leads_on = |id: &String| attachments.get(id).filter(|one| one.is_available());
    let mut routes: Vec<Found> = table
        .routes
        .iter()
        .map(|route| Found {
            destination: route.destination,
            attachments: route
                .attachment_id
                .iter()
                .filter_map(leads_on)
                .map(TransitGatewayAttachment::name)
                .collect(),
            kind: "static",
        })
        .collect();
    let id = &table.transit_gateway_route_table_id;
    let mut propagating: Vec<_> = attachments
        .values()
        .filter(|one| one.is_available() && one.propagates_to.contains(id))
        .collect();
    propagating.sort_by_key(|one| one.resource_type);
    for attachment in propagating {
        for cidr in brought_by(world, attachment) {
            propagate(&mut routes, cidr, attachment);
        }
    }
    routes.sort_by_key(|route| route.destination);
    routes
}

/// What an attachment has to propagate: the VPC's CIDRs, or what comes in over the Direct Connect
/// gateway.
fn brought_by(world: &World, attachment: &TransitGatewayAttachment) -> Vec<Ipv4Net> {
    match attachment.vpc_id() {
        Some(vpc) => {
            let vpc = world.aws.vpcs.get(vpc);
            vpc.map(|vpc| vpc.cidrs.clone()).unwrap_or_default()
        }
        None => bgp::comes_in_over(world, &attachment.resource_id),
    }
}

fn propagate(routes: &mut Vec<Found>, cidr: Ipv4Net, attachment: &TransitGatewayAttachment) {
    if !routes.iter().any(|route| route.destination == cidr) {
        routes.push(Found {
            destination: cidr,
            attachments: vec![attachment.name()],
            kind: "propagated",
        });
    }
}

/// Whether packets that came in over `from` find their way to one of `nets` over `to`: both are
/// attachments of one transit gateway.
pub fn leads(
    world: &World,
    from: &TransitGatewayAttachment,
    to: &TransitGatewayAttachment,
    nets: &[Ipv4Net],
) -> bool {
    let tables = &world.aws.transit_gateway_route_tables;
    let table = from.associated_table().and_then(|id| tables.get(id));
    let name = to.name();
    table.is_some_and(|table| {
        routes(world, table).iter().any(|route| {
            let overlaps =
                |net: &Ipv4Net| route.destination.contains(net) || net.contains(&route.destination);
            route.attachments.contains(&name) && nets.iter().any(overlaps)
        })
    })
}
