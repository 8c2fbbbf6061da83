use super::*;
use crate::setup::sample::PAYMENTS_VGW;

#[test]
fn the_gateways_number_must_be_the_ordered_one() {
    let with = |choice: Choice, facts: &Facts| {
        let subject = Subject {
            choice: Some(choice),
            ..subject()
        };
        of(Check::TargetAsn, &subject, facts)
    };
    let mut world = facts();
    world
        .gateways
        .as_mut()
        .unwrap()
        .push(sample::dxgw("other", 65010));
    let mut gateway = sample::vgw("vgw-0legacy", 7224, None);
    gateway.name = "legacy".to_owned();
    west(&mut world)
        .vpn_gateways
        .as_mut()
        .unwrap()
        .push(gateway);
    let differs = |gateway: &str, asn| Code::AsnDiffers {
        gateway: gateway.to_owned(),
        asn,
        ordered: 64512,
    };
    let fits = |gateway: &str| Code::AsnFits {
        gateway: gateway.to_owned(),
        asn: 64512,
    };
    let gone = |gateway: &str| Code::GatewayGone {
        gateway: gateway.to_owned(),
    };
    let new = Code::AsnOfNew { asn: 64512 };
    let (blocking, passed) = (Severity::Blocking, Severity::Passed);
    let cases = [
        (existing(GATEWAY), passed, fits("core")),
        (existing("other"), blocking, differs("core", 65010)),
        (existing("nowhere"), blocking, gone("nowhere")),
        (Choice::NewGateway, passed, new.clone()),
        (Choice::NewVpnGateway, passed, new),
        (existing_vgw(ANALYTICS_VGW), passed, fits(ANALYTICS_VGW)),
        (
            existing_vgw("vgw-0legacy"),
            blocking,
            differs("legacy", 7224),
        ),
        (existing_vgw("vgw-0gone"), blocking, gone("vgw-0gone")),
    ];
    for (choice, severity, code) in cases {
        assert_eq!(with(choice, &world), [(severity, code)]);
    }
    // The VPC's own gateway is used, so its number counts.
    let own = sample::vgw(PAYMENTS_VGW, 65020, Some(PAYMENTS));
    west(&mut world).vpn_gateways.as_mut().unwrap().push(own);
    let found = with(Choice::NewVpnGateway, &world);
    assert_eq!(found, [(blocking, differs(PAYMENTS_VGW, 65020))]);
}

#[test]
fn a_number_for_a_gateway_out_of_sight_is_not_checked() {
    let typed = Subject {
        choice: None,
        ..order()
    };
    let found = of(Check::TargetAsn, &typed, &facts());
    assert_eq!(
        found,
        [(Severity::NotChecked, Code::AsnLater { asn: 64512 })]
    );
    let unanswered = Subject { asn: None, ..typed };
    let found = of(Check::TargetAsn, &unanswered, &facts());
    assert_eq!(found, [(Severity::NotChecked, Code::ChosenLater)]);
}

#[test]
fn amazons_side_may_not_have_the_partners_number() {
    let check = Check::PartnerAsn;
    assert_eq!(
        severity(check, &subject(), &facts()),
        Some(Severity::Passed)
    );
    let same = Subject {
        asn: Some(Asn::PUREPORT),
        ..subject()
    };
    let code = Code::AsnIsPartners { asn: 394_351 };
    assert_eq!(
        of(check, &same, &facts()),
        [(Severity::Blocking, code.clone())]
    );
    let mut facts = facts();
    facts.gateways = Ok(vec![sample::dxgw(GATEWAY, 394_351)]);
    assert_eq!(of(check, &subject(), &facts), [(Severity::Blocking, code)]);
}

#[test]
fn a_virtual_private_gateway_with_the_gateways_number_is_no_finding() {
    let mut facts = facts();
    let own = sample::vgw(PAYMENTS_VGW, 64512, Some(PAYMENTS));
    west(&mut facts).vpn_gateways.as_mut().unwrap().push(own);
    let found = judge(&subject(), &facts);
    assert!(
        found.iter().all(|one| one.severity >= Severity::NotChecked),
        "{found:?}"
    );
}

#[test]
fn a_gateway_with_a_transit_gateway_takes_nothing_else() {
    let mut facts = facts();
    facts.associations = Ok(vec![association(GATEWAY, "tgw-1")]);
    west(&mut facts).transit_gateways = Ok(vec![transit("tgw-1", 64532)]);
    for subject in [subject(), order()] {
        let code = Code::TransitAttached {
            transit: "tgw-1".to_owned(),
        };
        assert_eq!(
            of(Check::TransitMix, &subject, &facts),
            [(Severity::Blocking, code)]
        );
        assert_eq!(
            of(Check::TransitAsn, &subject, &facts),
            [(Severity::Passed, Code::NoTransit)]
        );
    }
    facts.associations = Ok(vec![association("another", "tgw-1")]);
    let found = of(Check::TransitMix, &subject(), &facts);
    assert_eq!(found, [(Severity::Passed, Code::NoTransit)]);
    let on_vgw = Subject {
        choice: Some(Choice::NewVpnGateway),
        ..subject()
    };
    assert_eq!(of(Check::TransitMix, &on_vgw, &facts), []);
    facts.associations = Err(silent());
    let found = severity(Check::TransitMix, &subject(), &facts);
    assert_eq!(found, Some(Severity::NotChecked));
}

#[test]
fn a_transit_gateway_of_the_same_number_blocks_only_where_it_joins() {
    let mut facts = facts();
    west(&mut facts).transit_gateways = Ok(vec![transit("tgw-1", 64512)]);
    let (id, asn) = ("tgw-1".to_owned(), 64512);
    let never = Code::TransitNeverJoins {
        transit: id.clone(),
        asn,
    };
    for choice in [existing(GATEWAY), Choice::NewGateway] {
        let subject = Subject {
            choice: Some(choice),
            ..subject()
        };
        let found = of(Check::TransitAsn, &subject, &facts);
        assert_eq!(found, [(Severity::Passed, never.clone())]);
    }
    facts.associations = Ok(vec![association(GATEWAY, "tgw-1")]);
    let joined = Code::TransitSameAsn { transit: id, asn };
    let found = of(Check::TransitAsn, &subject(), &facts);
    assert_eq!(found, [(Severity::Blocking, joined)]);
    west(&mut facts).transit_gateways = Err(silent());
    let found = severity(Check::TransitAsn, &subject(), &facts);
    assert_eq!(found, Some(Severity::NotChecked));
}
