//! Whether a partner gateway may be restarted.

use serde::{Deserialize, Serialize};

use crate::{
    ports::{BgpState, ConnectionState, LegRole},
    setup::{Observation, leg_bgp},
};

/// Why a gateway is not restarted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", content = "leg", rename_all = "snake_case")]
pub enum NoRestart {
    NoSuchLeg,
    /// The gateway is not active: it is being changed, or has failed.
    NotActive(LegRole),
    /// Its sibling does not carry the traffic meanwhile.
    SiblingDown(LegRole),
    /// Whether its sibling carries the traffic is not known.
    SiblingUnknown(LegRole),
}

/// A restart takes the session of its gateway down, so the sibling's must be up. A connection of
/// one leg has nothing that could carry the traffic: there the person decides.
pub fn may_restart(role: LegRole, seen: &Observation) -> Result<(), NoRestart> {
    let leg = seen.leg(role).map_err(|_| NoRestart::NoSuchLeg)?;
    if leg.state != ConnectionState::Active {
        return Err(NoRestart::NotActive(role));
    }
    let mut legs = seen.connection.legs.iter();
    let Some(sibling) = legs.find(|other| other.role != role) else {
        return Ok(());
    };
    match leg_bgp(sibling, seen) {
        Some(BgpState::Up) => Ok(()),
        Some(BgpState::Down | BgpState::Pending) => Err(NoRestart::SiblingDown(sibling.role)),
        None => Err(NoRestart::SiblingUnknown(sibling.role)),
    }
}
