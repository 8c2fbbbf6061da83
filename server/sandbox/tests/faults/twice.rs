//! Requests that are done twice, or find the world as it was.

use serde_json::{Value, json};

use crate::{
    journey::{Journey, advance, order_body, plan},
    raw::{last_logged, rest},
    support::{Lab, tag},
};

#[tokio::test]
async fn a_duplicate_is_done_twice_and_the_second_answer_is_given() {
    let lab = Lab::new();
    plan(&lab, json!([{"kind": "duplicate"}]));
    let input = json!({"directConnectGatewayName": "twice"});
    let made = lab
        .dx("CreateDirectConnectGateway", input)
        .await
        .expect("made");
    let world = lab.world();
    let gateways = world["directConnectGateways"]
        .as_object()
        .expect("all")
        .values();
    let twice = gateways.filter(|one| one["directConnectGatewayName"] == "twice");
    assert_eq!(twice.count(), 2);
    assert!(made["directConnectGateway"]["directConnectGatewayId"].is_string());
    let hosted = lab.named("connections", "northwind-order-1");
    plan(
        &lab,
        json!([{"operation": "ConfirmConnection", "kind": "duplicate"}]),
    );
    let input = json!({"connectionId": hosted});
    let refusal = lab
        .dx("ConfirmConnection", input)
        .await
        .expect_err("the second");
    assert!(refusal.message.contains("ordering"), "{}", refusal.message);
    assert_eq!(
        lab.world()["connections"][&hosted]["connectionState"],
        "available"
    );
    plan(
        &lab,
        json!([{"operation": "addNetwork", "kind": "duplicate"}]),
    );
    let accounts = lab.pureport("GET", "/accounts", None).await;
    let path = format!("{}/networks", accounts[0]["href"].as_str().expect("a path"));
    let answer = rest(&lab, "POST", &path, json!({"name": "twice"})).await;
    assert_eq!(
        (answer.status, &answer.json()["code"]),
        (422, &json!("NETWORK_NAME_UNIQUE"))
    );
    assert_eq!(last_logged(&lab)["fault"], "duplicate");
}

#[tokio::test]
async fn a_stale_read_does_not_know_what_was_just_made() {
    let lab = Lab::new();
    let stale = json!({"stale_read": {"seconds": 30}});
    plan(
        &lab,
        json!([{"service": "ec2", "kind": stale, "times": null}]),
    );
    let made = lab
        .ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let (vgw, vpc) = (tag(&made, "vpnGatewayId"), lab.named("vpcs", "payments"));
    let described = async || {
        lab.ec2("DescribeVpnGateways", &[("VpnGatewayId.1", &vgw)])
            .await
    };
    let attach = [("VpnGatewayId", vgw.as_str()), ("VpcId", &vpc)];
    advance(&lab, 29);
    for refusal in [
        described().await,
        lab.ec2("AttachVpnGateway", &attach).await,
    ] {
        assert_eq!(
            refusal.expect_err("not yet").code,
            "InvalidVpnGatewayID.NotFound"
        );
    }
    assert_eq!(last_logged(&lab)["fault"], "stale_read");
    advance(&lab, 2);
    assert_eq!(tag(&described().await.expect("seen"), "vpnGatewayId"), vgw);
    lab.ec2("AttachVpnGateway", &attach)
        .await
        .expect("attached");
    assert!(
        !described().await.expect("stale").contains(&vpc),
        "the attachment is too young"
    );
    assert_eq!(
        lab.world()["vpnGateways"][&vgw]["attachment"]["state"],
        "attached"
    );
    advance(&lab, 31);
    assert!(described().await.expect("seen").contains(&vpc));
}

#[tokio::test]
async fn a_stale_read_shows_the_state_of_then_on_both_sides() {
    let journey = Journey::new().await;
    let stale = json!({"stale_read": {"seconds": 60}});
    plan(
        &journey.lab,
        json!([{"operation": "DescribeVirtualInterfaces", "kind": stale, "times": null},
        {"operation": "getConnection", "kind": stale, "times": null}]),
    );
    let input = json!({"virtualInterfaceId": journey.interfaces[0]});
    journey
        .lab
        .dx("DeleteVirtualInterface", input.clone())
        .await
        .expect("deleting");
    let href = journey.connection["href"].as_str().expect("a path");
    let body = json!({"name": "renamed"});
    let mut order = order_body();
    order["name"] = body["name"].clone();
    rest(&journey.lab, "PUT", href, order).await;
    let seen = async || {
        let listed = journey
            .lab
            .dx("DescribeVirtualInterfaces", input.clone())
            .await;
        let state =
            listed.expect("a list")["virtualInterfaces"][0]["virtualInterfaceState"].clone();
        let name = rest(&journey.lab, "GET", href, Value::Null).await.json()["name"].clone();
        (state, name)
    };
    assert_eq!(seen().await, (json!("available"), json!("test")));
    advance(&journey.lab, 61);
    assert_eq!(seen().await, (json!("deleted"), json!("renamed")));
    // The past can be read, and it stays as it was: nothing of the present was lost.
    plan(&journey.lab, json!([]));
    assert_eq!(seen().await, (json!("deleted"), json!("renamed")));
}
