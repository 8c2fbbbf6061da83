//! Which rung tells why.

use super::{Rung, RungName};
use crate::status::RungState;

/// The first broken rung, else the first that waits, else one that could not be read, else the
/// first that warns: it goes into the first line of a page.
pub fn cause(rungs: &[Rung]) -> Option<&Rung> {
    let of = |state| first(rungs, move |rung| rung.state == state);
    of(RungState::Broken)
        .or_else(|| of(RungState::Waiting))
        .or_else(|| first(rungs, Rung::is_unread))
        .or_else(|| of(RungState::Warning))
}

/// What a session carries follows from the gateways behind it: where one of them is at fault, too,
/// it is the cause.
fn first(rungs: &[Rung], is_it: impl Fn(&Rung) -> bool) -> Option<&Rung> {
    use RungName as N;
    let found = rungs.iter().find(|rung| is_it(rung))?;
    if !matches!(found.name, N::Prefixes | N::SamePrefixes) {
        return Some(found);
    }
    let behind = |name| matches!(name, N::Gateway | N::Attachment | N::Association);
    let behind = rungs.iter().find(|rung| is_it(rung) && behind(rung.name));
    behind.or(Some(found))
}
