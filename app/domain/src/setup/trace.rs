//! One prefix, hop by hop, from the customer's side to each route table.

use super::{
    CloudView, Observation, TableView, VpcView, ladder::is_announced, leg_bgp, routing, tables,
    vpcs,
};
use crate::{
    ports::{AssociationState, BgpState, Leg, LegRole},
    values::{Cidr, name_or_id},
};

/// One place on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    pub place: Place,
    /// The leg, for the hops that each leg has.
    pub leg: Option<LegRole>,
    /// The gateway's or interface's id, the VPC's or table's name.
    pub object: String,
    pub state: HopState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The partner's gateway, which announces what the customer's site does.
    PartnerGateway,
    /// The virtual interface, where AWS accepts it.
    Interface,
    /// The association that carries it from the Direct Connect gateway to a VPC's gateway.
    Association,
    /// The virtual private gateway at its VPC.
    VpnGateway,
    Table,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HopState {
    /// The prefix, or the thing, that carries it here.
    Passed(String),
    Stopped(Stop),
    /// It stopped before.
    NotReached,
    /// This hop could not be read.
    Unknown,
}

/// Why it goes no further.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    NotAnnounced,
    NoInterface,
    SessionDown,
    NotAccepted,
    NotAssociated,
    NotAttached,
    PropagationOff,
    NotInTable,
    /// Another route takes it: its prefix and target.
    Shadowed {
        winner: String,
        via: String,
    },
}

/// The prefixes that the customer's side is known to announce, sorted: on the partner's gateways
/// or on AWS's interfaces.
pub fn known_prefixes(seen: &Observation) -> Vec<Cidr> {
    let at_partner = seen.connection.legs.iter().flat_map(|leg| {
        let routes = seen.partner_routes.iter();
        let routes = routes.filter(|(role, _)| *role == leg.role);
        routes
            .flat_map(|(_, routes)| routes)
            .filter(|route| is_announced(route, leg))
            .map(|route| route.prefix)
    });
    let at_aws = seen.cloud.iter().flat_map(|cloud| &cloud.routes);
    let at_aws = at_aws
        .flat_map(|(_, routes)| routes)
        .filter(|route| route.accepted)
        .map(|route| route.prefix);
    let mut all: Vec<Cidr> = at_partner.chain(at_aws).collect();
    all.sort();
    all.dedup();
    all
}

/// Follows `prefix`, or the announced prefix that holds it. Both legs are followed side by side:
/// the VPCs are reached when one of them carries it.
pub fn trace(prefix: Cidr, seen: &Observation) -> Vec<Hop> {
    let mut hops = Vec::new();
    let mut carried = false;
    for leg in &seen.connection.legs {
        let [announced, accepted] = leg_hops(prefix, leg, seen);
        carried |= matches!(accepted.state, HopState::Passed(_) | HopState::Unknown);
        hops.extend([announced, accepted]);
    }
    let (tables, vpcs) = (tables(seen), vpcs(seen));
    let parts: Vec<_> = vpcs.iter().filter(|view| view.is_part(seen)).collect();
    if parts.is_empty() && seen.cloud.is_some() {
        let nowhere = HopState::Stopped(Stop::NotAttached);
        hops.push(reached(Place::VpnGateway, "", nowhere, &mut carried));
    }
    for view in parts {
        hops.extend(vpc_hops(prefix, view, &tables, seen, carried));
    }
    hops
}

fn leg_hops(prefix: Cidr, leg: &Leg, seen: &Observation) -> [Hop; 2] {
    let announced = announced(prefix, leg, seen);
    let interface = seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg));
    let accepted = match (accepted(prefix, leg, seen), &announced) {
        (HopState::Stopped(_), HopState::Stopped(_)) => HopState::NotReached,
        (state, _) => state,
    };
    let hop = |place, object, state| Hop {
        place,
        leg: Some(leg.role),
        object,
        state,
    };
    let id = interface.map(|found| found.id.clone()).unwrap_or_default();
    [
        hop(Place::PartnerGateway, leg.gateway.clone(), announced),
        hop(Place::Interface, id, accepted),
    ]
}

/// The longest of `known` that holds `prefix`.
fn holding(prefix: Cidr, known: impl Iterator<Item = Cidr>) -> Option<Cidr> {
    known
        .filter(|net| net.contains(prefix))
        .max_by_key(|net| net.prefix_len())
}

