//! What stays done, what never ends, and what is the same each time.

use serde_json::{Value, json};

use crate::{
    journey::{DOWN, GOOD, Journey, advance, collection, freeze, order_body, plan, slow},
    support::Lab,
};

#[tokio::test]
async fn a_key_that_drifted_stays_so() {
    let journey = Journey::new().await;
    let before = journey.gateway(0).await["bgpConfig"]["password"].clone();
    journey.put("key_drift", json!({}));
    let after = journey.gateway(0).await["bgpConfig"]["password"].clone();
    assert!(after.is_string() && after != before);
    journey.lift();
    assert_eq!(journey.states(0).await, DOWN);
    let sessions = &journey.lab.world()["sessions"];
    assert_eq!(
        sessions[&journey.interfaces[0]]["disagreements"],
        json!(["key"])
    );
    journey
        .lab
        .patch(&journey.interfaces[0], &json!({"authKey": after}));
    assert_eq!(journey.states(0).await, GOOD);
}

#[tokio::test]
async fn somebody_else_changes_what_is_behind_a_connection() {
    for (resource, changed) in [
        ("interface", "/virtualInterfaces"),
        ("association", "/associations"),
        ("propagation", "/routeTables"),
        ("attachment", "/vpnGateways"),
        ("tags", "/virtualInterfaces"),
    ] {
        let journey = Journey::new().await;
        let before = journey.lab.world();
        journey.put("foreign_change", json!({"resource": resource}));
        journey.lift();
        let after = journey.lab.world();
        assert_ne!(
            before.pointer(changed),
            after.pointer(changed),
            "{resource}"
        );
        let carries = journey.propagated().await > 0;
        assert_eq!(
            carries,
            !["propagation", "attachment"].contains(&resource),
            "{resource}"
        );
        let advertised = journey.routes(0, "advertised").await;
        let reaches = !["association", "attachment"].contains(&resource);
        assert_eq!(advertised, usize::from(reaches), "{resource}");
    }
    let journey = Journey::new().await;
    journey.put("foreign_change", json!({"resource": "order"}));
    let href = journey.connection["href"].as_str().expect("a path");
    let order = journey.lab.pureport("GET", href, None).await;
    assert_eq!(
        (&order["name"], &order["tags"]),
        (&json!("renamed-by-somebody-else"), &json!({}))
    );
}

#[tokio::test]
async fn provisioning_fails_with_the_code_that_is_asked_for() {
    let lab = Lab::new();
    plan(
        &lab,
        json!([{"kind": {"provision_error": {"code": "CONNECTION_PROVISIONING_ERROR"}}}]),
    );
    let connections = collection(&lab).await;
    let ordered = lab.pureport("POST", &connections, Some(order_body())).await;
    let href = ordered["href"].as_str().expect("a path");
    let failed = lab.pureport("GET", href, None).await;
    assert_eq!(failed["state"], "FAILED_TO_PROVISION");
    assert_eq!(failed["errorCode"], "CONNECTION_PROVISIONING_ERROR");
    assert!(failed["errorMessage"].is_string() && failed["primaryGateway"]["remoteId"].is_null());
    plan(&lab, json!([]));
    let mut again = order_body();
    again["name"] = json!("again");
    let ordered = lab.pureport("POST", &connections, Some(again)).await;
    let href = ordered["href"].as_str().expect("a path");
    assert_eq!(lab.pureport("GET", href, None).await["state"], "ACTIVE");
}

#[tokio::test]
async fn what_is_stuck_never_ends_until_the_plan_goes() {
    let journey = Journey::new().await;
    let input = json!({"virtualInterfaceId": journey.interfaces[0]});
    journey.put("stuck", json!({"operation": "DeleteVirtualInterface"}));
    for interface in &journey.interfaces {
        let input = json!({"virtualInterfaceId": interface});
        journey
            .lab
            .dx("DeleteVirtualInterface", input)
            .await
            .expect("deleting");
    }
    // Below the 15 minutes for which what is deleted stays listed.
    advance(&journey.lab, 800);
    let states = |world: Value| {
        [0, 1].map(|leg| {
            world["virtualInterfaces"][&journey.interfaces[leg]]["virtualInterfaceState"].clone()
        })
    };
    assert_eq!(states(journey.lab.world()), ["deleting", "deleted"]);
    let listed = journey
        .lab
        .dx("DescribeVirtualInterfaces", input)
        .await
        .expect("a list");
    assert_eq!(
        listed["virtualInterfaces"][0]["virtualInterfaceState"],
        "deleting"
    );
    journey.lift();
    assert_eq!(states(journey.lab.world()), ["deleted", "deleted"]);
}

