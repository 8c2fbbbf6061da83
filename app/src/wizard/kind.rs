//! Step `type`.

use domain::wizard::Kind;
use leptos::prelude::*;

use super::{
    frame::{Parts, defaults_link},
    scene::Scene,
};
use crate::components::{Choice, Select};

const LEAD: &str = "What the network connects to. Seven short steps; each one is saved, and nothing is ordered or \
                    billed before you press “Add connection” on the last.";

/// Pureport's other types, for which Onramp has no steps.
const OTHERS: [(&str, &str); 5] = [
    ("AZURE_EXPRESS_ROUTE", "Azure ExpressRoute"),
    ("GOOGLE_CLOUD_INTERCONNECT", "Google Cloud Interconnect"),
    ("ORACLE_FAST_CONNECT", "Oracle FastConnect"),
    ("SITE_IPSEC_VPN", "Site-to-site VPN"),
    ("PORT", "Port"),
];

pub fn parts(scene: &Scene) -> Parts {
    let other =
        |(value, label): (&str, &str)| Choice::new(value, label).unavailable("not available here");
    let choices: Vec<Choice> = std::iter::once(Choice::new(Kind::WORD, "AWS Direct Connect"))
        .chain(OTHERS.into_iter().map(other))
        .collect();
    let body = view! {
        <Select name="type" label="Type" choices value=Kind::WORD error=scene.error("type")
            hint="Onramp orders AWS Direct Connect and then sets AWS up with you. Order the other types in Pureport’s own console."/>
        {defaults_link(scene)}
    };
    Parts::new(LEAD, body)
}
