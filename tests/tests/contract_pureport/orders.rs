//! Orders, their changes and their end.

use domain::{
    ports::{BgpState, ConnectionState, Fabric, LegRole, PortError, Target},
    values::Asn,
    wizard::Step,
};
use tests::{Flow, World, flow, keys, orders, peer::Peer, world};

use crate::account;

#[tokio::test]
async fn a_pair_is_built_with_every_value_that_aws_needs() {
    let flow = Flow::ordered().await;
    let connection = &flow.connection;
    assert_eq!(connection.name, "Acme – us-west-2");
    assert_eq!(connection.description, "For payments");
    assert_eq!(
        (
            connection.network.as_str(),
            connection.network_name.as_str()
        ),
        (flow.network.id.as_str(), "Acme production")
    );
    assert_eq!(
        (
            connection.location.as_str(),
            connection.location_name.as_str()
        ),
        ("us-sea", "Seattle, WA")
    );
    assert_eq!(connection.region.as_str(), "us-west-2");
    assert_eq!(connection.account, keys::account());
    assert_eq!(connection.ordered_asn, Some(Asn(64512)));
    assert!(connection.high_availability && connection.created.is_some());
    assert!(
        connection
            .tags
            .contains(&("managed-by".to_owned(), "onramp".to_owned()))
    );
    let roles: Vec<_> = connection.legs.iter().map(|leg| leg.role).collect();
    assert_eq!(roles, [LegRole::Primary, LegRole::Secondary]);
    for leg in &connection.legs {
        assert!(leg.aws_connection.as_deref().unwrap().starts_with("dxcon-"));
        assert_eq!(
            (leg.partner_asn, leg.aws_asn),
            (Some(Asn::PUREPORT), Some(Asn(64512)))
        );
        let (partner, aws) = (leg.partner_ip.unwrap(), leg.aws_ip.unwrap());
        assert_ne!(partner.address(), aws.address());
        assert!(leg.vlan.is_some() && leg.peering_subnet.is_some());
        assert!(leg.bgp_key.as_ref().unwrap().expose().len() >= 6);
        assert_ne!(leg.bgp, Some(BgpState::Up));
    }
}

#[tokio::test]
async fn a_single_connection_has_one_leg() {
    let mut draft = orders::draft("single");
    draft.put(Step::Service, orders::service("single"));
    let flow = Flow::of(World::start().await, &draft).await;
    assert_eq!(flow.connection.legs.len(), 1);
}

#[tokio::test]
async fn customer_networks_and_nat_come_back_with_what_pureport_assigned() {
    let mut draft = orders::draft("nat");
    draft.put(
        Step::Nat,
        orders::fields(&[("enabled", "on"), ("native.0", "192.168.0.0/24")]),
    );
    let connection = Flow::of(World::start().await, &draft).await.connection;
    let (name, cidr) = connection.customer_networks.first().unwrap();
    assert_eq!(
        (name.as_str(), cidr.to_string().as_str()),
        ("payments", "10.20.0.0/16")
    );
    assert!(connection.nat.enabled && !connection.nat.blocks.is_empty());
    let (native, assigned) = connection.nat.mappings.first().unwrap();
    assert_eq!(native.to_string(), "192.168.0.0/24");
    assert_eq!(assigned.unwrap().prefix_len(), 24);
}

#[tokio::test]
async fn the_same_order_twice_makes_one_connection() {
    let flow = Flow::ordered().await;
    let order = orders::order(&orders::draft("flow-1"), &flow.network.id, &flow.catalog);
    let again = flow.world.fabric.order(&flow.key, &order).await.unwrap();
    assert_eq!(again.id, flow.connection.id);
    let all = flow
        .world
        .fabric
        .connections(&flow.key, &flow.account.id)
        .await
        .unwrap();
    assert_eq!(all.len(), 1);
}

#[tokio::test]
async fn the_same_order_twice_at_once_makes_one_connection() {
    let flow = Flow::ordered().await;
    let order = orders::order(&orders::draft("twice"), &flow.network.id, &flow.catalog);
    let calls = (0..4).map(|_| flow.world.fabric.order(&flow.key, &order));
    let made = futures_util::future::join_all(calls).await;
    let ids: Vec<_> = made.into_iter().map(|one| one.unwrap().id).collect();
    assert!(ids.iter().all(|id| Some(id) == ids.first()), "{ids:?}");
    let all = flow
        .world
        .fabric
        .connections(&flow.key, &flow.account.id)
        .await
        .unwrap();
    assert_eq!(all.len(), 2);
}

#[tokio::test]
async fn another_reference_makes_another_connection() {
    let flow = Flow::ordered().await;
    let order = orders::order(&orders::draft("flow-2"), &flow.network.id, &flow.catalog);
    let other = flow.world.fabric.order(&flow.key, &order).await.unwrap();
    assert_ne!(other.id, flow.connection.id);
}

#[tokio::test]
async fn an_order_whose_answer_is_lost_is_found_again() {
    let flow = Flow::ordered().await;
    let peer = Peer::losing(&flow.world.sandbox.pureport_url, "POST /networks/").await;
    let client = world::fabric(&peer.url, None, &flow.world.clock);
    let order = orders::order(&orders::draft("lost"), &flow.network.id, &flow.catalog);
    let made = client.order(&flow.key, &order).await.unwrap();
    let all = flow
        .world
        .fabric
        .connections(&flow.key, &flow.account.id)
        .await
        .unwrap();
    assert_eq!(all.iter().filter(|one| one.id == made.id).count(), 1);
    assert_eq!(all.len(), 2);
    assert_eq!(flow.world.asked("addConnection"), 2);
}

