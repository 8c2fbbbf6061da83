//! The world's faults, as both providers' own APIs show them.

use sandbox::clock::machine_now;
use serde_json::{Value, json};

use crate::{
    journey::{DOWN, GOOD, Journey, LEGS, advance, freeze, plan, slow},
    support::{OPERATOR, WEST, signed},
};

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
