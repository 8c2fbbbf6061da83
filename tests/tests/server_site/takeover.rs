//! A hosted connection of another partner, without any sign-in at Pureport.

use std::fs;

use axum::http::StatusCode;
use server::Providers;

use crate::support::{Browser, TestSite, logged, site, site_with};

/// The sandbox's other partner's, which stands in its letter only.
const KEY: &str = "northwind-demo-key";
const TAKE_OVER: &str = "/take-over";

/// Somebody who gave AWS credentials and nothing else.
async fn in_aws(site: &TestSite) -> Browser {
    let mut browser = site.browser();
    let answer = browser
        .post("/api/connect_aws_sandbox", &[("next", TAKE_OVER)])
        .await;
    assert!(answer.location().starts_with("/take-over?notice="));
    browser
}

async fn elsewhere(site: &TestSite) -> Browser {
    let mut browser = site.browser();
    let secret = "sandbox/elsewhere/secret/key/00000000001";
    let form = [
        ("access_key_id", "AKIASANDBOXELSEWHERE"),
        ("secret_access_key", secret),
    ];
    let answer = browser.post("/api/connect_aws", &form).await;
    assert!(answer.location().starts_with("/connections?notice="));
    browser
}

/// The seeded hosted connection of the other partner.
fn hosted(site: &TestSite) -> String {
    let world = site.site.sandbox().unwrap().world();
    let ends = world["partners"].as_object().unwrap();
    ends.keys().next().unwrap().clone()
}

fn values<'v>(hosted: &'v str, partner_ip: &'v str, key: &'v str) -> [(&'v str, &'v str); 6] {
    [
        ("hosted", hosted),
        ("partner_asn", "65100"),
        ("amazon_asn", "64512"),
        ("partner_ip", partner_ip),
        ("amazon_ip", "169.254.96.2/30"),
        ("bgp_key", key),
    ]
}

async fn taken(site: &TestSite, browser: &mut Browser) -> String {
    let id = hosted(site);
    let place = format!("us-west-2/{id}");
    let form = values(&place, "169.254.96.1/30", KEY);
    let answer = browser.post("/api/take_over", &form).await;
    let accept = format!("/connections/{id}/setup/accept?notice=");
    assert!(
        answer.location().starts_with(&accept),
        "{}",
        answer.location()
    );
    id
}

#[tokio::test]
async fn an_aws_only_session_takes_a_hosted_connection_to_bgp_up() {
    let site = site().await;
    let mut browser = in_aws(&site).await;
    let page = browser.get(TAKE_OVER).await.body;
    assert!(page.contains("northwind-order-1") && page.contains("VLAN 312"));
    let id = taken(&site, &mut browser).await;
    for (post, more) in [
        ("/api/accept_connections", vec![("leg", "primary")]),
        ("/api/create_gateway", vec![("name", "taken-dxgw")]),
        (
            "/api/create_interface",
            vec![("leg", "primary"), ("name", "taken-vif"), ("mtu", "1500")],
        ),
    ] {
        let mut form = vec![("connection", id.as_str())];
        form.extend(more);
        let answer = browser.post(post, &form).await;
        let page = browser.get(answer.location()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            !page.body.contains("role=\"alert\""),
            "{post}: {}",
            page.body
        );
    }
    let world = site.site.sandbox().unwrap().world();
    let sessions = world["aws"]["sessions"].as_object().unwrap();
    let up: Vec<_> = sessions.values().map(|one| one["up"] == true).collect();
    assert_eq!(up, [true], "{sessions:?}");
    let health = browser.get(&format!("/connections/{id}/health")).await;
    assert!(health.body.contains("data-state=\"up\""), "{}", health.body);
    let list = browser.get("/connections").await.body;
    assert!(list.contains("taken over from Northwind Exchange"));
}

#[tokio::test]
async fn without_pureport_the_lists_say_what_is_there() {
    let site = site().await;
    let mut browser = in_aws(&site).await;
    let networks = browser.get("/networks").await;
    assert!(networks.body.contains("Sign in to Pureport"));
    for path in [
        "/connections",
        "/session",
        "/activity",
        "/onboarding",
        TAKE_OVER,
    ] {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
    }
    let home = browser.get("/").await;
    assert_eq!(home.location(), "/connections");
    for path in ["/networks/network-x", "/connections/conn-x/setup"] {
        let answer = browser.get(path).await;
        assert!(answer.location().starts_with("/sign-in?next="), "{path}");
    }
    let form = [("key", "sandbox"), ("secret", "sandbox")];
    assert_eq!(
        browser.post("/api/sign_in", &form).await.location(),
        "/networks"
    );
    let session = browser.get("/session").await.body;
    assert!(session.contains("Acme") && session.contains("Forget AWS credentials"));
}

