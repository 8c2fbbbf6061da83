//! What a plan was made with: shown when it changed between planning and starting.

use super::{Plan, PlannedVpc, SetUp, TearDown};
use crate::{ports::Leg, setup::Observation, values::name_or_id};

/// One thing that the plan depends on. No secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// For example `VLAN, primary`.
    pub name: String,
    /// Empty: not there.
    pub value: String,
}

fn fact(name: impl Into<String>, value: impl ToString) -> Fact {
    Fact {
        name: name.into(),
        value: value.to_string(),
    }
}

fn known<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// Everything that `plan` depends on, as it is seen now.
pub fn facts(plan: &Plan, seen: &Observation) -> Vec<Fact> {
    let set_up = match plan {
        Plan::SetUp(set_up) => set_up,
        Plan::TearDown(tear_down) => return of_removals(tear_down),
    };
    let mut all = vec![
        fact("AWS account", &seen.connection.account),
        fact("Amazon side ASN", seen.ordered_asn()),
    ];
    for leg in &seen.connection.legs {
        all.extend(of_leg(leg, seen));
    }
    all.extend(of_gateway(set_up, seen));
    for vpc in &set_up.vpcs {
        all.extend(of_vpc(vpc, seen));
    }
    all
}

/// Another list of what goes is another plan.
fn of_removals(tear_down: &TearDown) -> Vec<Fact> {
    let removals = tear_down.removals.iter();
    removals
        .map(|removal| fact(removal.id(), format!("{removal:?}")))
        .collect()
}

fn of_leg(leg: &Leg, seen: &Observation) -> Vec<Fact> {
    let role = leg.role.word();
    let interface = seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg));
    vec![
        fact(
            format!("AWS connection, {role}"),
            known(leg.aws_connection.as_ref()),
        ),
        fact(format!("VLAN, {role}"), known(leg.vlan.as_ref())),
        fact(
            format!("Pureport IP, {role}"),
            known(leg.partner_ip.as_ref()),
        ),
        fact(format!("Amazon IP, {role}"), known(leg.aws_ip.as_ref())),
        fact(
            format!("Pureport ASN, {role}"),
            known(leg.partner_asn.as_ref()),
        ),
        fact(
            format!("Virtual interface, {role}"),
            known(interface.map(|found| &found.id)),
        ),
    ]
}

fn of_gateway(set_up: &SetUp, seen: &Observation) -> Option<Fact> {
    let cloud = seen.cloud.as_ref()?;
    let found = cloud.direct_connect_gateway(&seen.connection, &set_up.choice);
    let value = found.map(|found| format!("{}, ASN {}", found.id, found.asn));
    Some(fact("Direct Connect gateway", value.unwrap_or_default()))
}

fn of_vpc(vpc: &PlannedVpc, seen: &Observation) -> Vec<Fact> {
    let Some((region, found)) = seen.cloud.as_ref().and_then(|cloud| cloud.vpc(&vpc.id)) else {
        return vec![fact(vpc.id.clone(), "")];
    };
    let name = name_or_id(&found.name, &found.id);
    let cidrs: Vec<String> = found.cidrs.iter().map(ToString::to_string).collect();
    let gateway = region.gateway_at(&vpc.id).map(|gateway| &gateway.id);
    vec![
        fact(format!("CIDRs of {name}"), cidrs.join(" ")),
        fact(format!("Virtual private gateway of {name}"), known(gateway)),
    ]
}

/// Tells two plans apart, and the same plan at two times: 16 hex digits.
pub fn fingerprint(plan: &Plan, facts: &[Fact]) -> String {
    let text = format!("{plan:?}{facts:?}");
    // FNV-1a, 64 bits: it guards against mistakes, not against people.
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
