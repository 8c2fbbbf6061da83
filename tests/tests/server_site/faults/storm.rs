//! Rows 5, 6 and 17: too many calls, or a provider that fails. All calls of this process to one
//! account heed it, not one run's alone.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    ports::ConnectionState,
    run::{RunState, Started},
    wizard::Step,
};
use sandbox::{
    Pace,
    control::{ClockChange, LogEntry},
};
use serde_json::{Value, json};
use tests::orders::{draft, fields, order, service};

use super::{ready, run, state};
use crate::{
    boundaries::run_to,
    runs::{SESSION, actor, cloud_key, lend},
    still::{Hours, still_site},
    support::{Browser, TestSite, until},
    whole_run::{faults, run_page, start},
};

const AWS: [&str; 3] = ["directconnect", "ec2", "sts"];

/// Every call of these services for so many seconds.
async fn all_calls(site: &TestSite, services: &[&str], kind: &Value) {
    let all = services.iter().map(|service| {
        json!({"service": service, "operation": "*", "times": null, "for_seconds": 60, "kind": kind})
    });
    faults(site, all.collect()).await;
}

/// Single connections, active.
async fn orders(site: &TestSite, count: usize) -> Vec<String> {
    let operator = "sandbox/operator/secret/key/000000000001";
    lend(site, cloud_key("AKIASANDBOXOPERATOR1", operator)).await;
    let services = &site.site.services;
    let partner = services.partners.of_session(SESSION).await.unwrap();
    let (fabric, key) = (partner.fabric.as_ref(), &partner.key);
    let account = fabric.sign_in(key).await.unwrap().id;
    let catalog = fabric.catalog(key, &account).await.unwrap();
    let network = fabric.networks(key, &account).await.unwrap()[0].id.clone();
    let mut ids = Vec::new();
    for number in 0..count {
        let mut draft = draft(&format!("order-{number}"));
        draft.put(Step::Service, service("single"));
        let name = format!("storm {number}");
        draft.put(
            Step::Review,
            fields(&[("name", &name), ("description", "")]),
        );
        let order = order(&draft, &network, &catalog);
        ids.push(fabric.order(key, &order).await.unwrap().id);
    }
    let later = ClockChange {
        advance_seconds: Some(600),
        ..ClockChange::default()
    };
    site.site.sandbox().unwrap().clock(&later).unwrap();
    until("they are active", async || {
        let all = fabric.connections(key, &account).await.unwrap();
        all.iter().all(|one| one.state == ConnectionState::Active)
    })
    .await;
    ids
}

/// VPCs without a virtual private gateway, so that no run needs what another one makes.
const VPCS: [(&str, &str); 5] = [
    ("us-west-2", "payments"),
    ("us-west-2", "lab"),
    ("us-east-1", "payments-dr"),
    ("us-east-1", "old-dr"),
    ("us-east-2", "reporting"),
];

/// So many runs that start at once.
async fn runs(site: &TestSite, ids: &[String]) {
    let mut all = Vec::new();
    for (id, (region, vpc)) in ids.iter().zip(VPCS) {
        all.push((id, run_to(site, id, region, vpc).await));
    }
    for (id, run) in all {
        let started = site.site.services.engine.start(actor(id), run).await;
        assert!(matches!(started, Started::Run { .. }), "{started:?}");
    }
}

async fn all_done(site: &TestSite, ids: &[String]) -> bool {
    for id in ids {
        let run = run(site, id).await;
        let goes_on = matches!(run.state, RunState::Running | RunState::Done);
        assert!(goes_on, "{run:#?}");
        if run.state != RunState::Done {
            return false;
        }
    }
    true
}

/// How long an undisturbed run takes.
async fn undisturbed() -> i64 {
    let site = still_site(Pace::Demo).await;
    let ids = orders(&site, 1).await;
    let mut hours = Hours::of(&site);
    runs(&site, &ids).await;
    let done = async || all_done(&site, &ids).await;
    hours.pass_until("done", 300, done).await
}

fn gate(entry: &LogEntry) -> (String, String) {
    let region = entry.region.clone().unwrap_or_default();
    (entry.service.clone(), region)
}

/// When each account's service was asked although it takes no more calls.
fn struck(hours: &Hours<'_>) -> BTreeMap<(String, String), Vec<i64>> {
    let mut all: BTreeMap<_, Vec<i64>> = BTreeMap::new();
    for (at, entry) in hours.log.iter().filter(|(_, entry)| entry.fault.is_some()) {
        all.entry(gate(entry)).or_default().push(*at);
    }
    all
}

