use serde::{Deserialize, Serialize};

use crate::{
    ports::{HostedState, LegRole},
    values::AwsAccountId,
};

/// Why something is not possible now, as a code with its numbers. `app::words` says what is not
/// possible, why, and the mend or the usual wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// AWS is not connected in this session.
    CloudNotConnected,
    /// The partner's order is not active yet.
    OrderNotActive,
    /// The partner has not approved the order yet, and builds nothing before.
    OrderAwaitsApproval,
    /// The order failed at the partner.
    OrderFailed,
    /// The partner could not delete the connection, so it stands and costs.
    NotDeleted,
    /// The AWS account signed in is not the one the order was made for.
    OtherAccount {
        signed_in: AwsAccountId,
        ordered: AwsAccountId,
    },
    /// There is no such leg.
    NoSuchLeg,
    /// AWS does not list the hosted connection (yet, or not in this region and account).
    ConnectionNotListed { leg: LegRole },
    /// Accept the connection first.
    ConnectionNotAccepted { leg: LegRole },
    /// AWS is still taking the connection up.
    ConnectionPending { leg: LegRole, state: HostedState },
    /// The hosted connection is gone or was rejected.
    ConnectionGone { leg: LegRole },
    /// No target was chosen, or it has to be created first.
    NoGateway,
    /// The chosen gateway is not there any more.
    GatewayGone { id: String },
    /// The gateway is not available yet.
    GatewayNotReady { id: String },
    /// The ASN trap: BGP would never come up.
    AsnMismatch { ordered: u32, gateway: u32 },
    /// A Direct Connect gateway with a transit gateway takes no private interface and no virtual
    /// private gateway (reference/aws.md §2.2).
    HasTransitGateway { gateway: String, transit: String },
    /// The other leg's interface ends on another gateway.
    OtherTarget { existing: String },
    /// Interfaces exist, so the target is fixed.
    TargetFixed,
    /// The partner has not reported a value that the interface needs.
    ValueMissing { leg: LegRole },
    /// The BGP key must be typed: the partner has no API that tells it, and no page keeps it.
    KeyNotTyped { leg: LegRole },
    /// The name of the interface or gateway is not usable.
    NameUnusable,
    /// What was typed is no ASN of a virtual private gateway.
    AsnUnusable { asn: String },
    /// AWS takes 1500 or 8500.
    MtuUnusable,
    /// The VPC is not in view.
    NoSuchVpc { id: String },
    /// The VPC has a virtual private gateway already.
    VpcHasGateway { gateway: String },
    /// The gateway is attached to another VPC.
    GatewayElsewhere { vpc: String },
    /// The virtual private gateway is not attached to a VPC yet.
    NotAttached { gateway: String },
    /// The gateway is associated with another Direct Connect gateway.
    AssociatedElsewhere { gateway: String },
    /// CIDRs of one Direct Connect gateway must not overlap.
    CidrOverlap {
        vpc: String,
        cidr: String,
        with: String,
    },
    /// A list of prefixes that would advertise nothing of the VPC.
    PrefixTooNarrow { prefix: String, vpc_cidr: String },
    /// A prefix that is no CIDR, and the whole list in which it was typed.
    PrefixUnusable { prefix: String, typed: String },
    /// The gateway is not associated yet.
    NotAssociated,
    /// AWS is still associating the gateway.
    AssociationPending,
    /// No interface exists yet (virtual private gateway as target).
    NoInterface,
    /// The route table is not one of the VPC's.
    NoSuchTable { id: String },
    /// Nothing was chosen.
    NothingChosen,
    /// With a virtual private gateway as target: it has to be in the connection's region.
    OtherRegion { region: String },
    /// With a virtual private gateway as target there is exactly one VPC.
    OneVpcOnly { gateway: String },
    /// Something else needs it, so it stays.
    InUse { id: String, by: String },
    /// Onramp did not make it, so Onramp does not delete it.
    NotOurs { id: String },
    /// There is no such run, or it is over.
    NoSuchRun,
    /// This task is not needed for the chosen target.
    NotNeeded,
    /// The observation has a gap where this decision needs a fact.
    NotReadable,
}

impl Refusal {
    /// It goes away by itself while a provider works, so that a page showing it refreshes.
    pub fn passes(&self) -> bool {
        matches!(
            self,
            Self::OrderNotActive
                | Self::OrderAwaitsApproval
                | Self::ConnectionNotListed { .. }
                | Self::ConnectionPending { .. }
                | Self::GatewayNotReady { .. }
                | Self::ValueMissing { .. }
                | Self::AssociationPending
                | Self::NotReadable
        )
    }
}
