//! Errors as codes and numbers. `app::words` is the only place that makes sentences of them.

use serde::{Deserialize, Serialize};

/// What is wrong with one typed value. Each has a mend, which `app::words` names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
#[error("{self:?}")]
pub enum Issue {
    /// Nothing was entered or chosen.
    Required,
    /// Longer than the provider allows.
    TooLong { max: u32, length: u32 },
    /// Control characters or invisible direction marks.
    Invisible,
    /// The name is in use in this account.
    NameInUse,
    /// Not one of the choices offered.
    NotOffered,
    /// An AWS account ID has twelve digits; this has another number of them.
    AccountDigits { digits: u32 },
    /// An AWS account ID has digits only.
    AccountLetters,
    /// Not a whole number.
    AsnNotANumber,
    /// Outside 64512–65534 and 4200000000–4294967294.
    AsnRange,
    /// Outside 1–4294967294.
    AsnRangeAny,
    /// Amazon's number where the partner's belongs.
    AsnAmazons { asn: u32 },
    /// The partner's own number.
    AsnPartner { asn: u32 },
    /// One of Amazon's legacy numbers, which only a virtual private gateway can have.
    AsnLegacy { asn: u32 },
    /// The chosen gateway has another number, and a gateway's number can't be changed.
    AsnOfGateway { typed: u32, gateway: u32 },
    /// Not of the form `10.0.0.0/16`.
    CidrForm,
    /// An address part above 255.
    CidrOctet,
    /// A prefix length above 32.
    CidrLength,
    /// Bits are set behind the prefix.
    CidrHostBits { network: String },
    /// IPv6, which Pureport does not support.
    CidrIpv6,
    /// The same CIDR twice.
    CidrDuplicate { cidr: String },
    /// Overlaps another CIDR of the list.
    CidrOverlap { with: String },
    /// Wider than /16: too wide for a NAT block.
    CidrTooWide { widest: u8 },
    /// More than the provider takes.
    TooMany { max: u32 },
    /// NAT is on without a native CIDR.
    NatEmpty,
    /// The location does not reach this region.
    RegionNotReached,
    /// Pureport offers no such combination at this location.
    CombinationNotSupported,
    /// Not part of this release.
    NotYetAvailable,
    /// The gateway list could not be read, so that the choice can't be checked.
    GatewayUnknown,
    /// Not of the form `169.254.24.1/30`.
    AddressForm,
    /// The length is missing, or neither /30 nor /31.
    AddressLength,
    /// The first or last address of a /30, which no router can have.
    AddressNotAnEnd { network: String },
    /// The two addresses are not the two ends of one network.
    AddressesApart { network: String },
    /// The same hosted connection for both legs.
    SameConnection,
    /// A pair ends in one region.
    RegionsDiffer { region: String },
    /// The hosted connection is part of this taken-over connection already.
    TakenAlready { connection: String },
    /// The hosted connection was deleted or rejected.
    ConnectionGone,
    /// A BGP key has 6 to 80 characters without blanks.
    KeyLength { min: u32, max: u32 },
}

/// An [`Issue`] at a named field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldIssue {
    /// The form field's name, as in the HTML.
    pub field: String,
    pub issue: Issue,
}

impl FieldIssue {
    /// An issue at `field`.
    pub fn new(field: impl Into<String>, issue: Issue) -> Self {
        Self {
            field: field.into(),
            issue,
        }
    }
}
