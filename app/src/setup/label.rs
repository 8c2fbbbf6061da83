//! Names for things that people named, or did not.

use domain::{
    ports::{GatewayState, RouteTable, Vpc, VpnGateway},
    status::Condition,
    values::name_or_id,
};
use leptos::prelude::*;

use crate::{
    components::{StateBadge, Tone},
    words,
};

pub(crate) fn vpn_gateway(gateway: &VpnGateway) -> String {
    if gateway.name.trim().is_empty() {
        gateway.id.clone()
    } else {
        format!("{} ({})", gateway.name, gateway.id)
    }
}

/// What is ready needs nothing from anybody: it looks good, not like a task.
pub(crate) fn tone(condition: Condition) -> Tone {
    match condition {
        Condition::Ready => Tone::Good,
        condition => Tone::of(condition.word()),
    }
}

/// What is known of a thing at AWS, with the provider's own word for it.
pub(crate) fn badge(condition: Condition, word: &str) -> AnyView {
    let word = word.to_owned();
    view! { <StateBadge state=condition.word() word tone=tone(condition)/> }.into_any()
}

pub(crate) fn gateway_badge(state: GatewayState) -> AnyView {
    badge(state.condition(), words::gateway_state(state))
}

/// It was read that there is none, or it was not read.
pub(crate) fn absent_or_unknown(known: bool) -> Condition {
    if known {
        Condition::Absent
    } else {
        Condition::Unknown
    }
}

/// Labels that are told apart: a name that several have is followed by the id.
pub(crate) struct Labels(Vec<(String, String)>);

impl Labels {
    fn new(things: impl Iterator<Item = (String, String)>) -> Self {
        let things: Vec<(String, String)> = things.collect();
        let count = |name: &str| things.iter().filter(|(_, other)| other == name).count();
        let labelled = things.iter().map(|(id, name)| {
            let label = match name_or_id(name, id) {
                name if name != id && count(name) > 1 => format!("{name} ({id})"),
                name => name.to_owned(),
            };
            (id.clone(), label)
        });
        Self(labelled.collect())
    }

    pub fn of_vpcs<'a>(vpcs: impl Iterator<Item = &'a Vpc>) -> Self {
        Self::new(vpcs.map(|vpc| (vpc.id.clone(), vpc.name.clone())))
    }

    pub fn of_tables<'a>(tables: impl Iterator<Item = &'a RouteTable>) -> Self {
        Self::new(tables.map(|table| (table.id.clone(), table.name.clone())))
    }

    /// The label of `id`; the id itself when it is none of these.
    pub fn get(&self, id: &str) -> String {
        let found = self.0.iter().find(|(known, _)| known == id);
        found.map_or_else(|| id.to_owned(), |(_, label)| label.clone())
    }
}

#[cfg(test)]
mod tests {
    use domain::setup::sample::vpc;

    use super::*;

    #[test]
    fn things_of_one_name_are_told_apart_by_their_ids() {
        let vpcs = [
            vpc("vpc-1", "payments", &[]),
            vpc("vpc-2", "payments", &[]),
            vpc("vpc-3", "lab", &[]),
            vpc("vpc-4", "", &[]),
        ];
        let labels = Labels::of_vpcs(vpcs.iter());
        let all: Vec<String> = vpcs.iter().map(|vpc| labels.get(&vpc.id)).collect();
        assert_eq!(
            all,
            ["payments (vpc-1)", "payments (vpc-2)", "lab", "vpc-4"]
        );
    }
}
