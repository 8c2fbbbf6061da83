//! The seeded half of the world: accounts, keys and one network (sandbox.md, "Seeded world").

use std::collections::BTreeMap;

use crate::{clock::Millis, secret::Secret, world::World};

use super::{
    ids, networks,
    state::{Account, ApiKey, Consent, Network, NetworkState, Rights},
};

const DAY: Millis = 86_400_000;

/// Seeds the account "Acme Networks", its keys and "Acme production"; and a neighbour that its keys
/// must not see.
pub fn seed(world: &mut World) {
    world.pureport.token_secret = Some(Secret::new(world.hex(64)));
    let parent = account(world, "Pureport Demonstrations", None);
    let acme = account(world, "Acme Networks", Some(&parent));
    let globex = account(world, "Globex", Some(&parent));
    key(world, &acme, "sandbox", Rights::ALL);
    key(world, &acme, "viewer", Rights::READ);
    network(world, &acme, "Acme production");
    network(world, &globex, "Globex core");
}

fn account(world: &mut World, name: &str, parent: Option<&str>) -> String {
    let id = ids::new(world, "ac");
    let consent = Consent {
        user_id: ids::new(world, "user"),
        // Before anything that a scenario has ordered.
        consent_at: world.now - 30 * DAY,
    };
    world.pureport.accounts.push(Account {
        id: id.clone(),
        name: name.to_owned(),
        description: String::new(),
        parent: parent.map(str::to_owned),
        consent: Some(consent),
        billing_configured: true,
    });
    id
}

/// The demo keys have their own name as secret, as sandbox.md prints them.
fn key(world: &mut World, account: &str, key: &str, rights: Rights) {
    let user_id = ids::new(world, "user");
    world.pureport.keys.push(ApiKey {
        key: key.to_owned(),
        secret: Secret::new(key),
        account: account.to_owned(),
        user_id,
        networks: rights,
        others: rights,
    });
}

fn network(world: &mut World, account: &str, name: &str) {
    let network = Network {
        id: ids::new(world, "network"),
        account: account.to_owned(),
        name: name.to_owned(),
        description: None,
        tags: BTreeMap::new(),
        state: NetworkState::Active,
        site: networks::site(world),
    };
    world.pureport.networks.push(network);
}
