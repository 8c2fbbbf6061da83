//! The state of each task, from what is seen.

use super::Task;
use crate::{
    ports::{AssociationState, AttachmentState, GatewayState},
    setup::{
        CloudView, Observation, Refusal, Rung, RungName, VpcView, Wait, accept, gateway,
        interfaces, ladder, routes, vpcs,
    },
    status::{RungState, TaskState},
};

type State = Result<(TaskState, Option<Wait>), Refusal>;

pub(super) fn state(task: Task, seen: &Observation) -> State {
    if task.is_skipped(seen.ends_on_vpn_gateway()) {
        return Ok((TaskState::NotNeeded, None));
    }
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    cloud.is_account_ordered(&seen.connection)?;
    match task {
        Task::Accept => accept_state(seen),
        Task::Gateway => gateway_state(seen),
        Task::Interfaces => interfaces_state(seen),
        Task::Vpc => vpc_state(seen),
        Task::Association => association_state(seen),
        Task::Routes => routes_state(seen),
        Task::Verify => verify_state(seen),
    }
}

fn accept_state(seen: &Observation) -> State {
    seen.is_order_active()?;
    let mut running = false;
    for leg in &seen.connection.legs {
        match accept::state(leg.role, seen)? {
            state if state.is_ready() => {}
            crate::ports::HostedState::Ordering | crate::ports::HostedState::Requested => {
                return Ok((TaskState::Ready, None));
            }
            crate::ports::HostedState::Pending | crate::ports::HostedState::Unknown => {
                running = true;
            }
            _ => return Ok((TaskState::Failed, None)),
        }
    }
    if seen.connection.legs.is_empty() {
        return Err(Refusal::OrderNotActive);
    }
    Ok(if running {
        (TaskState::Running, Some(Wait::HostedConnection))
    } else {
        (TaskState::Done, None)
    })
}

/// A gateway can be made at any time: it needs nothing but the ordered number.
fn gateway_state(seen: &Observation) -> State {
    match gateway::ready(seen) {
        Ok(_) => Ok((TaskState::Done, None)),
        Err(Refusal::NoGateway) => seen.is_order_active().map(|()| (TaskState::Ready, None)),
        Err(Refusal::GatewayNotReady { id }) => {
            let gateways = seen.cloud.iter().flat_map(|cloud| &cloud.gateways);
            let pending = gateways
                .filter(|gateway| gateway.id == id)
                .any(|gateway| gateway.state == GatewayState::Pending);
            if pending {
                Ok((TaskState::Running, Some(Wait::Gateway)))
            } else {
                Ok((TaskState::Failed, None))
            }
        }
        Err(refusal @ Refusal::NotReadable) => Err(refusal),
        Err(_) => Ok((TaskState::Failed, None)),
    }
}

fn interfaces_state(seen: &Observation) -> State {
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    if cloud.has_gap("directconnect:DescribeVirtualInterfaces") {
        return Err(Refusal::NotReadable);
    }
    if seen.split_target().is_some() {
        return Ok((TaskState::Failed, None));
    }
    let made: Vec<_> = seen
        .connection
        .legs
        .iter()
        .map(|leg| cloud.interface_of(leg))
        .collect();
    if !made.is_empty() && made.iter().all(Option::is_some) {
        let pending = made
            .iter()
            .flatten()
            .any(|found| interfaces::is_moving(found.state));
        let differs =
            |rung: &Rung| rung.name == RungName::Values && rung.state == RungState::Broken;
        return Ok(if pending {
            (TaskState::Running, Some(Wait::Interface))
        } else if ladder(seen).iter().any(differs) {
            (TaskState::Failed, None)
        } else {
            (TaskState::Done, None)
        });
    }
    seen.is_order_active()?;
    let mut reason = None;
    for leg in seen
        .connection
        .legs
        .iter()
        .filter(|leg| cloud.interface_of(leg).is_none())
    {
        let name = crate::tags::name(&seen.connection.name, &seen.connection.id, leg.role.word());
        let possible = interfaces::ready(leg.role, seen)
            .and_then(|()| interfaces::interface_plan(leg.role, &name, 1500, seen).map(|_| ()));
        match possible {
            Ok(()) => return Ok((TaskState::Ready, None)),
            Err(refusal) => reason = reason.or(Some(refusal)),
        }
    }
    Err(reason.unwrap_or(Refusal::OrderNotActive))
}

