//! What [`domain::ports::Fabric`] promises, by Pureport's adapter against the sandbox over HTTP.

mod access;
mod catalog;
mod evidence;
mod line;
mod networks;
mod orders;

use domain::ports::{Account, FabricKey, Network, PortError};
use tests::{World, keys};

/// The account of the operator.
async fn account(world: &World, key: &FabricKey) -> Account {
    world.fabric.sign_in(key).await.expect("signed in")
}

/// The seeded network.
async fn network(world: &World) -> Network {
    let account = account(world, &keys::operator()).await;
    let networks = world.fabric.networks(&keys::operator(), &account.id).await;
    networks.unwrap().into_iter().next().unwrap()
}

/// The code of a refusal.
fn code<T: std::fmt::Debug>(answer: Result<T, PortError>) -> String {
    match answer {
        Err(PortError::Refused { code, .. }) => code,
        other => panic!("not refused: {other:?}"),
    }
}
