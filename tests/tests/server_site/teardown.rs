//! The way back, from the page's button to the proof that nothing costs any more.

use domain::{
    ports::{Choice, FabricKey},
    run::{Command, Plan, PlannedVpc, Run, RunState, SetUp, Started, Told},
    setup::{Ports, Reach, observe},
};
use sandbox::control::Reset;
use serde_json::{Map, Value, json};

use crate::{
    runs::{actor, cloud_key, ordered},
    support::{Browser, TestSite, site, until},
    whole_run::freeze,
};

/// Everything at AWS that is not deleted, by kind and id, and who propagates where.
pub fn live(site: &TestSite) -> Vec<String> {
    let world = site.site.sandbox().unwrap().world();
    let kinds = world["aws"].as_object().unwrap();
    let things = kinds.iter().filter(|(kind, _)| *kind != "sessions");
    let things = things.flat_map(|(kind, all)| {
        let all = all.as_object().into_iter().flatten();
        all.map(move |(id, thing)| (kind, id, thing))
    });
    things
        .filter(|(_, _, thing)| thing["deletedAt"].is_null())
        .map(|(kind, id, thing)| format!("{kind} {id} {}", thing["propagating"]))
        .collect()
}

fn of_kind(all: &[String], kind: &str) -> usize {
    all.iter().filter(|line| line.starts_with(kind)).count()
}

/// The whole set-up of the VPC `payments`, as a run.
pub async fn set_up(site: &TestSite, id: &str) {
    let services = &site.site.services;
    let fabric_key = FabricKey {
        key: "sandbox".to_owned(),
        secret: "sandbox".into(),
    };
    let operator = "sandbox/operator/secret/key/000000000001";
    let cloud_key = cloud_key("AKIASANDBOXOPERATOR1", operator);
    let ports = Ports {
        fabric: services.fabric.as_ref().unwrap().as_ref(),
        cloud: services.cloud.as_ref(),
        fabric_key: &fabric_key,
        cloud_key: Some(&cloud_key),
    };
    let choice = Choice::NewGateway;
    let seen = observe(ports, id, choice.clone(), &Reach::Regions(Vec::new())).await;
    let seen = seen.unwrap();
    let home = &seen.cloud.as_ref().unwrap().regions[0];
    let vpc = home.vpcs.iter().find(|vpc| vpc.name == "payments").unwrap();
    let tables = home.tables.iter().filter(|table| table.vpc == vpc.id);
    let planned = PlannedVpc {
        region: home.name.clone(),
        id: vpc.id.clone(),
        name: vpc.name.clone(),
        gateway: None,
        prefixes: Vec::new(),
        tables: tables.map(|table| table.id.clone()).collect(),
    };
    let plan = Plan::SetUp(SetUp {
        choice,
        mtu: 1500,
        vpcs: vec![planned],
    });
    let (by, now) = (actor(id).user, services.clock.now());
    let run = Run::new("set-up".to_owned(), "", by, plan, &seen, now);
    let started = services.engine.start(actor(id), run).await;
    assert!(matches!(started, Started::Run { .. }), "{started:?}");
    let run = stood(site, id).await;
    assert_eq!(run.state, RunState::Done, "{:?}", run.steps);
}

/// Somebody at the page, with AWS connected.
async fn at_the_page(site: &TestSite) -> Browser {
    let mut browser = site.signed_in().await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    browser
}

