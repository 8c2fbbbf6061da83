//! What CloudWatch's metrics of AWS/DX say (aws.md §1.4).

use crate::{
    cloudwatch::{json, query},
    metrics::{HOUR, Running, is},
    support::{WEST, tag},
};
use serde_json::{Value, json};

#[tokio::test]
async fn states_and_prefixes_follow_the_session() {
    let it = Running::new().await;
    it.order.reach(WEST, "payments").await;
    it.wait(600);
    for (name, value) in [
        ("ConnectionState", 1.0),
        ("VirtualInterfaceBgpStatus", 1.0),
        ("VirtualInterfaceBgpPrefixesAccepted", 2.0),
        ("VirtualInterfaceBgpPrefixesAdvertised", 1.0),
    ] {
        assert!(is(it.newest(name).await, value), "{name}");
    }
    it.order
        .lab
        .patch(&it.interface, &json!({"authKey": "drifted-key"}));
    it.wait(600);
    for (name, value) in [
        ("ConnectionState", 1.0),
        ("VirtualInterfaceBgpStatus", 0.0),
        ("VirtualInterfaceBgpPrefixesAccepted", 0.0),
        ("VirtualInterfaceBgpPrefixesAdvertised", 0.0),
    ] {
        assert!(is(it.newest(name).await, value), "{name}");
    }
    it.order
        .lab
        .patch(&it.connection, &json!({"connectionState": "down"}));
    it.wait(600);
    assert!(is(it.newest("ConnectionState").await, 0.0));
}

#[tokio::test]
async fn the_past_stays_as_it_was() {
    let it = Running::new().await;
    it.order
        .lab
        .patch(&it.interface, &json!({"authKey": "drifted-key"}));
    it.wait(HOUR);
    let query = |stat| it.query("m", "VirtualInterfaceBgpStatus", stat, 3600);
    let input = it.last(2 * HOUR, vec![query("Minimum")]);
    let answer = json(&it.order.lab, "GetMetricData", input)
        .await
        .expect("an answer");
    let values = &answer["MetricDataResults"][0]["Values"];
    assert!(is(values[0].as_f64().expect("the newest"), 0.0));
    let input = it.last(2 * HOUR, vec![query("Maximum")]);
    let answer = json(&it.order.lab, "GetMetricData", input)
        .await
        .expect("an answer");
    let values = answer["MetricDataResults"][0]["Values"]
        .as_array()
        .expect("values")
        .clone();
    assert!(
        is(
            values.last().and_then(Value::as_f64).expect("the oldest"),
            1.0
        ),
        "{values:?}"
    );
}

#[tokio::test]
async fn traffic_flows_only_when_routes_do_both_ways() {
    let it = Running::new().await;
    let flows = [
        "VirtualInterfaceBpsEgress",
        "VirtualInterfaceBpsIngress",
        "VirtualInterfacePpsEgress",
        "VirtualInterfacePpsIngress",
    ];
    for name in flows {
        assert!(is(it.newest(name).await, 0.0), "{name}: no VPC is reached");
    }
    let (vgw, _) = it.order.reach(WEST, "payments").await;
    it.wait(600);
    for name in flows {
        let value = it.newest(name).await;
        assert!(value > 0.0 && value < 50e6, "{name}: {value} of 50 Mbps");
    }
    for table in it.order.tables(&it.order.lab.named("vpcs", "payments")) {
        let pair = [
            ("GatewayId", vgw.as_str()),
            ("RouteTableId", table.as_str()),
        ];
        it.order
            .lab
            .ec2("DisableVgwRoutePropagation", &pair)
            .await
            .expect("disabled");
    }
    it.wait(600);
    assert!(is(it.newest(flows[0]).await, 0.0), "nothing leads back");
    assert!(is(it.newest("VirtualInterfaceBgpStatus").await, 1.0));
}

#[tokio::test]
async fn metrics_are_listed_by_name_and_dimension_for_two_weeks() {
    let it = Running::new().await;
    let lab = &it.order.lab;
    let count = async |input: Value| {
        let listed = json(lab, "ListMetrics", input).await.expect("a list");
        listed["Metrics"].as_array().expect("metrics").len()
    };
    let of_interface = json!([{"Name": "VirtualInterfaceId", "Value": it.interface}]);
    assert_eq!(
        count(json!({"Namespace": "AWS/DX"})).await,
        9,
        "two connections and an interface"
    );
    assert_eq!(count(json!({"Dimensions": of_interface})).await, 7);
    assert_eq!(
        count(json!({"Dimensions": [{"Name": "ConnectionId"}]})).await,
        9
    );
    assert_eq!(count(json!({"MetricName": "ConnectionState"})).await, 2);
    assert_eq!(count(json!({"Namespace": "AWS/EC2"})).await, 0);
    lab.dx(
        "DeleteVirtualInterface",
        json!({"virtualInterfaceId": it.interface}),
    )
    .await
    .expect("deleted");
    it.wait(4 * HOUR);
    assert_eq!(count(json!({"Dimensions": of_interface})).await, 7);
    assert_eq!(
        count(json!({"Dimensions": of_interface, "RecentlyActive": "PT3H"})).await,
        0
    );
    it.wait(15 * 24 * HOUR);
    assert_eq!(count(json!({"Dimensions": of_interface})).await, 0);
    let xml = query(
        lab,
        "ListMetrics",
        &json!({"MetricName": "ConnectionState"}),
    )
    .await
    .expect("XML");
    assert_eq!(tag(&xml, "Namespace"), "AWS/DX");
}
