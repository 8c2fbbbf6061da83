//! One leg: its hosted connection, its interface, both sides' values, its session and prefixes.

use std::collections::BTreeSet;

use super::{Differing, Evidence, Rung, RungName};
use crate::{
    ports::{
        AssociationState, BgpState, FabricRoute, HostedState, Interface, InterfaceRoute,
        InterfaceState, Leg,
    },
    setup::{Observation, Refusal, VpcView, accept, interfaces, vpcs},
    status::RungState,
    values::Cidr,
};

/// AWS takes so many prefixes on a private interface; one more, and it keeps the session down
/// (aws.md §2.2).
pub const PREFIX_LIMIT: usize = 100;
/// From here on it is time to summarise (aws.md §6).
pub const PREFIXES_NEAR_LIMIT: usize = 80;

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
        (RungName::Prefixes, prefixes(leg, found, seen)),
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
    let account = seen
        .cloud
        .as_ref()
        .map(|cloud| cloud.is_account_ordered(&seen.connection));
    if let Some(Err(other)) = account {
        return (RungState::Waiting, Evidence::Refused(other));
    }
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
    if interface.state == InterfaceState::Testing && aws != Some(BgpState::Up) {
        return (RungState::Waiting, Evidence::Testing);
    }
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

fn prefixes(leg: &Leg, found: Option<&Interface>, seen: &Observation) -> (RungState, Evidence) {
    let (Some(cloud), Some(interface)) = (&seen.cloud, found) else {
        return (RungState::Waiting, Evidence::Nothing);
    };
    let announced = announced(leg, seen);
    if announced > PREFIX_LIMIT && interface.bgp != Some(BgpState::Up) {
        return (RungState::Broken, Evidence::TooMany { announced });
    }
    let Some((_, routes)) = cloud.routes.iter().find(|(id, _)| *id == interface.id) else {
        let gap = cloud.has_gap("directconnect:ListVirtualInterfaceRoutes");
        let evidence = if gap {
            Evidence::Unreadable
        } else {
            Evidence::Nothing
        };
        return (RungState::NotChecked, evidence);
    };
    judged(routes, unadvertised(routes, seen))
}

fn judged(routes: &[InterfaceRoute], missing: Vec<String>) -> (RungState, Evidence) {
    let accepted = routes.iter().filter(|route| route.accepted).count();
    let advertised = routes.len() - accepted;
    let evidence = Evidence::Prefixes {
        accepted,
        advertised,
    };
    if accepted == 0 || advertised == 0 {
        (RungState::Waiting, evidence)
    } else if !missing.is_empty() {
        (RungState::Waiting, Evidence::Missing(missing))
    } else if accepted > PREFIXES_NEAR_LIMIT {
        (RungState::Warning, evidence)
    } else {
        (RungState::Passed, evidence)
    }
}

/// How many prefixes the partner's gateway has for AWS: all but those that it has from there.
fn announced(leg: &Leg, seen: &Observation) -> usize {
    let of_leg = seen.partner_routes.iter();
    let routes = of_leg
        .filter(|(role, _)| *role == leg.role)
        .flat_map(|(_, routes)| routes);
    let ours = routes.filter(|route| is_announced(route, leg));
    ours.map(|route| route.prefix)
        .collect::<BTreeSet<_>>()
        .len()
}

/// What the partner's gateway learned from AWS begins with Amazon's ASN.
pub(in crate::setup) fn is_announced(route: &FabricRoute, leg: &Leg) -> bool {
    let first = route.as_path.first().copied();
    route.best && (first.is_none() || first != leg.aws_asn.map(|asn| asn.0))
}

/// CIDRs of the VPCs behind the gateway that AWS should advertise, and does not.
fn unadvertised(routes: &[InterfaceRoute], seen: &Observation) -> Vec<String> {
    let carried = |view: &VpcView<'_>| {
        let associated = view
            .association
            .is_some_and(|found| found.state == AssociationState::Associated);
        view.is_part(seen) && view.is_attached() && (associated || seen.ends_on_vpn_gateway())
    };
    let told = |cidr: Cidr| {
        let mut advertised = routes.iter().filter(|route| !route.accepted);
        advertised.any(|route| route.prefix.contains(cidr))
    };
    let parts = vpcs(seen).into_iter().filter(carried);
    parts
        .flat_map(|view| view.vpc.cidrs.iter().copied())
        .filter(|cidr| !told(*cidr))
        .map(|cidr| cidr.to_string())
        .collect()
}
