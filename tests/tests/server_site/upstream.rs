//! Upstream calls (design/performance.md, B7): what is shown again costs none, a hundred viewers
//! cost the calls of one, and nothing grows with rows.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::{
    proof::Proven,
    runs::ordered,
    support::{Browser, TestSite, site},
    whole_run::{connected, plan, stands, start},
    wizard::{answer_all, at},
};

/// How often each operation was called, with the service's name.
type Calls = BTreeMap<String, usize>;

/// What was called since there were `before` requests.
fn since(site: &TestSite, before: usize) -> Calls {
    let log = site.site.sandbox().unwrap().requests(0);
    let mut calls = Calls::new();
    for entry in &log[before..] {
        let name = format!("{}:{}", entry.service, entry.operation);
        *calls.entry(name).or_default() += 1;
    }
    calls
}

fn count(site: &TestSite) -> usize {
    site.site.sandbox().unwrap().requests(0).len()
}

async fn shown(browser: &mut Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    answer.body
}

/// What a first look at `path` calls.
async fn cost(site: &TestSite, browser: &mut Browser, path: &str) -> Calls {
    site.let_answers_age();
    let before = count(site);
    shown(browser, path).await;
    since(site, before)
}

/// Every page that shows what the providers say, and the wizard's with everything answered.
async fn pages(browser: &mut Browser, id: &str) -> Vec<String> {
    let networks = shown(browser, "/networks").await;
    let (_, network) = networks.split_once("href=\"/networks/net").unwrap();
    let network = format!("net{}", network.split('"').next().unwrap());
    answer_all(browser, &network).await;
    let steps = ["type", "location", "service", "bgp", "networks", "review"];
    let steps = steps.map(|step| at(&network, step));
    let of_connection = [
        "",
        "/setup",
        "/setup?target=new_gateway",
        "/setup/accept",
        "/setup/gateway",
        "/setup/interfaces",
        "/setup/vpc",
        "/setup/association",
        "/setup/routes",
        "/setup/verify",
        "/health",
        "/health/restart/primary",
        "/edit",
        "/teardown",
        "/delete",
    ];
    let of_connection = of_connection.map(|page| format!("/connections/{id}{page}"));
    let lists = ["/networks", "/connections", "/take-over"].map(ToOwned::to_owned);
    let network = format!("/networks/{network}");
    lists
        .into_iter()
        .chain([network])
        .chain(of_connection)
        .chain(steps)
        .collect()
}

/// Its clock stands, so that an answer is old only when a test says so.
async fn proven() -> Proven {
    let proven = Proven::new().await;
    proven.site.clock.stop();
    proven
}

#[tokio::test]
async fn what_is_shown_again_costs_no_call() {
    let mut proven = proven().await;
    let mut costs = Vec::new();
    for path in pages(&mut proven.browser, &proven.id).await {
        proven.site.let_answers_age();
        let before = count(&proven.site);
        let first = proven.browser.get(&path).await;
        let calls = since(&proven.site, before);
        let before = count(&proven.site);
        let second = proven.browser.get(&path).await;
        assert_eq!(since(&proven.site, before), Calls::new(), "{path}");
        assert_eq!(
            (first.status, second.status),
            (StatusCode::OK, StatusCode::OK),
            "{path}"
        );
        costs.push((path, calls.values().sum::<usize>()));
    }
    let looked = costs.iter().filter(|(_, calls)| *calls > 0).count();
    assert!(looked > 15, "most of them look at first: {costs:?}");
}

#[tokio::test]
async fn a_hundred_viewers_cost_the_calls_of_one() {
    let proven = proven().await;
    let (site, id) = (&proven.site, &proven.id);
    let mut viewers = Vec::new();
    for _ in 0..100 {
        viewers.push(connected(site).await);
    }
    for page in ["/setup", "/health", "/run", ""] {
        let path = format!("/connections/{id}{page}");
        let one = cost(site, &mut viewers[0], &path).await;
        site.let_answers_age();
        let before = count(site);
        let looks = viewers.iter_mut().map(|viewer| shown(viewer, &path));
        assert_eq!(join_all(looks).await.len(), 100);
        assert_eq!(since(site, before), one, "{page}");
    }
}

