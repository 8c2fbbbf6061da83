//! VPCs, virtual private gateways and route tables.

use domain::{
    ports::{AttachmentState, GatewayState, LegRole, PortError, Tags, Target},
    values::{Asn, Cidr},
};
use tests::{Flow, World, flow, keys};

use crate::{denied, refusal};

fn cidrs(text: &[&str]) -> Vec<Cidr> {
    text.iter().map(|text| Cidr::parse(text).unwrap()).collect()
}

#[tokio::test]
async fn vpcs_are_listed_with_their_names_and_all_their_cidrs() {
    let world = World::start().await;
    let all = world
        .cloud
        .vpcs(&keys::cloud_reader(), &keys::region("us-west-2"))
        .await
        .unwrap();
    let twin = all.iter().find(|vpc| vpc.name == "twin").unwrap();
    assert_eq!(twin.cidrs, cidrs(&["10.22.0.0/16", "10.23.0.0/16"]));
    let default: Vec<_> = all.iter().filter(|vpc| vpc.is_default).collect();
    let [default] = default.as_slice() else {
        panic!("{default:?}")
    };
    assert_eq!(
        (default.name.as_str(), &default.cidrs),
        ("", &cidrs(&["172.31.0.0/16"]))
    );
}

#[tokio::test]
async fn subnets_and_route_tables_belong_to_their_vpc() {
    let flow = Flow::ordered().await;
    let (cloud, key, region) = (&flow.world.cloud, &flow.cloud_key, &flow.region);
    let vpc = flow.vpc("payments").await;
    let tables = cloud.route_tables(key, region).await.unwrap();
    let tables: Vec<_> = tables
        .into_iter()
        .filter(|table| table.vpc == vpc.id)
        .collect();
    assert_eq!(tables.len(), 3);
    assert_eq!(tables.iter().filter(|table| table.main).count(), 1);
    let subnets = cloud.subnets(key, region).await.unwrap();
    let subnets: Vec<_> = subnets
        .into_iter()
        .filter(|subnet| subnet.vpc == vpc.id)
        .collect();
    assert!(subnets.iter().all(|subnet| {
        vpc.cidrs
            .iter()
            .any(|cidr| cidr.contains(subnet.cidr.unwrap()))
    }));
    for table in tables.iter().filter(|table| !table.main) {
        let [explicit] = table.subnets.as_slice() else {
            panic!("{table:?}")
        };
        assert!(subnets.iter().any(|subnet| subnet.id == *explicit));
    }
    let local = tables
        .iter()
        .flat_map(|table| &table.routes)
        .filter(|route| route.via == "local");
    assert_eq!(
        local
            .filter(|route| route.active && !route.propagated)
            .count(),
        3
    );
}

#[tokio::test]
async fn a_wrong_key_sees_no_part_of_a_vpc() {
    let world = World::start().await;
    let (cloud, west) = (&world.cloud, keys::region("us-west-2"));
    let wrong = keys::cloud("AKIASANDBOXOPERATOR1", "wrong");
    assert_eq!(
        cloud.subnets(&wrong, &west).await,
        Err(PortError::Unauthenticated)
    );
    assert_eq!(
        cloud.route_tables(&wrong, &west).await,
        Err(PortError::Unauthenticated)
    );
    assert_eq!(
        cloud.vpn_gateways(&wrong, &west).await,
        Err(PortError::Unauthenticated)
    );
}

#[tokio::test]
async fn virtual_private_gateways_are_listed_with_number_and_attachment() {
    let flow = Flow::ordered().await;
    let all = flow
        .world
        .cloud
        .vpn_gateways(&keys::cloud_reader(), &flow.region)
        .await
        .unwrap();
    let twin = all
        .iter()
        .find(|gateway| gateway.name == "twin-vgw")
        .unwrap();
    assert_eq!(
        (twin.asn, twin.state),
        (Some(Asn(7224)), GatewayState::Available)
    );
    let vpc = flow.vpc("twin").await;
    assert_eq!(twin.attachment, Some((vpc.id, AttachmentState::Attached)));
}

#[tokio::test]
async fn a_virtual_private_gateway_is_created_with_name_number_and_marks() {
    let world = World::start().await;
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    let marks: Tags = vec![("managed-by".into(), "onramp".into())];
    let asn = Some(Asn(4_200_000_000));
    let made = world
        .cloud
        .create_vpn_gateway(&key, &west, "acme-vgw", asn, &marks)
        .await
        .unwrap();
    let all = world.cloud.vpn_gateways(&key, &west).await.unwrap();
    let seen = all.iter().find(|gateway| gateway.id == made.id).unwrap();
    assert_eq!(
        (seen.name.as_str(), seen.asn, &seen.attachment),
        ("acme-vgw", asn, &None)
    );
    assert!(seen.tags.contains(&("managed-by".into(), "onramp".into())));
    let default = world
        .cloud
        .create_vpn_gateway(&key, &west, "other", None, &marks)
        .await
        .unwrap();
    assert_eq!(default.asn, Some(Asn::AMAZON_DEFAULT));
}

