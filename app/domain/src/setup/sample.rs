//! Small observations made by hand, for tests: one connection of two legs to us-west-2, ordered
//! for account 123456789012 with ASN 64512, at each stage of its set-up.

use super::{CloudView, Observation, RegionView};
use crate::{
    ports::{
        Association, AssociationState, AttachmentState, BgpState, Capabilities, Choice, Connection,
        ConnectionState, Gateway, GatewayState, HostedConnection, HostedState, Identity, Interface,
        InterfaceRoute, InterfaceState, Leg, LegRole, Nat, Peering, Route, RouteTable, Subnet,
        Target, Vpc, VpnGateway,
    },
    tags,
    values::{Asn, AwsAccountId, BgpKey, Cidr, PeerAddress, RegionName, Speed, Vlan},
};

/// The connection's id.
pub const CONNECTION: &str = "conn-sample";
/// The Direct Connect gateway that [`gateway_made`] adds.
pub const GATEWAY: &str = "11111111-2222-4333-8444-555555555555";
/// A VPC without a gateway, until [`attached`].
pub const PAYMENTS: &str = "vpc-0payments";
/// A VPC with a virtual private gateway that is nobody's of Onramp.
pub const ANALYTICS: &str = "vpc-0analytics";
/// The gateway of [`PAYMENTS`] after [`attached`].
pub const PAYMENTS_VGW: &str = "vgw-0payments";
/// The gateway of [`ANALYTICS`].
pub const ANALYTICS_VGW: &str = "vgw-0analytics";
/// The BGP keys begin with this: it may stand in no page.
pub const KEY: &str = "canary-key";

/// Stops a test whose own sample is wrong.
fn known<T, E>(value: Result<T, E>) -> T {
    value.unwrap_or_else(|_| panic!("a sample value is malformed"))
}

fn some<T>(value: Option<T>) -> T {
    known(value.ok_or(()))
}

/// A network.
pub fn cidr(raw: &str) -> Cidr {
    known(Cidr::parse(raw))
}

/// A region.
pub fn region(raw: &str) -> RegionName {
    some(RegionName::parse(raw))
}

/// The account that was ordered for.
pub fn account() -> AwsAccountId {
    known(AwsAccountId::parse("123456789012"))
}

fn leg(role: LegRole, id: &str, vlan: i64, subnet: u8) -> Leg {
    Leg {
        role,
        gateway: format!("gw-{}", role.word()),
        gateway_name: format!("SEA {}", role.word()),
        state: ConnectionState::Active,
        aws_connection: Some(id.to_owned()),
        vlan: Vlan::new(vlan),
        partner_asn: Some(Asn::PUREPORT),
        aws_asn: Some(Asn(64512)),
        partner_ip: PeerAddress::reported(&format!("169.254.{subnet}.1/30")),
        aws_ip: PeerAddress::reported(&format!("169.254.{subnet}.2/30")),
        peering_subnet: Some(format!("169.254.{subnet}.0/30")),
        bgp_key: Some(BgpKey::reported(format!("{KEY}-{}", role.word()))),
        bgp: Some(BgpState::Pending),
    }
}

/// Pureport is ready; AWS is not connected.
pub fn ordered() -> Observation {
    let connection = Connection {
        id: CONNECTION.to_owned(),
        partner: "Pureport".to_owned(),
        capabilities: Capabilities {
            pair_in_one_order: true,
            nat: true,
            change_amazon_asn: true,
            routes: true,
            reports: true,
            delete: true,
        },
        name: "Acme production".to_owned(),
        description: String::new(),
        network: "network-sample".to_owned(),
        network_name: "Acme production".to_owned(),
        state: ConnectionState::Active,
        failure: None,
        location: "us-sea".to_owned(),
        location_name: "Seattle, WA".to_owned(),
        region: region("us-west-2"),
        account: account(),
        speed: some(Speed::from_mbps(50)),
        high_availability: true,
        peering: Peering::Private,
        ordered_asn: Some(Asn(64512)),
        customer_networks: Vec::new(),
        nat: Nat::default(),
        legs: vec![
            leg(LegRole::Primary, "dxcon-primary1", 101, 10),
            leg(LegRole::Secondary, "dxcon-second01", 102, 11),
        ],
        tags: Vec::new(),
        created: None,
    };
    Observation {
        connection,
        choice: Choice::NewGateway,
        cloud: None,
        partner_routes: Vec::new(),
    }
}

