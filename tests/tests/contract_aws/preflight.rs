//! What the preflight of a set-up finds in worlds that are wrong in one way: both adapters against
//! both halves of the sandbox.

use domain::{
    ports::{Choice, CloudKey, Connection, Target},
    preflight::{Check, Code, Finding, Severity, Subject, judge, look},
    run::PlannedVpc,
    setup::{Observation, Ports, Reach, observe_connection},
};
use sandbox::control::Reset;
use tests::{World, keys};

/// A scenario, the gateway on which the interfaces are to end, and the VPCs to connect.
struct Case<'a> {
    scenario: &'a str,
    gateway: &'a str,
    vpcs: &'a [&'a str],
    key: CloudKey,
}

const fn case<'a>(
    scenario: &'a str,
    gateway: &'a str,
    vpcs: &'a [&'a str],
    key: CloudKey,
) -> Case<'a> {
    Case {
        scenario,
        gateway,
        vpcs,
        key,
    }
}

async fn found(case: Case<'_>) -> Vec<Finding> {
    let world = World::start().await;
    let reset = Reset {
        scenario: Some(case.scenario.to_owned()),
        ..Reset::default()
    };
    world.sandbox.reset(&reset).unwrap();
    let before = world.sandbox.world();
    let (key, cloud_key) = (keys::operator(), case.key);
    let ports = Ports {
        fabric: world.fabric.as_ref(),
        cloud: world.cloud.as_ref(),
        fabric_key: &key,
        cloud_key: Some(&cloud_key),
    };
    let account = world.fabric.sign_in(&key).await.unwrap().id;
    let all = world.fabric.connections(&key, &account).await.unwrap();
    let choice = match case.gateway {
        "" => Choice::NewGateway,
        name => existing(&world, name).await,
    };
    let seen = observe_connection(ports, ours(all), choice.clone(), &Reach::Everywhere)
        .await
        .unwrap();
    let vpcs: Vec<PlannedVpc> = case.vpcs.iter().map(|name| planned(&seen, name)).collect();
    let subject = Subject::of_plan(&seen, &choice, &vpcs);
    let findings = judge(&subject, &look(ports, &account, &subject).await);
    assert_eq!(world.sandbox.world()["aws"], before["aws"]);
    findings
}

/// The scenario's own connection, not what fills a quota beside it.
fn ours(all: Vec<Connection>) -> Connection {
    let beside = ["Earlier", "Branch"];
    all.into_iter()
        .find(|one| !beside.iter().any(|start| one.name.starts_with(start)))
        .unwrap()
}

async fn existing(world: &World, name: &str) -> Choice {
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    let all = world.cloud.gateways(&key, &west).await.unwrap();
    let id = all.into_iter().find(|one| one.name == name).unwrap().id;
    Choice::Existing {
        target: Target::DirectConnectGateway(id),
    }
}

fn planned(seen: &Observation, name: &str) -> PlannedVpc {
    let regions = &seen.cloud.as_ref().unwrap().regions;
    let mut all = regions
        .iter()
        .flat_map(|region| region.vpcs.iter().map(move |vpc| (region, vpc)));
    let (region, vpc) = all.find(|(_, vpc)| vpc.name == name).unwrap();
    let tables = region.tables.iter().filter(|table| table.vpc == vpc.id);
    PlannedVpc {
        region: region.name.clone(),
        id: vpc.id.clone(),
        name: vpc.name.clone(),
        gateway: None,
        prefixes: Vec::new(),
        tables: tables.map(|table| table.id.clone()).collect(),
    }
}

fn worst(findings: &[Finding]) -> Vec<(Check, Severity)> {
    let wrong = findings
        .iter()
        .filter(|one| one.severity <= Severity::Warning);
    wrong.map(|one| (one.check, one.severity)).collect()
}

#[tokio::test]
async fn each_world_is_found_wrong_in_its_one_way() {
    use Severity::{Blocking, Warning};
    let (payments, dxgw) = (["payments"].as_slice(), "payments-dxgw");
    let key = keys::cloud_operator;
    let cases = [
        (
            case("asn-mismatch", dxgw, payments, key()),
            vec![(Check::TargetAsn, Blocking)],
        ),
        (
            case("dxgw-has-tgw", dxgw, &[], key()),
            vec![(Check::TransitMix, Blocking)],
        ),
        (
            case("wrong-account", "", &[], key()),
            vec![(Check::Account, Blocking)],
        ),
        (
            case("vgw-on-other-dxgw", dxgw, payments, key()),
            vec![(Check::VpnGateways, Blocking)],
        ),
        (
            case("quota-interfaces", dxgw, payments, key()),
            vec![(Check::InterfaceQuota, Blocking)],
        ),
        (
            case("quota-vgws", dxgw, payments, key()),
            vec![(Check::VpnGatewayQuota, Blocking)],
        ),
        (
            case("quota-connections", dxgw, payments, key()),
            vec![(Check::ConnectionQuota, Warning)],
        ),
        (
            case("quota-routes", dxgw, payments, key()),
            vec![(Check::PrefixCount, Warning)],
        ),
        (
            case("overlap-onprem", dxgw, payments, key()),
            vec![(Check::CustomerPrefixes, Warning)],
        ),
        (case("default-route", dxgw, payments, key()), vec![]),
        (case("one-vif", dxgw, payments, key()), vec![]),
        (case("static-shadow", dxgw, payments, key()), vec![]),
    ];
    for (case, expected) in cases {
        let scenario = case.scenario.to_owned();
        let findings = found(case).await;
        assert_eq!(worst(&findings), expected, "{scenario}: {findings:#?}");
    }
}

#[tokio::test]
async fn vpcs_that_overlap_across_regions_are_found_before_either_is_joined() {
    let case = case(
        "one-vif",
        "payments-dxgw",
        &["payments", "old-dr", "payments-dr"],
        keys::cloud_operator(),
    );
    let findings = found(case).await;
    let overlaps: Vec<_> = findings
        .iter()
        .filter(|one| one.severity == Severity::Blocking)
        .map(|one| &one.code)
        .collect();
    assert!(
        matches!(overlaps.as_slice(), [Code::Overlaps { vpc, other, .. }] if vpc == "payments" && other == "old-dr"),
        "{findings:#?}"
    );
}

#[tokio::test]
async fn who_may_only_look_is_told_each_right_by_a_dry_run() {
    let case = case(
        "one-vif",
        "payments-dxgw",
        &["payments", "lab"],
        keys::cloud_reader(),
    );
    let findings = found(case).await;
    let forbidden = findings.iter().find_map(|one| match &one.code {
        Code::Forbidden { actions } => Some(actions.clone()),
        _ => None,
    });
    let expected = ["ec2:CreateVpnGateway", "ec2:EnableVgwRoutePropagation"];
    assert_eq!(forbidden.unwrap(), expected, "{findings:#?}");
}
