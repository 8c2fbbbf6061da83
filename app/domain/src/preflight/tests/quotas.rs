use super::*;
use crate::ports::{AttachmentState, GatewayAttachment, HostedState};

fn full(at: &str, count: usize, new: usize, limit: usize) -> Code {
    Code::Full {
        at: at.to_owned(),
        count,
        new,
        limit,
    }
}

fn fits(count: usize, new: usize, limit: usize) -> Code {
    Code::Fits { count, new, limit }
}

#[test]
fn ten_connections_fit_into_a_location() {
    let check = Check::ConnectionQuota;
    let world = |accepted: usize| {
        let mut facts = facts();
        let hosted = facts.hosted.as_mut().unwrap();
        let mut one = hosted[0].clone();
        one.state = HostedState::Available;
        for number in 0..accepted {
            one.id = format!("dxcon-earlier{number}");
            hosted.push(one.clone());
        }
        facts
    };
    let cases = [
        (8, Severity::Passed, fits(8, 2, 10)),
        (9, Severity::Warning, full("EqSe2", 9, 2, 10)),
        (10, Severity::Warning, full("EqSe2", 10, 2, 10)),
    ];
    for (accepted, severity, code) in cases {
        for subject in [subject(), order()] {
            let found = of(check, &subject, &world(accepted));
            assert_eq!(found, [(severity, code.clone())], "{accepted}");
        }
    }
    let accepted = Subject {
        to_accept: 0,
        ..subject()
    };
    assert_eq!(
        of(check, &accepted, &world(10)),
        [(Severity::Passed, fits(10, 0, 10))]
    );
}

#[test]
fn thirty_interfaces_fit_onto_a_gateway() {
    let world = |count: usize| {
        let one = GatewayAttachment {
            interface: "dxvif-1".to_owned(),
            region: None,
            state: AttachmentState::Attached,
        };
        let mut facts = facts();
        facts.attachments = Ok(vec![one; count]);
        of(Check::InterfaceQuota, &subject(), &facts)
    };
    assert_eq!(world(28), [(Severity::Passed, fits(28, 2, 30))]);
    assert_eq!(world(29), [(Severity::Blocking, full("core", 29, 2, 30))]);
    assert_eq!(world(30), [(Severity::Blocking, full("core", 30, 2, 30))]);
    // AWS has raised it, nobody knows how far.
    assert_eq!(world(31), [(Severity::Warning, full("core", 31, 2, 30))]);
}

#[test]
fn twenty_virtual_private_gateways_fit_onto_a_gateway() {
    let world = |count: usize, subject: &Subject| {
        let mut facts = facts();
        let all = (0..count).map(|number| association(GATEWAY, &format!("vgw-{number}")));
        facts.associations = Ok(all.collect());
        of(Check::AssociationQuota, subject, &facts)
    };
    for subject in [subject(), order()] {
        assert_eq!(world(19, &subject), [(Severity::Passed, fits(19, 1, 20))]);
        let found = world(20, &subject);
        assert_eq!(found, [(Severity::Blocking, full("core", 20, 1, 20))]);
    }
    let new = Subject {
        choice: Some(Choice::NewGateway),
        ..subject()
    };
    assert_eq!(world(20, &new), []);
}

#[test]
fn five_virtual_private_gateways_fit_into_a_region() {
    let check = Check::VpnGatewayQuota;
    let world = |spare: usize| {
        let mut facts = facts();
        let spares = (0..spare).map(|number| sample::vgw(&format!("vgw-{number}"), 64512, None));
        west(&mut facts)
            .vpn_gateways
            .as_mut()
            .unwrap()
            .extend(spares);
        facts
    };
    let found = of(check, &subject(), &world(3));
    assert_eq!(found, [(Severity::Passed, fits(4, 1, 5))]);
    let code = full("us-west-2", 5, 1, 5);
    let found = of(check, &subject(), &world(4));
    assert_eq!(found, [(Severity::Warning, code.clone())]);
    // EC2 itself said so in a dry run.
    let mut refused = world(4);
    west(&mut refused).is_full = true;
    let found = of(check, &subject(), &refused);
    assert_eq!(found, [(Severity::Blocking, code.clone())]);
    assert_eq!(of(check, &order(), &refused), [(Severity::Warning, code)]);
    let has_one = Subject {
        vpcs: Some(vec![planned(ANALYTICS, &[])]),
        ..subject()
    };
    assert_eq!(of(check, &has_one, &refused), []);
}

#[test]
fn two_hundred_gateways_fit_into_an_account() {
    let check = Check::GatewayQuota;
    let world = |count: usize, choice: Choice| {
        let mut facts = facts();
        facts.gateways = Ok(vec![sample::dxgw(GATEWAY, 64512); count]);
        let subject = Subject {
            choice: Some(choice),
            ..subject()
        };
        of(check, &subject, &facts)
    };
    let found = world(199, Choice::NewGateway);
    assert_eq!(found, [(Severity::Passed, fits(199, 1, 200))]);
    let found = world(200, Choice::NewGateway);
    assert_eq!(found, [(Severity::Warning, full("", 200, 1, 200))]);
    assert_eq!(world(200, existing(GATEWAY)), []);
}

#[test]
fn what_was_not_counted_is_not_checked() {
    let mut facts = facts();
    facts.hosted = Err(silent());
    facts.attachments = Err(silent());
    facts.associations = Err(silent());
    west(&mut facts).vpn_gateways = Err(silent());
    for check in [
        Check::ConnectionQuota,
        Check::InterfaceQuota,
        Check::AssociationQuota,
        Check::VpnGatewayQuota,
    ] {
        let found = severity(check, &subject(), &facts);
        assert_eq!(found, Some(Severity::NotChecked), "{check:?}");
    }
}