fn hosted(leg: &Leg, device: &str) -> HostedConnection {
    HostedConnection {
        id: leg.aws_connection.clone().unwrap_or_default(),
        name: format!("acme {}", leg.role.word()),
        state: HostedState::Ordering,
        owner: Some(account()),
        vlan: leg.vlan,
        bandwidth: "50Mbps".to_owned(),
        partner: "Pureport".to_owned(),
        location: "EqSe2".to_owned(),
        device: Some(device.to_owned()),
        jumbo_capable: true,
    }
}

/// A VPC.
pub fn vpc(id: &str, name: &str, cidrs: &[&str]) -> Vpc {
    Vpc {
        id: id.to_owned(),
        name: name.to_owned(),
        cidrs: cidrs.iter().map(|raw| cidr(raw)).collect(),
        is_default: false,
    }
}

/// A route table of `vpc` that propagates nothing.
pub fn table(id: &str, vpc: &str, main: bool, subnets: &[&str]) -> RouteTable {
    RouteTable {
        id: id.to_owned(),
        name: String::new(),
        vpc: vpc.to_owned(),
        main,
        subnets: subnets.iter().map(|id| (*id).to_owned()).collect(),
        propagating: Vec::new(),
        routes: Vec::new(),
    }
}

/// A virtual private gateway, attached to `vpc` if given.
pub fn vgw(id: &str, asn: u32, vpc: Option<&str>) -> VpnGateway {
    VpnGateway {
        id: id.to_owned(),
        name: id.to_owned(),
        state: GatewayState::Available,
        asn: Some(Asn(asn)),
        attachment: vpc.map(|vpc| (vpc.to_owned(), AttachmentState::Attached)),
        tags: Vec::new(),
    }
}

/// A Direct Connect gateway without marks.
pub fn dxgw(id: &str, asn: u32) -> Gateway {
    Gateway {
        id: id.to_owned(),
        name: "core".to_owned(),
        asn: Asn(asn),
        state: GatewayState::Available,
        tags: Vec::new(),
    }
}

fn home() -> RegionView {
    let subnet = |id: &str, vpc: &str, net: &str| Subnet {
        id: id.to_owned(),
        name: String::new(),
        vpc: vpc.to_owned(),
        cidr: Some(cidr(net)),
    };
    RegionView {
        name: region("us-west-2"),
        vpcs: vec![
            vpc(PAYMENTS, "payments", &["10.20.0.0/16"]),
            vpc(ANALYTICS, "analytics", &["10.30.0.0/16"]),
        ],
        vpn_connections: Vec::new(),
        vpn_gateways: vec![vgw(ANALYTICS_VGW, 64512, Some(ANALYTICS))],
        tables: vec![
            table("rtb-0main", PAYMENTS, true, &[]),
            table("rtb-0apps", PAYMENTS, false, &["subnet-0apps"]),
            table("rtb-0spare", PAYMENTS, false, &[]),
            table("rtb-0analytics", ANALYTICS, true, &[]),
        ],
        subnets: vec![subnet("subnet-0apps", PAYMENTS, "10.20.1.0/24")],
    }
}

/// AWS is connected and lists both hosted connections, on two devices, waiting to be accepted.
pub fn listed() -> Observation {
    let mut seen = ordered();
    let hosted = seen
        .connection
        .legs
        .iter()
        .zip(["EqSe2-a", "EqSe2-b"])
        .map(|(leg, device)| hosted(leg, device))
        .collect();
    seen.cloud = Some(CloudView {
        identity: Identity {
            account: account(),
            arn: "arn:aws:iam::123456789012:user/operator".to_owned(),
        },
        hosted,
        interfaces: Vec::new(),
        others: Vec::new(),
        gateways: Vec::new(),
        associations: Vec::new(),
        elsewhere: Vec::new(),
        attachments: Vec::new(),
        regions: vec![home()],
        routes: Vec::new(),
        metrics: None,
        gaps: Vec::new(),
    });
    seen
}

