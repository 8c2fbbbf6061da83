use async_trait::async_trait;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::{BgpState, FailoverTest, Metrics, PortError, Timestamp};
use crate::values::{Asn, AwsAccountId, BgpKey, Cidr, PeerAddress, RegionName, Vlan};

/// An AWS access key as a person pasted it.
#[derive(Debug, Clone)]
pub struct CloudKey {
    pub access_key_id: String,
    pub secret_access_key: SecretString,
    pub session_token: Option<SecretString>,
}

impl CloudKey {
    /// `AKIA…`: a long-lived key, which draws a warning.
    pub fn is_long_lived(&self) -> bool {
        self.access_key_id.starts_with("AKIA")
    }
}

/// Ownership marks and names, key and value.
pub type Tags = Vec<(String, String)>;

/// AWS as the rules need it. An adapter sends each call once; whoever calls decides what is sent again.
#[async_trait]
pub trait Cloud: Send + Sync {
    /// Drops whatever was kept for this key (recent answers).
    async fn forget(&self, _key: &CloudKey) {}
    /// STS GetCallerIdentity.
    async fn identity(&self, key: &CloudKey, region: &RegionName) -> Result<Identity, PortError>;
    /// The regions that are enabled for the account.
    async fn regions(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RegionName>, PortError>;

    async fn hosted_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<HostedConnection>, PortError>;
    async fn confirm_connection(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError>;

    /// All interfaces of a region; those deleted within 15 minutes may still be listed.
    async fn interfaces(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Interface>, PortError>;
    async fn create_private_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        new: &NewInterface,
    ) -> Result<Interface, PortError>;
    /// As every call that takes something away: what is not there is done.
    async fn delete_interface(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError>;
    /// Routes that AWS accepted and advertises on an interface (ListVirtualInterfaceRoutes).
    async fn interface_routes(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<Vec<InterfaceRoute>, PortError>;

    /// Global: the same from every region.
    async fn gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<Gateway>, PortError>;
    async fn create_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Asn,
        tags: &Tags,
    ) -> Result<Gateway, PortError>;
    /// AWS accepts it while something is left on the gateway, and minutes later the gateway is
    /// back (reference/aws.md §2.3).
    async fn delete_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError>;
    async fn associations(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<Association>, PortError>;
    /// `region` is the virtual private gateway's own: AWS finds it from no other endpoint.
    async fn associate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
        vpn_gateway: &str,
        prefixes: &[Cidr],
    ) -> Result<Association, PortError>;
    /// DeleteDirectConnectGatewayAssociation, by the association's id; `region` as in
    /// [`Self::associate`].
    async fn disassociate(
        &self,
        key: &CloudKey,
        region: &RegionName,
        association: &str,
    ) -> Result<(), PortError>;

    async fn vpcs(&self, key: &CloudKey, region: &RegionName) -> Result<Vec<Vpc>, PortError>;
    async fn vpn_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnGateway>, PortError>;
    /// `asn` `None`: Amazon's default.
    async fn create_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        name: &str,
        asn: Option<Asn>,
        tags: &Tags,
    ) -> Result<VpnGateway, PortError>;
    async fn attach_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError>;
    async fn detach_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        vpn_gateway: &str,
        vpc: &str,
    ) -> Result<(), PortError>;
    async fn delete_vpn_gateway(
        &self,
        key: &CloudKey,
        region: &RegionName,
        id: &str,
    ) -> Result<(), PortError>;
    /// Site-to-Site VPN connections that are not deleted.
    async fn vpn_connections(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<VpnConnection>, PortError>;
    async fn route_tables(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<RouteTable>, PortError>;
    async fn subnets(&self, key: &CloudKey, region: &RegionName) -> Result<Vec<Subnet>, PortError>;
    async fn enable_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError>;
    async fn disable_propagation(
        &self,
        key: &CloudKey,
        region: &RegionName,
        table: &str,
        vpn_gateway: &str,
    ) -> Result<(), PortError>;

    /// The interfaces that hold on to a Direct Connect gateway, of every region.
    async fn gateway_attachments(
        &self,
        key: &CloudKey,
        region: &RegionName,
        gateway: &str,
    ) -> Result<Vec<GatewayAttachment>, PortError>;
    /// The transit gateways of a region, without those that are going or gone.
    async fn transit_gateways(
        &self,
        key: &CloudKey,
        region: &RegionName,
    ) -> Result<Vec<TransitGateway>, PortError>;
    /// What the identity's own policies say to each of `actions`, for example
    /// `directconnect:ConfirmConnection` (IAM SimulatePrincipalPolicy, which takes a right of its
    /// own). Changes nothing.
    async fn may(
        &self,
        key: &CloudKey,
        region: &RegionName,
        actions: &[&str],
    ) -> Result<Vec<(String, Right)>, PortError>;
    /// Whether EC2 would do `what`, asked with DryRun, so that nothing is changed: `Ok` when it
    /// would, [`PortError::Denied`] when the identity may not, any other refusal as it is.
    async fn dry_run(
        &self,
        key: &CloudKey,
        region: &RegionName,
        what: &DryRun,
    ) -> Result<(), PortError>;

    /// The failover tests of an interface (ListVirtualInterfaceTestHistory): a year back.
    async fn failover_tests(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<Vec<FailoverTest>, PortError>;
    /// What CloudWatch measured on these interfaces of one region, in the order given, from `from`
    /// until before `until` (GetMetricData: one call, for which AWS charges by the metric, five
    /// each interface). One that CloudWatch does not know has no spans.
    async fn metrics(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interfaces: &[Interface],
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Metrics>, PortError>;
    /// Ends the failover test that runs on an interface.
    async fn stop_failover_test(
        &self,
        key: &CloudKey,
        region: &RegionName,
        interface: &str,
    ) -> Result<(), PortError>;
}

/// Whose key it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub account: AwsAccountId,
    pub arn: String,
}

/// A hosted connection as AWS sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedConnection {
    pub id: String,
    pub name: String,
    pub state: HostedState,
    pub owner: Option<AwsAccountId>,
    pub vlan: Option<Vlan>,
    /// AWS's own spelling, for example `50Mbps`.
    pub bandwidth: String,
    pub partner: String,
    /// The Direct Connect location's code.
    pub location: String,
    /// The device that terminates it; `None` when AWS does not say.
    pub device: Option<String>,
    pub jumbo_capable: bool,
}

/// reference/aws.md §1.1 `connectionState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostedState {
    Ordering,
    Requested,
    Pending,
    Available,
    Down,
    Deleting,
    Deleted,
    Rejected,
    Unknown,
}

impl HostedState {
    /// An interface can be created: `available`, or `down`, which is normal before one exists.
    pub fn is_ready(self) -> bool {
        matches!(self, Self::Available | Self::Down)
    }

    /// AWS counts port-hours: from acceptance until it is gone.
    pub fn is_charged(self) -> bool {
        !matches!(
            self,
            Self::Ordering | Self::Requested | Self::Deleted | Self::Rejected
        )
    }
}

/// A virtual interface.
#[derive(Debug, Clone)]
pub struct Interface {
    pub id: String,
    pub name: String,
    pub state: InterfaceState,
    pub connection: String,
    pub vlan: Option<Vlan>,
    /// The customer's (partner's) side.
    pub partner_asn: Option<Asn>,
    pub aws_asn: Option<Asn>,
    /// AWS's `customerAddress`: the partner's end.
    pub partner_ip: Option<PeerAddress>,
    /// AWS's `amazonAddress`.
    pub aws_ip: Option<PeerAddress>,
    pub bgp_key: Option<BgpKey>,
    pub mtu: Option<u32>,
    pub target: Option<Target>,
    pub bgp: Option<BgpState>,
    pub tags: Tags,
}

/// reference/aws.md §1.1 `virtualInterfaceState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InterfaceState {
    Confirming,
    Verifying,
    Pending,
    Available,
    Down,
    Testing,
    Deleting,
    Deleted,
    Rejected,
    Unknown,
}

impl InterfaceState {
    /// It still occupies its hosted connection.
    pub fn exists(self) -> bool {
        !matches!(self, Self::Deleted | Self::Rejected)
    }
}

/// Where interfaces end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Target {
    /// A Direct Connect gateway's id.
    DirectConnectGateway(String),
    /// A virtual private gateway's id, of the connection's region.
    VirtualPrivateGateway(String),
}

