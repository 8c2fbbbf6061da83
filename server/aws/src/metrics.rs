//! CloudWatch's metrics of virtual interfaces (aws.md §1.4).

use std::collections::BTreeMap;

use aws_sdk_cloudwatch::types::{
    Dimension, Metric, MetricDataQuery, MetricDataResult, MetricStat, ScanBy,
};
use aws_smithy_types::DateTime;
use domain::{
    ports::{
        CloudKey, Held, Interface, METRIC_PERIOD_SECONDS, Metrics, PortError, Span, Timestamp,
    },
    values::RegionName,
};

use crate::{
    client::Client,
    error::{ask, contract},
    failover::time,
    operations::GET_METRIC_DATA,
    page,
};

/// Where a metric's value goes.
type Put = fn(&mut Span, f64);

/// What is asked of each interface: name, statistic, and where it goes.
const ASKED: [(&str, &str, Put); 5] = [
    ("VirtualInterfaceBgpStatus", "Average", |span, value| {
        span.bgp = Some(held(value));
    }),
    ("VirtualInterfaceBpsIngress", "Average", |span, value| {
        span.bits_in = whole(value);
    }),
    ("VirtualInterfaceBpsEgress", "Average", |span, value| {
        span.bits_out = whole(value);
    }),
    (
        "VirtualInterfaceBgpPrefixesAccepted",
        "Maximum",
        |span, value| span.accepted = whole(value),
    ),
    (
        "VirtualInterfaceBgpPrefixesAdvertised",
        "Maximum",
        |span, value| span.advertised = whole(value),
    ),
];

impl Client {
    pub(crate) async fn read_metrics(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interfaces: &[Interface],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Metrics>, PortError> {
        let client = self.cloudwatch(key, region);
        let fetch = |token| {
            let call = client.get_metric_data();
            let call = call
                .set_metric_data_queries(Some(queries(interfaces)))
                .start_time(DateTime::from_millis(from.0))
                .end_time(DateTime::from_millis(until.0))
                .scan_by(ScanBy::TimestampAscending);
            let asked = ask(GET_METRIC_DATA, call.set_next_token(token).send());
            async {
                let said = asked.await?;
                Ok((
                    said.metric_data_results.unwrap_or_default(),
                    said.next_token,
                ))
            }
        };
        // A series that is too long for one answer is told in parts, each under the same id.
        let said = page::all(GET_METRIC_DATA, fetch).await?;
        understood(interfaces, said).ok_or_else(|| contract(GET_METRIC_DATA))
    }
}

fn id(interface: usize, asked: usize) -> String {
    format!("q{interface}_{asked}")
}

fn queries(interfaces: &[Interface]) -> Vec<MetricDataQuery> {
    let all = interfaces.iter().enumerate();
    all.flat_map(|(at, interface)| {
        let asked = ASKED.iter().enumerate();
        asked.map(move |(number, (name, stat, _))| query(&id(at, number), interface, name, stat))
    })
    .collect()
}

fn query(id: &str, interface: &Interface, name: &str, stat: &str) -> MetricDataQuery {
    let dimension = |name: &str, value: &str| Dimension::builder().name(name).value(value).build();
    let metric = Metric::builder()
        .namespace("AWS/DX")
        .metric_name(name)
        .dimensions(dimension("ConnectionId", &interface.connection))
        .dimensions(dimension("VirtualInterfaceId", &interface.id));
    let stat = MetricStat::builder()
        .metric(metric.build())
        .period(i32::try_from(METRIC_PERIOD_SECONDS).unwrap_or(i32::MAX))
        .stat(stat);
    MetricDataQuery::builder()
        .id(id)
        .metric_stat(stat.build())
        .build()
}

/// `None`: an answer to what was not asked, or times without values.
fn understood(interfaces: &[Interface], said: Vec<MetricDataResult>) -> Option<Vec<Metrics>> {
    let mut spans: Vec<BTreeMap<Timestamp, Span>> = vec![BTreeMap::new(); interfaces.len()];
    let places: BTreeMap<String, (usize, Put)> = (0..interfaces.len())
        .flat_map(|at| {
            let asked = ASKED.iter().enumerate();
            asked.map(move |(number, (_, _, put))| (id(at, number), (at, *put)))
        })
        .collect();
    for result in said {
        let (interface, put) = places.get(result.id.as_deref()?)?;
        let spans = spans.get_mut(*interface)?;
        for (at, value) in points(result)? {
            let fresh = Span {
                at,
                ..Span::default()
            };
            put(spans.entry(at).or_insert(fresh), value);
        }
    }
    let told = interfaces
        .iter()
        .zip(spans)
        .map(|(interface, spans)| Metrics {
            interface: interface.id.clone(),
            spans: spans.into_values().collect(),
        });
    Some(told.collect())
}

fn points(result: MetricDataResult) -> Option<Vec<(Timestamp, f64)>> {
    let times = result.timestamps.unwrap_or_default();
    let values = result.values.unwrap_or_default();
    if times.len() != values.len() {
        return None;
    }
    let points = times.into_iter().zip(values);
    points.map(|(at, value)| Some((time(at)?, value))).collect()
}

/// The average of ones and zeros.
fn held(value: f64) -> Held {
    if value >= 1.0 {
        Held::Up
    } else if value <= 0.0 {
        Held::Down
    } else {
        Held::Partly
    }
}

/// To the nearest whole number; what is none is not known.
fn whole<T: std::str::FromStr>(value: f64) -> Option<T> {
    format!("{value:.0}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_is_none_is_not_known() {
        assert_eq!(whole::<u64>(1_234_567.6), Some(1_234_568));
        assert_eq!(whole::<u64>(0.0), Some(0));
        for none in [f64::NAN, f64::INFINITY, -3.0, 1e30] {
            assert_eq!(whole::<u64>(none), None, "{none}");
        }
        assert_eq!(whole::<u32>(5e9), None);
    }

    #[test]
    fn a_session_was_held_all_the_time_or_in_part_or_never() {
        let table = [(1.0, Held::Up), (0.0, Held::Down), (0.9, Held::Partly)];
        for (value, expected) in table {
            assert_eq!(held(value), expected);
        }
    }
}
