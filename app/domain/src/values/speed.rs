use std::fmt;

use serde::{Deserialize, Serialize};

/// A connection's speed in megabits per second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Speed(u32);

impl Speed {
    /// Those of Pureport's OpenAPI document.
    pub const KNOWN: [u32; 12] = [
        50, 100, 200, 300, 400, 500, 1000, 2000, 3000, 4000, 5000, 10_000,
    ];

    /// A speed that Pureport knows, in Mbps.
    pub fn from_mbps(mbps: u32) -> Option<Self> {
        Self::KNOWN.contains(&mbps).then_some(Self(mbps))
    }

    /// Megabits per second.
    pub fn mbps(self) -> u32 {
        self.0
    }

    /// AWS's own spelling, for example `50Mbps`, `1Gbps`: either reads back.
    pub fn from_bandwidth(bandwidth: &str) -> Option<Self> {
        if let Some(mbps) = bandwidth.strip_suffix("Mbps") {
            return Self::from_mbps(mbps.parse().ok()?);
        }
        Self::from_mbps(
            bandwidth
                .strip_suffix("Gbps")?
                .parse::<u32>()
                .ok()?
                .checked_mul(1000)?,
        )
    }

    /// As [`Self::from_bandwidth`], also for speeds that Pureport does not sell.
    pub fn reported(bandwidth: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<u32>().ok();
        let mbps = bandwidth.strip_suffix("Mbps").and_then(number);
        let gbps = || number(bandwidth.strip_suffix("Gbps")?)?.checked_mul(1000);
        mbps.or_else(gbps).map(Self)
    }

    /// What AWS bills for a hosted port of this speed, in thousandths of a US dollar per hour
    /// from acceptance; `None` where no price is known. Source: reference/aws.md §6, dated 2026.
    pub fn hosted_port_millidollars_per_hour(self) -> Option<u32> {
        Some(match self.0 {
            50 => 30,
            100 => 60,
            200 => 80,
            300 => 120,
            400 => 160,
            500 => 200,
            1000 => 330,
            2000 => 660,
            5000 => 1650,
            10_000 => 2480,
            _ => return None,
        })
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            mbps if mbps % 1000 == 0 => write!(f, "{} Gbps", mbps / 1000),
            mbps => write!(f, "{mbps} Mbps"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_speeds_on_offer_are_speeds() {
        assert_eq!(Speed::from_mbps(51), None);
        assert_eq!(
            Speed::from_mbps(1000).map(|s| s.to_string()),
            Some("1 Gbps".into())
        );
        assert_eq!(Speed::from_bandwidth("50Mbps"), Speed::from_mbps(50));
        assert_eq!(Speed::from_bandwidth("10Gbps"), Speed::from_mbps(10_000));
    }
}
