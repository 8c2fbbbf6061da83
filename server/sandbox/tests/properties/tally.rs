//! What the calls came to: a run that only collects refusals proves nothing.

use std::{collections::BTreeMap, fmt};

use crate::client::{Answer, Call};

/// What a run must have done at least once.
const FLOW: [&str; 41] = [
    "login",
    "addNetwork",
    "updateNetwork",
    "deleteNetwork",
    "getNetwork",
    "findNetworks",
    "addConnection",
    "updateConnection",
    "deleteConnection",
    "getConnection",
    "getConnections",
    "getGateway",
    "getGatewayBGPRoutes",
    "getGatewayIPRoutes",
    "DescribeConnections",
    "ConfirmConnection",
    "DeleteConnection",
    "CreatePrivateVirtualInterface",
    "UpdateVirtualInterfaceAttributes",
    "DeleteVirtualInterface",
    "DescribeVirtualInterfaces",
    "ListVirtualInterfaceRoutes",
    "DescribeRouterConfiguration",
    "CreateDirectConnectGateway",
    "DeleteDirectConnectGateway",
    "DescribeDirectConnectGateways",
    "CreateDirectConnectGatewayAssociation",
    "UpdateDirectConnectGatewayAssociation",
    "DeleteDirectConnectGatewayAssociation",
    "CreateDirectConnectGatewayAssociationProposal",
    "AcceptDirectConnectGatewayAssociationProposal",
    "TagResource",
    "CreateVpnGateway",
    "AttachVpnGateway",
    "DetachVpnGateway",
    "DeleteVpnGateway",
    "EnableVgwRoutePropagation",
    "DisableVgwRoutePropagation",
    "DescribeRouteTables",
    "CreateTags",
    "GetCallerIdentity",
];

/// Accepted and refused calls by operation, and how far the world got.
#[derive(Debug, Default)]
pub struct Tally {
    calls: BTreeMap<String, (u64, u64)>,
    /// In so many looks at the world a session was up.
    pub sessions_up: u64,
    /// In so many looks at the world a propagated route stood in a table.
    pub routes: u64,
}

impl Tally {
    pub fn count(&mut self, call: &Call, answer: &Answer) {
        let (accepted, refused) = self.calls.entry(call.operation().to_owned()).or_default();
        *(if answer.accepted() { accepted } else { refused }) += 1;
    }

    pub fn add(&mut self, other: &Self) {
        for (operation, (accepted, refused)) in &other.calls {
            let mine = self.calls.entry(operation.clone()).or_default();
            mine.0 += accepted;
            mine.1 += refused;
        }
        self.sessions_up += other.sessions_up;
        self.routes += other.routes;
    }

    /// Operations of the flow that were refused each time, or not called.
    pub fn never_accepted(&self) -> Vec<&'static str> {
        let accepted = |name: &&str| {
            self.calls
                .get(*name)
                .is_some_and(|(accepted, _)| *accepted > 0)
        };
        FLOW.into_iter().filter(|name| !accepted(name)).collect()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (accepted, refused) = self
            .calls
            .values()
            .fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        writeln!(
            f,
            "{} random calls, {accepted} accepted and {refused} refused; \
             a session was up in {} looks at the world, a route stood in a table in {}",
            accepted + refused,
            self.sessions_up,
            self.routes
        )?;
        for (operation, (accepted, refused)) in &self.calls {
            writeln!(f, "{accepted:>7} {refused:>7}  {operation}")?;
        }
        Ok(())
    }
}
