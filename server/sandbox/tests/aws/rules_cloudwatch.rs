//! How CloudWatch is asked, in each protocol, and what it refuses.

use crate::{
    cloudwatch::{cbor, json, json_as, members, query},
    metrics::Running,
    support::{EAST, ELSEWHERE, OPERATOR, READER, WEST},
};
use serde_json::{Value, json};

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
