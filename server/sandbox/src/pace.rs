//! How long provider-side transitions take.

use serde::{Deserialize, Serialize};

/// The three paces of the sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pace {
    /// Complete before the next request of any kind.
    Instant,
    /// Seconds, in the proportions of reality.
    #[default]
    Demo,
    /// The measured table of [`Transition`], drawn from the seed.
    Realistic,
}

/// Every provider-side wait, with its durations in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Transition {
    /// Pureport: network PENDING to ACTIVE.
    NetworkActive,
    /// Pureport: connection INITIALIZING to WAITING_TO_PROVISION.
    ConnectionQueued,
    /// Pureport: WAITING_TO_PROVISION to PROVISIONING.
    ConnectionStarted,
    /// Pureport: PROVISIONING to ACTIVE; hosted connections appear in AWS.
    ConnectionActive,
    /// Pureport: UPDATING to ACTIVE.
    ConnectionUpdated,
    /// Pureport: DELETING to gone.
    ConnectionDeleted,
    /// Pureport: a task that was asked for, CREATED to RUNNING.
    TaskStarted,
    /// Pureport: RUNNING to COMPLETED; a gateway has stopped, started or respawned.
    TaskDone,
    /// AWS: hosted connection `pending` to `available`.
    HostedConnectionAvailable,
    /// AWS: hosted connection `deleting` to `deleted`, asked for by its owner.
    HostedConnectionDeleted,
    /// AWS: public virtual interface `verifying` to `pending`.
    InterfaceVerified,
    /// AWS: virtual interface `pending` to `down`.
    InterfaceReady,
    /// AWS: virtual interface `deleting` to `deleted`.
    InterfaceDeleted,
    /// Both: BGP established once both ends agree.
    BgpUp,
    /// AWS: Direct Connect gateway `pending` to `available`.
    GatewayAvailable,
    /// AWS: Direct Connect gateway `deleting` to gone (or back).
    GatewayDeleted,
    /// AWS: association `associating` to `associated`.
    Associated,
    /// AWS: association `updating` to `associated`.
    AssociationUpdated,
    /// AWS: association `disassociating` to `disassociated`.
    Disassociated,
    /// AWS: VPN gateway `pending` to `available`.
    VpnGatewayAvailable,
    /// AWS: attachment `attaching` to `attached`.
    VpnGatewayAttached,
    /// AWS: attachment `detaching` to `detached`.
    VpnGatewayDetached,
    /// AWS: VPN gateway `deleting` to `deleted`.
    VpnGatewayDeleted,
    /// AWS: VPN connection `pending` to `available`.
    VpnConnectionAvailable,
    /// AWS: VPN connection `deleting` to `deleted`.
    VpnConnectionDeleted,
    /// AWS: transit gateway `pending` to `available`.
    TransitGatewayAvailable,
    /// AWS: transit gateway `deleting` to `deleted`.
    TransitGatewayDeleted,
    /// AWS: VPC on a transit gateway, `pending` to `available`.
    TransitAttachmentAvailable,
    /// AWS: VPC on a transit gateway, `deleting` to `deleted`.
    TransitAttachmentDeleted,
    /// AWS: route table of a transit gateway `pending` to `available`.
    TransitTableAvailable,
    /// AWS: route table of a transit gateway `deleting` to `deleted`.
    TransitTableDeleted,
    /// AWS: attachment and route table, `associating` to `associated`.
    TransitTableAssociated,
    /// AWS: attachment and route table, `disassociating` to no longer associated.
    TransitTableDisassociated,
    /// AWS: a propagated route appears in a table.
    RoutePropagated,
}

impl Transition {
    /// Every transition, in the order of a journey.
    pub const ALL: [Self; 34] = [
        Self::NetworkActive,
        Self::ConnectionQueued,
        Self::ConnectionStarted,
        Self::ConnectionActive,
        Self::ConnectionUpdated,
        Self::ConnectionDeleted,
        Self::TaskStarted,
        Self::TaskDone,
        Self::HostedConnectionAvailable,
        Self::HostedConnectionDeleted,
        Self::InterfaceVerified,
        Self::InterfaceReady,
        Self::InterfaceDeleted,
        Self::BgpUp,
        Self::GatewayAvailable,
        Self::GatewayDeleted,
        Self::Associated,
        Self::AssociationUpdated,
        Self::Disassociated,
        Self::VpnGatewayAvailable,
        Self::VpnGatewayAttached,
        Self::VpnGatewayDetached,
        Self::VpnGatewayDeleted,
        Self::VpnConnectionAvailable,
        Self::VpnConnectionDeleted,
        Self::TransitGatewayAvailable,
        Self::TransitGatewayDeleted,
        Self::TransitAttachmentAvailable,
        Self::TransitAttachmentDeleted,
        Self::TransitTableAvailable,
        Self::TransitTableDeleted,
        Self::TransitTableAssociated,
        Self::TransitTableDisassociated,
        Self::RoutePropagated,
    ];

