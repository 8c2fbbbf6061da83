//! CloudWatch, as far as the metrics of AWS/DX go (aws.md §1.4): independent of the protocol,
//! values in, values out. Times are seconds since 1970, as numbers.

mod get_metric_data;
mod history;
mod lenient;
mod list_metrics;
mod metrics;
mod statistics;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use self::history::{History, record};
use super::{AwsError, Caller};
use crate::world::World;

/// The members of answers that are times, which each protocol writes in its own way.
pub const TIMES: [&str; 1] = ["Timestamps"];

/// The namespace of Direct Connect; nothing is known of any other.
const NAMESPACE: &str = "AWS/DX";

/// Runs one operation.
pub fn call(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: Value,
) -> Result<Value, AwsError> {
    match operation {
        "GetMetricData" => get_metric_data::call(world, caller, read(input)?),
        "ListMetrics" => list_metrics::call(world, caller, read(input)?),
        other => Err(AwsError::new(
            "InvalidAction",
            format!("Could not find operation {other} for version 2010-08-01"),
        )),
    }
}

fn read<I: DeserializeOwned>(input: Value) -> Result<I, AwsError> {
    serde_json::from_value(input).map_err(|error| invalid(error.to_string()))
}

/// The refusal of an input.
fn invalid(message: impl Into<String>) -> AwsError {
    AwsError::new("ValidationError", message)
}
