//! What goes over a public connection: the leg's own public addresses one way, the chosen cloud services
//! the other.

use ipnet::Ipv4Net;

use super::{
    catalogue,
    state::{Circuit, Connection, Order},
};
use crate::aws::directconnect::has_private;

/// The leg's peering subnet, from which Pureport's own addresses are, and those of the customer's
/// networks that are public. The site's prefixes are private and stay behind.
pub(super) fn announced(connection: &Connection, circuit: &Circuit) -> Vec<Ipv4Net> {
    let networks = connection.order.customer_networks.iter();
    let networks = networks.filter_map(|network| network.address.parse().ok());
    std::iter::once(circuit.peering_subnet)
        .chain(networks)
        .filter(|net| !has_private(*net))
        .collect()
}

/// Whether a prefix of AWS's is taken: it is of a chosen cloud service, and inside of the whitelist where
/// there is one.
pub(super) fn takes(order: &Order, prefix: Ipv4Net) -> bool {
    let mut services = order.cloud_services.iter();
    let chosen = services.any(|id| catalogue::service_prefix(id) == Some(prefix));
    let within = |net: &str| {
        net.parse::<Ipv4Net>()
            .is_ok_and(|net| net.contains(&prefix))
    };
    chosen && (order.whitelist.is_empty() || order.whitelist.iter().any(|net| within(net)))
}
