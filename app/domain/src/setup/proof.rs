use super::{Observation, Rung, RungName, Wait, cause, ladder};
use crate::{ports::LegRole, status::RungState};

/// What the whole ladder says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// Every rung that can be proven from here.
    Passed,
    /// A provider is still at it.
    Waiting(Wait),
    /// The broken rung that names the cause.
    Broken(Rung),
    /// Something could not be read.
    Unread,
}

/// The proof without the legs that were given up.
pub fn proof(seen: &Observation, dropped: &[LegRole]) -> Proof {
    let counts = |rung: &Rung| {
        let is_pair = rung.name == RungName::SamePrefixes;
        rung.leg.is_none_or(|leg| !dropped.contains(&leg)) && (dropped.is_empty() || !is_pair)
    };
    let rungs: Vec<Rung> = ladder(seen).into_iter().filter(counts).collect();
    let first = |state| rungs.iter().find(move |rung| rung.state == state);
    let cause = cause(&rungs).filter(|rung| rung.state == RungState::Broken);
    if let Some(rung) = cause {
        Proof::Broken(rung.clone())
    } else if rungs.iter().any(|rung| rung.is_unread() || is_unseen(rung)) {
        Proof::Unread
    } else if let Some(rung) = first(RungState::Waiting) {
        Proof::Waiting(wait(rung.name))
    } else {
        Proof::Passed
    }
}

/// The look did not go as far as the routes: that proves nothing.
fn is_unseen(rung: &Rung) -> bool {
    let of_routes = matches!(
        rung.name,
        RungName::Prefixes | RungName::SamePrefixes | RungName::Routes
    );
    of_routes && rung.state == RungState::NotChecked
}

fn wait(name: RungName) -> Wait {
    match name {
        RungName::Order | RungName::HostedConnection => Wait::HostedConnection,
        RungName::Interface => Wait::Interface,
        RungName::Gateway => Wait::Gateway,
        RungName::Attachment => Wait::Attachment,
        RungName::Association => Wait::Association,
        RungName::Values | RungName::Bgp => Wait::Bgp,
        _ => Wait::Routes,
    }
}
