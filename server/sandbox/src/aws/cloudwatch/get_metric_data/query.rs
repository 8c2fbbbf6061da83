//! One query: which metric, which statistic over which periods.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Span;
use crate::{
    aws::{
        AwsError, Caller,
        cloudwatch::{
            NAMESPACE, history::Story, invalid, lenient, metrics::Metric as Known,
            statistics::Statistic,
        },
    },
    clock::Millis,
    world::World,
};

const DAY: Millis = 24 * 3_600_000;

/// How long values of a period are kept: 1 minute for 15 days, 5 minutes for 63, an hour for 455
/// (CloudWatch User Guide, "Metrics retention").
const KEPT: [(Millis, Millis); 3] = [
    (3_600_000, 455 * DAY),
    (300_000, 63 * DAY),
    (60_000, 15 * DAY),
];

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Query {
    pub id: String,
    metric_stat: Option<MetricStat>,
    expression: Option<String>,
    label: Option<String>,
    #[serde(default, deserialize_with = "lenient::boolean")]
    return_data: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MetricStat {
    metric: Metric,
    #[serde(default, deserialize_with = "lenient::integer")]
    period: Option<i64>,
    #[serde(default)]
    stat: String,
    unit: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Metric {
    namespace: Option<String>,
    metric_name: Option<String>,
    #[serde(default)]
    dimensions: Vec<Dimension>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Dimension {
    name: String,
    value: String,
}

/// Refuses queries that can't be answered, and ids that are used twice.
pub fn check_all(queries: &[Query]) -> Result<(), AwsError> {
    let ids: BTreeSet<_> = queries.iter().map(|query| &query.id).collect();
    if ids.len() < queries.len() {
        return Err(invalid(
            "The values for parameter id in MetricDataQueries are not unique.",
        ));
    }
    let numbered = queries.iter().zip(1..);
    numbered
        .into_iter()
        .try_for_each(|(query, at)| query.check(&format!("MetricDataQueries.member.{at}")))
}

impl Query {
    fn check(&self, place: &str) -> Result<(), AwsError> {
        let wrong = |what: &str, is: &str| {
            invalid(format!(
                "The value {is} for parameter {place}.{what} is not valid."
            ))
        };
        let lower = self
            .id
            .starts_with(|first: char| first.is_ascii_lowercase());
        let plain = self
            .id
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || one == '_');
        if !lower || !plain || self.id.len() > 255 {
            return Err(wrong("Id", &self.id));
        }
        let stat = match (&self.metric_stat, &self.expression) {
            (Some(stat), None) => stat,
            (None, Some(_)) => {
                return Err(invalid(format!(
                    "The sandbox has no metric math: {place}.Expression."
                )));
            }
            _ => {
                return Err(invalid(format!(
                    "Exactly one of MetricStat and Expression is required in {place}."
                )));
            }
        };
        if Statistic::read(&stat.stat).is_none() {
            return Err(wrong("MetricStat.Stat", &stat.stat));
        }
        match stat.period {
            Some(1 | 5 | 10 | 30) => Ok(()),
            Some(period) if period >= 60 && period % 60 == 0 && period <= 86_400 * 365 => Ok(()),
            Some(period) => Err(wrong("MetricStat.Period", &period.to_string())),
            None => Err(wrong("MetricStat.Period", "null")),
        }
    }

    pub fn returns_data(&self) -> bool {
        self.return_data.unwrap_or(true)
    }

    pub fn label(&self) -> &str {
        let name = self
            .metric_stat
            .as_ref()
            .and_then(|stat| stat.metric.metric_name.as_deref());
        self.label.as_deref().or(name).unwrap_or(&self.id)
    }

    /// The values in `span`, one for each period that has measurements.
    pub fn series(&self, world: &World, caller: &Caller, span: Span) -> Series {
        let found = self.metric_stat.as_ref().and_then(|stat| {
            let (story, metric) = stat.metric.find(world, caller)?;
            let fits = stat.unit.as_deref().is_none_or(|unit| unit == metric.unit);
            fits.then_some((stat, story, metric))
        });
        let mut points = found
            .map(|(stat, story, metric)| stat.points(story, metric, span, world.now))
            .unwrap_or_default();
        if span.newest_first {
            points.reverse();
        }
        Series(points)
    }
}

impl Metric {
    /// All dimensions must be named, and no other.
    fn find<'w>(&self, world: &'w World, caller: &Caller) -> Option<(&'w Story, Known)> {
        let mut asked: Vec<_> = self
            .dimensions
            .iter()
            .map(|one| (one.name.as_str(), one.value.as_str()))
            .collect();
        asked.sort_unstable();
        let (_, id) = asked
            .last()
            .filter(|_| self.namespace.as_deref() == Some(NAMESPACE))?;
        let story = world.metrics.story(id)?;
        let known = story
            .metrics()
            .iter()
            .find(|one| Some(one.name) == self.metric_name.as_deref())?;
        let fits = caller.sees(&story.account, &story.region) && story.dimensions() == asked;
        fits.then_some((story, *known))
    }
}

impl MetricStat {
    fn points(&self, story: &Story, metric: Known, span: Span, now: Millis) -> Vec<(Millis, f64)> {
        let period = self.period.unwrap_or_default() * 1000;
        let Some((_, kept)) = KEPT.iter().find(|(least, _)| period % least == 0) else {
            // Nothing is measured more often than a minute is long.
            return vec![];
        };
        let (Some(statistic), end) = (Statistic::read(&self.stat), span.to.min(now)) else {
            return vec![];
        };
        let first = span.from.max(now - kept).max(story.began()) / period * period;
        let mut points = vec![];
        let mut at = first.max(span.from / period * period);
        let end = end.min(story.ended.unwrap_or(end));
        while at < end {
            let runs = story.measured(metric, at, (at + period).min(now));
            points.extend(statistic.of(&runs).map(|value| (at, value)));
            at += period;
        }
        points
    }
}

/// Time and value of each period.
pub struct Series(Vec<(Millis, f64)>);

impl Series {
    /// Leaves out the first `skip` and what goes beyond `room`; whether all of the rest is there.
    pub fn cut(&mut self, skip: usize, room: usize) -> bool {
        self.0.drain(..skip.min(self.0.len()));
        let complete = self.0.len() <= room;
        self.0.truncate(room);
        complete
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn seconds(&self) -> Vec<i64> {
        self.0.iter().map(|(at, _)| at / 1000).collect()
    }

    pub fn values(&self) -> Vec<f64> {
        self.0.iter().map(|(_, value)| *value).collect()
    }
}
