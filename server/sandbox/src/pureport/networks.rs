//! Networks: the customer's private mesh at Pureport.

use std::{collections::BTreeMap, net::Ipv4Addr};

use ipnet::Ipv4Net;
use rand::RngExt;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{pace::Transition, timers, world::World};

use super::{
    call::{Answer, Call, Reply, need},
    error::{code, refuse},
    ids,
    json::network_json,
    lifecycle::Event,
    state::{Network, NetworkState},
};

#[derive(Deserialize)]
struct Body {
    id: Option<String>,
    name: Option<String>,
    description: Option<String>,
    tags: Option<BTreeMap<String, String>>,
}

/// `GET /accounts/{accountId}/networks`
pub(super) fn list(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    let account = call.account()?;
    let state = &call.world.pureport;
    let networks = state
        .networks
        .iter()
        .filter(|network| network.account == account.id);
    let networks: Vec<Value> = networks
        .map(|network| network_json(state, network))
        .collect();
    Ok(Reply::ok(json!(networks)))
}

/// `GET /networks/{networkId}`
pub(super) fn get(call: &mut Call) -> Answer {
    need(call.who.networks.read, "networks.read")?;
    Ok(Reply::ok(network_json(
        &call.world.pureport,
        call.network()?,
    )))
}

/// `POST /accounts/{accountId}/networks`
pub(super) fn create(call: &mut Call) -> Answer {
    let account = call.account()?.id.clone();
    need(call.who.networks.create, "networks.create")?;
    let body: Body = call.json()?;
    let id = ids::chosen(call.world, "network", body.id.as_deref())?;
    let name = checked_name(&body)?;
    unique_name(call.world, &account, &id, &name)?;
    let network = Network {
        id: id.clone(),
        account,
        name,
        description: body.description,
        tags: body.tags.unwrap_or_default(),
        state: NetworkState::Pending,
        site: site(call.world),
    };
    let answer = network_json(&call.world.pureport, &network);
    call.world.pureport.networks.push(network);
    let event = timers::Event::Pureport(Event::NetworkActive { network: id });
    call.world.after(Transition::NetworkActive, event);
    Ok(Reply::created(answer))
}

/// `PUT /networks/{networkId}`: the full object; an optional field left out is cleared.
pub(super) fn update(call: &mut Call) -> Answer {
    let network = call.network()?;
    let (id, account) = (network.id.clone(), network.account.clone());
    need(call.who.networks.update, "networks.update")?;
    let body: Body = call.json()?;
    if body.id.as_ref().is_some_and(|given| *given != id) {
        return refuse(code::MODIFICATION_NOT_ALLOWED, "The id cannot change");
    }
    let name = checked_name(&body)?;
    unique_name(call.world, &account, &id, &name)?;
    if let Some(network) = call.world.pureport.network_mut(&id) {
        network.name = name;
        network.description = body.description;
        network.tags = body.tags.unwrap_or_default();
    }
    Ok(Reply::ok(network_json(
        &call.world.pureport,
        call.network()?,
    )))
}

/// `DELETE /networks/{networkId}`: refused while a connection lives.
pub(super) fn delete(call: &mut Call) -> Answer {
    let id = call.network()?.id.clone();
    need(call.who.networks.delete, "networks.delete")?;
    let state = &mut call.world.pureport;
    if state
        .connections
        .iter()
        .any(|connection| connection.network == id)
    {
        return refuse(
            code::NETWORK_DELETE_NON_DELETED_CONNECTION_STATE_CONFLICT,
            "The network still has connections",
        );
    }
    state.networks.retain(|network| network.id != id);
    Ok(Reply::ok(json!({})))
}

fn checked_name(body: &Body) -> Answer<String> {
    checked_texts(body.name.as_deref(), body.description.as_deref())
}

/// Name 1–64 characters, description at most 1024 (networks and connections alike).
pub(super) fn checked_texts(name: Option<&str>, description: Option<&str>) -> Answer<String> {
    let name = name.unwrap_or_default();
    if !(1..=64).contains(&name.chars().count()) {
        return refuse(code::VALIDATION_ERROR, "name must have 1 to 64 characters");
    }
    if description.is_some_and(|text| text.chars().count() > 1024) {
        return refuse(
            code::VALIDATION_ERROR,
            "description must have at most 1024 characters",
        );
    }
    Ok(name.to_owned())
}

/// Network names are unique within their account.
fn unique_name(world: &World, account: &str, id: &str, name: &str) -> Answer<()> {
    let taken = world
        .pureport
        .networks
        .iter()
        .any(|network| network.account == account && network.id != id && network.name == name);
    if taken {
        return refuse(
            code::NETWORK_NAME_UNIQUE,
            "Another network of the account has this name",
        );
    }
    Ok(())
}

/// Two prefixes of the simulated customer site, clear of the seeded VPCs (10.x and 172.31.0.0/16).
pub(super) fn site(world: &mut World) -> Vec<Ipv4Net> {
    let mut rng = world.rng();
    let office = Ipv4Addr::new(192, 168, rng.random_range(0..=255), 0);
    let datacentre = Ipv4Addr::new(172, rng.random_range(16..=30), rng.random_range(0..=255), 0);
    [office, datacentre]
        .map(|address| Ipv4Net::new(address, 24))
        .into_iter()
        .flatten()
        .collect()
}
