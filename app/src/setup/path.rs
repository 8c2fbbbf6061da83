//! The path of a packet with the true state of each thing on it.

use domain::{
    ports::{AssociationState, AttachmentState, ConnectionState, HostedState, Leg},
    setup::{VpcView, tables, vpcs},
    status::Condition,
    values::name_or_id,
};

use super::{label::absent_or_unknown, load::Loaded};
use crate::{
    components::{PathColumn, PathNode},
    words,
};

/// From your network to the route tables.
pub(super) fn columns(at: &Loaded) -> Vec<PathColumn> {
    let each = |what: &dyn Fn(&Leg) -> PathNode| at.seen.connection.legs.iter().map(what).collect();
    let mut columns = vec![
        column("Your network", vec![network(at)]),
        column(&at.say("Pureport gateways"), each(&|leg| partner(leg))),
        column("Hosted connections", each(&|leg| hosted(at, leg))),
        column("Virtual interfaces", each(&|leg| interface(at, leg))),
    ];
    let parts: Vec<VpcView<'_>> = vpcs(&at.seen)
        .into_iter()
        .filter(|view| view.is_part(&at.seen))
        .collect();
    if !at.seen.ends_on_vpn_gateway() {
        columns.push(column("Direct Connect gateway", vec![gateway(at)]));
    }
    columns.push(column(
        "Virtual private gateway",
        or_none(at, parts.iter().map(|view| vgw(at, view)).collect()),
    ));
    columns.push(column(
        "VPC route tables",
        or_none(at, parts.iter().map(|view| routes(at, view)).collect()),
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

/// Nothing there yet; or nothing known, when one of the `operations` was not answered.
fn missing(at: &Loaded, label: &str, operations: &[&str]) -> PathNode {
    let known = operations.iter().all(|operation| at.has_read(operation));
    plain(label, None, absent_or_unknown(known))
}

/// As [`missing`], for what has no name while it is not there.
fn none(at: &Loaded, operations: &[&str]) -> PathNode {
    let node = missing(at, "None yet", operations);
    if node.state == Condition::Unknown.word() {
        return PathNode {
            label: "Not known".to_owned(),
            ..node
        };
    }
    node
}

/// What tells which VPCs belong to this set-up.
const VPC_READS: [&str; 3] = ["ec2:DescribeVpcs", "ec2:DescribeVpnGateways", ASSOCIATIONS];
const ASSOCIATIONS: &str = "directconnect:DescribeDirectConnectGatewayAssociations";

fn or_none(at: &Loaded, nodes: Vec<PathNode>) -> Vec<PathNode> {
    if nodes.is_empty() {
        vec![none(at, &VPC_READS)]
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
    let name = match at.seen.connection.network_name.as_str() {
        "" => "Your side",
        name => name,
    };
    node(
        name,
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
            let state = found.state.condition(has_interface).word();
            let word = match found.state {
                HostedState::Ordering => "To be accepted",
                HostedState::Down if !has_interface => "Ready",
                state => words::hosted_state(state, has_interface),
            };
            node(label, leg.aws_connection.clone(), state, word)
        }
        None => missing(at, label, &["directconnect:DescribeConnections"]),
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
        Some(found) => node(
            label,
            Some(found.id.clone()),
            found.state.condition().word(),
            words::interface_state(found.state),
        ),
        None => missing(at, label, &["directconnect:DescribeVirtualInterfaces"]),
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
            let label = name_or_id(&found.name, &found.id);
            node(
                label,
                Some(format!("ASN {}", found.asn)),
                found.state.condition().word(),
                words::gateway_state(found.state),
            )
        }
        None => none(at, &["directconnect:DescribeDirectConnectGateways"]),
    }
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
        (Some((_, AttachmentState::Attached)), None) if at.has_read(ASSOCIATIONS) => {
            node(label, id, "ready", "Not associated")
        }
        (Some((_, AttachmentState::Attached)), None) => plain(label, id, Condition::Unknown),
        (Some((_, state)), _) => node(label, id, "in_progress", words::attachment_state(*state)),
        (None, _) => missing(at, label, &["ec2:DescribeVpnGateways"]),
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
    if mine.is_empty() {
        missing(at, label, &["ec2:DescribeRouteTables"])
    } else if on == 0 {
        plain(label, sublabel, Condition::Absent)
    } else if filled < on {
        node(label, sublabel, "in_progress", "No routes yet")
    } else if on < mine.len() {
        node(label, sublabel, "ready", "In some tables")
    } else {
        node(label, sublabel, "done", "Routes there")
    }
}
