use super::*;

fn form() -> Form {
    Form {
        partner_asn: "65100".to_owned(),
        amazon_asn: "64512".to_owned(),
        primary: LegForm {
            hosted: "us-west-2/dxcon-north1".to_owned(),
            partner_ip: "169.254.96.1/30".to_owned(),
            amazon_ip: "169.254.96.2/30".to_owned(),
            bgp_key: BgpKeyText("northwind-key".to_owned()),
            key_known: false,
        },
        secondary: LegForm::default(),
    }
}

fn secondary() -> LegForm {
    LegForm {
        hosted: "us-west-2/dxcon-north2".to_owned(),
        partner_ip: "169.254.97.0/31".to_owned(),
        amazon_ip: "169.254.97.1/31".to_owned(),
        bgp_key: BgpKeyText("northwind-key2".to_owned()),
        key_known: false,
    }
}

fn listed(id: &str, state: HostedState) -> HostedConnection {
    HostedConnection {
        id: id.to_owned(),
        name: "order 1".to_owned(),
        state,
        owner: None,
        vlan: Vlan::new(312),
        bandwidth: "25Gbps".to_owned(),
        partner: "Northwind Exchange".to_owned(),
        location: "EqSe2".to_owned(),
        device: None,
        jumbo_capable: false,
    }
}

fn account() -> AwsAccountId {
    AwsAccountId::parse("123456789012").unwrap()
}

fn taken(form: &Form) -> TakenOver {
    let listed = ["dxcon-north1", "dxcon-north2"].map(|id| listed(id, HostedState::Ordering));
    TakenOver::new(&form.parse(&[]).unwrap(), &listed, &account(), Timestamp(0)).unwrap()
}

#[test]
fn one_hosted_connection_becomes_a_connection_of_one_leg() {
    let connection = taken(&form()).connection(|_| None);
    assert_eq!(connection.id, "dxcon-north1");
    assert_eq!(connection.partner, "Northwind Exchange");
    assert_eq!(connection.speed.to_string(), "25 Gbps");
    assert!(!connection.high_availability);
    let leg = &connection.legs[0];
    assert_eq!(leg.vlan, Vlan::new(312));
    assert_eq!(leg.partner_ip.unwrap().to_string(), "169.254.96.1/30");
    assert_eq!(leg.aws_ip.unwrap().to_string(), "169.254.96.2/30");
    assert!(leg.bgp_key.is_none() && leg.bgp.is_none());
}

#[test]
fn a_second_one_makes_a_pair_with_a_key_each() {
    let form = Form {
        secondary: secondary(),
        ..form()
    };
    let key = |hosted: &str| Some(BgpKey::reported(format!("key-of-{hosted}")));
    let connection = taken(&form).connection(key);
    let legs: Vec<_> = connection
        .legs
        .iter()
        .map(|leg| (leg.role, leg.bgp_key.as_ref().unwrap().expose().to_owned()))
        .collect();
    assert_eq!(
        legs,
        [
            (LegRole::Primary, "key-of-dxcon-north1".to_owned()),
            (LegRole::Secondary, "key-of-dxcon-north2".to_owned())
        ]
    );
}

