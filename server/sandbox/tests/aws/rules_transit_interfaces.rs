//! Transit interfaces, and what flows over them into transit gateways.

use crate::{
    ec2::{code, done},
    made::{accepted, attached, create, gateway, interface_on, refused},
    metrics::{HOUR, Running, is},
    order::{Order, down, id_of, up},
    support::{Lab, WEST, tag},
    transit::{active_routes, attach, default_table, subnets},
};
use serde_json::{Value, json};

/// On the other partner's connection, on a new Direct Connect gateway, with changes.
async fn asked(lab: &Lab, change: Value) -> (Value, Value) {
    let connection = accepted(lab).await;
    let mut new = json!({
        "virtualInterfaceName": "test", "vlan": 312, "asnLong": 394_351,
        "directConnectGatewayId": gateway(lab, json!(64_600)).await.expect("made"),
    });
    for (name, value) in change.as_object().expect("members") {
        new[name] = value.clone();
    }
    let gateway = new["directConnectGatewayId"].clone();
    let input = json!({"connectionId": connection, "newTransitVirtualInterface": new});
    (input, gateway)
}

const CREATE: &str = "CreateTransitVirtualInterface";

/// An order of transit peering whose primary leg is up.
async fn ordered() -> (Order, String) {
    let order = Order::with(json!({"peering": {"type": "TRANSIT"}})).await;
    let made = order.try_interface("Transit", "primaryGateway", json!({}));
    let id = id_of(&made.await.expect("made"));
    (order, id)
}

/// The seeded transit gateway `partners`, on which `analytics` is, on the order's gateway.
async fn associated(order: &Order, allowed: &[&str]) -> (String, Value) {
    let partners = order.lab.named("transitGateways", "partners");
    let allowed: Value = allowed.iter().map(|cidr| json!({"cidr": cidr})).collect();
    let input = json!({
        "directConnectGatewayId": order.gateway, "gatewayId": partners,
        "addAllowedPrefixesToDirectConnectGateway": allowed,
    });
    let operation = "CreateDirectConnectGatewayAssociation";
    let made = order.lab.dx(operation, input).await.expect("associated");
    let id = made["directConnectGatewayAssociation"]["associationId"].clone();
    (partners, id)
}

#[tokio::test]
async fn a_transit_interface_ends_on_a_gateway_and_has_its_asn() {
    let lab = Lab::new();
    let (input, gateway) = asked(&lab, json!({"mtu": 8500, "enableSiteLink": true})).await;
    let made = lab.dx(CREATE, input).await.expect("made");
    let made = &made["virtualInterface"];
    for (member, value) in [
        ("virtualInterfaceType", json!("transit")),
        ("virtualInterfaceState", json!("pending")),
        ("amazonSideAsn", json!(64_600)),
        ("directConnectGatewayId", gateway.clone()),
        ("virtualGatewayId", json!("")),
        ("mtu", json!(8500)),
        ("siteLinkEnabled", json!(true)),
    ] {
        assert_eq!(made[member], value, "{member}");
    }
    let config = made["customerRouterConfig"].as_str().expect("XML");
    assert!(config.contains("<connection_type>transit</connection_type>"));
    let by_gateway = json!({"directConnectGatewayId": gateway});
    let listed = lab
        .dx("DescribeDirectConnectGatewayAttachments", by_gateway)
        .await
        .expect("a list");
    let one = &listed["directConnectGatewayAttachments"][0];
    assert_eq!(one["attachmentType"], "TransitVirtualInterface");
    assert_eq!(one["attachmentState"], "attached");
}

#[tokio::test]
async fn what_a_transit_interface_may_not_be_is_refused() {
    for (change, text) in [
        (json!({"directConnectGatewayId": null}), "must be specified"),
        (json!({"directConnectGatewayId": ""}), "must be specified"),
        (
            json!({"directConnectGatewayId": "0f1e2d3c-4b5a-4978-a6b5-c4d3e2f1a0b9"}),
            "does not exist",
        ),
        (json!({"mtu": 9001}), "MTU 9001 is not valid"),
        (json!({"vlan": 313}), "VLAN"),
        (json!({"virtualInterfaceName": null}), "1 to 100"),
        (json!({"asnLong": null}), "ASN"),
    ] {
        let lab = Lab::new();
        let (mut input, _) = asked(&lab, change.clone()).await;
        if let Some(new) = input["newTransitVirtualInterface"].as_object_mut() {
            new.retain(|_, value| !value.is_null());
        }
        let said = refused(&lab, CREATE, input).await;
        assert!(said.contains(text), "{change}: {said}");
    }
}

