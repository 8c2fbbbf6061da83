//! Direct Connect, independent of the protocol: values in, values out.

mod addresses;
mod associations;
mod attachments;
mod connections;
mod create_interface;
mod failover;
mod gateways;
mod interfaces;
mod locations;
mod partners;
mod peers;
mod router_configuration;
mod routes;
mod tagging;
mod virtual_gateways;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use self::associations::proposals;
pub use self::{
    addresses::has_private,
    associations::{
        Association, AssociationState, attached_transit, detached_transit, disassociate,
        proposals::Proposal,
    },
    connections::{Connection, ConnectionState},
    failover::{FailoverTest, TestStatus, complete as complete_failover_test},
    gateways::{DirectConnectGateway, GatewayState},
    interfaces::{InterfaceState, InterfaceType, VirtualInterface},
    locations::{device, logical_device},
};
use super::{AwsError, Caller, page};
use crate::world::World;

type Call = fn(&mut World, &Caller, Value) -> Result<Value, AwsError>;

macro_rules! calls {
    ($($name:literal => $operation:path,)*) => {
        /// Every operation, by its name on the wire.
        const CALLS: &[(&str, Call)] = &[
            $(($name, |world, caller, input| run(world, caller, input, $operation)),)*
        ];
    };
}

calls! {
    "DescribeConnections" => connections::describe,
    "ConfirmConnection" => connections::confirm,
    "UpdateConnection" => connections::update,
    "DeleteConnection" => connections::delete,
    "AllocateHostedConnection" => partners::allocate,
    "DescribeHostedConnections" => partners::describe,
    "DescribeCustomerMetadata" => partners::metadata,
    "DescribeVirtualInterfaces" => interfaces::describe,
    "CreatePrivateVirtualInterface" => create_interface::create_private,
    "CreatePublicVirtualInterface" => create_interface::create_public,
    "CreateTransitVirtualInterface" => create_interface::create_transit,
    "UpdateVirtualInterfaceAttributes" => interfaces::update,
    "DeleteVirtualInterface" => interfaces::delete,
    "CreateBGPPeer" => peers::create,
    "DeleteBGPPeer" => peers::delete,
    "DescribeDirectConnectGateways" => gateways::describe,
    "CreateDirectConnectGateway" => gateways::create,
    "UpdateDirectConnectGateway" => gateways::update,
    "DeleteDirectConnectGateway" => gateways::delete,
    "DescribeDirectConnectGatewayAssociations" => associations::describe,
    "CreateDirectConnectGatewayAssociation" => associations::create,
    "UpdateDirectConnectGatewayAssociation" => associations::update,
    "DeleteDirectConnectGatewayAssociation" => associations::delete,
    "DescribeDirectConnectGatewayAssociationProposals" => proposals::describe,
    "CreateDirectConnectGatewayAssociationProposal" => proposals::create,
    "AcceptDirectConnectGatewayAssociationProposal" => proposals::accept,
    "DeleteDirectConnectGatewayAssociationProposal" => proposals::delete,
    "DescribeDirectConnectGatewayAttachments" => attachments::describe,
    "DescribeVirtualGateways" => virtual_gateways::describe,
    "DescribeRouterConfiguration" => router_configuration::describe,
    "ListVirtualInterfaceRoutes" => routes::list,
    "StartBgpFailoverTest" => failover::start,
    "StopBgpFailoverTest" => failover::stop,
    "ListVirtualInterfaceTestHistory" => failover::list,
    "DescribeLocations" => locations::describe,
    "TagResource" => tagging::tag,
    "UntagResource" => tagging::untag,
    "DescribeTags" => tagging::describe,
}

/// The names of all operations.
pub fn operations() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|(name, _)| *name)
}

/// Refuses an operation that is not there: nobody has a right to it or lacks one.
pub fn check_known(operation: &str) -> Result<(), AwsError> {
    find(operation).map(|_| ())
}

fn find(operation: &str) -> Result<Call, AwsError> {
    let found = CALLS.iter().find(|(name, _)| *name == operation);
    found.map(|(_, call)| *call).ok_or_else(|| {
        AwsError::new(
            "UnknownOperationException",
            format!("The sandbox has no operation {operation}."),
        )
    })
}

/// Runs one operation.
pub fn call(
    world: &mut World,
    caller: &Caller,
    operation: &str,
    input: Value,
) -> Result<Value, AwsError> {
    find(operation)?(world, caller, input)
}

/// The ARN that a refusal for want of permission names.
pub fn resource(caller: &Caller, input: &Value) -> String {
    let kinds = [("connectionId", "dxcon"), ("virtualInterfaceId", "dxvif")];
    let named = kinds
        .iter()
        .find_map(|(field, kind)| Some((kind, input.get(field)?.as_str()?)));
    match (
        named,
        input.get("directConnectGatewayId").and_then(Value::as_str),
    ) {
        (Some((kind, id)), _) => caller.direct_connect_arn(kind, id),
        (None, Some(id)) => format!("arn:aws:directconnect::{}:dx-gateway/{id}", caller.account),
        (None, None) => "*".into(),
    }
}

type Operation<I> = fn(&mut World, &Caller, I) -> Result<Value, AwsError>;

fn run<I: DeserializeOwned>(
    world: &mut World,
    caller: &Caller,
    input: Value,
    operation: Operation<I>,
) -> Result<Value, AwsError> {
    let input = serde_json::from_value(input)
        .map_err(|error| AwsError::new("SerializationException", error.to_string()))?;
    operation(world, caller, input)
}

/// `maxResults` and `nextToken` of every list. More than a hundred is as good as a hundred.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    max_results: Option<i64>,
    next_token: Option<String>,
}

/// The most that one page holds.
const MOST: i64 = 100;

impl Page {
    fn cut(&self, name: &str, items: Vec<Value>) -> Result<Value, AwsError> {
        page::cut(
            name,
            items,
            self.max_results.map(|most| most.min(MOST)),
            self.next_token.as_deref(),
            1..=MOST,
        )
        .map_err(AwsError::client)
    }
}

/// Lists of CIDRs are lists of `{"cidr"}`.
fn prefixes(cidrs: &[ipnet::Ipv4Net]) -> Value {
    cidrs.iter().map(|cidr| json!({"cidr": cidr})).collect()
}
