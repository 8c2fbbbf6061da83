//! The way back: what goes, what stays and why, and in which order.

use super::*;
use crate::{
    ports::{
        AssociationState, AttachmentState, Attempt, GatewayAttachment, HostedState, Intent,
        Timestamp, UserId, VpnConnection,
    },
    setup::{
        StepOutcome,
        teardown::{
            Cost, Fate, Item, Made, Planned, Remaining, Removal, RemovalCall, Thing, costs_nothing,
            items, made, plan,
        },
    },
};

const STRANGER: &str = "dxvif-stranger";

fn west_name() -> crate::values::RegionName {
    region("us-west-2")
}

/// Every fate of the dry run, by what the line is about.
fn fates(seen: &Observation, made: &[Made]) -> Vec<(&'static str, Fate)> {
    let word = |item: &Item| match item.thing {
        Thing::Propagation { .. } => "propagation",
        Thing::Association { .. } => "association",
        Thing::Interface { .. } => "interface",
        Thing::Attachment { .. } => "attachment",
        Thing::VpnGateway { .. } => "vpn gateway",
        Thing::Gateway { .. } => "gateway",
        Thing::Hosted { .. } => "hosted",
        Thing::Connection { .. } => "connection",
    };
    items(seen, made, true)
        .iter()
        .map(|item| (word(item), item.fate.clone()))
        .collect()
}

fn fate(seen: &Observation, made: &[Made], of: &str) -> Fate {
    let all = fates(seen, made);
    all.iter().find(|(word, _)| *word == of).unwrap().1.clone()
}

fn in_use(by: &str) -> Fate {
    Fate::StaysInUse { by: by.to_owned() }
}

/// An interface of another connection on the gateway.
fn with_a_stranger(mut seen: Observation) -> Observation {
    let stranger = GatewayAttachment {
        interface: STRANGER.to_owned(),
        region: Some(west_name()),
        state: AttachmentState::Attached,
    };
    let on_it = (GATEWAY.to_owned(), stranger);
    cloud(&mut seen).attachments.push(on_it);
    seen
}

fn with_a_vpn(mut seen: Observation) -> Observation {
    west(&mut seen).vpn_connections.push(VpnConnection {
        id: "vpn-0branch".to_owned(),
        vpn_gateway: PAYMENTS_VGW.to_owned(),
    });
    seen
}

/// The virtual private gateway was there before.
fn with_their_vpn_gateway(mut seen: Observation) -> Observation {
    let mut all = west(&mut seen).vpn_gateways.iter_mut();
    all.find(|one| one.id == PAYMENTS_VGW).unwrap().tags.clear();
    seen
}

#[test]
fn everything_that_onramp_made_goes_in_order_and_the_connection_last() {
    let seen = proven();
    let goes = fates(&seen, &[]);
    let words: Vec<&str> = goes.iter().map(|(word, _)| *word).collect();
    let order = [
        "propagation",
        "propagation",
        "association",
        "interface",
        "interface",
        "attachment",
        "vpn gateway",
        "gateway",
        "hosted",
        "hosted",
        "connection",
    ];
    assert_eq!(words, order);
    assert!(goes.iter().all(|(_, fate)| fate.goes()), "{goes:?}");
    let costs: Vec<Cost> = items(&seen, &[], true)
        .iter()
        .map(|item| item.cost)
        .collect();
    assert_eq!(
        costs
            .iter()
            .filter(|cost| **cost == Cost::PortHours)
            .count(),
        2
    );
    assert_eq!(costs.last(), Some(&Cost::Partner));
}

#[test]
fn traffic_runs_on_the_primary_to_the_last() {
    let steps = plan(&items(&proven(), &[], true));
    let legs: Vec<LegRole> = steps
        .iter()
        .filter_map(|step| match step.removal {
            Removal::DeleteInterface { leg, .. } => Some(leg),
            _ => None,
        })
        .collect();
    assert_eq!(legs, [LegRole::Secondary, LegRole::Primary]);
}

