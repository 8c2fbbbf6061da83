//! Statistics over the measurements of one period.

use super::metrics::Run;

/// What is asked of the measurements of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Statistic {
    Average,
    Sum,
    Minimum,
    Maximum,
    SampleCount,
    /// 0–100.
    Percentile(f64),
}

impl Statistic {
    /// By its name; percentiles are `p0` to `p100`, with decimals.
    pub fn read(name: &str) -> Option<Self> {
        Some(match name {
            "Average" => Self::Average,
            "Sum" => Self::Sum,
            "Minimum" => Self::Minimum,
            "Maximum" => Self::Maximum,
            "SampleCount" => Self::SampleCount,
            other => {
                let number: f64 = other.strip_prefix('p')?.parse().ok()?;
                (0.0..=100.0)
                    .contains(&number)
                    .then_some(Self::Percentile(number))?
            }
        })
    }

    /// Nothing when there are no measurements.
    pub fn of(self, runs: &[Run]) -> Option<f64> {
        let count: f64 = runs.iter().map(|run| f64::from(run.count)).sum();
        if count <= 0.0 {
            return None;
        }
        let sum = || {
            runs.iter()
                .map(|run| run.value * f64::from(run.count))
                .sum::<f64>()
        };
        let values = || runs.iter().map(|run| run.value);
        Some(match self {
            Self::Average => sum() / count,
            Self::Sum => sum(),
            Self::Minimum => values().fold(f64::INFINITY, f64::min),
            Self::Maximum => values().fold(f64::NEG_INFINITY, f64::max),
            Self::SampleCount => count,
            Self::Percentile(percent) => percentile(runs, percent / 100.0 * count),
        })
    }
}

/// The least value that `rank` measurements do not exceed.
fn percentile(runs: &[Run], rank: f64) -> f64 {
    let mut sorted = runs.to_vec();
    sorted.sort_by(|one, other| one.value.total_cmp(&other.value));
    let mut seen = 0.0;
    for run in &sorted {
        seen += f64::from(run.count);
        if seen >= rank {
            return run.value;
        }
    }
    sorted.last().map_or(0.0, |run| run.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_statistic_is_what_it_says() {
        let runs = [(1.0, 3), (5.0, 1)].map(|(value, count)| Run { value, count });
        let results = [
            ("Average", 2.0),
            ("Sum", 8.0),
            ("Minimum", 1.0),
            ("Maximum", 5.0),
            ("SampleCount", 4.0),
            ("p50", 1.0),
            ("p99.9", 5.0),
        ];
        for (name, value) in results {
            let statistic = Statistic::read(name).expect("a statistic");
            assert_eq!(statistic.of(&runs), Some(value), "{name}");
        }
        assert_eq!(Statistic::Sum.of(&[]), None);
    }

    #[test]
    fn an_unknown_statistic_is_none() {
        for name in ["average", "p101", "p-1", "pNaN", "tm99", ""] {
            assert_eq!(Statistic::read(name), None, "{name}");
        }
    }
}
