//! Rows 2 and 3: the answer is lost, and nobody can tell whether the thing was made.

use domain::{run::RunState, setup::StepOutcome};
use sandbox::Pace;
use serde_json::json;

use super::{hosted, ready, rows, state};
use crate::{
    runs::calls,
    still::{Hours, still_site},
    whole_run::{faults, run_page, start},
};

const INTERFACE: &str = "CreatePrivateVirtualInterface";
const GATEWAY: &str = "CreateDirectConnectGateway";

#[tokio::test]
async fn an_interface_whose_answer_is_lost_and_whose_list_lags_is_made_once() {
    let site = still_site(Pace::Instant).await;
    let (id, mut browser, form) = ready(&site).await;
    let primary = hosted(&site, &id, 0).await;
    faults(
        &site,
        json!([
            {"service": "directconnect", "operation": INTERFACE, "match": {"connectionId": primary},
                "times": 1, "kind": "drop_after_commit"},
            {"service": "directconnect", "operation": "DescribeVirtualInterfaces", "times": null,
                "for_seconds": 90, "kind": {"stale_read": {"seconds": 90}}},
        ]),
    )
    .await;
    let mut hours = Hours::of(&site);
    start(&mut browser, &form).await;
    hours.pass(85).await;
    let page = run_page(&mut browser, &id).await;
    assert!(page.contains("The run is at work"), "{page}");
    assert!(
        page.contains("1 min 2"),
        "it says how long it waits: {page}"
    );
    let done = async || state(&site, &id).await == RunState::Done;
    let at = hours.pass_until("done", 60, done).await;
    assert!(at >= 90_000, "{at}");
    assert_eq!(calls(&site, INTERFACE), 2, "one for each leg");
    let unknown = rows(&site, &id, INTERFACE).await;
    let unknown = unknown
        .iter()
        .filter(|row| matches!(row.concluded, Some((_, StepOutcome::Unknown))));
    assert_eq!(unknown.count(), 1);
    println!("row 2: 1 create, looked for during {} s, done", at / 1000);
}

#[tokio::test]
async fn a_creation_that_never_arrived_is_sent_once_more_after_its_grace() {
    let site = still_site(Pace::Instant).await;
    let (id, mut browser, form) = ready(&site).await;
    faults(
        &site,
        json!([{"service": "directconnect", "operation": GATEWAY, "times": 1, "kind": "drop_before"}]),
    )
    .await;
    let mut hours = Hours::of(&site);
    start(&mut browser, &form).await;
    hours.pass(110).await;
    assert_eq!(calls(&site, GATEWAY), 1);
    let looks = hours.times(|entry| entry.operation == "DescribeDirectConnectGateways");
    assert!(looks.len() >= 3, "{looks:?}");
    let page = run_page(&mut browser, &id).await;
    assert!(page.contains("The run is at work"), "{page}");
    let done = async || state(&site, &id).await == RunState::Done;
    hours.pass_until("done", 60, done).await;
    let sent = hours.times(|entry| entry.operation == GATEWAY);
    assert!(
        matches!(sent.as_slice(), [first, second] if second - first >= 120_000),
        "{sent:?}"
    );
    assert_eq!(rows(&site, &id, GATEWAY).await.len(), 2);
    println!("row 3: created at {sent:?} ms, after {} looks", looks.len());
}
