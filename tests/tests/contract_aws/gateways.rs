//! Direct Connect gateways and their associations.

use domain::{
    ports::{AssociationState, GatewayState, Tags},
    values::{Asn, Cidr},
};
use tests::{Flow, World, keys};

use crate::{CLIENT, denied, refusal};

#[tokio::test]
async fn gateways_are_the_same_from_every_region() {
    let world = World::start().await;
    let key = keys::cloud_reader();
    let west = world
        .cloud
        .gateways(&key, &keys::region("us-west-2"))
        .await
        .unwrap();
    let east = world
        .cloud
        .gateways(&key, &keys::region("us-east-1"))
        .await
        .unwrap();
    assert_eq!(west, east);
    let core = west
        .iter()
        .find(|gateway| gateway.name == "core-dxgw")
        .unwrap();
    assert_eq!(
        (core.asn, core.state),
        (Asn(65010), GatewayState::Available)
    );
}

#[tokio::test]
async fn a_gateway_is_created_with_its_number_and_marks() {
    let world = World::start().await;
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    let marks: Tags = vec![("managed-by".into(), "onramp".into())];
    let made = world
        .cloud
        .create_gateway(&key, &west, "new", Asn(4_200_000_000), &marks)
        .await
        .unwrap();
    let all = world.cloud.gateways(&key, &west).await.unwrap();
    let seen = all.iter().find(|gateway| gateway.id == made.id).unwrap();
    assert_eq!((seen.name.as_str(), seen.asn), ("new", Asn(4_200_000_000)));
    assert_eq!(seen.tags, marks);
}

#[tokio::test]
async fn more_gateways_than_fit_on_a_page_are_all_listed() {
    let world = World::start().await;
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    let before = world.cloud.gateways(&key, &west).await.unwrap().len();
    for number in 0..101 {
        let name = format!("gateway-{number}");
        world
            .cloud
            .create_gateway(&key, &west, &name, Asn(64512), &Tags::new())
            .await
            .unwrap();
    }
    let asked = world.asked("DescribeDirectConnectGateways");
    let all = world.cloud.gateways(&key, &west).await.unwrap();
    assert_eq!(all.len(), before + 101);
    assert_eq!(world.asked("DescribeDirectConnectGateways"), asked + 2);
}

#[tokio::test]
async fn a_number_out_of_range_is_refused_and_a_reader_may_not_create() {
    let world = World::start().await;
    let west = keys::region("us-west-2");
    let cloud = &world.cloud;
    let public = cloud
        .create_gateway(
            &keys::cloud_operator(),
            &west,
            "new",
            Asn(3356),
            &Tags::new(),
        )
        .await;
    assert_eq!(refusal(public).0, CLIENT);
    let reader = cloud
        .create_gateway(
            &keys::cloud_reader(),
            &west,
            "new",
            Asn(64512),
            &Tags::new(),
        )
        .await;
    assert_eq!(
        reader,
        Err(denied("directconnect:CreateDirectConnectGateway"))
    );
}

#[tokio::test]
async fn an_association_in_another_region_is_seen_from_here() {
    let world = World::start().await;
    let (key, west) = (keys::cloud_reader(), keys::region("us-west-2"));
    let all = world.cloud.gateways(&key, &west).await.unwrap();
    let core = all
        .iter()
        .find(|gateway| gateway.name == "core-dxgw")
        .unwrap();
    let found = world
        .cloud
        .associations(&key, &west, &core.id)
        .await
        .unwrap();
    let [one] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(
        (one.gateway.as_str(), one.state),
        (core.id.as_str(), AssociationState::Associated)
    );
    assert!(one.associated.starts_with("vgw-"));
    assert_eq!(one.associated_region, Some(keys::region("us-east-1")));
    assert_eq!(one.allowed_prefixes, [Cidr::parse("10.40.0.0/16").unwrap()]);
    assert_eq!(one.failure, None);
}

#[tokio::test]
async fn a_gateway_without_associations_has_an_empty_list() {
    let world = World::start().await;
    let (key, west) = (keys::cloud_reader(), keys::region("us-west-2"));
    let all = world.cloud.gateways(&key, &west).await.unwrap();
    let legacy = all
        .iter()
        .find(|gateway| gateway.name == "legacy-dxgw")
        .unwrap();
    assert_eq!(
        world.cloud.associations(&key, &west, &legacy.id).await,
        Ok(vec![])
    );
}

#[tokio::test]
async fn two_gateways_are_associated_with_the_prefixes_asked_for() {
    let flow = Flow::ordered().await;
    let gateway = flow.gateway().await;
    let vpc = flow.vpc("payments").await;
    let vpn_gateway = flow.vpn_gateway(&vpc).await;
    let made = flow.associate(&gateway, &vpn_gateway, &vpc).await;
    assert_eq!(made.associated, vpn_gateway.id);
    assert_eq!(made.associated_region, Some(flow.region.clone()));
    assert_eq!(made.allowed_prefixes, vpc.cidrs);
}

#[tokio::test]
async fn from_the_wrong_region_aws_does_not_find_the_gateway() {
    let flow = Flow::ordered().await;
    let gateway = flow.gateway().await;
    let vpc = flow.vpc("payments").await;
    let vpn_gateway = flow.vpn_gateway(&vpc).await;
    let east = keys::region("us-east-1");
    let answer = flow
        .world
        .cloud
        .associate(
            &flow.cloud_key,
            &east,
            &gateway.id,
            &vpn_gateway.id,
            &vpc.cidrs,
        )
        .await;
    let (code, message) = refusal(answer);
    assert_eq!(code, CLIENT);
    assert_eq!(
        message,
        format!("The VirtualGateway {} does not exist.", vpn_gateway.id)
    );
}
