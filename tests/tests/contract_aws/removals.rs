//! The calls that take away, and what is seen of others who need a thing.

use domain::{
    ports::{AssociationState, Target},
    setup::teardown::RemovalCall,
};
use tests::{Flow, flow, keys};

use crate::{denied, refusal};

#[tokio::test]
async fn a_whole_set_up_is_taken_away_and_each_call_may_be_sent_twice() {
    let flow = Flow::ordered().await;
    let (cloud, key, region) = (&flow.world.cloud, &flow.cloud_key, &flow.region);
    flow.accept().await;
    let gateway = flow.gateway().await;
    let target = Target::DirectConnectGateway(gateway.id.clone());
    let interfaces = flow.interfaces(&target).await;
    let vpc = flow.vpc("payments").await;
    let vgw = flow.vpn_gateway(&vpc).await;
    let association = flow.associate(&gateway, &vgw, &vpc).await;
    let tables = flow.propagate(&vgw, &vpc).await;

    let attached = cloud
        .gateway_attachments(key, region, &gateway.id)
        .await
        .unwrap();
    let mut ids: Vec<_> = attached.iter().map(|one| one.interface.as_str()).collect();
    ids.sort_unstable();
    let mut made: Vec<_> = interfaces.iter().map(|one| one.id.as_str()).collect();
    made.sort_unstable();
    assert_eq!(ids, made);

    for _ in 0..2 {
        for table in &tables {
            cloud
                .disable_propagation(key, region, &table.id, &vgw.id)
                .await
                .unwrap();
        }
        for one in &interfaces {
            cloud.delete_interface(key, region, &one.id).await.unwrap();
        }
        cloud
            .disassociate(key, region, &association.id)
            .await
            .unwrap();
        let ended = |all: &Vec<domain::ports::Association>| {
            all.iter()
                .all(|one| one.state == AssociationState::Disassociated)
        };
        let _ = flow::wait(|| cloud.associations(key, region, &gateway.id), ended).await;
        cloud
            .delete_gateway(key, region, &gateway.id)
            .await
            .unwrap();
        cloud
            .detach_vpn_gateway(key, region, &vgw.id, &vpc.id)
            .await
            .unwrap();
        let off = |all: &Vec<domain::ports::VpnGateway>| {
            all.iter()
                .all(|one| one.id != vgw.id || one.attachment.is_none())
        };
        let _ = flow::wait(|| cloud.vpn_gateways(key, region), off).await;
        cloud
            .delete_vpn_gateway(key, region, &vgw.id)
            .await
            .unwrap();
    }
    assert_eq!(
        cloud.gateway_attachments(key, region, &gateway.id).await,
        Ok(vec![])
    );
    let left = cloud.gateways(key, region).await.unwrap();
    assert!(left.iter().all(|one| one.id != gateway.id), "{left:?}");
    let left = cloud.interfaces(key, region).await.unwrap();
    assert!(left.iter().all(|one| !one.state.exists()), "{left:?}");
}

#[tokio::test]
async fn a_virtual_private_gateway_on_its_vpc_is_not_deleted() {
    let flow = Flow::ordered().await;
    let vpc = flow.vpc("payments").await;
    let vgw = flow.vpn_gateway(&vpc).await;
    let cloud = &flow.world.cloud;
    let answer = cloud
        .delete_vpn_gateway(&flow.cloud_key, &flow.region, &vgw.id)
        .await;
    assert_eq!(refusal(answer).0, "IncorrectState");
}

#[tokio::test]
async fn vpn_connections_are_seen_with_their_gateway() {
    let flow = Flow::ordered().await;
    let (cloud, key, region) = (&flow.world.cloud, &flow.cloud_key, &flow.region);
    assert_eq!(cloud.vpn_connections(key, region).await, Ok(vec![]));
    let scenario = Some("vpn-on-vgw".to_owned());
    let reset = sandbox::control::Reset {
        scenario,
        ..Default::default()
    };
    flow.world.sandbox.reset(&reset).unwrap();
    let seen = cloud.vpn_connections(key, region).await.unwrap();
    let [vpn] = seen.as_slice() else {
        panic!("{seen:?}")
    };
    assert!(vpn.id.starts_with("vpn-"), "{vpn:?}");
    let all = cloud.vpn_gateways(key, region).await.unwrap();
    assert!(
        all.iter()
            .any(|one| one.id == vpn.vpn_gateway && one.name == "payments-vgw")
    );
}

#[tokio::test]
async fn a_reader_may_take_nothing_away() {
    let flow = Flow::ordered().await;
    let (cloud, key, region) = (&flow.world.cloud, keys::cloud_reader(), &flow.region);
    let gateway = flow.gateway().await;
    let vpc = flow.vpc("payments").await;
    let vgw = flow.vpn_gateway(&vpc).await;
    let action = RemovalCall::DeleteGateway { id: String::new() }.operation();
    let answer = cloud.delete_gateway(&key, region, &gateway.id).await;
    assert_eq!(answer, Err(denied(action)));
    let answer = cloud
        .detach_vpn_gateway(&key, region, &vgw.id, &vpc.id)
        .await;
    assert_eq!(answer, Err(denied("ec2:DetachVpnGateway")));
    let answer = cloud.delete_interface(&key, region, "dxvif-none0000").await;
    assert_eq!(answer, Err(denied("directconnect:DeleteVirtualInterface")));
}
