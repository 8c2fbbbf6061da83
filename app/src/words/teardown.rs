use domain::{
    ports::{Connection, LegRole},
    run::{Plan, Run, RunState, StepKind},
    setup::teardown::{Fate, Item, Remaining, Removal, Thing},
    values::name_or_id,
};

use super::{leg_title, run_advice, run_state};

/// What is done.
pub fn removed(removal: &Removal) -> &'static str {
    match removal {
        Removal::StopPropagation { .. } => "Route propagation is off",
        Removal::Disassociate { .. } => "The gateways are not associated any more",
        Removal::DeleteInterface { .. } => "The virtual interface is deleted",
        Removal::DetachVpnGateway { .. } => "The virtual private gateway is detached",
        Removal::DeleteVpnGateway { .. } => "The virtual private gateway is deleted",
        Removal::DeleteGateway { .. } => "The Direct Connect gateway is deleted",
        Removal::DeleteConnection => "The connection is deleted at Pureport",
    }
}

/// What is not. `begun`: a call for it was sent.
pub fn not_removed(removal: &Removal, begun: bool) -> &'static str {
    match (removal, begun) {
        (Removal::StopPropagation { .. }, false) => "Route propagation was not switched off",
        (Removal::StopPropagation { .. }, true) => {
            "Route propagation was not switched off everywhere"
        }
        (Removal::Disassociate { .. }, false) => "The association was not ended",
        (Removal::Disassociate { .. }, true) => "The association has not ended",
        (Removal::DeleteInterface { .. }, false) => "The virtual interface was not deleted",
        (Removal::DeleteInterface { .. }, true) => "The virtual interface is not gone",
        (Removal::DetachVpnGateway { .. }, false) => "The virtual private gateway was not detached",
        (Removal::DetachVpnGateway { .. }, true) => {
            "The virtual private gateway is not detached yet"
        }
        (Removal::DeleteVpnGateway { .. }, false) => "The virtual private gateway was not deleted",
        (Removal::DeleteVpnGateway { .. }, true) => "The virtual private gateway is not gone",
        (Removal::DeleteGateway { .. }, false) => "The Direct Connect gateway was not deleted",
        (Removal::DeleteGateway { .. }, true) => "The Direct Connect gateway is not gone",
        (Removal::DeleteConnection, false) => "The connection was not deleted at Pureport",
        (Removal::DeleteConnection, true) => "The connection is not gone at Pureport",
    }
}

/// Why no teardown was started, and the mend.
pub const TEARDOWN_BUSY: &str = "Nothing was started: Onramp is still working on the set-up. Wait until its pages say that it is done, then press again";
pub const TEARDOWN_STALE: &str = "Nothing was started: what would go has changed since this page was shown. Look at the new list, then confirm again";
pub const TEARDOWN_EMPTY: &str = "Nothing was started: there is nothing left in AWS that Onramp made. Tick the box to delete the connection itself";

/// Why a connection can't be deleted from here.
pub fn partner_deletes(partner: &str) -> String {
    format!(
        "Onramp can’t delete it at {partner}: ask {partner} to. Until then the connection and AWS’s port-hours keep costing."
    )
}

/// The title of a step of a teardown; `what` is the leg or the id.
pub fn removal_step(kind: StepKind, what: &str) -> String {
    match kind {
        StepKind::StopPropagation => format!("Route propagation from {what} off"),
        StepKind::Disassociate => format!("End the association of {what}"),
        StepKind::DeleteInterface => format!("Delete the {what} virtual interface"),
        StepKind::Detach => format!("Detach {what}"),
        StepKind::DeleteVpnGateway => format!("Delete the virtual private gateway {what}"),
        StepKind::DeleteGateway => format!("Delete the Direct Connect gateway {what}"),
        StepKind::DeleteConnection => "Delete the connection at Pureport".to_owned(),
        _ => "Proof that nothing costs any more".to_owned(),
    }
}