/// What AWS shows, to be changed.
pub fn cloud(seen: &mut Observation) -> &mut CloudView {
    some(seen.cloud.as_mut())
}

/// The connection's region, to be changed.
pub fn west(seen: &mut Observation) -> &mut RegionView {
    some(cloud(seen).regions.first_mut())
}

/// Both hosted connections are available.
pub fn accepted() -> Observation {
    let mut seen = listed();
    for hosted in &mut cloud(&mut seen).hosted {
        hosted.state = HostedState::Available;
    }
    seen
}

/// Onramp's Direct Connect gateway is available.
pub fn gateway_made() -> Observation {
    let mut seen = accepted();
    let mut gateway = dxgw(GATEWAY, 64512);
    gateway.tags = tags::marks(CONNECTION, None, "gateway");
    cloud(&mut seen).gateways.push(gateway);
    seen
}

/// The interface that stands for `leg`.
pub fn interface(leg: &Leg, target: Target) -> Interface {
    Interface {
        id: format!("dxvif-{}", leg.role.word()),
        name: format!("acme-{}", leg.role.word()),
        state: InterfaceState::Down,
        connection: leg.aws_connection.clone().unwrap_or_default(),
        vlan: leg.vlan,
        partner_asn: leg.partner_asn,
        aws_asn: leg.aws_asn,
        partner_ip: leg.partner_ip,
        aws_ip: leg.aws_ip,
        bgp_key: leg.bgp_key.clone(),
        mtu: Some(1500),
        target: Some(target),
        bgp: Some(BgpState::Down),
        tags: tags::marks(CONNECTION, Some(leg.role), "interfaces"),
    }
}

/// Both interfaces end on the gateway; BGP is down.
pub fn interfaces_made() -> Observation {
    let mut seen = gateway_made();
    let made = seen
        .connection
        .legs
        .iter()
        .map(|leg| interface(leg, Target::DirectConnectGateway(GATEWAY.to_owned())))
        .collect();
    cloud(&mut seen).interfaces = made;
    seen
}

/// `payments` has Onramp's virtual private gateway.
pub fn attached() -> Observation {
    let mut seen = interfaces_made();
    let mut made = vgw(PAYMENTS_VGW, 64512, Some(PAYMENTS));
    made.tags = tags::marks(CONNECTION, None, &tags::vpc_step(PAYMENTS));
    west(&mut seen).vpn_gateways.push(made);
    seen
}

/// An association of [`GATEWAY`].
pub fn association(vgw: &str, state: AssociationState) -> Association {
    Association {
        id: format!("assoc-{vgw}"),
        gateway: GATEWAY.to_owned(),
        associated: vgw.to_owned(),
        associated_region: Some(region("us-west-2")),
        state,
        allowed_prefixes: Vec::new(),
        failure: None,
    }
}

/// `payments` is associated.
pub fn associated() -> Observation {
    let mut seen = attached();
    let made = association(PAYMENTS_VGW, AssociationState::Associated);
    cloud(&mut seen).associations.push(made);
    seen
}

/// Everything is up, and routes are in both tables that are used.
pub fn proven() -> Observation {
    let mut seen = associated();
    for leg in &mut seen.connection.legs {
        leg.bgp = Some(BgpState::Up);
    }
    let route = |raw: &str, accepted: bool| InterfaceRoute {
        prefix: cidr(raw),
        accepted,
    };
    let view = cloud(&mut seen);
    for made in &mut view.interfaces {
        made.state = InterfaceState::Available;
        made.bgp = Some(BgpState::Up);
        let routes = vec![route("192.168.4.0/24", true), route("10.20.0.0/16", false)];
        view.routes.push((made.id.clone(), routes));
    }
    for table in &mut west(&mut seen).tables {
        if table.vpc == PAYMENTS && table.id != "rtb-0spare" {
            table.propagating.push(PAYMENTS_VGW.to_owned());
            table.routes.push(Route {
                prefix: cidr("192.168.4.0/24"),
                via: PAYMENTS_VGW.to_owned(),
                active: true,
                propagated: true,
            });
        }
    }
    seen
}
