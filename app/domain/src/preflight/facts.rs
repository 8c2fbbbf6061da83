use crate::{
    ports::{
        Association, AssociationState, Gateway, GatewayAttachment, GatewayState, HostedConnection,
        Identity, PortError, Right, TransitGateway, Vpc, VpnGateway,
    },
    values::{Cidr, RegionName, name_or_id},
};

/// What was seen, or why it was not.
pub type Fact<T> = Result<T, Unseen>;

/// Why a fact is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unseen {
    /// AWS is not connected in this session.
    NotConnected,
    /// This partner does not show it to anybody.
    NotOffered,
    /// The network has no gateway at the partner yet that could tell.
    NoGateway,
    /// It was asked for and not answered; [`PortError::Denied`]: this identity may not look.
    Failed(PortError),
}

impl From<PortError> for Unseen {
    fn from(error: PortError) -> Self {
        Self::Failed(error)
    }
}

/// Everything that the checks know of both providers, seen at one time.
#[derive(Debug, Clone)]
pub struct Facts {
    pub identity: Fact<Identity>,
    /// Each action that is needed, with what is known of the right to it.
    pub rights: Vec<(&'static str, Fact<Right>)>,
    /// The regions that are enabled for the account.
    pub enabled: Fact<Vec<RegionName>>,
    /// In the connection's region.
    pub hosted: Fact<Vec<HostedConnection>>,
    pub gateways: Fact<Vec<Gateway>>,
    /// The interfaces on the target.
    pub attachments: Fact<Vec<GatewayAttachment>>,
    /// Of every Direct Connect gateway.
    pub associations: Fact<Vec<Association>>,
    /// The connection's region, those of the chosen VPCs, and those in which the target has VPCs.
    pub regions: Vec<RegionFacts>,
    /// What the network's gateways at the partner know of.
    pub announced: Fact<Vec<Announced>>,
}

/// One region's VPC side.
#[derive(Debug, Clone)]
pub struct RegionFacts {
    pub name: RegionName,
    pub vpcs: Fact<Vec<Vpc>>,
    pub vpn_gateways: Fact<Vec<VpnGateway>>,
    pub transit_gateways: Fact<Vec<TransitGateway>>,
    /// EC2 refused a dry run because the region has all the virtual private gateways it may have.
    pub is_full: bool,
}

/// A prefix in the routing table of the network at the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Announced {
    pub prefix: Cidr,
    /// A connection of the network learned it from AWS, so it is no customer prefix.
    pub from_aws: bool,
}

/// A VPC by a name for people.
pub(super) fn called(vpc: &Vpc) -> String {
    name_or_id(&vpc.name, &vpc.id).to_owned()
}

/// It holds on to its gateways.
pub(super) fn is_live(association: &Association) -> bool {
    association.state != AssociationState::Disassociated
}

impl Facts {
    pub(super) fn region(&self, name: &RegionName) -> Option<&RegionFacts> {
        self.regions.iter().find(|region| region.name == *name)
    }

    /// The associations of one Direct Connect gateway that hold.
    pub(super) fn associations_of(&self, gateway: &str) -> Fact<Vec<&Association>> {
        let all = self.associations.as_ref().map_err(Clone::clone)?;
        let of = all.iter().filter(|one| one.gateway == gateway);
        Ok(of.filter(|one| is_live(one)).collect())
    }

    /// The VPC to which a virtual private gateway is attached, as far as it is in view.
    pub(super) fn vpc_of(&self, vpn_gateway: &str) -> Option<&Vpc> {
        self.regions.iter().find_map(|region| {
            let gateways = region.vpn_gateways.as_ref().ok()?;
            let gateway = gateways.iter().find(|one| one.id == vpn_gateway)?;
            let (at, _) = gateway.attachment.as_ref()?;
            region.vpcs.as_ref().ok()?.iter().find(|vpc| vpc.id == *at)
        })
    }

    /// The VPCs of all regions in view.
    pub(super) fn vpcs(&self) -> impl Iterator<Item = &Vpc> {
        self.regions
            .iter()
            .filter_map(|region| region.vpcs.as_ref().ok())
            .flatten()
    }
}

impl RegionFacts {
    /// The gateway that is attached, attaching or detaching at `vpc`.
    pub(super) fn gateway_at(&self, vpc: &str) -> Option<&VpnGateway> {
        let gateways = self.vpn_gateways.as_ref().ok()?;
        gateways
            .iter()
            .filter(|gateway| gateway.state != GatewayState::Deleted)
            .find(|gateway| gateway.attachment.as_ref().is_some_and(|(at, _)| at == vpc))
    }
}
