//! An interface that is up, for the tests of its metrics.

use crate::{cloudwatch::json, order::Order};
use serde_json::{Value, json};

/// In seconds.
pub const HOUR: i64 = 3600;

/// An order whose primary leg is up, some time ago.
pub struct Running {
    pub order: Order,
    pub connection: String,
    pub interface: String,
}

impl Running {
    pub async fn new() -> Self {
        let order = Order::new().await;
        let interface = order.interface("primaryGateway", json!({})).await;
        Self::on(order, interface)
    }

    /// The interface on the primary leg of `order`.
    pub fn on(order: Order, interface: String) -> Self {
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

    pub fn wait(&self, seconds: i64) {
        let shared = &self.order.lab.shared;
        shared.lock().clock.advance(seconds * 1000);
        // What became due has happened by now.
        drop(shared.lock());
    }

    /// A query of a metric of the interface, or of its connection.
    pub fn query(&self, id: &str, name: &str, stat: &str, period: i64) -> Value {
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
    pub fn last(&self, seconds: i64, queries: Vec<Value>) -> Value {
        let now = self.order.lab.shared.lock().now / 1000;
        json!({"MetricDataQueries": queries, "StartTime": now - seconds, "EndTime": now})
    }

    /// The newest value of a metric over a minute.
    pub async fn newest(&self, name: &str) -> f64 {
        let input = self.last(300, vec![self.query("m", name, "Average", 60)]);
        let answer = json(&self.order.lab, "GetMetricData", input)
            .await
            .expect("an answer");
        answer["MetricDataResults"][0]["Values"][0]
            .as_f64()
            .expect("a value")
    }
}

/// Whether two values are the same.
pub fn is(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 1e-9
}
