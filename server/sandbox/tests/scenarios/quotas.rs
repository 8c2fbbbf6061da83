//! What AWS takes no more of.

use serde_json::json;

use crate::{
    look::{ec2, lab, refused_interface, wrong},
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
        let up = |one: &&serde_json::Value| one["virtualInterfaceState"] == "available";
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
