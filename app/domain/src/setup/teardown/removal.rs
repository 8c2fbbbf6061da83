use serde::{Deserialize, Serialize};

use crate::{
    ports::LegRole,
    setup::{Reach, Task, Wait},
    values::RegionName,
};

/// What a step of a teardown takes away: things by their ids, so that nothing goes that a person
/// did not see in the dry run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "removal", rename_all = "snake_case")]
pub enum Removal {
    /// The tables no longer take the gateway's routes.
    StopPropagation {
        region: RegionName,
        vpn_gateway: String,
        tables: Vec<String>,
    },
    /// The virtual private gateway is not associated any more.
    Disassociate {
        association: String,
        vpn_gateway: String,
    },
    DeleteInterface {
        leg: LegRole,
        id: String,
    },
    DetachVpnGateway {
        region: RegionName,
        vpn_gateway: String,
        vpc: String,
    },
    DeleteVpnGateway {
        region: RegionName,
        id: String,
    },
    /// A Direct Connect gateway.
    DeleteGateway {
        id: String,
    },
    /// At the partner, whose deletion takes the hosted connections away.
    DeleteConnection,
}

impl Removal {
    /// How far to look: as far as somebody may be who needs it.
    pub fn reach(&self) -> Reach {
        match self {
            Self::DeleteInterface { .. } | Self::DeleteConnection => Reach::Legs,
            Self::StopPropagation { region, .. }
            | Self::DetachVpnGateway { region, .. }
            | Self::DeleteVpnGateway { region, .. } => Reach::TearDown(vec![region.clone()]),
            Self::Disassociate { .. } | Self::DeleteGateway { .. } => Reach::TearDown(Vec::new()),
        }
    }

    /// The id of what goes; of the connection nothing, there is one.
    pub fn id(&self) -> &str {
        match self {
            Self::StopPropagation {
                vpn_gateway: id, ..
            }
            | Self::DetachVpnGateway {
                vpn_gateway: id, ..
            }
            | Self::Disassociate {
                association: id, ..
            }
            | Self::DeleteInterface { id, .. }
            | Self::DeleteVpnGateway { id, .. }
            | Self::DeleteGateway { id } => id,
            Self::DeleteConnection => "",
        }
    }

    /// The task that made the like of it.
    pub fn task(&self) -> Task {
        match self {
            Self::StopPropagation { .. } => Task::Routes,
            Self::Disassociate { .. } => Task::Association,
            Self::DeleteInterface { .. } => Task::Interfaces,
            Self::DetachVpnGateway { .. } | Self::DeleteVpnGateway { .. } => Task::Vpc,
            Self::DeleteGateway { .. } => Task::Gateway,
            Self::DeleteConnection => Task::Accept,
        }
    }
}

/// A call that takes something away. Each may be sent twice: what is not there is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemovalCall {
    DisablePropagation {
        region: RegionName,
        table: String,
        vpn_gateway: String,
    },
    Disassociate {
        region: RegionName,
        association: String,
    },
    DeleteInterface {
        region: RegionName,
        id: String,
    },
    DetachVpnGateway {
        region: RegionName,
        vpn_gateway: String,
        vpc: String,
    },
    DeleteVpnGateway {
        region: RegionName,
        id: String,
    },
    DeleteGateway {
        id: String,
    },
    DeleteConnection {
        id: String,
    },
}

impl RemovalCall {
    /// The IAM action; the partner's operation has a prefix of its own.
    pub fn operation(&self) -> &'static str {
        match self {
            Self::DisablePropagation { .. } => "ec2:DisableVgwRoutePropagation",
            Self::Disassociate { .. } => "directconnect:DeleteDirectConnectGatewayAssociation",
            Self::DeleteInterface { .. } => "directconnect:DeleteVirtualInterface",
            Self::DetachVpnGateway { .. } => "ec2:DetachVpnGateway",
            Self::DeleteVpnGateway { .. } => "ec2:DeleteVpnGateway",
            Self::DeleteGateway { .. } => "directconnect:DeleteDirectConnectGateway",
            Self::DeleteConnection { .. } => "pureport:DeleteConnection",
        }
    }

    /// The id of what goes.
    pub fn object(&self) -> &str {
        match self {
            Self::DisablePropagation { table: id, .. }
            | Self::Disassociate {
                association: id, ..
            }
            | Self::DetachVpnGateway {
                vpn_gateway: id, ..
            }
            | Self::DeleteInterface { id, .. }
            | Self::DeleteVpnGateway { id, .. }
            | Self::DeleteGateway { id }
            | Self::DeleteConnection { id } => id,
        }
    }

    /// What is waited for once it is sent.
    pub fn wait(&self) -> Wait {
        match self {
            Self::DisablePropagation { .. } => Wait::RoutesGone,
            Self::Disassociate { .. } => Wait::Disassociation,
            Self::DeleteInterface { .. } => Wait::InterfaceGone,
            Self::DetachVpnGateway { .. } => Wait::Detachment,
            Self::DeleteVpnGateway { .. } => Wait::VpnGatewayGone,
            Self::DeleteGateway { .. } => Wait::GatewayGone,
            Self::DeleteConnection { .. } => Wait::ConnectionGone,
        }
    }
}
