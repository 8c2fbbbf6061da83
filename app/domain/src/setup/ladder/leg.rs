//! One leg: its hosted connection, its interface, both sides' values, its session and prefixes.

use super::{Differing, Evidence, Rung, RungName};
use crate::{
    ports::{BgpState, HostedState, Interface, InterfaceState, Leg},
    setup::{Observation, Refusal, accept, interfaces},
    status::RungState,
};

pub(super) fn leg_rungs(leg: &Leg, seen: &Observation) -> Vec<Rung> {
    let found = seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg));
    let rungs = [
        (RungName::HostedConnection, hosted(leg, seen)),
        (RungName::Interface, interface(found)),
        (RungName::Values, values(leg, found)),
        (RungName::Bgp, bgp(leg, found)),
        (RungName::Prefixes, prefixes(found, seen)),
    ];
    rungs
        .into_iter()
        .map(|(name, (state, evidence))| Rung {
            name,
            leg: Some(leg.role),
            object: String::new(),
            state,
            evidence,
        })
        .collect()
}

fn hosted(leg: &Leg, seen: &Observation) -> (RungState, Evidence) {
    match interfaces::ready(leg.role, seen) {
        Ok(()) if is_link_down(leg, seen) => (RungState::Waiting, Evidence::LinkDown),
        Ok(()) => (
            RungState::Passed,
            Evidence::Seen(leg.aws_connection.clone().unwrap_or_default()),
        ),
        Err(refusal @ Refusal::ConnectionGone { .. }) => {
            (RungState::Broken, Evidence::Refused(refusal))
        }
        Err(refusal) => (RungState::Waiting, Evidence::Refused(refusal)),
    }
}

/// `down` is normal before an interface exists; with one it is a fault, unless BGP is up.
fn is_link_down(leg: &Leg, seen: &Observation) -> bool {
    let interface = seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg));
    accept::state(leg.role, seen) == Ok(HostedState::Down)
        && interface.is_some_and(|found| found.bgp != Some(BgpState::Up))
}

fn interface(found: Option<&Interface>) -> (RungState, Evidence) {
    match found {
        None => (RungState::Waiting, Evidence::Nothing),
        Some(interface) => match interface.state {
            InterfaceState::Available | InterfaceState::Down | InterfaceState::Testing => {
                (RungState::Passed, Evidence::Seen(interface.id.clone()))
            }
            InterfaceState::Deleting | InterfaceState::Deleted | InterfaceState::Rejected => {
                (RungState::Broken, Evidence::Nothing)
            }
            _ => (RungState::Waiting, Evidence::Seen(interface.id.clone())),
        },
    }
}

/// Compares what the partner ordered with what stands at AWS.
fn values(leg: &Leg, found: Option<&Interface>) -> (RungState, Evidence) {
    let Some(interface) = found else {
        return (RungState::Waiting, Evidence::Nothing);
    };
    match difference(leg, interface) {
        Some(evidence) => (RungState::Broken, evidence),
        None => (RungState::Passed, Evidence::Seen(interface.id.clone())),
    }
}

fn difference(leg: &Leg, interface: &Interface) -> Option<Evidence> {
    let swapped = leg.partner_ip != leg.aws_ip
        && leg.partner_ip.is_some()
        && (leg.partner_ip, leg.aws_ip) == (interface.aws_ip, interface.partner_ip);
    let first = if swapped {
        Differing::AddressesSwapped
    } else {
        Differing::PartnerAddress
    };
    differs(Differing::Vlan, leg.vlan, interface.vlan)
        .or_else(|| {
            differs(
                Differing::PartnerAsn,
                leg.partner_asn,
                interface.partner_asn,
            )
        })
        .or_else(|| differs(Differing::AmazonAsn, leg.aws_asn, interface.aws_asn))
        .or_else(|| differs(first, leg.partner_ip, interface.partner_ip))
        .or_else(|| differs(Differing::AmazonAddress, leg.aws_ip, interface.aws_ip))
        .or_else(|| key_differs(leg, interface))
}

fn differs<T: PartialEq + std::fmt::Display>(
    what: Differing,
    partner: Option<T>,
    aws: Option<T>,
) -> Option<Evidence> {
    match (partner, aws) {
        (Some(partner), Some(aws)) if partner != aws => Some(Evidence::Differs {
            what,
            partner: partner.to_string(),
            aws: aws.to_string(),
        }),
        _ => None,
    }
}

fn key_differs(leg: &Leg, interface: &Interface) -> Option<Evidence> {
    let (partner, aws) = (leg.bgp_key.as_ref()?, interface.bgp_key.as_ref()?);
    if partner.agrees_with(aws) {
        return None;
    }
    let blank = partner.expose().trim() == aws.expose().trim();
    let what = if blank {
        Differing::KeyBlank
    } else {
        Differing::Key
    };
    Some(Evidence::Differs {
        what,
        partner: String::new(),
        aws: String::new(),
    })
}

fn bgp(leg: &Leg, found: Option<&Interface>) -> (RungState, Evidence) {
    let aws = found.and_then(|interface| interface.bgp);
    let evidence = Evidence::Bgp {
        partner: leg.bgp,
        aws,
    };
    let Some(interface) = found else {
        return (RungState::Waiting, evidence);
    };
    // A session has two ends: a partner that does not tell leaves AWS's word.
    let up = matches!(leg.bgp, None | Some(BgpState::Up)) && aws == Some(BgpState::Up);
    let state = if up {
        RungState::Passed
    } else if difference(leg, interface).is_some() {
        RungState::Broken
    } else {
        RungState::Waiting
    };
    (state, evidence)
}

fn prefixes(found: Option<&Interface>, seen: &Observation) -> (RungState, Evidence) {
    let Some(cloud) = &seen.cloud else {
        return (RungState::Waiting, Evidence::Nothing);
    };
    let Some(interface) = found else {
        return (RungState::Waiting, Evidence::Nothing);
    };
    let Some((_, routes)) = cloud.routes.iter().find(|(id, _)| *id == interface.id) else {
        let gap = cloud.has_gap("directconnect:ListVirtualInterfaceRoutes");
        let evidence = if gap {
            Evidence::Unreadable
        } else {
            Evidence::Nothing
        };
        return (RungState::NotChecked, evidence);
    };
    let accepted = routes.iter().filter(|route| route.accepted).count();
    let advertised = routes.len() - accepted;
    let state = if accepted > 0 && advertised > 0 {
        RungState::Passed
    } else {
        RungState::Waiting
    };
    (
        state,
        Evidence::Prefixes {
            accepted,
            advertised,
        },
    )
}
