//! The two tunnels of a VPN connection.

use std::net::Ipv4Addr;

use ipnet::Ipv4Net;
use rand::RngExt;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::VpnConnection;
use crate::{
    aws::{ec2::CustomerGateway, ids, xml::Items},
    secret::Secret,
    world::World,
};

/// One tunnel.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tunnel {
    /// Of 198.51.100.0/24, which is nobody's: AWS has its own.
    pub outside_ip_address: Ipv4Addr,
    /// A /30 of 169.254.0.0/16.
    pub inside_cidr: Ipv4Net,
    pub pre_shared_key: Secret,
}

impl Tunnel {
    pub fn new(world: &mut World) -> Self {
        let mut rng = world.rng();
        let outside = Ipv4Addr::new(198, 51, 100, rng.random_range(1..=254));
        // The first blocks are reserved by AWS.
        let inside = Ipv4Addr::new(
            169,
            254,
            rng.random_range(6..=253),
            rng.random_range(0..64) * 4,
        );
        Self {
            outside_ip_address: outside,
            inside_cidr: Ipv4Net::new_assert(inside, 30),
            pre_shared_key: Secret::new(ids::alphanumeric(world, 32)),
        }
    }

    pub fn options(&self) -> Value {
        json!({
            "outsideIpAddress": self.outside_ip_address,
            "tunnelInsideCidr": self.inside_cidr,
            "preSharedKey": self.pre_shared_key.expose(),
        })
    }

    /// Down: nobody answers.
    pub fn telemetry(&self) -> Value {
        json!({
            "outsideIpAddress": self.outside_ip_address,
            "status": "DOWN",
            "statusMessage": "IPSEC IS DOWN",
            "acceptedRouteCount": 0,
        })
    }
}

/// The plain XML form of what a customer's router needs.
pub fn configuration(connection: &VpnConnection, gateway: &CustomerGateway) -> String {
    let tunnel = |tunnel: &Tunnel| {
        let side = |name: &str, outside: Ipv4Addr, inside: Option<Ipv4Addr>| {
            let address = |ip: Option<Ipv4Addr>| json!({"ip_address": ip});
            let view = json!({
                "tunnel_outside_address": address(Some(outside)),
                "tunnel_inside_address": address(inside),
            });
            Items::Item.element(name, &view)
        };
        let mut hosts = tunnel.inside_cidr.hosts();
        let (amazon, customer) = (hosts.next(), hosts.next());
        format!(
            "<ipsec_tunnel>{}{}{}</ipsec_tunnel>",
            side("customer_gateway", gateway.ip_address, customer),
            side("vpn_gateway", tunnel.outside_ip_address, amazon),
            Items::Item.element(
                "ike",
                &json!({"pre_shared_key": tunnel.pre_shared_key.expose()})
            ),
        )
    };
    let about = json!({
        "customer_gateway_id": connection.customer_gateway_id,
        "vpn_gateway_id": connection.vpn_gateway_id,
        "vpn_connection_type": "ipsec.1",
    });
    let tunnels: String = connection.tunnels.iter().map(tunnel).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<vpn_connection id=\"{}\">{}{tunnels}</vpn_connection>",
        connection.vpn_connection_id,
        Items::Item.members(&about),
    )
}
