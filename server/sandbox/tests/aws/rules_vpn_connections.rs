//! Customer gateways and VPN connections, as far as a VPN beside Direct Connect goes.

use crate::{
    ec2::{code, count, done, lab, slow_lab, vpn_gateway},
    support::{Lab, tag},
};

async fn customer_gateway(lab: &Lab, address: &str) -> String {
    let parameters = [
        ("Type", "ipsec.1"),
        ("IpAddress", address),
        ("BgpAsn", "65001"),
    ];
    tag(
        &done(lab, "CreateCustomerGateway", &parameters).await,
        "customerGatewayId",
    )
}

#[tokio::test]
async fn the_same_customer_gateway_twice_is_one() {
    let lab = lab();
    let first = customer_gateway(&lab, "203.0.113.9").await;
    assert_eq!(customer_gateway(&lab, "203.0.113.9").await, first);
    assert_ne!(customer_gateway(&lab, "203.0.113.10").await, first);
    let named = [
        ("Type", "ipsec.1"),
        ("PublicIp", "203.0.113.9"),
        ("BgpAsn", "65001"),
        ("DeviceName", "b"),
    ];
    let named = done(&lab, "CreateCustomerGateway", &named).await;
    assert_ne!(tag(&named, "customerGatewayId"), first);
}

#[tokio::test]
async fn a_customer_gateway_has_an_address_and_an_asn() {
    let lab = lab();
    for (extra, expected) in [
        (vec![], "MissingParameter"),
        (vec![("IpAddress", "203.0.113")], "InvalidParameterValue"),
        (
            vec![("IpAddress", "203.0.113.9"), ("BgpAsn", "0")],
            "InvalidParameterValue",
        ),
        (
            vec![("IpAddress", "203.0.113.9"), ("BgpAsn", "2147483648")],
            "InvalidParameterValue",
        ),
        (
            vec![
                ("IpAddress", "203.0.113.9"),
                ("BgpAsnExtended", "2147483647"),
            ],
            "InvalidParameterValue",
        ),
        (
            vec![
                ("IpAddress", "203.0.113.9"),
                ("BgpAsn", "1"),
                ("BgpAsnExtended", "4200000000"),
            ],
            "InvalidParameterCombination",
        ),
        (
            vec![
                ("IpAddress", "203.0.113.9"),
                ("BgpAsnExtended", "4200000000"),
            ],
            "",
        ),
        (vec![("IpAddress", "203.0.113.9")], ""),
    ] {
        let mut parameters = vec![("Type", "ipsec.1")];
        parameters.extend(extra);
        assert_eq!(
            code(&lab, "CreateCustomerGateway", &parameters).await,
            expected,
            "{parameters:?}"
        );
    }
}

#[tokio::test]
async fn a_vpn_goes_through_its_states_and_its_tunnels_are_down() {
    let lab = slow_lab();
    let (vgw, customer) = (
        vpn_gateway(&lab).await,
        customer_gateway(&lab, "203.0.113.9").await,
    );
    let parameters = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", customer.as_str()),
        ("VpnGatewayId", &vgw),
    ];
    assert_eq!(
        code(&lab, "CreateVpnConnection", &parameters).await,
        "InvalidVpnGatewayState"
    );
    lab.shared.lock().clock.advance(2_000);
    let made = done(&lab, "CreateVpnConnection", &parameters).await;
    assert_eq!(tag(&made, "state"), "pending");
    let id = tag(&made, "vpnConnectionId");
    let again = done(&lab, "CreateVpnConnection", &parameters).await;
    assert_eq!(tag(&again, "vpnConnectionId"), id, "asking twice makes one");
    lab.shared.lock().clock.advance(5_000);
    let by_gateway = [
        ("Filter.1.Name", "vpn-gateway-id"),
        ("Filter.1.Value.1", vgw.as_str()),
    ];
    let xml = done(&lab, "DescribeVpnConnections", &by_gateway).await;
    assert_eq!(tag(&xml, "vpnConnectionId"), id);
    assert!(xml.contains("<state>available</state>"));
    assert_eq!(xml.matches("<status>DOWN</status>").count(), 2);
    done(&lab, "DeleteVpnConnection", &[("VpnConnectionId", &id)]).await;
    lab.shared.lock().clock.advance(5_000);
    let xml = done(&lab, "DescribeVpnConnections", &by_gateway).await;
    assert!(
        xml.contains("<state>deleted</state>") && count(&xml, "customerGatewayConfiguration") == 0
    );
    assert_eq!(
        code(&lab, "DeleteVpnConnection", &[("VpnConnectionId", &id)]).await,
        "InvalidVpnConnectionID.NotFound"
    );
}

