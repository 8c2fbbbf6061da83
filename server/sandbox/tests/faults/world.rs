//! The world's faults, as both providers' own APIs show them.

use sandbox::clock::machine_now;
use serde_json::{Value, json};

use crate::{
    journey::{GOOD, Journey, LEGS, advance, collection, freeze, order_body, plan, slow},
    support::{Lab, OPERATOR, WEST, signed},
};

const DOWN: [&str; 4] = ["available", "down", "down", "DOWN"];

#[tokio::test]
async fn a_link_that_is_down_takes_connection_interface_session_and_routes_along() {
    let journey = Journey::new().await;
    assert_eq!(journey.states(0).await, GOOD);
    assert_eq!(
        (
            journey.routes(0, "accepted").await,
            journey.learned(0).await
        ),
        (2, 1)
    );
    journey.put("link_down", json!({}));
    assert_eq!(journey.states(0).await, ["down", "down", "down", "DOWN"]);
    assert_eq!(
        (
            journey.routes(0, "accepted").await,
            journey.learned(0).await
        ),
        (0, 0)
    );
    let sessions = &journey.lab.world()["sessions"];
    assert_eq!(
        sessions[&journey.interfaces[0]]["disagreements"],
        json!(["link down"])
    );
    assert_eq!(journey.states(1).await, GOOD, "the other leg");
    assert_eq!(journey.propagated().await, 6, "the other leg carries on");
    journey.lift();
    assert_eq!(journey.states(0).await, GOOD);
    assert_eq!(
        (
            journey.routes(0, "accepted").await,
            journey.learned(0).await
        ),
        (2, 1)
    );
}

#[tokio::test]
async fn without_a_leg_a_fault_is_on_both_and_takes_the_propagated_routes_along() {
    let journey = Journey::new().await;
    for id in [json!(journey.id()), Value::Null] {
        plan(
            &journey.lab,
            json!([{"kind": {"link_down": {"connection_id": id}}}]),
        );
        assert_eq!(journey.propagated().await, 0, "{id}");
        journey.lift();
        assert_eq!(journey.propagated().await, 6, "{id}");
    }
}

#[tokio::test]
async fn a_hosted_connection_can_be_named_by_its_own_id() {
    let journey = Journey::new().await;
    let kind = json!({"bgp_down": {"connection_id": journey.hosted(1)}});
    plan(&journey.lab, json!([{"kind": kind}]));
    assert_eq!(journey.states(0).await, GOOD);
    assert_eq!(journey.states(1).await, DOWN);
}

#[tokio::test]
async fn a_session_that_is_held_down_leaves_the_link_up() {
    let journey = Journey::new().await;
    journey.put("bgp_down", json!({}));
    assert_eq!(journey.states(0).await, DOWN);
    journey.lift();
    assert_eq!(journey.states(0).await, GOOD);
}

#[tokio::test]
async fn a_flapping_session_is_down_and_up_by_turns() {
    let journey = Journey::new().await;
    freeze(&journey.lab);
    journey.put("flap", json!({"seconds": 30}));
    for turn in 0..3 {
        assert_eq!(journey.states(0).await, DOWN, "{turn}");
        advance(&journey.lab, 30);
        advance(&journey.lab, 1);
        assert_eq!(journey.states(0).await, GOOD, "{turn}");
        advance(&journey.lab, 29);
    }
    // It comes up where its turn began, though nobody looked until now.
    slow(&journey);
    advance(&journey.lab, 55);
    assert_eq!(journey.states(0).await, GOOD);
    let input = json!({"virtualInterfaceId": journey.interfaces[0]});
    let routes = journey.lab.dx("ListVirtualInterfaceRoutes", input).await;
    let installed = routes.expect("a list")["routes"][0]["routeInstalledAt"].as_i64();
    let now = journey.lab.shared.lock().now / 1000;
    assert!((now - 24..=now - 22).contains(&installed.expect("a time")));
    // Ten years of flaps are not gone through one by one.
    advance(&journey.lab, 10 * 365 * 86_400);
    journey.states(0).await;
}

#[tokio::test]
async fn more_than_100_prefixes_close_the_session() {
    let journey = Journey::new().await;
    for (n, states) in [(1, GOOD), (100, GOOD), (101, DOWN)] {
        journey.put("prefixes", json!({"n": n}));
        assert_eq!(journey.states(0).await, states, "{n}");
        let accepted = if states == GOOD { n } else { 0 };
        assert_eq!(journey.routes(0, "accepted").await, accepted);
    }
    let href = journey.connection[LEGS[0]]["href"]
        .as_str()
        .expect("a path");
    let routes = journey
        .lab
        .pureport("GET", &format!("{href}/bgpRoutes"), None)
        .await;
    assert_eq!(
        routes.as_array().map(Vec::len),
        Some(101),
        "Pureport still has them"
    );
    assert_eq!(journey.states(1).await, GOOD);
}

