//! A prefix on its way from the customer's side to each table.

use super::*;
use crate::{
    ports::{BgpState, FabricRoute, Route},
    setup::{Hop, HopState, Place, Stop, known_prefixes, trace},
};

const SITE: &str = "192.168.4.0/24";

/// `proven`, with what the partner's gateways know.
fn whole() -> Observation {
    let mut seen = proven();
    let routes = [(SITE, 65_010), ("10.20.0.0/16", 64512)].map(|(net, from)| FabricRoute {
        prefix: cidr(net),
        as_path: vec![from],
        best: true,
    });
    for role in [LegRole::Primary, LegRole::Secondary] {
        seen.partner_routes.push((role, routes.to_vec()));
    }
    seen
}

fn states(seen: &Observation, prefix: &str) -> Vec<(Place, HopState)> {
    let hops = trace(cidr(prefix), seen).into_iter();
    hops.map(|Hop { place, state, .. }| (place, state))
        .collect()
}

fn stops(seen: &Observation, prefix: &str) -> Vec<(Place, Stop)> {
    let stop = |(place, state)| match state {
        HopState::Stopped(stop) => Some((place, stop)),
        _ => None,
    };
    states(seen, prefix).into_iter().filter_map(stop).collect()
}

#[test]
fn a_prefix_that_is_announced_passes_every_hop_to_every_table_that_is_used() {
    for asked in [SITE, "192.168.4.7/32"] {
        let all = states(&whole(), asked);
        let places: Vec<Place> = all.iter().map(|(place, _)| *place).collect();
        assert_eq!(
            places,
            [
                Place::PartnerGateway,
                Place::Interface,
                Place::PartnerGateway,
                Place::Interface,
                Place::Association,
                Place::VpnGateway,
                Place::Table,
                Place::Table,
            ]
        );
        let passed = |(_, state): &(Place, HopState)| matches!(state, HopState::Passed(_));
        assert!(all.iter().all(passed), "{all:?}");
    }
    assert_eq!(known_prefixes(&whole()), [cidr(SITE)]);
}

#[test]
fn each_hop_says_why_it_goes_no_further_and_those_behind_it_are_not_blamed() {
    type Case = (fn(&mut Observation), &'static [(Place, Stop)]);
    let cases: [Case; 5] = [
        (
            |seen| {
                cloud(seen)
                    .routes
                    .iter_mut()
                    .for_each(|(_, routes)| routes.clear());
            },
            &[
                (Place::Interface, Stop::NotAccepted),
                (Place::Interface, Stop::NotAccepted),
            ],
        ),
        (
            |seen| cloud(seen).interfaces[0].bgp = Some(BgpState::Down),
            &[(Place::Interface, Stop::SessionDown)],
        ),
        (
            |seen| cloud(seen).interfaces.clear(),
            &[
                (Place::Interface, Stop::NoInterface),
                (Place::Interface, Stop::NoInterface),
            ],
        ),
        (
            |seen| cloud(seen).associations.clear(),
            &[(Place::Association, Stop::NotAssociated)],
        ),
        (
            |seen| {
                let tables = &mut west(seen).tables;
                tables[1].propagating.clear();
                tables[1].routes.clear();
            },
            &[(Place::Table, Stop::PropagationOff)],
        ),
    ];
    for (at, (change, expected)) in cases.into_iter().enumerate() {
        let mut seen = whole();
        change(&mut seen);
        assert_eq!(stops(&seen, SITE), expected, "case {at}");
    }
    let unknown = stops(&whole(), "172.16.0.0/24");
    assert_eq!(
        unknown,
        [
            (Place::PartnerGateway, Stop::NotAnnounced),
            (Place::PartnerGateway, Stop::NotAnnounced),
        ]
    );
}

#[test]
fn a_table_names_the_route_that_takes_the_prefix_away() {
    let mut seen = whole();
    west(&mut seen).tables[0].routes.push(Route {
        prefix: cidr("192.168.4.0/25"),
        via: "pcx-0".to_owned(),
        active: true,
        propagated: false,
    });
    let (winner, via) = ("192.168.4.0/25".to_owned(), "pcx-0".to_owned());
    let shadowed = (Place::Table, Stop::Shadowed { winner, via });
    assert_eq!(stops(&seen, SITE), std::slice::from_ref(&shadowed));
    assert_eq!(stops(&seen, "192.168.4.1/32"), [shadowed]);
    assert_eq!(stops(&seen, "192.168.4.200/32"), []);
}

#[test]
fn what_was_not_read_is_unknown_and_stops_nothing() {
    let mut seen = whole();
    seen.partner_routes.clear();
    assert_eq!(stops(&seen, SITE), []);
    seen.cloud = None;
    assert!(
        states(&seen, SITE)
            .iter()
            .all(|(_, state)| *state == HopState::Unknown)
    );
}
