//! The proof, and the first line of the health page.

use super::*;
use crate::{
    ports::{BgpState, Interface, Metrics, Route, Span, Timestamp},
    setup::{
        CloudWatch, Differing, Evidence, Flow, Proof, Rung, RungName, Task, Verdict, ladder, proof,
        verdict,
    },
    status::{RungState, TaskState},
    values::{BgpKey, PeerAddress, Vlan},
};

fn rung(name: RungName, seen: &Observation) -> Rung {
    let found = ladder(seen).into_iter().find(|rung| rung.name == name);
    found.unwrap_or_else(|| panic!("no rung {name:?}"))
}

/// `proven`, with the primary's interface changed and its session gone.
fn broken(change: impl Fn(&mut Interface)) -> Observation {
    let mut seen = proven();
    let interface = &mut cloud(&mut seen).interfaces[0];
    interface.bgp = Some(BgpState::Down);
    change(interface);
    seen
}

#[test]
fn everything_passes_except_what_is_never_checked() {
    for rung in ladder(&proven()) {
        let expected = if rung.name == RungName::Traffic {
            RungState::NotChecked
        } else {
            RungState::Passed
        };
        assert_eq!(rung.state, expected, "{rung:?}");
    }
}

#[test]
fn traffic_is_told_by_leg_and_never_fails_the_proof() {
    let span = |bits_in, bits_out| Span {
        at: Timestamp(600_000),
        bits_in: Some(bits_in),
        bits_out: Some(bits_out),
        ..Span::default()
    };
    let quiet = Flow {
        bits_in: 1_900,
        bits_out: 2_100,
    };
    let loud = Flow {
        bits_in: 1_000_000,
        bits_out: 900,
    };
    let denied = PortError::Denied {
        action: "cloudwatch:GetMetricData".to_owned(),
    };
    let metrics = |spans: Vec<Span>| {
        let of = |interface: &str| Metrics {
            interface: interface.to_owned(),
            spans: spans.clone(),
        };
        Ok(["dxvif-primary", "dxvif-secondary"].map(of).to_vec())
    };
    let of = |flow: Flow| metrics(vec![span(flow.bits_in, flow.bits_out)]);
    let unmeasured = Evidence::Unmeasured;
    let (passed, not_checked) = (RungState::Passed, RungState::NotChecked);
    let table = [
        (of(loud), passed, Evidence::Traffic(loud)),
        (of(quiet), not_checked, Evidence::Traffic(quiet)),
        (metrics(Vec::new()), not_checked, unmeasured(None)),
        (Err(denied.clone()), not_checked, unmeasured(Some(denied))),
    ];
    for (found, state, evidence) in table {
        let mut seen = proven();
        let at = Timestamp(900_000);
        cloud(&mut seen).metrics = Some(CloudWatch { at, found });
        let rungs = ladder(&seen).into_iter();
        let rungs: Vec<Rung> = rungs
            .filter(|rung| rung.name == RungName::Traffic)
            .collect();
        let told = rungs
            .iter()
            .map(|rung| (rung.leg, rung.state, &rung.evidence));
        let expected = [LegRole::Primary, LegRole::Secondary];
        let expected = expected.map(|leg| (Some(leg), state, &evidence));
        assert!(told.eq(expected), "{rungs:?}");
        assert_eq!(proof(&seen, &[]), Proof::Passed);
    }
}

#[test]
fn what_could_not_be_read_is_not_proven() {
    for operation in [
        "ec2:DescribeVpcs",
        "ec2:DescribeVpnGateways",
        "ec2:DescribeRouteTables",
    ] {
        let mut seen = proven();
        let mut unread = gap(operation);
        unread.region = Some(region("us-east-1"));
        cloud(&mut seen).gaps.push(unread);
        let rungs: Vec<Rung> = ladder(&seen).into_iter().filter(Rung::is_unread).collect();
        assert_eq!(rungs.len(), 1, "{operation}");
        assert_eq!(rungs[0].object, "us-east-1");
        let views = crate::setup::task_views(&seen);
        let verify = views.iter().find(|view| view.task == Task::Verify);
        assert_ne!(verify.unwrap().state, TaskState::Done, "{operation}");
    }
}

