//! What an identity may do, asked ahead, and what stands beside a gateway already.

use domain::{
    ports::{AttachmentState, DryRun, PortError, Right, Target},
    values::Asn,
};
use tests::{Flow, World, keys};

use crate::{denied, refusal};

const ACTIONS: [&str; 3] = [
    "directconnect:ConfirmConnection",
    "ec2:CreateVpnGateway",
    "iam:CreateUser",
];

#[tokio::test]
async fn policies_are_asked_for_a_user_and_for_the_role_behind_a_session() {
    let world = World::start().await;
    for key in [keys::cloud_operator(), keys::cloud_temporary()] {
        let rights = world
            .cloud
            .may(&key, &keys::region("us-west-2"), &ACTIONS)
            .await
            .unwrap();
        let expected = [Right::Allowed, Right::Allowed, Right::NotGranted];
        let expected: Vec<_> = ACTIONS
            .map(str::to_owned)
            .into_iter()
            .zip(expected)
            .collect();
        assert_eq!(rights, expected);
    }
}

#[tokio::test]
async fn who_may_not_simulate_is_told_so() {
    let world = World::start().await;
    let answer = world
        .cloud
        .may(&keys::cloud_reader(), &keys::region("us-west-2"), &ACTIONS)
        .await;
    assert_eq!(answer, Err(denied("iam:SimulatePrincipalPolicy")));
}

#[tokio::test]
async fn a_dry_run_tells_the_right_and_changes_nothing() {
    let flow = Flow::ordered().await;
    let (cloud, key, region) = (&flow.world.cloud, &flow.cloud_key, &flow.region);
    let vpc = flow.vpc("payments").await;
    let made = cloud
        .create_vpn_gateway(key, region, "spare", None, &Vec::new())
        .await
        .unwrap();
    let analytics = flow.vpc("analytics").await;
    let tables = cloud.route_tables(key, region).await.unwrap();
    let table = tables
        .iter()
        .find(|table| table.vpc == analytics.id)
        .unwrap();
    let all = cloud.vpn_gateways(key, region).await.unwrap();
    let at_analytics = all.iter().find(|one| one.name == "analytics-vgw").unwrap();
    let tried = [
        DryRun::CreateVpnGateway,
        DryRun::AttachVpnGateway {
            vpn_gateway: made.id,
            vpc: vpc.id,
        },
        DryRun::EnablePropagation {
            table: table.id.clone(),
            vpn_gateway: at_analytics.id.clone(),
        },
    ];
    let before = flow.world.sandbox.world();
    for what in tried {
        assert_eq!(cloud.dry_run(key, region, &what).await, Ok(()), "{what:?}");
        let answer = cloud.dry_run(&keys::cloud_reader(), region, &what).await;
        assert_eq!(answer, Err(denied(what.action())));
    }
    assert_eq!(flow.world.sandbox.world()["aws"], before["aws"]);
}

#[tokio::test]
async fn a_dry_run_that_would_fail_otherwise_is_neither_yes_nor_no() {
    let world = World::start().await;
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    let unknown = DryRun::AttachVpnGateway {
        vpn_gateway: "vgw-0123456789abcdef0".to_owned(),
        vpc: "vpc-0123456789abcdef0".to_owned(),
    };
    let answer = world.cloud.dry_run(&key, &west, &unknown).await;
    assert_eq!(answer, Err(PortError::NotFound));
    let no_tags = Vec::new();
    for number in 0..3 {
        let name = format!("spare-{number}");
        let made = world
            .cloud
            .create_vpn_gateway(&key, &west, &name, None, &no_tags);
        made.await.unwrap();
    }
    let create = DryRun::CreateVpnGateway;
    let (code, _) = refusal(world.cloud.dry_run(&key, &west, &create).await);
    assert_eq!(code, "VpnGatewayLimitExceeded");
}

#[tokio::test]
async fn the_interfaces_on_a_gateway_are_listed_with_their_region() {
    let flow = Flow::ordered().await;
    flow.accept().await;
    let gateway = flow.gateway().await;
    let target = Target::DirectConnectGateway(gateway.id.clone());
    flow.interfaces(&target).await;
    let (cloud, key) = (&flow.world.cloud, keys::cloud_reader());
    let east = keys::region("us-east-1");
    let all = cloud
        .gateway_attachments(&key, &east, &gateway.id)
        .await
        .unwrap();
    assert_eq!(all.len(), 2);
    for one in all {
        assert_eq!(one.region.as_ref(), Some(&flow.region));
        assert_eq!(one.state, AttachmentState::Attached);
        assert!(one.interface.starts_with("dxvif-"), "{one:?}");
    }
}

#[tokio::test]
async fn transit_gateways_are_listed_with_their_number() {
    let world = World::start().await;
    let key = keys::cloud_reader();
    let all = world
        .cloud
        .transit_gateways(&key, &keys::region("us-west-2"))
        .await
        .unwrap();
    let mut found: Vec<_> = all.iter().map(|one| (one.name.as_str(), one.asn)).collect();
    found.sort_unstable();
    let expected = [
        ("backbone", Some(Asn(64512))),
        ("partners", Some(Asn(64532))),
    ];
    assert_eq!(found, expected);
}
