//! The partner's records: its log, its measurements, pings and restarts of gateways.

use domain::ports::{
    BgpState, Changed, ConnectionState, LegRole, PingState, PortError, Target, Timestamp,
};
use tests::{Flow, keys};

async fn up() -> Flow {
    let flow = Flow::ordered().await;
    flow.accept().await;
    let gateway = flow.gateway().await;
    flow.interfaces(&Target::DirectConnectGateway(gateway.id))
        .await;
    flow
}

#[tokio::test]
async fn the_log_tells_when_a_session_came_up_and_whose() {
    let flow = up().await;
    let (fabric, id) = (&flow.world.fabric, &flow.connection.id);
    let long_ago = Timestamp(0);
    let changes = fabric
        .changes(&flow.key, &flow.account.id, id, long_ago)
        .await
        .unwrap();
    let primary = &flow.leg(LegRole::Primary).gateway;
    let came_up = |gateway: &str| {
        changes.iter().any(|change| {
            change.to == Changed::Bgp(BgpState::Up) && change.gateway.as_deref() == Some(gateway)
        })
    };
    assert!(came_up(primary), "{changes:?}");
    assert!(
        came_up(&flow.leg(LegRole::Secondary).gateway),
        "{changes:?}"
    );
    assert!(
        changes
            .iter()
            .any(|change| change.to == Changed::Connection(ConnectionState::Active))
    );
    assert!(changes.is_sorted_by_key(|change| std::cmp::Reverse(change.at)));
    let later = Timestamp(i64::MAX / 1_000_000);
    let none = fabric
        .changes(&flow.key, &flow.account.id, id, later)
        .await
        .unwrap();
    assert_eq!(none, []);
}

#[tokio::test]
async fn another_connections_log_is_not_told() {
    let flow = up().await;
    let fabric = &flow.world.fabric;
    let other = fabric
        .changes(&flow.key, &flow.account.id, "conn-other", Timestamp(0))
        .await;
    assert_eq!(other.unwrap(), []);
}

#[tokio::test]
async fn a_ping_is_answered_while_the_session_is_up() {
    let flow = up().await;
    let (fabric, gateway) = (
        &flow.world.fabric,
        flow.leg(LegRole::Primary).gateway.clone(),
    );
    assert_eq!(fabric.pings(&flow.key, &gateway).await.unwrap(), []);
    fabric.ping(&flow.key, &gateway).await.unwrap();
    let pings = fabric.pings(&flow.key, &gateway).await.unwrap();
    let states: Vec<PingState> = pings.iter().map(|ping| ping.state).collect();
    assert_eq!(states, [PingState::Answered]);
    let measured = fabric
        .connectivity(&flow.key, &gateway)
        .await
        .unwrap()
        .unwrap();
    assert!(
        measured.loss < 1.0 && measured.average_ms.is_some(),
        "{measured:?}"
    );
}

#[tokio::test]
async fn a_ping_without_a_session_is_lost() {
    let flow = Flow::ordered().await;
    let (fabric, gateway) = (
        &flow.world.fabric,
        flow.leg(LegRole::Primary).gateway.clone(),
    );
    fabric.ping(&flow.key, &gateway).await.unwrap();
    let pings = fabric.pings(&flow.key, &gateway).await.unwrap();
    assert_eq!(pings.first().map(|ping| ping.state), Some(PingState::Lost));
    let measured = fabric.connectivity(&flow.key, &gateway).await.unwrap();
    assert!(measured.is_none_or(|measured| measured.loss >= 1.0));
}

#[tokio::test]
async fn a_restart_takes_the_session_down_and_brings_it_back() {
    let flow = up().await;
    let (fabric, id) = (&flow.world.fabric, &flow.connection.id);
    let gateway = flow.leg(LegRole::Primary).gateway.clone();
    fabric.restart_gateway(&flow.key, &gateway).await.unwrap();
    assert_eq!(flow.world.asked("respawnGateway"), 1);
    let changes = fabric
        .changes(&flow.key, &flow.account.id, id, Timestamp(0))
        .await
        .unwrap();
    let of_primary =
        |change: &&domain::ports::FabricChange| change.gateway.as_ref() == Some(&gateway);
    let sessions: Vec<Changed> = changes
        .iter()
        .filter(of_primary)
        .map(|change| change.to)
        .filter(|to| matches!(to, Changed::Bgp(_)))
        .collect();
    let (up, down) = (Changed::Bgp(BgpState::Up), Changed::Bgp(BgpState::Down));
    assert_eq!(sessions, [up, down, up]);
}

#[tokio::test]
async fn who_may_only_read_pings_and_restarts_nothing() {
    let flow = up().await;
    let (fabric, gateway) = (
        &flow.world.fabric,
        flow.leg(LegRole::Primary).gateway.clone(),
    );
    let viewer = keys::viewer();
    for refused in [
        fabric.ping(&viewer, &gateway).await,
        fabric.restart_gateway(&viewer, &gateway).await,
    ] {
        assert!(
            matches!(refused, Err(PortError::Denied { .. })),
            "{refused:?}"
        );
    }
}
