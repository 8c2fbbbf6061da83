//! "Copy for support": every fact that a partner's or AWS's support asks for. No key.

use domain::{
    ports::{Interface, InterfaceRoute, Leg},
    setup::{CloudView, VpcView, vpcs},
    values::Cidr,
};

use super::load::Loaded;
use crate::words;

fn or_dash(value: Option<String>) -> String {
    value.unwrap_or_else(|| "-".to_owned())
}

/// Whose values they are, as the lines name it.
fn of(at: &Loaded) -> &'static str {
    if at.seen.connection.capabilities.reports {
        "pureport"
    } else {
        "partner's"
    }
}

/// One fact a line.
pub(crate) fn for_support(at: &Loaded) -> String {
    let connection = &at.seen.connection;
    let partner = of(at);
    let mut lines = vec![
        format!(
            "time: {} ({} ms since 1970)",
            words::stamp(at.now),
            at.now.0
        ),
        format!("partner: {}", connection.partner),
        format!(
            "{partner} connection: {} ({})",
            connection.id,
            words::connection_state(connection.state)
        ),
        format!("{partner} network: {}", connection.network),
        format!(
            "location: {} ({})",
            connection.location, connection.location_name
        ),
        format!("aws account: {}", connection.account),
        format!("aws region: {}", connection.region),
        format!("speed: {}", connection.speed),
        format!("amazon side asn ordered: {}", at.seen.ordered_asn()),
    ];
    match &at.seen.cloud {
        Some(cloud) => lines.extend(gateway_lines(at, cloud)),
        None => lines.push("aws: not read".to_owned()),
    }
    for leg in &connection.legs {
        lines.extend(leg_lines(at, leg));
    }
    let parts = vpcs(&at.seen);
    let parts = parts.iter().filter(|view| view.is_part(&at.seen));
    lines.extend(parts.flat_map(vpc_lines));
    lines.join("\n")
}

fn gateway_lines(at: &Loaded, cloud: &CloudView) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(found) = cloud.direct_connect_gateway(&at.seen.connection, &at.seen.choice) {
        lines.push(format!(
            "direct connect gateway: {} (asn {}), {}",
            found.id,
            found.asn,
            words::gateway_state(found.state)
        ));
    }
    let gaps = cloud.gaps.iter().map(|gap| {
        let place = gap.region.as_ref().map(|region| format!(" in {region}"));
        format!("not read: {}{}", gap.operation, place.unwrap_or_default())
    });
    lines.extend(gaps);
    lines
}

/// A VPC of this set-up: its gateway, where that is associated, and what may pass.
fn vpc_lines(view: &VpcView<'_>) -> Vec<String> {
    let vpc = view.vpc;
    let mut lines = vec![format!(
        "vpc: {} in {}, {}",
        vpc.id,
        view.region,
        joined(&vpc.cidrs)
    )];
    if let Some(gateway) = view.gateway {
        let attachment = gateway.attachment.as_ref().map(|(_, state)| *state);
        lines.push(format!(
            "virtual private gateway of {}: {} (asn {}), {}, {}",
            vpc.id,
            gateway.id,
            or_dash(gateway.asn.map(|asn| asn.to_string())),
            words::gateway_state(gateway.state),
            attachment.map_or("not attached", words::attachment_state),
        ));
    }
    if let Some(found) = view.association {
        let allowed = match found.allowed_prefixes.as_slice() {
            [] => "all".to_owned(),
            list => joined(list),
        };
        lines.push(format!(
            "association of {}: {} with {}, {}, allowed prefixes {allowed}",
            vpc.id,
            found.id,
            found.gateway,
            words::association_state(found.state),
        ));
    }
    lines
}

fn joined(prefixes: &[Cidr]) -> String {
    let all: Vec<String> = prefixes.iter().map(ToString::to_string).collect();
    all.join(" ")
}

/// The prefixes of a leg on either side.
fn prefix_lines(at: &Loaded, leg: &Leg) -> Vec<String> {
    let which = leg.role.word();
    let known = at.seen.partner_routes.iter();
    let known = known
        .filter(|(role, _)| *role == leg.role)
        .map(|(_, routes)| {
            let all: Vec<Cidr> = routes.iter().map(|route| route.prefix).collect();
            format!("{which}: prefixes at pureport: {}", joined(&all))
        });
    let mut lines: Vec<String> = known.collect();
    let cloud = at.seen.cloud.as_ref();
    let routes = cloud.and_then(|cloud| {
        let id = &cloud.interface_of(leg)?.id;
        cloud.routes.iter().find(|(of, _)| of == id)
    });
    if let Some((_, routes)) = routes {
        let (accepted, advertised): (Vec<_>, Vec<_>) =
            routes.iter().partition(|route| route.accepted);
        let list = |routes: &[&InterfaceRoute]| {
            let all: Vec<Cidr> = routes.iter().map(|route| route.prefix).collect();
            joined(&all)
        };
        lines.push(format!(
            "{which}: prefixes accepted by aws: {}",
            list(&accepted)
        ));
        lines.push(format!(
            "{which}: prefixes advertised by aws: {}",
            list(&advertised)
        ));
    }
    lines
}

fn leg_lines(at: &Loaded, leg: &Leg) -> Vec<String> {
    let (which, partner) = (leg.role.word(), of(at));
    let cloud = at.seen.cloud.as_ref();
    let hosted = cloud.and_then(|cloud| cloud.hosted_of(leg));
    let found = cloud.and_then(|cloud| cloud.interface_of(leg));
    let mut lines = vec![
        format!("{which}: {partner} gateway: {}", leg.gateway),
        format!(
            "{which}: aws connection: {}",
            or_dash(leg.aws_connection.clone())
        ),
        format!(
            "{which}: vlan: {}",
            or_dash(leg.vlan.map(|vlan| vlan.to_string()))
        ),
        format!(
            "{which}: {partner} asn: {}",
            or_dash(leg.partner_asn.map(|asn| asn.to_string()))
        ),
        format!(
            "{which}: amazon asn: {}",
            or_dash(leg.aws_asn.map(|asn| asn.to_string()))
        ),
        format!(
            "{which}: {partner} ip: {}",
            or_dash(leg.partner_ip.map(|ip| ip.to_string()))
        ),
        format!(
            "{which}: amazon ip: {}",
            or_dash(leg.aws_ip.map(|ip| ip.to_string()))
        ),
        format!(
            "{which}: bgp at the {partner} end: {}",
            words::bgp_state(leg.bgp)
        ),
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
    lines.extend(prefix_lines(at, leg));
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
