use super::{Call, Next, Observation, Refusal, Wait, interfaces};
use crate::{
    ports::{Association, AttachmentState, GatewayState, Vpc, VpnGateway},
    tags,
    values::{Asn, RegionName},
};

/// A VPC with what is at it, for the pages.
#[derive(Debug, Clone)]
pub struct VpcView<'a> {
    pub region: &'a RegionName,
    pub vpc: &'a Vpc,
    pub gateway: Option<&'a VpnGateway>,
    /// With the chosen Direct Connect gateway.
    pub association: Option<&'a Association>,
}

impl VpcView<'_> {
    /// It belongs to this set-up: its gateway is the target; or is associated with the chosen
    /// Direct Connect gateway, or was made by Onramp for this connection.
    pub fn is_part(&self, seen: &Observation) -> bool {
        let Some(gateway) = self.gateway else {
            return false;
        };
        if seen.ends_on_vpn_gateway() {
            return interfaces::vpn_gateway(seen).is_some_and(|target| target.id == gateway.id);
        }
        let step = tags::vpc_step(&self.vpc.id);
        self.association.is_some() || tags::is_ours(&gateway.tags, &seen.connection.id, &step)
    }

    /// The gateway is attached.
    pub fn is_attached(&self) -> bool {
        let attachment = self.gateway.and_then(|gateway| gateway.attachment.as_ref());
        attachment.is_some_and(|(_, state)| *state == AttachmentState::Attached)
    }
}

/// Every VPC in view, the connection's region first.
pub fn vpcs(seen: &Observation) -> Vec<VpcView<'_>> {
    let Some(cloud) = &seen.cloud else {
        return Vec::new();
    };
    let mut views = Vec::new();
    for region in &cloud.regions {
        for vpc in &region.vpcs {
            let gateway = region.gateway_at(&vpc.id);
            let association = gateway.and_then(|gateway| cloud.association_of(&gateway.id));
            views.push(VpcView {
                region: &region.name,
                vpc,
                gateway,
                association,
            });
        }
    }
    views
}

/// What task `vpc` is asked for.
pub(super) struct Wanted<'a> {
    pub region: &'a RegionName,
    pub vpc: &'a str,
    pub gateway: Option<&'a str>,
    pub name: &'a str,
    pub asn: Option<Asn>,
}

/// Creates a virtual private gateway if none is meant, waits for it, attaches it.
pub(super) fn next(wanted: &Wanted<'_>, seen: &Observation) -> Next {
    match decide(wanted, seen) {
        Ok(next) => next,
        Err(refusal) => Next::Refuse(refusal),
    }
}

fn decide(wanted: &Wanted<'_>, seen: &Observation) -> Result<Next, Refusal> {
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    let region = cloud.region(wanted.region).ok_or(Refusal::NotReadable)?;
    if cloud
        .gaps
        .iter()
        .any(|gap| gap.region.as_ref() == Some(wanted.region) && gap.operation.starts_with("ec2:"))
    {
        return Err(Refusal::NotReadable);
    }
    let no_vpc = || Refusal::NoSuchVpc {
        id: wanted.vpc.to_owned(),
    };
    let vpc = region
        .vpcs
        .iter()
        .find(|vpc| vpc.id == wanted.vpc)
        .ok_or_else(no_vpc)?;
    let ours = |gateway: &&VpnGateway| is_ours(gateway, wanted, seen);
    if let Some(at) = region.gateway_at(&vpc.id) {
        let meant =
            wanted.gateway.is_none_or(|id| id == at.id) && (wanted.gateway.is_some() || ours(&at));
        return if meant {
            Ok(attached(at))
        } else {
            Err(Refusal::VpcHasGateway {
                gateway: at.id.clone(),
            })
        };
    }
    if seen.ends_on_vpn_gateway() {
        only_one(wanted, seen)?;
    }
    let meant = match wanted.gateway {
        Some(id) => region.vpn_gateways.iter().find(|gateway| gateway.id == id),
        None => region
            .vpn_gateways
            .iter()
            .find(|gateway| !gateway.state.is_going() && ours(gateway)),
    };
    match (meant, wanted.gateway) {
        (Some(gateway), _) => attach(gateway, wanted, seen),
        (None, Some(id)) => Err(Refusal::GatewayGone { id: id.to_owned() }),
        (None, None) => create(wanted, seen),
    }
}

fn is_ours(gateway: &VpnGateway, wanted: &Wanted<'_>, seen: &Observation) -> bool {
    tags::is_ours(
        &gateway.tags,
        &seen.connection.id,
        &tags::vpc_step(wanted.vpc),
    )
}

fn attached(gateway: &VpnGateway) -> Next {
    match gateway.attachment {
        Some((_, AttachmentState::Attached)) => Next::Done,
        _ => Next::Wait(Wait::Attachment),
    }
}

fn attach(gateway: &VpnGateway, wanted: &Wanted<'_>, seen: &Observation) -> Result<Next, Refusal> {
    if let Some((vpc, _)) = &gateway.attachment {
        return Err(Refusal::GatewayElsewhere { vpc: vpc.clone() });
    }
    if seen.ends_on_vpn_gateway() {
        interfaces::vpn_gateway_fits(gateway, seen)?;
    }
    Ok(match gateway.state {
        GatewayState::Available => Next::Do(Call::AttachVpnGateway {
            region: wanted.region.clone(),
            vpn_gateway: gateway.id.clone(),
            vpc: wanted.vpc.to_owned(),
        }),
        GatewayState::Pending => Next::Wait(Wait::VpnGateway),
        GatewayState::Deleting | GatewayState::Deleted => {
            return Err(Refusal::GatewayGone {
                id: gateway.id.clone(),
            });
        }
    })
}

fn create(wanted: &Wanted<'_>, seen: &Observation) -> Result<Next, Refusal> {
    if wanted.name.trim().is_empty()
        || wanted.name.chars().count() > 255
        || wanted.name.chars().any(char::is_control)
    {
        return Err(Refusal::NameUnusable);
    }
    let mut asn = wanted.asn;
    if seen.ends_on_vpn_gateway() {
        let ordered = seen.ordered_asn();
        match asn {
            Some(typed) if typed != ordered => {
                return Err(Refusal::AsnMismatch {
                    ordered: ordered.0,
                    gateway: typed.0,
                });
            }
            _ => asn = Some(ordered),
        }
    }
    let tags = tags::marks(&seen.connection.id, None, &tags::vpc_step(wanted.vpc));
    let (region, name) = (wanted.region.clone(), wanted.name.trim().to_owned());
    Ok(Next::Do(Call::CreateVpnGateway {
        region,
        name,
        asn,
        tags,
    }))
}

/// A virtual private gateway as target: of the connection's region, and exactly one VPC.
fn only_one(wanted: &Wanted<'_>, seen: &Observation) -> Result<(), Refusal> {
    if *wanted.region != seen.connection.region {
        return Err(Refusal::OtherRegion {
            region: seen.connection.region.to_string(),
        });
    }
    match interfaces::vpn_gateway(seen) {
        Some(gateway)
            if gateway
                .attachment
                .as_ref()
                .is_some_and(|(vpc, _)| vpc != wanted.vpc) =>
        {
            Err(Refusal::OneVpcOnly {
                gateway: gateway.id.clone(),
            })
        }
        _ => Ok(()),
    }
}
