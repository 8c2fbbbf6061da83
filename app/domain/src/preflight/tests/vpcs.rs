use super::*;
use crate::ports::AttachmentState;

fn with(choice: Choice, vpcs: Vec<PlannedVpc>) -> Subject {
    Subject {
        choice: Some(choice),
        vpcs: Some(vpcs),
        ..subject()
    }
}

fn with_twin(facts: &mut Facts) -> &'static str {
    let twin = sample::vpc("vpc-0twin", "twin", &["10.22.0.0/16", "10.20.128.0/17"]);
    west(facts).vpcs.as_mut().unwrap().push(twin);
    "vpc-0twin"
}

#[test]
fn vpcs_on_one_gateway_may_not_overlap() {
    let check = Check::Overlap;
    let mut world = facts();
    let twin = with_twin(&mut world);
    let both = vec![planned(PAYMENTS, &[]), planned(twin, &[])];
    let overlaps = |other: &str, with: &str| Code::Overlaps {
        vpc: "payments".to_owned(),
        cidr: "10.20.0.0/16".to_owned(),
        other: other.to_owned(),
        with: with.to_owned(),
    };
    for choice in [existing(GATEWAY), Choice::NewGateway] {
        let found = of(check, &with(choice, both.clone()), &world);
        assert_eq!(
            found,
            [(Severity::Blocking, overlaps("twin", "10.20.128.0/17"))]
        );
    }
    let on_vgw = with(Choice::NewVpnGateway, both);
    assert_eq!(of(check, &on_vgw, &world), []);
    // The twin is on the gateway already.
    let gateway = sample::vgw("vgw-0twin", 64512, Some(twin));
    west(&mut world)
        .vpn_gateways
        .as_mut()
        .unwrap()
        .push(gateway);
    world.associations = Ok(vec![association(GATEWAY, "vgw-0twin")]);
    let found = of(check, &subject(), &world);
    assert_eq!(
        found,
        [(Severity::Blocking, overlaps("twin", "10.20.128.0/17"))]
    );
    // A VPC is no rival of its own.
    let only_twin = with(existing(GATEWAY), vec![planned(twin, &[])]);
    let found = of(check, &only_twin, &world);
    assert_eq!(found, [(Severity::Passed, Code::Apart { vpcs: 1 })]);
}

#[test]
fn of_a_vpc_out_of_sight_the_allowed_prefixes_count() {
    let mut world = facts();
    let mut foreign = association(GATEWAY, "vgw-0foreign");
    foreign.allowed_prefixes = vec![cidr("10.20.7.0/24")];
    world.associations = Ok(vec![foreign.clone()]);
    let found = of(Check::Overlap, &subject(), &world);
    assert!(
        matches!(&found[..], [(Severity::Blocking, Code::Overlaps { other, .. })] if other == "vgw-0foreign")
    );
    foreign.allowed_prefixes.clear();
    world.associations = Ok(vec![foreign]);
    let unseen = Code::MemberUnseen {
        gateway: "vgw-0foreign".to_owned(),
    };
    let found = of(Check::Overlap, &subject(), &world);
    assert_eq!(found, [(Severity::NotChecked, unseen)]);
    let found = of(Check::Overlap, &order(), &world);
    assert_eq!(found, [(Severity::NotChecked, Code::ChosenLater)]);
}

