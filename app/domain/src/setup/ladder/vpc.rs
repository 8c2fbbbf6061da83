//! One VPC: its gateway, the association, and the routes in each table.

use super::{
    Evidence, Rung, RungName,
    attachment::{attachment, detached},
    rung,
};
use crate::{
    ports::AssociationState,
    setup::{CloudView, Observation, TableView, VpcView, routing, tables, vpcs},
    status::RungState,
    values::{Cidr, name_or_id},
};

pub(super) fn vpc_rungs(seen: &Observation) -> Vec<Rung> {
    let Some(cloud) = &seen.cloud else {
        return Vec::new();
    };
    let tables = tables(seen);
    let accepted = accepted(cloud);
    let mut rungs = Vec::new();
    let mine: Vec<_> = vpcs(seen)
        .into_iter()
        .filter(|view| view.is_part(seen))
        .collect();
    rungs.extend(detached(seen, cloud));
    if mine.is_empty() && rungs.is_empty() {
        rungs.push(rung(
            RungName::Attachment,
            "",
            RungState::Waiting,
            Evidence::Nothing,
        ));
    }
    rungs.extend(unread(cloud));
    for view in mine {
        let label = name_or_id(&view.vpc.name, &view.vpc.id);
        rungs.push(attachment(&view, label));
        if !seen.ends_on_vpn_gateway() {
            rungs.push(association(&view, label));
        }
        let of_vpc = tables.iter().filter(|table| table.vpc == view.vpc.id);
        rungs.extend(
            of_vpc
                .filter(|table| table.is_used() || table.propagates())
                .flat_map(|table| table_rungs(table, &accepted)),
        );
    }
    rungs
}

/// One rung for each thing of a region that could not be read: what is not seen is not proven.
fn unread(cloud: &CloudView) -> Vec<Rung> {
    let about = |operation: &str| match operation {
        "ec2:DescribeVpcs" | "ec2:DescribeVpnGateways" => Some(RungName::Attachment),
        "ec2:DescribeRouteTables" => Some(RungName::Propagation),
        _ => None,
    };
    let mut rungs: Vec<Rung> = Vec::new();
    for gap in &cloud.gaps {
        let (Some(name), Some(region)) = (about(gap.operation), &gap.region) else {
            continue;
        };
        let unread = rung(
            name,
            region.as_str(),
            RungState::NotChecked,
            Evidence::Unreadable,
        );
        if !rungs.contains(&unread) {
            rungs.push(unread);
        }
    }
    rungs
}

fn association(view: &VpcView<'_>, label: &str) -> Rung {
    let name = RungName::Association;
    let Some(found) = view.association else {
        return rung(name, label, RungState::Waiting, Evidence::Nothing);
    };
    if let Some(failure) = &found.failure {
        return rung(
            name,
            label,
            RungState::Broken,
            Evidence::Seen(failure.clone()),
        );
    }
    let left_out = view.vpc.cidrs.iter().find(|cidr| {
        !found.allowed_prefixes.is_empty()
            && !found
                .allowed_prefixes
                .iter()
                .any(|prefix| prefix.contains(**cidr))
    });
    match (found.state, left_out) {
        (AssociationState::Associated | AssociationState::Updating, Some(cidr)) => rung(
            name,
            label,
            RungState::Broken,
            Evidence::NotAllowed {
                cidr: cidr.to_string(),
            },
        ),
        (AssociationState::Associated, None) => rung(
            name,
            label,
            RungState::Passed,
            Evidence::Seen("associated".to_owned()),
        ),
        _ => rung(name, label, RungState::Waiting, Evidence::Nothing),
    }
}

/// What AWS accepts on any leg: every table that propagates should hold it.
fn accepted(cloud: &CloudView) -> Vec<Cidr> {
    let routes = cloud.routes.iter().flat_map(|(_, routes)| routes);
    let mut all: Vec<Cidr> = routes
        .filter(|route| route.accepted)
        .map(|route| route.prefix)
        .collect();
    all.sort();
    all.dedup();
    all
}

fn table_rungs(view: &TableView<'_>, accepted: &[Cidr]) -> Vec<Rung> {
    let label = name_or_id(&view.table.name, &view.table.id);
    if !view.propagates() {
        return vec![
            rung(
                RungName::Propagation,
                label,
                RungState::Waiting,
                Evidence::Nothing,
            ),
            rung(
                RungName::Routes,
                label,
                RungState::Waiting,
                Evidence::Nothing,
            ),
        ];
    }
    let on = rung(
        RungName::Propagation,
        label,
        RungState::Passed,
        Evidence::Seen(view.gateway.to_owned()),
    );
    vec![on, routes(view, label, accepted)]
}

fn routes(view: &TableView<'_>, label: &str, accepted: &[Cidr]) -> Rung {
    let arrived: Vec<Cidr> = view
        .propagated()
        .filter(|route| route.active)
        .map(|route| route.prefix)
        .collect();
    // A table's own default route is meant to win: it is how its subnets reach the internet.
    let own_default = routing::has_own_default(view.table);
    let counts = |prefix: &Cidr| !(own_default && prefix.prefix_len() == 0);
    let wanted = view.propagated().map(|route| route.prefix);
    let mut wanted = wanted.chain(accepted.iter().copied()).filter(counts);
    let shadow = wanted.find_map(|prefix| {
        let winner = routing::rival(prefix, view.table)?;
        Some(Evidence::Shadowed {
            prefix: prefix.to_string(),
            winner: winner.prefix.to_string(),
            via: winner.via.clone(),
        })
    });
    let missing = accepted.iter().filter(|prefix| counts(prefix));
    let missing = missing.filter(|prefix| !arrived.contains(prefix));
    let missing: Vec<String> = missing.map(ToString::to_string).collect();
    let takes_default = arrived.iter().any(|prefix| prefix.prefix_len() == 0);
    let (state, evidence) = match shadow {
        Some(shadow) => (RungState::Broken, shadow),
        None if arrived.is_empty() => (RungState::Waiting, Evidence::Nothing),
        None if !missing.is_empty() => (RungState::Waiting, Evidence::Missing(missing)),
        None if takes_default => (RungState::Warning, Evidence::DefaultRoute),
        None => {
            let all = arrived.iter().map(ToString::to_string).collect();
            (RungState::Passed, Evidence::Routes(all))
        }
    };
    rung(RungName::Routes, label, state, evidence)
}
