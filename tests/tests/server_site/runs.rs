//! The engine against the sandbox: what is pressed twice is made once.

use domain::{
    ports::{Actor, Choice, CloudKey, FabricKey, LegRole, UserId},
    setup::{Goal, Notice, Refusal},
    values::RegionName,
};
use sandbox::Pace;
use serde_json::{Value, json};

use crate::support::{Browser, TestSite, site, site_at, until};

pub fn cloud_key(id: &str, secret: &str) -> CloudKey {
    CloudKey {
        access_key_id: id.to_owned(),
        secret_access_key: secret.into(),
        session_token: None,
    }
}

/// Somebody whose credentials [`ordered`] put into the vault.
pub fn actor(connection: &str) -> Actor {
    Actor {
        user: UserId("pureport:sandbox".to_owned()),
        session: SESSION.to_owned(),
        connection: connection.to_owned(),
    }
}

pub const SESSION: &str = "a session";

pub async fn lend(site: &TestSite, cloud: CloudKey) {
    let vault = &site.site.services.vault;
    let fabric = FabricKey {
        key: "sandbox".to_owned(),
        secret: "sandbox".into(),
    };
    vault.put_fabric_key(SESSION, fabric).await.unwrap();
    vault.put_cloud_key(SESSION, cloud).await.unwrap();
}

/// Orders a connection by Pureport's own API, waits until it is active, and lends the engine the
/// operator's credentials.
pub async fn ordered(site: &TestSite) -> String {
    let operator = "sandbox/operator/secret/key/000000000001";
    lend(site, cloud_key("AKIASANDBOXOPERATOR1", operator)).await;
    let url = site.site.addresses.pureport.clone().unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let login = json!({"key": "sandbox", "secret": "sandbox"});
    let login: Value = http
        .post(format!("{url}/login"))
        .json(&login)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let token = login["access_token"].as_str().unwrap().to_owned();
    let get = async |path: &str| -> Value {
        http.get(format!("{url}{path}"))
            .bearer_auth(&token)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    };
    let accounts = get("/accounts").await;
    let account = accounts[0]["id"].as_str().unwrap().to_owned();
    let networks = get(&format!("/accounts/{account}/networks")).await;
    let network = networks[0]["id"].as_str().unwrap().to_owned();
    let order = json!({
        "type": "AWS_DIRECT_CONNECT", "name": "payments", "description": "", "speed": 50,
        "highAvailability": true, "billingTerm": "HOURLY", "location": {"href": "/locations/us-sea"},
        "awsAccountId": "123456789012", "awsRegion": "us-west-2", "cloudRegion": {"href": "/cloudRegions/aws-us-west-2"},
        "peering": {"type": "PRIVATE"}, "customerASN": 64512, "customerNetworks": [], "cloudServices": [],
        "nat": {"enabled": false}, "tags": {}
    });
    let path = format!("{url}/networks/{network}/connections");
    let answer = http
        .post(path)
        .bearer_auth(&token)
        .json(&order)
        .send()
        .await
        .unwrap();
    assert!(
        answer.status().is_success(),
        "{}",
        answer.text().await.unwrap()
    );
    let mut id = String::new();
    until("the connection is active", async || {
        let connections = get(&format!("/networks/{network}/connections")).await;
        connections[0]["id"]
            .as_str()
            .unwrap_or_default()
            .clone_into(&mut id);
        connections[0]["state"] == "ACTIVE"
    })
    .await;
    id
}

/// How many calls of an operation AWS saw, and how many of them it accepted.
pub fn calls(site: &TestSite, operation: &str) -> usize {
    let log = site.site.sandbox().unwrap().requests(0);
    let log: Vec<Value> = log
        .iter()
        .map(|entry| serde_json::to_value(entry).unwrap())
        .collect();
    log.iter()
        .filter(|entry| entry["operation"] == operation)
        .count()
}

fn both() -> Goal {
    Goal::Accept {
        legs: vec![LegRole::Primary, LegRole::Secondary],
    }
}

#[tokio::test]
async fn a_gateway_that_is_asked_for_twice_at_once_is_made_once() {
    let site = site().await;
    let id = ordered(&site).await;
    let engine = &site.site.services.engine;
    let goal = Goal::CreateGateway {
        name: "onramp".to_owned(),
    };
    let presses = (0..8).map(|_| engine.pursue(actor(&id), goal.clone()));
    let notices = futures_util::future::join_all(presses).await;
    let made = notices
        .iter()
        .filter(|notice| matches!(notice, Notice::Reached { already: false, .. }))
        .count();
    assert_eq!(made, 1, "{notices:?}");
    assert!(
        notices
            .iter()
            .all(|notice| matches!(notice, Notice::Reached { .. })),
        "{notices:?}"
    );
    assert_eq!(calls(&site, "CreateDirectConnectGateway"), 1);
}

