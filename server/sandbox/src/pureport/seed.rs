//! The seeded half of the world: accounts, people, keys and one network (sandbox.md, "Seeded world").

mod people;

use std::collections::BTreeMap;

use crate::{clock::Millis, secret::Secret, world::World};

use super::{
    ids, networks,
    notifications::{ImpactedService, Notification, NotificationType},
    state::{Account, Address, Billing, CollectionMethod, Consent, Means, Network, NetworkState},
};

const DAY: Millis = 86_400_000;

/// Seeds the account "Acme Networks", its people and keys and "Acme production"; and a neighbour that
/// its keys must not see.
pub fn seed(world: &mut World) {
    world.pureport.token_secret = Some(Secret::new(world.hex(64)));
    let parent = account(world, "Pureport Demonstrations", None);
    let acme = account(world, "Acme Networks", Some(&parent));
    let globex = account(world, "Globex", Some(&parent));
    people::acme(world, &acme);
    people::globex(world, &globex);
    network(world, &acme, "Acme production");
    network(world, &globex, "Globex core");
    maintenance(world);
}

fn account(world: &mut World, name: &str, parent: Option<&str>) -> String {
    let id = ids::new(world, "ac");
    let above = parent.and_then(|id| world.pureport.account(id));
    let mut account = Account::new(id.clone(), name, above);
    account.billing_configured = true;
    account.billing = Some(Billing {
        name: name.to_owned(),
        email: "billing@example.com".to_owned(),
        collection_method: CollectionMethod::Net30,
        address: Address {
            country: Some("US".to_owned()),
            ..Address::default()
        },
        allow_child_accounts: false,
        means: Means::default(),
    });
    world.pureport.accounts.push(account);
    id
}

fn consent(world: &mut World, account: &str, user_id: &str) {
    let consent = Consent {
        user_id: user_id.to_owned(),
        // Before anything that is ordered.
        consent_at: world.now - 30 * DAY,
    };
    if let Some(account) = world.pureport.account_mut(account) {
        account.consent = Some(consent);
    }
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

/// Announced for a place where nobody has anything.
fn maintenance(world: &mut World) {
    let notification = Notification {
        id: ids::new(world, "nx"),
        kind: NotificationType::MaintenanceWindow,
        description: "Routers in Dallas get new software, one after the other.".to_owned(),
        impacted_services: vec![ImpactedService::Connections],
        locations: vec!["us-dal".to_owned()],
        start: world.now + 7 * DAY,
        end: world.now + 7 * DAY + DAY / 6,
        created_at: world.now - DAY,
    };
    world.pureport.notifications.push(notification);
}