#[test]
fn each_step_waits_for_what_has_to_go_before_it() {
    let steps = plan(&items(&proven(), &[], true));
    let words = |steps: &[Removal]| -> Vec<String> {
        steps
            .iter()
            .map(|one| format!("{:?}", one.task()))
            .collect()
    };
    let needs = |is: fn(&Removal) -> bool| -> Vec<String> {
        let found = steps.iter().find(|step| is(&step.removal)).unwrap();
        words(&found.needs)
    };
    assert_eq!(steps.len(), 8, "{steps:?}");
    assert!(
        needs(|one| matches!(one, Removal::StopPropagation { tables, .. } if tables.len() == 2))
            .is_empty()
    );
    assert_eq!(
        needs(|one| matches!(one, Removal::Disassociate { .. })),
        ["Routes"]
    );
    assert_eq!(
        needs(|one| matches!(
            one,
            Removal::DeleteInterface {
                leg: LegRole::Primary,
                ..
            }
        )),
        ["Routes", "Interfaces"]
    );
    assert_eq!(
        needs(|one| matches!(one, Removal::DetachVpnGateway { .. })),
        ["Routes", "Association", "Interfaces", "Interfaces"]
    );
    assert_eq!(
        needs(|one| matches!(one, Removal::DeleteVpnGateway { .. })),
        ["Association", "Interfaces", "Interfaces", "Vpc"]
    );
    assert_eq!(
        needs(|one| matches!(one, Removal::DeleteGateway { .. })),
        ["Association", "Interfaces", "Interfaces"]
    );
    assert_eq!(
        needs(|one| *one == Removal::DeleteConnection),
        ["Interfaces", "Interfaces"]
    );
}

#[test]
fn what_a_vpn_needs_stays_and_the_association_goes() {
    let seen = with_a_vpn(proven());
    for kept in ["propagation", "attachment", "vpn gateway"] {
        assert_eq!(fate(&seen, &[], kept), in_use("vpn-0branch"), "{kept}");
    }
    for going in ["association", "interface", "gateway"] {
        assert_eq!(fate(&seen, &[], going), Fate::Goes, "{going}");
    }
}

#[test]
fn a_gateway_with_another_interface_stays_with_all_that_is_reached_through_it() {
    let seen = with_a_stranger(proven());
    for kept in [
        "propagation",
        "association",
        "attachment",
        "vpn gateway",
        "gateway",
    ] {
        assert_eq!(fate(&seen, &[], kept), in_use(STRANGER), "{kept}");
    }
    assert_eq!(fate(&seen, &[], "interface"), Fate::Goes);
}

#[test]
fn a_gateway_with_another_association_stays() {
    let mut seen = proven();
    let other = association(ANALYTICS_VGW, AssociationState::Associated);
    cloud(&mut seen).associations.push(other);
    assert_eq!(fate(&seen, &[], "gateway"), in_use(ANALYTICS_VGW));
    assert_eq!(fate(&seen, &[], "association"), Fate::Goes);
    let theirs = fates(&seen, &[]);
    let not_ours = |word| theirs.contains(&(word, Fate::StaysNotOurs));
    assert!(
        not_ours("association") && not_ours("vpn gateway"),
        "{theirs:?}"
    );
    let made = [Made::Association {
        vpn_gateway: ANALYTICS_VGW.to_owned(),
    }];
    assert_eq!(fate(&seen, &made, "gateway"), Fate::Goes);
}

#[test]
fn what_was_adopted_stays_and_only_the_journal_knows_what_was_done_to_it() {
    let mut seen = with_their_vpn_gateway(proven());
    cloud(&mut seen).gateways[0].tags.clear();
    seen.choice = Choice::Existing {
        target: Target::DirectConnectGateway(GATEWAY.to_owned()),
    };
    for kept in [
        "propagation",
        "association",
        "attachment",
        "vpn gateway",
        "gateway",
    ] {
        assert_eq!(fate(&seen, &[], kept), Fate::StaysNotOurs, "{kept}");
    }
    let vpn_gateway = PAYMENTS_VGW.to_owned();
    let vpc = PAYMENTS.to_owned();
    let made = [
        Made::Association {
            vpn_gateway: vpn_gateway.clone(),
        },
        Made::Attachment { vpn_gateway, vpc },
        Made::Propagation {
            table: "rtb-0main".to_owned(),
        },
    ];
    for going in ["propagation", "association", "attachment"] {
        assert_eq!(fate(&seen, &made, going), Fate::Goes, "{going}");
    }
    for kept in ["vpn gateway", "gateway"] {
        assert_eq!(fate(&seen, &made, kept), Fate::StaysNotOurs, "{kept}");
    }
}