#[tokio::test]
async fn maintenance_ends_by_itself() {
    let journey = Journey::new().await;
    freeze(&journey.lab);
    journey.put("maintenance", json!({}));
    assert_eq!(journey.states(0).await, ["down", "down", "down", "DOWN"]);
    advance(&journey.lab, 599);
    assert_eq!(journey.states(0).await[0], "down");
    advance(&journey.lab, 2);
    assert_eq!(journey.states(0).await, GOOD);
    assert_eq!(
        sandbox::faults::left(&journey.lab.shared.lock()),
        json!({"faults": []})
    );
}

#[tokio::test]
async fn a_session_can_be_dropped_on_one_side_alone() {
    let journey = Journey::new().await;
    journey.put("drop_one_side", json!({"side": "aws"}));
    assert_eq!(journey.states(0).await, ["available", "down", "down", "UP"]);
    assert_eq!(
        (
            journey.routes(0, "accepted").await,
            journey.learned(0).await
        ),
        (0, 1)
    );
    journey.put("drop_one_side", json!({"side": "pureport"}));
    assert_eq!(
        journey.states(0).await,
        ["available", "available", "up", "DOWN"]
    );
    assert_eq!(
        (
            journey.routes(0, "accepted").await,
            journey.learned(0).await
        ),
        (2, 0)
    );
    journey.lift();
    assert_eq!(journey.states(0).await, GOOD);
    assert_eq!(
        (
            journey.routes(0, "accepted").await,
            journey.learned(0).await
        ),
        (2, 1)
    );
}

#[tokio::test]
async fn in_a_black_hole_all_looks_up_and_nothing_passes() {
    let journey = Journey::new().await;
    let carries = || journey.lab.world()["sessions"][&journey.interfaces[0]]["carries"].clone();
    let loss = async || {
        let href = journey.connection[LEGS[0]]["href"]
            .as_str()
            .expect("a path");
        let path = format!("{href}/metrics/connectivity/current");
        journey.lab.pureport("GET", &path, None).await[0]["lossRate"].clone()
    };
    freeze(&journey.lab);
    advance(&journey.lab, 600);
    assert!(
        traffic(&journey)
            .await
            .contains(|digit| matches!(digit, '1'..='9'))
    );
    assert_eq!((carries(), loss().await), (json!(true), json!(0.0)));
    journey.put("blackhole", json!({}));
    advance(&journey.lab, 600);
    assert_eq!(traffic(&journey).await, "0.0");
    assert_eq!((carries(), loss().await), (json!(false), json!(1.0)));
    assert_eq!(journey.states(0).await, GOOD);
    assert_eq!(
        (
            journey.routes(0, "accepted").await,
            journey.propagated().await
        ),
        (2, 6)
    );
}

/// Bits a second that came in on the primary leg in the last five minutes, as CloudWatch has it.
async fn traffic(journey: &Journey) -> String {
    let now = journey.lab.shared.lock().now / 1000;
    let dimensions = json!([
        {"Name": "ConnectionId", "Value": journey.hosted(0)},
        {"Name": "VirtualInterfaceId", "Value": journey.interfaces[0]},
    ]);
    let metric = json!({
        "Namespace": "AWS/DX", "MetricName": "VirtualInterfaceBpsIngress", "Dimensions": dimensions,
    });
    let query =
        json!({"Id": "m", "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Average"}});
    let input = json!({
        "StartTime": now / 300 * 300 - 300, "EndTime": now / 300 * 300, "MetricDataQueries": [query],
    });
    let headers = [
        (
            "x-amz-target",
            "GraniteServiceVersion20100801.GetMetricData",
        ),
        ("content-type", "application/x-amz-json-1.0"),
    ];
    let body = input.to_string();
    let request = signed(OPERATOR, WEST, "monitoring", &headers, body, machine_now());
    let (status, answer) = journey.lab.send(request).await;
    assert_eq!(status, 200, "{answer}");
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let value = &answer["MetricDataResults"][0]["Values"][0];
    assert!(value.is_number(), "no value in {answer}");
    value.to_string()
}

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
        json!([{"kind": {"provision_error": {"code": "AWS_PROVISIONING_ERROR"}}}]),
    );
    let connections = collection(&lab).await;
    let ordered = lab.pureport("POST", &connections, Some(order_body())).await;
    let href = ordered["href"].as_str().expect("a path");
    let failed = lab.pureport("GET", href, None).await;
    assert_eq!(failed["state"], "FAILED_TO_PROVISION");
    assert_eq!(failed["errorCode"], "AWS_PROVISIONING_ERROR");
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
        "{WEST}: always the same field"
    );
}
