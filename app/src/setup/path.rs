//! The path of a packet with the true state of each thing on it.

use domain::{
    ports::{AssociationState, AttachmentState, ConnectionState, GatewayState, HostedState, Leg},
    setup::{VpcView, tables, vpcs, vpn_gateway},
    status::Condition,
    tags,
};

use super::{label::name_or_id, load::Loaded};
use crate::{
    components::{PathColumn, PathNode},
    words,
};

/// From your network to the route tables.
pub(super) fn columns(at: &Loaded) -> Vec<PathColumn> {
    let each = |what: &dyn Fn(&Leg) -> PathNode| at.seen.connection.legs.iter().map(what).collect();
    let mut columns = vec![
        column("Your network", vec![network(at)]),
        column("Pureport gateways", each(&|leg| partner(leg))),
        column("Hosted connections", each(&|leg| hosted(at, leg))),
        column("Virtual interfaces", each(&|leg| interface(at, leg))),
    ];
    let parts: Vec<VpcView<'_>> = vpcs(&at.seen)
        .into_iter()
        .filter(|view| is_part(at, view))
        .collect();
    if !at.seen.ends_on_vpn_gateway() {
        columns.push(column("Direct Connect gateway", vec![gateway(at)]));
    }
    columns.push(column(
        "Virtual private gateway",
        or_absent(at, parts.iter().map(|view| vgw(at, view)).collect()),
    ));
    columns.push(column(
        "VPC route tables",
        or_absent(at, parts.iter().map(|view| routes(at, view)).collect()),
    ));
    columns
}

fn column(title: &str, nodes: Vec<PathNode>) -> PathColumn {
    PathColumn {
        title: title.to_owned(),
        nodes,
    }
}

fn node(label: &str, sublabel: Option<String>, state: &str, word: &str) -> PathNode {
    PathNode {
        label: label.to_owned(),
        sublabel: sublabel.into(),
        state: state.to_owned(),
        word: word.to_owned(),
    }
}

fn plain(label: &str, sublabel: Option<String>, condition: Condition) -> PathNode {
    node(
        label,
        sublabel,
        condition.word(),
        words::condition(condition),
    )
}

/// Nothing there yet, or nothing known.
fn missing(at: &Loaded, label: &str) -> PathNode {
    let condition = if at.seen.cloud.is_some() {
        Condition::Absent
    } else {
        Condition::Unknown
    };
    plain(label, None, condition)
}

fn or_absent(at: &Loaded, nodes: Vec<PathNode>) -> Vec<PathNode> {
    if nodes.is_empty() {
        vec![missing(at, "None yet")]
    } else {
        nodes
    }
}

/// Your side is known by what it announces: prefixes that AWS has accepted.
fn network(at: &Loaded) -> PathNode {
    let accepted = at.seen.cloud.as_ref().is_some_and(|cloud| {
        let mut routes = cloud.routes.iter().flat_map(|(_, routes)| routes);
        routes.any(|route| route.accepted)
    });
    let (state, word) = if accepted {
        ("active", "Announcing")
    } else {
        ("unknown", "Not known")
    };
    node(
        &at.seen.connection.network_name,
        Some(at.seen.connection.location_name.clone()),
        state,
        word,
    )
}

fn partner(leg: &Leg) -> PathNode {
    let label = words::leg_title(leg.role);
    let sublabel = leg.vlan.map(|vlan| format!("VLAN {vlan}"));
    let state = match leg.state {
        ConnectionState::Active => "active",
        state => state.condition().word(),
    };
    node(label, sublabel, state, words::connection_state(leg.state))
}

