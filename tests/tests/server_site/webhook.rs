//! The webhook of the instance hears of runs that end or need somebody.

use serde_json::{Value, json};
use server::webhook::Address;
use tests::peer::{Peer, answer, nobody};

use crate::{
    runs::ordered,
    support::{Browser, TestSite, logged, site_with, until},
    whole_run::{connected, faults, field, plan, stands, start},
};

/// What no log may say.
const TOKEN: &str = "T0KEN-of-the-webhook";

async fn site_telling(url: &str) -> TestSite {
    let hook = format!("{url}/services/{TOKEN}?key={TOKEN}");
    let address = Address::parse(&hook, true).unwrap();
    site_with(sandbox::Pace::Instant, |config| {
        config.webhook = Some(address);
    })
    .await
}

/// Everything that is left to do for one VPC is begun.
async fn begin(site: &TestSite) -> (Browser, String) {
    let id = ordered(site).await;
    let mut browser = connected(site).await;
    let form = plan(&mut browser, &id, "payments,").await;
    let answer = start(&mut browser, &form).await;
    assert_eq!(answer.location(), format!("/connections/{id}/run"));
    (browser, id)
}

/// The bodies of the posts that were heard.
fn posts(peer: &Peer) -> Vec<Value> {
    let heard = peer.heard();
    let posts = heard.split("POST /services/").skip(1);
    let bodies = posts.filter_map(|post| post.split_once("\r\n\r\n"));
    bodies
        .filter_map(|(_, body)| serde_json::from_str(body).ok())
        .collect()
}

#[tokio::test]
async fn a_run_that_is_done_is_told_once_with_its_page_and_no_secret() {
    let peer = Peer::answering(answer("200 OK", "", "ok")).await;
    let site = site_telling(&peer.url).await;
    let (mut browser, id) = begin(&site).await;
    stands(&mut browser, &id, "done").await;
    until("the webhook is told", async || !posts(&peer).is_empty()).await;
    // Everything under way has ended then: nothing more is told.
    site.site.stop().await;
    let told = posts(&peer);
    assert_eq!(told.len(), 1, "{told:?}");
    let told = &told[0];
    let page = format!("http://127.0.0.1:3000/connections/{id}/run");
    let text = format!("Done: all checks passed (connection `payments`): {page}");
    for (name, expected) in [
        ("state", "done"),
        ("connection", "payments"),
        ("page", page.as_str()),
        ("text", text.as_str()),
    ] {
        assert_eq!(told[name], expected, "{told}");
    }
    let id = told["id"].as_str().unwrap();
    assert!(
        id.starts_with(&format!("{}:done:", told["run"].as_str().unwrap())),
        "{id}"
    );
    assert!(told["at"].as_str().unwrap().ends_with('Z'), "{told}");
    let all = peer.heard();
    for secret in ["123456789012", "AKIA", "ASIA", "sandbox/temporary"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[tokio::test]
async fn a_receiver_that_fails_is_asked_again_and_the_run_does_not_wait_for_it() {
    let peer = Peer::answering(answer("503 Service Unavailable", "", "")).await;
    let site = site_telling(&peer.url).await;
    let (mut browser, id) = begin(&site).await;
    stands(&mut browser, &id, "done").await;
    until("it is told again", async || posts(&peer).len() >= 2).await;
    let told = posts(&peer);
    assert_eq!(told[0], told[1], "the same, by its id");
    site.site.stop().await;
    assert!(logged().contains("the webhook was not told"));
    assert!(!logged().contains(TOKEN));
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = Peer::answering(answer("200 OK", "", "ok")).await;
    let location = format!("location: {}/services/elsewhere\r\n", elsewhere.url);
    let peer = Peer::answering(answer("307 Temporary Redirect", &location, "")).await;
    let site = site_telling(&peer.url).await;
    let (mut browser, id) = begin(&site).await;
    stands(&mut browser, &id, "done").await;
    until("the webhook is told", async || !posts(&peer).is_empty()).await;
    site.site.stop().await;
    assert_eq!(posts(&peer).len(), 1, "a definite no is not asked again");
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn where_nobody_listens_the_run_ends_all_the_same() {
    let site = site_telling(&nobody().await).await;
    let (mut browser, id) = begin(&site).await;
    stands(&mut browser, &id, "done").await;
    site.site.stop().await;
    assert!(!logged().contains(TOKEN));
}

#[tokio::test]
async fn each_time_a_run_needs_somebody_is_told_and_its_end_too() {
    let peer = Peer::answering(answer("200 OK", "", "ok")).await;
    let site = site_telling(&peer.url).await;
    let expired = json!([{"service": "directconnect", "operation": "CreateDirectConnectGatewayAssociation",
        "times": 1, "kind": "expire_token"}]);
    faults(&site, expired).await;
    let (mut browser, id) = begin(&site).await;
    let page = stands(&mut browser, &id, "waiting_for_credentials").await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    let run = field(&page, "run", "");
    browser.post("/api/resume_run", &[("run", &run)]).await;
    stands(&mut browser, &id, "done").await;
    until("both are told", async || posts(&peer).len() >= 2).await;
    site.site.stop().await;
    let told: Vec<Value> = posts(&peer);
    let states: Vec<&str> = told
        .iter()
        .filter_map(|one| one["state"].as_str())
        .collect();
    assert_eq!(states, ["waiting_for_credentials", "done"]);
}

#[tokio::test]
async fn a_run_that_was_refused_asks_for_somebody() {
    let peer = Peer::answering(answer("200 OK", "", "ok")).await;
    let site = site_telling(&peer.url).await;
    let refusal = json!([{"service": "directconnect", "operation": "CreateDirectConnectGateway", "times": null,
        "kind": {"status": {"code": 400, "error": "DirectConnectClientException", "message": "no"}}}]);
    faults(&site, refusal).await;
    let (mut browser, id) = begin(&site).await;
    stands(&mut browser, &id, "needs_you").await;
    until("the webhook is told", async || !posts(&peer).is_empty()).await;
    let text = posts(&peer)[0]["text"].clone();
    assert!(
        text.as_str()
            .unwrap()
            .starts_with("The run needs you (connection `payments`): http"),
        "{text}"
    );
}
