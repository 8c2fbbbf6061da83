//! The health page: what is wrong, since when, and what to do next.

use domain::ports::InterfaceState;
use sandbox::control::Reset;
use serde_json::json;

use crate::{
    proof::Proven,
    support::{TestSite, site},
};

/// The scenario's pair, in a browser that is signed in to both providers.
async fn scenario(name: &str) -> Proven {
    let site: TestSite = site().await;
    let scenario = Some(name.to_owned());
    let reset = Reset {
        scenario,
        ..Reset::default()
    };
    site.site.sandbox().unwrap().reset(&reset).unwrap();
    let mut browser = site.signed_in().await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    let page = browser.get("/connections").await.body;
    let id = page
        .split("/connections/conn-")
        .nth(1)
        .expect("a connection");
    let end = id.find(['/', '"']).unwrap();
    let id = format!("conn-{}", &id[..end]);
    Proven { site, browser, id }
}

#[tokio::test]
async fn a_pair_that_is_well_says_so_and_blames_nothing() {
    let mut proven = Proven::new().await;
    let page = proven.page("health").await;
    assert!(page.contains("BGP is up on both legs"), "{page}");
    assert!(!page.contains("could not be read"), "{page}");
    for told in [
        "2 of 100 in, 1 of 100 out",
        "% lost",
        "none running",
        "Primary BGP: up",
    ] {
        assert!(page.contains(told), "{told} is missing: {page}");
    }
}

#[tokio::test]
async fn a_leg_that_is_down_is_told_with_since_when() {
    let mut proven = Proven::new().await;
    proven.fault(&json!({"bgp_down": {"leg": "primary"}}));
    let page = proven.page("health").await;
    assert!(
        page.contains("Traffic runs on the secondary only; primary BGP down since "),
        "{page}"
    );
    assert!(
        page.contains("Ping from the primary gateway: whether"),
        "{page}"
    );
    assert!(
        page.contains("Primary BGP: down"),
        "the timeline tells it: {page}"
    );
}

#[tokio::test]
async fn a_ping_that_is_lost_ends_in_a_ticket_without_a_key() {
    let mut proven = Proven::new().await;
    proven.fault(&json!({"bgp_down": {"leg": "primary"}}));
    let form = [
        ("connection", proven.id.clone()),
        ("leg", "primary".to_owned()),
    ];
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let answer = proven.browser.post("/api/ping_gateway", &form).await;
    let page = proven.browser.get(answer.location()).await.body;
    assert!(
        page.contains("The gateway is pinging the Amazon address"),
        "{page}"
    );
    assert!(
        page.contains("does not answer a ping: the link is at fault"),
        "{page}"
    );
    assert!(page.contains("Ticket for Pureport, primary"), "{page}");
    let log = proven.browser.get("/activity").await.body;
    assert!(log.contains("pureport:Ping"), "{log}");
}

#[tokio::test]
async fn a_link_that_is_down_is_a_matter_for_the_partner() {
    let mut proven = Proven::new().await;
    proven.fault(&json!({"link_down": {"leg": "primary"}}));
    let page = proven.page("health").await;
    assert!(
        page.contains("primary link between Pureport and AWS is down"),
        "{page}"
    );
    assert!(page.contains("Ticket for Pureport, primary"), "{page}");
}

#[tokio::test]
async fn a_test_that_was_left_running_is_stopped_from_the_page() {
    let mut proven = scenario("drill-left-running").await;
    let page = proven.page("health").await;
    assert!(
        page.contains("A failover test holds the primary BGP session down since "),
        "{page}"
    );
    assert!(page.contains(">Stop test</button>"), "{page}");
    let id = proven.id.clone();
    let form = [("connection", id.as_str()), ("leg", "primary")];
    let answer = proven.browser.post("/api/stop_failover_test", &form).await;
    let page = proven.browser.get(answer.location()).await.body;
    assert!(page.contains("The failover test is stopped"), "{page}");
    assert!(page.contains("BGP is up on both legs"), "{page}");
    let interfaces = proven.things("virtualInterfaces");
    let testing = serde_json::to_value(InterfaceState::Testing).unwrap();
    let left = interfaces
        .values()
        .filter(|one| one["virtualInterfaceState"] == testing);
    assert_eq!(left.count(), 0);
    let answer = proven.browser.post("/api/stop_failover_test", &form).await;
    let page = proven.browser.get(answer.location()).await.body;
    assert!(page.contains("The failover test was not stopped"), "{page}");
}

#[tokio::test]
async fn a_gateway_is_restarted_only_while_its_sibling_is_up() {
    let mut proven = Proven::new().await;
    let asked = |proven: &Proven| crate::runs::calls(&proven.site, "respawnGateway");
    let id = proven.id.clone();
    let page = proven.page("health/restart/primary").await;
    assert!(page.contains(">Restart primary gateway</button>"), "{page}");
    let form = [("connection", id.as_str()), ("leg", "primary")];
    let answer = proven.browser.post("/api/restart_gateway", &form).await;
    let page = proven.browser.get(answer.location()).await.body;
    assert!(page.contains("The gateway is being restarted"), "{page}");
    assert_eq!(asked(&proven), 1);
    proven.fault(&json!({"bgp_down": {"leg": "secondary"}}));
    let page = proven.page("health/restart/primary").await;
    assert!(
        page.contains("A restart is refused while BGP on the secondary is not up"),
        "{page}"
    );
    assert!(!page.contains("/api/restart_gateway"), "{page}");
    let answer = proven.browser.post("/api/restart_gateway", &form).await;
    let page = proven.browser.get(answer.location()).await.body;
    assert!(page.contains("The gateway was not restarted"), "{page}");
    assert_eq!(asked(&proven), 1);
    let unknown = format!("/connections/{id}/health/restart/tertiary");
    assert_eq!(proven.browser.get(&unknown).await.status, 404);
}

#[tokio::test]
async fn ninety_nine_prefixes_are_told_before_they_are_too_many() {
    let mut proven = scenario("quota-routes").await;
    let page = proven.page("health").await;
    assert!(
        page.contains("99 of 100 prefixes come in on the primary"),
        "{page}"
    );
    let page = proven.page("setup/verify").await;
    assert!(page.contains("All checks passed, with a warning"), "{page}");
}

#[tokio::test]
async fn pureport_alone_is_enough_for_a_verdict() {
    let mut proven = Proven::new().await;
    proven.browser.post("/api/forget_aws", &[]).await;
    let page = proven.page("health").await;
    assert!(page.contains("BGP is up on both legs"), "{page}");
    assert!(page.contains("AWS is not connected"), "{page}");
}

#[tokio::test]
async fn aws_alone_is_enough_while_pureport_does_not_answer() {
    let mut proven = Proven::new().await;
    let plan = json!({"faults": [
        {"service": "pureport", "times": null, "kind": {"status": {"code": 503, "error": "SERVICE_UNAVAILABLE", "message": "away"}}},
    ]});
    let plan = serde_json::from_value(plan).unwrap();
    proven
        .site
        .site
        .sandbox()
        .unwrap()
        .put_faults(&plan)
        .unwrap();
    let page = proven.page("health").await;
    assert!(page.contains("Pureport does not answer"), "{page}");
    assert!(page.contains("BGP is up on both legs"), "{page}");
    assert!(page.contains(&proven.interface()), "{page}");
    assert!(
        !page.contains("/api/ping_gateway"),
        "what needs Pureport is not offered: {page}"
    );
}
