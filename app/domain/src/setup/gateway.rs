use super::{Call, CloudView, Next, Observation, Refusal, Task, Wait};
use crate::{
    ports::{Choice, Gateway, GatewayState, Interface},
    tags,
    values::Asn,
};

/// Creates the Direct Connect gateway with the ordered ASN, unless one is in use or was made.
pub fn next(name: &str, seen: &Observation) -> Next {
    let Some(cloud) = &seen.cloud else {
        return Next::Refuse(Refusal::CloudNotConnected);
    };
    if seen.ends_on_vpn_gateway() {
        return Next::Refuse(Refusal::NotNeeded);
    }
    if cloud.has_gap("directconnect:DescribeDirectConnectGateways") {
        return Next::Refuse(Refusal::NotReadable);
    }
    let own = cloud.own_gateway(&seen.connection);
    if let Some(own) = own.filter(|own| fits(own, seen).is_ok()) {
        return if own.state == GatewayState::Available {
            Next::Done
        } else {
            Next::Wait(Wait::Gateway)
        };
    }
    if !cloud.interfaces.is_empty() {
        return Next::Refuse(Refusal::TargetFixed);
    }
    if name.trim().is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Next::Refuse(Refusal::NameUnusable);
    }
    let tags = tags::marks(&seen.connection.id, None, Task::Gateway.word());
    Next::Do(Call::CreateGateway {
        name: name.trim().to_owned(),
        asn: seen.ordered_asn(),
        tags,
    })
}

/// Whether interfaces of this order could end on `gateway`: BGP never comes up between
/// different numbers, a gateway's number can't be changed, and beside a transit gateway AWS takes
/// no private interface.
pub fn fits(gateway: &Gateway, seen: &Observation) -> Result<(), Refusal> {
    let ordered = seen.ordered_asn();
    if gateway.asn != ordered {
        return Err(Refusal::AsnMismatch {
            ordered: ordered.0,
            gateway: gateway.asn.0,
        });
    }
    let all = seen.cloud.iter().flat_map(CloudView::all_associations);
    let mut transits = all.filter(|found| found.associated.starts_with("tgw-"));
    match transits.find(|found| found.gateway == gateway.id) {
        Some(found) => Err(Refusal::HasTransitGateway {
            gateway: gateway.id.clone(),
            transit: found.associated.clone(),
        }),
        None => Ok(()),
    }
}

/// Whether the order may be changed to `asn`: no interface exists, or each ends on a gateway that
/// has this very number, which is what BGP waits for.
pub fn may_reorder(asn: Asn, seen: &Observation) -> Result<(), Refusal> {
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    cloud.is_account_ordered(&seen.connection)?;
    seen.is_order_active()?;
    if cloud.has_gap("directconnect:DescribeVirtualInterfaces") {
        return Err(Refusal::NotReadable);
    }
    let fits = |found: &Interface| found.aws_asn == Some(asn);
    if cloud.interfaces.iter().all(fits) {
        Ok(())
    } else {
        Err(Refusal::TargetFixed)
    }
}

/// The gateway of this set-up, ready for interfaces.
pub fn ready(seen: &Observation) -> Result<&Gateway, Refusal> {
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    if cloud.has_gap("directconnect:DescribeDirectConnectGateways") {
        return Err(Refusal::NotReadable);
    }
    let gateway = cloud
        .direct_connect_gateway(&seen.connection, &seen.choice)
        .ok_or_else(|| missing(seen))?;
    fits(gateway, seen)?;
    if gateway.state == GatewayState::Available {
        Ok(gateway)
    } else {
        Err(Refusal::GatewayNotReady {
            id: gateway.id.clone(),
        })
    }
}

fn missing(seen: &Observation) -> Refusal {
    match &seen.choice {
        Choice::Existing {
            target: crate::ports::Target::DirectConnectGateway(id),
        } => Refusal::GatewayGone { id: id.clone() },
        _ => Refusal::NoGateway,
    }
}
