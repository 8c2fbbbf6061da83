//! What AWS takes no more of.

use serde_json::{Value, json};

use crate::{
    look::{connection, ec2, lab, refused_interface, wrong},
    support::{EAST, OPERATOR, WEST},
    xml,
};

#[tokio::test]
async fn quota_interfaces_refuses_the_31st_on_the_gateway() {
    let lab = lab("quota-interfaces");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: there is no interface",
            "secondary: there is no interface",
        ]
    );
    let mut seen = 0;
    for region in [EAST, "us-east-2", "us-west-1", WEST] {
        let all = lab
            .dx_as(OPERATOR, region, "DescribeVirtualInterfaces", json!({}))
            .await;
        let all = all.expect("a list");
        let up = |one: &&Value| one["virtualInterfaceState"] == "available";
        seen += xml::list(&all["virtualInterfaces"])
            .iter()
            .filter(up)
            .count();
    }
    assert_eq!(seen, 30);
    let refusal = refused_interface(&lab, "primaryGateway").await;
    assert!(refusal.message.contains("30"), "{}", refusal.message);
}

#[tokio::test]
async fn quota_vgws_refuses_the_sixth_in_the_region() {
    let lab = lab("quota-vgws");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: AWS does not advertise the VPC",
            "primary: Pureport does not learn the VPC",
            "secondary: AWS does not advertise the VPC",
            "secondary: Pureport does not learn the VPC",
            "payments has no VPN gateway",
        ]
    );
    let all = ec2(&lab, "DescribeVpnGateways", &[("state", "available")]).await;
    assert_eq!(xml::list(&all["vpnGatewaySet"]).len(), 5);
    let sixth = lab.ec2("CreateVpnGateway", &[("Type", "ipsec.1")]).await;
    assert_eq!(
        sixth.expect_err("a refusal").code,
        "VpnGatewayLimitExceeded"
    );
}

#[tokio::test]
async fn quota_connections_refuses_to_accept_the_eleventh_at_the_location() {
    let lab = lab("quota-connections");
    assert_eq!(
        wrong(&lab).await,
        [
            "primary: the hosted connection is ordering",
            "secondary: the hosted connection is ordering",
        ]
    );
    let all = lab
        .dx("DescribeConnections", json!({}))
        .await
        .expect("a list");
    let accepted = |one: &&Value| one["connectionState"] == "available";
    assert_eq!(
        xml::list(&all["connections"])
            .iter()
            .filter(accepted)
            .count(),
        10
    );
    let connection = connection(&lab).await.expect("an order");
    let input = json!({"connectionId": connection["primaryGateway"]["remoteId"]});
    let refusal = lab
        .dx("ConfirmConnection", input)
        .await
        .expect_err("a refusal");
    assert!(refusal.message.contains("10"), "{}", refusal.message);
}
