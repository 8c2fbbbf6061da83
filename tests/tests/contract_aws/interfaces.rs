//! Virtual interfaces and their routes.

use domain::{
    ports::{BgpState, InterfaceState, LegRole, NewInterface, Target},
    tags,
    values::{Asn, BgpKey, PeerAddress},
};
use tests::{Flow, flow, keys};

use crate::{CLIENT, denied, refusal};

async fn accepted() -> (Flow, Target) {
    let flow = Flow::ordered().await;
    flow.accept().await;
    let gateway = flow.gateway().await;
    (flow, Target::DirectConnectGateway(gateway.id))
}

async fn create(
    flow: &Flow,
    new: &NewInterface,
) -> Result<domain::ports::Interface, domain::ports::PortError> {
    flow.world
        .cloud
        .create_private_interface(&flow.cloud_key, &flow.region, new)
        .await
}

#[tokio::test]
async fn an_interface_carries_every_value_to_the_right_side() {
    let (flow, target) = accepted().await;
    let new = flow.interface_of(LegRole::Primary, target.clone());
    let made = create(&flow, &new).await.unwrap();
    let seen = flow
        .world
        .cloud
        .interfaces(&keys::cloud_reader(), &flow.region)
        .await
        .unwrap();
    let seen = seen.iter().find(|one| one.id == made.id).unwrap();
    for one in [&made, seen] {
        assert_eq!(
            (one.name.as_str(), one.connection.as_str()),
            (new.name.as_str(), new.connection.as_str())
        );
        assert_eq!(one.vlan, Some(new.vlan));
        assert_eq!(
            (one.partner_asn, one.aws_asn),
            (Some(Asn::PUREPORT), Some(Asn(64512)))
        );
        assert_eq!(
            (one.partner_ip, one.aws_ip),
            (Some(new.partner_ip), Some(new.aws_ip))
        );
        assert!(one.bgp_key.as_ref().unwrap().agrees_with(&new.bgp_key));
        assert_eq!((one.mtu, &one.target), (Some(1500), &Some(target.clone())));
        assert!(
            tags::is_ours(&one.tags, &flow.connection.id, "interfaces"),
            "{:?}",
            one.tags
        );
    }
}

#[tokio::test]
async fn with_equal_values_at_both_ends_bgp_comes_up_and_the_partner_sees_it() {
    let (flow, target) = accepted().await;
    let made = flow.interfaces(&target).await;
    assert_eq!(made.len(), 2);
    let look = || flow.world.cloud.interfaces(&flow.cloud_key, &flow.region);
    let up = |one: &domain::ports::Interface| {
        one.bgp == Some(BgpState::Up) && one.state == InterfaceState::Available
    };
    flow::wait(look, |all| all.iter().filter(|one| up(one)).count() == 2).await;
    let partner = flow.active().await;
    assert!(partner.legs.iter().all(|leg| leg.bgp == Some(BgpState::Up)));
}

#[tokio::test]
async fn swapped_ends_never_come_up() {
    let (flow, target) = accepted().await;
    let new = flow.interface_of(LegRole::Primary, target);
    let swapped = NewInterface {
        partner_ip: new.aws_ip,
        aws_ip: new.partner_ip,
        ..new
    };
    let made = create(&flow, &swapped).await.unwrap();
    let all = flow
        .world
        .cloud
        .interfaces(&flow.cloud_key, &flow.region)
        .await
        .unwrap();
    let seen = all.iter().find(|one| one.id == made.id).unwrap();
    assert_ne!(seen.bgp, Some(BgpState::Up));
}

#[tokio::test]
async fn before_the_connection_is_ready_it_is_refused_in_awss_own_words() {
    let flow = Flow::ordered().await;
    let gateway = flow.gateway().await;
    let new = flow.interface_of(LegRole::Primary, Target::DirectConnectGateway(gateway.id));
    let (code, message) = refusal(create(&flow, &new).await);
    assert_eq!(code, CLIENT);
    assert_eq!(message, "The specified Connection ID is not available");
}

#[tokio::test]
async fn a_hosted_connection_takes_one_interface() {
    let (flow, target) = accepted().await;
    let new = flow.interface_of(LegRole::Primary, target);
    create(&flow, &new).await.unwrap();
    assert_eq!(refusal(create(&flow, &new).await).0, CLIENT);
}

#[tokio::test]
async fn a_refusal_does_not_repeat_the_key() {
    let (flow, target) = accepted().await;
    let mut new = flow.interface_of(LegRole::Primary, target);
    new.bgp_key = BgpKey::reported("k".repeat(81));
    let (_, message) = refusal(create(&flow, &new).await);
    assert!(!message.contains(&"k".repeat(81)), "{message}");
}

#[tokio::test]
async fn addresses_of_two_networks_are_refused() {
    let (flow, target) = accepted().await;
    let mut new = flow.interface_of(LegRole::Primary, target);
    new.aws_ip = PeerAddress::reported("169.254.99.2/30").unwrap();
    assert_eq!(refusal(create(&flow, &new).await).0, CLIENT);
}

#[tokio::test]
async fn a_four_byte_asn_is_sent_as_it_is() {
    let (flow, target) = accepted().await;
    let mut new = flow.interface_of(LegRole::Primary, target);
    new.partner_asn = Asn(4_200_000_001);
    let made = create(&flow, &new).await.unwrap();
    assert_eq!(made.partner_asn, Some(Asn(4_200_000_001)));
}

#[tokio::test]
async fn a_reader_may_not_create_an_interface() {
    let (flow, target) = accepted().await;
    let new = flow.interface_of(LegRole::Primary, target);
    let answer = flow
        .world
        .cloud
        .create_private_interface(&keys::cloud_reader(), &flow.region, &new)
        .await;
    assert_eq!(
        answer.err(),
        Some(denied("directconnect:CreatePrivateVirtualInterface"))
    );
}

#[tokio::test]
async fn an_interface_can_end_on_a_virtual_private_gateway() {
    let flow = Flow::ordered().await;
    flow.accept().await;
    let gateways = flow
        .world
        .cloud
        .vpn_gateways(&flow.cloud_key, &flow.region)
        .await
        .unwrap();
    let vgw = gateways
        .into_iter()
        .find(|gateway| gateway.name == "analytics-vgw")
        .unwrap();
    let target = Target::VirtualPrivateGateway(vgw.id);
    let made = create(&flow, &flow.interface_of(LegRole::Primary, target.clone()))
        .await
        .unwrap();
    assert_eq!((made.target, made.aws_asn), (Some(target), vgw.asn));
}

#[tokio::test]
async fn routes_of_an_interface_are_told_apart_by_direction() {
    let (flow, target) = accepted().await;
    let made = flow.interfaces(&target).await;
    let id = &made.first().unwrap().id;
    let look = || {
        flow.world
            .cloud
            .interface_routes(&flow.cloud_key, &flow.region, id)
    };
    let routes = flow::wait(look, |routes| !routes.is_empty()).await;
    assert!(
        routes.iter().all(|route| route.accepted),
        "nothing is associated yet: {routes:?}"
    );
    assert!(routes.iter().all(|route| route.prefix.is_private()));
}

#[tokio::test]
async fn routes_of_an_unknown_interface_are_an_error() {
    let flow = Flow::ordered().await;
    let answer = flow
        .world
        .cloud
        .interface_routes(&flow.cloud_key, &flow.region, "dxvif-zzzzzzzz")
        .await;
    assert!(answer.is_err_and(|failure| failure.is_definite()));
}
