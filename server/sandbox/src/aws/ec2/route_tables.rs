//! Route tables, with what was propagated into them.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Vpc,
    describe::{Kind, Resource, kept_in},
    route_targets,
};
use crate::{
    aws::{
        ids,
        tags::{self, Tags},
    },
    clock::Millis,
    world::World,
};

/// A route that somebody made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    pub destination: Ipv4Net,
    /// `local`, `igw-…`, `vgw-…`, `tgw-…`: where it leads; the wire has a member for each kind.
    pub gateway_id: String,
    /// `CreateRouteTable` or `CreateRoute`.
    pub origin: String,
}

/// A route that a VPN gateway brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Propagated {
    pub destination: Ipv4Net,
    pub gateway_id: String,
    /// From then on it is in the table.
    pub from: Millis,
}

/// A route table.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteTable {
    pub route_table_id: String,
    pub owner_id: String,
    pub region: String,
    pub vpc_id: String,
    /// The VPC's main table serves every subnet without an association of its own.
    pub main: bool,
    /// Association id, and the subnet unless it is the main association.
    pub associations: Vec<(String, Option<String>)>,
    pub routes: Vec<Route>,
    /// VPN gateways whose routes come in.
    pub propagating: Vec<String>,
    pub propagated: Vec<Propagated>,
    pub tags: Tags,
}

impl RouteTable {
    /// A new table of `vpc`, with its local routes and serving nothing.
    pub fn of(world: &mut World, vpc: &Vpc) -> Self {
        let local = |cidr: &Ipv4Net| Route {
            destination: *cidr,
            gateway_id: "local".into(),
            origin: "CreateRouteTable".into(),
        };
        Self {
            route_table_id: ids::long(world, Self::KIND.prefix),
            owner_id: vpc.owner_id.clone(),
            region: vpc.region.clone(),
            vpc_id: vpc.vpc_id.clone(),
            main: false,
            associations: vec![],
            routes: vpc.cidrs.iter().map(local).collect(),
            propagating: vec![],
            propagated: vec![],
            tags: Tags::new(),
        }
    }

    /// The route that somebody made to exactly this destination.
    pub fn made(&self, destination: Ipv4Net) -> Option<&Route> {
        self.routes
            .iter()
            .find(|route| route.destination == destination)
    }

    /// Destination, target and origin of the routes in use at `now`: a made route wins over a
    /// propagated one of the same destination, which is then not listed (aws.md §2.4).
    pub fn routes_at(&self, now: Millis) -> impl Iterator<Item = (Ipv4Net, &str, &str)> {
        let made = self.routes.iter().map(|route| {
            (
                route.destination,
                route.gateway_id.as_str(),
                route.origin.as_str(),
            )
        });
        let propagated = self
            .propagated
            .iter()
            .filter(move |route| route.from <= now && self.made(route.destination).is_none())
            .map(|route| {
                (
                    route.destination,
                    route.gateway_id.as_str(),
                    "EnableVgwRoutePropagation",
                )
            });
        made.chain(propagated)
    }

    fn route_set(&self, world: &World) -> Value {
        let view = |(destination, target, origin): (Ipv4Net, &str, &str)| {
            let state = if route_targets::leads_on(world, self, target) {
                "active"
            } else {
                "blackhole"
            };
            json!({
                "destinationCidrBlock": destination,
                route_targets::member(target): target,
                "origin": origin,
                "state": state,
            })
        };
        self.routes_at(world.now).map(view).collect()
    }

    fn association_set(&self) -> Value {
        let view = |(id, subnet): &(String, Option<String>)| {
            json!({
                "routeTableAssociationId": id,
                "routeTableId": self.route_table_id,
                "subnetId": subnet,
                "main": subnet.is_none(),
                "associationState": {"state": "associated"},
            })
        };
        self.associations.iter().map(view).collect()
    }
}

impl Resource for RouteTable {
    const KIND: Kind = Kind {
        prefix: "rtb-",
        ids: "RouteTableId",
        malformed: "InvalidRouteTableId.Malformed",
        not_found: "InvalidRouteTableID.NotFound",
        noun: "routeTable ID",
        list: "routeTableSet",
        resource_type: "route-table",
        filters: &[
            ("route-table-id", "routeTableId"),
            ("vpc-id", "vpcId"),
            ("owner-id", "ownerId"),
            ("association.main", "associationSet.main"),
            (
                "association.route-table-association-id",
                "associationSet.routeTableAssociationId",
            ),
            ("association.route-table-id", "associationSet.routeTableId"),
            ("association.subnet-id", "associationSet.subnetId"),
            ("association.gateway-id", "associationSet.gatewayId"),
            (
                "route.destination-cidr-block",
                "routeSet.destinationCidrBlock",
            ),
            ("route.gateway-id", "routeSet.gatewayId"),
            ("route.transit-gateway-id", "routeSet.transitGatewayId"),
            ("route.origin", "routeSet.origin"),
            ("route.state", "routeSet.state"),
            ("route.destination-ipv6-cidr-block", ""),
            ("route.destination-prefix-list-id", ""),
            ("route.egress-only-internet-gateway-id", ""),
            ("route.instance-id", ""),
            ("route.nat-gateway-id", ""),
            ("route.vpc-peering-connection-id", ""),
        ],
    };
    kept_in!(route_tables, route_table_id);

    fn view(&self, world: &World) -> Value {
        let propagating = self.propagating.iter();
        json!({
            "routeTableId": self.route_table_id,
            "vpcId": self.vpc_id,
            "ownerId": self.owner_id,
            "routeSet": self.route_set(world),
            "associationSet": self.association_set(),
            "propagatingVgwSet": propagating.map(|id| json!({"gatewayId": id})).collect::<Value>(),
            "tagSet": tags::view(&self.tags),
        })
    }
}