#[test]
fn an_interface_that_somebody_else_made_goes_only_with_the_connection() {
    let mut seen = proven();
    for one in &mut cloud(&mut seen).interfaces {
        one.tags.clear();
    }
    assert_eq!(fate(&seen, &[], "interface"), Fate::GoesWithConnection);
    let kept = items(&seen, &[], false);
    let of_gateway = |item: &&Item| matches!(item.thing, Thing::Gateway { .. });
    let gateway = kept.iter().find(of_gateway).unwrap();
    assert_eq!(gateway.fate, in_use("dxvif-primary"));
    assert!(!plan(&kept).iter().any(|step| matches!(
        step.removal,
        Removal::DeleteInterface { .. } | Removal::DeleteConnection
    )));
}

#[test]
fn what_was_taken_over_stays_with_the_partner_that_ordered_it() {
    let mut seen = proven();
    seen.connection.capabilities = crate::ports::Capabilities::NONE;
    let all = items(&seen, &[], true);
    let of = |is: fn(&Thing) -> bool| all.iter().find(|item| is(&item.thing)).unwrap();
    let connection = of(|thing| matches!(thing, Thing::Connection { .. }));
    assert_eq!(
        (&connection.fate, connection.cost),
        (&Fate::StaysNotOurs, Cost::Partner)
    );
    let hosted = of(|thing| matches!(thing, Thing::Hosted { .. }));
    assert_eq!(
        (&hosted.fate, hosted.cost),
        (&Fate::StaysNotOurs, Cost::PortHours)
    );
    let steps = plan(&all);
    assert!(
        !steps
            .iter()
            .any(|step| step.removal == Removal::DeleteConnection)
    );
    assert!(
        steps
            .iter()
            .any(|step| matches!(step.removal, Removal::DeleteInterface { .. }))
    );
}

#[test]
fn what_can_not_be_read_is_not_taken_away() {
    for (operation, of) in [
        ("ec2:DescribeVpnConnections", "vpn gateway"),
        (
            "directconnect:DescribeDirectConnectGatewayAttachments",
            "gateway",
        ),
        (
            "directconnect:DescribeDirectConnectGatewayAssociations",
            "gateway",
        ),
    ] {
        let mut seen = proven();
        let mut unread = gap(operation);
        unread.region = Some(west_name());
        cloud(&mut seen).gaps.push(unread);
        assert_eq!(
            fate(&seen, &[], of),
            Fate::StaysUnread { operation },
            "{operation}"
        );
    }
}

fn attempt(number: u64, operation: &str, object: &str, outcome: StepOutcome) -> Attempt {
    Attempt {
        number,
        intent: Intent {
            connection: CONNECTION.to_owned(),
            user: UserId("somebody".to_owned()),
            operation: operation.to_owned(),
            object: object.to_owned(),
            goal: create_gateway(),
            at: Timestamp(0),
            lease: None,
            after: None,
        },
        concluded: Some((Timestamp(0), outcome)),
    }
}

#[test]
fn the_journal_tells_what_was_made_unless_it_failed_or_was_taken_back() {
    const ON: &str = "ec2:EnableVgwRoutePropagation";
    let refused = StepOutcome::Failed {
        error: PortError::NotFound,
    };
    let journal = [
        attempt(1, ON, "rtb-1", StepOutcome::Acknowledged),
        attempt(2, ON, "rtb-2", StepOutcome::Unknown),
        attempt(3, ON, "rtb-3", refused),
        attempt(
            4,
            "ec2:DisableVgwRoutePropagation",
            "rtb-1",
            StepOutcome::Acknowledged,
        ),
    ];
    let table = "rtb-2".to_owned();
    assert_eq!(made(&journal), [Made::Propagation { table }]);
}

/// Every goal of the whole teardown, as the engine would meet it.
fn goals(seen: &Observation) -> Vec<Goal> {
    let steps = plan(&items(seen, &[], true));
    steps
        .into_iter()
        .map(|step: Planned| Goal::Remove(step.removal))
        .collect()
}

