//! Nobody sees what belongs to another account, nor a regional thing in another region.

use std::collections::BTreeSet;

use crate::{
    client::{Answer, Call, IDENTITIES},
    known::{Known, Things},
};

/// Looks for foreign ids in an answer. What the request itself names may be repeated by a refusal.
pub fn check(known: &Known, call: &Call, answer: &Answer) -> Result<(), String> {
    let foreign = match call {
        Call::Json {
            who,
            region,
            operation,
            ..
        } => {
            let global = operation.contains("DirectConnectGateway");
            hidden_at_aws(known, who, (!global).then_some(region.as_str()))
        }
        Call::Query {
            who,
            region,
            service: "ec2",
            ..
        } => hidden_at_aws(known, who, Some(region)),
        Call::Pureport { key, .. } => hidden_at_pureport(known, key),
        _ => return Ok(()),
    };
    let asked = call.to_string();
    let seen = foreign
        .into_iter()
        .find(|id| answer.text.contains(id) && (answer.accepted() || !asked.contains(id)));
    match seen {
        None => Ok(()),
        Some(id) => Err(format!("{id} is visible to somebody else")),
    }
}

/// Every id of the other account, and the regional ones of other regions; except what both sides
/// of an association or proposal share.
fn hidden_at_aws<'k>(known: &'k Known, who: &str, region: Option<&str>) -> BTreeSet<&'k str> {
    let account = IDENTITIES
        .iter()
        .find(|(identity, _)| *identity == who)
        .map_or("", |(_, account)| account);
    let hidden =
        |owner: &str, place: &str| owner != account || region.is_some_and(|region| region != place);
    let aws = &known.aws;
    let mut ids = BTreeSet::new();
    ids.extend(of(&aws.connections, |one| {
        hidden(&one.owner_account, &one.region)
    }));
    ids.extend(of(&aws.virtual_interfaces, |one| {
        hidden(&one.owner_account, &one.region)
    }));
    ids.extend(of(&aws.vpcs, |one| hidden(&one.owner_id, &one.region)));
    ids.extend(of(&aws.subnets, |one| hidden(&one.owner_id, &one.region)));
    ids.extend(of(&aws.route_tables, |one| {
        hidden(&one.owner_id, &one.region)
    }));
    ids.extend(of(&aws.vpn_gateways, |one| {
        hidden(&one.owner_id, &one.region)
    }));
    ids.extend(of(&aws.transit_gateways, |one| {
        hidden(&one.owner_id, &one.region)
    }));
    ids.extend(of(&aws.transit_gateway_attachments, |one| {
        hidden(&one.owner_id, &one.region)
    }));
    ids.extend(of(&aws.transit_gateway_route_tables, |one| {
        hidden(&one.owner_id, &one.region)
    }));
    ids.extend(of(&aws.direct_connect_gateways, |one| {
        one.owner_account != account
    }));
    ids.extend(of(&aws.associations, |_| true));
    ids.extend(of(&aws.proposals, |_| true));
    for id in shared(known, account) {
        ids.remove(id);
    }
    ids
}

fn of<T>(things: &Things<T>, hidden: impl Fn(&T) -> bool) -> impl Iterator<Item = &str> {
    things
        .iter()
        .filter(move |(_, thing)| hidden(thing))
        .map(|(id, _)| id.as_str())
}

fn shared<'k>(known: &'k Known, account: &str) -> Vec<&'k str> {
    let mut ids = vec![];
    for (id, one) in &known.aws.associations {
        if one.direct_connect_gateway_owner_account == account
            || one.virtual_gateway_owner_account == account
        {
            ids.extend([id, &one.direct_connect_gateway_id, &one.virtual_gateway_id]);
        }
    }
    for (id, one) in &known.aws.proposals {
        if one.direct_connect_gateway_owner_account == account
            || one.virtual_gateway_owner_account == account
        {
            ids.extend([id, &one.direct_connect_gateway_id, &one.virtual_gateway_id]);
        }
    }
    ids.into_iter().map(String::as_str).collect()
}

/// Networks, connections and gateways outside of the key's account and its children.
fn hidden_at_pureport<'k>(known: &'k Known, key: &str) -> BTreeSet<&'k str> {
    let key = known.pureport.keys.iter().find(|one| one.key == key);
    let account = key.map_or("", |key| key.account.as_str());
    let networks = known.pureport.networks.iter();
    let hidden: BTreeSet<&str> = networks
        .filter(|network| !known.is_within(&network.account, account))
        .map(|network| network.id.as_str())
        .collect();
    let connections = known.pureport.connections.iter();
    let connections = connections.filter(|one| hidden.contains(one.network.as_str()));
    let inside = connections.flat_map(|one| {
        let gateways = one.gateways.iter().map(|gateway| gateway.id.as_str());
        gateways.chain([one.id.as_str()])
    });
    inside.chain(hidden.iter().copied()).collect()
}
