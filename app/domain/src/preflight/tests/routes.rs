use super::*;

fn hidden(prefixes: &[&str], subject: &Subject) -> Vec<(Severity, Code)> {
    let mut facts = facts();
    facts.announced = Ok(prefixes.iter().map(|prefix| announced(prefix)).collect());
    of(Check::CustomerPrefixes, subject, &facts)
}

#[test]
fn a_customer_prefix_out_of_a_vpc_is_never_reached() {
    let wins = |prefix: &str| Code::LocalWins {
        prefix: prefix.to_owned(),
        vpc: "payments".to_owned(),
        cidr: "10.20.0.0/16".to_owned(),
    };
    for prefix in ["10.20.64.0/18", "10.20.0.0/16"] {
        for subject in [subject(), order()] {
            let found = hidden(&["192.168.1.0/24", prefix], &subject);
            assert_eq!(found, [(Severity::Warning, wins(prefix))]);
        }
    }
    let elsewhere = hidden(&["10.30.1.0/24"], &subject());
    let passed = [(Severity::Passed, Code::NothingHidden { prefixes: 1 })];
    assert_eq!(elsewhere, passed, "analytics is not chosen");
    for wider in ["0.0.0.0/0", "10.0.0.0/8"] {
        assert_eq!(hidden(&[wider], &subject()), passed, "{wider}");
    }
}

#[test]
fn nat_and_routes_of_aws_hide_nothing() {
    let translated = Subject {
        translated: vec![cidr("10.20.64.0/18")],
        ..subject()
    };
    let found = hidden(&["10.20.64.0/18"], &translated);
    assert_eq!(
        found,
        [(Severity::Passed, Code::NothingHidden { prefixes: 0 })]
    );
    let mut facts = facts();
    let from_aws = Announced {
        from_aws: true,
        ..announced("10.20.0.0/16")
    };
    facts.announced = Ok(vec![from_aws]);
    let found = severity(Check::CustomerPrefixes, &subject(), &facts);
    assert_eq!(found, Some(Severity::Passed));
}

#[test]
fn an_interface_takes_a_hundred_prefixes() {
    let world = |count: u8| {
        let mut facts = facts();
        let all = (0..count).map(|n| announced(&format!("192.168.{n}.0/24")));
        facts.announced = Ok(all.collect());
        severity(Check::PrefixCount, &subject(), &facts)
    };
    assert_eq!(world(79), Some(Severity::Passed));
    assert_eq!(world(80), Some(Severity::Warning));
    assert_eq!(world(100), Some(Severity::Warning));
    assert_eq!(world(101), Some(Severity::Blocking));
}

#[test]
fn without_the_partners_routes_nothing_is_counted() {
    for why in [Unseen::NotOffered, Unseen::NoGateway, silent()] {
        let mut facts = facts();
        facts.announced = Err(why);
        for check in [Check::CustomerPrefixes, Check::PrefixCount] {
            let found = severity(check, &subject(), &facts);
            assert_eq!(found, Some(Severity::NotChecked), "{check:?}");
        }
    }
}

#[test]
fn a_customer_network_that_cuts_a_vpc_is_not_meant() {
    let judge = |raw: &str| {
        let subject = Subject {
            customer_networks: vec![cidr(raw)],
            ..order()
        };
        let found = of(Check::CustomerNetworks, &subject, &facts());
        assert_eq!(found.len(), 1);
        found.into_iter().next().unwrap()
    };
    let covers = |cidr: &str, vpcs: &[&str]| Code::Covers {
        cidr: cidr.to_owned(),
        vpcs: vpcs.iter().map(|name| (*name).to_owned()).collect(),
    };
    let (passed, same) = judge("10.20.0.0/16");
    assert_eq!(
        (passed, same),
        (Severity::Passed, covers("10.20.0.0/16", &["payments"]))
    );
    let (_, around) = judge("10.0.0.0/8");
    assert_eq!(around, covers("10.0.0.0/8", &["analytics", "payments"]));
    let (severity, part) = judge("10.20.1.0/24");
    assert_eq!(severity, Severity::Warning);
    assert!(matches!(part, Code::PartOfVpc { vpc, .. } if vpc == "payments"));
    let (severity, nowhere) = judge("192.168.0.0/16");
    assert_eq!(severity, Severity::Passed);
    assert!(matches!(nowhere, Code::InNoVpc { .. }));
}
