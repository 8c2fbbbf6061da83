use super::{Observation, Refusal};
use crate::ports::{BgpState, ConnectionState, InterfaceState, Leg, LegRole};

/// The first line of the health page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Pureport is still building it.
    Building,
    /// Pureport has not approved the order yet.
    AwaitsApproval,
    /// Pureport's order failed, or is being deleted.
    OrderFailed,
    /// Pureport could not delete it.
    NotDeleted,
    /// Another AWS account than the ordered one is connected: it tells nothing about this
    /// connection.
    OtherAccount,
    /// No session can be up yet: interfaces are missing.
    NotSetUp,
    /// The only session is up.
    Up,
    /// Both sessions are up.
    BothUp,
    /// One leg carries everything.
    Only { up: LegRole, down: LegRole },
    /// No session is up.
    Down,
    /// A failover test holds this leg's session down.
    Testing { leg: LegRole },
    /// Neither side tells.
    Unknown,
}

/// What a leg's session is, from both ends: up only when no end says otherwise.
pub fn leg_bgp(leg: &Leg, seen: &Observation) -> Option<BgpState> {
    let aws = seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg))
        .and_then(|interface| interface.bgp);
    match (leg.bgp, aws) {
        (Some(BgpState::Down), _) | (_, Some(BgpState::Down)) => Some(BgpState::Down),
        (Some(BgpState::Pending), _) | (_, Some(BgpState::Pending)) => Some(BgpState::Pending),
        (Some(BgpState::Up), _) | (_, Some(BgpState::Up)) => Some(BgpState::Up),
        (None, None) => None,
    }
}

/// How traffic runs now, in one word.
pub fn verdict(seen: &Observation) -> Verdict {
    if let Some(verdict) = before_sessions(seen) {
        return verdict;
    }
    let sessions: Vec<(LegRole, Option<BgpState>)> = seen
        .connection
        .legs
        .iter()
        .map(|leg| (leg.role, leg_bgp(leg, seen)))
        .collect();
    let up = |state: &Option<BgpState>| *state == Some(BgpState::Up);
    match sessions.as_slice() {
        [(_, only)] if up(only) => Verdict::Up,
        [(_, one), (_, two)] if up(one) && up(two) => Verdict::BothUp,
        [(role, one), (other, _)] if up(one) => Verdict::Only {
            up: *role,
            down: *other,
        },
        [(other, _), (role, two)] if up(two) => Verdict::Only {
            up: *role,
            down: *other,
        },
        _ if lacks_interfaces(seen) => Verdict::NotSetUp,
        // None is surely up; what is not known is not down.
        all if all.iter().any(|(_, state)| state.is_none()) => Verdict::Unknown,
        _ => Verdict::Down,
    }
}

/// What tells more than the sessions do.
fn before_sessions(seen: &Observation) -> Option<Verdict> {
    match seen.is_order_active() {
        Err(Refusal::OrderNotActive) => return Some(Verdict::Building),
        Err(Refusal::OrderAwaitsApproval) => return Some(Verdict::AwaitsApproval),
        Err(_) => return Some(Verdict::OrderFailed),
        Ok(()) => {}
    }
    if seen.connection.state == ConnectionState::FailedToDelete {
        return Some(Verdict::NotDeleted);
    }
    let cloud = seen.cloud.as_ref();
    if cloud.is_some_and(|cloud| cloud.is_account_ordered(&seen.connection).is_err()) {
        return Some(Verdict::OtherAccount);
    }
    testing(seen).map(|leg| Verdict::Testing { leg })
}

fn testing(seen: &Observation) -> Option<LegRole> {
    let cloud = seen.cloud.as_ref()?;
    let under_test = |leg: &&Leg| {
        cloud
            .interface_of(leg)
            .is_some_and(|found| found.state == InterfaceState::Testing)
    };
    seen.connection
        .legs
        .iter()
        .find(under_test)
        .map(|leg| leg.role)
}

/// Surely: AWS was read, and no leg has an interface.
fn lacks_interfaces(seen: &Observation) -> bool {
    seen.cloud.as_ref().is_some_and(|cloud| {
        cloud.interfaces.is_empty() && !cloud.has_gap("directconnect:DescribeVirtualInterfaces")
    })
}
