//! Row 15: the way back is interrupted, and goes on from what is there.

use domain::{
    ports::{Choice, Engine as _},
    run::{Plan, Run, RunState, Started, TearDown},
    setup::{Ports, Reach, observe, teardown},
};
use serde_json::json;

use super::state;
use crate::{
    boundaries::engine,
    runs::{SESSION, actor, calls, ordered},
    support::{TestSite, site, until},
    teardown::{live, set_up},
    whole_run::faults,
};

const DELETE: &str = "DeleteVirtualInterface";

/// The whole way back.
async fn tear_down(site: &TestSite, id: &str) -> Run {
    let services = &site.site.services;
    let partner = services.partners.of_session(SESSION).await.unwrap();
    let cloud_key = services.vault.cloud_key(SESSION).await.unwrap();
    let ports = Ports {
        fabric: partner.fabric.as_ref(),
        cloud: services.cloud.as_ref(),
        fabric_key: &partner.key,
        cloud_key: Some(&cloud_key),
    };
    let reach = Reach::TearDown(Vec::new());
    let seen = observe(ports, id, Choice::NewGateway, &reach)
        .await
        .unwrap();
    let attempts = services.runs.attempts(id).await.unwrap();
    let items = teardown::items(&seen, &teardown::made(&attempts), true);
    let plan = Plan::TearDown(TearDown::of(&items, &seen));
    let (by, now) = (actor(id).user, services.clock.now());
    Run::new((services.token)(), "ac", by, plan, &seen, now)
}

/// Everything stands, and what there was before.
async fn standing() -> (TestSite, String, Vec<String>) {
    let site = site().await;
    let before = live(&site);
    let id = ordered(&site).await;
    set_up(&site, &id).await;
    (site, id, before)
}

async fn ends_clean(site: &TestSite, id: &str, before: &[String], what: &str) {
    let (next, _, _stopper) = engine(site, None);
    next.wake(true);
    until(&format!("{what}: it is done"), async || {
        state(site, id).await == RunState::Done
    })
    .await;
    assert_eq!(live(site), before, "{what}");
    let world = site.site.sandbox().unwrap().world();
    assert_eq!(world["pureport"]["connections"], json!([]), "{what}");
}

/// Dies at the boundary `at` of the journal; `false`: it was over before.
async fn dies_at(at: u32) -> bool {
    let (site, id, before) = standing().await;
    let (first, store, _stopper) = engine(&site, Some(at));
    let started = first.start(actor(&id), tear_down(&site, &id).await).await;
    assert!(matches!(started, Started::Run { .. }), "{started:?}");
    until("it dies or is done", async || {
        store.is_dead() || state(&site, &id).await == RunState::Done
    })
    .await;
    if !store.is_dead() {
        return false;
    }
    site.clock.advance_seconds(400);
    ends_clean(&site, &id, &before, &format!("died at {at}")).await;
    true
}

/// Every boundary with `ONRAMP_BOUNDARIES=all`, else a sample of them.
#[tokio::test(flavor = "multi_thread")]
async fn a_teardown_whose_server_dies_ends_clean() {
    let all = std::env::var("ONRAMP_BOUNDARIES").is_ok_and(|which| which == "all");
    let step = if all { 1 } else { 11 };
    let (mut at, mut cases) = (2, 0);
    while dies_at(at).await {
        (at, cases) = (at + step, cases + 1);
    }
    println!("row 15: died at {cases} boundaries of the way back, clean each time");
    assert!(cases >= 3, "{cases}");
}

#[tokio::test]
async fn a_deletion_that_is_sent_again_for_what_is_gone_counts_as_done() {
    let (site, id, before) = standing().await;
    faults(
        &site,
        json!([
            {"service": "directconnect", "operation": "DescribeVirtualInterfaces", "times": null,
                "kind": {"stale_read": {"seconds": 86_400}}},
            {"service": "directconnect", "operation": DELETE, "times": 1,
                "kind": {"delay": {"ms": 500}}},
        ]),
    )
    .await;
    let (first, store, _stopper) = engine(&site, None);
    first.start(actor(&id), tear_down(&site, &id).await).await;
    let gone = || {
        let world = site.site.sandbox().unwrap().world();
        let all = world["aws"]["virtualInterfaces"]
            .as_object()
            .unwrap()
            .clone();
        all.values().any(|one| !one["deletedAt"].is_null())
    };
    until("the first interface is gone", async || gone()).await;
    store.die();
    // AWS's list still has it when the next server looks, long after.
    site.clock.advance_seconds(400);
    let (next, second, _stopper) = engine(&site, None);
    next.wake(true);
    until("it is deleted again", async || calls(&site, DELETE) >= 2).await;
    let log = site.site.sandbox().unwrap().requests(0);
    let again = log.iter().rfind(|entry| entry.operation == DELETE);
    assert!(
        again.is_some_and(|entry| entry.error.is_some()),
        "{again:?}"
    );
    second.die();
    faults(&site, json!([])).await;
    site.clock.advance_seconds(400);
    ends_clean(&site, &id, &before, "deleted twice").await;
}