#[tokio::test]
async fn a_refused_form_comes_back_as_typed_and_its_key_needs_no_second_typing() {
    let site = site().await;
    let mut browser = in_aws(&site).await;
    let id = hosted(&site);
    let place = format!("us-west-2/{id}");
    let wrong = values(&place, "169.254.96.1", KEY);
    let answer = browser.post("/api/take_over", &wrong).await;
    assert!(answer.location().starts_with("/take-over?notice="));
    let page = browser.get(answer.location()).await.body;
    assert!(page.contains("<title>Error: Take over a hosted connection"));
    assert!(page.contains("Enter the Partner IP with its length"));
    for typed in ["169.254.96.1", "169.254.96.2/30", "65100", "64512", &place] {
        assert!(page.contains(&format!("value=\"{typed}\"")), "{typed}");
    }
    assert!(page.contains("This session knows it"));
    let right = values(&place, "169.254.96.1/30", "");
    let answer = browser.post("/api/take_over", &right).await;
    assert!(answer.location().contains("/setup/accept"));
}

#[tokio::test]
async fn what_is_not_in_the_account_is_not_taken() {
    let site = site().await;
    let place = format!("us-west-2/{}", hosted(&site));
    for place in [place.as_str(), "us-west-2/dxcon-none", "us-east-1/vgw-1"] {
        let mut browser = elsewhere(&site).await;
        let form = values(place, "169.254.96.1/30", KEY);
        let answer = browser.post("/api/take_over", &form).await;
        assert!(answer.location().starts_with("/take-over?notice="));
        let page = browser.get(answer.location()).await.body;
        assert!(page.contains("Choose the hosted connection"), "{page}");
    }
}

#[tokio::test]
async fn only_the_aws_account_sees_what_was_taken_over_in_it() {
    let site = site().await;
    let mut browser = in_aws(&site).await;
    let id = taken(&site, &mut browser).await;
    let paths = ["", "/setup", "/setup/accept", "/health", "/delete"]
        .map(|page| format!("/connections/{id}{page}"));
    let mut other = elsewhere(&site).await;
    for path in &paths {
        assert_eq!(browser.get(path).await.status, StatusCode::OK, "{path}");
        assert_eq!(
            other.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert!(!other.get("/connections").await.body.contains(&id));
    let reveal = format!("/connections/{id}/bgp-key");
    let leg = [("leg", "primary")];
    assert_eq!(
        other.post(&reveal, &leg).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(browser.post(&reveal, &leg).await.body.contains(KEY));
    let form = [("connection", id.as_str())];
    other.post("/api/let_go", &form).await;
    let mut pureport = site.signed_in().await;
    let answer = pureport.get(&format!("/connections/{id}")).await;
    assert!(answer.location().starts_with("/aws/sign-in?next="));
    assert_eq!(browser.get(&paths[0]).await.status, StatusCode::OK);
    browser.post("/api/let_go", &form).await;
    assert_eq!(browser.get(&paths[0]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_session_of_the_account_is_asked_for_the_key_again() {
    let site = site().await;
    let id = taken(&site, &mut in_aws(&site).await).await;
    let mut later = in_aws(&site).await;
    let form = [("connection", id.as_str()), ("leg", "primary")];
    later.post("/api/accept_connections", &form).await;
    later
        .post("/api/create_gateway", &[("connection", &id), ("name", "g")])
        .await;
    let page = later
        .get(&format!("/connections/{id}/setup/interfaces"))
        .await;
    assert!(
        page.body.contains("is not known in this session"),
        "{}",
        page.body
    );
    let again = format!("/take-over?connection={id}");
    assert!(page.body.contains(&again));
    let page = later.get(&again).await.body;
    assert!(page.contains("value=\"169.254.96.1/30\""));
}

#[tokio::test]
async fn the_key_that_was_typed_is_found_nowhere() {
    let site = site().await;
    let mut browser = in_aws(&site).await;
    let id = taken(&site, &mut browser).await;
    for path in [
        "",
        "/setup",
        "/setup/accept",
        "/setup/interfaces",
        "/health",
    ] {
        browser.get(&format!("/connections/{id}{path}")).await;
    }
    browser.get(&format!("/take-over?connection={id}")).await;
    browser.get("/activity").await;
    let folder = site.folder.0.clone();
    site.site.stop().await;
    assert!(!browser.seen.contains(KEY) && !logged().contains(KEY));
    let mut files = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let found = bytes.windows(KEY.len()).any(|it| it == KEY.as_bytes());
        assert!(!found);
        files += 1;
    }
    assert!(files > 0, "no database in {}", folder.display());
}

#[tokio::test]
async fn in_live_mode_without_pureport_this_half_is_open() {
    let site = site_with(sandbox::Pace::Instant, |config| {
        config.providers = Providers::Live { pureport_url: None };
    })
    .await;
    let mut browser = site.browser();
    let sign_in = browser.get("/sign-in").await.body;
    assert!(sign_in.contains("Continue with AWS only"));
    assert!(sign_in.contains("The Pureport half is off"));
    let page = browser.get(TAKE_OVER).await.body;
    assert!(page.contains("Connect AWS first") && !page.contains("_sandbox"));
    let connect = browser.get("/aws/sign-in?next=%2Ftake-over").await;
    assert_eq!(connect.status, StatusCode::OK);
    assert!(connect.body.contains("Secret access key"));
}
