//! What both legs carry.

use super::{Differing, Evidence, Rung, RungName, rung};
use crate::{ports::InterfaceRoute, setup::Observation, status::RungState};

pub(super) fn same_prefixes(seen: &Observation) -> Rung {
    let name = RungName::SamePrefixes;
    let Some(cloud) = &seen.cloud else {
        return rung(name, "", RungState::NotChecked, Evidence::Nothing);
    };
    let mut sets: Vec<Vec<String>> = seen
        .connection
        .legs
        .iter()
        .filter_map(|leg| cloud.interface_of(leg))
        .filter_map(|interface| cloud.routes.iter().find(|(id, _)| *id == interface.id))
        .map(|(_, routes)| described(routes))
        .collect();
    if sets.len() < 2 {
        return rung(name, "", RungState::NotChecked, Evidence::Nothing);
    }
    sets.dedup();
    match sets.as_slice() {
        [same] if same.is_empty() => rung(name, "", RungState::Waiting, Evidence::Nothing),
        [same] => rung(
            name,
            "",
            RungState::Passed,
            Evidence::Seen(same.len().to_string()),
        ),
        [one, two, ..] => {
            let only = |a: &[String], b: &[String]| {
                a.iter()
                    .filter(|prefix| !b.contains(prefix))
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let evidence = Evidence::Differs {
                what: Differing::Prefixes,
                partner: only(one, two),
                aws: only(two, one),
            };
            // A session that has just come up has no routes yet.
            let settled = !one.is_empty() && !two.is_empty();
            let state = if settled {
                RungState::Broken
            } else {
                RungState::Waiting
            };
            rung(name, "", state, evidence)
        }
        [] => rung(name, "", RungState::NotChecked, Evidence::Nothing),
    }
}

fn described(routes: &[InterfaceRoute]) -> Vec<String> {
    let mut set: Vec<String> = routes
        .iter()
        .map(|route| {
            format!(
                "{}{}",
                route.prefix,
                if route.accepted { " in" } else { " out" }
            )
        })
        .collect();
    set.sort();
    set
}
