//! The states of a connection.

use serde::{Deserialize, Serialize};

/// The states of a connection; a gateway's are these without the first four's finer steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(in crate::pureport) enum ConnectionState {
    Initializing,
    WaitingToProvision,
    PendingApproval,
    Approved,
    Provisioning,
    FailedToProvision,
    Active,
    Down,
    Updating,
    FailedToUpdate,
    Deleting,
    FailedToDelete,
}

impl ConnectionState {
    /// "Delete allowed from ACTIVE, DOWN, FAILED_*" (pureport.md §3).
    pub fn can_delete(self) -> bool {
        use ConnectionState as S;
        matches!(
            self,
            S::Active | S::Down | S::FailedToProvision | S::FailedToUpdate | S::FailedToDelete
        )
    }

    /// After a failed delete no change applies any more (KB 43000520699).
    pub fn can_update(self) -> bool {
        use ConnectionState as S;
        matches!(self, S::Active | S::Down | S::FailedToUpdate)
    }

    /// The gateways carry traffic: from the first ACTIVE to the end of a delete.
    pub fn carries_traffic(self) -> bool {
        use ConnectionState as S;
        matches!(
            self,
            S::Active | S::Updating | S::FailedToUpdate | S::Deleting | S::FailedToDelete
        )
    }
}
