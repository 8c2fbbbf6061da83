use std::fmt;

use serde::{Deserialize, Serialize};

/// An AWS region's name, for example `us-west-2`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RegionName(String);

impl RegionName {
    /// Lower-case letters, digits and dashes, at most 64 (Pureport's `awsRegion` 1–64): nothing
    /// that could change an address which it becomes part of.
    pub fn parse(raw: &str) -> Option<Self> {
        let kept = raw.trim().to_ascii_lowercase();
        let fits = (1..=64).contains(&kept.len())
            && kept
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        fits.then_some(Self(kept))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RegionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
