mod asns;
mod quotas;
mod rights;
mod routes;
mod vpcs;

use super::{
    Announced, Check, Code, Facts, Finding, RegionFacts, Severity, Subject, Unseen, judge,
};
use crate::{
    ports::{
        Association, AssociationState, Choice, Identity, PortError, Right, Target, TransitGateway,
    },
    run::PlannedVpc,
    setup::sample::{self, ANALYTICS, ANALYTICS_VGW, GATEWAY, PAYMENTS, account, cidr, region},
    values::{Asn, AwsAccountId},
};

/// A pair to us-west-2 that ends on an existing gateway and connects `payments`.
fn subject() -> Subject {
    Subject {
        account: Some(account()),
        region: region("us-west-2"),
        network: "network-sample".to_owned(),
        asn: Some(Asn(64512)),
        partner_asn: Asn::PUREPORT,
        choice: Some(existing(GATEWAY)),
        vpcs: Some(vec![planned(PAYMENTS, &[])]),
        customer_networks: Vec::new(),
        translated: Vec::new(),
        shows_routes: true,
        hosted: vec!["dxcon-primary1".to_owned(), "dxcon-second01".to_owned()],
        to_accept: 2,
        to_make: 2,
    }
}

/// The same before it is ordered: nothing but the target is chosen.
fn order() -> Subject {
    Subject {
        vpcs: None,
        hosted: Vec::new(),
        ..subject()
    }
}

fn existing(gateway: &str) -> Choice {
    Choice::Existing {
        target: Target::DirectConnectGateway(gateway.to_owned()),
    }
}

fn existing_vgw(gateway: &str) -> Choice {
    Choice::Existing {
        target: Target::VirtualPrivateGateway(gateway.to_owned()),
    }
}

fn planned(vpc: &str, prefixes: &[&str]) -> PlannedVpc {
    PlannedVpc {
        region: region("us-west-2"),
        id: vpc.to_owned(),
        name: String::new(),
        gateway: None,
        prefixes: prefixes.iter().map(|raw| cidr(raw)).collect(),
        tables: Vec::new(),
    }
}

/// A world in which everything may be done. `analytics` has its gateway, which is on nothing.
fn facts() -> Facts {
    Facts {
        identity: Ok(Identity {
            account: account(),
            arn: "arn:aws:iam::123456789012:user/operator".to_owned(),
        }),
        rights: vec![
            ("directconnect:ConfirmConnection", Ok(Right::Allowed)),
            ("ec2:AttachVpnGateway", Ok(Right::Allowed)),
        ],
        enabled: Ok(vec![region("us-west-2"), region("us-east-1")]),
        hosted: Ok(sample::listed().cloud.unwrap().hosted),
        gateways: Ok(vec![sample::dxgw(GATEWAY, 64512)]),
        attachments: Ok(Vec::new()),
        associations: Ok(Vec::new()),
        regions: vec![RegionFacts {
            name: region("us-west-2"),
            vpcs: Ok(vec![
                sample::vpc(PAYMENTS, "payments", &["10.20.0.0/16"]),
                sample::vpc(ANALYTICS, "analytics", &["10.30.0.0/16"]),
            ]),
            vpn_gateways: Ok(vec![sample::vgw(ANALYTICS_VGW, 64512, Some(ANALYTICS))]),
            transit_gateways: Ok(Vec::new()),
            is_full: false,
        }],
        announced: Ok(vec![
            announced("192.168.4.0/24"),
            announced("172.20.0.0/24"),
        ]),
    }
}

fn announced(prefix: &str) -> Announced {
    Announced {
        prefix: cidr(prefix),
        from_aws: false,
    }
}

fn west(facts: &mut Facts) -> &mut RegionFacts {
    &mut facts.regions[0]
}

fn association(gateway: &str, associated: &str) -> Association {
    Association {
        gateway: gateway.to_owned(),
        ..sample::association(associated, AssociationState::Associated)
    }
}

fn silent() -> Unseen {
    Unseen::Failed(PortError::Unreachable)
}

/// The findings of one check.
fn of(check: Check, subject: &Subject, facts: &Facts) -> Vec<(Severity, Code)> {
    let all = judge(subject, facts).into_iter();
    let of_check = all.filter(|finding| finding.check == check);
    of_check.map(|found| (found.severity, found.code)).collect()
}

/// The one severity of a check, or none where it has nothing to say.
fn severity(check: Check, subject: &Subject, facts: &Facts) -> Option<Severity> {
    of(check, subject, facts)
        .into_iter()
        .map(|(severity, _)| severity)
        .min()
}

