//! One VPC: its gateway, the association, and the routes in each table.

use super::{Evidence, Rung, RungName, rung};
use crate::{
    ports::AssociationState,
    setup::{CloudView, Observation, TableView, VpcView, tables, vpcs},
    status::RungState,
    values::name_or_id,
};

pub(super) fn vpc_rungs(seen: &Observation) -> Vec<Rung> {
    let Some(cloud) = &seen.cloud else {
        return Vec::new();
    };
    let tables = tables(seen);
    let mut rungs = Vec::new();
    let mine: Vec<_> = vpcs(seen)
        .into_iter()
        .filter(|view| view.is_part(seen))
        .collect();
    if mine.is_empty() {
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
                .flat_map(table_rungs),
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

fn attachment(view: &VpcView<'_>, label: &str) -> Rung {
    let id = view
        .gateway
        .map(|gateway| gateway.id.clone())
        .unwrap_or_default();
    let state = if view.is_attached() {
        RungState::Passed
    } else {
        RungState::Waiting
    };
    rung(RungName::Attachment, label, state, Evidence::Seen(id))
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

fn table_rungs(view: &TableView<'_>) -> Vec<Rung> {
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
    vec![on, routes(view, label)]
}

fn routes(view: &TableView<'_>, label: &str) -> Rung {
    let propagated: Vec<_> = view.propagated().collect();
    let shadow = propagated.iter().find_map(|route| {
        let wins = |other: &&crate::ports::Route| !other.propagated && other.prefix == route.prefix;
        view.table
            .routes
            .iter()
            .find(wins)
            .map(|winner| (route.prefix.to_string(), winner.via.clone()))
    });
    if let Some((prefix, via)) = shadow {
        return rung(
            RungName::Routes,
            label,
            RungState::Broken,
            Evidence::Shadowed { prefix, via },
        );
    }
    let active: Vec<String> = propagated
        .iter()
        .filter(|route| route.active)
        .map(|route| route.prefix.to_string())
        .collect();
    if active.is_empty() {
        return rung(
            RungName::Routes,
            label,
            RungState::Waiting,
            Evidence::Nothing,
        );
    }
    rung(
        RungName::Routes,
        label,
        RungState::Passed,
        Evidence::Routes(active),
    )
}
