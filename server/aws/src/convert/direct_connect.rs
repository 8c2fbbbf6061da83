use aws_sdk_directconnect::{
    operation::create_private_virtual_interface::CreatePrivateVirtualInterfaceOutput,
    types::{
        BgpPeer, BgpPeerState, Connection, ConnectionState, DirectConnectGateway,
        DirectConnectGatewayAssociation, DirectConnectGatewayAssociationState,
        DirectConnectGatewayAttachment, DirectConnectGatewayAttachmentState,
        DirectConnectGatewayState, Route, Tag, VirtualInterface, VirtualInterfaceState,
    },
};
use domain::{
    ports::{
        Association, AssociationState, AttachmentState, BgpState, Gateway, GatewayAttachment,
        HostedConnection, HostedState, Interface, InterfaceRoute, InterfaceState, PortError, Tags,
        Target,
    },
    values::{AwsAccountId, BgpKey, Cidr, PeerAddress, RegionName, Vlan},
};

use super::{asn, filled, gateway_state};
use crate::error;

pub(crate) fn connection(said: Connection) -> Option<HostedConnection> {
    let owner = said.owner_account.as_deref();
    Some(HostedConnection {
        id: said.connection_id?,
        name: said.connection_name.unwrap_or_default(),
        state: hosted_state(said.connection_state.as_ref().map(ConnectionState::as_str)),
        owner: owner.and_then(|owner| AwsAccountId::parse(owner).ok()),
        vlan: Vlan::new(said.vlan.into()),
        bandwidth: said.bandwidth.unwrap_or_default(),
        partner: said.partner_name.unwrap_or_default(),
        location: said.location.unwrap_or_default(),
        device: filled(said.aws_logical_device_id).or(filled(said.aws_device_v2)),
        jumbo_capable: said.jumbo_frame_capable.unwrap_or_default(),
    })
}

fn hosted_state(word: Option<&str>) -> HostedState {
    match word {
        Some("ordering") => HostedState::Ordering,
        Some("requested") => HostedState::Requested,
        Some("pending") => HostedState::Pending,
        Some("available") => HostedState::Available,
        Some("down") => HostedState::Down,
        Some("deleting") => HostedState::Deleting,
        Some("deleted") => HostedState::Deleted,
        Some("rejected") => HostedState::Rejected,
        _ => HostedState::Unknown,
    }
}

pub(crate) fn interface(said: VirtualInterface) -> Option<Interface> {
    let state = said.virtual_interface_state.as_ref();
    Some(Interface {
        id: said.virtual_interface_id?,
        name: said.virtual_interface_name.unwrap_or_default(),
        state: interface_state(state.map(VirtualInterfaceState::as_str)),
        connection: said.connection_id.unwrap_or_default(),
        vlan: Vlan::new(said.vlan.into()),
        partner_asn: asn(said.asn_long).or(asn(Some(said.asn.into()))),
        aws_asn: asn(said.amazon_side_asn),
        partner_ip: address(said.customer_address.as_deref()),
        aws_ip: address(said.amazon_address.as_deref()),
        bgp_key: filled(said.auth_key).map(BgpKey::reported),
        mtu: said.mtu.and_then(|mtu| mtu.try_into().ok()),
        target: target(said.direct_connect_gateway_id, said.virtual_gateway_id),
        bgp: said.bgp_peers.as_deref().and_then(bgp_state),
        tags: tags(said.tags),
    })
}

/// The answer of a creation is the interface itself, flat and of a type of its own.
pub(crate) fn created_interface(said: CreatePrivateVirtualInterfaceOutput) -> Option<Interface> {
    let said = VirtualInterface::builder()
        .set_virtual_interface_id(said.virtual_interface_id)
        .set_virtual_interface_name(said.virtual_interface_name)
        .set_virtual_interface_state(said.virtual_interface_state)
        .set_connection_id(said.connection_id)
        .vlan(said.vlan)
        .asn(said.asn)
        .set_asn_long(said.asn_long)
        .set_amazon_side_asn(said.amazon_side_asn)
        .set_customer_address(said.customer_address)
        .set_amazon_address(said.amazon_address)
        .set_auth_key(said.auth_key)
        .set_mtu(said.mtu)
        .set_direct_connect_gateway_id(said.direct_connect_gateway_id)
        .set_virtual_gateway_id(said.virtual_gateway_id)
        .set_bgp_peers(said.bgp_peers)
        .set_tags(said.tags);
    interface(said.build())
}

