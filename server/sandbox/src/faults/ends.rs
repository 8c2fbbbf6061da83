//! What the plan does to a hosted connection and the session on it, for those who show or judge them.
//! Nothing is written down: another plan, and all is as it was.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;

use super::{End, Kind, plan::Standing};
use crate::{clock::Millis, pureport, world::World};

/// How long a flapping session is down, and then up, in seconds.
pub(super) const FLAP: i64 = 10;

/// Where the announced prefixes come from that the site does not have: 100.64.0.0/10, a /24 each.
const OTHERS: u32 = u32::from_be_bytes([100, 64, 0, 0]);

/// The world faults that stand on a hosted connection (`dxcon-…`) now.
fn on<'w>(world: &'w World, hosted: &str) -> Vec<&'w Kind> {
    if !any(world) {
        return vec![];
    }
    let (connection, leg) = pureport::leg_of(world, hosted).unwrap_or_default();
    let standing = world.faults.standing.iter();
    standing
        .filter(|one| one.kind().is_of_the_world() && one.stands(world.now))
        .filter(|one| one.entry.what.covers(connection, leg, hosted))
        .filter(|one| !is_between_flaps(one, world.now))
        .map(Standing::kind)
        .collect()
}

/// Whether the plan has anything to do with the world at all.
pub(super) fn any(world: &World) -> bool {
    let mut standing = world.faults.standing.iter();
    standing.any(|one| one.kind().is_of_the_world())
}

/// A flap that just lets the session be.
fn is_between_flaps(one: &Standing, now: Millis) -> bool {
    match one.kind() {
        Kind::Flap { seconds } => (now - one.since) / (seconds.unwrap_or(FLAP) * 1000) % 2 != 0,
        _ => false,
    }
}

/// What keeps the session on a hosted connection down, in the words of the control interface.
pub fn broken(world: &World, hosted: &str) -> Option<&'static str> {
    on(world, hosted).into_iter().find_map(|kind| match kind {
        Kind::LinkDown {} => Some("link down"),
        Kind::Maintenance {} => Some("maintenance"),
        Kind::BgpDown {} => Some("session held down"),
        Kind::Flap { .. } => Some("flapping"),
        _ => None,
    })
}

/// Whether the link of a hosted connection is down.
pub(super) fn has_no_link(world: &World, hosted: &str) -> bool {
    let mut kinds = on(world, hosted).into_iter();
    kinds.any(|kind| matches!(kind, Kind::LinkDown {} | Kind::Maintenance {}))
}

/// Whether `end` believes in a session that is up.
pub fn believes(world: &World, hosted: &str, end: End) -> bool {
    let mut kinds = on(world, hosted).into_iter();
    !kinds.any(|kind| *kind == Kind::DropOneSide { side: end })
}

/// Whether packets pass where all looks well.
pub fn carries(world: &World, hosted: &str) -> bool {
    let mut kinds = on(world, hosted).into_iter();
    !kinds.any(|kind| *kind == Kind::Blackhole {})
}

/// What the customer's site announces on a hosted connection, instead of `own`.
pub fn announced(world: &World, hosted: &str, own: Vec<Ipv4Net>) -> Vec<Ipv4Net> {
    let mut kinds = on(world, hosted).into_iter();
    let wanted = kinds.find_map(|kind| match kind {
        Kind::Prefixes { n } => Some(*n),
        _ => None,
    });
    let Some(wanted) = wanted else {
        return own;
    };
    let others = (OTHERS..)
        .step_by(256)
        .filter_map(|address| Ipv4Net::new(Ipv4Addr::from(address), 24).ok());
    own.into_iter().chain(others).take(wanted).collect()
}

/// The code with which the provisioning of a Pureport connection ends.
pub fn provision_error(world: &World, connection: &str) -> Option<String> {
    let standing = world.faults.standing.iter();
    let mut here = standing.filter(|one| {
        let id = one.entry.what.connection_id.as_deref();
        one.stands(world.now) && id.is_none_or(|id| id == connection)
    });
    here.find_map(|one| match one.kind() {
        Kind::ProvisionError { code } => Some(code.clone()),
        _ => None,
    })
}
