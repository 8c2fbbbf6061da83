//! The states of the tasks at each stage.

use super::*;
use crate::{
    ports::AssociationState,
    setup::{Task, task_views},
    status::TaskState as S,
};

fn states(seen: &Observation) -> Vec<(Task, S)> {
    task_views(seen)
        .iter()
        .map(|view| (view.task, view.state))
        .collect()
}

fn of(task: Task, seen: &Observation) -> S {
    let views = states(seen);
    views.iter().find(|(found, _)| *found == task).unwrap().1
}

#[test]
fn each_stage_makes_the_next_task_ready() {
    use Task as T;
    let order = [
        T::Accept,
        T::Gateway,
        T::Interfaces,
        T::Vpc,
        T::Association,
        T::Routes,
        T::Verify,
    ];
    let (b, r, d) = (S::Blocked, S::Ready, S::Done);
    let table = [
        (ordered(), [b, b, b, b, b, b, b]),
        (listed(), [r, r, b, r, b, b, b]),
        (accepted(), [d, r, b, r, b, b, b]),
        (gateway_made(), [d, d, r, r, r, b, b]),
        (interfaces_made(), [d, d, d, r, r, b, r]),
        (attached(), [d, d, d, d, r, b, r]),
        (associated(), [d, d, d, d, d, r, r]),
        (proven(), [d, d, d, d, d, d, d]),
    ];
    for (at, (seen, expected)) in table.into_iter().enumerate() {
        let expected: Vec<(Task, S)> = order.into_iter().zip(expected).collect();
        assert_eq!(states(&seen), expected, "stage {at}");
    }
}

#[test]
fn with_a_virtual_private_gateway_the_vpc_comes_before_the_interfaces() {
    let mut seen = accepted();
    seen.choice = Choice::NewVpnGateway;
    let words: Vec<&str> = task_views(&seen)
        .iter()
        .map(|view| view.task.word())
        .collect();
    let expected = [
        "accept",
        "vpc",
        "interfaces",
        "routes",
        "verify",
        "gateway",
        "association",
    ];
    assert_eq!(words, expected);
    assert_eq!(of(Task::Gateway, &seen), S::NotNeeded);
    assert_eq!(of(Task::Association, &seen), S::NotNeeded);
    assert_eq!(Task::Accept.following(true), Some(Task::Vpc));
    assert_eq!(Task::Vpc.following(true), Some(Task::Interfaces));
    assert_eq!(Task::Verify.following(true), None);
    assert_eq!(Task::Gateway.following(false), Some(Task::Interfaces));
}

#[test]
fn an_interface_that_exists_decides_the_target_whatever_was_chosen() {
    let mut seen = interfaces_made();
    seen.choice = Choice::NewVpnGateway;
    assert!(!seen.ends_on_vpn_gateway());
    assert_eq!(of(Task::Gateway, &seen), S::Done);
}

#[test]
fn legs_on_two_gateways_are_a_failure() {
    let mut seen = interfaces_made();
    cloud(&mut seen).gateways.push(dxgw("core", 64512));
    cloud(&mut seen).interfaces[1].target = Some(Target::DirectConnectGateway("core".to_owned()));
    assert_eq!(of(Task::Interfaces, &seen), S::Failed);
    assert!(matches!(
        seen.split_target(),
        Some(Target::DirectConnectGateway(id)) if id == "core"
    ));
}

#[test]
fn what_could_not_be_read_is_not_called_ready() {
    let mut seen = gateway_made();
    cloud(&mut seen)
        .gaps
        .push(gap("directconnect:DescribeVirtualInterfaces"));
    assert_eq!(of(Task::Interfaces, &seen), S::Blocked);
    let mut seen = gateway_made();
    cloud(&mut seen)
        .gaps
        .push(gap("directconnect:DescribeDirectConnectGateways"));
    assert_eq!(of(Task::Gateway, &seen), S::Blocked);
}

#[test]
fn an_association_that_failed_is_said_to_have_failed() {
    let mut seen = associated();
    let found = &mut cloud(&mut seen).associations[0];
    found.state = AssociationState::Disassociated;
    found.failure = Some("The VPC was deleted".to_owned());
    assert_eq!(of(Task::Association, &seen), S::Failed);
}
