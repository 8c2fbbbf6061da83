//! Direct Connect gateways: global, visible from every region (aws.md §2.3).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Page;
use crate::{
    aws::{
        AwsError, Caller, Event, asn, ids,
        tags::{self, Tag, Tags},
    },
    pace::Transition,
    timers,
    world::World,
};

/// Gateways per account (aws.md §2.5).
const PER_ACCOUNT: usize = 200;

/// The states of a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GatewayState {
    Pending,
    Available,
    Deleting,
    Deleted,
}

/// A Direct Connect gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DirectConnectGateway {
    pub direct_connect_gateway_id: String,
    pub direct_connect_gateway_name: String,
    pub owner_account: String,
    pub amazon_side_asn: u32,
    pub direct_connect_gateway_state: GatewayState,
    pub state_change_error: Option<String>,
    pub tags: Tags,
}

impl DirectConnectGateway {
    fn view(&self) -> Value {
        let mut view = json!({
            "directConnectGatewayId": self.direct_connect_gateway_id,
            "directConnectGatewayName": self.direct_connect_gateway_name,
            "amazonSideAsn": self.amazon_side_asn,
            "ownerAccount": self.owner_account,
            "directConnectGatewayState": self.direct_connect_gateway_state,
            "tags": tags::view(&self.tags),
        });
        if let Some(error) = &self.state_change_error {
            view["stateChangeError"] = json!(error);
        }
        view
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Describe {
    direct_connect_gateway_id: Option<String>,
    #[serde(flatten)]
    page: Page,
}

pub fn describe(world: &mut World, caller: &Caller, input: Describe) -> Result<Value, AwsError> {
    if let Some(id) = input
        .direct_connect_gateway_id
        .as_deref()
        .filter(|id| !ids::is_uuid(id))
    {
        return Err(AwsError::client(format!(
            "Direct Connect Gateway ID {id} has an invalid format."
        )));
    }
    let asked = input.direct_connect_gateway_id.as_deref();
    let gateways = owned(world, caller)
        .filter(|one| asked.is_none_or(|id| one.direct_connect_gateway_id == id))
        .map(DirectConnectGateway::view)
        .collect();
    input.page.cut("directConnectGateways", gateways)
}

fn owned<'w>(world: &'w World, caller: &Caller) -> impl Iterator<Item = &'w DirectConnectGateway> {
    let account = caller.account.clone();
    let gateways = world.aws.direct_connect_gateways.values();
    gateways.filter(move |one| {
        one.owner_account == account && one.direct_connect_gateway_state != GatewayState::Deleted
    })
}

/// The caller's gateway.
pub fn find<'w>(
    world: &'w World,
    caller: &Caller,
    id: &str,
) -> Result<&'w DirectConnectGateway, AwsError> {
    owned(world, caller)
        .find(|one| one.direct_connect_gateway_id == id)
        .ok_or_else(|| AwsError::client(format!("Direct Connect Gateway {id} does not exist.")))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Create {
    direct_connect_gateway_name: String,
    amazon_side_asn: Option<i64>,
    tags: Option<Vec<Tag>>,
}

pub fn create(world: &mut World, caller: &Caller, input: Create) -> Result<Value, AwsError> {
    let name = input.direct_connect_gateway_name;
    check_name(&name)?;
    let amazon_side_asn = asn::amazon_side(input.amazon_side_asn).ok_or_else(|| {
        AwsError::client("The Amazon side ASN must be 64512 to 65534 or 4200000000 to 4294967294.")
    })?;
    if owned(world, caller).count() >= PER_ACCOUNT {
        return Err(AwsError::client(format!(
            "The account has reached the maximum number of Direct Connect gateways ({PER_ACCOUNT})."
        )));
    }
    let gateway = DirectConnectGateway {
        direct_connect_gateway_id: ids::uuid(world),
        direct_connect_gateway_name: name,
        owner_account: caller.account.clone(),
        amazon_side_asn,
        direct_connect_gateway_state: GatewayState::Pending,
        state_change_error: None,
        tags: tags::of_new(input.tags.as_deref())?,
    };
    let view = gateway.view();
    let id = gateway.direct_connect_gateway_id.clone();
    world
        .aws
        .direct_connect_gateways
        .insert(id.clone(), gateway);
    world.after(
        Transition::GatewayAvailable,
        timers::Event::Aws(Event::GatewayAvailable(id)),
    );
    Ok(json!({"directConnectGateway": view}))
}

/// 1–100 characters.
fn check_name(name: &str) -> Result<(), AwsError> {
    if (1..=100).contains(&name.chars().count()) {
        return Ok(());
    }
    Err(AwsError::client(
        "The Direct Connect gateway name must have 1 to 100 characters.",
    ))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Update {
    direct_connect_gateway_id: String,
    new_direct_connect_gateway_name: String,
}

/// `UpdateDirectConnectGateway`: another name.
pub fn update(world: &mut World, caller: &Caller, input: Update) -> Result<Value, AwsError> {
    let id = &input.direct_connect_gateway_id;
    check_available(find(world, caller, id)?)?;
    check_name(&input.new_direct_connect_gateway_name)?;
    if let Some(gateway) = world.aws.direct_connect_gateways.get_mut(id) {
        gateway.direct_connect_gateway_name = input.new_direct_connect_gateway_name;
    }
    Ok(json!({"directConnectGateway": find(world, caller, id)?.view()}))
}

/// Nothing is put on a gateway that is not ready or on its way out.
pub fn check_available(gateway: &DirectConnectGateway) -> Result<(), AwsError> {
    if gateway.direct_connect_gateway_state == GatewayState::Available {
        return Ok(());
    }
    Err(AwsError::client(format!(
        "Direct Connect Gateway {} is not available.",
        gateway.direct_connect_gateway_id
    )))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delete {
    direct_connect_gateway_id: String,
}

/// Is always accepted; whether the gateway really goes is found out later (see the event).
pub fn delete(world: &mut World, caller: &Caller, input: Delete) -> Result<Value, AwsError> {
    let id = find(world, caller, &input.direct_connect_gateway_id)?
        .direct_connect_gateway_id
        .clone();
    let gateway = world
        .aws
        .direct_connect_gateways
        .get_mut(&id)
        .filter(|one| one.direct_connect_gateway_state != GatewayState::Deleting);
    if let Some(gateway) = gateway {
        gateway.direct_connect_gateway_state = GatewayState::Deleting;
        gateway.state_change_error = None;
        world.after(
            Transition::GatewayDeleted,
            timers::Event::Aws(Event::GatewayDeleted(id.clone())),
        );
    }
    Ok(json!({"directConnectGateway": find(world, caller, &id)?.view()}))
}
