use super::{Call, Next, Observation, Refusal, Task, Wait, accept, gateway};
use crate::{
    ports::{
        AttachmentState, HostedState, InterfaceState, Leg, LegRole, NewInterface, Target,
        VpnGateway,
    },
    tags,
    values::Asn,
};

/// What an interface would be made of, for its card and its command lines.
#[derive(Debug, Clone)]
pub struct InterfacePlan {
    pub new: NewInterface,
    /// The gateway's number, which becomes the interface's Amazon side.
    pub amazon_asn: Option<Asn>,
}

/// Creates the leg's interface, unless it exists.
pub fn next(role: LegRole, name: &str, mtu: u32, seen: &Observation) -> Next {
    match exists(role, seen) {
        Ok(Some(state)) if is_moving(state) => return Next::Wait(Wait::Interface),
        Ok(Some(_)) => return Next::Done,
        Ok(None) => {}
        Err(refusal) => return Next::Refuse(refusal),
    }
    match ready(role, seen).and_then(|()| interface_plan(role, name, mtu, seen)) {
        Ok(plan) => {
            let region = seen.connection.region.clone();
            Next::Do(Call::CreateInterface {
                region,
                new: Box::new(plan.new),
            })
        }
        Err(refusal) => Next::Refuse(refusal),
    }
}

/// AWS still makes it, or removes it: then another one can follow.
pub(super) fn is_moving(state: InterfaceState) -> bool {
    use InterfaceState as State;
    matches!(
        state,
        State::Pending | State::Verifying | State::Confirming | State::Deleting
    )
}

fn exists(role: LegRole, seen: &Observation) -> Result<Option<InterfaceState>, Refusal> {
    let leg = seen.leg(role)?;
    let cloud = seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    if cloud.has_gap("directconnect:DescribeVirtualInterfaces") {
        return Err(Refusal::NotReadable);
    }
    Ok(cloud.interface_of(leg).map(|interface| interface.state))
}

/// The hosted connection takes an interface: `available`, or `down`, both are ready.
pub fn ready(role: LegRole, seen: &Observation) -> Result<(), Refusal> {
    match accept::state(role, seen)? {
        state if state.is_ready() => Ok(()),
        HostedState::Ordering | HostedState::Requested => {
            Err(Refusal::ConnectionNotAccepted { leg: role })
        }
        HostedState::Deleting | HostedState::Deleted | HostedState::Rejected => {
            Err(Refusal::ConnectionGone { leg: role })
        }
        state => Err(Refusal::ConnectionPending { leg: role, state }),
    }
}

/// The values of the leg's interface, every one from the partner's report. The names cross:
/// AWS's `customerAddress` is the partner's end, `amazonAddress` the partner's "Remote IP".
pub fn interface_plan(
    role: LegRole,
    name: &str,
    mtu: u32,
    seen: &Observation,
) -> Result<InterfacePlan, Refusal> {
    let leg = seen.leg(role)?;
    let (target, amazon_asn) = target(seen)?;
    same_as_sibling(leg, &target, seen)?;
    let usable =
        (1..=100).contains(&name.trim().chars().count()) && !name.chars().any(char::is_control);
    if !usable {
        return Err(Refusal::NameUnusable);
    }
    if !matches!(mtu, 1500 | 8500) {
        return Err(Refusal::MtuUnusable);
    }
    if leg.bgp_key.is_none() && !seen.connection.capabilities.reports {
        return Err(Refusal::KeyNotTyped { leg: role });
    }
    let new =
        values(leg, name.trim(), mtu, target, seen).ok_or(Refusal::ValueMissing { leg: role })?;
    Ok(InterfacePlan { new, amazon_asn })
}

fn values(
    leg: &Leg,
    name: &str,
    mtu: u32,
    target: Target,
    seen: &Observation,
) -> Option<NewInterface> {
    Some(NewInterface {
        connection: leg.aws_connection.clone()?,
        name: name.to_owned(),
        vlan: leg.vlan?,
        partner_asn: leg.partner_asn?,
        partner_ip: leg.partner_ip?,
        aws_ip: leg.aws_ip?,
        bgp_key: leg.bgp_key.clone()?,
        mtu,
        target,
        tags: tags::marks(&seen.connection.id, Some(leg.role), Task::Interfaces.word()),
    })
}

/// Where the interfaces end, with that gateway's number; the numbers agree with the order.
fn target(seen: &Observation) -> Result<(Target, Option<Asn>), Refusal> {
    if !seen.ends_on_vpn_gateway() {
        let gateway = gateway::ready(seen)?;
        return Ok((
            Target::DirectConnectGateway(gateway.id.clone()),
            Some(gateway.asn),
        ));
    }
    let vpn_gateway = vpn_gateway(seen).ok_or(Refusal::NoGateway)?;
    vpn_gateway_fits(vpn_gateway, seen)?;
    match vpn_gateway.attachment {
        Some((_, AttachmentState::Attached)) => Ok((
            Target::VirtualPrivateGateway(vpn_gateway.id.clone()),
            vpn_gateway.asn,
        )),
        _ => Err(Refusal::NotAttached {
            gateway: vpn_gateway.id.clone(),
        }),
    }
}

/// The ASN trap, for a virtual private gateway.
pub fn vpn_gateway_fits(vpn_gateway: &VpnGateway, seen: &Observation) -> Result<(), Refusal> {
    match vpn_gateway.asn {
        Some(asn) if asn != seen.ordered_asn() => Err(Refusal::AsnMismatch {
            ordered: seen.ordered_asn().0,
            gateway: asn.0,
        }),
        _ => Ok(()),
    }
}

/// The virtual private gateway of a set-up that ends on one: where an interface ends already,
/// else the chosen one, else the one that Onramp made for this connection.
pub fn vpn_gateway(seen: &Observation) -> Option<&VpnGateway> {
    let cloud = seen.cloud.as_ref()?;
    let by_id = |id: &str| cloud.vpn_gateway(id).map(|(_, found)| found);
    let fixed = cloud
        .interfaces
        .iter()
        .find_map(|interface| match &interface.target {
            Some(Target::VirtualPrivateGateway(id)) => by_id(id),
            _ => None,
        });
    let chosen = match &seen.choice {
        crate::ports::Choice::Existing {
            target: Target::VirtualPrivateGateway(id),
        } => by_id(id),
        _ => cloud
            .region(&seen.connection.region)?
            .vpn_gateways
            .iter()
            .find(|found| {
                found.attachment.as_ref().is_some_and(|(vpc, _)| {
                    tags::is_ours(&found.tags, &seen.connection.id, &tags::vpc_step(vpc))
                })
            }),
    };
    fixed.or(chosen)
}

/// Both legs end on the same gateway.
fn same_as_sibling(leg: &Leg, target: &Target, seen: &Observation) -> Result<(), Refusal> {
    let own = leg.aws_connection.as_deref();
    let sibling = seen
        .cloud
        .iter()
        .flat_map(|cloud| &cloud.interfaces)
        .find(|interface| {
            Some(interface.connection.as_str()) != own
                && interface.target.as_ref().is_some_and(|t| t != target)
        });
    match sibling.and_then(|interface| interface.target.as_ref()) {
        Some(Target::DirectConnectGateway(id) | Target::VirtualPrivateGateway(id)) => {
            Err(Refusal::OtherTarget {
                existing: id.clone(),
            })
        }
        None => Ok(()),
    }
}
