//! Rules of Pureport's side (pureport.md §3, §4).

use crate::known::{Circuit, Connection, Known};

use super::{at_most, none};

fn circuits(known: &Known) -> impl Iterator<Item = (&Connection, usize, &Circuit)> {
    known.pureport.connections.iter().flat_map(|connection| {
        let legs = connection.gateways.iter().enumerate();
        legs.filter_map(move |(leg, gateway)| Some((connection, leg, gateway.circuit.as_ref()?)))
    })
}

pub fn vlans_are_unique(known: &Known) -> Result<(), String> {
    at_most(
        1,
        circuits(known).map(|(connection, leg, circuit)| {
            let location = &connection.order["location"];
            format!("VLAN {} of leg {leg} at {location}", circuit.vlan)
        }),
    )
}

pub fn blocks_are_apart(known: &Known) -> Result<(), String> {
    let connections = known.pureport.connections.iter();
    at_most(
        1,
        connections.flat_map(|one| {
            let blocks = one.nat.blocks.iter();
            blocks.map(move |block| format!("{block} of {}", one.network))
        }),
    )
}

pub fn networks_have_accounts(known: &Known) -> Result<(), String> {
    let state = &known.pureport;
    let accounts = |id: &String| state.accounts.iter().any(|one| one.id == *id);
    let networks = |id: &String| state.networks.iter().any(|one| one.id == *id);
    let homeless = state.networks.iter().filter(|one| !accounts(&one.account));
    let orphans = state
        .connections
        .iter()
        .filter(|one| !networks(&one.network));
    none(
        homeless
            .map(|one| one.id.clone())
            .chain(orphans.map(|one| one.id.clone())),
    )
}

/// Its owner may have given it up at AWS; but nobody else has it, and the VLAN is the same.
pub fn legs_have_their_connection(known: &Known) -> Result<(), String> {
    at_most(
        1,
        circuits(known).map(|(_, _, circuit)| circuit.remote_id.as_str()),
    )?;
    none(circuits(known).filter_map(|(connection, _, circuit)| {
        let hosted = known.aws.connections.get(&circuit.remote_id)?;
        let same = hosted.vlan == circuit.vlan
            && hosted.owner_account == connection.order["awsAccountId"]
            && hosted.region == connection.order["region"];
        (!same).then(|| circuit.remote_id.clone())
    }))
}
