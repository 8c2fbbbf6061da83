//! AWS's words into the domain's. `None`: the answer lacks what AWS documents. Words of another
//! time never fail: they become "unknown" or the most cautious state.

mod direct_connect;
mod ec2;

use domain::{ports::GatewayState, values::Asn};

pub(crate) use self::{
    direct_connect::{
        association, attachment, connection, created_interface, gateway, interface,
        interface_route, to_tags,
    },
    ec2::{route_table, subnet, transit_gateway, vpc, vpn_connection, vpn_gateway},
};

/// The states of both kinds of gateway. A new word means that something is under way.
fn gateway_state(word: Option<&str>) -> GatewayState {
    match word {
        Some("available") => GatewayState::Available,
        Some("deleting") => GatewayState::Deleting,
        Some("deleted") => GatewayState::Deleted,
        _ => GatewayState::Pending,
    }
}

fn asn(number: Option<i64>) -> Option<Asn> {
    let number = u32::try_from(number?).ok()?;
    (number != 0).then_some(Asn(number))
}

/// AWS sends an empty text where there is nothing.
fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}