impl Target {
    /// The gateway's id.
    pub fn id(&self) -> &str {
        match self {
            Self::DirectConnectGateway(id) | Self::VirtualPrivateGateway(id) => id,
        }
    }
}

/// A private interface to create.
#[derive(Debug, Clone)]
pub struct NewInterface {
    pub connection: String,
    pub name: String,
    pub vlan: Vlan,
    pub partner_asn: Asn,
    pub partner_ip: PeerAddress,
    pub aws_ip: PeerAddress,
    pub bgp_key: BgpKey,
    /// 1500 or 8500.
    pub mtu: u32,
    pub target: Target,
    pub tags: Tags,
}

/// One route of ListVirtualInterfaceRoutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterfaceRoute {
    pub prefix: Cidr,
    /// `true`: AWS accepted it from the partner; `false`: AWS advertises it.
    pub accepted: bool,
}

/// A Direct Connect gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gateway {
    pub id: String,
    pub name: String,
    pub asn: Asn,
    pub state: GatewayState,
    pub tags: Tags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GatewayState {
    Pending,
    Available,
    Deleting,
    Deleted,
}

impl GatewayState {
    /// It is going or gone.
    pub fn is_going(self) -> bool {
        matches!(self, Self::Deleting | Self::Deleted)
    }
}

/// A gateway's association with a virtual private gateway or transit gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Association {
    pub id: String,
    pub gateway: String,
    /// `vgw-…` or `tgw-…`.
    pub associated: String,
    pub associated_region: Option<RegionName>,
    pub state: AssociationState,
    pub allowed_prefixes: Vec<Cidr>,
    /// AWS's words when the last change failed.
    pub failure: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AssociationState {
    Associating,
    Associated,
    Disassociating,
    Disassociated,
    Updating,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vpc {
    pub id: String,
    /// The `Name` tag, empty without one.
    pub name: String,
    pub cidrs: Vec<Cidr>,
    pub is_default: bool,
}

/// A virtual private gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VpnGateway {
    pub id: String,
    pub name: String,
    pub state: GatewayState,
    pub asn: Option<Asn>,
    /// The VPC and how far the attachment is; `None` when unattached.
    pub attachment: Option<(String, AttachmentState)>,
    pub tags: Tags,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentState {
    Attaching,
    Attached,
    Detaching,
}

/// A Site-to-Site VPN connection on a virtual private gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VpnConnection {
    pub id: String,
    pub vpn_gateway: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteTable {
    pub id: String,
    pub name: String,
    pub vpc: String,
    pub main: bool,
    /// Explicitly associated subnets.
    pub subnets: Vec<String>,
    pub propagating: Vec<String>,
    pub routes: Vec<Route>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    pub prefix: Cidr,
    /// The gateway or other target, as AWS names it.
    pub via: String,
    pub active: bool,
    /// Origin `EnableVgwRoutePropagation`.
    pub propagated: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subnet {
    pub id: String,
    pub name: String,
    pub vpc: String,
    pub cidr: Option<Cidr>,
}

/// A virtual interface that ends on a Direct Connect gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GatewayAttachment {
    pub interface: String,
    pub region: Option<RegionName>,
    pub state: AttachmentState,
}

/// A transit gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransitGateway {
    pub id: String,
    /// The `Name` tag, empty without one.
    pub name: String,
    pub asn: Option<Asn>,
}

/// What policies say to an action on every resource (reference/aws.md §1.4, `EvalDecision`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    Allowed,
    /// Nothing allows it on every resource; a policy may still allow it on some, or under a
    /// condition.
    NotGranted,
    /// A policy forbids it, of the identity or of its organization.
    Denied,
}

/// An EC2 call that can be tried without being done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DryRun {
    CreateVpnGateway,
    AttachVpnGateway { vpn_gateway: String, vpc: String },
    EnablePropagation { table: String, vpn_gateway: String },
}

impl DryRun {
    /// The IAM action.
    pub fn action(&self) -> &'static str {
        match self {
            Self::CreateVpnGateway => "ec2:CreateVpnGateway",
            Self::AttachVpnGateway { .. } => "ec2:AttachVpnGateway",
            Self::EnablePropagation { .. } => "ec2:EnableVgwRoutePropagation",
        }
    }
}
