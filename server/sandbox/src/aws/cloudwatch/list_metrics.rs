//! ListMetrics.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{NAMESPACE, history::Story, metrics::Metric};
use crate::{
    aws::{AwsError, Caller, page},
    clock::Millis,
    world::World,
};

/// Metrics without new data are listed for two weeks (CloudWatch API reference).
const LISTED: Millis = 14 * 24 * 3_600_000;

/// `RecentlyActive=PT3H`.
const RECENT: Millis = 3 * 3_600_000;

/// Metrics on one page.
const PAGE: i64 = 500;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ListMetrics {
    namespace: Option<String>,
    metric_name: Option<String>,
    #[serde(default)]
    dimensions: Vec<DimensionFilter>,
    next_token: Option<String>,
    recently_active: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct DimensionFilter {
    name: String,
    value: Option<String>,
}

impl ListMetrics {
    fn wants(&self, story: &Story, metric: &Metric) -> bool {
        let is =
            |asked: &Option<String>, is: &str| asked.as_deref().is_none_or(|asked| asked == is);
        let dimensions = story.dimensions();
        let has = |filter: &DimensionFilter| {
            let mut all = dimensions.iter();
            all.any(|(name, value)| *name == filter.name && is(&filter.value, value))
        };
        is(&self.namespace, NAMESPACE)
            && is(&self.metric_name, metric.name)
            && self.dimensions.iter().all(has)
    }

    /// How long after its last measurement a metric is listed.
    fn reach(&self) -> Result<Millis, AwsError> {
        match self.recently_active.as_deref() {
            None => Ok(LISTED),
            Some("PT3H") => Ok(RECENT),
            Some(other) => Err(AwsError::new(
                "InvalidParameterValue",
                format!("The value {other} for parameter RecentlyActive is not valid."),
            )),
        }
    }
}

pub fn call(world: &World, caller: &Caller, input: ListMetrics) -> Result<Value, AwsError> {
    let since = world.now - input.reach()?;
    let mut listed = vec![];
    let seen = world
        .metrics
        .stories()
        .filter(|one| caller.sees(&one.account, &one.region));
    for story in seen.filter(|one| one.ended.is_none_or(|ended| ended >= since)) {
        let wanted = story
            .metrics()
            .iter()
            .filter(|metric| input.wants(story, metric));
        listed.extend(wanted.map(|metric| view(story, metric)));
    }
    let token = input.next_token.as_deref();
    let mut answer = page::cut("Metrics", listed, Some(PAGE), token, 1..=PAGE)
        .map_err(|message| AwsError::new("InvalidParameterValue", message))?;
    if let Some(token) = answer
        .as_object_mut()
        .and_then(|answer| answer.remove("nextToken"))
    {
        answer["NextToken"] = token;
    }
    Ok(answer)
}

fn view(story: &Story, metric: &Metric) -> Value {
    let dimensions = story.dimensions();
    let dimension = |(name, value): &(&str, &str)| json!({"Name": name, "Value": value});
    json!({
        "Namespace": NAMESPACE,
        "MetricName": metric.name,
        "Dimensions": dimensions.iter().map(dimension).collect::<Value>(),
    })
}
