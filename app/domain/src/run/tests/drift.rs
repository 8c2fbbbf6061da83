//! What is told of a set-up that was changed behind a finished run.

use super::*;
use crate::{
    ports::{AttachmentState, HostedState, InterfaceState, Target},
    setup::{Gap, Reach},
};

const MAIN: &str = "rtb-0main";

/// Everything is proven, and the run made it.
fn done() -> (Run, Observation) {
    let seen = sample::proven();
    let mut run = run(&seen);
    assert_eq!(run.state, RunState::Done);
    for view in &mut run.steps {
        view.sent = true;
    }
    (run, seen)
}

fn told(run: &Run, seen: &Observation) -> Vec<(String, Changed)> {
    let drifts = drift(run, seen).into_iter();
    drifts.map(|one| (one.key.word(), one.what)).collect()
}

fn one(word: &str, what: Changed) -> Vec<(String, Changed)> {
    vec![(word.to_owned(), what)]
}

fn other(planned: &str, now: &str) -> Changed {
    Changed::OtherGateway {
        planned: planned.to_owned(),
        now: now.to_owned(),
    }
}

fn off(table: &str) -> Changed {
    Changed::PropagationOff {
        table: table.to_owned(),
        vpn_gateway: sample::PAYMENTS_VGW.to_owned(),
    }
}

