//! Rules of private virtual interfaces (aws.md §2.2).

use crate::{
    made::{MINUTE, accepted, create, interface_on, refused, state, wait},
    support::{EAST, ELSEWHERE, Lab, OPERATOR, WEST},
};
use sandbox::Pace;
use serde_json::{Value, json};

#[tokio::test]
async fn a_vif_is_refused_until_the_connection_is_ready() {
    let lab = Lab::at(Pace::Demo);
    let id = lab.named("connections", "northwind-order-1");
    let not_yet = "The specified Connection ID is not available";
    assert_eq!(create(&lab, &id, json!({})).await, Err(not_yet.into()));
    let id = accepted(&lab).await;
    assert_eq!(create(&lab, &id, json!({})).await, Err(not_yet.into()));
    lab.shared.lock().clock.advance(10_000);
    assert!(create(&lab, &id, json!({})).await.is_ok());
}

#[tokio::test]
async fn a_connection_whose_link_is_down_takes_an_interface() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    lab.patch(&id, &json!({"connectionState": "down"}));
    assert!(create(&lab, &id, json!({})).await.is_ok());
}

#[tokio::test]
async fn a_hosted_connection_has_one_interface_and_then_room_again() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let first = create(&lab, &id, json!({})).await.expect("the first");
    assert!(
        create(&lab, &id, json!({}))
            .await
            .expect_err("one is there")
            .contains("maximum number")
    );
    let refusal = lab
        .dx("DeleteConnection", json!({"connectionId": id}))
        .await
        .expect_err("in use");
    assert!(refusal.message.contains("still has virtual interfaces"));
    lab.dx(
        "DeleteVirtualInterface",
        json!({"virtualInterfaceId": first["virtualInterfaceId"]}),
    )
    .await
    .expect("deleted");
    assert!(create(&lab, &id, json!({})).await.is_ok());
}

#[tokio::test]
async fn a_deleted_interface_is_listed_for_a_quarter_of_an_hour() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let made = create(&lab, &id, json!({})).await.expect("made");
    let id = made["virtualInterfaceId"].as_str().expect("an id");
    lab.dx("DeleteVirtualInterface", json!({"virtualInterfaceId": id}))
        .await
        .expect("deleted");
    assert_eq!(state(&lab, id).await, "deleted");
    lab.shared.lock().clock.advance(15 * 60_000);
    assert_eq!(state(&lab, id).await, Value::Null);
}

#[tokio::test]
async fn what_an_interface_may_not_be_is_refused() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let vgw = lab.named("vpnGateways", "analytics-vgw");
    for (change, text) in [
        (json!({"vlan": 313}), "is not the VLAN"),
        (json!({"vlan": 0}), "not in the range"),
        (json!({"vlan": 4095}), "not in the range"),
        (json!({"asnLong": 0}), "ASN"),
        (json!({"asnLong": 4_294_967_295_i64}), "ASN"),
        (json!({"asnLong": null, "asn": 2_147_483_647}), "ASN"),
        (json!({"asnLong": null}), "ASN"),
        (json!({"virtualGatewayId": vgw}), "Exactly one of"),
        (json!({"directConnectGatewayId": null}), "Exactly one of"),
        (
            json!({"directConnectGatewayId": "00000000-0000-0000-0000-000000000000"}),
            "does not exist",
        ),
        (
            json!({"directConnectGatewayId": null, "virtualGatewayId": "vgw-00000000"}),
            "The VirtualGateway vgw-00000000 does not exist.",
        ),
        (json!({"authKey": "short"}), "6 to 80"),
        (json!({"authKey": "x".repeat(81)}), "6 to 80"),
        (json!({"mtu": 1400}), "MTU"),
        (json!({"virtualInterfaceName": ""}), "1 to 100"),
        (json!({"amazonAddress": "169.254.1.1/30"}), "together"),
        (
            json!({"amazonAddress": "169.254.1.1/30", "customerAddress": "169.254.2.2/30"}),
            "must be in the same CIDR",
        ),
        (
            json!({"amazonAddress": "169.254.1.1/30", "customerAddress": "169.254.1.2/29"}),
            "must be in the same CIDR",
        ),
        (
            json!({"amazonAddress": "169.254.1.0/30", "customerAddress": "169.254.1.2/30"}),
            "Amazon Address is address 0 on its subnet.",
        ),
        (
            json!({"amazonAddress": "169.254.1.3/30", "customerAddress": "169.254.1.2/30"}),
            "Amazon Address is the broadcast address on its subnet.",
        ),
        (
            json!({"amazonAddress": "rubbish", "customerAddress": "169.254.1.2/30"}),
            "not a valid CIDR",
        ),
        (json!({"addressFamily": "ipv6"}), "IPv4"),
    ] {
        let refusal = create(&lab, &id, change.clone())
            .await
            .expect_err("refused");
        assert!(refusal.contains(text), "{change}: {refusal}");
        assert!(!refusal.contains("xxxx"), "no key in an error");
    }
    assert_eq!(lab.world()["virtualInterfaces"], json!({}));
}