#[tokio::test]
async fn every_transition_can_be_stuck_by_its_own_name() {
    let lab = Lab::new();
    for transition in sandbox::pace::Transition::ALL {
        plan(
            &lab,
            json!([{"kind": {"stuck": {"operation": transition}}}]),
        );
    }
    plan(
        &lab,
        json!([{"kind": {"stuck": {"operation": "VpnGatewayAvailable"}}, "for_seconds": 60}]),
    );
    lab.ec2("CreateVpnGateway", &[("Type", "ipsec.1")])
        .await
        .expect("made");
    let pending = async || {
        let listed = lab.ec2("DescribeVpnGateways", &[]).await.expect("a list");
        listed.contains("<state>pending</state>")
    };
    assert!(pending().await);
    advance(&lab, 59);
    assert!(pending().await);
    advance(&lab, 2);
    assert!(!pending().await, "the fault was over");
}

#[tokio::test]
async fn what_is_under_way_gets_stuck_too() {
    let journey = Journey::new().await;
    freeze(&journey.lab);
    slow(&journey);
    let input = json!({"virtualInterfaceId": journey.interfaces[0]});
    let deleted = journey.lab.dx("DeleteVirtualInterface", input).await;
    deleted.expect("deleting");
    advance(&journey.lab, 1);
    for _ in 0..2 {
        // The same plan again does not let it go.
        journey.put("stuck", json!({"operation": "InterfaceDeleted"}));
        advance(&journey.lab, 60);
        assert_eq!(journey.states(0).await[1], "deleting");
    }
    journey.put("stuck", json!({"operation": "VpnGatewayDeleted"}));
    assert_eq!(journey.states(0).await[1], "deleted");
}

#[tokio::test]
async fn propagation_can_be_stuck() {
    let lab = Lab::new();
    plan(
        &lab,
        json!([{"kind": {"stuck": {"operation": "EnableVgwRoutePropagation"}}}]),
    );
    let journey = Journey::on(lab).await;
    advance(&journey.lab, 86_400);
    assert_eq!(journey.propagated().await, 0);
    journey.lift();
    assert_eq!(journey.propagated().await, 6);
}

#[tokio::test]
async fn world_faults_are_kept_with_the_world() {
    let journey = Journey::new().await;
    journey.put("link_down", json!({}));
    let kept = journey.lab.shared.snapshot().expect("JSON");
    let world = serde_json::from_slice(&kept).expect("a world");
    let again = sandbox::world::Shared::new(world);
    let state = |shared: &sandbox::world::Shared| {
        let world = sandbox::control::world(&shared.lock());
        world["aws"]["connections"][journey.hosted(0)]["connectionState"].clone()
    };
    assert_eq!(state(&again), "down");
    let none = serde_json::from_value(json!({"faults": []})).expect("a plan");
    sandbox::faults::put(&mut again.lock(), &none).expect("accepted");
    assert_eq!(state(&again), "available");
    assert_eq!(state(&journey.lab.shared), "down");
}

#[tokio::test]
async fn the_same_seed_breaks_in_the_same_way() {
    let run = async || {
        let journey = Journey::new().await;
        journey.put("key_drift", json!({}));
        let password = journey.gateway(0).await["bgpConfig"]["password"].clone();
        plan(
            &journey.lab,
            json!([{"kind": {"wrong_body": {"variant": "missing_field"}}, "times": null}]),
        );
        let mut answers = vec![password];
        for _ in 0..5 {
            let input = json!({"virtualInterfaceId": journey.interfaces[0]});
            let answer = journey.lab.dx("DescribeVirtualInterfaces", input).await;
            answers.push(answer.expect("a list"));
        }
        answers
    };
    let (one, other) = (run().await, run().await);
    assert_eq!(one, other);
    assert!(
        one.windows(2).skip(1).any(|pair| pair[0] != pair[1]),
        "always the same field"
    );
}
