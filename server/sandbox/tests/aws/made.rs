//! What tests need before they begin.

use crate::support::{Lab, OPERATOR, WEST, tag};
use serde_json::{Value, json};

const KEY: &str = "not-a-secret";

/// What the refusal of a Direct Connect call says.
pub async fn refused(lab: &Lab, operation: &str, input: Value) -> String {
    let asked = format!("{operation} {input}");
    let refusal = lab.dx(operation, input).await.expect_err(&asked);
    let form = (refusal.status, refusal.code.as_str());
    assert_eq!(form, (400, "DirectConnectClientException"), "{asked}");
    refusal.message
}

/// The other partner's order, accepted.
pub async fn accepted(lab: &Lab) -> String {
    let id = lab.named("connections", "northwind-order-1");
    lab.dx("ConfirmConnection", json!({"connectionId": id}))
        .await
        .expect("accepted");
    id
}

fn interface(lab: &Lab, change: Value) -> Value {
    let mut new = json!({
        "virtualInterfaceName": "test",
        "vlan": 312,
        "asnLong": 394_351,
        "authKey": KEY,
        "directConnectGatewayId": lab.named("directConnectGateways", "legacy-dxgw"),
    });
    for (name, value) in change.as_object().expect("members") {
        new[name] = value.clone();
    }
    new
}

/// Creates an interface on that connection, with changes to what would be accepted.
pub async fn create(lab: &Lab, connection: &str, change: Value) -> Result<Value, String> {
    let new = interface(lab, change);
    let input = json!({"connectionId": connection, "newPrivateVirtualInterface": new});
    lab.dx("CreatePrivateVirtualInterface", input)
        .await
        .map_err(|refusal| {
            assert_eq!(refusal.code, "DirectConnectClientException");
            refusal.message
        })
}

/// The state of an interface; null when it is not listed.
pub async fn state(lab: &Lab, id: &str) -> Value {
    let listed = lab
        .dx(
            "DescribeVirtualInterfaces",
            json!({"virtualInterfaceId": id}),
        )
        .await
        .expect("a list");
    listed["virtualInterfaces"][0]["virtualInterfaceState"].clone()
}

/// A new Direct Connect gateway.
pub async fn gateway(lab: &Lab, asn: Value) -> Result<String, String> {
    let input = json!({"directConnectGatewayName": "test", "amazonSideAsn": asn});
    let answer = lab
        .dx("CreateDirectConnectGateway", input)
        .await
        .map_err(|refusal| refusal.message)?;
    Ok(answer["directConnectGateway"]["directConnectGatewayId"]
        .as_str()
        .expect("an id")
        .to_owned())
}

/// Associates both gateways, at the endpoint of that region.
pub async fn associate(lab: &Lab, region: &str, gateway: &str, vgw: &str) -> Result<Value, String> {
    let input = json!({"directConnectGatewayId": gateway, "gatewayId": vgw});
    let answer = lab
        .dx_as(
            OPERATOR,
            region,
            "CreateDirectConnectGatewayAssociation",
            input,
        )
        .await;
    answer
        .map(|answer| answer["directConnectGatewayAssociation"].clone())
        .map_err(|refusal| refusal.message)
}

/// A new VPN gateway on the VPC of that name.
pub async fn attached(lab: &Lab, region: &str, vpc: &str) -> String {
    let made = lab
        .query_as(
            OPERATOR,
            region,
            "ec2",
            "CreateVpnGateway",
            &[("Type", "ipsec.1")],
        )
        .await
        .expect("made");
    let id = tag(&made, "vpnGatewayId");
    let vpc = lab.named("vpcs", vpc);
    let parameters = [("VpnGatewayId", id.as_str()), ("VpcId", &vpc)];
    lab.query_as(OPERATOR, region, "ec2", "AttachVpnGateway", &parameters)
        .await
        .expect("attached");
    id
}

/// The state of an association; null when it is not listed.
pub async fn association_state(lab: &Lab, id: &Value) -> Value {
    let listed = lab
        .dx(
            "DescribeDirectConnectGatewayAssociations",
            json!({"associationId": id}),
        )
        .await
        .expect("a list");
    listed["directConnectGatewayAssociations"][0]["associationState"].clone()
}

/// A partner's order in us-west-2, at the Direct Connect location of that code.
pub fn order(lab: &Lab, location: &str, vlan: u16) -> String {
    let order = sandbox::aws::HostedOrder {
        region: WEST.into(),
        owner_account: "123456789012".into(),
        name: format!("order-{vlan}"),
        bandwidth_mbps: 50,
        vlan,
        location: location.into(),
        partner_name: "Northwind Exchange".into(),
        device: 0,
    };
    sandbox::aws::allocate_hosted_connection(&mut lab.shared.lock(), order)
}

/// An interface on the other partner's connection, in us-west-2.
pub async fn interface_on(lab: &Lab, change: Value) -> String {
    let connection = accepted(lab).await;
    let made = create(lab, &connection, change).await.expect("made");
    made["virtualInterfaceId"]
        .as_str()
        .expect("an id")
        .to_owned()
}

/// Moves the sandbox's clock.
pub fn wait(lab: &Lab, seconds: i64) {
    lab.shared.lock().clock.advance(seconds * 1000);
}

/// From now on time passes by [`wait`] alone.
pub fn freeze(lab: &Lab) {
    lab.shared.lock().clock.freeze(true);
}

pub const MINUTE: i64 = 60;
pub const DAY: i64 = 24 * 60 * MINUTE;