fn interface_state(word: Option<&str>) -> InterfaceState {
    match word {
        Some("confirming") => InterfaceState::Confirming,
        Some("verifying") => InterfaceState::Verifying,
        Some("pending") => InterfaceState::Pending,
        Some("available") => InterfaceState::Available,
        Some("down") => InterfaceState::Down,
        Some("testing") => InterfaceState::Testing,
        Some("deleting") => InterfaceState::Deleting,
        Some("deleted") => InterfaceState::Deleted,
        Some("rejected") => InterfaceState::Rejected,
        _ => InterfaceState::Unknown,
    }
}

fn address(text: Option<&str>) -> Option<PeerAddress> {
    text.and_then(PeerAddress::reported)
}

fn target(gateway: Option<String>, vpn_gateway: Option<String>) -> Option<Target> {
    let gateway = filled(gateway).map(Target::DirectConnectGateway);
    gateway.or_else(|| filled(vpn_gateway).map(Target::VirtualPrivateGateway))
}

/// Up when any peer is up; a peer that AWS still sets up is pending, not down.
fn bgp_state(peers: &[BgpPeer]) -> Option<BgpState> {
    let states: Vec<BgpState> = peers.iter().filter_map(peer_state).collect();
    let first = states.first().copied();
    if states.contains(&BgpState::Up) {
        Some(BgpState::Up)
    } else {
        first
    }
}

fn peer_state(peer: &BgpPeer) -> Option<BgpState> {
    let state = peer.bgp_peer_state.as_ref().map(BgpPeerState::as_str);
    match (peer.bgp_status.as_ref()?.as_str(), state) {
        ("up", _) => Some(BgpState::Up),
        ("down", Some("pending" | "verifying")) => Some(BgpState::Pending),
        ("down", _) => Some(BgpState::Down),
        _ => None,
    }
}

/// IPv6 routes are left out, as IPv6 peers are out of scope.
pub(crate) fn interface_route(said: &Route) -> Option<InterfaceRoute> {
    let accepted = match said.route_direction.as_ref()?.as_str() {
        "accepted" => true,
        "advertised" => false,
        _ => return None,
    };
    let prefix = Cidr::reported(said.cidr.as_deref()?)?;
    Some(InterfaceRoute { prefix, accepted })
}

pub(crate) fn gateway(said: DirectConnectGateway) -> Option<Gateway> {
    let state = said.direct_connect_gateway_state.as_ref();
    Some(Gateway {
        id: said.direct_connect_gateway_id?,
        name: said.direct_connect_gateway_name.unwrap_or_default(),
        asn: asn(said.amazon_side_asn)?,
        state: gateway_state(state.map(DirectConnectGatewayState::as_str)),
        tags: tags(said.tags),
    })
}

/// `None`: it is detached, or names no interface.
pub(crate) fn attachment(said: DirectConnectGatewayAttachment) -> Option<GatewayAttachment> {
    let state = match said.attachment_state.as_ref() {
        Some(DirectConnectGatewayAttachmentState::Detached) => return None,
        Some(DirectConnectGatewayAttachmentState::Detaching) => AttachmentState::Detaching,
        Some(DirectConnectGatewayAttachmentState::Attached) => AttachmentState::Attached,
        _ => AttachmentState::Attaching,
    };
    let region = said.virtual_interface_region.as_deref();
    Some(GatewayAttachment {
        interface: said.virtual_interface_id?,
        region: region.and_then(RegionName::parse),
        state,
    })
}