#[test]
fn a_value_that_differs_is_named_with_both_values() {
    type Tampering<'a> = &'a dyn Fn(&mut Interface);
    let table: [(Tampering<'_>, Differing); 8] = [
        (&|i| i.vlan = Vlan::new(999), Differing::Vlan),
        (&|i| i.partner_asn = Some(Asn(65000)), Differing::PartnerAsn),
        (&|i| i.aws_asn = Some(Asn(65010)), Differing::AmazonAsn),
        (
            &|i| i.partner_ip = PeerAddress::reported("169.254.99.1/30"),
            Differing::PartnerAddress,
        ),
        (
            &|i| i.aws_ip = PeerAddress::reported("169.254.99.2/30"),
            Differing::AmazonAddress,
        ),
        (
            &|i| std::mem::swap(&mut i.aws_ip, &mut i.partner_ip),
            Differing::AddressesSwapped,
        ),
        (
            &|i| i.bgp_key = Some(BgpKey::reported("another")),
            Differing::Key,
        ),
        (
            &|i| i.bgp_key = Some(BgpKey::reported(format!("{KEY}-primary "))),
            Differing::KeyBlank,
        ),
    ];
    for (change, expected) in table {
        let found = rung(RungName::Values, &broken(change));
        assert_eq!(found.state, RungState::Broken);
        let Evidence::Differs { what, partner, aws } = found.evidence else {
            panic!("{expected:?}: {found:?}");
        };
        assert_eq!(what, expected);
        assert!(!partner.contains(KEY) && !aws.contains(KEY));
        let bgp = rung(RungName::Bgp, &broken(change));
        assert_eq!(bgp.state, RungState::Broken, "{expected:?}");
    }
}

#[test]
fn a_session_that_is_down_with_equal_values_is_waited_for() {
    let found = rung(RungName::Bgp, &broken(|_| {}));
    assert_eq!(found.state, RungState::Waiting);
}

#[test]
fn a_partner_that_does_not_tell_leaves_awss_word() {
    let mut seen = proven();
    seen.connection.legs[0].bgp = None;
    assert_eq!(rung(RungName::Bgp, &seen).state, RungState::Passed);
    seen.connection.legs[0].bgp = Some(BgpState::Down);
    assert_eq!(rung(RungName::Bgp, &seen).state, RungState::Waiting);
}

#[test]
fn a_link_that_is_down_counts_only_once_an_interface_exists() {
    let mut seen = gateway_made();
    cloud(&mut seen).hosted[0].state = HostedState::Down;
    let name = RungName::HostedConnection;
    assert_eq!(rung(name, &seen).state, RungState::Passed);
    let mut seen = interfaces_made();
    cloud(&mut seen).hosted[0].state = HostedState::Down;
    assert_eq!(rung(name, &seen).evidence, Evidence::LinkDown);
    let mut seen = proven();
    cloud(&mut seen).hosted[0].state = HostedState::Rejected;
    assert_eq!(rung(name, &seen).state, RungState::Broken);
}

#[test]
fn a_static_route_that_wins_is_named() {
    let mut seen = proven();
    let tables = &mut west(&mut seen).tables;
    let main = tables.iter_mut().find(|table| table.main).unwrap();
    main.routes.push(Route {
        prefix: cidr("192.168.4.0/24"),
        via: "tgw-0other".to_owned(),
        active: true,
        propagated: false,
    });
    let expected = Evidence::Shadowed {
        prefix: "192.168.4.0/24".to_owned(),
        winner: "192.168.4.0/24".to_owned(),
        via: "tgw-0other".to_owned(),
    };
    let found = rung(RungName::Routes, &seen);
    assert_eq!((found.state, found.evidence), (RungState::Broken, expected));
}

#[test]
fn allowed_prefixes_that_leave_the_vpc_out_break_the_association() {
    let mut seen = proven();
    cloud(&mut seen).associations[0].allowed_prefixes = vec![cidr("10.20.1.0/24")];
    let found = rung(RungName::Association, &seen);
    let cidr = "10.20.0.0/16".to_owned();
    assert_eq!(found.evidence, Evidence::NotAllowed { cidr });
}

#[test]
fn different_prefixes_on_the_legs_are_told_by_leg_in_any_order_of_aws() {
    let mut seen = proven();
    cloud(&mut seen).routes.reverse();
    let primary = cloud(&mut seen)
        .routes
        .iter_mut()
        .find(|(id, _)| id == "dxvif-primary")
        .unwrap();
    primary.1.remove(0);
    let found = rung(RungName::SamePrefixes, &seen);
    let expected = Evidence::Differs {
        what: Differing::Prefixes,
        partner: String::new(),
        aws: "192.168.4.0/24 in".to_owned(),
    };
    assert_eq!(found.evidence, expected);
}

#[test]
fn legs_on_two_gateways_break_the_gateways_rung() {
    let mut seen = proven();
    cloud(&mut seen).interfaces[1].target = Some(Target::DirectConnectGateway("core".to_owned()));
    let existing = "core".to_owned();
    let found = rung(RungName::Gateway, &seen);
    assert_eq!(found.state, RungState::Broken);
    assert_eq!(
        found.evidence,
        Evidence::Refused(Refusal::OtherTarget { existing })
    );
}

#[test]
fn the_verdict_says_which_leg_carries_the_traffic() {
    let with = |primary, secondary| {
        let mut seen = proven();
        for (at, state) in [primary, secondary].into_iter().enumerate() {
            seen.connection.legs[at].bgp = Some(state);
            cloud(&mut seen).interfaces[at].bgp = Some(state);
        }
        verdict(&seen)
    };
    let (up, down) = (BgpState::Up, BgpState::Down);
    let (one, two) = (LegRole::Primary, LegRole::Secondary);
    assert_eq!(with(up, up), Verdict::BothUp);
    assert_eq!(with(down, up), Verdict::Only { up: two, down: one });
    assert_eq!(with(up, down), Verdict::Only { up: one, down: two });
    assert_eq!(with(down, down), Verdict::Down);
    assert_eq!(verdict(&gateway_made()), Verdict::NotSetUp);
    let mut seen = proven();
    cloud(&mut seen).interfaces[0].state = InterfaceState::Testing;
    assert_eq!(verdict(&seen), Verdict::Testing { leg: one });
    let mut seen = proven();
    seen.cloud = None;
    assert_eq!(verdict(&seen), Verdict::BothUp, "Pureport alone tells");
    seen.connection.state = ConnectionState::Provisioning;
    assert_eq!(verdict(&seen), Verdict::Building);
}
