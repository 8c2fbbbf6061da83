//! CloudWatch's metrics of AWS/DX (aws.md §1.4).

use crate::{
    cloudwatch::{cbor, json, json_as, members, query},
    order::Order,
    support::{EAST, ELSEWHERE, OPERATOR, READER, WEST, tag},
};
use serde_json::{Value, json};

const HOUR: i64 = 3600;

/// An order whose primary leg is up, some time ago.
struct Running {
    order: Order,
    connection: String,
    interface: String,
}

impl Running {
    async fn new() -> Self {
        let order = Order::new().await;
        let interface = order.interface("primaryGateway", json!({})).await;
        let connection = order.connection["primaryGateway"]["remoteId"].as_str();
        let connection = connection.expect("an id").to_owned();
        let this = Self {
            order,
            connection,
            interface,
        };
        this.wait(HOUR);
        this
    }

    fn wait(&self, seconds: i64) {
        let shared = &self.order.lab.shared;
        shared.lock().clock.advance(seconds * 1000);
        // What became due has happened by now.
        drop(shared.lock());
    }

    /// A query of a metric of the interface, or of its connection.
    fn query(&self, id: &str, name: &str, stat: &str, period: i64) -> Value {
        let mut dimensions = vec![json!({"Name": "ConnectionId", "Value": self.connection})];
        if name.starts_with("VirtualInterface") {
            dimensions.push(json!({"Name": "VirtualInterfaceId", "Value": self.interface}));
        }
        json!({"Id": id, "MetricStat": {
            "Metric": {"Namespace": "AWS/DX", "MetricName": name, "Dimensions": dimensions},
            "Period": period,
            "Stat": stat,
        }})
    }

    /// The input that asks for the last `seconds`.
    fn last(&self, seconds: i64, queries: Vec<Value>) -> Value {
        let now = self.order.lab.shared.lock().now / 1000;
        json!({"MetricDataQueries": queries, "StartTime": now - seconds, "EndTime": now})
    }

    /// The newest value of a metric over a minute.
    async fn newest(&self, name: &str) -> f64 {
        let input = self.last(300, vec![self.query("m", name, "Average", 60)]);
        let answer = json(&self.order.lab, "GetMetricData", input)
            .await
            .expect("an answer");
        answer["MetricDataResults"][0]["Values"][0]
            .as_f64()
            .expect("a value")
    }
}

fn is(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 1e-9
}

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
async fn each_protocol_gives_the_same_answer() {
    let it = Running::new().await;
    let lab = &it.order.lab;
    let input = it.last(
        600,
        vec![it.query("m1", "VirtualInterfaceBgpStatus", "Average", 60)],
    );
    let by_json = json(lab, "GetMetricData", input.clone())
        .await
        .expect("JSON");
    let result = &by_json["MetricDataResults"][0];
    assert_eq!(
        (&result["Id"], &result["Label"]),
        (&json!("m1"), &json!("VirtualInterfaceBgpStatus"))
    );
    assert_eq!(result["StatusCode"], "Complete");
    let times = result["Timestamps"].as_array().expect("times");
    assert!(
        times.len() >= 10 && times[0].as_i64() > times[1].as_i64(),
        "newest first"
    );
    let by_cbor = cbor(lab, "GetMetricData", &input).await.expect("CBOR");
    assert_eq!(by_cbor, by_json);
    let xml = query(lab, "GetMetricData", &input).await.expect("XML");
    let stamps: Vec<_> = members(&xml, "Timestamps");
    let seconds: Vec<_> = stamps
        .iter()
        .map(|stamp| {
            stamp
                .parse::<jiff::Timestamp>()
                .expect("a time")
                .as_second()
        })
        .collect();
    assert_eq!(json!(seconds), result["Timestamps"]);
    assert_eq!(members(&xml, "Values").len(), times.len());
    assert!(xml.starts_with(
        "<GetMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">"
    ));
}

#[tokio::test]
async fn each_protocol_refuses_in_its_own_form() {
    let it = Running::new().await;
    let lab = &it.order.lab;
    let mut input = it.last(600, vec![it.query("m1", "ConnectionState", "Average", 60)]);
    input["NextToken"] = json!("nonsense");
    let refusal = json(lab, "GetMetricData", input.clone())
        .await
        .expect_err("JSON");
    assert_eq!(
        (refusal.status, refusal.code.as_str()),
        (400, "InvalidNextToken")
    );
    assert_eq!(
        cbor(lab, "GetMetricData", &input).await.expect_err("CBOR"),
        refusal
    );
    let by_query = query(lab, "GetMetricData", &input).await.expect_err("XML");
    assert_eq!(by_query.code, "InvalidNextToken");
    let gone = cbor(lab, "PutMetricAlarm", &json!({}))
        .await
        .expect_err("no right");
    assert_eq!(
        (gone.status, gone.code.as_str()),
        (400, "AccessDeniedException")
    );
    let gone = query(lab, "PutMetricAlarm", &json!({}))
        .await
        .expect_err("no right");
    assert_eq!((gone.status, gone.code.as_str()), (403, "AccessDenied"));
    let missing = cbor(
        lab,
        "GetMetricData",
        &json!({"MetricDataQueries": input["MetricDataQueries"]}),
    )
    .await;
    assert_eq!(
        missing.expect_err("no times").code,
        "MissingRequiredParameterException"
    );
}

