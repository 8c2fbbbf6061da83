//! Which gateway the interfaces end on: chosen, checked and saved here.

use domain::{
    ports::{Choice, Target},
    setup::{Observation, Reach, Refusal, Task, gateway_fits, vpn_gateway_fits},
};

use super::{load::load, post};
use crate::{answer::Stop, context::UserCx, paths, words};

/// Saves `choice` if the set-up allows it, and says so on the page of `task`.
pub(super) async fn choose(
    ux: &UserCx,
    id: &str,
    task: Task,
    choice: Choice,
) -> Result<String, Stop> {
    let here = paths::task(id, task);
    let at = load(ux, id, here, Reach::Regions(Vec::new())).await?;
    match allows(&choice, &at.seen) {
        Ok(()) => {
            ux.cx.services.choices.save(id, &choice).await?;
            Ok(post::tell(ux, id, task, "target_saved", String::new()).await)
        }
        Err(refusal) => {
            let why = words::refusal(&refusal);
            Ok(post::tell(ux, id, task, "target_refused", why).await)
        }
    }
}

/// Nothing ends anywhere yet, and the gateway is there and has the ordered ASN.
pub(super) fn allows(choice: &Choice, seen: &Observation) -> Result<(), Refusal> {
    let Some(cloud) = &seen.cloud else {
        return match choice {
            Choice::Existing { .. } => Err(Refusal::CloudNotConnected),
            _ => Ok(()),
        };
    };
    if cloud.has_gap("directconnect:DescribeVirtualInterfaces") {
        return Err(Refusal::NotReadable);
    }
    if !cloud.interfaces.is_empty() {
        return Err(Refusal::TargetFixed);
    }
    let gone = |id: &String| Refusal::GatewayGone { id: id.clone() };
    match choice {
        Choice::Existing {
            target: Target::DirectConnectGateway(id),
        } => {
            let found = cloud.gateways.iter().find(|gateway| gateway.id == *id);
            gateway_fits(found.ok_or_else(|| gone(id))?, seen)
        }
        Choice::Existing {
            target: Target::VirtualPrivateGateway(id),
        } => {
            let home = cloud.region(&seen.connection.region);
            let found =
                home.and_then(|region| region.vpn_gateways.iter().find(|one| one.id == *id));
            vpn_gateway_fits(found.ok_or_else(|| gone(id))?, seen)
        }
        Choice::NewGateway | Choice::NewVpnGateway => Ok(()),
    }
}
