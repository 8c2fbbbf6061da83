//! Hosted connections.

use domain::{
    ports::{HostedState, LegRole, PortError},
    values::Speed,
};
use tests::{Flow, World, keys};

use crate::denied;

#[tokio::test]
async fn another_partners_order_is_seen_with_its_values() {
    let world = World::start().await;
    let all = world
        .cloud
        .hosted_connections(&keys::cloud_reader(), &keys::region("us-west-2"))
        .await
        .unwrap();
    let [order] = all.as_slice() else {
        panic!("{all:?}")
    };
    assert!(order.id.starts_with("dxcon-"));
    assert_eq!(
        (order.name.as_str(), order.partner.as_str()),
        ("northwind-order-1", "Northwind Exchange")
    );
    assert_eq!(order.state, HostedState::Ordering);
    assert_eq!(order.vlan.unwrap().number(), 312);
    assert_eq!(
        Speed::from_bandwidth(&order.bandwidth),
        Speed::from_mbps(500)
    );
    assert_eq!(
        (order.location.as_str(), &order.owner),
        ("EqSe2", &Some(keys::account()))
    );
    assert!(order.device.is_some());
}

#[tokio::test]
async fn connections_are_seen_in_their_own_region_and_account_alone() {
    let world = World::start().await;
    let (cloud, west) = (&world.cloud, keys::region("us-west-2"));
    let east = cloud
        .hosted_connections(&keys::cloud_operator(), &keys::region("us-east-1"))
        .await;
    assert_eq!(east, Ok(vec![]));
    let elsewhere = cloud
        .hosted_connections(&keys::cloud_elsewhere(), &west)
        .await;
    assert_eq!(elsewhere, Ok(vec![]));
}

#[tokio::test]
async fn a_pair_appears_in_ordering_on_two_devices_with_the_partners_vlans() {
    let flow = Flow::ordered().await;
    let primary = flow.hosted(LegRole::Primary).await;
    let secondary = flow.hosted(LegRole::Secondary).await;
    assert_eq!(
        (primary.state, secondary.state),
        (HostedState::Ordering, HostedState::Ordering)
    );
    assert_eq!(primary.vlan, flow.leg(LegRole::Primary).vlan);
    assert_eq!(primary.partner, "Pureport");
    assert_ne!(primary.device, secondary.device);
}

#[tokio::test]
async fn a_confirmed_connection_becomes_ready() {
    let flow = Flow::ordered().await;
    flow.accept().await;
    assert!(flow.hosted(LegRole::Primary).await.state.is_ready());
    assert!(flow.hosted(LegRole::Secondary).await.state.is_ready());
    assert_eq!(flow.world.asked("ConfirmConnection"), 2);
}

#[tokio::test]
async fn an_unknown_connection_cannot_be_confirmed() {
    let world = World::start().await;
    let west = keys::region("us-west-2");
    let answer = world
        .cloud
        .confirm_connection(&keys::cloud_operator(), &west, "dxcon-zzzzzzzz")
        .await;
    assert_eq!(answer, Err(PortError::NotFound));
}

#[tokio::test]
async fn a_reader_may_not_confirm_and_the_action_is_named() {
    let flow = Flow::ordered().await;
    let id = flow.hosted_id(LegRole::Primary);
    let answer = flow
        .world
        .cloud
        .confirm_connection(&keys::cloud_reader(), &flow.region, &id)
        .await;
    assert_eq!(answer, Err(denied("directconnect:ConfirmConnection")));
    assert_eq!(
        flow.hosted(LegRole::Primary).await.state,
        HostedState::Ordering
    );
}
