//! A run from the plan to the proof, through the pages, with the sandbox behind them.

use serde_json::{Value, json};

use crate::{
    runs::{SESSION, calls, ordered},
    support::{Answer, Browser, TestSite, site, until},
};

fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Stops the sandbox's clock, or lets it go on: what a provider is at stays as it is meanwhile.
pub async fn freeze(site: &TestSite, freeze: bool) {
    let url = site.site.addresses.aws.clone().unwrap();
    let answer = http()
        .post(format!("{url}/_sandbox/clock"))
        .json(&json!({ "freeze": freeze }))
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success());
}

/// Replaces the sandbox's fault plan.
pub async fn faults(site: &TestSite, faults: Value) {
    let url = site.site.addresses.aws.clone().unwrap();
    let answer = http()
        .put(format!("{url}/_sandbox/faults"))
        .json(&json!({ "faults": faults }))
        .send()
        .await
        .unwrap();
    assert!(
        answer.status().is_success(),
        "{}",
        answer.text().await.unwrap()
    );
    site.let_answers_age();
}

/// The value of the field `name` whose element holds `near`.
pub fn field(body: &str, name: &str, near: &str) -> String {
    let marker = format!("name=\"{name}\"");
    body.match_indices(&marker)
        .map(|(at, _)| {
            let end = body[at..].find("</div>").map_or(body.len(), |end| at + end);
            &body[body[..at].rfind('<').unwrap()..end]
        })
        .find(|part| part.contains(near))
        .and_then(|part| {
            let from = part.find("value=\"")? + 7;
            let to = part[from..].find('"')?;
            Some(part[from..from + to].to_owned())
        })
        .unwrap_or_else(|| panic!("no {name} near {near}"))
}

/// The plan's page, and what "Run all steps" would post for the VPC of that name.
pub async fn plan(browser: &mut Browser, id: &str, vpc: &str) -> Vec<(String, String)> {
    let page = browser.get(&format!("/connections/{id}/setup")).await;
    assert!(page.body.contains("Run all steps"), "{}", page.body);
    vec![
        ("connection".to_owned(), id.to_owned()),
        ("seen".to_owned(), decoded(&field(&page.body, "seen", ""))),
        ("target".to_owned(), "new_gateway".to_owned()),
        ("vpcs[]".to_owned(), field(&page.body, "vpcs[]", vpc)),
        ("mtu".to_owned(), "1500".to_owned()),
    ]
}

