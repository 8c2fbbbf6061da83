//! Row 4: whatever a creation meets, it is sent as often as the journal says.

use domain::{
    ports::{Attempt, Clock as _},
    run::RunState,
    setup::StepOutcome,
};
use serde_json::json;
use server::clock::SystemClock;

use super::{hosted, ready, rows, state};
use crate::{
    runs::calls,
    support::{TestSite, site, until},
    whole_run::{faults, start},
};

fn is_unknown(row: &Attempt) -> bool {
    matches!(row.concluded, Some((_, StepOutcome::Unknown)))
}

async fn unknown(site: &TestSite, id: &str, operation: &str) -> usize {
    let rows = rows(site, id, operation).await;
    rows.iter().filter(|row| is_unknown(row)).count()
}

/// Takes 20 s of real time: the adapter's own limit, which no clock of ours turns.
#[tokio::test]
async fn a_creation_that_hangs_is_one_request_and_is_found_made() {
    let operation = "CreateDirectConnectGateway";
    let site = site().await;
    let (id, mut browser, form) = ready(&site).await;
    faults(
        &site,
        json!([{"service": "directconnect", "operation": operation, "times": 1,
            "kind": {"delay": {"ms": 60_000}}}]),
    )
    .await;
    start(&mut browser, &form).await;
    for _ in 0..60 {
        if unknown(&site, &id, operation).await == 1 {
            break;
        }
        SystemClock.sleep(1000).await;
    }
    until("done", async || state(&site, &id).await == RunState::Done).await;
    let rows = rows(&site, &id, operation).await;
    assert!(
        matches!(rows.as_slice(), [row] if is_unknown(row)),
        "{rows:?}"
    );
    // The request that hangs is not in the log before it is answered: the world tells.
    let world = site.site.sandbox().unwrap().world();
    let gateways = world["aws"]["directConnectGateways"].as_object().unwrap();
    let made = gateways
        .values()
        .filter(|one| one["tags"]["onramp-connection"] == json!(id));
    assert_eq!(made.count(), 1, "{gateways:?}");
}

#[tokio::test]
async fn a_creation_that_meets_two_gateway_timeouts_is_sent_three_times_by_three_attempts() {
    let operation = "CreatePrivateVirtualInterface";
    let site = site().await;
    let (id, mut browser, form) = ready(&site).await;
    let secondary = hosted(&site, &id, 1).await;
    faults(
        &site,
        json!([{"service": "directconnect", "operation": operation, "times": 2,
            "match": {"connectionId": secondary},
            "kind": {"status": {"code": 504, "error": "GatewayTimeout", "message": "late"}}}]),
    )
    .await;
    start(&mut browser, &form).await;
    for times in 1..=2 {
        until("it meets a time-out", async || {
            unknown(&site, &id, operation).await == times
        })
        .await;
        site.clock.advance_seconds(121);
    }
    until("done", async || state(&site, &id).await == RunState::Done).await;
    let rows = rows(&site, &id, operation).await;
    assert_eq!(
        rows.len(),
        4,
        "one for the primary, three for the secondary"
    );
    assert_eq!(calls(&site, operation), rows.len());
}
