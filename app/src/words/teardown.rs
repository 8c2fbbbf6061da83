use domain::setup::teardown::Removal;

/// What is done.
pub fn removed(removal: &Removal) -> &'static str {
    match removal {
        Removal::StopPropagation { .. } => "Route propagation is off",
        Removal::Disassociate { .. } => "The gateways are not associated any more",
        Removal::DeleteInterface { .. } => "The virtual interface is deleted",
        Removal::DetachVpnGateway { .. } => "The virtual private gateway is detached",
        Removal::DeleteVpnGateway { .. } => "The virtual private gateway is deleted",
        Removal::DeleteGateway { .. } => "The Direct Connect gateway is deleted",
        Removal::DeleteConnection => "The connection is deleted at Pureport",
    }
}

/// What is not. `begun`: a call for it was sent.
pub fn not_removed(removal: &Removal, begun: bool) -> &'static str {
    match (removal, begun) {
        (Removal::StopPropagation { .. }, false) => "Route propagation was not switched off",
        (Removal::StopPropagation { .. }, true) => {
            "Route propagation was not switched off everywhere"
        }
        (Removal::Disassociate { .. }, false) => "The association was not ended",
        (Removal::Disassociate { .. }, true) => "The association has not ended",
        (Removal::DeleteInterface { .. }, false) => "The virtual interface was not deleted",
        (Removal::DeleteInterface { .. }, true) => "The virtual interface is not gone",
        (Removal::DetachVpnGateway { .. }, false) => "The virtual private gateway was not detached",
        (Removal::DetachVpnGateway { .. }, true) => {
            "The virtual private gateway is not detached yet"
        }
        (Removal::DeleteVpnGateway { .. }, false) => "The virtual private gateway was not deleted",
        (Removal::DeleteVpnGateway { .. }, true) => "The virtual private gateway is not gone",
        (Removal::DeleteGateway { .. }, false) => "The Direct Connect gateway was not deleted",
        (Removal::DeleteGateway { .. }, true) => "The Direct Connect gateway is not gone",
        (Removal::DeleteConnection, false) => "The connection was not deleted at Pureport",
        (Removal::DeleteConnection, true) => "The connection is not gone at Pureport",
    }
}
