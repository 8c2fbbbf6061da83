//! Networks.

use domain::{
    ports::{NetworkState, PortError},
    values::{Description, Name},
};
use tests::{World, keys};

use crate::{account, code, network};

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

#[tokio::test]
async fn only_the_networks_of_the_account_are_listed() {
    let world = World::start().await;
    let account = account(&world, &keys::viewer()).await;
    let networks = world
        .fabric
        .networks(&keys::viewer(), &account.id)
        .await
        .unwrap();
    let names: Vec<_> = networks
        .iter()
        .map(|network| network.name.as_str())
        .collect();
    assert_eq!(names, ["Acme production"]);
}

#[tokio::test]
async fn a_network_is_found_by_its_id_and_by_no_other() {
    let world = World::start().await;
    let seeded = network(&world).await;
    let found = world
        .fabric
        .network(&keys::operator(), &seeded.id)
        .await
        .unwrap();
    assert_eq!(found, seeded);
    assert_eq!(found.state, NetworkState::Active);
    let none = world
        .fabric
        .network(&keys::operator(), "network-none")
        .await;
    assert_eq!(none, Err(PortError::NotFound));
}

#[tokio::test]
async fn a_network_is_created_with_its_words_as_they_are() {
    let world = World::start().await;
    let (key, fabric) = (keys::operator(), &world.fabric);
    let account = account(&world, &key).await;
    let words = name("Zürich 🛰️ <b>\"");
    let about = Description::parse("One & two").unwrap();
    let made = fabric
        .create_network(&key, &account.id, &words, &about)
        .await
        .unwrap();
    let found = fabric.network(&key, &made.id).await.unwrap();
    assert_eq!(
        (found.name.as_str(), found.description.as_str()),
        (words.as_str(), "One & two")
    );
    assert_eq!(found.account, account.id);
}

#[tokio::test]
async fn a_name_in_use_is_refused_with_its_code() {
    let world = World::start().await;
    let (key, none) = (keys::operator(), Description::default());
    let account = account(&world, &key).await;
    let answer = world
        .fabric
        .create_network(&key, &account.id, &name("Acme production"), &none)
        .await;
    assert_eq!(code(answer), "NETWORK_NAME_UNIQUE");
}

#[tokio::test]
async fn a_viewer_may_not_create_a_network() {
    let world = World::start().await;
    let (key, none) = (keys::viewer(), Description::default());
    let account = account(&world, &key).await;
    let answer = world
        .fabric
        .create_network(&key, &account.id, &name("Mine"), &none)
        .await;
    let action = "addNetwork".to_owned();
    assert_eq!(answer, Err(PortError::Denied { action }));
}
