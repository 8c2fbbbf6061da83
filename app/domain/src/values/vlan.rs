use std::fmt;

use serde::{Deserialize, Serialize};

/// An 802.1Q VLAN, 1–4094 (reference/aws.md §2.2). On a hosted connection it is the partner's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Vlan(u16);

impl Vlan {
    /// A VLAN in range.
    pub fn new(number: i64) -> Option<Self> {
        u16::try_from(number)
            .ok()
            .filter(|n| (1..=4094).contains(n))
            .map(Self)
    }

    /// The number.
    pub fn number(self) -> u16 {
        self.0
    }
}

impl fmt::Display for Vlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
