//! The way back, as a run.

use super::*;
use crate::{
    ports::{AssociationState, Attempt, ConnectionState, HostedState, Intent, Lease},
    setup::{
        Goal, StepOutcome,
        teardown::{self, Removal},
    },
};

fn tear_down(seen: &Observation, whole: bool) -> Run {
    let items = teardown::items(seen, &[], whole);
    let plan = Plan::TearDown(TearDown::of(&items, seen));
    let by = UserId("pureport:sandbox".to_owned());
    Run::new("run-1".to_owned(), "ac-1", by, plan, seen, NOW)
}

#[test]
fn the_way_back_begins_with_propagation_and_ends_with_the_proof_that_nothing_costs() {
    let seen = sample::proven();
    let run = tear_down(&seen, true);
    assert_eq!(
        calls(&run, &seen),
        ["stop-propagation-vgw-0payments ec2:DisableVgwRoutePropagation"]
    );
    let last = run.steps.last().unwrap();
    assert_eq!(last.key.word(), "prove-gone");
    let kept = tear_down(&seen, false);
    assert!(kept.step("delete-connection").is_none());
    assert!(kept.step("prove-gone").is_none());
}

#[test]
fn the_association_ends_beside_the_interfaces_and_the_primary_goes_last() {
    let mut seen = sample::proven();
    let mut run = tear_down(&seen, true);
    for table in &mut sample::west(&mut seen).tables {
        table.propagating.clear();
    }
    look(&mut run, &seen, later(1));
    assert_eq!(
        calls(&run, &seen),
        [
            "disassociate-vgw-0payments directconnect:DeleteDirectConnectGatewayAssociation",
            "delete-interface-secondary directconnect:DeleteVirtualInterface",
        ]
    );
    sample::cloud(&mut seen).interfaces.truncate(1);
    sample::cloud(&mut seen).associations[0].state = AssociationState::Disassociating;
    look(&mut run, &seen, later(2));
    assert_eq!(
        calls(&run, &seen),
        ["delete-interface-primary directconnect:DeleteVirtualInterface"]
    );
    sample::cloud(&mut seen).interfaces.clear();
    look(&mut run, &seen, later(3));
    assert_eq!(
        calls(&run, &seen),
        ["delete-connection pureport:DeleteConnection"],
        "billing ends before the gateways are gone"
    );
}

/// Everything is gone, and the partner knows the connection no more.
fn gone(run: &Run) -> Observation {
    let mut seen = sample::proven();
    seen.connection = run.plan.remembered().unwrap().deleted();
    let view = sample::cloud(&mut seen);
    view.interfaces.clear();
    view.associations.clear();
    view.gateways.clear();
    for hosted in &mut view.hosted {
        hosted.state = HostedState::Deleted;
    }
    let west = sample::west(&mut seen);
    west.vpn_gateways.clear();
    for table in &mut west.tables {
        table.propagating.clear();
    }
    seen
}

#[test]
fn it_is_done_when_neither_side_charges_though_the_partner_forgot_the_connection() {
    let mut run = tear_down(&sample::proven(), true);
    let mut seen = gone(&run);
    sample::cloud(&mut seen).hosted[0].state = HostedState::Deleting;
    look(&mut run, &seen, later(1));
    assert_eq!(state_of(&run, "prove-gone"), TaskState::Running);
    let seen = gone(&run);
    look(&mut run, &seen, later(2));
    assert_eq!(run.state, RunState::Done);
}

fn asked(number: u64) -> Attempt {
    let lease = Lease {
        run: "run-1".to_owned(),
        owner: "a server".to_owned(),
        epoch: 1,
    };
    Attempt {
        number,
        intent: Intent {
            connection: sample::CONNECTION.to_owned(),
            user: UserId("pureport:sandbox".to_owned()),
            operation: "pureport:DeleteConnection".to_owned(),
            object: sample::CONNECTION.to_owned(),
            goal: Goal::Remove(Removal::DeleteConnection),
            at: NOW,
            lease: Some((lease, "delete-connection".to_owned())),
            after: None,
        },
        concluded: Some((NOW, StepOutcome::Acknowledged)),
    }
}

#[test]
fn a_deletion_that_fails_is_asked_for_once_more_and_then_given_up() {
    let mut seen = sample::accepted();
    seen.connection.state = ConnectionState::FailedToDelete;
    seen.connection.failure = Some(("STUCK".to_owned(), "no".to_owned()));
    let mut run = tear_down(&seen, true);
    run.give_up(&seen, &[asked(1)]);
    assert_eq!(
        calls(&run, &seen),
        ["delete-connection pureport:DeleteConnection"]
    );
    run.give_up(&seen, &[asked(1), asked(2)]);
    look(&mut run, &seen, later(1));
    assert!(calls(&run, &seen).is_empty());
    assert_eq!(run.state, RunState::NeedsYou);
    let told = run.step("delete-connection").unwrap().told.clone();
    assert!(
        matches!(told, Some(Told::Failed(PortError::Refused { .. }))),
        "{told:?}"
    );
}
