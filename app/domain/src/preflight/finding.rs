use super::Unseen;
use crate::{
    ports::PortError,
    values::{AwsAccountId, RegionName},
};

/// How much a finding weighs, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// What was asked for can't succeed: it is not begun.
    Blocking,
    /// It can be begun, and something will or may not be as one expects.
    Warning,
    NotChecked,
    Passed,
}

impl Severity {
    /// The value of `data-state`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Blocking => "blocking",
            Self::Warning => "warning",
            Self::NotChecked => "not_checked",
            Self::Passed => "passed",
        }
    }
}

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Check {
    Account,
    Rights,
    Region,
    TargetAsn,
    PartnerAsn,
    TransitMix,
    TransitAsn,
    VpnGateways,
    Overlap,
    CustomerNetworks,
    CustomerPrefixes,
    PrefixCount,
    AllowedPrefixes,
    ConnectionQuota,
    GatewayQuota,
    InterfaceQuota,
    AssociationQuota,
    VpnGatewayQuota,
}

/// One result. `app::words` says what would happen, and the mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub check: Check,
    pub severity: Severity,
    pub code: Code,
}

/// What was found, with its numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Code {
    /// What it needs could not be seen.
    Unseen(Unseen),
    /// Nothing has been chosen yet that it could be checked on.
    ChosenLater,

    AccountFits {
        account: AwsAccountId,
    },
    OtherAccount {
        connected: AwsAccountId,
        ordered: AwsAccountId,
    },

    AllAllowed {
        actions: usize,
    },
    Forbidden {
        actions: Vec<String>,
    },
    NotGranted {
        actions: Vec<String>,
    },
    /// Only evidence of traffic needs it.
    NoEvidence {
        action: String,
    },
    RightsUnknown {
        actions: Vec<String>,
        why: Unseen,
    },

    RegionsReached {
        regions: Vec<RegionName>,
    },
    RegionOff {
        region: RegionName,
    },
    RegionSilent {
        region: RegionName,
        error: PortError,
    },

    AsnFits {
        gateway: String,
        asn: u32,
    },
    AsnDiffers {
        gateway: String,
        asn: u32,
        ordered: u32,
    },
    /// The gateway will be made with the ordered number.
    AsnOfNew {
        asn: u32,
    },
    /// The gateway is chosen later, and must have the ordered number then.
    AsnLater {
        asn: u32,
    },
    GatewayGone {
        gateway: String,
    },
    AsnIsPartners {
        asn: u32,
    },
    AsnsDiffer {
        amazon: u32,
        partner: u32,
    },

    NoTransit,
    TransitAttached {
        transit: String,
    },
    /// A transit gateway with the number of the Direct Connect gateway.
    TransitSameAsn {
        transit: String,
        asn: u32,
    },
    /// The same, and nothing is to bring the two together.
    TransitNeverJoins {
        transit: String,
        asn: u32,
    },

    WillGetVpnGateway {
        vpc: String,
    },
    VpnGatewayUsed {
        vpc: String,
        gateway: String,
    },
    VpnGatewayLeaving {
        vpc: String,
        gateway: String,
    },
    /// The VPC has another gateway than the one on which the interfaces are to end.
    VpcHasOther {
        vpc: String,
        gateway: String,
        target: String,
    },
    AssociatedElsewhere {
        vpc: String,
        gateway: String,
        other: String,
    },
    VpcGone {
        vpc: String,
    },
    /// With a virtual private gateway as target.
    OneVpcOnly {
        chosen: usize,
    },
    /// With a virtual private gateway as target.
    OtherRegion {
        vpc: String,
        region: RegionName,
        home: RegionName,
    },

    Apart {
        vpcs: usize,
    },
    Overlaps {
        vpc: String,
        cidr: String,
        other: String,
        with: String,
    },
    /// What is on the gateway already, and whose CIDRs nobody tells.
    MemberUnseen {
        gateway: String,
    },

    NoneNamed,
    Covers {
        cidr: String,
        vpcs: Vec<String>,
    },
    InNoVpc {
        cidr: String,
        region: RegionName,
    },
    PartOfVpc {
        cidr: String,
        vpc: String,
        of: String,
    },

    NothingHidden {
        prefixes: usize,
    },
    LocalWins {
        prefix: String,
        vpc: String,
        cidr: String,
    },
    PrefixesFit {
        count: usize,
        limit: usize,
    },
    PrefixesNearLimit {
        count: usize,
        limit: usize,
    },
    TooManyPrefixes {
        count: usize,
        limit: usize,
    },

    /// No list: all CIDRs of the VPC are allowed.
    WholeVpc {
        vpc: String,
        cidrs: Vec<String>,
    },
    AllowedCover {
        vpc: String,
        count: usize,
    },
    AllowedTooNarrow {
        vpc: String,
        prefix: String,
        cidr: String,
    },
    LeftOut {
        vpc: String,
        cidr: String,
    },
    ManyAllowed {
        vpc: String,
        count: usize,
        limit: usize,
    },

    /// There are `count`, and `new` are to come.
    Fits {
        count: usize,
        new: usize,
        limit: usize,
    },
    /// `count` and `new` do not fit, at the location, gateway or region `at`.
    Full {
        at: String,
        count: usize,
        new: usize,
        limit: usize,
    },
}

impl Finding {
    pub(super) fn new(check: Check, severity: Severity, code: Code) -> Self {
        Self {
            check,
            severity,
            code,
        }
    }

    pub(super) fn passed(check: Check, code: Code) -> Self {
        Self::new(check, Severity::Passed, code)
    }

    pub(super) fn warning(check: Check, code: Code) -> Self {
        Self::new(check, Severity::Warning, code)
    }

    pub(super) fn blocking(check: Check, code: Code) -> Self {
        Self::new(check, Severity::Blocking, code)
    }

    pub(super) fn unseen(check: Check, why: &Unseen) -> Self {
        Self::new(check, Severity::NotChecked, Code::Unseen(why.clone()))
    }

    pub(super) fn later(check: Check) -> Self {
        Self::new(check, Severity::NotChecked, Code::ChosenLater)
    }
}

/// Nothing may be begun while one of `findings` stands.
pub fn is_blocking(findings: &[Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.severity == Severity::Blocking)
}
