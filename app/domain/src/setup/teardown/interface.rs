use super::{RemovalCall, users};
use crate::{
    ports::InterfaceState,
    setup::{Call, CloudView, Next, Observation, Refusal, Wait},
};

/// Deletes an interface of one of the connection's legs. Its hosted connection is this
/// connection's alone, so nobody else's traffic runs on it.
pub(super) fn next(id: &str, seen: &Observation, cloud: &CloudView) -> Result<Next, Refusal> {
    if cloud.has_gap(users::INTERFACES) {
        return Err(Refusal::NotReadable);
    }
    let found = cloud.interfaces.iter().find(|found| found.id == id);
    Ok(match found.map(|found| found.state) {
        None | Some(InterfaceState::Deleted) => Next::Done,
        Some(InterfaceState::Deleting) => Next::Wait(Wait::InterfaceGone),
        Some(_) => Next::Do(Call::Remove(RemovalCall::DeleteInterface {
            region: seen.connection.region.clone(),
            id: id.to_owned(),
        })),
    })
}
