//! The AWS half: Direct Connect, EC2 and STS, per account and region.

pub mod asn;
pub mod caller;
pub mod cloudwatch;
pub mod directconnect;
pub mod ec2;
pub mod error;
mod events;
mod forget;
mod form;
mod http;
mod iam;
mod ids;
mod page;
mod partner;
pub mod policy;
mod protocol;
pub mod ranges;
pub mod regions;
mod seed;
pub mod sigv4;
mod sts;
pub mod tags;
mod view;

mod xml;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use self::form::Form;
pub use self::{
    caller::{Caller, renew_temporary_credentials},
    error::AwsError,
    events::{Event, apply},
    forget::forget,
    http::router,
    partner::{
        HostedOrder, allocate_hosted_connection, has_connection, has_interface,
        release_hosted_connection,
    },
    seed::{keep_only_vpcs, seed},
    view::{patch, world_view},
};
use self::{
    directconnect::{
        Association, Connection, DirectConnectGateway, FailoverTest, Proposal, VirtualInterface,
    },
    ec2::{
        CustomerGateway, InternetGateway, RouteTable, Subnet, TransitGateway,
        TransitGatewayAttachment, TransitGatewayRouteTable, Vpc, VpnConnection, VpnGateway,
    },
};
use crate::clock::Millis;

/// How long a deleted thing is still listed (aws.md §1.2 says it of interfaces): 15 minutes.
pub const LISTED_AFTER_DELETION: Millis = 15 * 60 * 1000;

/// Everything that exists in AWS, of all accounts and regions, by id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// When the temporary credentials end.
    pub temporary_until: Millis,
    pub connections: BTreeMap<String, Connection>,
    pub virtual_interfaces: BTreeMap<String, VirtualInterface>,
    pub direct_connect_gateways: BTreeMap<String, DirectConnectGateway>,
    pub associations: BTreeMap<String, Association>,
    #[serde(default)]
    pub proposals: BTreeMap<String, Proposal>,
    #[serde(default)]
    pub failover_tests: BTreeMap<String, FailoverTest>,
    pub vpcs: BTreeMap<String, Vpc>,
    pub subnets: BTreeMap<String, Subnet>,
    pub route_tables: BTreeMap<String, RouteTable>,
    pub internet_gateways: BTreeMap<String, InternetGateway>,
    pub vpn_gateways: BTreeMap<String, VpnGateway>,
    pub customer_gateways: BTreeMap<String, CustomerGateway>,
    pub vpn_connections: BTreeMap<String, VpnConnection>,
    pub transit_gateways: BTreeMap<String, TransitGateway>,
    pub transit_gateway_attachments: BTreeMap<String, TransitGatewayAttachment>,
    pub transit_gateway_route_tables: BTreeMap<String, TransitGatewayRouteTable>,
}

/// Whether a thing that was deleted at `deleted_at` is still listed.
pub(crate) fn is_listed(deleted_at: Option<Millis>, now: Millis) -> bool {
    deleted_at.is_none_or(|at| now - at < LISTED_AFTER_DELETION)
}
