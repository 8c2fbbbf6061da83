//! Direct Connect gateways and what is associated with them.

use super::{RemovalCall, users};
use crate::{
    ports::{AssociationState, GatewayState, Target},
    setup::{Call, CloudView, Next, Observation, Refusal, Task, Wait},
    tags,
};

/// Ends an association, unless somebody else's interface reaches the VPC through it.
pub(super) fn next(id: &str, seen: &Observation, cloud: &CloudView) -> Result<Next, Refusal> {
    if cloud.has_gap(users::ASSOCIATIONS) {
        return Err(Refusal::NotReadable);
    }
    let Some(found) = cloud.all_associations().find(|found| found.id == id) else {
        return Ok(Next::Done);
    };
    match found.state {
        AssociationState::Disassociating => return Ok(Next::Wait(Wait::Disassociation)),
        AssociationState::Associating | AssociationState::Updating => {
            return Ok(Next::Wait(Wait::Association));
        }
        AssociationState::Associated | AssociationState::Disassociated => {}
    }
    users::unused(id, users::of_gateway(cloud, &found.gateway))?;
    let region = found.associated_region.as_ref();
    Ok(Next::Do(Call::Remove(RemovalCall::Disassociate {
        region: region.unwrap_or(&seen.connection.region).clone(),
        association: id.to_owned(),
    })))
}

/// Deletes a gateway that Onramp made, once nothing is on it: with something left AWS takes the
/// call, and minutes later the gateway is back (reference/aws.md §2.3).
pub(super) fn delete_gateway(id: &str, ours: &str, cloud: &CloudView) -> Result<Next, Refusal> {
    if cloud.has_gap("directconnect:DescribeDirectConnectGateways") {
        return Err(Refusal::NotReadable);
    }
    let Some(found) = cloud.gateways.iter().find(|found| found.id == id) else {
        return Ok(Next::Done);
    };
    match found.state {
        GatewayState::Deleting => return Ok(Next::Wait(Wait::GatewayGone)),
        GatewayState::Deleted => return Ok(Next::Done),
        GatewayState::Pending | GatewayState::Available => {}
    }
    if !tags::is_ours(&found.tags, ours, Task::Gateway.word()) {
        return Err(Refusal::NotOurs { id: id.to_owned() });
    }
    if cloud.has_gap(users::ASSOCIATIONS) {
        return Err(Refusal::NotReadable);
    }
    if let Some(left) = cloud.all_associations().find(|found| found.gateway == id) {
        if left.state == AssociationState::Disassociating {
            return Ok(Next::Wait(Wait::Disassociation));
        }
        users::unused(id, Ok(Some(left.associated.clone())))?;
    }
    let own = users::own_interface(cloud, &Target::DirectConnectGateway(id.to_owned()));
    users::unused(id, Ok(own))?;
    users::unused(id, users::of_gateway(cloud, id))?;
    Ok(Next::Do(Call::Remove(RemovalCall::DeleteGateway {
        id: id.to_owned(),
    })))
}
