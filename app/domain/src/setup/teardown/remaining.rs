use serde::{Deserialize, Serialize};

use crate::{
    ports::{ConnectionState, GatewayState, HostedConnection, Interface, VpnGateway},
    setup::Observation,
    tags,
};

/// What is left of a connection at AWS, for the proof that nothing costs any more. `None`: it
/// could not be read.
#[derive(Debug, Clone, Copy)]
pub struct Left<'a> {
    /// The connection's id at the partner.
    pub connection: &'a str,
    /// `None`: the partner does not know it any more.
    pub state: Option<ConnectionState>,
    /// The legs' ids at AWS.
    pub hosted_ids: &'a [String],
    pub hosted: Option<&'a [HostedConnection]>,
    /// On the legs.
    pub interfaces: Option<&'a [Interface]>,
    pub vpn_gateways: Option<&'a [VpnGateway]>,
}

/// Something that is still there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "remaining", rename_all = "snake_case")]
pub enum Remaining {
    /// The partner still bills the connection.
    Connection {
        state: ConnectionState,
    },
    /// AWS still bills port-hours.
    Hosted {
        id: String,
    },
    Interface {
        id: String,
    },
    /// It costs nothing itself, and takes one of the region's five places.
    VpnGateway {
        id: String,
    },
    /// Whether anything is left could not be read.
    Unread,
}

impl Remaining {
    /// Somebody charges for it, or may.
    pub fn costs(&self) -> bool {
        !matches!(self, Self::Interface { .. } | Self::VpnGateway { .. })
    }
}

/// Empty: no side charges for the connection any more, and nothing of it is left.
pub fn remaining(left: &Left<'_>) -> Vec<Remaining> {
    let (Some(hosted), Some(interfaces), Some(vpn_gateways)) =
        (left.hosted, left.interfaces, left.vpn_gateways)
    else {
        return vec![Remaining::Unread];
    };
    let state = left
        .state
        .filter(|state| *state != ConnectionState::Deleted);
    let connection = state.map(|state| Remaining::Connection { state });
    let of_ours = |id: &String| left.hosted_ids.contains(id);
    let hosted = hosted
        .iter()
        .filter(|found| of_ours(&found.id) && found.state.is_charged())
        .map(|found| Remaining::Hosted {
            id: found.id.clone(),
        });
    let interfaces = interfaces
        .iter()
        .filter(|found| of_ours(&found.connection) && found.state.exists())
        .map(|found| Remaining::Interface {
            id: found.id.clone(),
        });
    let vpn_gateways = vpn_gateways
        .iter()
        .filter(|found| found.state != GatewayState::Deleted)
        .filter(|found| tags::step(&found.tags, left.connection).is_some())
        .map(|found| Remaining::VpnGateway {
            id: found.id.clone(),
        });
    connection
        .into_iter()
        .chain(hosted)
        .chain(interfaces)
        .chain(vpn_gateways)
        .collect()
}

/// The same, of a connection that the partner still knows.
pub fn costs_nothing(seen: &Observation) -> Vec<Remaining> {
    let legs = seen.connection.legs.iter();
    let hosted_ids: Vec<String> = legs.filter_map(|leg| leg.aws_connection.clone()).collect();
    let cloud = seen.cloud.as_ref();
    let read = |operation| cloud.filter(|cloud| !cloud.has_gap(operation));
    let vpn_gateways: Option<Vec<VpnGateway>> = read("ec2:DescribeVpnGateways").map(|cloud| {
        let regions = cloud.regions.iter();
        regions
            .flat_map(|at| at.vpn_gateways.iter().cloned())
            .collect()
    });
    remaining(&Left {
        connection: &seen.connection.id,
        state: Some(seen.connection.state),
        hosted_ids: &hosted_ids,
        hosted: read("directconnect:DescribeConnections").map(|cloud| cloud.hosted.as_slice()),
        interfaces: read(super::users::INTERFACES).map(|cloud| cloud.interfaces.as_slice()),
        vpn_gateways: vpn_gateways.as_deref(),
    })
}
