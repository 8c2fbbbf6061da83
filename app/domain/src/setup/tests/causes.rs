//! Half-made set-ups and things taken by others: which check tells why, and what may be done.

use super::*;
use crate::{
    ports::{AssociationState, InterfaceRoute, Route},
    setup::{
        Evidence, Finding, Records, Rung, RungName, Verdict, cause, findings, gateway_fits, ladder,
        may_reorder, verdict,
    },
    status::RungState,
};

fn named(seen: &Observation) -> Rung {
    cause(&ladder(seen)).cloned().expect("something is open")
}

/// AWS advertises nothing on any interface.
fn silence(seen: &mut Observation) {
    for (_, routes) in &mut cloud(seen).routes {
        routes.retain(|route: &InterfaceRoute| route.accepted);
    }
}

#[test]
fn a_missing_association_is_the_cause_of_what_is_not_advertised() {
    let mut seen = proven();
    silence(&mut seen);
    cloud(&mut seen).associations.clear();
    assert!(matches!(
        named(&seen).name,
        RungName::Attachment | RungName::Association
    ));
}

#[test]
fn two_gateways_are_the_cause_of_different_prefixes() {
    let mut seen = proven();
    let other = Target::DirectConnectGateway("dxgw-other".to_owned());
    cloud(&mut seen).interfaces[1].target = Some(other);
    let second = cloud(&mut seen).interfaces[1].id.clone();
    for (id, routes) in &mut cloud(&mut seen).routes {
        if *id == second {
            routes.retain(|route| route.accepted);
        }
    }
    let rung = named(&seen);
    assert_eq!(rung.name, RungName::Gateway);
    assert!(matches!(
        rung.evidence,
        Evidence::Refused(Refusal::OtherTarget { .. })
    ));
}

#[test]
fn nothing_is_named_when_all_is_well_and_a_warning_when_that_is_all() {
    assert_eq!(cause(&ladder(&proven())), None);
    let mut seen = proven();
    seen.connection.state = ConnectionState::FailedToDelete;
    let rung = named(&seen);
    assert_eq!(rung.state, RungState::Warning);
    assert_eq!(rung.evidence, Evidence::Refused(Refusal::NotDeleted));
}

#[test]
fn an_announced_default_route_warns_where_a_table_takes_it_and_never_where_it_has_its_own() {
    let everything = cidr("0.0.0.0/0");
    let states = |own: bool| {
        let mut seen = proven();
        for (_, routes) in &mut cloud(&mut seen).routes {
            let mut new = routes[0].clone();
            new.accepted = true;
            new.prefix = everything;
            routes.push(new);
        }
        for table in &mut west(&mut seen).tables {
            let gateway = table.propagating.first().cloned().unwrap_or_default();
            let via = if own { "igw-1".to_owned() } else { gateway };
            table.routes.push(Route {
                prefix: everything,
                via,
                active: true,
                propagated: !own,
            });
        }
        let rungs = ladder(&seen).into_iter();
        let routes = rungs.filter(|rung| rung.name == RungName::Routes);
        routes.map(|rung| rung.state).collect::<Vec<_>>()
    };
    assert!(states(true).iter().all(|state| *state == RungState::Passed));
    assert!(states(false).contains(&RungState::Warning));
}

#[test]
fn a_leg_without_an_interface_is_told_so_beside_one_that_has_one() {
    let mut seen = proven();
    cloud(&mut seen).interfaces.truncate(1);
    let found = findings(&seen, &Records::default());
    let lacks = |one: &Finding| {
        matches!(
            one,
            Finding::NoInterface {
                leg: LegRole::Secondary
            }
        )
    };
    assert!(found.iter().any(lacks), "{found:?}");
}

#[test]
fn the_first_line_tells_what_stands_before_the_sessions() {
    type Case = (fn(&mut Observation), Verdict);
    let cases: [Case; 3] = [
        (
            |seen| seen.connection.state = ConnectionState::AwaitingApproval,
            Verdict::AwaitsApproval,
        ),
        (
            |seen| seen.connection.state = ConnectionState::FailedToDelete,
            Verdict::NotDeleted,
        ),
        (
            |seen| {
                let other = AwsAccountId::parse("210987654321").unwrap();
                cloud(seen).identity.account = other;
            },
            Verdict::OtherAccount,
        ),
    ];
    for (change, expected) in cases {
        let mut seen = proven();
        change(&mut seen);
        assert_eq!(verdict(&seen), expected);
    }
}

#[test]
fn the_order_may_follow_the_gateway_on_which_its_interfaces_end_and_no_other() {
    let mut seen = interfaces_made();
    assert_eq!(may_reorder(Asn(65010), &seen), Err(Refusal::TargetFixed));
    for interface in &mut cloud(&mut seen).interfaces {
        interface.aws_asn = Some(Asn(65010));
    }
    assert_eq!(may_reorder(Asn(65010), &seen), Ok(()));
    assert_eq!(may_reorder(Asn(64512), &seen), Err(Refusal::TargetFixed));
    assert_eq!(may_reorder(Asn(65010), &accepted()), Ok(()));
    let mut unread = accepted();
    let unanswered = gap("directconnect:DescribeVirtualInterfaces");
    cloud(&mut unread).gaps.push(unanswered);
    assert_eq!(may_reorder(Asn(65010), &unread), Err(Refusal::NotReadable));
}

#[test]
fn a_gateway_with_a_transit_gateway_takes_no_private_interface() {
    let mut seen = gateway_made();
    let gateway = cloud(&mut seen).gateways[0].clone();
    assert_eq!(gateway_fits(&gateway, &seen), Ok(()));
    let mut transit = association("tgw-1", AssociationState::Associated);
    transit.gateway = gateway.id.clone();
    cloud(&mut seen).elsewhere = vec![transit];
    assert!(matches!(
        gateway_fits(&gateway, &seen),
        Err(Refusal::HasTransitGateway { .. })
    ));
    cloud(&mut seen).elsewhere[0].state = AssociationState::Disassociated;
    assert_eq!(gateway_fits(&gateway, &seen), Ok(()));
}
