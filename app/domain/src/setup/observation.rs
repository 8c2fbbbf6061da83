mod look;
mod measure;

use self::look::{kept, look, partner_routes};
pub use self::measure::{CloudWatch, LATELY, PAST_DAY, measure};
use super::Refusal;
use crate::{
    ports::{
        Association, AssociationState, Choice, Cloud, CloudKey, Connection, ConnectionState,
        Fabric, FabricKey, FabricRoute, Gateway, GatewayAttachment, GatewayState, HostedConnection,
        Identity, Interface, InterfaceRoute, Leg, LegRole, PortError, RouteTable, Subnet, Target,
        Vpc, VpnConnection, VpnGateway,
    },
    values::{AwsAccountId, RegionName},
};

/// The ports and keys that an observation needs. `cloud_key` `None`: AWS is not connected.
#[derive(Clone, Copy)]
pub struct Ports<'a> {
    pub fabric: &'a dyn Fabric,
    pub cloud: &'a dyn Cloud,
    pub fabric_key: &'a FabricKey,
    pub cloud_key: Option<&'a CloudKey>,
}

/// How far to look: every further region costs calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Direct Connect only.
    Legs,
    /// And the VPCs of the connection's region, of the gateway's associations and of these.
    Regions(Vec<RegionName>),
    /// As `Regions`, and what the other Direct Connect gateways connect.
    Associations(Vec<RegionName>),
    /// As `Associations`, with the VPCs of every enabled region.
    Everywhere,
    /// As `Regions`, and the routes on both sides of each leg.
    Proof(Vec<RegionName>),
    /// As `Associations`, and whatever else may need what is there: see [`super::teardown`].
    TearDown(Vec<RegionName>),
}

/// Both providers' states, seen at one time.
#[derive(Debug, Clone)]
pub struct Observation {
    pub connection: Connection,
    pub choice: Choice,
    /// `None`: AWS is not connected.
    pub cloud: Option<CloudView>,
    /// The partner gateways' routes by leg, when asked for; a leg that is missing is unknown.
    pub partner_routes: Vec<(LegRole, Vec<FabricRoute>)>,
}

/// What AWS shows.
#[derive(Debug, Clone)]
pub struct CloudView {
    pub identity: Identity,
    /// In the connection's region.
    pub hosted: Vec<HostedConnection>,
    /// On the legs' hosted connections, without the deleted ones.
    pub interfaces: Vec<Interface>,
    /// Every other interface of the regions looked at, without the deleted ones.
    pub others: Vec<Interface>,
    pub gateways: Vec<Gateway>,
    /// Of the chosen gateway.
    pub associations: Vec<Association>,
    /// Of the other gateways, when asked for.
    pub elsewhere: Vec<Association>,
    /// By gateway, of those that a teardown is about, when asked for.
    pub attachments: Vec<(String, GatewayAttachment)>,
    pub regions: Vec<RegionView>,
    /// By interface id, when asked for.
    pub routes: Vec<(String, Vec<InterfaceRoute>)>,
    /// What CloudWatch measured on `interfaces`, when asked for.
    pub metrics: Option<CloudWatch>,
    /// What could not be read; facts that depend on it are unknown, not absent.
    pub gaps: Vec<Gap>,
}

/// One region's VPC side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionView {
    pub name: RegionName,
    pub vpcs: Vec<Vpc>,
    pub vpn_gateways: Vec<VpnGateway>,
    /// When asked for.
    pub vpn_connections: Vec<VpnConnection>,
    pub tables: Vec<RouteTable>,
    pub subnets: Vec<Subnet>,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The operation, for example `directconnect:DescribeVirtualInterfaces`.
    pub operation: &'static str,
    pub region: Option<RegionName>,
    pub error: PortError,
}

/// Looks at both providers. Only the partner's connection itself and the AWS identity are
/// indispensable; everything else that can't be read becomes a [`Gap`].
pub async fn observe(
    ports: Ports<'_>,
    id: &str,
    choice: Choice,
    reach: &Reach,
) -> Result<Observation, PortError> {
    let connection = ports.fabric.connection(ports.fabric_key, id).await?;
    observe_connection(ports, connection, choice, reach).await
}

