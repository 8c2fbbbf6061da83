//! GetMetricData.

mod page;
mod query;

use serde::Deserialize;
use serde_json::{Value, json};

use self::{
    page::{Place, read_place},
    query::{Query, Series},
};
use super::{invalid, lenient};
use crate::{
    aws::{AwsError, Caller},
    clock::Millis,
    world::World,
};

/// Queries in one call, and values in one answer (CloudWatch API reference).
const QUERIES: usize = 500;
const VALUES: i64 = 100_800;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct GetMetricData {
    #[serde(default)]
    metric_data_queries: Vec<Query>,
    #[serde(default, deserialize_with = "lenient::time")]
    start_time: Option<Millis>,
    #[serde(default, deserialize_with = "lenient::time")]
    end_time: Option<Millis>,
    next_token: Option<String>,
    scan_by: Option<String>,
    #[serde(default, deserialize_with = "lenient::integer")]
    max_datapoints: Option<i64>,
}

/// From when until before when, newest first or not.
#[derive(Clone, Copy)]
struct Span {
    from: Millis,
    to: Millis,
    newest_first: bool,
}

/// Fills one answer with as many values as fit, query after query.
pub fn call(world: &World, caller: &Caller, input: GetMetricData) -> Result<Value, AwsError> {
    let span = input.span()?;
    let mut room = input.room()?;
    query::check_all(&input.metric_data_queries)?;
    let place = read_place(input.next_token.as_deref())?;
    let mut results = vec![];
    let mut next = None;
    let asked = input.metric_data_queries.iter().enumerate();
    for (at, query) in asked.filter(|(at, query)| *at >= place.query && query.returns_data()) {
        let skip = if at == place.query { place.values } else { 0 };
        if room == 0 {
            next = Some(Place {
                query: at,
                values: 0,
            });
            break;
        }
        let mut series = query.series(world, caller, span);
        let complete = series.cut(skip, room);
        room -= series.len();
        results.push(view(query, &series, complete));
        if !complete {
            let values = skip + series.len();
            next = Some(Place { query: at, values });
            break;
        }
    }
    let mut answer = json!({"MetricDataResults": results, "Messages": []});
    if let Some(place) = next {
        answer["NextToken"] = json!(place.token());
    }
    Ok(answer)
}

impl GetMetricData {
    fn span(&self) -> Result<Span, AwsError> {
        let missing = |name| {
            AwsError::new(
                "MissingParameter",
                format!("The parameter {name} is required."),
            )
        };
        let from = self.start_time.ok_or_else(|| missing("StartTime"))?;
        let to = self.end_time.ok_or_else(|| missing("EndTime"))?;
        if from >= to {
            let message = "The parameter StartTime must be less than the parameter EndTime.";
            return Err(invalid(message));
        }
        let newest_first = match self.scan_by.as_deref() {
            None | Some("TimestampDescending") => true,
            Some("TimestampAscending") => false,
            Some(other) => {
                return Err(invalid(format!(
                    "The value {other} for parameter ScanBy is not valid."
                )));
            }
        };
        Ok(Span {
            from,
            to,
            newest_first,
        })
    }

    fn room(&self) -> Result<usize, AwsError> {
        if self.metric_data_queries.is_empty() || self.metric_data_queries.len() > QUERIES {
            return Err(invalid(format!(
                "The parameter MetricDataQueries must have 1 to {QUERIES} members."
            )));
        }
        let asked = self.max_datapoints.unwrap_or(VALUES);
        let fits = (1..=VALUES).contains(&asked);
        let room = usize::try_from(asked).ok().filter(|_| fits);
        room.ok_or_else(|| {
            invalid(format!(
                "The parameter MaxDatapoints must be 1 to {VALUES}."
            ))
        })
    }
}

fn view(query: &Query, series: &Series, complete: bool) -> Value {
    json!({
        "Id": query.id,
        "Label": query.label(),
        "Timestamps": series.seconds(),
        "Values": series.values(),
        "StatusCode": if complete { "Complete" } else { "PartialData" },
    })
}