fn decoded(html: &str) -> String {
    html.replace("&#10;", "\n")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

pub async fn start(browser: &mut Browser, form: &[(String, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    browser.post("/api/start_run", &form).await
}

/// Somebody signed in at both providers.
pub async fn connected(site: &TestSite) -> Browser {
    let mut browser = site.signed_in().await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    browser
}

pub async fn run_page(browser: &mut Browser, id: &str) -> String {
    browser.get(&format!("/connections/{id}/run")).await.body
}

/// Waits until the run's page says this state.
pub async fn stands(browser: &mut Browser, id: &str, state: &str) -> String {
    let mut page = String::new();
    let marker = format!("data-state=\"{state}\"");
    until(&format!("the run is {state}"), async || {
        page = run_page(browser, id).await;
        let from = page.find("id=\"run\"").unwrap_or(0);
        page[from..]
            .split('>')
            .next()
            .is_some_and(|tag| tag.contains(&marker))
    })
    .await;
    page
}

/// A run of one VPC that was just started.
async fn started(site: &TestSite) -> (Browser, String) {
    let id = ordered(site).await;
    let mut browser = connected(site).await;
    let form = plan(&mut browser, &id, "payments,").await;
    let answer = start(&mut browser, &form).await;
    assert_eq!(answer.location(), format!("/connections/{id}/run"));
    (browser, id)
}

#[tokio::test]
async fn a_run_goes_from_an_active_connection_to_proven_routes_with_the_planned_calls_alone() {
    let site = site().await;
    let (mut browser, id) = started(&site).await;
    let page = stands(&mut browser, &id, "done").await;
    assert!(page.contains("Done: all checks passed"), "{page}");
    let sent = [
        ("ConfirmConnection", 2),
        ("CreateDirectConnectGateway", 1),
        ("CreatePrivateVirtualInterface", 2),
        ("CreateVpnGateway", 1),
        ("AttachVpnGateway", 1),
        ("CreateDirectConnectGatewayAssociation", 1),
    ];
    for (operation, count) in sent {
        // The preflight's dry runs are calls that change nothing.
        let dry = site.site.sandbox().unwrap().requests(0);
        let dry = dry.iter().filter(|entry| {
            let entry = serde_json::to_value(entry).unwrap();
            entry["operation"] == operation && entry["error"] == "DryRunOperation"
        });
        let dry = dry.count();
        assert_eq!(calls(&site, operation) - dry, count, "{operation}");
    }
    assert_eq!(calls(&site, "GetMetricData"), 0, "no run asks CloudWatch");
    let health = browser.get(&format!("/connections/{id}/health")).await;
    assert!(health.body.contains("BGP is up on both legs"));
}

#[tokio::test]
async fn the_runs_page_asks_no_provider() {
    let site = site().await;
    let (mut browser, id) = started(&site).await;
    stands(&mut browser, &id, "done").await;
    let before = site.site.sandbox().unwrap().requests(0).len();
    for _ in 0..20 {
        run_page(&mut browser, &id).await;
    }
    assert_eq!(site.site.sandbox().unwrap().requests(0).len(), before);
}

#[tokio::test]
async fn two_people_who_start_at_once_start_one_run() {
    let site = site().await;
    let id = ordered(&site).await;
    let (mut one, mut two) = (connected(&site).await, connected(&site).await);
    let form = plan(&mut one, &id, "payments,").await;
    let (a, b) = futures_util::join!(start(&mut one, &form), start(&mut two, &form));
    for answer in [&a, &b] {
        assert!(
            answer
                .location()
                .starts_with(&format!("/connections/{id}/run")),
            "{}",
            answer.location()
        );
    }
    let told = [&a, &b]
        .iter()
        .filter(|answer| answer.location().contains("notice="))
        .count();
    assert_eq!(told, 1, "one is told that there is a run already");
    stands(&mut one, &id, "done").await;
    assert_eq!(calls(&site, "CreateDirectConnectGateway"), 1);
}

#[tokio::test]
async fn an_interface_whose_answer_was_lost_is_found_and_not_made_again() {
    let site = site().await;
    faults(
        &site,
        json!([{"service": "directconnect", "operation": "CreatePrivateVirtualInterface",
        "times": 1, "kind": "drop_after_commit"}]),
    )
    .await;
    let (mut browser, id) = started(&site).await;
    stands(&mut browser, &id, "done").await;
    assert_eq!(
        calls(&site, "CreatePrivateVirtualInterface"),
        2,
        "one for each leg"
    );
}

#[tokio::test]
async fn a_secondary_that_fails_for_good_leaves_the_primary_and_three_choices() {
    let site = site().await;
    let id = ordered(&site).await;
    let second = secondary(&site, &id).await;
    faults(
        &site,
        json!([{"service": "directconnect", "operation": "CreatePrivateVirtualInterface",
        "match": {"connectionId": second}, "times": 1, "kind": {"status": {"code": 400,
            "error": "DirectConnectClientException", "message": "Not this one."}}}]),
    )
    .await;
    let mut browser = connected(&site).await;
    let form = plan(&mut browser, &id, "payments,").await;
    start(&mut browser, &form).await;
    let page = stands(&mut browser, &id, "degraded").await;
    for choice in [
        "Retry Virtual interface, secondary",
        "Keep single connection",
        "Roll back",
    ] {
        assert!(page.contains(choice), "{choice}: {page}");
    }
    let run = field(&page, "run", "");
    browser
        .post(
            "/api/retry_step",
            &[("run", &run), ("step", "interface-secondary")],
        )
        .await;
    stands(&mut browser, &id, "done").await;
    assert_eq!(calls(&site, "CreatePrivateVirtualInterface"), 3);
}

/// The id of the secondary's hosted connection.
async fn secondary(site: &TestSite, id: &str) -> String {
    let partner = site
        .site
        .services
        .partners
        .of_session(SESSION)
        .await
        .unwrap();
    let connection = partner.fabric.connection(&partner.key, id).await.unwrap();
    connection.legs[1].aws_connection.clone().unwrap()
}

#[tokio::test]
async fn a_run_whose_credentials_are_gone_waits_and_the_same_account_alone_takes_it_up() {
    let site = site().await;
    let id = ordered(&site).await;
    let mut browser = connected(&site).await;
    faults(
        &site,
        json!([{"service": "directconnect", "operation": "CreateDirectConnectGatewayAssociation",
        "times": 1, "kind": "expire_token"}]),
    )
    .await;
    let form = plan(&mut browser, &id, "payments,").await;
    start(&mut browser, &form).await;
    let page = stands(&mut browser, &id, "waiting_for_credentials").await;
    let run = field(&page, "run", "");
    let mut other = site.signed_in().await;
    let keys = [
        ("access_key_id", "AKIASANDBOXELSEWHERE"),
        (
            "secret_access_key",
            "sandbox/elsewhere/secret/key/00000000001",
        ),
    ];
    other.post("/api/connect_aws", &keys).await;
    other.post("/api/resume_run", &[("run", &run)]).await;
    assert!(
        run_page(&mut other, &id)
            .await
            .contains("waiting_for_credentials"),
        "another account is refused"
    );
    let keys = [
        ("access_key_id", "AKIASANDBOXOPERATOR1"),
        (
            "secret_access_key",
            "sandbox/operator/secret/key/000000000001",
        ),
    ];
    other.post("/api/connect_aws", &keys).await;
    other.post("/api/resume_run", &[("run", &run)]).await;
    stands(&mut other, &id, "done").await;
    assert_eq!(calls(&site, "CreatePrivateVirtualInterface"), 2);
}

#[tokio::test]
async fn a_plan_that_was_made_with_other_values_is_refused_with_both() {
    let site = site().await;
    let id = ordered(&site).await;
    let mut browser = connected(&site).await;
    let mut form = plan(&mut browser, &id, "payments,").await;
    let seen = &mut form[1].1;
    let line = seen
        .lines()
        .find(|line| line.starts_with("VLAN, primary="))
        .unwrap()
        .to_owned();
    *seen = seen.replace(&line, "VLAN, primary=4000");
    let answer = start(&mut browser, &form).await;
    let page = browser.get(answer.location()).await;
    assert!(
        page.body.contains("VLAN, primary: 4000 before"),
        "{}",
        page.body
    );
    assert!(run_page(&mut browser, &id).await.contains("No run yet"));
}

#[tokio::test]
async fn a_plan_without_a_vpc_comes_back_with_what_was_chosen() {
    let site = site().await;
    let id = ordered(&site).await;
    let mut browser = connected(&site).await;
    let mut form = plan(&mut browser, &id, "payments,").await;
    form.retain(|(name, _)| name != "vpcs[]");
    form.push(("prefixes".to_owned(), "10.0.0.0/8".to_owned()));
    let answer = start(&mut browser, &form).await;
    let page = browser.get(answer.location()).await;
    assert!(page.body.contains("Choose at least one VPC"));
    assert!(page.body.contains("10.0.0.0/8"));
    assert!(page.body.contains("<title>Error: "));
}

#[tokio::test]
async fn what_a_run_makes_is_marked_and_a_second_run_makes_nothing() {
    let site = site().await;
    let (mut browser, id) = started(&site).await;
    stands(&mut browser, &id, "done").await;
    let before = calls(&site, "CreateVpnGateway") + calls(&site, "CreatePrivateVirtualInterface");
    let page = browser
        .get(&format!("/connections/{id}/setup?target="))
        .await;
    assert!(page.status.is_success());
    let page = browser
        .get(&format!("/connections/{id}/setup?target=new_gateway"))
        .await;
    let form = vec![
        ("connection".to_owned(), id.clone()),
        ("target".to_owned(), "new_gateway".to_owned()),
        (
            "vpcs[]".to_owned(),
            field(&page.body, "vpcs[]", "payments,"),
        ),
        ("mtu".to_owned(), "1500".to_owned()),
    ];
    start(&mut browser, &form).await;
    stands(&mut browser, &id, "done").await;
    let after = calls(&site, "CreateVpnGateway") + calls(&site, "CreatePrivateVirtualInterface");
    assert_eq!(before, after);
}
