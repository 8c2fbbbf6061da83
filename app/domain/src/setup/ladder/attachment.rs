//! Virtual private gateways at their VPCs.

use super::{Evidence, Rung, RungName, rung};
use crate::{
    ports::{AttachmentState, VpnGateway},
    setup::{CloudView, Observation, RegionView, VpcView, interfaces},
    status::RungState,
    tags,
    values::name_or_id,
};

/// The gateway of a VPC that is part of this set-up.
pub(super) fn attachment(view: &VpcView<'_>, label: &str) -> Rung {
    let name = RungName::Attachment;
    let Some(gateway) = view.gateway else {
        return rung(name, label, RungState::Waiting, Evidence::Nothing);
    };
    let id = gateway.id.clone();
    match gateway.attachment.as_ref().map(|(_, state)| *state) {
        Some(AttachmentState::Attached) => rung(name, label, RungState::Passed, Evidence::Seen(id)),
        Some(AttachmentState::Attaching) => {
            rung(name, label, RungState::Waiting, Evidence::Seen(id))
        }
        Some(AttachmentState::Detaching) | None => {
            let evidence = Evidence::Detached { gateway: id };
            rung(name, label, RungState::Broken, evidence)
        }
    }
}

/// Gateways of this set-up that were attached once, and are not.
pub(super) fn detached(seen: &Observation, cloud: &CloudView) -> Vec<Rung> {
    let mut rungs = Vec::new();
    for region in &cloud.regions {
        let lost = region.vpn_gateways.iter().filter(|gateway| {
            gateway.attachment.is_none()
                && is_part(gateway, region, seen, cloud)
                && was_attached(gateway, region, cloud)
        });
        for gateway in lost {
            let evidence = Evidence::Detached {
                gateway: gateway.id.clone(),
            };
            let label = last_vpc(gateway, region);
            rungs.push(rung(
                RungName::Attachment,
                label,
                RungState::Broken,
                evidence,
            ));
        }
    }
    rungs
}

fn is_part(
    gateway: &VpnGateway,
    region: &RegionView,
    seen: &Observation,
    cloud: &CloudView,
) -> bool {
    let target = interfaces::vpn_gateway(seen).map(|target| target.id.as_str());
    let ours = |vpc: &crate::ports::Vpc| {
        tags::is_ours(&gateway.tags, &seen.connection.id, &tags::vpc_step(&vpc.id))
    };
    cloud.association_of(&gateway.id).is_some()
        || seen.ends_on_vpn_gateway() && target == Some(gateway.id.as_str())
        || region.vpcs.iter().any(ours)
}

/// Only an attached gateway can be associated or propagate, so either one is its trace.
fn was_attached(gateway: &VpnGateway, region: &RegionView, cloud: &CloudView) -> bool {
    cloud.association_of(&gateway.id).is_some() || propagating(gateway, region).next().is_some()
}

fn propagating<'a>(
    gateway: &'a VpnGateway,
    region: &'a RegionView,
) -> impl Iterator<Item = &'a crate::ports::RouteTable> {
    let takes = |table: &&crate::ports::RouteTable| table.propagating.contains(&gateway.id);
    region.tables.iter().filter(takes)
}

/// The name of the VPC whose tables still ask for the gateway's routes; empty when none does.
fn last_vpc<'a>(gateway: &'a VpnGateway, region: &'a RegionView) -> &'a str {
    let Some(table) = propagating(gateway, region).next() else {
        return "";
    };
    let vpc = region.vpcs.iter().find(|vpc| vpc.id == table.vpc);
    vpc.map_or(table.vpc.as_str(), |vpc| name_or_id(&vpc.name, &vpc.id))
}