/// The fields named `virtualGateway…` are the older form for the same.
pub(crate) fn association(said: DirectConnectGatewayAssociation) -> Option<Association> {
    let (id, region) = match said.associated_gateway {
        Some(gateway) => (gateway.id, gateway.region),
        None => (said.virtual_gateway_id, said.virtual_gateway_region),
    };
    let state = said.association_state.as_ref();
    let prefixes = said
        .allowed_prefixes_to_direct_connect_gateway
        .unwrap_or_default();
    let prefixes = prefixes.iter().filter_map(|prefix| prefix.cidr());
    Some(Association {
        id: said.association_id?,
        gateway: said.direct_connect_gateway_id?,
        associated: id?,
        associated_region: region.as_deref().and_then(RegionName::parse),
        state: association_state(state.map(DirectConnectGatewayAssociationState::as_str)),
        allowed_prefixes: prefixes.filter_map(Cidr::reported).collect(),
        failure: filled(said.state_change_error),
    })
}

fn association_state(word: Option<&str>) -> AssociationState {
    match word {
        Some("associating") => AssociationState::Associating,
        Some("associated") => AssociationState::Associated,
        Some("disassociating") => AssociationState::Disassociating,
        Some("disassociated") => AssociationState::Disassociated,
        _ => AssociationState::Updating,
    }
}

fn tags(said: Option<Vec<Tag>>) -> Tags {
    let pair = |tag: Tag| (tag.key, tag.value.unwrap_or_default());
    said.unwrap_or_default().into_iter().map(pair).collect()
}

/// Our tags in Direct Connect's form; an empty key can't be sent.
pub(crate) fn to_tags(tags: &Tags, action: &'static str) -> Result<Vec<Tag>, PortError> {
    let tags = tags
        .iter()
        .map(|(key, value)| Tag::builder().key(key).value(value).build());
    let tags: Result<Vec<_>, _> = tags.collect();
    tags.map_err(|_| error::contract(action))
}

#[cfg(test)]
mod tests {
    use aws_sdk_directconnect::types::BgpStatus;
    use domain::values::Asn;

    use super::*;

    fn peer(status: &str, state: &str) -> BgpPeer {
        BgpPeer::builder()
            .bgp_status(BgpStatus::from(status))
            .bgp_peer_state(BgpPeerState::from(state))
            .build()
    }

    #[test]
    fn the_customer_address_is_the_partners_end() {
        let said = VirtualInterface::builder()
            .virtual_interface_id("dxvif-1")
            .asn_long(4_200_000_000)
            .amazon_address("169.254.24.2/30")
            .customer_address("169.254.24.1/30")
            .virtual_gateway_id("")
            .direct_connect_gateway_id("gateway-1")
            .virtual_interface_state(VirtualInterfaceState::Available)
            .auth_key("canary-key")
            .build();
        let found = interface(said).unwrap();
        assert_eq!(found.partner_ip, PeerAddress::reported("169.254.24.1/30"));
        assert_eq!(found.aws_ip, PeerAddress::reported("169.254.24.2/30"));
        assert_eq!(found.partner_asn, Some(Asn(4_200_000_000)));
        assert_eq!(
            found.target,
            Some(Target::DirectConnectGateway("gateway-1".into()))
        );
        assert!(!format!("{found:?}").contains("canary-key"));
    }

    #[test]
    fn one_peer_that_is_up_is_enough_and_one_being_made_is_not_down() {
        assert_eq!(
            bgp_state(&[peer("down", "available"), peer("up", "available")]),
            Some(BgpState::Up)
        );
        assert_eq!(
            bgp_state(&[peer("down", "pending")]),
            Some(BgpState::Pending)
        );
        assert_eq!(
            bgp_state(&[peer("down", "available")]),
            Some(BgpState::Down)
        );
        assert_eq!(bgp_state(&[peer("unknown", "available")]), None);
        assert_eq!(bgp_state(&[]), None);
    }

    #[test]
    fn words_of_another_time_are_unknown_or_under_way() {
        assert_eq!(hosted_state(Some("asleep")), HostedState::Unknown);
        assert_eq!(interface_state(Some("asleep")), InterfaceState::Unknown);
        assert_eq!(
            association_state(Some("asleep")),
            AssociationState::Updating
        );
    }

    #[test]
    fn an_object_without_its_id_is_not_understood() {
        assert!(connection(Connection::builder().build()).is_none());
        assert!(
            gateway(
                DirectConnectGateway::builder()
                    .direct_connect_gateway_id("x")
                    .build()
            )
            .is_none()
        );
    }
}
