//! Route tables, with what was propagated into them.

use ipnet::Ipv4Net;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::describe::{Resource, page, select};
use crate::{
    aws::{
        AwsError, Caller,
        form::Form,
        tags::{self, Tags},
    },
    clock::Millis,
    world::World,
};

/// A route that somebody made.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    pub destination: Ipv4Net,
    /// `local`, `igw-…`, `vgw-…`.
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
    fn view(&self, now: Millis) -> Value {
        let association = |(id, subnet): &(String, Option<String>)| {
            json!({
                "routeTableAssociationId": id,
                "routeTableId": self.route_table_id,
                "subnetId": subnet,
                "main": subnet.is_none(),
                "associationState": {"state": "associated"},
            })
        };
        json!({
            "routeTableId": self.route_table_id,
            "vpcId": self.vpc_id,
            "ownerId": self.owner_id,
            "routeSet": self.route_set(now),
            "associationSet": self.associations.iter().map(association).collect::<Value>(),
            "propagatingVgwSet": self.propagating.iter().map(|id| json!({"gatewayId": id})).collect::<Value>(),
            "tagSet": tags::view(&self.tags),
        })
    }

    /// A made route wins over a propagated one with the same destination, which is then not listed.
    fn route_set(&self, now: Millis) -> Value {
        let made = self
            .routes
            .iter()
            .map(|route| (route.destination, &route.gateway_id, route.origin.as_str()));
        let propagated = self
            .propagated
            .iter()
            .filter(|route| route.from <= now)
            .filter(|route| {
                !self
                    .routes
                    .iter()
                    .any(|made| made.destination == route.destination)
            })
            .map(|route| {
                (
                    route.destination,
                    &route.gateway_id,
                    "EnableVgwRoutePropagation",
                )
            });
        made.chain(propagated)
            .map(|(destination, gateway_id, origin)| {
                json!({
                    "destinationCidrBlock": destination,
                    "gatewayId": gateway_id,
                    "state": "active",
                    "origin": origin,
                })
            })
            .collect()
    }
}

impl Resource for RouteTable {
    const PREFIX: &'static str = "rtb-";
    const PARAMETER: &'static str = "RouteTableId";
    const INVALID: &'static str = "InvalidRouteTableID";
    const NOUN: &'static str = "routeTable ID";

    fn id(&self) -> &str {
        &self.route_table_id
    }

    fn owner(&self) -> (&str, &str) {
        (&self.owner_id, &self.region)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn field(&self, filter: &str) -> Option<Vec<String>> {
        Some(match filter {
            "route-table-id" => vec![self.route_table_id.clone()],
            "vpc-id" => vec![self.vpc_id.clone()],
            "owner-id" => vec![self.owner_id.clone()],
            "association.main" => vec![self.main.to_string()],
            "association.route-table-association-id" => {
                self.associations.iter().map(|(id, _)| id.clone()).collect()
            }
            "association.subnet-id" => self
                .associations
                .iter()
                .filter_map(|(_, subnet)| subnet.clone())
                .collect(),
            "route.gateway-id" => self
                .routes
                .iter()
                .map(|route| route.gateway_id.clone())
                .collect(),
            "route.destination-cidr-block" => self
                .routes
                .iter()
                .map(|route| route.destination.to_string())
                .collect(),
            _ => return None,
        })
    }
}

pub fn describe(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let now = world.now;
    let tables = select(&world.aws.route_tables, caller, form)?;
    page(
        "routeTableSet",
        tables.into_iter().map(|table| table.view(now)).collect(),
        form,
    )
}
