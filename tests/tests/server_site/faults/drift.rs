//! Row 16: an answer that no document promised. Nobody panics, the page says what was not done and
//! where the log tells more, and the run goes on once the answers are right again.

use domain::run::RunState;
use serde_json::{Value, json};

use super::{ready, run, state};
use crate::{
    support::{Browser, TestSite, site, until},
    whole_run::{faults, run_page, start},
};

/// What is read by every look of a run, one of each protocol.
const READS: [(&str, &str, &str); 3] = [
    ("pureport", "getConnection", "id"),
    (
        "directconnect",
        "DescribeDirectConnectGateways",
        "directConnectGatewayId",
    ),
    ("ec2", "DescribeVpcs", "vpcId"),
];

fn variants(field: &str) -> [Value; 5] {
    let wrong = |variant: &str| json!({"wrong_body": {"variant": variant, "field": null}});
    let missing = json!({"wrong_body": {"variant": "missing_field", "field": field}});
    [
        missing,
        wrong("html"),
        wrong("truncated"),
        wrong("huge"),
        wrong("extra_enum"),
    ]
}

fn wrong(service: &str, operation: &str, kind: &Value) -> Value {
    json!([{"service": service, "operation": operation, "times": null, "kind": kind}])
}

/// A run that meets the wrong answers from its start on; `true`: it could not go on meanwhile, and
/// its page said so.
async fn meets(service: &str, operation: &str, kind: &Value) -> bool {
    let site = site().await;
    let (id, mut browser, form) = ready(&site).await;
    start(&mut browser, &form).await;
    faults(&site, wrong(service, operation, kind)).await;
    let mut told = false;
    until(&format!("{operation} {kind} is met"), async || {
        let page = run_page(&mut browser, &id).await;
        let run = run(&site, &id).await;
        told = page.contains("does not answer as it should");
        if told {
            assert!(page.contains(&format!("In the log: {}", run.id)), "{page}");
            let what = ["was not understood", "does not know it"];
            assert!(what.iter().any(|what| page.contains(what)), "{page}");
        }
        let log = site.site.sandbox().unwrap().requests(0);
        let met = log.iter().filter(|entry| entry.fault.is_some()).count();
        told || run.state != RunState::Running || met >= 6
    })
    .await;
    faults(&site, json!([])).await;
    if state(&site, &id).await == RunState::NeedsYou {
        let run = run(&site, &id).await.id;
        browser.post("/api/resume_run", &[("run", &run)]).await;
    }
    until(
        &format!("{operation} {kind}: the run is done"),
        async || state(&site, &id).await == RunState::Done,
    )
    .await;
    told
}

async fn all_of(read: (&str, &str, &str)) {
    let (service, operation, field) = read;
    for kind in variants(field) {
        let told = meets(service, operation, &kind).await;
        println!("row 16: {operation} {kind}: told {told}");
        let unheard_of = kind["wrong_body"]["variant"] == "extra_enum";
        assert!(told || unheard_of, "{operation} {kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_answers_of_pureport_hold_a_run_up_and_its_page_says_so() {
    all_of(READS[0]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_answers_of_direct_connect_hold_a_run_up_and_its_page_says_so() {
    all_of(READS[1]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_answers_of_ec2_hold_a_run_up_and_its_page_says_so() {
    all_of(READS[2]).await;
}

/// The page's error, and the number by which the log knows it.
async fn refers(site: &TestSite, browser: &mut Browser, path: &str, kind: &Value) {
    // What was seen before is too old to be shown.
    site.clock.advance_seconds(60);
    let answer = browser.get(path).await;
    let id = answer.header("x-request-id").to_owned();
    assert_eq!(answer.status, 200, "{path} {kind}");
    for told in ["was not understood", &format!("Reference: {id}")] {
        assert!(answer.body.contains(told), "{path} {kind}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_page_that_can_not_be_made_of_a_wrong_answer_says_so_with_its_number_in_the_log() {
    let site = site().await;
    let (id, mut browser, _) = ready(&site).await;
    for kind in variants("id").into_iter().take(4) {
        faults(&site, wrong("pureport", "findNetworks", &kind)).await;
        refers(&site, &mut browser, "/networks", &kind).await;
        faults(&site, wrong("pureport", "getConnection", &kind)).await;
        refers(
            &site,
            &mut browser,
            &format!("/connections/{id}/setup"),
            &kind,
        )
        .await;
        let field = json!({"wrong_body": {"variant": "missing_field", "field": "vpcId"}});
        let is_missing = kind["wrong_body"]["variant"] == "missing_field";
        let kind = if is_missing { &field } else { &kind };
        faults(&site, wrong("ec2", "DescribeVpcs", kind)).await;
        site.clock.advance_seconds(60);
        let page = browser.get(&format!("/connections/{id}/setup")).await;
        assert_eq!(page.status, 200);
        let gap = "was not understood";
        assert!(page.body.contains(gap), "{kind}: {}", page.body);
    }
}