#[tokio::test]
async fn what_an_interface_may_be_is_accepted() {
    for (change, member, value) in [
        (json!({"asnLong": 4_294_967_294_i64}), "asn", json!(0)),
        (
            json!({"asnLong": null, "asn": 65_000}),
            "asnLong",
            json!(65_000),
        ),
        (
            json!({"asnLong": 65_001, "asn": 65_000}),
            "asnLong",
            json!(65_001),
        ),
        (json!({"mtu": 8500}), "mtu", json!(8500)),
        (
            json!({"amazonAddress": "169.254.1.0/31", "customerAddress": "169.254.1.1/31"}),
            "amazonAddress",
            json!("169.254.1.0/31"),
        ),
        (json!({}), "amazonSideAsn", json!(64512)),
    ] {
        let lab = Lab::new();
        let id = accepted(&lab).await;
        let made = create(&lab, &id, change.clone()).await.expect("accepted");
        assert_eq!(made[member], value, "{change}");
    }
}

#[tokio::test]
async fn omitted_addresses_and_keys_are_made_by_aws() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let made = create(&lab, &id, json!({"authKey": null}))
        .await
        .expect("made");
    let (amazon, customer) = (
        made["amazonAddress"].as_str().expect("one"),
        made["customerAddress"].as_str().expect("one"),
    );
    assert!(
        amazon.starts_with("169.254.")
            && amazon.ends_with("/29")
            && customer.ends_with("/29")
            && amazon != customer
    );
    assert!((6..=80).contains(&made["authKey"].as_str().expect("a key").len()));
}

#[tokio::test]
async fn an_interface_on_a_vpn_gateway_takes_its_asn() {
    let lab = Lab::new();
    let id = accepted(&lab).await;
    let vgw = lab.named("vpnGateways", "twin-vgw");
    let made = create(
        &lab,
        &id,
        json!({"directConnectGatewayId": null, "virtualGatewayId": vgw}),
    )
    .await
    .expect("made");
    assert_eq!(made["amazonSideAsn"], 7224);
    assert_eq!(made["virtualGatewayId"], vgw.as_str());
    let refusal = lab
        .ec2("DeleteVpnGateway", &[("VpnGatewayId", &vgw)])
        .await
        .expect_err("in use");
    assert_eq!(refusal.code, "IncorrectState");
}

#[tokio::test]
async fn another_mtu_sends_the_interface_through_pending() {
    let lab = Lab::at(Pace::Demo);
    let id = accepted(&lab).await;
    lab.shared.lock().clock.advance(10_000);
    let made = create(&lab, &id, json!({})).await.expect("made");
    lab.shared.lock().clock.advance(10_000);
    let id = made["virtualInterfaceId"].as_str().expect("an id");
    let input = json!({"virtualInterfaceId": id, "virtualInterfaceName": "renamed", "mtu": 8500});
    let updated = lab
        .dx("UpdateVirtualInterfaceAttributes", input)
        .await
        .expect("updated");
    assert_eq!(
        (&updated["mtu"], &updated["virtualInterfaceState"]),
        (&json!(8500), &json!("pending"))
    );
    lab.shared.lock().clock.advance(10_000);
    assert_eq!(state(&lab, id).await, "down");
}

