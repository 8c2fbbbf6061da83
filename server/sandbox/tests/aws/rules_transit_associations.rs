//! Rules of transit gateways on Direct Connect gateways.

use crate::{
    made::{associate, association_state, attached, gateway, interface_on},
    support::{EAST, Lab, OPERATOR, Refusal, WEST, tag},
};
use serde_json::{Value, json};

/// Associates the seeded transit gateway `name`, by its region's endpoint.
async fn join(
    lab: &Lab,
    region: &str,
    gateway: &str,
    name: &str,
    allowed: &[&str],
) -> Result<Value, Refusal> {
    let allowed: Value = allowed.iter().map(|cidr| json!({"cidr": cidr})).collect();
    let input = json!({
        "directConnectGatewayId": gateway,
        "gatewayId": lab.named("transitGateways", name),
        "addAllowedPrefixesToDirectConnectGateway": allowed,
    });
    let made = lab
        .dx_as(
            OPERATOR,
            region,
            "CreateDirectConnectGatewayAssociation",
            input,
        )
        .await?;
    Ok(made["directConnectGatewayAssociation"].clone())
}

async fn refusal(lab: &Lab, region: &str, gateway: &str, allowed: &[&str]) -> String {
    let answer = join(lab, region, gateway, "partners", allowed).await;
    answer.expect_err("refused").message
}

#[tokio::test]
async fn a_transit_gateway_joins_with_the_prefixes_that_it_advertises() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let made = join(&lab, WEST, &id, "partners", &["10.30.0.0/16"]).await;
    let made = made.expect("associated");
    assert_eq!(made["associatedGateway"]["type"], "transitGateway");
    assert_eq!(made["virtualGatewayId"], Value::Null);
    assert_eq!(
        made["allowedPrefixesToDirectConnectGateway"],
        json!([{"cidr": "10.30.0.0/16"}])
    );
    assert_eq!(
        association_state(&lab, &made["associationId"]).await,
        "associated"
    );
}

#[tokio::test]
async fn a_transit_gateway_joins_from_its_own_region_with_prefixes_and_another_asn() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    assert!(
        refusal(&lab, EAST, &id, &["10.30.0.0/16"])
            .await
            .contains("does not exist")
    );
    assert!(
        refusal(&lab, WEST, &id, &[])
            .await
            .contains("prefixes must be specified")
    );
    let same = gateway(&lab, json!(64_532)).await.expect("made");
    assert!(
        refusal(&lab, WEST, &same, &["10.30.0.0/16"])
            .await
            .contains("same ASN")
    );
}

#[tokio::test]
async fn a_transit_gateway_joins_a_gateway_once_and_others_with_other_prefixes() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    join(&lab, WEST, &id, "partners", &["10.30.0.0/16"])
        .await
        .expect("associated");
    assert!(
        refusal(&lab, WEST, &id, &["10.31.0.0/16"])
            .await
            .contains("already associated")
    );
    let clash = join(&lab, WEST, &id, "backbone", &["10.30.128.0/17"]).await;
    assert!(clash.expect_err("refused").message.contains("overlap"));
    join(&lab, WEST, &id, "backbone", &["10.31.0.0/16"])
        .await
        .expect("associated");
}

#[tokio::test]
async fn a_gateway_with_a_transit_gateway_takes_no_vpn_gateway_and_no_private_interface() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    join(&lab, WEST, &id, "partners", &["10.30.0.0/16"])
        .await
        .expect("associated");
    let vpn_gateway = attached(&lab, WEST, "payments").await;
    let refused = associate(&lab, WEST, &id, &vpn_gateway).await;
    assert!(refused.expect_err("refused").contains("transit gateway"));
    let connection = crate::made::accepted(&lab).await;
    let change = json!({"directConnectGatewayId": id});
    let refused = crate::made::create(&lab, &connection, change).await;
    assert!(refused.expect_err("refused").contains("transit gateway"));
}

#[tokio::test]
async fn a_gateway_with_a_vpn_gateway_or_a_private_interface_takes_no_transit_gateway() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let vpn_gateway = attached(&lab, WEST, "payments").await;
    associate(&lab, WEST, &id, &vpn_gateway)
        .await
        .expect("associated");
    assert!(
        refusal(&lab, WEST, &id, &["10.30.0.0/16"])
            .await
            .contains("VPN gateways")
    );
    let other = gateway(&lab, json!(64_600)).await.expect("made");
    interface_on(&lab, json!({"directConnectGatewayId": other})).await;
    assert!(
        refusal(&lab, WEST, &other, &["10.30.0.0/16"])
            .await
            .contains("private virtual")
    );
}

#[tokio::test]
async fn an_association_attaches_the_gateway_to_the_transit_gateway_while_it_lasts() {
    let lab = Lab::new();
    let id = gateway(&lab, json!(64_600)).await.expect("made");
    let made = join(&lab, WEST, &id, "partners", &["10.30.0.0/16"]).await;
    let made = made.expect("associated");
    let attachments = async || {
        let filters = [
            ("Filter.1.Name", "resource-type"),
            ("Filter.1.Value.1", "direct-connect-gateway"),
        ];
        lab.ec2("DescribeTransitGatewayAttachments", &filters)
            .await
            .expect("a list")
    };
    assert_eq!(tag(&attachments().await, "resourceId"), id);
    let input = json!({"associationId": made["associationId"]});
    lab.dx("DeleteDirectConnectGatewayAssociation", input)
        .await
        .expect("disassociating");
    assert_eq!(tag(&attachments().await, "resourceId"), "");
}
