//! Attaching VPN gateways to VPCs: one each way (aws.md §2.4).

use serde_json::json;

use super::{
    AttachmentState, Deed, Vpc, VpnGateway, VpnGatewayAttachment, VpnGatewayState, describe::find,
};
use crate::{
    aws::{AwsError, Caller, Event, directconnect, form::Form},
    pace::Transition,
    timers,
    world::World,
};

pub fn attach(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (gateway, vpc) = named(world, caller, form)?;
    check_gateway(gateway)?;
    check_vpc(world, vpc)?;
    let attachment = VpnGatewayAttachment {
        vpc_id: vpc.vpc_id.clone(),
        state: AttachmentState::Attaching,
    };
    let id = gateway.vpn_gateway_id.clone();
    Ok(Box::new(move |world| {
        let view = json!({"attachment": {"vpcId": attachment.vpc_id, "state": attachment.state}});
        if let Some(gateway) = world.aws.vpn_gateways.get_mut(&id) {
            gateway.attachment = Some(attachment);
        }
        let event = timers::Event::Aws(Event::VpnGatewayAttached(id));
        world.after(Transition::VpnGatewayAttached, event);
        view
    }))
}

fn named<'w>(
    world: &'w World,
    caller: &Caller,
    form: &Form,
) -> Result<(&'w VpnGateway, &'w Vpc), AwsError> {
    let (id, vpc_id) = (form.required("VpnGatewayId")?, form.required("VpcId")?);
    let vpc = find(world, caller, vpc_id)?;
    Ok((find(world, caller, id)?, vpc))
}

fn check_gateway(gateway: &VpnGateway) -> Result<(), AwsError> {
    let id = &gateway.vpn_gateway_id;
    if let Some(attachment) = gateway.holds() {
        let vpc = &attachment.vpc_id;
        let message = format!("The vpnGateway '{id}' is already attached to '{vpc}'.");
        return Err(AwsError::new("VpnGatewayAttachmentLimitExceeded", message));
    }
    if gateway.state != VpnGatewayState::Available {
        let message = format!("The vpnGateway '{id}' is not available.");
        return Err(AwsError::new("InvalidVpnGatewayState", message));
    }
    Ok(())
}

fn check_vpc(world: &World, vpc: &Vpc) -> Result<(), AwsError> {
    let holds = |one: &&VpnGateway| one.holds().is_some_and(|held| held.vpc_id == vpc.vpc_id);
    match world.aws.vpn_gateways.values().find(holds) {
        None => Ok(()),
        Some(other) => {
            let (vpc, other) = (&vpc.vpc_id, &other.vpn_gateway_id);
            let message =
                format!("The vpc '{vpc}' already has the virtual private gateway '{other}'.");
            Err(AwsError::new("InvalidVpcState", message))
        }
    }
}

/// Leaving the VPC also ends the association with a Direct Connect gateway (aws.md §2.3).
pub fn detach(world: &World, caller: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let (gateway, vpc) = named(world, caller, form)?;
    let (id, vpc_id) = (gateway.vpn_gateway_id.clone(), &vpc.vpc_id);
    match gateway.holds().filter(|held| held.vpc_id == *vpc_id) {
        None => {
            let message = format!(
                "The attachment with vpnGateway ID '{id}' and vpc ID '{vpc_id}' does not exist"
            );
            return Err(AwsError::new(
                "InvalidVpnGatewayAttachment.NotFound",
                message,
            ));
        }
        Some(held) if held.state == AttachmentState::Detaching => {
            let message = format!("The vpnGateway '{id}' is already detaching from '{vpc_id}'.");
            return Err(AwsError::new("IncorrectState", message));
        }
        Some(_) => {}
    }
    Ok(Box::new(move |world| {
        begin_detaching(world, &id);
        let event = timers::Event::Aws(Event::VpnGatewayDetached(id));
        world.after(Transition::VpnGatewayDetached, event);
        json!({"return": true})
    }))
}

fn begin_detaching(world: &mut World, id: &str) {
    let gateway = world.aws.vpn_gateways.get_mut(id);
    if let Some(held) = gateway.and_then(|gateway| gateway.attachment.as_mut()) {
        held.state = AttachmentState::Detaching;
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
}