#[tokio::test]
async fn an_interface_goes_through_its_states() {
    let lab = Lab::at(Pace::Demo);
    let connection = accepted(&lab).await;
    wait(&lab, 10);
    let made = create(&lab, &connection, json!({})).await.expect("made");
    assert_eq!(made["virtualInterfaceState"], "pending");
    assert_eq!(made["bgpPeers"][0]["bgpPeerState"], "pending");
    let id = made["virtualInterfaceId"].as_str().expect("an id");
    wait(&lab, 5);
    assert_eq!(state(&lab, id).await, "down");
    let input = json!({"virtualInterfaceId": id});
    for _ in 0..2 {
        let answer = lab.dx("DeleteVirtualInterface", input.clone()).await;
        let answer = answer.expect("accepted");
        assert_eq!(answer, json!({"virtualInterfaceState": "deleting"}));
    }
    assert_eq!(state(&lab, id).await, "deleting");
    wait(&lab, 5);
    assert_eq!(state(&lab, id).await, "deleted");
    let gone = refused(&lab, "DeleteVirtualInterface", input).await;
    assert_eq!(gone, format!("Virtual Interface {id} does not exist"));
    wait(&lab, 15 * MINUTE);
    assert_eq!(state(&lab, id).await, Value::Null);
}

#[tokio::test]
async fn an_interface_is_nobody_elses_and_in_no_other_region() {
    let lab = Lab::new();
    let id = interface_on(&lab, json!({})).await;
    let unknown = format!("Virtual Interface {id} does not exist");
    for (who, region) in [(ELSEWHERE, WEST), (OPERATOR, EAST)] {
        let input = json!({"virtualInterfaceId": id});
        let listed = lab
            .dx_as(who, region, "DescribeVirtualInterfaces", input.clone())
            .await
            .expect("a list");
        assert_eq!(listed["virtualInterfaces"], json!([]));
        for operation in [
            "UpdateVirtualInterfaceAttributes",
            "DeleteVirtualInterface",
            "DescribeRouterConfiguration",
            "ListVirtualInterfaceRoutes",
            "StartBgpFailoverTest",
            "StopBgpFailoverTest",
        ] {
            let refusal = lab.dx_as(who, region, operation, input.clone()).await;
            let message = refusal.expect_err("not there").message;
            assert_eq!(message, unknown, "{operation}");
        }
    }
}

#[tokio::test]
async fn interfaces_are_listed_by_connection_and_by_id() {
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let made = create(&lab, &connection, json!({})).await.expect("made");
    let id = made["virtualInterfaceId"].clone();
    for (asked, found) in [
        (json!({}), 1),
        (json!({"connectionId": connection}), 1),
        (json!({"connectionId": "dxcon-00000000"}), 0),
        (json!({"virtualInterfaceId": id}), 1),
        (json!({"virtualInterfaceId": "dxvif-00000000"}), 0),
        (
            json!({"connectionId": "dxcon-00000000", "virtualInterfaceId": id}),
            0,
        ),
    ] {
        let listed = lab
            .dx("DescribeVirtualInterfaces", asked.clone())
            .await
            .expect("a list");
        let listed = listed["virtualInterfaces"].as_array().expect("interfaces");
        assert_eq!(listed.len(), found, "{asked}");
    }
    let input = json!({"virtualInterfaceId": "bogus"});
    let said = refused(&lab, "DescribeVirtualInterfaces", input).await;
    assert_eq!(said, "Virtual Interface ID bogus has an invalid format.");
}