/// A change of what is seen, and what is told of it.
type Row = (&'static str, fn(&mut Observation), Vec<(String, Changed)>);

#[test]
fn each_change_is_named_with_the_step_that_it_undoes() {
    let interface = "interface-secondary";
    let (attach, associate) = ("attach-vpc-0payments", "associate-vpc-0payments");
    let propagate = "propagate-vpc-0payments";
    let rows: Vec<Row> = vec![
        ("nothing", |_| (), Vec::new()),
        (
            "interface deleted",
            |seen| sample::cloud(seen).interfaces.truncate(1),
            one(interface, Changed::Gone),
        ),
        (
            "interface on its way out",
            |seen| sample::cloud(seen).interfaces[1].state = InterfaceState::Deleting,
            one(interface, Changed::Gone),
        ),
        (
            "interface on another gateway",
            |seen| {
                let target = Target::DirectConnectGateway("other".to_owned());
                sample::cloud(seen).interfaces[1].target = Some(target);
            },
            one(interface, other(sample::GATEWAY, "other")),
        ),
        (
            "interface of another MTU",
            |seen| sample::cloud(seen).interfaces[1].mtu = Some(8500),
            one(
                interface,
                Changed::Mtu {
                    planned: 1500,
                    now: 8500,
                },
            ),
        ),
        (
            "hosted connection deleted, and its interface with it",
            |seen| {
                sample::cloud(seen).hosted[1].state = HostedState::Deleted;
                sample::cloud(seen).interfaces.truncate(1);
            },
            one("accept-secondary", Changed::Gone),
        ),
        (
            "gateway detached",
            |seen| {
                let mut all = sample::west(seen).vpn_gateways.iter_mut();
                let found = all.find(|one| one.id == sample::PAYMENTS_VGW).unwrap();
                found.attachment = None;
            },
            one(attach, Changed::Gone),
        ),
        (
            "gateway detaching",
            |seen| {
                let mut all = sample::west(seen).vpn_gateways.iter_mut();
                let found = all.find(|one| one.id == sample::PAYMENTS_VGW).unwrap();
                found.attachment = Some((sample::PAYMENTS.to_owned(), AttachmentState::Detaching));
            },
            one(attach, Changed::Gone),
        ),
        (
            "another gateway at the VPC",
            |seen| {
                let mut all = sample::west(seen).vpn_gateways.iter_mut();
                let found = all.find(|one| one.id == sample::PAYMENTS_VGW).unwrap();
                *found = sample::vgw("vgw-0theirs", 64512, Some(sample::PAYMENTS));
            },
            one(attach, other("", "vgw-0theirs")),
        ),
        (
            "association gone",
            |seen| sample::cloud(seen).associations.clear(),
            one(associate, Changed::Gone),
        ),
        (
            "narrower prefixes",
            |seen| {
                sample::cloud(seen).associations[0].allowed_prefixes =
                    vec![sample::cidr("10.20.1.0/24")];
            },
            one(
                associate,
                Changed::AllowedPrefixes(Prefixes {
                    association: format!("assoc-{}", sample::PAYMENTS_VGW),
                    region: sample::region("us-west-2"),
                    planned: vec![sample::cidr("10.20.0.0/16")],
                    now: vec![sample::cidr("10.20.1.0/24")],
                }),
            ),
        ),
        (
            "the VPC's own CIDRs written out",
            |seen| {
                sample::cloud(seen).associations[0].allowed_prefixes =
                    vec![sample::cidr("10.20.0.0/16")];
            },
            Vec::new(),
        ),
        (
            "propagation off in one table",
            |seen| sample::west(seen).tables[0].propagating.clear(),
            one(propagate, off(MAIN)),
        ),
        (
            "a table gone",
            |seen| sample::west(seen).tables.retain(|table| table.id != MAIN),
            one(
                propagate,
                Changed::TableGone {
                    table: MAIN.to_owned(),
                },
            ),
        ),
    ];
    for (what, change, expected) in rows {
        let (run, mut seen) = done();
        change(&mut seen);
        assert_eq!(told(&run, &seen), expected, "{what}");
    }
}

#[test]
fn the_gateway_that_went_is_named_alone() {
    let (run, mut seen) = done();
    let cloud = sample::cloud(&mut seen);
    cloud.gateways.clear();
    cloud.associations.clear();
    assert_eq!(told(&run, &seen), one("gateway", Changed::Gone));
}

/// A change that would be named, and what hides it.
#[test]
fn what_was_not_read_or_not_looked_at_has_not_changed() {
    for (operation, region) in [
        ("directconnect:DescribeConnections", None),
        ("directconnect:DescribeVirtualInterfaces", None),
        ("directconnect:DescribeDirectConnectGateways", None),
        (
            "directconnect:DescribeDirectConnectGatewayAssociations",
            None,
        ),
        ("ec2:DescribeVpnGateways", Some(sample::region("us-west-2"))),
        ("ec2:DescribeRouteTables", Some(sample::region("us-west-2"))),
    ] {
        let (run, mut seen) = done();
        let error = PortError::Unreachable;
        let cloud = sample::cloud(&mut seen);
        match operation {
            "directconnect:DescribeConnections" => cloud.hosted.clear(),
            "directconnect:DescribeVirtualInterfaces" => cloud.interfaces.clear(),
            "directconnect:DescribeDirectConnectGateways" => cloud.gateways.clear(),
            "ec2:DescribeVpnGateways" => cloud.regions[0].vpn_gateways.clear(),
            "ec2:DescribeRouteTables" => cloud.regions[0].tables.clear(),
            _ => cloud.associations.clear(),
        }
        let unread = Gap {
            operation,
            region,
            error,
        };
        cloud.gaps.push(unread);
        assert_eq!(told(&run, &seen), Vec::new(), "{operation}");
    }
    let (run, mut seen) = done();
    assert!(matches!(run.reach(), Reach::Proof(_)));
    sample::cloud(&mut seen).regions.clear();
    assert_eq!(told(&run, &seen), Vec::new(), "no region was looked at");
}

#[test]
fn only_a_set_up_that_ended_well_drifts_and_only_in_its_own_account() {
    let (mut run, mut seen) = done();
    sample::cloud(&mut seen).interfaces.clear();
    assert_eq!(told(&run, &seen).len(), 2);
    let elsewhere = AwsAccountId::parse("210987654321").unwrap();
    let account = std::mem::replace(&mut sample::cloud(&mut seen).identity.account, elsewhere);
    assert_eq!(told(&run, &seen), Vec::new());
    sample::cloud(&mut seen).identity.account = account;
    run.dropped.push(LegRole::Secondary);
    assert_eq!(told(&run, &seen), one("interface-primary", Changed::Gone));
    run.state = RunState::Running;
    assert_eq!(told(&run, &seen), Vec::new());
}

#[test]
fn what_was_there_before_the_run_is_taken_as_it_was() {
    let (mut run, mut seen) = done();
    for view in &mut run.steps {
        view.sent = false;
    }
    let cloud = sample::cloud(&mut seen);
    cloud.interfaces[0].mtu = Some(8500);
    cloud.associations[0].allowed_prefixes = vec![sample::cidr("10.0.0.0/8")];
    assert_eq!(told(&run, &seen), Vec::new());
}