#[tokio::test]
async fn five_runs_in_a_throttle_storm_end_and_ask_seldom_and_never_in_step() {
    let alone = undisturbed().await;
    let site = still_site(Pace::Demo).await;
    let ids = orders(&site, 5).await;
    let mut hours = Hours::of(&site);
    runs(&site, &ids).await;
    hours.pass(2).await;
    all_calls(&site, &AWS, &json!({"throttle": {"retry_after": null}})).await;
    let done = async || all_done(&site, &ids).await;
    let took = hours.pass_until("all are done", 400, done).await;
    let ideal = 60_000 + alone;
    println!(
        "row 5: {took} ms for 5 runs, ideal {ideal} ms: {}.{:02}",
        took / ideal,
        took * 100 / ideal % 100
    );
    assert!(took * 4 <= ideal * 5, "{took} of {ideal} ms");
    for (gate, times) in struck(&hours) {
        let moments: BTreeSet<i64> = times.iter().copied().collect();
        let moments: Vec<i64> = moments.into_iter().collect();
        let rests: Vec<i64> = moments.windows(2).map(|two| two[1] - two[0]).collect();
        println!(
            "row 5: {gate:?} was asked {} times, rests {rests:?} ms",
            times.len()
        );
        assert!(times.len() <= 60, "{gate:?}: {}", times.len());
        // Drawn from thousands: two may be equal by chance.
        let different: BTreeSet<&i64> = rests.iter().collect();
        assert!(different.len() + 1 >= rests.len(), "{gate:?}: {rests:?}");
    }
    let mut seconds: BTreeMap<_, u32> = BTreeMap::new();
    for (at, entry) in &hours.log {
        *seconds.entry((gate(entry), at / 1000)).or_default() += 1;
    }
    let (busiest, most) = seconds.iter().max_by_key(|(_, calls)| **calls).unwrap();
    // The gate counts what it lets pass, AWS what arrives: up to four reads of each run are under way.
    assert!(
        *most <= 200 + 5 * 4,
        "a burst of 100, and 100 a second: {busiest:?} {most}"
    );
}

#[tokio::test]
async fn the_time_that_pureport_names_is_kept_by_runs_and_pages_alike() {
    let site = still_site(Pace::Instant).await;
    let (id, mut browser, form) = ready(&site).await;
    let mut hours = Hours::of(&site);
    start(&mut browser, &form).await;
    faults(
        &site,
        json!([{"service": "pureport", "operation": "*", "times": 1,
            "kind": {"throttle": {"retry_after": 7}}}]),
    )
    .await;
    let sandbox = site.site.sandbox().unwrap();
    let is_spent = async || sandbox.faults() == json!({"faults": []});
    hours.pass_until("it is throttled", 30, is_spent).await;
    let asked = |hours: &Hours<'_>| hours.times(|entry| entry.service == "pureport");
    let before = asked(&hours);
    hours.pass(3).await;
    let page = browser.get("/networks").await.body;
    assert!(page.contains("takes no more calls just now"), "{page}");
    hours.pass(2).await;
    let page = run_page(&mut browser, &id).await;
    assert!(page.contains("takes no more calls just now"), "{page}");
    assert_eq!(asked(&hours), before, "nobody asks");
    let done = async || state(&site, &id).await == RunState::Done;
    hours.pass_until("done", 60, done).await;
    let (last, next) = (*before.last().unwrap(), asked(&hours)[before.len()]);
    println!("row 6: asked again after {} ms", next - last);
    assert!((6_300..=7_700).contains(&(next - last)), "{}", next - last);
}

/// A run during an outage; the moments at which the services that fail were asked.
async fn outage(services: &[&str]) -> BTreeMap<(String, String), Vec<i64>> {
    let site = still_site(Pace::Instant).await;
    let (id, mut browser, form) = ready(&site).await;
    let mut hours = Hours::of(&site);
    start(&mut browser, &form).await;
    let error = json!({"status": {"code": 500, "error": "InternalFailure", "message": "no"}});
    all_calls(&site, services, &error).await;
    hours.pass(40).await;
    let before = struck(&hours);
    shows_its_age(&mut browser, &id).await;
    hours.pass(0).await;
    assert_eq!(struck(&hours), before, "a page asks nobody");
    let done = async || state(&site, &id).await == RunState::Done;
    let at = hours.pass_until("done", 120, done).await;
    println!("row 17: {services:?} failed for 60 s, done after {at} ms");
    assert!(at < 100_000, "{at}");
    let page = run_page(&mut browser, &id).await;
    assert!(!page.contains("does not answer as it should"), "{page}");
    struck(&hours)
}

async fn shows_its_age(browser: &mut Browser, id: &str) {
    let page = run_page(browser, id).await;
    for told in ["asked only every 15 seconds", "What depends on it is 4"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    let page = browser.get(&format!("/connections/{id}/setup")).await.body;
    assert!(page.contains("asked only every 15 seconds"), "{page}");
}

fn are_probes(all: BTreeMap<(String, String), Vec<i64>>) {
    for (gate, times) in all {
        println!("row 17: {gate:?} was asked at {times:?} ms");
        assert!(times.len() > 5, "{gate:?}");
        let opened = times[4];
        let probes = times.iter().filter(|at| **at > opened);
        let moments: Vec<i64> = [opened].iter().chain(probes).copied().collect();
        let apart = moments.windows(2).all(|two| two[1] - two[0] >= 15_000);
        assert!(apart, "{gate:?}: {moments:?}");
    }
}

#[tokio::test]
async fn while_aws_fails_it_is_asked_every_fifteen_seconds_and_the_page_says_how_old_it_is() {
    are_probes(outage(&AWS).await);
}

#[tokio::test]
async fn while_pureport_fails_it_is_asked_every_fifteen_seconds_and_the_page_says_how_old_it_is() {
    are_probes(outage(&["pureport"]).await);
}