/// Fills the account with 50 of everything that a list can show.
fn fill(site: &TestSite) {
    let own = |owner: &str, region: &str| owner == "123456789012" && region == "us-west-2";
    let mut world = site.site.sandbox().unwrap().shared().lock();
    let aws = &mut world.aws;
    macro_rules! fifty {
        ($kind:ident, $id:ident, $prefix:literal, $owner:ident, |$one:ident, $number:ident| $change:block) => {{
            let mut all = aws.$kind.values();
            let found = all.find(|one| own(&one.$owner, &one.region));
            let mut $one = found.expect(stringify!($kind)).clone();
            $one.tags = Default::default();
            for $number in 0_u16..50 {
                $one.$id = format!(concat!($prefix, "{:017x}"), 0xf00 + $number);
                $change;
                aws.$kind.insert($one.$id.clone(), $one.clone());
            }
        }};
    }
    fifty!(vpcs, vpc_id, "vpc-", owner_id, |vpc, _number| {
        vpc.is_default = false;
    });
    fifty!(subnets, subnet_id, "subnet-", owner_id, |_one, _number| {});
    fifty!(
        route_tables,
        route_table_id,
        "rtb-",
        owner_id,
        |table, number| {
            table.vpc_id = format!("vpc-{:017x}", 0xf00 + number);
            table.main = false;
            table.associations = Vec::new();
            table.propagating = Vec::new();
            table.propagated = Vec::new();
        }
    );
    fifty!(
        vpn_gateways,
        vpn_gateway_id,
        "vgw-",
        owner_id,
        |one, _number| {
            one.attachment = None;
        }
    );
    fifty!(
        virtual_interfaces,
        virtual_interface_id,
        "dxvif-",
        owner_account,
        |one, number| {
            one.connection_id = format!("dxcon-{:017x}", 0xf00 + number);
        }
    );
}

#[tokio::test]
async fn a_page_costs_the_same_with_one_row_and_with_fifty() {
    let mut proven = proven().await;
    let paths = pages(&mut proven.browser, &proven.id).await;
    let mut before = Vec::new();
    for path in &paths {
        before.push(cost(&proven.site, &mut proven.browser, path).await);
    }
    fill(&proven.site);
    order_more(&proven.site, 49).await;
    for (path, before) in paths.iter().zip(before) {
        let after = cost(&proven.site, &mut proven.browser, path).await;
        assert_eq!(after, before, "{path}");
    }
    let (all, vpcs) = (
        shown(&mut proven.browser, "/connections").await,
        shown(
            &mut proven.browser,
            &format!("/connections/{}/setup/vpc", proven.id),
        )
        .await,
    );
    assert!(all.contains("50 of 50 shown"), "{all}");
    assert!(vpcs.contains(&format!("vpc-{:017x}", 0xf00 + 49)), "{vpcs}");
}

/// Connections beside the first, in its network.
async fn order_more(site: &TestSite, count: usize) {
    let url = site.site.addresses.pureport.clone().unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let login = json!({"key": "sandbox", "secret": "sandbox"});
    let login = http.post(format!("{url}/login")).json(&login).send();
    let login: Value = login.await.unwrap().json().await.unwrap();
    let token = login["access_token"].as_str().unwrap();
    let fabric = &site.site.services.fabric.clone().unwrap();
    let key = domain::ports::FabricKey {
        key: "sandbox".to_owned(),
        secret: "sandbox".into(),
    };
    let account = fabric.sign_in(&key).await.unwrap().id;
    let network = fabric.networks(&key, &account).await.unwrap()[0].id.clone();
    for number in 0..count {
        let order = json!({
            "type": "AWS_DIRECT_CONNECT", "name": format!("number {number}"), "description": "", "speed": 50,
            "highAvailability": false, "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"},
            "awsAccountId": "123456789012", "awsRegion": "us-west-2", "cloudRegion": {"href": "/cloudRegions/aws-us-west-2"},
            "peering": {"type": "PRIVATE"}, "customerASN": 64512, "customerNetworks": [], "cloudServices": [],
            "nat": {"enabled": false}, "tags": {}
        });
        let path = format!("{url}/networks/{network}/connections");
        let sent = http.post(path).bearer_auth(token).json(&order).send();
        let answer = sent.await.unwrap();
        assert!(
            answer.status().is_success(),
            "{}",
            answer.text().await.unwrap()
        );
    }
}

