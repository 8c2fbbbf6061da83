//! Twelve ways in which a proven set-up breaks: each is told by its rung, with its cause.

use super::*;
use crate::{
    ports::{AttachmentState, BgpState, FabricRoute, Interface, InterfaceRoute, Route},
    setup::{Differing, Evidence, Rung, RungName, cause, ladder},
    status::RungState,
    values::{BgpKey, Cidr, PeerAddress, Vlan},
};

/// What the page names in its first line.
fn named(seen: &Observation) -> Rung {
    let found = cause(&ladder(seen)).cloned();
    found.expect("the proof fails")
}

/// The primary's interface differs, and its session is gone.
fn interface(seen: &mut Observation, change: impl Fn(&mut Interface)) {
    let interface = &mut cloud(seen).interfaces[0];
    interface.bgp = Some(BgpState::Down);
    change(interface);
    cloud(seen).routes[0].1.clear();
}

fn announce(seen: &mut Observation, count: u32) {
    let net = |at: u32| Cidr::reported(&format!("192.168.{}.{}/32", at / 256, at % 256)).unwrap();
    let mut routes: Vec<FabricRoute> = (0..count)
        .map(|at| FabricRoute {
            prefix: net(at),
            as_path: vec![65_010],
            best: true,
        })
        .collect();
    // What came from AWS is not announced to it.
    routes.push(FabricRoute {
        prefix: cidr("10.20.0.0/16"),
        as_path: vec![64512],
        best: true,
    });
    seen.partner_routes = vec![(LegRole::Primary, routes)];
}

fn static_route(seen: &mut Observation, prefix: &str, via: &str) {
    let tables = &mut west(seen).tables;
    let main = tables.iter_mut().find(|table| table.main).unwrap();
    main.routes.push(Route {
        prefix: cidr(prefix),
        via: via.to_owned(),
        active: true,
        propagated: false,
    });
}

fn detach(seen: &mut Observation) {
    let gateways = &mut west(seen).vpn_gateways;
    let ours = gateways.iter_mut().find(|found| found.id == PAYMENTS_VGW);
    ours.unwrap().attachment = None;
    cloud(seen).associations.clear();
}

type Breakage = (
    &'static str,
    fn(&mut Observation),
    RungName,
    fn(&Evidence) -> bool,
);

fn differs(evidence: &Evidence, wanted: Differing) -> bool {
    matches!(evidence, Evidence::Differs { what, .. } if *what == wanted)
}

const BREAKAGES: [Breakage; 12] = [
    (
        "VLAN",
        |seen| interface(seen, |found| found.vlan = Vlan::new(999)),
        RungName::Values,
        |evidence| differs(evidence, Differing::Vlan),
    ),
    (
        "Pureport ASN",
        |seen| interface(seen, |found| found.partner_asn = Some(Asn(65000))),
        RungName::Values,
        |evidence| differs(evidence, Differing::PartnerAsn),
    ),
    (
        "Amazon side ASN",
        |seen| interface(seen, |found| found.aws_asn = Some(Asn(65010))),
        RungName::Values,
        |evidence| differs(evidence, Differing::AmazonAsn),
    ),
    (
        "Pureport IP",
        |seen| {
            let other = PeerAddress::reported("169.254.99.1/30");
            interface(seen, |found| found.partner_ip = other);
        },
        RungName::Values,
        |evidence| differs(evidence, Differing::PartnerAddress),
    ),
    (
        "Remote IP",
        |seen| {
            let other = PeerAddress::reported("169.254.99.2/30");
            interface(seen, |found| found.aws_ip = other);
        },
        RungName::Values,
        |evidence| differs(evidence, Differing::AmazonAddress),
    ),
    (
        "key",
        |seen| {
            interface(seen, |found| {
                found.bgp_key = Some(BgpKey::reported("other1"));
            });
        },
        RungName::Values,
        |evidence| differs(evidence, Differing::Key),
    ),
    (
        "blank in the key",
        |seen| {
            let blank = || Some(BgpKey::reported(format!("{KEY}-primary ")));
            interface(seen, |found| found.bgp_key = blank());
        },
        RungName::Values,
        |evidence| differs(evidence, Differing::KeyBlank),
    ),
    (
        "over 100 prefixes",
        |seen| {
            interface(seen, |_| {});
            announce(seen, 101);
        },
        RungName::Prefixes,
        |evidence| *evidence == Evidence::TooMany { announced: 101 },
    ),
    (
        "narrow allowed prefixes",
        |seen| {
            cloud(seen).associations[0].allowed_prefixes = vec![cidr("10.20.1.0/24")];
            for (_, routes) in &mut cloud(seen).routes {
                routes.retain(|route| route.accepted);
            }
        },
        RungName::Association,
        |evidence| matches!(evidence, Evidence::NotAllowed { cidr } if cidr == "10.20.0.0/16"),
    ),
    (
        "detached gateway",
        detach,
        RungName::Attachment,
        |evidence| matches!(evidence, Evidence::Detached { gateway } if gateway == PAYMENTS_VGW),
    ),
    (
        "propagation off",
        |seen| {
            for table in &mut west(seen).tables {
                table.propagating.clear();
                table.routes.clear();
            }
        },
        RungName::Propagation,
        |evidence| *evidence == Evidence::Nothing,
    ),
    (
        "a static route that wins",
        |seen| static_route(seen, "192.168.4.0/24", "igw-0"),
        RungName::Routes,
        |evidence| matches!(evidence, Evidence::Shadowed { via, .. } if via == "igw-0"),
    ),
];