#[test]
fn every_wrong_value_is_told_at_its_field() {
    type Change = fn(&mut Form);
    let key = Issue::KeyLength { min: 6, max: 80 };
    let apart = || Issue::AddressesApart {
        network: "169.254.96.0/30".to_owned(),
    };
    let cases: Vec<(Change, &str, Issue)> = vec![
        (|f| f.partner_asn.clear(), "partner_asn", Issue::Required),
        (
            |f| f.partner_asn = "64512".to_owned(),
            "partner_asn",
            Issue::AsnAmazons { asn: 64512 },
        ),
        (
            |f| f.amazon_asn = "1".to_owned(),
            "amazon_asn",
            Issue::AsnRange,
        ),
        (|f| f.primary.hosted.clear(), "hosted", Issue::Required),
        (
            |f| f.primary.hosted = "us-west-2/vgw-1".to_owned(),
            "hosted",
            Issue::NotOffered,
        ),
        (
            |f| f.primary.hosted = "us-west-2/dxcon-1/../x".to_owned(),
            "hosted",
            Issue::NotOffered,
        ),
        (
            |f| f.primary.partner_ip = "169.254.96.1".to_owned(),
            "partner_ip",
            Issue::AddressLength,
        ),
        (
            |f| f.primary.amazon_ip = "169.254.96.6/30".to_owned(),
            "amazon_ip",
            apart(),
        ),
        (
            |f| f.primary.amazon_ip = f.primary.partner_ip.clone(),
            "amazon_ip",
            apart(),
        ),
        (|f| f.primary.bgp_key.0.clear(), "bgp_key", Issue::Required),
        (|f| f.primary.bgp_key.0.push(' '), "bgp_key", key.clone()),
        (|f| f.primary.bgp_key.0 = "short".to_owned(), "bgp_key", key),
        (
            |f| f.secondary.hosted = f.primary.hosted.clone(),
            "secondary",
            Issue::SameConnection,
        ),
        (
            |f| f.secondary.hosted = "us-east-1/dxcon-north2".to_owned(),
            "secondary",
            Issue::RegionsDiffer {
                region: "us-west-2".to_owned(),
            },
        ),
        (|f| f.secondary.hosted.clear(), "secondary", Issue::Required),
        (
            |f| f.secondary.partner_ip.clear(),
            "partner_ip_secondary",
            Issue::Required,
        ),
    ];
    for (change, field, issue) in cases {
        let mut form = Form {
            secondary: secondary(),
            ..form()
        };
        change(&mut form);
        let issues = form.parse(&[]).unwrap_err();
        assert_eq!(issues, [FieldIssue::new(field, issue)]);
    }
}

#[test]
fn all_issues_are_told_at_once() {
    let issues = Form::default().parse(&[]).unwrap_err();
    let fields: Vec<&str> = issues.iter().map(|found| found.field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "partner_asn",
            "amazon_asn",
            "hosted",
            "partner_ip",
            "amazon_ip",
            "bgp_key"
        ]
    );
}

#[test]
fn a_key_that_is_known_needs_not_be_typed_again() {
    let mut form = form();
    form.primary.bgp_key.0.clear();
    form.primary.key_known = true;
    assert!(form.parse(&[]).unwrap().legs[0].bgp_key.is_none());
}

#[test]
fn a_part_of_another_pair_is_not_taken_twice() {
    let pair = taken(&Form {
        secondary: secondary(),
        ..form()
    });
    let mut alone = form();
    alone.primary = secondary();
    let issues = alone.parse(std::slice::from_ref(&pair)).unwrap_err();
    let connection = "dxcon-north1".to_owned();
    assert_eq!(
        issues,
        [FieldIssue::new(
            "hosted",
            Issue::TakenAlready { connection }
        )]
    );
    assert!(form().parse(&[pair]).is_ok(), "its own values may change");
}

#[test]
fn only_what_aws_lists_and_has_not_ended_is_taken() {
    let typed = form().parse(&[]).unwrap();
    let take = |listed: &[HostedConnection]| {
        let taken = TakenOver::new(&typed, listed, &account(), Timestamp(0));
        taken.map_err(|found| found.issue)
    };
    assert_eq!(take(&[]), Err(Issue::NotOffered));
    for state in [
        HostedState::Deleting,
        HostedState::Deleted,
        HostedState::Rejected,
    ] {
        assert_eq!(
            take(&[listed("dxcon-north1", state)]),
            Err(Issue::ConnectionGone)
        );
    }
    for state in [
        HostedState::Ordering,
        HostedState::Available,
        HostedState::Down,
    ] {
        assert!(take(&[listed("dxcon-north1", state)]).is_ok());
    }
}

#[test]
fn what_was_taken_over_is_shown_and_read_again_as_it_was() {
    let form = Form {
        secondary: secondary(),
        ..form()
    };
    let shown = Form::of(&taken(&form));
    assert_eq!(shown.shown(), form.shown());
    let read = Form::read(|name| {
        let pair = form.shown().into_iter().find(|(field, _)| *field == name);
        pair.map(|(_, text)| text.to_owned()).unwrap_or_default()
    });
    assert_eq!(read.shown(), form.shown());
    assert!(!format!("{:?}", form.shown()).contains("key"));
}

#[test]
fn what_is_typed_never_prints_its_key() {
    assert!(!format!("{:?}", form()).contains("northwind-key"));
}