/// AWS lists the associations of one gateway at a time, and there is no call for all.
#[tokio::test]
async fn only_the_associations_of_direct_connect_gateways_cost_one_call_each() {
    let mut proven = proven().await;
    let operation = "directconnect:DescribeDirectConnectGatewayAssociations";
    let paths = pages(&mut proven.browser, &proven.id).await;
    let mut before = Vec::new();
    for path in &paths {
        before.push(cost(&proven.site, &mut proven.browser, path).await);
    }
    {
        let mut world = proven.site.site.sandbox().unwrap().shared().lock();
        let gateways = &mut world.aws.direct_connect_gateways;
        let mut one = gateways.values().next().unwrap().clone();
        one.tags = BTreeMap::default();
        for number in 0..20 {
            one.direct_connect_gateway_id = format!("00000000-0000-4000-8000-{number:012}");
            let id = one.direct_connect_gateway_id.clone();
            gateways.insert(id, one.clone());
        }
    }
    let mut grew = Vec::new();
    for (path, mut before) in paths.iter().zip(before) {
        let after = cost(&proven.site, &mut proven.browser, path).await;
        let of_all = before.get(operation).copied().unwrap_or_default();
        if after != before {
            before.insert(operation.to_owned(), of_all + 20);
            grew.push(path.rsplit('/').next().unwrap().to_owned());
        }
        assert_eq!(after, before, "{path}");
    }
    assert_eq!(
        grew,
        [
            "setup?target=new_gateway",
            "gateway",
            "vpc",
            "association",
            "teardown",
            "bgp"
        ]
    );
}

/// Who asked AWS and Pureport since there were `before` requests, with what.
fn askers(site: &TestSite, before: usize) -> Vec<(String, String)> {
    let log = site.site.sandbox().unwrap().requests(0);
    let asked = log[before..].iter().map(|entry| {
        let who = entry.principal.clone().unwrap_or_default();
        (who, format!("{}:{}", entry.service, entry.operation))
    });
    let mut asked: Vec<_> = asked
        .filter(|(_, what)| !what.ends_with(":login"))
        .collect();
    asked.sort();
    asked
}