#[tokio::test]
async fn the_whole_set_up_is_reached_goal_by_goal() {
    let site = site().await;
    let id = ordered(&site).await;
    let engine = &site.site.services.engine;
    let region = RegionName::parse("us-west-2").unwrap();
    let reach = async |goal: Goal| {
        let notice = engine.pursue(actor(&id), goal).await;
        assert!(
            matches!(notice, Notice::Reached { already: false, .. }),
            "{notice:?}"
        );
    };
    reach(both()).await;
    reach(Goal::CreateGateway {
        name: "onramp".to_owned(),
    })
    .await;
    for leg in [LegRole::Primary, LegRole::Secondary] {
        reach(Goal::CreateInterface {
            leg,
            name: format!("payments-{}", leg.word()),
            mtu: 1500,
        })
        .await;
    }
    let key = cloud_key(
        "AKIASANDBOXOPERATOR1",
        "sandbox/operator/secret/key/000000000001",
    );
    let cloud = &site.site.services.cloud;
    let vpcs = cloud.vpcs(&key, &region).await.unwrap();
    let vpc = vpcs
        .iter()
        .find(|vpc| vpc.name == "payments")
        .unwrap()
        .id
        .clone();
    let attach = Goal::Attach {
        region: region.clone(),
        vpc: vpc.clone(),
        gateway: None,
        name: "payments".to_owned(),
        asn: None,
    };
    reach(attach.clone()).await;
    let again = engine.pursue(actor(&id), attach).await;
    assert!(
        matches!(again, Notice::Reached { already: true, .. }),
        "{again:?}"
    );
    let gateways = cloud.vpn_gateways(&key, &region).await.unwrap();
    let at_vpc = |gateway: &&domain::ports::VpnGateway| {
        gateway
            .attachment
            .as_ref()
            .is_some_and(|(at, _)| *at == vpc)
    };
    let vgw = gateways.iter().find(at_vpc).unwrap().id.clone();
    reach(Goal::Associate {
        region: region.clone(),
        vpn_gateway: vgw.clone(),
        prefixes: Vec::new(),
    })
    .await;
    let tables = cloud.route_tables(&key, &region).await.unwrap();
    let tables: Vec<String> = tables
        .iter()
        .filter(|table| table.vpc == vpc)
        .map(|table| table.id.clone())
        .collect();
    assert!(tables.len() > 1);
    reach(Goal::Propagate {
        region: region.clone(),
        vpc: vpc.clone(),
        tables,
    })
    .await;
    let tables = cloud.route_tables(&key, &region).await.unwrap();
    for table in tables.iter().filter(|table| table.vpc == vpc) {
        assert!(
            table
                .routes
                .iter()
                .any(|route| route.propagated && route.via == vgw),
            "{table:?}"
        );
    }
    let attempts = site.site.services.runs.attempts(&id).await.unwrap();
    assert!(attempts.iter().all(|attempt| attempt.concluded.is_some()));
    let listed = site
        .site
        .services
        .activity
        .recent(&actor(&id).user, 100)
        .await
        .unwrap();
    assert_eq!(listed.len(), attempts.len());
}

