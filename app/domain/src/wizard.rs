//! The wizard: seven steps, each a raw form that one rule turns into a typed answer. What is
//! open, reached or asked again follows from the raw answers alone.

mod bgp;
mod draft;
mod fields;
mod kind;
mod location;
mod nat;
mod networks;
mod review;
mod service;

pub use bgp::{Bgp, TargetAnswer};
pub use draft::{Answer, Answers, Draft, default_name};
pub use fields::Fields;
pub use kind::Kind;
pub use location::{Location, reached};
pub use nat::NatAnswer;
pub use networks::{CustomerNetwork, Networks, warnings};
pub use review::Review;
pub use service::{Service, offers_at};

use serde::{Deserialize, Serialize};

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Type,
    Location,
    Service,
    Bgp,
    Networks,
    Nat,
    Review,
}

impl Step {
    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::Type,
        Self::Location,
        Self::Service,
        Self::Bgp,
        Self::Networks,
        Self::Nat,
        Self::Review,
    ];

    /// The word in addresses and file names.
    pub fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Location => "location",
            Self::Service => "service",
            Self::Bgp => "bgp",
            Self::Networks => "networks",
            Self::Nat => "nat",
            Self::Review => "review",
        }
    }

    /// Reads [`Self::word`].
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }

    /// The names of its form's fields, and of those that repeat as `{name}.{n}`. `gateway_asn` is
    /// none of them: the server alone sets it.
    pub fn fields(self) -> (&'static [&'static str], &'static [&'static str]) {
        match self {
            Self::Type => (&["type"], &[]),
            Self::Location => (&["place"], &[]),
            Self::Service => (&["peering", "speed", "availability", "account"], &[]),
            Self::Bgp => (&["target", "gateway", "vpn_gateway", "asn"], &[]),
            Self::Networks => (&[], &["name", "cidr"]),
            Self::Nat => (&["enabled"], &["native"]),
            Self::Review => (&["name", "description"], &[]),
        }
    }

    /// 1–7.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The step before, if any.
    pub fn before(self) -> Option<Self> {
        Self::ALL
            .into_iter()
            .take_while(|step| *step != self)
            .last()
    }

    /// The step after, if any.
    pub fn after(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }
}