fn announced(prefix: Cidr, leg: &Leg, seen: &Observation) -> HopState {
    let mut known = seen.partner_routes.iter();
    let Some((_, routes)) = known.find(|(role, _)| *role == leg.role) else {
        return HopState::Unknown;
    };
    let ours = routes.iter().filter(|route| is_announced(route, leg));
    match holding(prefix, ours.map(|route| route.prefix)) {
        Some(net) => HopState::Passed(net.to_string()),
        None => HopState::Stopped(Stop::NotAnnounced),
    }
}

fn accepted(prefix: Cidr, leg: &Leg, seen: &Observation) -> HopState {
    let Some(cloud) = &seen.cloud else {
        return HopState::Unknown;
    };
    let Some(interface) = cloud.interface_of(leg) else {
        return if cloud.has_gap("directconnect:DescribeVirtualInterfaces") {
            HopState::Unknown
        } else {
            HopState::Stopped(Stop::NoInterface)
        };
    };
    if leg_bgp(leg, seen) != Some(BgpState::Up) {
        return HopState::Stopped(Stop::SessionDown);
    }
    let Some((_, routes)) = cloud.routes.iter().find(|(id, _)| *id == interface.id) else {
        return HopState::Unknown;
    };
    let known = routes.iter().filter(|route| route.accepted);
    match holding(prefix, known.map(|route| route.prefix)) {
        Some(net) => HopState::Passed(net.to_string()),
        None => HopState::Stopped(Stop::NotAccepted),
    }
}

fn vpc_hops(
    prefix: Cidr,
    view: &VpcView<'_>,
    tables: &[TableView<'_>],
    seen: &Observation,
    carried: bool,
) -> Vec<Hop> {
    let label = name_or_id(&view.vpc.name, &view.vpc.id);
    let mut states = Vec::new();
    if !seen.ends_on_vpn_gateway() {
        states.push((Place::Association, association(view)));
    }
    states.push((Place::VpnGateway, attachment(view)));
    let mut open = carried;
    let mut hops: Vec<Hop> = states
        .into_iter()
        .map(|(place, state)| reached(place, label, state, &mut open))
        .collect();
    let used = tables
        .iter()
        .filter(|table| table.vpc == view.vpc.id)
        .filter(|table| table.is_used() || table.propagates());
    hops.extend(used.map(|table| {
        let label = name_or_id(&table.table.name, &table.table.id);
        reached(
            Place::Table,
            label,
            in_table(prefix, table),
            &mut open.clone(),
        )
    }));
    if hops.iter().all(|hop| hop.place != Place::Table) && is_unread(seen) {
        hops.push(reached(Place::Table, label, HopState::Unknown, &mut open));
    }
    hops
}

fn is_unread(seen: &Observation) -> bool {
    let gap = |cloud: &CloudView| cloud.has_gap("ec2:DescribeRouteTables");
    seen.cloud.as_ref().is_some_and(gap)
}

/// A hop that nothing comes to is not blamed.
fn reached(place: Place, object: &str, state: HopState, open: &mut bool) -> Hop {
    let state = if *open { state } else { HopState::NotReached };
    *open &= !matches!(state, HopState::Stopped(_));
    Hop {
        place,
        leg: None,
        object: object.to_owned(),
        state,
    }
}

fn association(view: &VpcView<'_>) -> HopState {
    let carries = |state| {
        matches!(
            state,
            AssociationState::Associated | AssociationState::Updating
        )
    };
    match view.association {
        Some(found) if carries(found.state) => HopState::Passed(found.gateway.clone()),
        _ => HopState::Stopped(Stop::NotAssociated),
    }
}

fn attachment(view: &VpcView<'_>) -> HopState {
    match view.gateway {
        Some(gateway) if view.is_attached() => HopState::Passed(gateway.id.clone()),
        _ => HopState::Stopped(Stop::NotAttached),
    }
}

fn in_table(prefix: Cidr, view: &TableView<'_>) -> HopState {
    let winner = routing::winner(prefix, view.table);
    match winner {
        Some(route) if route.via == view.gateway && route.active => {
            match routing::rival(prefix, view.table) {
                Some(rival) => shadowed(rival),
                None => HopState::Passed(route.prefix.to_string()),
            }
        }
        _ if !view.propagates() => HopState::Stopped(Stop::PropagationOff),
        // A wider route to elsewhere, such as the default, only says that ours is missing.
        Some(route) if route.prefix.prefix_len() > 0 => shadowed(route),
        _ => HopState::Stopped(Stop::NotInTable),
    }
}

fn shadowed(route: &crate::ports::Route) -> HopState {
    HopState::Stopped(Stop::Shadowed {
        winner: route.prefix.to_string(),
        via: route.via.clone(),
    })
}