#[test]
fn each_of_twelve_breakages_is_named_by_its_rung_and_cause() {
    for (name, breaks, rung, is_cause) in BREAKAGES {
        let mut seen = proven();
        breaks(&mut seen);
        let found = named(&seen);
        assert_eq!(found.name, rung, "{name}: {found:?}");
        assert!(is_cause(&found.evidence), "{name}: {found:?}");
        let healthy = |state| matches!(state, RungState::Broken | RungState::Waiting);
        let blamed = ladder(&seen).into_iter().find(|rung| {
            rung.leg == Some(LegRole::Secondary)
                && rung.name != RungName::Prefixes
                && healthy(rung.state)
        });
        assert_eq!(blamed, None, "{name}: the other leg is well");
    }
}

#[test]
fn a_gateway_that_leaves_its_vpc_is_named_while_it_does() {
    let mut seen = proven();
    let gateways = &mut west(&mut seen).vpn_gateways;
    let ours = gateways.iter_mut().find(|found| found.id == PAYMENTS_VGW);
    ours.unwrap().attachment = Some((PAYMENTS.to_owned(), AttachmentState::Detaching));
    assert!(matches!(named(&seen).evidence, Evidence::Detached { .. }));
}

#[test]
fn a_gateway_that_was_only_just_made_is_not_called_detached() {
    let mut seen = attached();
    detach(&mut seen);
    let broken = ladder(&seen);
    assert!(
        !broken.iter().any(|rung| rung.state == RungState::Broken),
        "{broken:?}"
    );
}

#[test]
fn a_static_route_for_a_part_wins_too_and_the_vpcs_own_always() {
    for (prefix, via) in [("192.168.4.128/25", "pcx-0"), ("192.168.0.0/16", "local")] {
        let mut seen = proven();
        static_route(&mut seen, prefix, via);
        let expected = Evidence::Shadowed {
            prefix: "192.168.4.0/24".to_owned(),
            winner: prefix.to_owned(),
            via: via.to_owned(),
        };
        assert_eq!(named(&seen).evidence, expected);
    }
    let mut seen = proven();
    static_route(&mut seen, "192.168.0.0/16", "tgw-0");
    assert!(
        ladder(&seen)
            .iter()
            .all(|rung| rung.state != RungState::Broken)
    );
}

#[test]
fn a_prefix_that_aws_accepts_and_the_table_lacks_is_awaited() {
    let mut seen = proven();
    for (_, routes) in &mut cloud(&mut seen).routes {
        routes.push(InterfaceRoute {
            prefix: cidr("172.20.0.0/16"),
            accepted: true,
        });
    }
    let found = named(&seen);
    assert_eq!(found.state, RungState::Waiting);
    assert_eq!(
        found.evidence,
        Evidence::Missing(vec!["172.20.0.0/16".to_owned()])
    );
}

#[test]
fn a_cidr_of_the_vpc_that_aws_does_not_advertise_is_awaited() {
    let mut seen = proven();
    west(&mut seen).vpcs[0].cidrs.push(cidr("10.40.0.0/16"));
    let found = named(&seen);
    assert_eq!(found.name, RungName::Prefixes);
    assert_eq!(
        found.evidence,
        Evidence::Missing(vec!["10.40.0.0/16".to_owned()])
    );
}

#[test]
fn close_to_the_limit_is_a_warning_and_the_proof_stands() {
    let mut seen = proven();
    for (_, routes) in &mut cloud(&mut seen).routes {
        routes.extend((0..80).map(|at| InterfaceRoute {
            prefix: cidr(&format!("192.168.4.{at}/32")),
            accepted: true,
        }));
    }
    let rungs = ladder(&seen);
    let found = rungs
        .iter()
        .find(|rung| rung.name == RungName::Prefixes)
        .unwrap();
    assert_eq!(found.state, RungState::Warning);
}

#[test]
fn a_pair_on_one_device_is_a_warning_and_an_unnamed_device_is_not_judged() {
    let state = |devices: [Option<&str>; 2]| {
        let mut seen = proven();
        for (hosted, device) in cloud(&mut seen).hosted.iter_mut().zip(devices) {
            hosted.device = device.map(str::to_owned);
        }
        let rungs = ladder(&seen);
        let found = rungs
            .into_iter()
            .find(|rung| rung.name == RungName::Diversity);
        found.unwrap().state
    };
    assert_eq!(state([Some("a"), Some("b")]), RungState::Passed);
    assert_eq!(state([Some("a"), Some("a")]), RungState::Warning);
    assert_eq!(state([Some("a"), None]), RungState::NotChecked);
    assert_eq!(state([None, None]), RungState::NotChecked);
}

#[test]
fn a_failover_test_is_the_cause_that_is_named() {
    let mut seen = proven();
    interface(&mut seen, |found| found.state = InterfaceState::Testing);
    assert_eq!(named(&seen).evidence, Evidence::Testing);
}
