use serde::{Deserialize, Serialize};

use super::{
    CloudView, Observation, Refusal, TableView, VpcView, accept, gateway, interfaces, tables, vpcs,
};
use crate::{
    ports::{
        AssociationState, BgpState, HostedState, Interface, InterfaceState, Leg, LegRole, Target,
    },
    status::RungState,
};

/// One rung of the proof, from the order to the routes in each table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    pub name: RungName,
    /// The leg it is about.
    pub leg: Option<LegRole>,
    /// What it is about otherwise: a VPC's or table's name.
    pub object: String,
    pub state: RungState,
    pub evidence: Evidence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RungName {
    Order,
    HostedConnection,
    Interface,
    /// Both sides' values compared.
    Values,
    Bgp,
    /// Routes accepted and advertised by AWS.
    Prefixes,
    /// Both legs carry the same prefixes.
    SamePrefixes,
    /// The gateway on which the interfaces end.
    Gateway,
    Attachment,
    Association,
    Propagation,
    /// Propagated routes are active and not shadowed.
    Routes,
    Traffic,
}

/// What was seen, or what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// A provider's state word or an id, shown as it is.
    Seen(String),
    /// A count of routes.
    Prefixes { accepted: usize, advertised: usize },
    /// Routes from the gateway in a table.
    Routes(Vec<String>),
    /// A routed prefix that a static route for the same prefix wins over.
    Shadowed { prefix: String, via: String },
    /// A value differs between the two sides.
    Differs {
        what: Differing,
        partner: String,
        aws: String,
    },
    /// Nothing there yet.
    Nothing,
    /// Something before it is missing.
    Refused(Refusal),
    /// BGP at each end.
    Bgp {
        partner: Option<BgpState>,
        aws: Option<BgpState>,
    },
    /// The allowed prefixes leave a VPC's CIDR out.
    NotAllowed { cidr: String },
    /// It could not be read.
    Unreadable,
    /// AWS reports the link down although an interface exists.
    LinkDown,
}

/// The value that differs. A key is only ever equal or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differing {
    Vlan,
    PartnerAsn,
    AmazonAsn,
    PartnerAddress,
    AmazonAddress,
    /// Amazon's and the partner's address stand in each other's place.
    AddressesSwapped,
    Key,
    /// Equal but for a blank at an end.
    KeyBlank,
    Prefixes,
}

/// The whole ladder.
pub fn ladder(seen: &Observation) -> Vec<Rung> {
    let mut rungs = vec![order(seen)];
    for leg in &seen.connection.legs {
        rungs.extend(leg_rungs(leg, seen));
    }
    if seen.connection.legs.len() == 2 {
        rungs.push(same_prefixes(seen));
    }
    rungs.push(gateway_rung(seen));
    rungs.extend(vpc_rungs(seen));
    rungs.push(rung(
        RungName::Traffic,
        "",
        RungState::NotChecked,
        Evidence::Nothing,
    ));
    rungs
}

fn rung(name: RungName, object: &str, state: RungState, evidence: Evidence) -> Rung {
    Rung {
        name,
        leg: None,
        object: object.to_owned(),
        state,
        evidence,
    }
}

fn order(seen: &Observation) -> Rung {
    match seen.is_order_active() {
        Ok(()) => rung(
            RungName::Order,
            "",
            RungState::Passed,
            Evidence::Seen(seen.connection.id.clone()),
        ),
        Err(Refusal::OrderFailed) => rung(
            RungName::Order,
            "",
            RungState::Broken,
            Evidence::Refused(Refusal::OrderFailed),
        ),
        Err(refusal) => rung(
            RungName::Order,
            "",
            RungState::Waiting,
            Evidence::Refused(refusal),
        ),
    }
}

