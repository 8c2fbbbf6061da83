//! BGP failover tests.

use domain::ports::{InterfaceState, LegRole, TestState};
use tests::{Flow, keys};

use crate::{denied, refusal};

/// A pair with a test running on the primary, as somebody else left it.
async fn testing() -> (Flow, String) {
    let flow = Flow::of_scenario("drill-left-running").await;
    let hosted = flow.hosted_id(LegRole::Primary);
    let all = flow
        .world
        .cloud
        .interfaces(&flow.cloud_key, &flow.region)
        .await
        .unwrap();
    let found = all
        .into_iter()
        .find(|one| one.connection == hosted)
        .unwrap();
    assert_eq!(found.state, InterfaceState::Testing);
    (flow, found.id)
}

#[tokio::test]
async fn a_test_that_runs_is_told_with_its_times_and_can_be_stopped() {
    let (flow, interface) = testing().await;
    let cloud = &flow.world.cloud;
    let (key, region) = (&flow.cloud_key, &flow.region);
    let tests = cloud.failover_tests(key, region, &interface).await.unwrap();
    let [test] = tests.as_slice() else {
        panic!("{tests:?}")
    };
    assert_eq!(test.state, TestState::Running);
    let (started, ends) = (test.started.unwrap(), test.ends.unwrap());
    assert_eq!(ends.seconds_since(started), 4320 * 60);
    cloud
        .stop_failover_test(key, region, &interface)
        .await
        .unwrap();
    let tests = cloud.failover_tests(key, region, &interface).await.unwrap();
    assert_eq!(
        tests.first().map(|test| test.state),
        Some(TestState::Cancelled)
    );
    let (_, said) = refusal(cloud.stop_failover_test(key, region, &interface).await);
    assert!(said.contains("No failover test"), "{said}");
}

#[tokio::test]
async fn who_may_only_read_stops_nothing() {
    let (flow, interface) = testing().await;
    let cloud = &flow.world.cloud;
    let reader = keys::cloud_reader();
    let answer = cloud
        .stop_failover_test(&reader, &flow.region, &interface)
        .await;
    assert_eq!(answer, Err(denied("directconnect:StopBgpFailoverTest")));
    let tests = cloud
        .failover_tests(&reader, &flow.region, &interface)
        .await
        .unwrap();
    assert_eq!(
        tests.first().map(|test| test.state),
        Some(TestState::Running)
    );
}