#[tokio::test]
async fn a_reader_may_change_nothing_in_a_vpc() {
    let world = World::start().await;
    let (cloud, key, west) = (
        &world.cloud,
        keys::cloud_reader(),
        keys::region("us-west-2"),
    );
    let create = cloud
        .create_vpn_gateway(&key, &west, "x", None, &Tags::new())
        .await;
    assert_eq!(create, Err(denied("ec2:CreateVpnGateway")));
    let attach = cloud
        .attach_vpn_gateway(&key, &west, "vgw-1", "vpc-1")
        .await;
    assert_eq!(attach, Err(denied("ec2:AttachVpnGateway")));
    let propagate = cloud
        .enable_propagation(&key, &west, "rtb-1", "vgw-1")
        .await;
    assert_eq!(propagate, Err(denied("ec2:EnableVgwRoutePropagation")));
}

#[tokio::test]
async fn attaching_what_is_not_there_is_not_found() {
    let flow = Flow::ordered().await;
    let vpc = flow.vpc("payments").await;
    let (cloud, key) = (&flow.world.cloud, &flow.cloud_key);
    let answer = cloud
        .attach_vpn_gateway(key, &flow.region, "vgw-0123456789abcdef0", &vpc.id)
        .await;
    assert_eq!(answer, Err(PortError::NotFound));
}

#[tokio::test]
async fn a_vpc_takes_one_virtual_private_gateway() {
    let flow = Flow::ordered().await;
    let (cloud, key) = (&flow.world.cloud, &flow.cloud_key);
    let second = cloud
        .create_vpn_gateway(key, &flow.region, "second", None, &Tags::new())
        .await
        .unwrap();
    let vpc = flow.vpc("analytics").await;
    let answer = cloud
        .attach_vpn_gateway(key, &flow.region, &second.id, &vpc.id)
        .await;
    assert_eq!(refusal(answer).0, "InvalidVpcState");
}

#[tokio::test]
async fn propagation_needs_a_gateway_of_the_same_vpc() {
    let flow = Flow::ordered().await;
    let (cloud, key, region) = (&flow.world.cloud, &flow.cloud_key, &flow.region);
    let other = cloud
        .create_vpn_gateway(key, region, "loose", None, &Tags::new())
        .await
        .unwrap();
    let tables = cloud.route_tables(key, region).await.unwrap();
    let answer = cloud
        .enable_propagation(key, region, &tables.first().unwrap().id, &other.id)
        .await;
    assert_eq!(refusal(answer).0, "Gateway.NotAttached");
}

#[tokio::test]
async fn the_whole_way_ends_in_propagated_routes_and_advertised_prefixes() {
    let flow = Flow::ordered().await;
    flow.accept().await;
    let gateway = flow.gateway().await;
    let interfaces = flow
        .interfaces(&Target::DirectConnectGateway(gateway.id.clone()))
        .await;
    let vpc = flow.vpc("payments").await;
    let vpn_gateway = flow.vpn_gateway(&vpc).await;
    flow.associate(&gateway, &vpn_gateway, &vpc).await;
    let tables = flow.propagate(&vpn_gateway, &vpc).await;
    assert_eq!(tables.len(), 3);
    for table in &tables {
        assert!(table.propagating.contains(&vpn_gateway.id));
        let route = table.routes.iter().find(|route| route.propagated).unwrap();
        assert!(route.active && route.via == vpn_gateway.id, "{route:?}");
    }
    let id = &interfaces.first().unwrap().id;
    let look = || {
        flow.world
            .cloud
            .interface_routes(&flow.cloud_key, &flow.region, id)
    };
    let payments = vpc.cidrs.first().unwrap();
    flow::wait(look, |routes| {
        routes
            .iter()
            .any(|route| !route.accepted && route.prefix == *payments)
    })
    .await;
    let learned = flow
        .world
        .fabric
        .routes(&flow.key, &flow.leg(LegRole::Primary).gateway)
        .await
        .unwrap();
    assert!(
        learned
            .iter()
            .any(|route| route.prefix == *payments && route.as_path.contains(&64512)),
        "{learned:?}"
    );
}
