//! What each press of a button leads to, in every situation that was thought of.

mod causes;
mod doctor;
mod ladder;
mod measured;
mod proof;
mod tasks;
mod teardown;
mod trace;
mod vpcs;

use super::{Call, Gap, Goal, Next, Observation, Refusal, Wait, next, sample::*};
use crate::{
    ports::{
        Choice, ConnectionState, GatewayState, HostedState, InterfaceState, LegRole, PortError,
        Target,
    },
    values::{Asn, AwsAccountId},
};

fn accept() -> Goal {
    Goal::Accept {
        legs: vec![LegRole::Primary, LegRole::Secondary],
    }
}

fn create_gateway() -> Goal {
    Goal::CreateGateway {
        name: "acme-gateway".to_owned(),
    }
}

fn create_interface(leg: LegRole) -> Goal {
    Goal::CreateInterface {
        leg,
        name: "acme-vif".to_owned(),
        mtu: 1500,
    }
}

/// The refusal, or a failed test.
fn refusal(goal: &Goal, seen: &Observation) -> Refusal {
    match next(goal, seen) {
        Next::Refuse(refusal) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// The call's operation, or a failed test.
fn call(goal: &Goal, seen: &Observation) -> Call {
    match next(goal, seen) {
        Next::Do(call) => call,
        other => panic!("no call: {other:?}"),
    }
}

fn gap(operation: &'static str) -> Gap {
    Gap {
        operation,
        region: None,
        error: PortError::Unreachable,
    }
}

#[test]
fn nothing_is_changed_without_aws_in_another_account_or_before_the_order_is_up() {
    for goal in [
        accept(),
        create_gateway(),
        create_interface(LegRole::Primary),
    ] {
        assert_eq!(refusal(&goal, &ordered()), Refusal::CloudNotConnected);
        let mut seen = listed();
        let other = AwsAccountId::parse("210987654321").unwrap();
        cloud(&mut seen).identity.account = other.clone();
        let expected = Refusal::OtherAccount {
            signed_in: other,
            ordered: account(),
        };
        assert_eq!(refusal(&goal, &seen), expected);
        let mut seen = listed();
        seen.connection.state = ConnectionState::Provisioning;
        assert_eq!(refusal(&goal, &seen), Refusal::OrderNotActive);
        seen.connection.state = ConnectionState::FailedToProvision;
        assert_eq!(refusal(&goal, &seen), Refusal::OrderFailed);
    }
}

#[test]
fn accepting_confirms_leg_by_leg_and_a_second_press_confirms_nothing() {
    let mut seen = listed();
    for id in ["dxcon-primary1", "dxcon-second01"] {
        let Call::ConfirmConnection { connection, .. } = call(&accept(), &seen) else {
            panic!("another call");
        };
        assert_eq!(connection, id);
        let found = cloud(&mut seen).hosted.iter_mut().find(|one| one.id == id);
        found.unwrap().state = HostedState::Pending;
    }
    assert!(matches!(
        next(&accept(), &seen),
        Next::Wait(Wait::HostedConnection)
    ));
    assert!(matches!(next(&accept(), &accepted()), Next::Done));
}

#[test]
fn nothing_is_accepted_while_one_of_the_two_can_not_be() {
    let mut seen = listed();
    cloud(&mut seen)
        .hosted
        .retain(|one| one.id == "dxcon-primary1");
    let expected = Refusal::ConnectionNotListed {
        leg: LegRole::Secondary,
    };
    assert_eq!(refusal(&accept(), &seen), expected);
}

#[test]
fn after_a_change_of_the_order_another_gateway_is_made_and_preferred() {
    let mut seen = gateway_made();
    seen.connection.ordered_asn = Some(Asn(65010));
    let Call::CreateGateway { asn, .. } = call(&create_gateway(), &seen) else {
        panic!("another call");
    };
    assert_eq!(asn, Asn(65010));
    let mut fitting = cloud(&mut seen).gateways[0].clone();
    (fitting.id, fitting.asn) = ("fitting".to_owned(), Asn(65010));
    cloud(&mut seen).gateways.push(fitting);
    assert!(matches!(next(&create_gateway(), &seen), Next::Done));
    let cloud = seen.cloud.as_ref().unwrap();
    assert_eq!(cloud.own_gateway(&seen.connection).unwrap().id, "fitting");
}

#[test]
fn a_connection_that_is_down_is_ready() {
    let mut seen = gateway_made();
    for hosted in &mut cloud(&mut seen).hosted {
        hosted.state = HostedState::Down;
    }
    assert!(matches!(next(&accept(), &seen), Next::Done));
    let goal = create_interface(LegRole::Primary);
    assert!(matches!(call(&goal, &seen), Call::CreateInterface { .. }));
}

#[test]
fn accepting_is_refused_with_the_reason() {
    let leg = LegRole::Secondary;
    let goal = Goal::Accept { legs: vec![leg] };
    let mut seen = listed();
    cloud(&mut seen).hosted.truncate(1);
    assert_eq!(refusal(&goal, &seen), Refusal::ConnectionNotListed { leg });
    cloud(&mut seen)
        .gaps
        .push(gap("directconnect:DescribeConnections"));
    assert_eq!(refusal(&goal, &seen), Refusal::NotReadable);
    for state in [HostedState::Rejected, HostedState::Deleted] {
        let mut seen = listed();
        cloud(&mut seen).hosted[1].state = state;
        assert_eq!(refusal(&goal, &seen), Refusal::ConnectionGone { leg });
    }
    let mut single = listed();
    single.connection.legs.truncate(1);
    assert_eq!(refusal(&goal, &single), Refusal::NoSuchLeg);
    let nothing = Goal::Accept { legs: Vec::new() };
    assert_eq!(refusal(&nothing, &listed()), Refusal::NothingChosen);
}

#[test]
fn a_gateway_is_made_once_with_the_ordered_asn() {
    let mut seen = accepted();
    seen.connection.ordered_asn = Some(Asn(65010));
    let Call::CreateGateway { asn, tags, .. } = call(&create_gateway(), &seen) else {
        panic!("another call");
    };
    assert_eq!(asn, Asn(65010));
    assert!(crate::tags::is_ours(&tags, CONNECTION, "gateway"));
    assert!(matches!(
        next(&create_gateway(), &gateway_made()),
        Next::Done
    ));
    let mut seen = gateway_made();
    cloud(&mut seen).gateways[0].state = GatewayState::Pending;
    assert!(matches!(
        next(&create_gateway(), &seen),
        Next::Wait(Wait::Gateway)
    ));
}

#[test]
fn a_gateway_that_is_going_does_not_stand_for_the_one_to_make() {
    let mut seen = gateway_made();
    cloud(&mut seen).gateways[0].state = GatewayState::Deleting;
    let made = call(&create_gateway(), &seen);
    assert!(matches!(made, Call::CreateGateway { .. }));
}

#[test]
fn a_gateway_is_refused_with_the_reason() {
    let goal = Goal::CreateGateway {
        name: " ".to_owned(),
    };
    assert_eq!(refusal(&goal, &accepted()), Refusal::NameUnusable);
    let mut seen = accepted();
    seen.choice = Choice::NewVpnGateway;
    assert_eq!(refusal(&create_gateway(), &seen), Refusal::NotNeeded);
    let mut seen = accepted();
    cloud(&mut seen)
        .gaps
        .push(gap("directconnect:DescribeDirectConnectGateways"));
    assert_eq!(refusal(&create_gateway(), &seen), Refusal::NotReadable);
    let mut seen = interfaces_made();
    cloud(&mut seen).gateways[0].tags.clear();
    assert_eq!(refusal(&create_gateway(), &seen), Refusal::TargetFixed);
}

#[test]
fn an_interface_takes_every_value_from_pureport_and_the_names_cross() {
    let seen = gateway_made();
    let Call::CreateInterface { new, .. } = call(&create_interface(LegRole::Secondary), &seen)
    else {
        panic!("another call");
    };
    assert_eq!(new.connection, "dxcon-second01");
    assert_eq!(new.vlan.number(), 102);
    assert_eq!(new.partner_asn, Asn::PUREPORT);
    assert_eq!(new.partner_ip.to_string(), "169.254.11.1/30");
    assert_eq!(new.aws_ip.to_string(), "169.254.11.2/30");
    assert_eq!(new.target, Target::DirectConnectGateway(GATEWAY.to_owned()));
}

#[test]
fn an_interface_is_made_once() {
    let mut seen = interfaces_made();
    let goal = create_interface(LegRole::Primary);
    assert!(matches!(next(&goal, &seen), Next::Done));
    for state in [InterfaceState::Pending, InterfaceState::Deleting] {
        cloud(&mut seen).interfaces[0].state = state;
        assert!(
            matches!(next(&goal, &seen), Next::Wait(Wait::Interface)),
            "{state:?}"
        );
    }
}

#[test]
fn an_interface_is_refused_until_the_connection_is_ready() {
    let leg = LegRole::Primary;
    let mut seen = gateway_made();
    cloud(&mut seen).hosted[0].state = HostedState::Ordering;
    let expected = Refusal::ConnectionNotAccepted { leg };
    assert_eq!(refusal(&create_interface(leg), &seen), expected);
    cloud(&mut seen).hosted[0].state = HostedState::Pending;
    let state = HostedState::Pending;
    let expected = Refusal::ConnectionPending { leg, state };
    assert_eq!(refusal(&create_interface(leg), &seen), expected);
}

#[test]
fn an_interface_is_refused_without_a_gateway_that_fits() {
    let leg = LegRole::Primary;
    let goal = create_interface(leg);
    assert_eq!(refusal(&goal, &accepted()), Refusal::NoGateway);
    let mut seen = gateway_made();
    cloud(&mut seen).gateways[0].state = GatewayState::Pending;
    let id = GATEWAY.to_owned();
    assert_eq!(refusal(&goal, &seen), Refusal::GatewayNotReady { id });
    let mut seen = gateway_made();
    seen.choice = Choice::Existing {
        target: Target::DirectConnectGateway("gone".to_owned()),
    };
    let id = "gone".to_owned();
    assert_eq!(refusal(&goal, &seen), Refusal::GatewayGone { id });
    let mut seen = gateway_made();
    cloud(&mut seen)
        .gaps
        .push(gap("directconnect:DescribeDirectConnectGateways"));
    assert_eq!(refusal(&goal, &seen), Refusal::NotReadable);
}

#[test]
fn the_asn_trap_is_refused_with_both_numbers() {
    let mut seen = accepted();
    cloud(&mut seen).gateways.push(dxgw("core", 65010));
    seen.choice = Choice::Existing {
        target: Target::DirectConnectGateway("core".to_owned()),
    };
    let expected = Refusal::AsnMismatch {
        ordered: 64512,
        gateway: 65010,
    };
    let goal = create_interface(LegRole::Primary);
    assert_eq!(refusal(&goal, &seen), expected);
    seen.connection.ordered_asn = Some(Asn(65010));
    assert!(matches!(call(&goal, &seen), Call::CreateInterface { .. }));
}

#[test]
fn the_second_interface_ends_where_the_first_one_does() {
    let mut seen = interfaces_made();
    cloud(&mut seen).interfaces.truncate(1);
    cloud(&mut seen).gateways.push(dxgw("core", 64512));
    seen.choice = Choice::Existing {
        target: Target::DirectConnectGateway("core".to_owned()),
    };
    let Call::CreateInterface { new, .. } = call(&create_interface(LegRole::Secondary), &seen)
    else {
        panic!("another call");
    };
    assert_eq!(new.target, Target::DirectConnectGateway(GATEWAY.to_owned()));
}

#[test]
fn an_interface_with_an_unusable_value_is_refused() {
    let leg = LegRole::Primary;
    let goal = |name: &str, mtu| Goal::CreateInterface {
        leg,
        name: name.to_owned(),
        mtu,
    };
    let seen = gateway_made();
    assert_eq!(refusal(&goal("a", 9001), &seen), Refusal::MtuUnusable);
    for name in [" ", &"a".repeat(101), "a\nb"] {
        assert_eq!(refusal(&goal(name, 1500), &seen), Refusal::NameUnusable);
    }
    let mut seen = gateway_made();
    seen.connection.legs[0].bgp_key = None;
    let expected = Refusal::ValueMissing { leg };
    assert_eq!(refusal(&goal("a", 1500), &seen), expected);
}