/// [`observe`] for a connection that was read a moment ago. An error is AWS's: the identity
/// could not be told.
pub async fn observe_connection(
    ports: Ports<'_>,
    connection: Connection,
    choice: Choice,
    reach: &Reach,
) -> Result<Observation, PortError> {
    let cloud = match ports.cloud_key {
        Some(key) => Some(look(ports.cloud, key, &connection, &choice, reach).await?),
        None => None,
    };
    let partner_routes = match reach {
        Reach::Proof(_) if connection.capabilities.routes => {
            partner_routes(ports, &connection).await
        }
        _ => Vec::new(),
    };
    Ok(Observation {
        connection,
        choice,
        cloud,
        partner_routes,
    })
}

impl CloudView {
    fn keep<T: Default>(
        &mut self,
        read: Result<T, PortError>,
        operation: &'static str,
        region: Option<&RegionName>,
    ) -> T {
        kept(&mut self.gaps, read, operation, region)
    }

    /// The account signed in must be the one ordered: otherwise nothing may be changed.
    pub fn is_account_ordered(&self, connection: &Connection) -> Result<(), Refusal> {
        let (signed_in, ordered): (&AwsAccountId, _) =
            (&self.identity.account, &connection.account);
        if signed_in == ordered {
            return Ok(());
        }
        Err(Refusal::OtherAccount {
            signed_in: signed_in.clone(),
            ordered: ordered.clone(),
        })
    }

    /// `operation` was not answered somewhere, so what it would have shown is unknown.
    pub fn has_gap(&self, operation: &str) -> bool {
        self.gaps.iter().any(|gap| gap.operation == operation)
    }

    /// `operation` was not answered for `region`.
    pub fn has_gap_in(&self, operation: &str, region: &RegionName) -> bool {
        self.gaps
            .iter()
            .any(|gap| gap.operation == operation && gap.region.as_ref() == Some(region))
    }

    /// Something that was not answered may be answered later by itself.
    pub fn has_passing_gap(&self) -> bool {
        self.gaps.iter().any(|gap| gap.error.passes())
    }

    /// The leg's hosted connection.
    pub fn hosted_of(&self, leg: &Leg) -> Option<&HostedConnection> {
        let id = leg.aws_connection.as_deref()?;
        self.hosted.iter().find(|hosted| hosted.id == id)
    }

    /// The leg's interface, unless it is gone.
    pub fn interface_of(&self, leg: &Leg) -> Option<&Interface> {
        let id = leg.aws_connection.as_deref()?;
        self.interfaces
            .iter()
            .find(|interface| interface.connection == id)
    }

    /// The Direct Connect gateway of this set-up: where interfaces end already, else the chosen
    /// one, else the one that Onramp made for this connection.
    pub fn direct_connect_gateway(
        &self,
        connection: &Connection,
        choice: &Choice,
    ) -> Option<&Gateway> {
        let by_id = |id: &str| self.gateways.iter().find(|gateway| gateway.id == id);
        let from_interface = self
            .interfaces
            .iter()
            .find_map(|interface| match &interface.target {
                Some(Target::DirectConnectGateway(id)) => by_id(id),
                _ => None,
            });
        let chosen = match choice {
            Choice::Existing {
                target: Target::DirectConnectGateway(id),
            } => by_id(id),
            Choice::NewGateway => self.own_gateway(connection),
            _ => None,
        };
        from_interface.or(chosen)
    }

    /// The gateway that carries Onramp's marks for this connection. After a change of the ordered
    /// ASN there may be two: the one that fits.
    pub fn own_gateway(&self, connection: &Connection) -> Option<&Gateway> {
        let step = super::Task::Gateway.word();
        self.gateways
            .iter()
            .filter(|gateway| !gateway.state.is_going())
            .filter(|gateway| crate::tags::is_ours(&gateway.tags, &connection.id, step))
            .min_by_key(|gateway| Some(gateway.asn) != connection.ordered_asn)
    }