#[tokio::test]
async fn a_vpn_ends_on_one_gateway() {
    let lab = lab();
    let (vgw, customer) = (
        vpn_gateway(&lab).await,
        customer_gateway(&lab, "203.0.113.9").await,
    );
    let transit = lab.named("transitGateways", "backbone");
    let both = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", customer.as_str()),
        ("VpnGatewayId", &vgw),
        ("TransitGatewayId", &transit),
    ];
    assert_eq!(
        code(&lab, "CreateVpnConnection", &both).await,
        "InvalidParameterCombination"
    );
    let unknown = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", "cgw-12345678"),
        ("VpnGatewayId", &vgw),
    ];
    assert_eq!(
        code(&lab, "CreateVpnConnection", &unknown).await,
        "InvalidCustomerGatewayID.NotFound"
    );
    done(&lab, "CreateVpnConnection", &both[..3]).await;
    assert_eq!(
        code(
            &lab,
            "DeleteCustomerGateway",
            &[("CustomerGatewayId", &customer)]
        )
        .await,
        "IncorrectState"
    );
}

#[tokio::test]
async fn static_routes_belong_to_a_vpn_without_bgp() {
    let lab = lab();
    let (vgw, customer) = (
        vpn_gateway(&lab).await,
        customer_gateway(&lab, "203.0.113.9").await,
    );
    let dynamic = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", customer.as_str()),
        ("VpnGatewayId", &vgw),
    ];
    let dynamic = tag(
        &done(&lab, "CreateVpnConnection", &dynamic).await,
        "vpnConnectionId",
    );
    let fixed = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", customer.as_str()),
        ("VpnGatewayId", &vgw),
        ("Options.StaticRoutesOnly", "true"),
    ];
    let fixed = tag(
        &done(&lab, "CreateVpnConnection", &fixed).await,
        "vpnConnectionId",
    );
    let route = |id| {
        [
            ("VpnConnectionId", id),
            ("DestinationCidrBlock", "192.168.0.0/16"),
        ]
    };
    assert_eq!(
        code(&lab, "CreateVpnConnectionRoute", &route(&dynamic)).await,
        "InvalidParameterValue"
    );
    assert_eq!(
        code(&lab, "CreateVpnConnectionRoute", &route(&fixed)).await,
        ""
    );
    assert_eq!(
        code(&lab, "DeleteVpnConnectionRoute", &route(&fixed)).await,
        ""
    );
    assert_eq!(
        code(&lab, "DeleteVpnConnectionRoute", &route(&fixed)).await,
        "InvalidRoute.NotFound"
    );
}

#[tokio::test]
async fn the_keys_of_a_vpn_are_its_owners_alone() {
    let lab = lab();
    let (vgw, customer) = (
        vpn_gateway(&lab).await,
        customer_gateway(&lab, "203.0.113.9").await,
    );
    let parameters = [
        ("Type", "ipsec.1"),
        ("CustomerGatewayId", customer.as_str()),
        ("VpnGatewayId", &vgw),
    ];
    let made = done(&lab, "CreateVpnConnection", &parameters).await;
    let key = tag(&made, "preSharedKey");
    assert_eq!(key.len(), 32);
    assert!(!lab.world().to_string().contains(&key));
    assert!(!format!("{:?}", *lab.shared.lock()).contains(&key));
}