fn hosted(at: &Loaded, leg: &Leg) -> PathNode {
    let label = words::leg_title(leg.role);
    let cloud = at.seen.cloud.as_ref();
    let has_interface = cloud.is_some_and(|cloud| cloud.interface_of(leg).is_some());
    match cloud.and_then(|cloud| cloud.hosted_of(leg)) {
        Some(found) => {
            let state = match found.state.condition(has_interface) {
                Condition::Ready => "available",
                condition => condition.word(),
            };
            let word = match found.state {
                HostedState::Ordering => "To be accepted",
                HostedState::Down if !has_interface => "Ready",
                state => words::hosted_state(state, has_interface),
            };
            node(label, leg.aws_connection.clone(), state, word)
        }
        None => missing(at, label),
    }
}

fn interface(at: &Loaded, leg: &Leg) -> PathNode {
    let label = words::leg_title(leg.role);
    match at
        .seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg))
    {
        Some(found) => {
            let state = match found.state.condition() {
                Condition::Ready => "available",
                condition => condition.word(),
            };
            node(
                label,
                Some(found.id.clone()),
                state,
                words::interface_state(found.state),
            )
        }
        None => missing(at, label),
    }
}

fn gateway(at: &Loaded) -> PathNode {
    let found = at
        .seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.direct_connect_gateway(&at.seen.connection, &at.seen.choice));
    match found {
        Some(found) => {
            let state = match found.state {
                GatewayState::Available => "available",
                GatewayState::Pending => "pending",
                GatewayState::Deleting | GatewayState::Deleted => "stopped",
            };
            let label = name_or_id(&found.name, &found.id);
            node(
                label,
                Some(format!("ASN {}", found.asn)),
                state,
                words::gateway_state(found.state),
            )
        }
        None => missing(at, "None yet"),
    }
}

/// The VPC belongs to this set-up.
fn is_part(at: &Loaded, view: &VpcView<'_>) -> bool {
    let Some(gateway) = view.gateway else {
        return false;
    };
    if at.seen.ends_on_vpn_gateway() {
        return vpn_gateway(&at.seen).is_some_and(|target| target.id == gateway.id);
    }
    view.association.is_some()
        || tags::is_ours(&gateway.tags, at.id(), &tags::vpc_step(&view.vpc.id))
}

fn vgw(at: &Loaded, view: &VpcView<'_>) -> PathNode {
    let label = name_or_id(&view.vpc.name, &view.vpc.id);
    let id = view.gateway.map(|gateway| gateway.id.clone());
    let attachment = view.gateway.and_then(|gateway| gateway.attachment.as_ref());
    let association = view.association.map(|found| found.state);
    match (attachment, association) {
        (Some((_, AttachmentState::Attached)), _) if at.seen.ends_on_vpn_gateway() => {
            node(label, id, "attached", "Attached")
        }
        (Some((_, AttachmentState::Attached)), Some(AssociationState::Associated)) => {
            node(label, id, "associated", "Associated")
        }
        (Some((_, AttachmentState::Attached)), Some(state)) => {
            node(label, id, "in_progress", words::association_state(state))
        }
        (Some((_, AttachmentState::Attached)), None) => node(label, id, "ready", "Not associated"),
        (Some((_, state)), _) => node(label, id, "in_progress", words::attachment_state(*state)),
        (None, _) => missing(at, label),
    }
}

fn routes(at: &Loaded, view: &VpcView<'_>) -> PathNode {
    let label = name_or_id(&view.vpc.name, &view.vpc.id);
    let all = tables(&at.seen);
    let mine: Vec<_> = all
        .iter()
        .filter(|table| table.vpc == view.vpc.id && table.is_used())
        .collect();
    let on = mine.iter().filter(|table| table.propagates()).count();
    let filled = mine
        .iter()
        .filter(|table| table.propagated().any(|route| route.active))
        .count();
    let sublabel = (!mine.is_empty()).then(|| format!("{on} of {} on", mine.len()));
    if mine.is_empty() || on == 0 {
        plain(label, sublabel, Condition::Absent)
    } else if filled < on {
        node(label, sublabel, "in_progress", "No routes yet")
    } else if on < mine.len() {
        node(label, sublabel, "ready", "In some tables")
    } else {
        node(label, sublabel, "done", "Routes there")
    }
}
