//! Virtual private gateways: off their VPC, then gone.

use super::{RemovalCall, users};
use crate::{
    ports::{AssociationState, AttachmentState, GatewayState, Target, VpnGateway},
    setup::{Call, CloudView, Next, Refusal, RegionView, Wait},
    tags,
    values::RegionName,
};

const DESCRIBE: &str = "ec2:DescribeVpnGateways";

fn find<'a>(region: &'a RegionView, id: &str) -> Option<&'a VpnGateway> {
    let mut all = region.vpn_gateways.iter();
    all.find(|found| found.id == id && found.state != GatewayState::Deleted)
}

/// Takes the gateway off `vpc`. Off it already, or on another one: done.
pub(super) fn detach(
    region: &RegionName,
    id: &str,
    vpc: &str,
    cloud: &CloudView,
) -> Result<Next, Refusal> {
    let at = users::read(cloud, region, DESCRIBE)?;
    let attachment = find(at, id).and_then(|found| found.attachment.as_ref());
    match attachment.filter(|(on, _)| on == vpc) {
        None => return Ok(Next::Done),
        Some((_, AttachmentState::Detaching)) => return Ok(Next::Wait(Wait::Detachment)),
        Some((_, AttachmentState::Attaching)) => return Ok(Next::Wait(Wait::Attachment)),
        Some((_, AttachmentState::Attached)) => {}
    }
    if let Some(wait) = nothing_left(id, at, cloud)? {
        return Ok(Next::Wait(wait));
    }
    Ok(Next::Do(Call::Remove(RemovalCall::DetachVpnGateway {
        region: region.clone(),
        vpn_gateway: id.to_owned(),
        vpc: vpc.to_owned(),
    })))
}

/// Deletes a gateway that Onramp made, once it is off its VPC.
pub(super) fn delete(
    region: &RegionName,
    id: &str,
    ours: &str,
    cloud: &CloudView,
) -> Result<Next, Refusal> {
    let at = users::read(cloud, region, DESCRIBE)?;
    let Some(found) = find(at, id) else {
        return Ok(Next::Done);
    };
    if found.state == GatewayState::Deleting {
        return Ok(Next::Wait(Wait::VpnGatewayGone));
    }
    if tags::step(&found.tags, ours).is_none() {
        return Err(Refusal::NotOurs { id: id.to_owned() });
    }
    if let Some(wait) = nothing_left(id, at, cloud)? {
        return Ok(Next::Wait(wait));
    }
    match &found.attachment {
        Some((_, AttachmentState::Detaching)) => return Ok(Next::Wait(Wait::Detachment)),
        Some((vpc, _)) => users::unused(id, Ok(Some(vpc.clone())))?,
        None => {}
    }
    Ok(Next::Do(Call::Remove(RemovalCall::DeleteVpnGateway {
        region: region.clone(),
        id: id.to_owned(),
    })))
}

/// Refused while somebody needs the gateway; otherwise what is still on its way out.
fn nothing_left(id: &str, at: &RegionView, cloud: &CloudView) -> Result<Option<Wait>, Refusal> {
    users::unused(id, users::of_vpn_gateway(cloud, at, id))?;
    let own = users::own_interface(cloud, &Target::VirtualPrivateGateway(id.to_owned()));
    users::unused(id, Ok(own))?;
    let Some(left) = cloud
        .all_associations()
        .find(|found| found.associated == id)
    else {
        return Ok(None);
    };
    if left.state == AssociationState::Disassociating {
        return Ok(Some(Wait::Disassociation));
    }
    users::unused(id, Ok(Some(left.gateway.clone())))?;
    Ok(None)
}
