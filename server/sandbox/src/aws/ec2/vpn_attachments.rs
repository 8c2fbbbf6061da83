//! Attaching VPN gateways to VPCs: one each way (aws.md §2.4).

use serde_json::{Value, json};

use super::{
    AttachmentState, VpnGateway, VpnGatewayAttachment, VpnGatewayState,
    describe::{find, find_mut},
};
use crate::{
    aws::{AwsError, Caller, Event, directconnect, form::Form},
    pace::Transition,
    timers,
    world::World,
};

pub fn attach(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let (id, vpc_id) = (form.required("VpnGatewayId")?, form.required("VpcId")?);
    find(&world.aws.vpcs, caller, vpc_id)?;
    check_gateway(find(&world.aws.vpn_gateways, caller, id)?)?;
    let holds_vpc = |one: &&VpnGateway| {
        one.holds()
            .is_some_and(|attachment| attachment.vpc_id == vpc_id)
    };
    if let Some(other) = world.aws.vpn_gateways.values().find(holds_vpc) {
        let message = format!(
            "The vpc '{vpc_id}' already has the virtual private gateway '{}'.",
            other.vpn_gateway_id
        );
        return Err(AwsError::new("InvalidVpcState", message));
    }
    let attachment = VpnGatewayAttachment {
        vpc_id: vpc_id.into(),
        state: AttachmentState::Attaching,
    };
    let view = json!({"attachment": {"vpcId": vpc_id, "state": attachment.state}});
    find_mut(&mut world.aws.vpn_gateways, caller, id)?.attachment = Some(attachment);
    world.after(
        Transition::VpnGatewayAttached,
        timers::Event::Aws(Event::VpnGatewayAttached(id.into())),
    );
    Ok(view)
}

fn check_gateway(gateway: &VpnGateway) -> Result<(), AwsError> {
    let id = &gateway.vpn_gateway_id;
    if let Some(attachment) = gateway.holds() {
        let message = format!(
            "The vpnGateway '{id}' is already attached to '{}'.",
            attachment.vpc_id
        );
        return Err(AwsError::new("VpnGatewayAttachmentLimitExceeded", message));
    }
    match gateway.state {
        VpnGatewayState::Available => Ok(()),
        VpnGatewayState::Deleted => Err(AwsError::new(
            "InvalidVpnGatewayID.NotFound",
            format!("The vpnGateway ID '{id}' does not exist"),
        )),
        _ => Err(AwsError::new(
            "InvalidVpnGatewayState",
            format!("The vpnGateway '{id}' is not available."),
        )),
    }
}

/// Leaving the VPC also ends the association with a Direct Connect gateway (aws.md §2.3).
pub fn detach(world: &mut World, caller: &Caller, form: &Form) -> Result<Value, AwsError> {
    let (id, vpc_id) = (form.required("VpnGatewayId")?, form.required("VpcId")?);
    find(&world.aws.vpcs, caller, vpc_id)?;
    let gateway = find_mut(&mut world.aws.vpn_gateways, caller, id)?;
    match gateway
        .attachment
        .as_mut()
        .filter(|attachment| attachment.vpc_id == vpc_id)
    {
        Some(attachment) if attachment.state == AttachmentState::Detaching => {
            let message = format!("The vpnGateway '{id}' is already detaching from '{vpc_id}'.");
            return Err(AwsError::new("IncorrectState", message));
        }
        Some(attachment) if attachment.state != AttachmentState::Detached => {
            attachment.state = AttachmentState::Detaching;
        }
        _ => {
            let message = format!(
                "The attachment with vpnGateway ID '{id}' and vpc ID '{vpc_id}' does not exist"
            );
            return Err(AwsError::new(
                "InvalidVpnGatewayAttachment.NotFound",
                message,
            ));
        }
    }
    let associations: Vec<_> = world
        .aws
        .associations
        .values()
        .filter(|one| one.virtual_gateway_id == id)
        .map(|one| one.association_id.clone())
        .collect();
    for association in associations {
        directconnect::disassociate(world, &association);
    }
    world.after(
        Transition::VpnGatewayDetached,
        timers::Event::Aws(Event::VpnGatewayDetached(id.into())),
    );
    Ok(json!({"return": true}))
}