#[tokio::test]
async fn a_changed_draft_that_was_ordered_before_leads_to_what_was_ordered() {
    let flow = Flow::ordered().await;
    let mut draft = orders::draft("flow-1");
    draft.put(Step::Review, orders::fields(&[("name", "Another")]));
    let order = orders::order(&draft, &flow.network.id, &flow.catalog);
    let found = flow.world.fabric.order(&flow.key, &order).await.unwrap();
    assert_eq!(found.id, flow.connection.id);
    assert!(!order.is_of(&found), "it is not what this draft says now");
    let same = orders::order(&orders::draft("flow-1"), &flow.network.id, &flow.catalog);
    assert!(same.is_of(&found));
}

#[tokio::test]
async fn a_viewer_may_not_order() {
    let flow = Flow::ordered().await;
    let order = orders::order(&orders::draft("viewer"), &flow.network.id, &flow.catalog);
    let answer = flow.world.fabric.order(&keys::viewer(), &order).await;
    assert!(matches!(answer, Err(PortError::Denied { action }) if action == "addConnection"));
}

#[tokio::test]
async fn an_order_in_an_unknown_network_is_refused() {
    let flow = Flow::ordered().await;
    let order = orders::order(&orders::draft("nowhere"), "network-none", &flow.catalog);
    let answer = flow.world.fabric.order(&flow.key, &order).await;
    assert_eq!(answer.err(), Some(PortError::NotFound));
}

#[tokio::test]
async fn an_unknown_connection_is_not_found_and_no_id_leaves_its_path() {
    let world = World::start().await;
    account(&world, &keys::operator()).await;
    let before = world.asked("getConnection");
    for id in ["", "..", "."] {
        let answer = world.fabric.connection(&keys::operator(), id).await;
        assert_eq!(answer.err(), Some(PortError::NotFound), "{id}");
    }
    assert_eq!(world.asked("getConnection"), before);
    for id in ["conn-none", "../accounts", "a/b", "a?b#c", "%2e%2e"] {
        let answer = world.fabric.connection(&keys::operator(), id).await;
        assert_eq!(answer.err(), Some(PortError::NotFound), "{id}");
        assert_eq!(world.asked("findAllAccounts"), 1, "{id}");
    }
}

#[tokio::test]
async fn a_changed_amazon_asn_reaches_both_legs_and_changes_nothing_else() {
    let flow = Flow::ordered().await;
    let before = flow.connection.clone();
    flow.world
        .fabric
        .change_amazon_asn(&flow.key, &before.id, Asn(65010))
        .await
        .unwrap();
    let after = flow.active().await;
    assert_eq!(after.ordered_asn, Some(Asn(65010)));
    assert!(after.legs.iter().all(|leg| leg.aws_asn == Some(Asn(65010))));
    assert_eq!(after.customer_networks, before.customer_networks);
    assert_eq!(
        (after.name, after.description, after.tags),
        (before.name, before.description, before.tags)
    );
    let ids = |legs: &[domain::ports::Leg]| -> Vec<_> {
        legs.iter().map(|leg| leg.aws_connection.clone()).collect()
    };
    assert_eq!(ids(&after.legs), ids(&before.legs));
}

#[tokio::test]
async fn a_change_of_something_unknown_or_without_the_right_is_refused() {
    let flow = Flow::ordered().await;
    let fabric = &flow.world.fabric;
    let unknown = fabric
        .change_amazon_asn(&flow.key, "conn-none", Asn(65010))
        .await;
    assert_eq!(unknown.err(), Some(PortError::NotFound));
    let viewer = fabric
        .change_amazon_asn(&keys::viewer(), &flow.connection.id, Asn(65010))
        .await;
    let action = "updateConnection".to_owned();
    assert_eq!(viewer.err(), Some(PortError::Denied { action }));
}

#[tokio::test]
async fn a_deleted_connection_is_gone() {
    let flow = Flow::ordered().await;
    let (fabric, id) = (&flow.world.fabric, &flow.connection.id);
    fabric.delete_connection(&flow.key, id).await.unwrap();
    let look = fabric.connection(&flow.key, id).await;
    assert_eq!(look.err(), Some(PortError::NotFound));
    let again = fabric.delete_connection(&flow.key, id).await;
    assert_eq!(again, Err(PortError::NotFound));
}

#[tokio::test]
async fn a_connection_with_interfaces_fails_to_delete_and_says_why() {
    let flow = Flow::ordered().await;
    flow.accept().await;
    let gateway = flow.gateway().await;
    flow.interfaces(&Target::DirectConnectGateway(gateway.id))
        .await;
    let (fabric, id) = (&flow.world.fabric, &flow.connection.id);
    fabric.delete_connection(&flow.key, id).await.unwrap();
    let failed = flow::wait(
        || fabric.connection(&flow.key, id),
        |seen| seen.state == ConnectionState::FailedToDelete,
    );
    let (code, _) = failed.await.failure.unwrap();
    assert_eq!(code, "AWS_CONNECTION_HAS_ACTIVE_VIFS");
}

#[tokio::test]
async fn a_gateways_routes_hold_what_the_site_and_aws_advertise() {
    let flow = Flow::ordered().await;
    let gateway = &flow.leg(LegRole::Primary).gateway;
    let routes = flow.world.fabric.routes(&flow.key, gateway).await.unwrap();
    assert!(
        routes.iter().any(|route| route.prefix.is_private()),
        "{routes:?}"
    );
    let none = flow.world.fabric.routes(&flow.key, "gw-none").await;
    assert_eq!(none, Err(PortError::NotFound));
}