#[tokio::test]
async fn site_link_needs_a_direct_connect_gateway() {
    let lab = Lab::new();
    let vgw = lab.named("vpnGateways", "twin-vgw");
    let on_vgw = json!({"directConnectGatewayId": null, "virtualGatewayId": vgw});
    let connection = accepted(&lab).await;
    let mut with = on_vgw.clone();
    with["enableSiteLink"] = json!(true);
    let text = "SiteLink needs an interface on a Direct Connect gateway.";
    assert_eq!(create(&lab, &connection, with).await, Err(text.into()));
    let made = create(&lab, &connection, on_vgw).await.expect("without");
    let id = &made["virtualInterfaceId"];
    let input = json!({"virtualInterfaceId": id, "enableSiteLink": true});
    assert_eq!(
        refused(&lab, "UpdateVirtualInterfaceAttributes", input).await,
        text
    );

    let lab = Lab::new();
    let id = interface_on(&lab, json!({"enableSiteLink": true})).await;
    let input = json!({"virtualInterfaceId": id, "enableSiteLink": false});
    let updated = lab.dx("UpdateVirtualInterfaceAttributes", input).await;
    assert_eq!(updated.expect("off")["siteLinkEnabled"], false);
}

#[tokio::test]
async fn what_dedicated_connections_alone_have_is_refused() {
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let dedicated = [
        (json!({"prefixPoolAllocatedCountIpv4": 200}), "Prefix pools"),
        (json!({"prefixPoolAllocatedCountIpv6": 200}), "Prefix pools"),
        (json!({"rateLimit": "50Mbps"}), "Rate limiters"),
    ];
    for (change, text) in &dedicated {
        let said = create(&lab, &connection, change.clone()).await;
        assert!(said.expect_err("dedicated only").contains(text), "{change}");
    }
    let made = create(&lab, &connection, json!({})).await.expect("made");
    for (change, text) in dedicated {
        let mut input = change;
        input["virtualInterfaceId"] = made["virtualInterfaceId"].clone();
        let said = refused(&lab, "UpdateVirtualInterfaceAttributes", input).await;
        assert!(said.contains(text), "{said}");
    }
}

#[tokio::test]
async fn what_an_interface_may_not_become_is_refused() {
    let lab = Lab::new();
    let id = interface_on(&lab, json!({})).await;
    for (change, text) in [
        (json!({"mtu": 9000}), "MTU 9000 is not valid"),
        (json!({"virtualInterfaceName": ""}), "1 to 100"),
        (json!({"virtualInterfaceName": "x".repeat(101)}), "1 to 100"),
    ] {
        let mut input = change;
        input["virtualInterfaceId"] = json!(id);
        let said = refused(&lab, "UpdateVirtualInterfaceAttributes", input).await;
        assert!(said.contains(text), "{said}");
    }
    assert_eq!(state(&lab, &id).await, "down");
}

#[tokio::test]
async fn another_name_does_not_disturb_the_interface() {
    let lab = Lab::at(Pace::Demo);
    let connection = accepted(&lab).await;
    wait(&lab, 10);
    let made = create(&lab, &connection, json!({})).await.expect("made");
    wait(&lab, 5);
    let id = made["virtualInterfaceId"].as_str().expect("an id");
    for change in [
        json!({"virtualInterfaceId": id, "virtualInterfaceName": "Renamed"}),
        json!({"virtualInterfaceId": id, "mtu": 1500}),
    ] {
        let updated = lab.dx("UpdateVirtualInterfaceAttributes", change).await;
        assert_eq!(updated.expect("updated")["virtualInterfaceState"], "down");
    }
}

#[tokio::test]
async fn an_interface_that_is_pending_or_leaving_can_not_be_changed() {
    let lab = Lab::at(Pace::Demo);
    let connection = accepted(&lab).await;
    wait(&lab, 10);
    let made = create(&lab, &connection, json!({})).await.expect("made");
    let id = made["virtualInterfaceId"].as_str().expect("an id");
    let text = format!("Virtual Interface {id} is not available");
    let mtu = json!({"virtualInterfaceId": id, "mtu": 8500});
    let operation = "UpdateVirtualInterfaceAttributes";
    assert_eq!(refused(&lab, operation, mtu.clone()).await, text);
    wait(&lab, 5);
    lab.dx("DeleteVirtualInterface", json!({"virtualInterfaceId": id}))
        .await
        .expect("deleting");
    assert_eq!(refused(&lab, operation, mtu).await, text);
    let name = json!({"virtualInterfaceId": id, "virtualInterfaceName": "late"});
    assert_eq!(refused(&lab, operation, name).await, text);
}

