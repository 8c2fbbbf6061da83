//! Direct Connect, independent of the protocol: values in, values out.

mod addresses;
mod associations;
mod attachments;
mod connections;
mod create_interface;
mod gateways;
mod interfaces;
mod locations;
mod router_configuration;
mod routes;
mod tagging;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use self::associations::proposals;
pub use self::{
    associations::{Association, AssociationState, disassociate, proposals::Proposal},
    connections::{Connection, ConnectionState},
    gateways::{DirectConnectGateway, GatewayState},
    interfaces::{InterfaceState, VirtualInterface},
    locations::{device, logical_device},
};
use super::{AwsError, Caller, page};
use crate::world::World;

/// Runs one operation.
pub fn call(
    world: &mut World,
    caller: &Caller,
    operation: &str,
    input: Value,
) -> Result<Value, AwsError> {
    match operation {
        "DescribeConnections" => run(world, caller, input, connections::describe),
        "ConfirmConnection" => run(world, caller, input, connections::confirm),
        "DeleteConnection" => run(world, caller, input, connections::delete),
        "DescribeVirtualInterfaces" => run(world, caller, input, interfaces::describe),
        "CreatePrivateVirtualInterface" => {
            run(world, caller, input, create_interface::create_private)
        }
        "UpdateVirtualInterfaceAttributes" => run(world, caller, input, interfaces::update),
        "DeleteVirtualInterface" => run(world, caller, input, interfaces::delete),
        "DescribeDirectConnectGateways" => run(world, caller, input, gateways::describe),
        "CreateDirectConnectGateway" => run(world, caller, input, gateways::create),
        "DeleteDirectConnectGateway" => run(world, caller, input, gateways::delete),
        "DescribeDirectConnectGatewayAssociations" => {
            run(world, caller, input, associations::describe)
        }
        "CreateDirectConnectGatewayAssociation" => run(world, caller, input, associations::create),
        "UpdateDirectConnectGatewayAssociation" => run(world, caller, input, associations::update),
        "DeleteDirectConnectGatewayAssociation" => run(world, caller, input, associations::delete),
        "CreateDirectConnectGatewayAssociationProposal" => {
            run(world, caller, input, proposals::create)
        }
        "DescribeDirectConnectGatewayAssociationProposals" => {
            run(world, caller, input, proposals::describe)
        }
        "AcceptDirectConnectGatewayAssociationProposal" => {
            run(world, caller, input, proposals::accept)
        }
        "DescribeDirectConnectGatewayAttachments" => {
            run(world, caller, input, attachments::describe)
        }
        "DescribeRouterConfiguration" => run(world, caller, input, router_configuration::describe),
        "ListVirtualInterfaceRoutes" => run(world, caller, input, routes::list),
        "DescribeLocations" => Ok(locations::describe(caller)),
        "TagResource" => run(world, caller, input, tagging::tag),
        "UntagResource" => run(world, caller, input, tagging::untag),
        "DescribeTags" => run(world, caller, input, tagging::describe),
        other => Err(AwsError::new(
            "UnknownOperationException",
            format!("The sandbox has no operation {other}."),
        )),
    }
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

/// `maxResults` (1–100) and `nextToken` of every list.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    max_results: Option<i64>,
    next_token: Option<String>,
}

impl Page {
    fn cut(&self, name: &str, items: Vec<Value>) -> Result<Value, AwsError> {
        page::cut(
            name,
            items,
            self.max_results,
            self.next_token.as_deref(),
            1..=100,
        )
        .map_err(AwsError::client)
    }
}

/// Lists of CIDRs are lists of `{"cidr"}`.
fn prefixes(cidrs: &[ipnet::Ipv4Net]) -> Value {
    cidrs.iter().map(|cidr| json!({"cidr": cidr})).collect()
}