#[test]
fn the_gateway_that_a_vpc_has_is_used() {
    let check = Check::VpnGateways;
    let mut world = facts();
    world.associations = Ok(vec![association("another", ANALYTICS_VGW)]);
    let analytics = || vec![planned(ANALYTICS, &[])];
    let none = Code::WillGetVpnGateway {
        vpc: "payments".to_owned(),
    };
    assert_eq!(of(check, &subject(), &world), [(Severity::Passed, none)]);
    assert_eq!(of(check, &order(), &world), []);
    let (vpc, gateway) = ("analytics".to_owned(), ANALYTICS_VGW.to_owned());
    let elsewhere = Code::AssociatedElsewhere {
        vpc: vpc.clone(),
        gateway: gateway.clone(),
        other: "another".to_owned(),
    };
    let found = of(check, &with(existing(GATEWAY), analytics()), &world);
    assert_eq!(found, [(Severity::Blocking, elsewhere)]);
    world.associations = Ok(vec![association(GATEWAY, ANALYTICS_VGW)]);
    let used = Code::VpnGatewayUsed {
        vpc: vpc.clone(),
        gateway: gateway.clone(),
    };
    let found = of(check, &with(existing(GATEWAY), analytics()), &world);
    assert_eq!(found, [(Severity::Passed, used)]);
    let found = of(
        check,
        &with(existing_vgw("vgw-0other"), analytics()),
        &world,
    );
    assert!(
        matches!(&found[..], [(Severity::Blocking, Code::VpcHasOther { target, .. })] if target == "vgw-0other")
    );
    let gateways = west(&mut world).vpn_gateways.as_mut().unwrap();
    gateways[0].attachment = Some((ANALYTICS.to_owned(), AttachmentState::Detaching));
    let found = of(check, &with(existing(GATEWAY), analytics()), &world);
    let leaving = Code::VpnGatewayLeaving { vpc, gateway };
    assert_eq!(found, [(Severity::Warning, leaving)]);
}

#[test]
fn a_virtual_private_gateway_as_target_reaches_one_vpc_of_its_region() {
    let two = vec![planned(PAYMENTS, &[]), planned(ANALYTICS, &[])];
    let blocking = |subject: &Subject| {
        let found = judge(subject, &facts());
        found
            .into_iter()
            .find(finding(Check::VpnGateways, Severity::Blocking))
    };
    let found = blocking(&with(Choice::NewVpnGateway, two.clone()));
    assert_eq!(
        found.map(|one| one.code),
        Some(Code::OneVpcOnly { chosen: 2 })
    );
    assert_eq!(blocking(&with(Choice::NewGateway, two)), None);
    let mut away = planned(PAYMENTS, &[]);
    away.region = region("us-east-1");
    let found = blocking(&with(Choice::NewVpnGateway, vec![away]));
    assert!(matches!(
        found.map(|one| one.code),
        Some(Code::OtherRegion { .. })
    ));
}

#[test]
fn a_vpc_that_is_gone_blocks() {
    let gone = with(existing(GATEWAY), vec![planned("vpc-0gone", &[])]);
    let code = Code::VpcGone {
        vpc: "vpc-0gone".to_owned(),
    };
    let found = of(Check::VpnGateways, &gone, &facts());
    assert_eq!(found, [(Severity::Blocking, code)]);
}

#[test]
fn allowed_prefixes_are_a_filter_around_the_vpcs_cidrs() {
    let mut world = facts();
    let twin = with_twin(&mut world);
    let judge = |vpc: &str, prefixes: &[&str]| {
        let subject = with(existing(GATEWAY), vec![planned(vpc, prefixes)]);
        of(Check::AllowedPrefixes, &subject, &world)
    };
    let cases = [
        (PAYMENTS, vec![], Severity::Passed),
        (PAYMENTS, vec!["10.20.0.0/16"], Severity::Passed),
        (PAYMENTS, vec!["10.0.0.0/8"], Severity::Passed),
        (PAYMENTS, vec!["10.20.0.0/17"], Severity::Blocking),
        (twin, vec!["10.22.0.0/16"], Severity::Warning),
    ];
    for (vpc, prefixes, severity) in cases {
        let found = judge(vpc, &prefixes);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, severity, "{prefixes:?}");
    }
    let whole = Code::WholeVpc {
        vpc: "twin".to_owned(),
        cidrs: vec!["10.22.0.0/16".to_owned(), "10.20.128.0/17".to_owned()],
    };
    assert_eq!(judge(twin, &[]), [(Severity::Passed, whole)]);
    let many = judge(PAYMENTS, &["10.0.0.0/8"; 21]);
    assert!(matches!(
        &many[..],
        [(
            Severity::Warning,
            Code::ManyAllowed {
                count: 21,
                limit: 20,
                ..
            }
        )]
    ));
}