    /// The association of a virtual private gateway with the chosen Direct Connect gateway. AWS
    /// lists an ended one for a while beside the one that followed it.
    pub fn association_of(&self, vpn_gateway: &str) -> Option<&Association> {
        self.associations
            .iter()
            .filter(|association| association.associated == vpn_gateway)
            .min_by_key(|association| association.state == AssociationState::Disassociated)
    }

    /// The associations of every gateway that was looked at, without those that are over.
    pub fn all_associations(&self) -> impl Iterator<Item = &Association> {
        let all = self.associations.iter().chain(&self.elsewhere);
        all.filter(|found| found.state != AssociationState::Disassociated)
    }

    /// A region that was looked at.
    pub fn region(&self, name: &RegionName) -> Option<&RegionView> {
        self.regions.iter().find(|region| region.name == *name)
    }

    /// A virtual private gateway with its region.
    pub fn vpn_gateway(&self, id: &str) -> Option<(&RegionView, &VpnGateway)> {
        let in_region = |region: &'_ RegionView| {
            region
                .vpn_gateways
                .iter()
                .position(|gateway| gateway.id == id)
        };
        self.regions
            .iter()
            .find_map(|region| Some((region, region.vpn_gateways.get(in_region(region)?)?)))
    }

    /// A VPC with its region.
    pub fn vpc(&self, id: &str) -> Option<(&RegionView, &Vpc)> {
        self.regions
            .iter()
            .find_map(|region| Some((region, region.vpcs.iter().find(|vpc| vpc.id == id)?)))
    }
}

impl RegionView {
    /// The gateway that is attached, attaching or detaching at `vpc`.
    pub fn gateway_at(&self, vpc: &str) -> Option<&VpnGateway> {
        self.vpn_gateways
            .iter()
            .filter(|gateway| gateway.state != GatewayState::Deleted)
            .find(|gateway| gateway.attachment.as_ref().is_some_and(|(at, _)| at == vpc))
    }
}

impl Observation {
    /// The ordered Amazon side ASN: what the partner expects at the other end.
    pub fn ordered_asn(&self) -> crate::values::Asn {
        let reported = self.connection.legs.iter().find_map(|leg| leg.aws_asn);
        self.connection
            .ordered_asn
            .or(reported)
            .unwrap_or(crate::values::Asn::AMAZON_DEFAULT)
    }

    /// The leg of that role.
    pub fn leg(&self, role: LegRole) -> Result<&Leg, Refusal> {
        self.connection
            .legs
            .iter()
            .find(|leg| leg.role == role)
            .ok_or(Refusal::NoSuchLeg)
    }

    /// Interfaces end, or are to end, on a virtual private gateway: fixed by one that exists.
    pub fn ends_on_vpn_gateway(&self) -> bool {
        let mut interfaces = self.cloud.iter().flat_map(|cloud| &cloud.interfaces);
        match interfaces.find_map(|interface| interface.target.as_ref()) {
            Some(target) => matches!(target, Target::VirtualPrivateGateway(_)),
            None => matches!(
                self.choice,
                Choice::NewVpnGateway
                    | Choice::Existing {
                        target: Target::VirtualPrivateGateway(_)
                    }
            ),
        }
    }

    /// Interfaces of this set-up end on two different gateways: the second one's.
    pub fn split_target(&self) -> Option<&Target> {
        let mut targets = self
            .cloud
            .iter()
            .flat_map(|cloud| &cloud.interfaces)
            .filter_map(|interface| interface.target.as_ref());
        let first = targets.next()?;
        targets.find(|target| *target != first)
    }

    /// The partner says that the order is up.
    pub fn is_order_active(&self) -> Result<(), Refusal> {
        match self.connection.state {
            ConnectionState::Active | ConnectionState::Down | ConnectionState::Updating => Ok(()),
            ConnectionState::FailedToUpdate | ConnectionState::FailedToDelete => Ok(()),
            ConnectionState::FailedToProvision
            | ConnectionState::Deleting
            | ConnectionState::Deleted => Err(Refusal::OrderFailed),
            ConnectionState::Provisioning => Err(Refusal::OrderNotActive),
            ConnectionState::AwaitingApproval => Err(Refusal::OrderAwaitsApproval),
        }
    }
}
