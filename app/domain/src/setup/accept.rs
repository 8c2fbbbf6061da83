use super::{Call, Next, Observation, Refusal, Wait};
use crate::ports::{HostedState, LegRole};

/// Confirms what is still `ordering`, leg by leg, once every leg is seen to be acceptable. A leg
/// that was accepted before is no error.
pub fn next(legs: &[LegRole], seen: &Observation) -> Next {
    if legs.is_empty() {
        return Next::Refuse(Refusal::NothingChosen);
    }
    let calls: Result<Vec<_>, Refusal> = legs.iter().map(|role| confirm(*role, seen)).collect();
    match calls {
        Ok(calls) => {
            if let Some(call) = calls.into_iter().flatten().next() {
                return Next::Do(call);
            }
        }
        Err(refusal) => return Next::Refuse(refusal),
    }
    let pending = legs
        .iter()
        .any(|role| state(*role, seen).is_ok_and(|state| !state.is_ready()));
    if pending {
        Next::Wait(Wait::HostedConnection)
    } else {
        Next::Done
    }
}

fn confirm(role: LegRole, seen: &Observation) -> Result<Option<Call>, Refusal> {
    match state(role, seen)? {
        HostedState::Ordering | HostedState::Requested => {
            let connection = seen
                .leg(role)?
                .aws_connection
                .clone()
                .ok_or(Refusal::ValueMissing { leg: role })?;
            Ok(Some(Call::ConfirmConnection {
                region: seen.connection.region.clone(),
                connection,
            }))
        }
        HostedState::Deleting | HostedState::Deleted | HostedState::Rejected => {
            Err(Refusal::ConnectionGone { leg: role })
        }
        _ => Ok(None),
    }
}

/// The hosted connection's state at AWS.
pub fn state(role: LegRole, seen: &Observation) -> Result<HostedState, Refusal> {
    let leg = seen.leg(role)?;
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    if cloud.has_gap("directconnect:DescribeConnections") {
        return Err(Refusal::NotReadable);
    }
    let hosted = cloud
        .hosted_of(leg)
        .ok_or(Refusal::ConnectionNotListed { leg: role })?;
    Ok(hosted.state)
}