#[test]
fn nothing_blocks_where_everything_is_as_it_should_be() {
    for subject in [subject(), order()] {
        let found = judge(&subject, &facts());
        assert!(!super::is_blocking(&found), "{found:?}");
        let warned = found.iter().find(|one| one.severity == Severity::Warning);
        assert_eq!(warned, None);
    }
}

#[test]
fn what_blocks_stands_first_and_what_passed_last() {
    let mut facts = facts();
    facts.identity = Err(silent());
    facts.gateways = Ok(vec![sample::dxgw(GATEWAY, 65010)]);
    facts.announced = Ok((0..90)
        .map(|n| announced(&format!("192.168.{n}.0/24")))
        .collect());
    let found = judge(&subject(), &facts);
    assert!(super::is_blocking(&found));
    let order: Vec<Severity> = found.iter().map(|one| one.severity).collect();
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(order.first(), Some(&Severity::Blocking));
    assert_eq!(order.last(), Some(&Severity::Passed));
    for severity in [Severity::Warning, Severity::NotChecked] {
        assert!(order.contains(&severity), "{severity:?}");
    }
}

#[test]
fn what_cannot_be_seen_is_not_checked_and_never_passed() {
    let unseen = || Unseen::NotConnected;
    let blind = Facts {
        identity: Err(unseen()),
        rights: vec![("ec2:AttachVpnGateway", Err(unseen()))],
        enabled: Err(unseen()),
        hosted: Err(unseen()),
        gateways: Err(unseen()),
        attachments: Err(unseen()),
        associations: Err(unseen()),
        regions: Vec::new(),
        announced: Err(Unseen::NoGateway),
    };
    let mut named = order();
    named.customer_networks.push(cidr("10.20.0.0/16"));
    for finding in judge(&named, &blind) {
        let known_without = [Check::PartnerAsn];
        let expected = if known_without.contains(&finding.check) {
            Severity::Passed
        } else {
            Severity::NotChecked
        };
        assert_eq!(finding.severity, expected, "{finding:?}");
    }
}

#[test]
fn only_the_ordered_account_can_accept() {
    assert_eq!(
        of(Check::Account, &subject(), &facts()),
        [(Severity::Passed, Code::AccountFits { account: account() })]
    );
    let other = AwsAccountId::parse("210987654321").unwrap();
    let mut facts = facts();
    facts.identity.as_mut().unwrap().account = other.clone();
    let code = Code::OtherAccount {
        connected: other,
        ordered: account(),
    };
    assert_eq!(
        of(Check::Account, &subject(), &facts),
        [(Severity::Blocking, code)]
    );
    let unanswered = Subject {
        account: None,
        ..order()
    };
    let found = of(Check::Account, &unanswered, &facts);
    assert_eq!(found, [(Severity::NotChecked, Code::ChosenLater)]);
}

#[test]
fn a_region_that_is_off_blocks_and_one_that_is_silent_is_not_checked() {
    let mut away = subject();
    away.vpcs.as_mut().unwrap()[0].region = region("eu-south-1");
    let found = of(Check::Region, &away, &facts());
    let off = Code::RegionOff {
        region: region("eu-south-1"),
    };
    assert_eq!(found, [(Severity::Blocking, off)]);
    let mut facts = facts();
    west(&mut facts).vpcs = Err(silent());
    assert_eq!(
        severity(Check::Region, &subject(), &facts),
        Some(Severity::NotChecked)
    );
}

#[test]
fn a_plan_takes_what_is_there_for_chosen() {
    let seen = sample::interfaces_made();
    let subject = Subject::of_plan(&seen, &Choice::NewGateway, &[]);
    assert_eq!(subject.gateway(), Some(GATEWAY));
    assert_eq!((subject.to_accept, subject.to_make), (0, 0));
    let fresh = Subject::of_plan(&sample::listed(), &Choice::NewGateway, &[]);
    assert_eq!(fresh.choice, Some(Choice::NewGateway));
    assert_eq!((fresh.to_accept, fresh.to_make), (2, 2));
    assert_eq!(fresh.hosted.len(), 2);
    let own = Subject::of_plan(&sample::gateway_made(), &Choice::NewGateway, &[]);
    assert_eq!(own.gateway(), Some(GATEWAY));
}

fn transit(id: &str, asn: u32) -> TransitGateway {
    TransitGateway {
        id: id.to_owned(),
        name: String::new(),
        asn: Some(Asn(asn)),
    }
}

fn finding(check: Check, severity: Severity) -> impl Fn(&Finding) -> bool {
    move |found| found.check == check && found.severity == severity
}