fn vpc_state(seen: &Observation) -> State {
    seen.is_order_active()?;
    let tied = if seen.ends_on_vpn_gateway() {
        interfaces::vpn_gateway(seen)
            .and_then(|gateway| gateway.attachment.as_ref())
            .map(|(_, state)| *state)
    } else {
        vpcs(seen)
            .iter()
            .filter_map(|view| own_attachment(view, seen))
            .min_by_key(|state| *state as u8)
    };
    Ok(match tied {
        Some(AttachmentState::Attached) => (TaskState::Done, None),
        Some(AttachmentState::Attaching) => (TaskState::Running, Some(Wait::Attachment)),
        _ => (TaskState::Ready, None),
    })
}

/// The attachment of a VPC that belongs to this set-up.
fn own_attachment(view: &VpcView<'_>, seen: &Observation) -> Option<AttachmentState> {
    let gateway = view.gateway.filter(|_| view.is_part(seen))?;
    gateway.attachment.as_ref().map(|(_, state)| *state)
}

fn association_state(seen: &Observation) -> State {
    gateway::ready(seen)?;
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    let states: Vec<AssociationState> =
        cloud.associations.iter().map(|found| found.state).collect();
    if states.iter().any(|state| {
        matches!(
            state,
            AssociationState::Associating | AssociationState::Updating
        )
    }) {
        return Ok((TaskState::Running, Some(Wait::Association)));
    }
    if cloud
        .associations
        .iter()
        .any(|found| found.failure.is_some())
    {
        return Ok((TaskState::Failed, None));
    }
    let waiting = vpcs(seen).iter().any(|view| {
        view.is_attached() && view.association.is_none() && own_attachment(view, seen).is_some()
    });
    let broken =
        |rung: &Rung| rung.name == RungName::Association && rung.state == RungState::Broken;
    if ladder(seen).iter().any(broken) {
        return Ok((TaskState::Failed, None));
    }
    if states.contains(&AssociationState::Associated) && !waiting {
        return Ok((TaskState::Done, None));
    }
    if vpcs(seen).iter().any(VpcView::is_attached) {
        return Ok((TaskState::Ready, None));
    }
    Err(Refusal::NotAttached {
        gateway: String::new(),
    })
}

fn routes_state(seen: &Observation) -> State {
    let tables = routes::tables(seen);
    let unread = |cloud: &CloudView| cloud.has_gap("ec2:DescribeRouteTables");
    let Some(first) = tables.first() else {
        return Err(if seen.cloud.as_ref().is_some_and(unread) {
            Refusal::NotReadable
        } else if seen.ends_on_vpn_gateway() {
            Refusal::NoInterface
        } else {
            Refusal::NotAssociated
        });
    };
    let used: Vec<_> = tables.iter().filter(|view| view.is_used()).collect();
    if used.iter().all(|view| view.propagates()) {
        return Ok((TaskState::Done, None));
    }
    let startable = tables
        .iter()
        .any(|view| routes::can_start(view.vpc, seen).is_ok());
    if startable {
        Ok((TaskState::Ready, None))
    } else {
        routes::can_start(first.vpc, seen).map(|()| (TaskState::Ready, None))
    }
}

fn verify_state(seen: &Observation) -> State {
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    if cloud.interfaces.is_empty() {
        return Err(Refusal::NoInterface);
    }
    let rungs = ladder(seen);
    let any = |state| rungs.iter().any(|rung| rung.state == state);
    Ok(if any(RungState::Broken) {
        (TaskState::Failed, None)
    } else if any(RungState::Waiting) || rungs.iter().any(Rung::is_unread) {
        (TaskState::Ready, None)
    } else {
        (TaskState::Done, None)
    })
}
