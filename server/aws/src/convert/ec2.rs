use aws_sdk_ec2::types::{self as said, AttachmentStatus, RouteOrigin, RouteState};
use domain::{
    ports::{
        AttachmentState, Route, RouteTable, Subnet, Tags, TransitGateway, Vpc, VpnConnection,
        VpnGateway,
    },
    values::Cidr,
};

use super::{asn, gateway_state};

pub(crate) fn vpc(said: said::Vpc) -> Option<Vpc> {
    Some(Vpc {
        cidrs: cidrs(&said),
        is_default: said.is_default.unwrap_or_default(),
        name: name(&tags(said.tags)),
        id: said.vpc_id?,
    })
}

/// Those that are in force; without the list, the first one alone.
fn cidrs(said: &said::Vpc) -> Vec<Cidr> {
    let in_force = |block: &&said::VpcCidrBlockAssociation| {
        let state = block.cidr_block_state().and_then(|state| state.state());
        state.is_none_or(|state| state.as_str() == "associated")
    };
    let blocks = said.cidr_block_association_set().iter().filter(in_force);
    let listed: Vec<Cidr> = blocks
        .filter_map(|block| cidr(block.cidr_block()))
        .collect();
    if listed.is_empty() {
        return cidr(said.cidr_block()).into_iter().collect();
    }
    listed
}

pub(crate) fn vpn_gateway(said: said::VpnGateway) -> Option<VpnGateway> {
    let attachment = said.vpc_attachments().iter().find_map(attachment);
    let tags = tags(said.tags);
    Some(VpnGateway {
        id: said.vpn_gateway_id?,
        name: name(&tags),
        state: gateway_state(said.state.as_ref().map(said::VpnState::as_str)),
        asn: asn(said.amazon_side_asn),
        attachment,
        tags,
    })
}

/// EC2 keeps listing those that are `detached`.
fn attachment(said: &said::VpcAttachment) -> Option<(String, AttachmentState)> {
    let state = match said.state()? {
        AttachmentStatus::Attached => AttachmentState::Attached,
        AttachmentStatus::Attaching => AttachmentState::Attaching,
        AttachmentStatus::Detaching => AttachmentState::Detaching,
        _ => return None,
    };
    Some((said.vpc_id()?.to_owned(), state))
}

/// `None`: it is deleted, or ends on no virtual private gateway.
pub(crate) fn vpn_connection(said: said::VpnConnection) -> Option<VpnConnection> {
    if said.state == Some(said::VpnState::Deleted) {
        return None;
    }
    Some(VpnConnection {
        id: said.vpn_connection_id?,
        vpn_gateway: said.vpn_gateway_id.filter(|id| !id.is_empty())?,
    })
}

pub(crate) fn route_table(said: said::RouteTable) -> Option<RouteTable> {
    let associations = said.associations();
    let propagating = said.propagating_vgws().iter();
    Some(RouteTable {
        main: associations.iter().any(|found| found.main() == Some(true)),
        subnets: associations.iter().filter_map(subnet_of).collect(),
        propagating: propagating
            .filter_map(|vgw| vgw.gateway_id.clone())
            .collect(),
        routes: said.routes().iter().filter_map(route).collect(),
        name: name(&tags(said.tags)),
        id: said.route_table_id?,
        vpc: said.vpc_id?,
    })
}

/// An association that is ending or failed routes nothing.
fn subnet_of(said: &said::RouteTableAssociation) -> Option<String> {
    let state = said.association_state().and_then(|state| state.state());
    let holds = state.is_none_or(|state| matches!(state.as_str(), "associated" | "associating"));
    said.subnet_id.clone().filter(|_| holds)
}

/// IPv4 destinations only: those of prefix lists and IPv6 play no part here.
fn route(said: &said::Route) -> Option<Route> {
    Some(Route {
        prefix: cidr(said.destination_cidr_block())?,
        via: via(said).unwrap_or_default().to_owned(),
        active: said.state() == Some(&RouteState::Active),
        propagated: said.origin() == Some(&RouteOrigin::EnableVgwRoutePropagation),
    })
}

fn via(said: &said::Route) -> Option<&str> {
    said.gateway_id()
        .or(said.transit_gateway_id())
        .or(said.nat_gateway_id())
        .or(said.vpc_peering_connection_id())
        .or(said.instance_id())
        .or(said.network_interface_id())
        .or(said.local_gateway_id())
        .or(said.carrier_gateway_id())
        .or(said.core_network_arn())
}

pub(crate) fn subnet(said: said::Subnet) -> Option<Subnet> {
    Some(Subnet {
        cidr: cidr(said.cidr_block()),
        name: name(&tags(said.tags)),
        id: said.subnet_id?,
        vpc: said.vpc_id?,
    })
}

pub(crate) fn transit_gateway(said: said::TransitGateway) -> Option<TransitGateway> {
    let number = said
        .options()
        .and_then(said::TransitGatewayOptions::amazon_side_asn);
    Some(TransitGateway {
        asn: asn(number),
        name: name(&tags(said.tags)),
        id: said.transit_gateway_id?,
    })
}

fn cidr(text: Option<&str>) -> Option<Cidr> {
    text.and_then(Cidr::reported)
}

fn tags(said: Option<Vec<said::Tag>>) -> Tags {
    let pair = |tag: said::Tag| Some((tag.key?, tag.value.unwrap_or_default()));
    said.unwrap_or_default()
        .into_iter()
        .filter_map(pair)
        .collect()
}

fn name(tags: &Tags) -> String {
    let name = tags.iter().find(|(key, _)| key == "Name");
    name.map(|(_, value)| value.clone()).unwrap_or_default()
}