    /// (demo, realistic median, 95th percentile, worst) in milliseconds.
    /// Source: reference/aws.md §2.1–§2.4 and reference/pureport.md §3 and §6.
    pub fn table(self) -> (i64, i64, i64, i64) {
        use Transition as T;
        match self {
            T::NetworkActive | T::RoutePropagated => (500, 5_000, 15_000, 60_000),
            T::ConnectionQueued | T::ConnectionStarted => (500, 5_000, 20_000, 60_000),
            T::ConnectionActive => (6_000, 90_000, 140_000, 170_000),
            T::ConnectionUpdated => (3_000, 60_000, 120_000, 170_000),
            T::TaskStarted => (500, 5_000, 20_000, 60_000),
            T::TaskDone => (3_000, 30_000, 60_000, 120_000),
            T::ConnectionDeleted => (4_000, 60_000, 120_000, 170_000),
            T::HostedConnectionAvailable => (8_000, 180_000, 420_000, 600_000),
            T::InterfaceReady | T::InterfaceDeleted | T::HostedConnectionDeleted => {
                (3_000, 40_000, 90_000, 300_000)
            }
            T::BgpUp => (2_000, 30_000, 60_000, 120_000),
            T::GatewayAvailable => (1_000, 10_000, 25_000, 48_000),
            T::GatewayDeleted => (3_000, 30_000, 60_000, 120_000),
            T::Associated => (15_000, 600_000, 1_080_000, 1_800_000),
            T::AssociationUpdated => (4_000, 120_000, 300_000, 600_000),
            T::Disassociated => (8_000, 480_000, 900_000, 1_800_000),
            T::VpnGatewayAvailable | T::VpnGatewayDeleted => (1_000, 10_000, 20_000, 60_000),
            T::VpnConnectionAvailable | T::VpnConnectionDeleted => {
                (4_000, 240_000, 480_000, 900_000)
            }
            // Up to 72 business hours (aws.md §2.2); a quiet day is usual.
            T::InterfaceVerified => (6_000, 14_400_000, 172_800_000, 259_200_000),
            T::TransitGatewayAvailable | T::TransitGatewayDeleted => {
                (4_000, 120_000, 240_000, 600_000)
            }
            T::TransitAttachmentAvailable | T::TransitAttachmentDeleted => {
                (3_000, 60_000, 150_000, 600_000)
            }
            T::TransitTableAvailable | T::TransitTableDeleted => (1_000, 10_000, 30_000, 120_000),
            T::TransitTableAssociated | T::TransitTableDisassociated => {
                (1_000, 20_000, 60_000, 180_000)
            }
            T::VpnGatewayAttached => (2_000, 20_000, 50_000, 90_000),
            T::VpnGatewayDetached => (4_000, 60_000, 180_000, 600_000),
        }
    }

    /// The duration at `pace`; `draw` is a number in 0..1 from the seed.
    pub fn duration(self, pace: Pace, draw: f64) -> i64 {
        let (demo, median, p95, worst) = self.table();
        match pace {
            Pace::Instant => 0,
            Pace::Demo => demo,
            Pace::Realistic if draw < 0.5 => median / 2 + lerp(median / 2, draw / 0.5),
            Pace::Realistic if draw < 0.95 => median + lerp(p95 - median, (draw - 0.5) / 0.45),
            Pace::Realistic => p95 + lerp(worst - p95, (draw - 0.95) / 0.05),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "durations are far below 2^52"
)]
fn lerp(span: i64, at: f64) -> i64 {
    (span as f64 * at) as i64
}

#[cfg(test)]
mod tests {
    use super::Transition;

    #[test]
    fn the_documented_table_is_the_true_one() {
        let text = include_str!("../DIFFERENCES.md");
        for transition in Transition::ALL {
            let seconds = |millis: i64| format!("{}.{}", millis / 1000, millis % 1000 / 100);
            let (demo, median, p95, worst) = transition.table();
            let row = format!(
                "| {transition:?} | {} | {} | {} | {} |",
                seconds(demo),
                seconds(median),
                seconds(p95),
                seconds(worst)
            );
            assert!(text.contains(&row), "DIFFERENCES.md lacks the row {row}");
        }
    }
}
