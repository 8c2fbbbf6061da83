//! Virtual private gateways (aws.md §2.4).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::describe::{Resource, find, find_mut, select};
use crate::{
    aws::{
        AwsError, Caller, Event, asn,
        directconnect::InterfaceState,
        form::Form,
        ids, is_listed,
        tags::{self, Tags},
    },
    clock::Millis,
    pace::Transition,
    timers,
    world::World,
};

/// Gateways per region and account (aws.md §2.4).
const PER_REGION: usize = 5;

/// The states of a gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VpnGatewayState {
    Pending,
    Available,
    Deleting,
    Deleted,
}

impl VpnGatewayState {
    fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Available => "available",
            Self::Deleting => "deleting",
            Self::Deleted => "deleted",
        }
    }
}

/// The states of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentState {
    Attaching,
    Attached,
    Detaching,
    Detached,
}

impl AttachmentState {
    fn word(self) -> &'static str {
        match self {
            Self::Attaching => "attaching",
            Self::Attached => "attached",
            Self::Detaching => "detaching",
            Self::Detached => "detached",
        }
    }
}

/// The VPC to which a gateway belongs, or last belonged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VpnGatewayAttachment {
    pub vpc_id: String,
    pub state: AttachmentState,
}

/// A virtual private gateway.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VpnGateway {
    pub vpn_gateway_id: String,
    pub owner_id: String,
    pub region: String,
    pub state: VpnGatewayState,
    pub amazon_side_asn: u32,
    pub attachment: Option<VpnGatewayAttachment>,
    pub tags: Tags,
    pub deleted_at: Option<Millis>,
}

impl VpnGateway {
    /// The VPC, once the attachment is through.
    pub fn attached_to(&self) -> Option<&str> {
        let attachment = self.attachment.as_ref()?;
        (attachment.state == AttachmentState::Attached).then_some(attachment.vpc_id.as_str())
    }

    /// The attachment, unless it is over.
    pub fn holds(&self) -> Option<&VpnGatewayAttachment> {
        self.attachment
            .as_ref()
            .filter(|attachment| attachment.state != AttachmentState::Detached)
    }

    fn view(&self) -> Value {
        let attachments: Value = self
            .attachment
            .iter()
            .map(|attachment| json!({"vpcId": attachment.vpc_id, "state": attachment.state}))
            .collect();
        json!({
            "vpnGatewayId": self.vpn_gateway_id,
            "state": self.state,
            "type": "ipsec.1",
            "amazonSideAsn": self.amazon_side_asn,
            "attachments": attachments,
            "tagSet": tags::view(&self.tags),
        })
    }
}

impl Resource for VpnGateway {
    const PREFIX: &'static str = "vgw-";
    const PARAMETER: &'static str = "VpnGatewayId";
    const INVALID: &'static str = "InvalidVpnGatewayID";
    const NOUN: &'static str = "vpnGateway ID";

    fn id(&self) -> &str {
        &self.vpn_gateway_id
    }

    fn owner(&self) -> (&str, &str) {
        (&self.owner_id, &self.region)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn field(&self, filter: &str) -> Option<Vec<String>> {
        let attachment = self.attachment.as_ref();
        Some(match filter {
            "vpn-gateway-id" => vec![self.vpn_gateway_id.clone()],
            "state" => vec![self.state.word().into()],
            "type" => vec!["ipsec.1".into()],
            "amazon-side-asn" => vec![self.amazon_side_asn.to_string()],
            "attachment.vpc-id" => attachment
                .map(|one| one.vpc_id.clone())
                .into_iter()
                .collect(),
            "attachment.state" => attachment
                .map(|one| one.state.word().into())
                .into_iter()
                .collect(),
            "availability-zone" => vec![],
            _ => return None,
        })
    }
}

/// Not paginated (aws.md §1.3).
pub fn describe(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let gateways = select(&world.aws.vpn_gateways, caller, form)?;
    let listed = gateways
        .into_iter()
        .filter(|one| is_listed(one.deleted_at, world.now));
    Ok(json!({"vpnGatewaySet": listed.map(VpnGateway::view).collect::<Value>()}))
}

pub fn create(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let kind = form.required("Type")?;
    if kind != "ipsec.1" {
        return Err(AwsError::new(
            "InvalidParameterValue",
            format!("Value ({kind}) for parameter type is invalid."),
        ));
    }
    let asked = form.number("AmazonSideAsn")?;
    let amazon_side_asn = asn::amazon_side(asked).ok_or_else(|| {
        AwsError::new(
            "InvalidParameterValue",
            "The Amazon side ASN must be 64512 to 65534 or 4200000000 to 4294967294.",
        )
    })?;
    let tags = form.new_tags("vpn-gateway")?;
    let counts = |one: &&VpnGateway| {
        caller.sees(&one.owner_id, &one.region) && one.state != VpnGatewayState::Deleted
    };
    if world.aws.vpn_gateways.values().filter(counts).count() >= PER_REGION {
        return Err(AwsError::new(
            "VpnGatewayLimitExceeded",
            "The maximum number of virtual private gateways has been reached.",
        ));
    }
    let gateway = VpnGateway {
        vpn_gateway_id: ids::long(world, "vgw-"),
        owner_id: caller.account.clone(),
        region: caller.region.clone(),
        state: VpnGatewayState::Pending,
        amazon_side_asn,
        attachment: None,
        tags,
        deleted_at: None,
    };
    let view = gateway.view();
    let id = gateway.vpn_gateway_id.clone();
    world.aws.vpn_gateways.insert(id.clone(), gateway);
    world.after(
        Transition::VpnGatewayAvailable,
        timers::Event::Aws(Event::VpnGatewayAvailable(id)),
    );
    Ok(json!({"vpnGateway": view}))
}

pub fn delete(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let id = form.required("VpnGatewayId")?;
    let gateway = find(&world.aws.vpn_gateways, caller, id)?;
    if gateway.state == VpnGatewayState::Deleted {
        return Err(AwsError::new(
            "InvalidVpnGatewayID.NotFound",
            format!("The vpnGateway ID '{id}' does not exist"),
        ));
    }
    let in_use = gateway.holds().is_some()
        || world.aws.virtual_interfaces.values().any(|one| {
            one.virtual_gateway_id.as_deref() == Some(id)
                && one.virtual_interface_state != InterfaceState::Deleted
        });
    if in_use {
        return Err(AwsError::new(
            "IncorrectState",
            format!("The vpnGateway '{id}' is in use and can't be deleted."),
        ));
    }
    let gateway = find_mut(&mut world.aws.vpn_gateways, caller, id)?;
    if gateway.state != VpnGatewayState::Deleting {
        gateway.state = VpnGatewayState::Deleting;
        world.after(
            Transition::VpnGatewayDeleted,
            timers::Event::Aws(Event::VpnGatewayDeleted(id.into())),
        );
    }
    Ok(json!({"return": true}))
}