#[tokio::test]
async fn wrong_queries_are_refused() {
    let it = Running::new().await;
    let good = it.query("m", "ConnectionState", "Average", 60);
    let with = |path: &str, value: Value| {
        let mut query = good.clone();
        *query.pointer_mut(path).expect("a member") = value;
        query
    };
    let math = json!({"Id": "m", "Expression": "1 + 1"});
    let both = json!({"Id": "m", "Expression": "1 + 1", "MetricStat": good["MetricStat"]});
    for queries in [
        vec![],
        vec![good.clone(), good.clone()],
        vec![with("/Id", json!("M"))],
        vec![with("/Id", json!("a-b"))],
        vec![with("/MetricStat/Stat", json!("Mean"))],
        vec![with("/MetricStat/Period", json!(0))],
        vec![with("/MetricStat/Period", json!(61))],
        vec![math],
        vec![both],
        vec![json!({"Id": "m"})],
    ] {
        let answer = json(
            &it.order.lab,
            "GetMetricData",
            it.last(600, queries.clone()),
        )
        .await;
        assert_eq!(
            answer.expect_err("refused").code,
            "ValidationError",
            "{queries:?}"
        );
    }
    let mut input = it.last(600, vec![good.clone()]);
    input["EndTime"] = input["StartTime"].clone();
    let answer = json(&it.order.lab, "GetMetricData", input).await;
    assert_eq!(answer.expect_err("no time").code, "ValidationError");
}

#[tokio::test]
async fn a_metric_is_found_by_exactly_its_dimensions_in_its_own_place() {
    let it = Running::new().await;
    let lab = &it.order.lab;
    let count = |answer: &Value| {
        answer["MetricDataResults"][0]["Values"]
            .as_array()
            .map(Vec::len)
    };
    let good = it.query("m", "VirtualInterfaceBgpStatus", "Average", 60);
    let mut less = good.clone();
    less["MetricStat"]["Metric"]["Dimensions"]
        .as_array_mut()
        .expect("two")
        .pop();
    let mut other = good.clone();
    other["MetricStat"]["Metric"]["Namespace"] = json!("AWS/EC2");
    let mut unit = good.clone();
    unit["MetricStat"]["Unit"] = json!("Bytes");
    let short = it.query("m", "VirtualInterfaceBgpStatus", "Average", 30);
    for (query, values) in [
        (&good, 11),
        (&less, 0),
        (&other, 0),
        (&unit, 0),
        (&short, 0),
    ] {
        let answer = json(lab, "GetMetricData", it.last(600, vec![query.clone()])).await;
        let found = count(&answer.expect("an answer")).expect("a list");
        assert!(
            found <= values && (found == 0) == (values == 0),
            "{query}: {found}"
        );
    }
    let input = it.last(600, vec![good]);
    for (who, region, sees) in [
        (OPERATOR, EAST, false),
        (ELSEWHERE, WEST, false),
        (READER, WEST, true),
    ] {
        let answer = json_as(lab, who, region, "GetMetricData", input.clone()).await;
        assert_eq!(
            count(&answer.expect("an answer")) > Some(0),
            sees,
            "{region}"
        );
        let listed = json_as(lab, who, region, "ListMetrics", json!({}))
            .await
            .expect("a list");
        assert_eq!(
            listed["Metrics"].as_array().map(Vec::len) > Some(0),
            sees,
            "{region}"
        );
    }
}

#[tokio::test]
async fn an_answer_has_room_for_so_many_values_and_goes_on_where_it_ended() {
    let it = Running::new().await;
    let queries = vec![
        it.query("one", "ConnectionState", "Sum", 60),
        it.query("two", "VirtualInterfaceBgpStatus", "SampleCount", 60),
    ];
    let mut input = it.last(600, queries);
    let whole = json(&it.order.lab, "GetMetricData", input.clone())
        .await
        .expect("all");
    input["MaxDatapoints"] = json!(4);
    let mut told = [vec![], vec![]];
    for _ in 0..20 {
        let page = json(&it.order.lab, "GetMetricData", input.clone())
            .await
            .expect("a page");
        let results = page["MetricDataResults"].as_array().expect("results");
        let values = results
            .iter()
            .map(|one| one["Values"].as_array().map_or(0, Vec::len));
        assert!(values.sum::<usize>() <= 4);
        for one in results {
            let times = one["Timestamps"].as_array().expect("times").clone();
            told[usize::from(one["Id"] == "two")].extend(times);
        }
        input["NextToken"] = page["NextToken"].clone();
        if input["NextToken"].is_null() {
            break;
        }
    }
    for (at, times) in told.iter().enumerate() {
        assert_eq!(json!(times), whole["MetricDataResults"][at]["Timestamps"]);
    }
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