#[test]
fn what_is_gone_is_done_and_what_is_going_is_waited_for() {
    let mut after = proven();
    let goals = goals(&after);
    let view = cloud(&mut after);
    view.interfaces.clear();
    view.associations.clear();
    view.gateways.clear();
    let at = west(&mut after);
    at.vpn_gateways.clear();
    at.tables.clear();
    after.connection.state = ConnectionState::Deleted;
    for goal in &goals {
        assert!(matches!(next(goal, &after), Next::Done), "{goal:?}");
    }
    let mut going = proven();
    let view = cloud(&mut going);
    for one in &mut view.interfaces {
        one.state = InterfaceState::Deleting;
    }
    view.associations[0].state = AssociationState::Disassociating;
    view.gateways[0].state = GatewayState::Deleting;
    let mut all = west(&mut going).vpn_gateways.iter_mut();
    let own = all.find(|one| one.id == PAYMENTS_VGW).unwrap();
    own.attachment = Some((PAYMENTS.to_owned(), AttachmentState::Detaching));
    own.state = GatewayState::Deleting;
    going.connection.state = ConnectionState::Deleting;
    for goal in goals.iter().skip(1) {
        assert!(matches!(next(goal, &going), Next::Wait(_)), "{goal:?}");
    }
}

#[test]
fn nothing_is_deleted_while_something_is_left_on_it() {
    let seen = proven();
    let refused = |removal: Removal, by: &str| {
        let Refusal::InUse { by: found, .. } = refusal(&Goal::Remove(removal), &seen) else {
            panic!("another refusal");
        };
        assert_eq!(found, by);
    };
    let id = PAYMENTS_VGW.to_owned();
    let region = west_name();
    refused(
        Removal::DeleteGateway {
            id: GATEWAY.to_owned(),
        },
        PAYMENTS_VGW,
    );
    refused(Removal::DeleteVpnGateway { region, id }, GATEWAY);
    refused(Removal::DeleteConnection, "dxvif-primary");
}

#[test]
fn who_came_after_the_dry_run_is_seen_before_each_call() {
    let goals = goals(&proven());
    let seen = with_a_stranger(with_a_vpn(proven()));
    for goal in goals.iter().filter(|goal| {
        !matches!(
            goal,
            Goal::Remove(Removal::DeleteInterface { .. } | Removal::DeleteConnection)
        )
    }) {
        assert!(
            matches!(refusal(goal, &seen), Refusal::InUse { .. }),
            "{goal:?}"
        );
    }
}

#[test]
fn a_gateway_without_our_marks_is_never_deleted() {
    let mut seen = with_their_vpn_gateway(attached());
    cloud(&mut seen).gateways[0].tags.clear();
    cloud(&mut seen).interfaces.clear();
    let id = GATEWAY.to_owned();
    let goal = Goal::Remove(Removal::DeleteGateway { id: id.clone() });
    assert_eq!(refusal(&goal, &seen), Refusal::NotOurs { id });
    let (region, id) = (west_name(), PAYMENTS_VGW.to_owned());
    let goal = Goal::Remove(Removal::DeleteVpnGateway {
        region,
        id: id.clone(),
    });
    assert_eq!(refusal(&goal, &seen), Refusal::NotOurs { id });
}

#[test]
fn a_deletion_that_failed_is_sent_again_once_the_interfaces_are_gone() {
    let mut seen = accepted();
    seen.connection.state = ConnectionState::FailedToDelete;
    let goal = Goal::Remove(Removal::DeleteConnection);
    let Call::Remove(RemovalCall::DeleteConnection { id }) = call(&goal, &seen) else {
        panic!("another call");
    };
    assert_eq!(id, CONNECTION);
}

#[test]
fn the_end_is_proven_only_when_neither_side_charges_and_nothing_is_left() {
    let mut seen = proven();
    let left = costs_nothing(&seen);
    assert_eq!(left.iter().filter(|one| one.costs()).count(), 3, "{left:?}");
    assert_eq!(left.len(), 6, "{left:?}");
    seen.connection.state = ConnectionState::Deleted;
    cloud(&mut seen).interfaces.clear();
    west(&mut seen).vpn_gateways.clear();
    cloud(&mut seen).hosted[0].state = HostedState::Deleted;
    let id = "dxcon-second01".to_owned();
    assert_eq!(costs_nothing(&seen), [Remaining::Hosted { id }]);
    cloud(&mut seen).hosted[1].state = HostedState::Ordering;
    assert_eq!(costs_nothing(&seen), []);
    cloud(&mut seen)
        .gaps
        .push(gap("directconnect:DescribeConnections"));
    assert_eq!(costs_nothing(&seen), [Remaining::Unread]);
}
