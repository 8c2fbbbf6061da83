//! "Copy for support": every fact that a partner's or AWS's support asks for. No key.

use domain::ports::{Interface, Leg};

use super::load::Loaded;
use crate::words;

fn or_dash(value: Option<String>) -> String {
    value.unwrap_or_else(|| "-".to_owned())
}

/// One fact a line.
pub(crate) fn for_support(at: &Loaded) -> String {
    let connection = &at.seen.connection;
    let mut lines = vec![
        format!("time: {} ({} ms since 1970)", words::utc(at.now), at.now.0),
        format!(
            "pureport connection: {} ({})",
            connection.id,
            words::connection_state(connection.state)
        ),
        format!("pureport network: {}", connection.network),
        format!(
            "location: {} ({})",
            connection.location, connection.location_name
        ),
        format!("aws account: {}", connection.account),
        format!("aws region: {}", connection.region),
        format!("speed: {}", connection.speed),
        format!("amazon side asn ordered: {}", at.seen.ordered_asn()),
    ];
    if let Some(cloud) = &at.seen.cloud {
        if let Some(gateway) = cloud.direct_connect_gateway(connection, &at.seen.choice) {
            lines.push(format!(
                "direct connect gateway: {} (asn {})",
                gateway.id, gateway.asn
            ));
        }
    } else {
        lines.push("aws: not read".to_owned());
    }
    for leg in &connection.legs {
        lines.extend(leg_lines(at, leg));
    }
    lines.join("\n")
}

fn leg_lines(at: &Loaded, leg: &Leg) -> Vec<String> {
    let which = leg.role.word();
    let cloud = at.seen.cloud.as_ref();
    let hosted = cloud.and_then(|cloud| cloud.hosted_of(leg));
    let found = cloud.and_then(|cloud| cloud.interface_of(leg));
    let mut lines = vec![
        format!("{which}: pureport gateway: {}", leg.gateway),
        format!(
            "{which}: aws connection: {}",
            or_dash(leg.aws_connection.clone())
        ),
        format!(
            "{which}: vlan: {}",
            or_dash(leg.vlan.map(|vlan| vlan.to_string()))
        ),
        format!(
            "{which}: pureport asn: {}",
            or_dash(leg.partner_asn.map(|asn| asn.to_string()))
        ),
        format!(
            "{which}: amazon asn: {}",
            or_dash(leg.aws_asn.map(|asn| asn.to_string()))
        ),
        format!(
            "{which}: pureport ip: {}",
            or_dash(leg.partner_ip.map(|ip| ip.to_string()))
        ),
        format!(
            "{which}: amazon ip: {}",
            or_dash(leg.aws_ip.map(|ip| ip.to_string()))
        ),
        format!("{which}: bgp at pureport: {}", words::bgp_state(leg.bgp)),
    ];
    if let Some(hosted) = hosted {
        let has_interface = found.is_some();
        lines.push(format!(
            "{which}: connection at aws: {}",
            words::hosted_state(hosted.state, has_interface)
        ));
        lines.push(format!("{which}: aws location: {}", hosted.location));
        lines.push(format!(
            "{which}: aws device: {}",
            or_dash(hosted.device.clone())
        ));
    }
    lines.extend(found.map(|found| interface_line(which, found)));
    lines
}

fn interface_line(which: &str, found: &Interface) -> String {
    format!(
        "{which}: interface: {} ({}), bgp at aws: {}, vlan {}, mtu {}",
        found.id,
        words::interface_state(found.state),
        words::bgp_state(found.bgp),
        or_dash(found.vlan.map(|vlan| vlan.to_string())),
        or_dash(found.mtu.map(|mtu| mtu.to_string())),
    )
}