#[tokio::test]
async fn a_gateway_for_vpn_gateways_takes_no_transit_interface() {
    let lab = Lab::new();
    let (input, id) = asked(&lab, json!({})).await;
    let vpn_gateway = attached(&lab, WEST, "payments").await;
    let association = json!({"directConnectGatewayId": id, "gatewayId": vpn_gateway});
    lab.dx("CreateDirectConnectGatewayAssociation", association)
        .await
        .expect("associated");
    let said = refused(&lab, CREATE, input).await;
    assert!(said.contains("VPN gateways"), "{said}");

    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    interface_on(&lab, json!({"directConnectGatewayId": id})).await;
    let connection = crate::made::order(&lab, "EqSe2", 313);
    lab.dx("ConfirmConnection", json!({"connectionId": connection}))
        .await
        .expect("accepted");
    let new = json!({
        "virtualInterfaceName": "test", "vlan": 313, "asnLong": 394_351, "directConnectGatewayId": id,
    });
    let input = json!({"connectionId": connection, "newTransitVirtualInterface": new});
    let said = refused(&lab, CREATE, input).await;
    assert!(said.contains("private virtual interfaces"), "{said}");
}

#[tokio::test]
async fn a_gateway_with_a_transit_interface_takes_nothing_for_vpn_gateways() {
    let lab = Lab::new();
    let (input, id) = asked(&lab, json!({})).await;
    lab.dx(CREATE, input).await.expect("made");
    let vpn_gateway = attached(&lab, WEST, "payments").await;
    let id = id.as_str().expect("an id");
    let said = crate::made::associate(&lab, WEST, id, &vpn_gateway).await;
    assert!(
        said.expect_err("refused")
            .contains("transit virtual interfaces")
    );
    let connection = crate::made::order(&lab, "EqSe2", 313);
    lab.dx("ConfirmConnection", json!({"connectionId": connection}))
        .await
        .expect("accepted");
    let change = json!({"vlan": 313, "directConnectGatewayId": id});
    let said = create(&lab, &connection, change).await;
    assert!(
        said.expect_err("refused")
            .contains("transit virtual interfaces")
    );
}

#[tokio::test]
async fn a_transit_gateways_allowed_prefixes_are_advertised_as_they_are() {
    let (order, interface) = ordered().await;
    assert_eq!(order.status(&interface).await, up());
    assert_eq!(
        order.routes(&interface, "advertised").await,
        [json!(null); 0]
    );
    // No VPC has the second one.
    let (_, association) = associated(&order, &["10.30.0.0/16", "10.99.0.0/24"]).await;
    let expected = [json!("10.30.0.0/16"), json!("10.99.0.0/24")];
    assert_eq!(order.routes(&interface, "advertised").await, expected);
    let leg = order.connection["primaryGateway"]["href"].as_str();
    let path = format!("{}/bgpRoutes", leg.expect("a gateway"));
    let known = order.lab.pureport("GET", &path, None).await;
    let of_aws = known.as_array().expect("routes").iter();
    let of_aws: Vec<_> = of_aws.filter(|one| one["internal"] == false).collect();
    assert_eq!(of_aws.len(), 2);
    assert_eq!(of_aws[0]["path"], json!([64_600]), "the gateway's ASN");
    let input = json!({"associationId": association});
    order
        .lab
        .dx("DeleteDirectConnectGatewayAssociation", input)
        .await
        .expect("disassociated");
    assert_eq!(
        order.routes(&interface, "advertised").await,
        [json!(null); 0]
    );
}

#[tokio::test]
async fn a_customers_prefixes_come_into_the_transit_gateways_tables() {
    let (order, interface) = ordered().await;
    let (partners, _) = associated(&order, &["10.30.0.0/16"]).await;
    let table = default_table(&order.lab, &partners).await;
    let theirs = order.routes(&interface, "accepted").await;
    let over_gateway = async || {
        let routes = active_routes(&order.lab, &table).await;
        let over: Vec<_> = routes
            .into_iter()
            .filter(|(_, resource)| *resource == order.gateway)
            .map(|(destination, _)| json!(destination))
            .collect();
        over
    };
    let mut found = over_gateway().await;
    found.sort_by_key(Value::to_string);
    let mut expected = theirs.clone();
    expected.sort_by_key(Value::to_string);
    assert_eq!((found.len(), found), (2, expected));
    order
        .lab
        .patch(&interface, &json!({"authKey": "drifted-key"}));
    assert_eq!(order.status(&interface).await, down());
    assert_eq!(over_gateway().await, [json!(null); 0]);
}

