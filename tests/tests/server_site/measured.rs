//! CloudWatch's measurements on the pages Verify and Health.

use sandbox::control::ClockChange;
use serde_json::json;

use crate::{proof::Proven, runs::calls};

/// Both clocks, the sandbox's and ours. A session that nobody uses for half an hour ends.
fn minutes_pass(proven: &Proven, minutes: i64) {
    let change = json!({ "advance_seconds": minutes * 60 });
    let change: ClockChange = serde_json::from_value(change).unwrap();
    let sandbox = proven.site.site.sandbox().unwrap();
    sandbox.clock(&change).unwrap();
    proven.site.clock.advance_seconds(minutes * 60);
}

fn asked(proven: &Proven) -> usize {
    calls(&proven.site, "GetMetricData")
}

#[tokio::test]
async fn traffic_is_told_on_verify_and_health_by_one_call_each() {
    let mut proven = Proven::new().await;
    minutes_pass(&proven, 20);
    let page = proven.page("setup/verify").await;
    assert_eq!(asked(&proven), 1);
    for told in [
        "Traffic seen, primary",
        "Traffic seen, secondary",
        "bit/s to AWS",
        "All checks passed",
    ] {
        assert!(page.contains(told), "{told} is missing: {page}");
    }
    let page = proven.page("health").await;
    assert_eq!(asked(&proven), 2);
    assert!(page.contains("bit/s to AWS"), "{page}");
    for other in ["setup/routes", "setup/interfaces", "run"] {
        proven.page(other).await;
    }
    assert_eq!(asked(&proven), 2, "only where it is shown");
}

#[tokio::test]
async fn no_traffic_yet_is_no_failure() {
    let mut proven = Proven::new().await;
    proven.fault(&json!({"blackhole": {}}));
    minutes_pass(&proven, 20);
    let page = proven.page("setup/verify").await;
    assert!(page.contains("None yet"), "{page}");
    assert!(page.contains("All checks passed"), "{page}");
}

#[tokio::test]
async fn traffic_that_stopped_while_bgp_is_up_is_told_with_since_when() {
    let mut proven = Proven::new().await;
    minutes_pass(&proven, 20);
    proven.page("health").await;
    proven.fault(&json!({"blackhole": {}}));
    minutes_pass(&proven, 20);
    let page = proven.page("health").await;
    assert!(page.contains("BGP is up on both legs"), "{page}");
    assert!(page.contains("no traffic passes since about "), "{page}");
}

#[tokio::test]
async fn a_session_that_flapped_is_told_by_aws_although_it_is_up_again() {
    let mut proven = Proven::new().await;
    minutes_pass(&proven, 12);
    proven.fault(&json!({"bgp_down": {"leg": "primary"}}));
    minutes_pass(&proven, 12);
    let page = proven.page("health").await;
    assert!(page.contains("primary BGP down since "), "{page}");
    let none = serde_json::from_value(json!({"faults": []})).unwrap();
    proven
        .site
        .site
        .sandbox()
        .unwrap()
        .put_faults(&none)
        .unwrap();
    minutes_pass(&proven, 12);
    let page = proven.page("health").await;
    assert!(page.contains("BGP is up on both legs"), "{page}");
    let row = page.split("Flaps in 24 h").nth(1).unwrap();
    let row = row.split("</tr>").next().unwrap();
    assert!(row.contains("1, last about "), "{row}");
    let told: Vec<&str> = page
        .split("<tr>")
        .filter(|row| row.contains("<td>AWS</td>"))
        .collect();
    assert!(
        told.iter().any(|row| row.contains("Primary BGP: down")),
        "{told:?}"
    );
}

#[tokio::test]
async fn without_the_right_to_measurements_the_proof_stands() {
    let mut proven = Proven::new().await;
    let plan = json!({"faults": [{"service": "monitoring", "times": null, "kind": {"status":
        {"code": 403, "error": "AccessDenied", "message": "no"}}}]});
    let plan = serde_json::from_value(plan).unwrap();
    proven
        .site
        .site
        .sandbox()
        .unwrap()
        .put_faults(&plan)
        .unwrap();
    let page = proven.page("setup/verify").await;
    assert!(page.contains("Not checked: "), "{page}");
    assert!(page.contains("cloudwatch:GetMetricData"), "{page}");
    assert!(page.contains("All checks passed"), "{page}");
    let page = proven.page("health").await;
    assert!(page.contains("BGP is up on both legs"), "{page}");
    assert!(page.contains("cloudwatch:GetMetricData"), "{page}");
}