#[tokio::test]
async fn what_has_to_wait_goes_on_alone() {
    let site = site_at(Pace::Demo).await;
    let id = ordered(&site).await;
    let engine = &site.site.services.engine;
    let attach = |vpc: String| Goal::Attach {
        region: RegionName::parse("us-west-2").unwrap(),
        vpc,
        gateway: None,
        name: "payments".to_owned(),
        asn: None,
    };
    let key = cloud_key(
        "AKIASANDBOXOPERATOR1",
        "sandbox/operator/secret/key/000000000001",
    );
    let region = RegionName::parse("us-west-2").unwrap();
    let cloud = &site.site.services.cloud;
    let vpcs = cloud.vpcs(&key, &region).await.unwrap();
    let vpc = vpcs
        .iter()
        .find(|vpc| vpc.name == "payments")
        .unwrap()
        .id
        .clone();
    let notice = engine.pursue(actor(&id), attach(vpc.clone())).await;
    assert!(matches!(notice, Notice::Waiting { .. }), "{notice:?}");
    assert_eq!(engine.running(&id).await.len(), 1);
    let second = engine.pursue(actor(&id), attach(vpc)).await;
    assert!(
        matches!(second, Notice::Waiting { .. } | Notice::Reached { .. }),
        "{second:?}"
    );
    until("it is attached without another press", async || {
        engine.running(&id).await.is_empty()
    })
    .await;
    assert_eq!(
        (
            calls(&site, "CreateVpnGateway"),
            calls(&site, "AttachVpnGateway")
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn nothing_is_accepted_in_another_account() {
    let site = site().await;
    let id = ordered(&site).await;
    let elsewhere = "sandbox/elsewhere/secret/key/00000000001";
    lend(&site, cloud_key("AKIASANDBOXELSEWHERE", elsewhere)).await;
    let notice = site.site.services.engine.pursue(actor(&id), both()).await;
    assert!(
        matches!(
            notice,
            Notice::Refused {
                refusal: Refusal::OtherAccount { .. },
                ..
            }
        ),
        "{notice:?}"
    );
    assert_eq!(calls(&site, "ConfirmConnection"), 0);
}

#[tokio::test]
async fn a_gateway_with_another_asn_is_refused_by_the_engine_too() {
    let site = site().await;
    let id = ordered(&site).await;
    let key = cloud_key(
        "AKIASANDBOXOPERATOR1",
        "sandbox/operator/secret/key/000000000001",
    );
    let region = RegionName::parse("us-west-2").unwrap();
    let gateways = site
        .site
        .services
        .cloud
        .gateways(&key, &region)
        .await
        .unwrap();
    let core = gateways
        .iter()
        .find(|gateway| gateway.name == "core-dxgw")
        .unwrap();
    let target = domain::ports::Target::DirectConnectGateway(core.id.clone());
    site.site
        .services
        .choices
        .save(&id, &Choice::Existing { target })
        .await
        .unwrap();
    let engine = &site.site.services.engine;
    engine.pursue(actor(&id), both()).await;
    let goal = Goal::CreateInterface {
        leg: LegRole::Primary,
        name: "x".to_owned(),
        mtu: 1500,
    };
    let notice = engine.pursue(actor(&id), goal).await;
    let mismatch = Refusal::AsnMismatch {
        ordered: 64512,
        gateway: 65010,
    };
    assert!(
        matches!(&notice, Notice::Refused { refusal, .. } if *refusal == mismatch),
        "{notice:?}"
    );
    assert_eq!(calls(&site, "CreatePrivateVirtualInterface"), 0);
}

/// A goal that waits at a stopped clock, started in a browser.
async fn waiting(site: &TestSite) -> (Browser, String) {
    let id = ordered(site).await;
    let mut browser = site.signed_in().await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    let change = sandbox::control::ClockChange {
        freeze: Some(true),
        ..Default::default()
    };
    site.site.sandbox().unwrap().clock(&change).unwrap();
    let both_legs = [("connection", id.as_str()), ("leg", "both")];
    browser.post("/api/accept_connections", &both_legs).await;
    assert_eq!(site.site.services.engine.running(&id).await, [both()]);
    (browser, id)
}

#[tokio::test]
async fn signing_out_takes_back_what_a_waiting_goal_was_lent() {
    let site = site_at(Pace::Demo).await;
    let (mut browser, id) = waiting(&site).await;
    // Another browser of the same user stays signed in.
    let _other = site.signed_in().await;
    browser.post("/api/sign_out", &[]).await;
    until("it has ended", async || {
        site.site.services.engine.running(&id).await.is_empty()
    })
    .await;
}

#[tokio::test]
async fn forgetting_the_aws_credentials_ends_what_waits_and_the_task_says_so() {
    let site = site_at(Pace::Demo).await;
    let (mut browser, id) = waiting(&site).await;
    browser.post("/api/forget_aws", &[]).await;
    let engine = &site.site.services.engine;
    until("it has ended", async || {
        engine.running(&id).await.is_empty()
    })
    .await;
    let failed = engine.failed(&id).await;
    assert!(
        matches!(
            failed.as_slice(),
            [Notice::Refused {
                refusal: Refusal::CloudNotConnected,
                ..
            }]
        ),
        "{failed:?}"
    );
    let page = browser
        .get(&format!("/connections/{id}/setup/accept"))
        .await;
    assert!(page.body.contains("accepted"), "{}", page.body);
}

#[tokio::test]
async fn two_connections_are_accepted_only_when_both_can_be() {
    let site = site().await;
    let id = ordered(&site).await;
    let hosted = |one: &domain::ports::Leg| one.aws_connection.clone().unwrap();
    let key = FabricKey {
        key: "sandbox".to_owned(),
        secret: "sandbox".into(),
    };
    let fabric = site.site.services.fabric.as_ref().unwrap();
    let connection = fabric.connection(&key, &id).await.unwrap();
    let second = hosted(connection.legs.last().unwrap());
    let gone = json!({"connectionState": "deleted"});
    let sandbox = site.site.sandbox().unwrap();
    sandbox.patch(&second, gone.as_object().unwrap()).unwrap();
    let notice = site.site.services.engine.pursue(actor(&id), both()).await;
    assert!(
        matches!(notice, Notice::Refused { begun: false, .. }),
        "{notice:?}"
    );
    assert_eq!(calls(&site, "ConfirmConnection"), 0);
}
