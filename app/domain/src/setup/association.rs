use super::{Call, CloudView, Next, Observation, Refusal, Wait, gateway};
use crate::{
    ports::{Association, AssociationState, AttachmentState, Vpc, VpnGateway},
    values::{Cidr, RegionName, name_or_id},
};

/// Associates a virtual private gateway with the chosen Direct Connect gateway.
pub fn next(region: &RegionName, vpn_gateway: &str, prefixes: &[Cidr], seen: &Observation) -> Next {
    match decide(region, vpn_gateway, prefixes, seen) {
        Ok(next) => next,
        Err(refusal) => Next::Refuse(refusal),
    }
}

fn decide(
    region: &RegionName,
    id: &str,
    prefixes: &[Cidr],
    seen: &Observation,
) -> Result<Next, Refusal> {
    if seen.ends_on_vpn_gateway() {
        return Err(Refusal::NotNeeded);
    }
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    let gateway = gateway::ready(seen)?;
    if cloud.has_gap("directconnect:DescribeDirectConnectGatewayAssociations") {
        return Err(Refusal::NotReadable);
    }
    if let Some(found) = cloud.association_of(id)
        && let Some(next) = existing(found)
    {
        return Ok(next);
    }
    let (at, vpn_gateway) = cloud
        .vpn_gateway(id)
        .ok_or_else(|| Refusal::GatewayGone { id: id.to_owned() })?;
    let vpc = attached_vpc(vpn_gateway, cloud)?;
    elsewhere(id, cloud)?;
    advertises(prefixes, vpc)?;
    overlaps(vpc, id, cloud)?;
    // AWS finds a virtual private gateway only from its own region, whatever the form says.
    let region = if at.name == *region { region } else { &at.name };
    Ok(Next::Do(Call::Associate {
        region: region.clone(),
        gateway: gateway.id.clone(),
        vpn_gateway: id.to_owned(),
        prefixes: prefixes.to_vec(),
    }))
}

fn existing(found: &Association) -> Option<Next> {
    match found.state {
        AssociationState::Associated => Some(Next::Done),
        AssociationState::Associating
        | AssociationState::Updating
        | AssociationState::Disassociating => Some(Next::Wait(Wait::Association)),
        AssociationState::Disassociated => None,
    }
}

/// A virtual private gateway joins one Direct Connect gateway (reference/aws.md §2.3).
fn elsewhere(id: &str, cloud: &CloudView) -> Result<(), Refusal> {
    let other = cloud
        .elsewhere
        .iter()
        .find(|found| found.associated == id && found.state != AssociationState::Disassociated);
    match other {
        Some(found) => Err(Refusal::AssociatedElsewhere {
            gateway: found.gateway.clone(),
        }),
        None => Ok(()),
    }
}

/// The VPC of a gateway whose attachment is complete.
fn attached_vpc<'a>(vpn_gateway: &VpnGateway, cloud: &'a CloudView) -> Result<&'a Vpc, Refusal> {
    let not_attached = || Refusal::NotAttached {
        gateway: vpn_gateway.id.clone(),
    };
    match &vpn_gateway.attachment {
        Some((vpc, AttachmentState::Attached)) => {
            cloud.vpc(vpc).map(|(_, vpc)| vpc).ok_or_else(not_attached)
        }
        _ => Err(not_attached()),
    }
}

/// A prefix narrower than every CIDR of the VPC advertises nothing (reference/aws.md §2.3).
pub fn advertises(prefixes: &[Cidr], vpc: &Vpc) -> Result<(), Refusal> {
    for prefix in prefixes {
        let covers = vpc.cidrs.iter().any(|cidr| prefix.contains(*cidr));
        if !covers {
            let vpc_cidr = vpc
                .cidrs
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            return Err(Refusal::PrefixTooNarrow {
                prefix: prefix.to_string(),
                vpc_cidr,
            });
        }
    }
    Ok(())
}

/// CIDRs of VPCs on one Direct Connect gateway must not overlap (reference/aws.md §2.3).
pub fn overlaps(vpc: &Vpc, own_gateway: &str, cloud: &CloudView) -> Result<(), Refusal> {
    let live = cloud.associations.iter().filter(|association| {
        association.associated != own_gateway
            && association.state != AssociationState::Disassociated
    });
    for association in live {
        let Some(other) = cloud
            .vpn_gateway(&association.associated)
            .and_then(|(_, gateway)| gateway.attachment.as_ref())
            .and_then(|(vpc, _)| cloud.vpc(vpc))
            .map(|(_, vpc)| vpc)
        else {
            continue;
        };
        for cidr in &vpc.cidrs {
            if let Some(with) = other.cidrs.iter().find(|theirs| theirs.overlaps(*cidr)) {
                return Err(Refusal::CidrOverlap {
                    vpc: name_or_id(&other.name, &other.id).to_owned(),
                    cidr: cidr.to_string(),
                    with: with.to_string(),
                });
            }
        }
    }
    Ok(())
}
