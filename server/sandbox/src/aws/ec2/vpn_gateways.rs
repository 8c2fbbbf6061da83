//! Virtual private gateways (aws.md §2.4).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Deed, VpnConnection,
    describe::{Kind, Resource, existing, find, kept_in},
    invalid, new_tags,
};
use crate::{
    aws::{
        AwsError, Caller, Event, asn,
        directconnect::InterfaceState,
        form::Form,
        ids,
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

/// The states of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentState {
    Attaching,
    Attached,
    Detaching,
    Detached,
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
}

impl Resource for VpnGateway {
    const KIND: Kind = Kind {
        prefix: "vgw-",
        ids: "VpnGatewayId",
        // The EC2 error list has no `.Malformed` for these.
        malformed: "InvalidVpnGatewayID.NotFound",
        not_found: "InvalidVpnGatewayID.NotFound",
        noun: "vpnGateway ID",
        list: "vpnGatewaySet",
        resource_type: "vpn-gateway",
        filters: &[
            ("vpn-gateway-id", "vpnGatewayId"),
            ("state", "state"),
            ("type", "type"),
            ("amazon-side-asn", "amazonSideAsn"),
            ("attachment.vpc-id", "attachments.vpcId"),
            ("attachment.state", "attachments.state"),
            ("availability-zone", "availabilityZone"),
        ],
    };
    kept_in!(vpn_gateways, vpn_gateway_id);

    fn deleted_at(&self) -> Option<Millis> {
        self.deleted_at
    }

    fn view(&self, _: &World) -> Value {
        let attachment =
            |one: &VpnGatewayAttachment| json!({"vpcId": one.vpc_id, "state": one.state});
        json!({
            "vpnGatewayId": self.vpn_gateway_id,
            "state": self.state,
            "type": "ipsec.1",
            "amazonSideAsn": self.amazon_side_asn,
            "attachments": self.attachment.iter().map(attachment).collect::<Value>(),
            "tagSet": tags::view(&self.tags),
        })
    }
}

pub fn create(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    check_type(form)?;
    let asked = form.number("AmazonSideAsn")?;
    let amazon_side_asn = asn::amazon_side(asked).ok_or_else(|| {
        invalid("The Amazon side ASN must be 64512 to 65534 or 4200000000 to 4294967294.")
    })?;
    if existing::<VpnGateway>(world, caller).count() >= PER_REGION {
        let message = "The maximum number of virtual private gateways has been reached.";
        return Err(AwsError::new("VpnGatewayLimitExceeded", message));
    }
    let mut gateway = VpnGateway {
        vpn_gateway_id: String::new(),
        owner_id: caller.account.clone(),
        region: caller.region.clone(),
        state: VpnGatewayState::Pending,
        amazon_side_asn,
        attachment: None,
        tags: new_tags::<VpnGateway>(form)?,
        deleted_at: None,
    };
    Ok(Box::new(move |world| {
        gateway.vpn_gateway_id = ids::long(world, VpnGateway::KIND.prefix);
        let (id, view) = (gateway.vpn_gateway_id.clone(), gateway.view(world));
        world.aws.vpn_gateways.insert(id.clone(), gateway);
        let event = timers::Event::Aws(Event::VpnGatewayAvailable(id));
        world.after(Transition::VpnGatewayAvailable, event);
        json!({"vpnGateway": view})
    }))
}

/// The one type that there is.
pub(super) fn check_type(form: &Form) -> Result<(), AwsError> {
    match form.required("Type")? {
        "ipsec.1" => Ok(()),
        other => Err(invalid(format!(
            "Value ({other}) for parameter type is invalid."
        ))),
    }
}

/// A gateway on a VPC, with an interface or with a VPN stays.
pub fn delete(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let id = form.required("VpnGatewayId")?.to_owned();
    let gateway = find::<VpnGateway>(world, caller, &id)?;
    let in_use = gateway.holds().is_some()
        || world.aws.virtual_interfaces.values().any(|one| {
            one.virtual_gateway_id.as_ref() == Some(&id)
                && one.virtual_interface_state != InterfaceState::Deleted
        })
        // It leaves its VPC before the association with a Direct Connect gateway is over.
        || world
            .aws
            .associations
            .values()
            .any(|one| one.exists() && one.virtual_gateway_id == id)
        || existing(world, caller)
            .any(|one: &VpnConnection| one.vpn_gateway_id.as_ref() == Some(&id));
    if in_use {
        let message = format!("The vpnGateway '{id}' is in use and can't be deleted.");
        return Err(AwsError::new("IncorrectState", message));
    }
    Ok(Box::new(move |world| {
        if let Some(gateway) = world.aws.vpn_gateways.get_mut(&id)
            && gateway.state != VpnGatewayState::Deleting
        {
            gateway.state = VpnGatewayState::Deleting;
            let event = timers::Event::Aws(Event::VpnGatewayDeleted(id));
            world.after(Transition::VpnGatewayDeleted, event);
        }
        json!({"return": true})
    }))
}
