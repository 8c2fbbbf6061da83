//! The way back: what goes, what stays because somebody else made it or needs it, and the calls
//! that take away, in order. What we made is known by its marks ([`crate::tags`]); what can't be
//! marked, by the journal ([`Made`]).

mod connection;
mod fate;
mod interface;
mod items;
mod join;
mod made;
mod plan;
mod propagation;
mod remaining;
mod removal;
mod users;
mod virtual_gateway;

pub use items::{Cost, Fate, Item, Thing, items};
pub use made::{Made, made};
pub use plan::{Planned, needing, plan};
pub use remaining::{Left, Remaining, costs_nothing, remaining};
pub use removal::{Removal, RemovalCall};

use super::{Next, Observation, Refusal};

/// The next action towards `removal`, from what is seen.
pub(super) fn next(removal: &Removal, seen: &Observation) -> Next {
    decide(removal, seen).unwrap_or_else(Next::Refuse)
}

fn decide(removal: &Removal, seen: &Observation) -> Result<Next, Refusal> {
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    cloud.is_account_ordered(&seen.connection)?;
    let ours = &seen.connection.id;
    match removal {
        Removal::StopPropagation {
            region,
            vpn_gateway,
            tables,
        } => propagation::next(region, vpn_gateway, tables, cloud),
        Removal::Disassociate { association, .. } => join::next(association, seen, cloud),
        Removal::DeleteInterface { id, .. } => interface::next(id, seen, cloud),
        Removal::DetachVpnGateway {
            region,
            vpn_gateway,
            vpc,
        } => virtual_gateway::detach(region, vpn_gateway, vpc, cloud),
        Removal::DeleteVpnGateway { region, id } => {
            virtual_gateway::delete(region, id, ours, cloud)
        }
        Removal::DeleteGateway { id } => join::delete_gateway(id, ours, cloud),
        Removal::DeleteConnection => connection::next(seen, cloud),
    }
}
