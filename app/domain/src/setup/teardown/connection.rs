use super::{RemovalCall, users};
use crate::{
    ports::{ConnectionState, InterfaceState},
    setup::{Call, CloudView, Next, Observation, Refusal, Wait},
};

/// Deletes the connection at the partner, once AWS lists no interface on its legs: with one left
/// the deletion fails and the connection is stuck (reference/pureport.md §3).
pub(super) fn next(seen: &Observation, cloud: &CloudView) -> Result<Next, Refusal> {
    match seen.connection.state {
        ConnectionState::Deleted => return Ok(Next::Done),
        ConnectionState::Deleting => return Ok(Next::Wait(Wait::ConnectionGone)),
        ConnectionState::Provisioning => return Err(Refusal::OrderNotActive),
        ConnectionState::AwaitingApproval => return Err(Refusal::OrderAwaitsApproval),
        _ => {}
    }
    if cloud.has_gap(users::INTERFACES) {
        return Err(Refusal::NotReadable);
    }
    let id = &seen.connection.id;
    if let Some(left) = cloud.interfaces.first() {
        if left.state == InterfaceState::Deleting {
            return Ok(Next::Wait(Wait::InterfaceGone));
        }
        users::unused(id, Ok(Some(left.id.clone())))?;
    }
    Ok(Next::Do(Call::Remove(RemovalCall::DeleteConnection {
        id: id.clone(),
    })))
}
