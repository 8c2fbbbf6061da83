//! What may be done in which state: a table for each kind of thing (aws.md §2.1–§2.3).

use crate::{
    made::{accepted, create, interface_on},
    support::{EAST, Lab, OPERATOR, WEST},
};
use serde_json::{Value, json};

/// Whether a call is accepted; a refusal is Direct Connect's own.
async fn accepts(lab: &Lab, region: &str, operation: &str, input: Value) -> bool {
    match lab.dx_as(OPERATOR, region, operation, input).await {
        Ok(_) => true,
        Err(refusal) => {
            assert_eq!(refusal.code, "DirectConnectClientException", "{operation}");
            false
        }
    }
}

/// `+` where a call is accepted, `-` where it is refused.
fn signs(results: &[bool]) -> String {
    results
        .iter()
        .map(|yes| if *yes { '+' } else { '-' })
        .collect()
}

#[tokio::test]
async fn a_connections_state_says_what_may_be_done_with_it() {
    // accept, make an interface, rename, tag, delete
    for (state, expected) in [
        ("ordering", "+-+++"),
        ("requested", "--+++"),
        ("pending", "--+++"),
        ("available", "-++++"),
        ("down", "-++++"),
        ("deleting", "---++"),
        ("deleted", "---++"),
        ("rejected", "---++"),
        ("unknown", "--+++"),
    ] {
        let fresh = || {
            let lab = Lab::new();
            let id = lab.named("connections", "northwind-order-1");
            lab.patch(&id, &json!({"connectionState": state}));
            (lab, id)
        };
        let mut results = vec![];
        for (operation, more) in [
            ("ConfirmConnection", json!({})),
            ("CreatePrivateVirtualInterface", json!({})),
            ("UpdateConnection", json!({"connectionName": "new"})),
            ("TagResource", json!({"tags": [{"key": "a"}]})),
            ("DeleteConnection", json!({})),
        ] {
            let (lab, id) = fresh();
            if operation == "CreatePrivateVirtualInterface" {
                results.push(create(&lab, &id, json!({})).await.is_ok());
                continue;
            }
            let mut input = more;
            input["connectionId"] = json!(id);
            input["resourceArn"] = json!(format!(
                "arn:aws:directconnect:{WEST}:123456789012:dxcon/{id}"
            ));
            results.push(accepts(&lab, WEST, operation, input).await);
        }
        assert_eq!(signs(&results), expected, "{state}");
    }
}

#[tokio::test]
async fn an_interfaces_state_says_what_may_be_done_with_it() {
    // rename, MTU, SiteLink, start a test, stop one, router configuration, routes, delete
    for (state, expected) in [
        ("confirming", "+----+++"),
        ("verifying", "+----+++"),
        ("pending", "+----+++"),
        ("available", "++++-+++"),
        ("down", "+++--+++"),
        ("testing", "+----+++"),
        ("deleting", "-----+++"),
        ("deleted", "--------"),
        ("rejected", "+----+++"),
        ("unknown", "+----+++"),
    ] {
        let mut results = vec![];
        for (operation, more) in [
            (
                "UpdateVirtualInterfaceAttributes",
                json!({"virtualInterfaceName": "new"}),
            ),
            ("UpdateVirtualInterfaceAttributes", json!({"mtu": 8500})),
            (
                "UpdateVirtualInterfaceAttributes",
                json!({"enableSiteLink": true}),
            ),
            ("StartBgpFailoverTest", json!({})),
            ("StopBgpFailoverTest", json!({})),
            ("DescribeRouterConfiguration", json!({})),
            ("ListVirtualInterfaceRoutes", json!({})),
            ("DeleteVirtualInterface", json!({})),
        ] {
            let lab = Lab::new();
            let id = interface_on(&lab, json!({})).await;
            lab.patch(&id, &json!({"virtualInterfaceState": state}));
            let mut input = more;
            input["virtualInterfaceId"] = json!(id);
            results.push(accepts(&lab, WEST, operation, input).await);
        }
        assert_eq!(signs(&results), expected, "{state}");
    }
}

#[tokio::test]
async fn a_gateways_state_says_what_may_be_done_with_it() {
    // rename, associate, make an interface, delete
    for (state, expected) in [
        ("pending", "---+"),
        ("available", "++++"),
        ("deleting", "---+"),
        ("deleted", "----"),
    ] {
        let mut results = vec![];
        for operation in [
            "UpdateDirectConnectGateway",
            "CreateDirectConnectGatewayAssociation",
            "CreatePrivateVirtualInterface",
            "DeleteDirectConnectGateway",
        ] {
            let lab = Lab::new();
            let id = lab.named("directConnectGateways", "legacy-dxgw");
            let connection = accepted(&lab).await;
            lab.patch(&id, &json!({"directConnectGatewayState": state}));
            if operation == "CreatePrivateVirtualInterface" {
                results.push(create(&lab, &connection, json!({})).await.is_ok());
                continue;
            }
            let input = json!({
                "directConnectGatewayId": id,
                "newDirectConnectGatewayName": "new",
                "gatewayId": lab.named("vpnGateways", "analytics-vgw"),
            });
            results.push(accepts(&lab, WEST, operation, input).await);
        }
        assert_eq!(signs(&results), expected, "{state}");
    }
}

#[tokio::test]
async fn an_associations_state_says_what_may_be_done_with_it() {
    // change, end, join the VPN gateway to another gateway
    for (state, expected) in [
        ("associating", "-+-"),
        ("associated", "++-"),
        ("updating", "-+-"),
        ("disassociating", "-+-"),
        ("disassociated", "--+"),
    ] {
        let mut results = vec![];
        for operation in [
            "UpdateDirectConnectGatewayAssociation",
            "DeleteDirectConnectGatewayAssociation",
            "CreateDirectConnectGatewayAssociation",
        ] {
            let lab = Lab::new();
            let world = lab.world();
            let associations = world["associations"].as_object().expect("associations");
            let id = associations.keys().next().expect("one");
            lab.patch(id, &json!({"associationState": state}));
            let mut input = json!({"associationId": id});
            if operation.starts_with("Create") {
                input = json!({
                    "directConnectGatewayId": lab.named("directConnectGateways", "legacy-dxgw"),
                    "gatewayId": lab.named("vpnGateways", "core-vgw"),
                });
            }
            results.push(accepts(&lab, EAST, operation, input).await);
        }
        assert_eq!(signs(&results), expected, "{state}");
    }
}

#[tokio::test]
async fn a_vpn_gateways_state_says_whether_it_can_be_used() {
    // associate, end an interface on it
    for (state, expected) in [
        ("pending", "--"),
        ("available", "++"),
        ("deleting", "--"),
        ("deleted", "--"),
    ] {
        let mut results = vec![];
        for associate in [true, false] {
            let lab = Lab::new();
            let connection = accepted(&lab).await;
            let id = lab.named("vpnGateways", "analytics-vgw");
            lab.patch(&id, &json!({"state": state}));
            let gateway = lab.named("directConnectGateways", "legacy-dxgw");
            results.push(if associate {
                let input = json!({"directConnectGatewayId": gateway, "gatewayId": id});
                accepts(&lab, WEST, "CreateDirectConnectGatewayAssociation", input).await
            } else {
                let on = json!({"directConnectGatewayId": null, "virtualGatewayId": id});
                create(&lab, &connection, on).await.is_ok()
            });
        }
        assert_eq!(signs(&results), expected, "{state}");
    }
}