/// What the page's form carries along.
async fn shown(browser: &mut Browser, id: &str) -> (String, String) {
    let page = browser.get(&format!("/connections/{id}/teardown")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let after = page.body.split("name=\"seen\" value=\"").nth(1);
    let seen = after.and_then(|rest| rest.split('"').next()).unwrap();
    (page.body.clone(), seen.to_owned())
}

/// Presses "Tear down" and waits until the run stands still.
async fn tear_down(
    site: &TestSite,
    browser: &mut Browser,
    id: &str,
    name: &str,
    whole: bool,
) -> Run {
    let (_, seen) = shown(browser, id).await;
    let mut form = vec![("connection", id), ("name", name), ("seen", seen.as_str())];
    if whole {
        form.push(("whole", "on"));
    }
    let answer = browser.post("/api/tear_down", &form).await;
    let run = format!("/connections/{id}/run");
    assert_eq!(answer.location(), run, "{}", answer.body);
    stood(site, id).await
}

async fn stood(site: &TestSite, id: &str) -> Run {
    let runs = &site.site.services.runs;
    until("the run stands", async || {
        let run = runs.run_of(id).await.unwrap().unwrap();
        run.state != RunState::Running
    })
    .await;
    runs.run_of(id).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_whole_set_up_is_taken_back_and_leaves_the_world_as_it_was() {
    let site = site().await;
    let before = live(&site);
    let id = ordered(&site).await;
    set_up(&site, &id).await;
    assert_ne!(live(&site), before);
    let mut browser = at_the_page(&site).await;
    let (page, _) = shown(&mut browser, &id).await;
    for told in ["What goes", "Type payments to confirm", "port-hours"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("What stays"), "{page}");
    let run = tear_down(&site, &mut browser, &id, "payments", true).await;
    assert_eq!(run.state, RunState::Done, "{:?}", run.steps);
    assert_eq!(live(&site), before);
    let world = site.site.sandbox().unwrap().world();
    assert_eq!(world["pureport"]["connections"], json!([]));
    let page = browser.get(&format!("/connections/{id}/run")).await;
    assert!(
        page.body.contains("Done: nothing costs any more"),
        "{}",
        page.body
    );
    let gone = browser.get(&format!("/connections/{id}/teardown")).await;
    assert_eq!(gone.status, 404);
}

#[tokio::test]
async fn without_the_tick_the_connection_stays_and_the_page_says_what_it_costs() {
    let site = site().await;
    let id = ordered(&site).await;
    set_up(&site, &id).await;
    let mut browser = at_the_page(&site).await;
    let run = tear_down(&site, &mut browser, &id, "payments", false).await;
    assert_eq!(run.state, RunState::Done, "{:?}", run.steps);
    let after = live(&site);
    assert_eq!(of_kind(&after, "virtualInterfaces"), 0, "{after:?}");
    let world = site.site.sandbox().unwrap().world();
    assert_eq!(world["pureport"]["connections"][0]["state"], "ACTIVE");
    let page = browser.get(&format!("/connections/{id}/run")).await;
    assert!(page.body.contains("keep costing"), "{}", page.body);
}

#[tokio::test]
async fn nothing_goes_without_the_name_or_after_the_list_has_changed() {
    let site = site().await;
    let id = ordered(&site).await;
    set_up(&site, &id).await;
    let before = live(&site);
    let mut browser = at_the_page(&site).await;
    let (_, seen) = shown(&mut browser, &id).await;
    for (name, seen, told) in [
        ("paymets", seen.as_str(), "exactly"),
        ("payments", "an older list", "has changed since"),
    ] {
        let form = [
            ("connection", id.as_str()),
            ("name", name),
            ("seen", seen),
            ("whole", "on"),
        ];
        let answer = browser.post("/api/tear_down", &form).await;
        let page = browser.get(answer.location()).await;
        assert!(page.body.contains(told), "{}", page.body);
        assert!(
            page.body.contains(&format!("value=\"{name}\"")),
            "nothing typed is lost"
        );
    }
    assert_eq!(live(&site), before);
}

/// A scenario's world, and the one connection in it: id and name.
fn scenario(site: &TestSite, name: &str) -> (String, String) {
    let reset = Reset {
        scenario: Some(name.to_owned()),
        ..Default::default()
    };
    site.site.sandbox().unwrap().reset(&reset).unwrap();
    let world = site.site.sandbox().unwrap().world();
    let connection = &world["pureport"]["connections"][0];
    let text = |field: &str| connection[field].as_str().unwrap().to_owned();
    (text("id"), text("name"))
}

/// The thing whose member has this value.
fn find(site: &TestSite, kind: &str, is_it: impl Fn(&Value) -> bool) -> String {
    let world = site.site.sandbox().unwrap().world();
    let all = world["aws"][kind].as_object().unwrap();
    all.iter()
        .find(|(_, thing)| is_it(thing))
        .unwrap()
        .0
        .clone()
}

/// As if Onramp had made it.
fn mark(site: &TestSite, id: &str, connection: &str, step: &str) {
    let marks: Map<String, Value> = domain::tags::marks(connection, None, step)
        .into_iter()
        .map(|(key, value)| (key, json!(value)))
        .collect();
    let set = json!({"tags": marks});
    let sandbox = site.site.sandbox().unwrap();
    sandbox.patch(id, set.as_object().unwrap()).unwrap();
}

#[tokio::test]
async fn a_virtual_private_gateway_with_a_vpn_stays_where_it_is() {
    let site = site().await;
    let (id, name) = scenario(&site, "vpn-on-vgw");
    let vpn = find(&site, "vpnConnections", |_| true);
    let world = site.site.sandbox().unwrap().world();
    let vgw = world["aws"]["vpnConnections"][&vpn]["vpnGatewayId"]
        .as_str()
        .unwrap()
        .to_owned();
    let vpc = world["aws"]["vpnGateways"][&vgw]["attachment"]["vpcId"]
        .as_str()
        .unwrap()
        .to_owned();
    mark(&site, &vgw, &id, &domain::tags::vpc_step(&vpc));
    let mut browser = at_the_page(&site).await;
    let (page, _) = shown(&mut browser, &id).await;
    assert!(page.contains(&format!("{vpn} needs it")), "{page}");
    let run = tear_down(&site, &mut browser, &id, &name, true).await;
    assert_eq!(run.state, RunState::Done, "{:?}", run.steps);
    let world = site.site.sandbox().unwrap().world();
    let kept = &world["aws"]["vpnGateways"][&vgw];
    assert_eq!(kept["attachment"]["state"], "attached", "{kept}");
    let tables = world["aws"]["routeTables"].as_object().unwrap();
    let feeds = |table: &&Value| {
        table["propagating"]
            .as_array()
            .unwrap()
            .contains(&json!(vgw))
    };
    assert!(
        tables.values().filter(feeds).count() > 0,
        "the VPN's routes still arrive"
    );
    assert_eq!(world["pureport"]["connections"], json!([]));
}

#[tokio::test]
async fn a_deletion_that_failed_recovers_and_what_others_made_stays() {
    let site = site().await;
    let (id, name) = scenario(&site, "failed-to-delete");
    let before = live(&site);
    let mut browser = at_the_page(&site).await;
    let (page, _) = shown(&mut browser, &id).await;
    assert!(
        page.contains("Pureport could not delete this connection"),
        "{page}"
    );
    assert!(page.contains("Onramp did not make it"), "{page}");
    let run = tear_down(&site, &mut browser, &id, &name, true).await;
    assert_eq!(run.state, RunState::Done, "{:?}", run.steps);
    let world = site.site.sandbox().unwrap().world();
    assert_eq!(world["pureport"]["connections"], json!([]));
    let after = live(&site);
    assert_eq!(of_kind(&after, "virtualInterfaces"), 0, "{after:?}");
    for kept in [
        "directConnectGateways",
        "vpnGateways",
        "associations",
        "routeTables",
    ] {
        assert_eq!(of_kind(&after, kept), of_kind(&before, kept), "{kept}");
    }
}

#[tokio::test]
async fn a_deletion_that_fails_twice_ends_with_the_text_for_the_support() {
    let site = site().await;
    let id = ordered(&site).await;
    let mut browser = at_the_page(&site).await;
    let doomed = json!({"willFail": {"code": "AWS_CONNECTION_DELETE_ERROR", "message": "no"}});
    let doom = || {
        let sandbox = site.site.sandbox().unwrap();
        sandbox.patch(&id, doomed.as_object().unwrap()).unwrap();
    };
    doom();
    let (_, seen) = shown(&mut browser, &id).await;
    let form = [
        ("connection", id.as_str()),
        ("name", "payments"),
        ("seen", seen.as_str()),
        ("whole", "on"),
    ];
    browser.post("/api/tear_down", &form).await;
    let runs = &site.site.services.runs;
    until("it is asked for once, and answered", async || {
        let attempts = runs.attempts(&id).await.unwrap();
        attempts.len() == 1 && attempts[0].concluded.is_some()
    })
    .await;
    doom();
    site.clock.advance_seconds(61);
    let run = stood(&site, &id).await;
    assert_eq!(run.state, RunState::NeedsYou, "{:?}", run.steps);
    let told = run.step("delete-connection").unwrap().told.clone();
    assert!(matches!(told, Some(Told::Failed(_))), "{told:?}");
    assert_eq!(runs.attempts(&id).await.unwrap().len(), 2, "one retry");
    let (page, _) = shown(&mut browser, &id).await;
    assert!(page.contains("it stays in FAILED_TO_DELETE"), "{page}");
}

#[tokio::test]
async fn a_teardown_that_is_paused_goes_on_from_what_is_there() {
    let site = site().await;
    let before = live(&site);
    let id = ordered(&site).await;
    let engine = &site.site.services.engine;
    let mut browser = at_the_page(&site).await;
    let (_, seen) = shown(&mut browser, &id).await;
    let form = [
        ("connection", id.as_str()),
        ("name", "payments"),
        ("seen", seen.as_str()),
        ("whole", "on"),
    ];
    freeze(&site, true).await;
    browser.post("/api/tear_down", &form).await;
    let run = site.site.services.runs.run_of(&id).await.unwrap().unwrap();
    engine.command(actor(&id), &run.id, Command::Pause).await;
    assert_eq!(stood(&site, &id).await.state, RunState::Paused);
    freeze(&site, false).await;
    browser
        .post("/api/resume_run", &[("run", run.id.as_str())])
        .await;
    let run = stood(&site, &id).await;
    assert_eq!(run.state, RunState::Done, "{:?}", run.steps);
    assert_eq!(live(&site), before);
}