fn leg_rungs(leg: &Leg, seen: &Observation) -> Vec<Rung> {
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

fn same_prefixes(seen: &Observation) -> Rung {
    let name = RungName::SamePrefixes;
    let Some(cloud) = &seen.cloud else {
        return rung(name, "", RungState::NotChecked, Evidence::Nothing);
    };
    let mut sets: Vec<Vec<String>> = seen
        .connection
        .legs
        .iter()
        .filter_map(|leg| cloud.interface_of(leg))
        .filter_map(|interface| cloud.routes.iter().find(|(id, _)| *id == interface.id))
        .map(|(_, routes)| described(routes))
        .collect();
    if sets.len() < 2 {
        return rung(name, "", RungState::NotChecked, Evidence::Nothing);
    }
    sets.dedup();
    match sets.as_slice() {
        [same] if same.is_empty() => rung(name, "", RungState::Waiting, Evidence::Nothing),
        [same] => rung(
            name,
            "",
            RungState::Passed,
            Evidence::Seen(same.len().to_string()),
        ),
        [one, two, ..] => {
            let only = |a: &[String], b: &[String]| {
                a.iter()
                    .filter(|prefix| !b.contains(prefix))
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let evidence = Evidence::Differs {
                what: Differing::Prefixes,
                partner: only(one, two),
                aws: only(two, one),
            };
            rung(name, "", RungState::Waiting, evidence)
        }
        [] => rung(name, "", RungState::NotChecked, Evidence::Nothing),
    }
}

fn described(routes: &[crate::ports::InterfaceRoute]) -> Vec<String> {
    let mut set: Vec<String> = routes
        .iter()
        .map(|route| {
            format!(
                "{}{}",
                route.prefix,
                if route.accepted { " in" } else { " out" }
            )
        })
        .collect();
    set.sort();
    set
}

fn gateway_rung(seen: &Observation) -> Rung {
    let name = RungName::Gateway;
    let checked =
        if let Some(Target::DirectConnectGateway(id) | Target::VirtualPrivateGateway(id)) =
            seen.split_target()
        {
            Err(Refusal::OtherTarget {
                existing: id.clone(),
            })
        } else if seen.ends_on_vpn_gateway() {
            let fits = |found: &crate::ports::VpnGateway| {
                interfaces::vpn_gateway_fits(found, seen).map(|()| found.id.clone())
            };
            interfaces::vpn_gateway(seen).map_or(Err(Refusal::NoGateway), fits)
        } else {
            gateway::ready(seen).map(|found| found.id.clone())
        };
    match checked {
        Ok(id) => rung(name, "", RungState::Passed, Evidence::Seen(id)),
        Err(
            refusal @ (Refusal::AsnMismatch { .. }
            | Refusal::GatewayGone { .. }
            | Refusal::OtherTarget { .. }),
        ) => rung(name, "", RungState::Broken, Evidence::Refused(refusal)),
        Err(refusal) => rung(name, "", RungState::Waiting, Evidence::Refused(refusal)),
    }
}

fn vpc_rungs(seen: &Observation) -> Vec<Rung> {
    let Some(cloud) = &seen.cloud else {
        return Vec::new();
    };
    let tables = tables(seen);
    let mut rungs = Vec::new();
    let mine: Vec<_> = vpcs(seen)
        .into_iter()
        .filter(|view| is_part(view, seen))
        .collect();
    if mine.is_empty() {
        rungs.push(rung(
            RungName::Attachment,
            "",
            RungState::Waiting,
            Evidence::Nothing,
        ));
    }
    for view in mine {
        let label = if view.vpc.name.is_empty() {
            &view.vpc.id
        } else {
            &view.vpc.name
        };
        rungs.push(attachment(&view, label));
        if !seen.ends_on_vpn_gateway() {
            rungs.push(association(&view, label));
        }
        let of_vpc = tables.iter().filter(|table| table.vpc == view.vpc.id);
        rungs.extend(
            of_vpc
                .filter(|table| table.is_used() || table.propagates())
                .flat_map(|table| table_rungs(table, cloud)),
        );
    }
    rungs
}

fn is_part(view: &VpcView<'_>, seen: &Observation) -> bool {
    let Some(gateway) = view.gateway else {
        return false;
    };
    if seen.ends_on_vpn_gateway() {
        return interfaces::vpn_gateway(seen).is_some_and(|target| target.id == gateway.id);
    }
    let step = crate::tags::vpc_step(&view.vpc.id);
    view.association.is_some() || crate::tags::is_ours(&gateway.tags, &seen.connection.id, &step)
}

fn attachment(view: &VpcView<'_>, label: &str) -> Rung {
    let id = view
        .gateway
        .map(|gateway| gateway.id.clone())
        .unwrap_or_default();
    let state = if view.is_attached() {
        RungState::Passed
    } else {
        RungState::Waiting
    };
    rung(RungName::Attachment, label, state, Evidence::Seen(id))
}

fn association(view: &VpcView<'_>, label: &str) -> Rung {
    let name = RungName::Association;
    let Some(found) = view.association else {
        return rung(name, label, RungState::Waiting, Evidence::Nothing);
    };
    if let Some(failure) = &found.failure {
        return rung(
            name,
            label,
            RungState::Broken,
            Evidence::Seen(failure.clone()),
        );
    }
    let left_out = view.vpc.cidrs.iter().find(|cidr| {
        !found.allowed_prefixes.is_empty()
            && !found
                .allowed_prefixes
                .iter()
                .any(|prefix| prefix.contains(**cidr))
    });
    match (found.state, left_out) {
        (AssociationState::Associated | AssociationState::Updating, Some(cidr)) => rung(
            name,
            label,
            RungState::Broken,
            Evidence::NotAllowed {
                cidr: cidr.to_string(),
            },
        ),
        (AssociationState::Associated, None) => rung(
            name,
            label,
            RungState::Passed,
            Evidence::Seen("associated".to_owned()),
        ),
        _ => rung(name, label, RungState::Waiting, Evidence::Nothing),
    }
}

fn table_rungs(view: &TableView<'_>, cloud: &CloudView) -> Vec<Rung> {
    let label = if view.table.name.is_empty() {
        &view.table.id
    } else {
        &view.table.name
    };
    if cloud.has_gap("ec2:DescribeRouteTables") {
        return vec![rung(
            RungName::Propagation,
            label,
            RungState::NotChecked,
            Evidence::Unreadable,
        )];
    }
    if !view.propagates() {
        return vec![
            rung(
                RungName::Propagation,
                label,
                RungState::Waiting,
                Evidence::Nothing,
            ),
            rung(
                RungName::Routes,
                label,
                RungState::Waiting,
                Evidence::Nothing,
            ),
        ];
    }
    let on = rung(
        RungName::Propagation,
        label,
        RungState::Passed,
        Evidence::Seen(view.gateway.to_owned()),
    );
    vec![on, routes(view, label)]
}

fn routes(view: &TableView<'_>, label: &str) -> Rung {
    let propagated: Vec<_> = view.propagated().collect();
    let shadow = propagated.iter().find_map(|route| {
        let wins = |other: &&crate::ports::Route| !other.propagated && other.prefix == route.prefix;
        view.table
            .routes
            .iter()
            .find(wins)
            .map(|winner| (route.prefix.to_string(), winner.via.clone()))
    });
    if let Some((prefix, via)) = shadow {
        return rung(
            RungName::Routes,
            label,
            RungState::Broken,
            Evidence::Shadowed { prefix, via },
        );
    }
    let active: Vec<String> = propagated
        .iter()
        .filter(|route| route.active)
        .map(|route| route.prefix.to_string())
        .collect();
    if active.is_empty() {
        return rung(
            RungName::Routes,
            label,
            RungState::Waiting,
            Evidence::Nothing,
        );
    }
    rung(
        RungName::Routes,
        label,
        RungState::Passed,
        Evidence::Routes(active),
    )
}