#[tokio::test]
async fn a_vpcs_route_wins_over_the_same_from_a_direct_connect_gateway() {
    let (order, interface) = ordered().await;
    let (partners, _) = associated(&order, &["10.30.0.0/16"]).await;
    let lab = &order.lab;
    let theirs = order.routes(&interface, "accepted").await;
    let (analytics, table) = (
        lab.named("vpcs", "analytics"),
        default_table(lab, &partners).await,
    );
    lab.patch(&analytics, &json!({"cidrs": ["10.30.0.0/16", theirs[0]]}));
    let routes = active_routes(lab, &table).await;
    let first = theirs[0].as_str().expect("a CIDR").to_owned();
    let to_first: Vec<_> = routes.iter().filter(|(to, _)| *to == first).collect();
    assert_eq!(to_first, [&(first.clone(), analytics)]);
}

#[tokio::test]
async fn traffic_flows_when_the_transit_gateway_and_the_vpc_lead_both_ways() {
    let (order, interface) = ordered().await;
    let (partners, _) = associated(&order, &["10.30.0.0/16"]).await;
    let it = Running::on(order, interface);
    let lab = &it.order.lab;
    let flow = "VirtualInterfaceBpsIngress";
    assert!(is(it.newest(flow).await, 0.0), "no VPC leads back");
    let table = lab.named("routeTables", "analytics-main");
    let route = [
        ("RouteTableId", table.as_str()),
        ("DestinationCidrBlock", "192.168.0.0/16"),
        ("TransitGatewayId", partners.as_str()),
    ];
    assert_eq!(code(lab, "CreateRoute", &route).await, "");
    it.wait(600);
    assert!(it.newest(flow).await > 0.0, "both ways are open");

    // The attachment of the Direct Connect gateway no longer knows the way to the VPC.
    let resource = [
        ("Filter.1.Name", "resource-id"),
        ("Filter.1.Value.1", it.order.gateway.as_str()),
    ];
    let seen = done(lab, "DescribeTransitGatewayAttachments", &resource).await;
    let (table, attachment) = (
        tag(&seen, "transitGatewayRouteTableId"),
        tag(&seen, "transitGatewayAttachmentId"),
    );
    let pair = [
        ("TransitGatewayRouteTableId", table.as_str()),
        ("TransitGatewayAttachmentId", attachment.as_str()),
    ];
    done(lab, "DisassociateTransitGatewayRouteTable", &pair).await;
    it.wait(HOUR);
    assert!(is(it.newest(flow).await, 0.0), "no table, no way");
    done(lab, "AssociateTransitGatewayRouteTable", &pair).await;
    it.wait(600);
    assert!(it.newest(flow).await > 0.0, "back again");
}

#[tokio::test]
async fn a_transit_interface_is_drilled_and_deleted_like_any_other() {
    let (order, interface) = ordered().await;
    let input = json!({"virtualInterfaceId": interface, "testDurationInMinutes": 10});
    order
        .lab
        .dx("StartBgpFailoverTest", input.clone())
        .await
        .expect("started");
    assert_eq!(
        order.status(&interface).await,
        ("testing".into(), "down".into())
    );
    let input = json!({"virtualInterfaceId": interface});
    order
        .lab
        .dx("StopBgpFailoverTest", input.clone())
        .await
        .expect("stopped");
    assert_eq!(order.status(&interface).await, up());
    order
        .lab
        .dx("DeleteVirtualInterface", input)
        .await
        .expect("deleted");
    assert_eq!(order.bgp_state("primaryGateway").await, "DOWN");
}

#[tokio::test]
async fn two_legs_reach_two_vpcs_over_one_transit_gateway() {
    let (order, first) = ordered().await;
    let made = order.try_interface("Transit", "secondaryGateway", json!({}));
    let second = id_of(&made.await.expect("made"));
    let (partners, _) = associated(&order, &["10.30.0.0/16", "10.20.0.0/16"]).await;
    assert!(subnets(&order.lab, "payments").len() > 1);
    attach(&order.lab, &partners, "payments").await;
    for interface in [&first, &second] {
        assert_eq!(order.status(interface).await, up());
        assert_eq!(order.routes(interface, "advertised").await.len(), 2);
    }
    let table = default_table(&order.lab, &partners).await;
    let resources: Vec<_> = active_routes(&order.lab, &table)
        .await
        .into_iter()
        .map(|(_, resource)| resource)
        .collect();
    for (resource, routes) in [
        (order.lab.named("vpcs", "payments"), 1),
        (order.lab.named("vpcs", "analytics"), 1),
        (order.gateway.clone(), 2),
    ] {
        let found = resources.iter().filter(|one| **one == resource).count();
        assert_eq!(found, routes, "{resources:?}");
    }
}
