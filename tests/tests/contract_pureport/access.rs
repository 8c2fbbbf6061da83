//! Keys, tokens and rights.

use domain::ports::{Fabric, PortError};
use sandbox::control::ClockChange;
use tests::{World, keys, peer::Peer, world};

use crate::account;

fn later(seconds: i64) -> ClockChange {
    ClockChange {
        advance_seconds: Some(seconds),
        freeze: None,
    }
}

#[tokio::test]
async fn signing_in_tells_whose_the_key_is_and_what_it_may_do() {
    let world = World::start().await;
    let operator = account(&world, &keys::operator()).await;
    assert_eq!(operator.name, "Acme Networks");
    assert!(operator.may_create && operator.may_update && operator.may_delete);
    assert!(operator.consented && operator.billing);
    let viewer = account(&world, &keys::viewer()).await;
    assert_eq!(viewer.id, operator.id);
    assert!(!viewer.may_create && !viewer.may_update && !viewer.may_delete);
}

#[tokio::test]
async fn a_wrong_secret_and_an_unknown_key_are_not_accepted() {
    let world = World::start().await;
    for key in [
        keys::fabric("sandbox", "wrong"),
        keys::fabric("nobody", "sandbox"),
    ] {
        let answer = world.fabric.sign_in(&key).await;
        assert_eq!(answer, Err(PortError::Unauthenticated));
    }
}

#[tokio::test]
async fn a_kept_token_does_not_open_the_door_for_a_wrong_secret() {
    let world = World::start().await;
    let account = account(&world, &keys::operator()).await;
    let wrong = keys::fabric("sandbox", "wrong");
    let answer = world.fabric.networks(&wrong, &account.id).await;
    assert_eq!(answer, Err(PortError::Unauthenticated));
}

#[tokio::test]
async fn many_calls_at_once_log_in_once() {
    let world = World::start().await;
    let (key, fabric) = (keys::operator(), &world.fabric);
    let calls = (0..8).map(|_| fabric.catalog(&key, "nowhere"));
    futures_util::future::join_all(calls).await;
    assert_eq!(world.asked("login"), 1);
}

#[tokio::test]
async fn what_was_forgotten_is_asked_for_again() {
    let world = World::start().await;
    let key = keys::operator();
    let account = account(&world, &key).await;
    world.fabric.forget(&key).await;
    world.fabric.networks(&key, &account.id).await.unwrap();
    assert_eq!(world.asked("login"), 2);
}

#[tokio::test]
async fn an_expired_token_is_refreshed() {
    let world = World::start().await;
    let key = keys::operator();
    let account = account(&world, &key).await;
    world.clock.advance(3601);
    world.sandbox.clock(&later(3601)).unwrap();
    world.fabric.networks(&key, &account.id).await.unwrap();
    assert_eq!(world.asked("loginWithRefreshToken"), 1);
    assert_eq!(world.asked("login"), 1);
}

#[tokio::test]
async fn when_the_refresh_token_has_expired_too_it_logs_in() {
    let world = World::start().await;
    let key = keys::operator();
    let account = account(&world, &key).await;
    world.clock.advance(31 * 86_400);
    world.sandbox.clock(&later(31 * 86_400)).unwrap();
    world.fabric.networks(&key, &account.id).await.unwrap();
    assert_eq!(world.asked("login"), 2);
}

#[tokio::test]
async fn a_token_that_pureport_drops_early_is_replaced_once() {
    let world = World::start().await;
    let key = keys::operator();
    let account = account(&world, &key).await;
    world.sandbox.clock(&later(3601)).unwrap();
    world.fabric.networks(&key, &account.id).await.unwrap();
    let asked = world.asked("findNetworks");
    assert_eq!((world.asked("login"), asked), (2, 2));
}

#[tokio::test]
async fn the_secret_is_sent_to_the_login_alone() {
    let world = World::start().await;
    let peer = Peer::in_front_of(&world.sandbox.pureport_url).await;
    let client = world::fabric(&peer.url, None, &world.clock);
    let account = client.sign_in(&keys::viewer()).await.unwrap();
    client.networks(&keys::viewer(), &account.id).await.unwrap();
    assert_eq!(peer.heard().matches(r#""secret":"viewer""#).count(), 1);
}