#[tokio::test]
async fn an_interface_keeps_the_one_bgp_peer_that_it_was_made_with() {
    let lab = Lab::administered();
    let id = interface_on(&lab, json!({})).await;
    let peer = lab.world()["virtualInterfaces"][&id]["bgpPeerId"].clone();
    for (new, text) in [
        (
            json!({"asnLong": 65_001, "addressFamily": "ipv4"}),
            "already has a BGP peer",
        ),
        (
            json!({"asnLong": 65_001, "addressFamily": "ipv6"}),
            "IPv4 peers only",
        ),
        (json!({"addressFamily": "ipv4"}), "ASN"),
        (json!({"asnLong": 65_001, "authKey": "short"}), "6 to 80"),
        (
            json!({"asnLong": 65_001, "amazonAddress": "169.254.9.1/30"}),
            "together",
        ),
    ] {
        let input = json!({"virtualInterfaceId": id, "newBGPPeer": new});
        let said = refused(&lab, "CreateBGPPeer", input).await;
        assert!(said.contains(text), "{new}: {said}");
    }
    for (named, text) in [
        (json!({"bgpPeerId": peer}), "The last BGP peer"),
        (json!({"bgpPeerId": "dxpeer-00000000"}), "no such BGP peer"),
        (json!({"asnLong": 394_351}), "no such BGP peer"),
    ] {
        let mut input = named;
        input["virtualInterfaceId"] = json!(id);
        let said = refused(&lab, "DeleteBGPPeer", input).await;
        assert!(said.contains(text), "{said}");
    }
    let interface = lab.world()["virtualInterfaces"][&id].clone();
    let input = json!({
        "virtualInterfaceId": id, "asn": 394_351, "customerAddress": interface["customerAddress"],
    });
    let said = refused(&lab, "DeleteBGPPeer", input).await;
    assert!(said.contains("The last BGP peer"), "{said}");
}

#[tokio::test]
async fn a_vpn_gateway_takes_interfaces_of_its_own_region_when_it_is_available() {
    let lab = Lab::new();
    let connection = accepted(&lab).await;
    let on = |vgw: &str| json!({"directConnectGatewayId": null, "virtualGatewayId": vgw});
    let east = lab.named("vpnGateways", "core-vgw");
    let said = create(&lab, &connection, on(&east)).await;
    let text = format!("The VirtualGateway {east} does not exist.");
    assert_eq!(said.expect_err("of another region"), text);
    let west = lab.named("vpnGateways", "twin-vgw");
    lab.patch(&west, &json!({"state": "pending"}));
    let said = create(&lab, &connection, on(&west)).await;
    let text = format!("The VirtualGateway {west} is not available.");
    assert_eq!(said.expect_err("not ready"), text);
}

#[tokio::test]
async fn the_router_is_told_what_the_interface_is_and_the_key() {
    let lab = Lab::new();
    let id = interface_on(&lab, json!({"authKey": "a<b&\"quoted\"'"})).await;
    let input = json!({"virtualInterfaceId": id});
    let operation = "DescribeRouterConfiguration";
    let answer = lab.dx(operation, input).await.expect("told");
    assert_eq!(
        answer["router"]["routerTypeIdentifier"],
        "CiscoSystemsInc-2900SeriesRouters-IOS124"
    );
    let xml = answer["customerRouterConfig"].as_str().expect("XML");
    for part in [
        format!("<logical_connection id=\"{id}\">"),
        "<vlan>312</vlan>".into(),
        "<bgp_asn>394351</bgp_asn>".into(),
        "<amazon_bgp_asn>64512</amazon_bgp_asn>".into(),
        "<bgp_auth_key>a&lt;b&amp;".into(),
        "<connection_type>private</connection_type>".into(),
    ] {
        assert!(xml.contains(&part), "{part} in {xml}");
    }
    let other = json!({"virtualInterfaceId": id, "routerTypeIdentifier": "Abacus-1"});
    let said = refused(&lab, operation, other).await;
    assert!(said.contains("router type"), "{said}");
}