/// The first line of a run's page, and what it means.
pub fn run_head(run: &Run) -> (&'static str, &'static str) {
    let Plan::TearDown(plan) = &run.plan else {
        return (run_state(run.state), run_advice(run.state));
    };
    match run.state {
        RunState::Done if plan.is_whole() => (
            "Done: nothing costs any more",
            "Pureport has no such connection, and AWS lists neither its hosted connections nor its virtual interfaces. What others made or need stays as it was.",
        ),
        RunState::Done => (
            "Done: what Onramp made in AWS is gone",
            "The connection at Pureport and its hosted connections are still there, and keep costing until the connection is deleted.",
        ),
        RunState::Ended => (
            "The teardown was ended",
            "What was taken away is gone; the rest stays as it is, and costs what it did. Tear down goes on from there.",
        ),
        state => (run_state(state), run_advice(state)),
    }
}

/// What a line of the dry run is about.
pub fn thing(item: &Item) -> String {
    let leg = |role: &LegRole| leg_title(*role);
    let name = |id: &str| name_or_id(&item.name, id).to_owned();
    match &item.thing {
        Thing::Propagation { table, .. } => format!("Route propagation into {}", name(table)),
        Thing::Association {
            gateway,
            vpn_gateway,
            ..
        } => format!("Association of {vpn_gateway} with {gateway}"),
        Thing::Interface { leg: role, .. } => {
            format!("{} virtual interface {}", leg(role), item.name)
        }
        Thing::Attachment {
            vpn_gateway, vpc, ..
        } => format!("Attachment of {vpn_gateway} to {}", name(vpc)),
        Thing::VpnGateway { region, .. } => {
            format!("Virtual private gateway {} in {region}", item.name)
        }
        Thing::Gateway { .. } => format!("Direct Connect gateway {}", item.name),
        Thing::Hosted { leg: role, .. } => format!("{} hosted connection", leg(role)),
        Thing::Connection { .. } => format!("The connection {} at Pureport", item.name),
    }
}

/// What becomes of it, and why.
pub fn fate_of(item: &Item) -> String {
    match (&item.fate, &item.thing) {
        (Fate::Goes, _) => "Onramp made it for this connection.".to_owned(),
        (Fate::GoesWithConnection, Thing::Interface { .. }) => {
            "Onramp did not make it, but the connection can’t be deleted while it exists. It goes only if the connection does."
                .to_owned()
        }
        (Fate::GoesWithConnection, Thing::Hosted { .. }) => {
            "Pureport gives it up with the connection.".to_owned()
        }
        (Fate::GoesWithConnection, _) => {
            "Deleted once AWS lists no virtual interface on it.".to_owned()
        }
        (Fate::StaysNotOurs, _) => "Onramp did not make it.".to_owned(),
        (Fate::StaysInUse { by }, _) => format!("{by} needs it."),
        (Fate::StaysUnread { operation }, _) => format!(
            "Whether somebody needs it could not be read: AWS did not answer {operation} for this identity."
        ),
    }
}

/// What can be done about a deletion that failed. `left`: virtual interfaces are.
pub fn deletion_failed(left: bool) -> &'static str {
    if left {
        "It can’t while AWS has virtual interfaces on the hosted connections. Tear down removes them, then asks Pureport once more."
    } else {
        "AWS lists no virtual interface on the hosted connections any more. Tear down asks Pureport once more; if it fails again, send this text to Pureport’s support."
    }
}

/// A message to Pureport's support; `facts` are one a line.
pub fn ask_support(connection: &Connection, facts: &str) -> String {
    format!(
        "The connection {} can’t be deleted: it stays in FAILED_TO_DELETE. AWS lists no virtual interface on its \
         hosted connections. Please delete it and release the hosted connections, and tell us from when on it is not \
         billed.\n{facts}",
        connection.id
    )
}

/// What is still there at the end.
pub fn remaining(left: &Remaining) -> String {
    match left {
        Remaining::Connection { state } => format!(
            "Pureport still has the connection ({}), and bills it.",
            super::connection_state(*state).to_lowercase()
        ),
        Remaining::Hosted { id } => {
            format!("AWS still lists the hosted connection {id}, and counts port-hours.")
        }
        Remaining::Interface { id } => format!("AWS still lists the virtual interface {id}."),
        Remaining::VpnGateway { id } => {
            format!("The virtual private gateway {id} is still there. It costs nothing.")
        }
        Remaining::Unread => {
            "AWS could not be read, so what is left there is not known. Refresh.".to_owned()
        }
    }
}