#[tokio::test]
async fn nobody_is_answered_with_what_another_key_was_told() {
    let mut proven = proven().await;
    let path = format!("/connections/{}/setup/vpc", proven.id);
    let mut reader = proven.site.signed_in().await;
    let keys = [
        ("access_key_id", "AKIASANDBOXREADONLY1"),
        (
            "secret_access_key",
            "sandbox/readonly/secret/key/000000000001",
        ),
    ];
    reader.post("/api/connect_aws", &keys).await;
    let mut elsewhere = proven.site.signed_in().await;
    let keys = [
        ("access_key_id", "AKIASANDBOXELSEWHERE"),
        (
            "secret_access_key",
            "sandbox/elsewhere/secret/key/00000000001",
        ),
    ];
    elsewhere.post("/api/connect_aws", &keys).await;
    proven.site.let_answers_age();
    let ours = shown(&mut proven.browser, &path).await;
    let before = count(&proven.site);
    shown(&mut reader, &path).await;
    let asked = askers(&proven.site, before);
    let aws: Vec<_> = asked
        .iter()
        .filter(|(_, what)| !what.starts_with("pureport"))
        .collect();
    assert!(aws.len() > 10, "{asked:?}");
    assert!(
        aws.iter().all(|(who, _)| who == "AKIASANDBOXREADONLY1"),
        "{asked:?}"
    );
    let theirs = shown(&mut elsewhere, &path).await;
    for id in proven.things("vpcs").keys() {
        let mine = ours.contains(id.as_str());
        assert!(
            !(mine && theirs.contains(id.as_str())),
            "{id} is shown to both accounts"
        );
    }
    assert!(theirs.contains("210987654321") && theirs.contains("vpc-"));

    let mut viewer = proven.site.browser();
    let key = [("key", "viewer"), ("secret", "viewer")];
    viewer.post("/api/sign_in", &key).await;
    shown(&mut proven.browser, "/networks").await;
    let before = count(&proven.site);
    shown(&mut viewer, "/networks").await;
    let asked = askers(&proven.site, before);
    let of_viewer = |(who, _): &(String, String)| who == "viewer";
    assert!(
        !asked.is_empty() && asked.iter().all(of_viewer),
        "{asked:?}"
    );
}

#[tokio::test]
async fn a_wrong_secret_for_a_known_key_is_told_nothing() {
    let mut proven = proven().await;
    shown(&mut proven.browser, "/networks").await;
    let mut thief = proven.site.browser();
    let answer = thief
        .post("/api/sign_in", &[("key", "sandbox"), ("secret", "guess")])
        .await;
    assert!(answer.location().starts_with("/sign-in"));
    let mut thief = proven.site.signed_in().await;
    let keys = [
        ("access_key_id", "AKIASANDBOXOPERATOR1"),
        ("secret_access_key", "guess"),
    ];
    let answer = thief.post("/api/connect_aws", &keys).await;
    let page = shown(&mut thief, answer.location()).await;
    assert!(page.contains("AWS did not accept"), "{page}");
}

#[tokio::test]
async fn a_press_is_seen_on_the_next_page_of_everybody() {
    let site = site().await;
    let id = ordered(&site).await;
    site.clock.stop();
    let (mut one, mut two) = (connected(&site).await, connected(&site).await);
    let path = format!("/connections/{id}/setup/accept");
    let ready = "Accept primary connection";
    for browser in [&mut one, &mut two] {
        assert!(shown(browser, &path).await.contains(ready));
    }
    let form = [("connection", id.as_str()), ("leg", "both")];
    one.post("/api/accept_connections", &form).await;
    for browser in [&mut one, &mut two] {
        assert!(!shown(browser, &path).await.contains(ready));
    }
}

#[tokio::test]
async fn what_a_run_changes_is_seen_at_once_by_pages_that_were_open_before() {
    let site = site().await;
    let id = ordered(&site).await;
    site.clock.stop();
    let mut browser = connected(&site).await;
    let form = plan(&mut browser, &id, "payments,").await;
    let verify = format!("/connections/{id}/setup/verify");
    assert!(
        !shown(&mut browser, &verify)
            .await
            .contains("All checks passed<")
    );
    start(&mut browser, &form).await;
    stands(&mut browser, &id, "done").await;
    assert!(
        shown(&mut browser, &verify)
            .await
            .contains("All checks passed<")
    );
}

#[tokio::test]
async fn whoever_signs_out_leaves_nothing_behind() {
    let mut proven = proven().await;
    let path = format!("/connections/{}/setup", proven.id);
    let first = cost(&proven.site, &mut proven.browser, &path).await;
    let mut other = connected(&proven.site).await;
    shown(&mut other, &path).await;
    proven.browser.post("/api/sign_out", &[]).await;
    let before = count(&proven.site);
    shown(&mut other, &path).await;
    let asked = since(&proven.site, before);
    let calls = |calls: &Calls| calls.values().sum::<usize>();
    assert!(calls(&asked) >= calls(&first), "{asked:?}, {first:?}");
}
