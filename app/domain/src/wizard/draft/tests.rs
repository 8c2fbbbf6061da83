use super::*;
use crate::{
    Issue,
    ports::{CloudRegion, Location as Site, Offer},
    values::{RegionName, Speed},
};

fn region(name: &str) -> CloudRegion {
    CloudRegion {
        id: format!("aws-{name}"),
        name: RegionName::parse(name).unwrap(),
        display_name: name.to_owned(),
    }
}

fn site(id: &str) -> Site {
    Site {
        id: id.to_owned(),
        name: id.to_uppercase(),
        latitude: 0.0,
        longitude: 0.0,
    }
}

fn offer(location: &str, mbps: u32, region: &str) -> Offer {
    Offer {
        id: format!("{location}-{mbps}"),
        location: location.to_owned(),
        speed: Speed::from_mbps(mbps).unwrap(),
        peering: Peering::Private,
        high_availability: true,
        regions: vec![format!("aws-{region}")],
        requires_approval: false,
        price: None,
    }
}

/// Seattle has 50 and 100 Mbps, Chicago 100 only.
fn catalog() -> Catalog {
    Catalog {
        locations: vec![site("us-sea"), site("us-chi")],
        regions: vec![region("us-west-2"), region("us-east-2")],
        offers: vec![
            offer("us-sea", 50, "us-west-2"),
            offer("us-sea", 100, "us-west-2"),
            offer("us-chi", 100, "us-east-2"),
        ],
    }
}

fn account() -> AwsAccountId {
    AwsAccountId::parse("123456789012").unwrap()
}

fn at_seattle() -> Draft {
    let mut draft = Draft::new("d");
    draft.put(Step::Location, [("place", "us-sea")].into_iter().collect());
    draft
}

#[test]
fn defaults_answer_everything_and_say_so() {
    let mut draft = at_seattle();
    draft.fill_defaults(&catalog(), "Acme", Some(&account()));
    let answers = draft.answers(&catalog());
    assert_eq!(answers.issues, BTreeMap::new());
    assert!(
        Step::ALL
            .into_iter()
            .all(|step| answers.is_answered(step) && draft.is_default(step))
    );
    assert_eq!(answers.service.unwrap().speed.mbps(), 50);
    assert_eq!(answers.review.unwrap().name.as_str(), "Acme – us-west-2");
}

#[test]
fn defaults_do_not_replace_what_was_answered() {
    let mut draft = at_seattle();
    let single = [("target", "asn"), ("asn", "65010")];
    draft.put(Step::Bgp, single.into_iter().collect());
    draft.fill_defaults(&catalog(), "Acme", Some(&account()));
    assert_eq!(draft.answers(&catalog()).bgp.unwrap().asn, Asn(65010));
    assert!(!draft.is_default(Step::Bgp));
}

#[test]
fn without_an_account_the_review_is_shown_and_asks_for_it() {
    let mut draft = at_seattle();
    draft.fill_defaults(&catalog(), "Acme", None);
    let answers = draft.answers(&catalog());
    assert!(draft.asks_account(&answers));
    assert_eq!(draft.page_for(Step::Review, &answers), Step::Review);
    draft.set_account("1234");
    let answers = draft.answers(&catalog());
    let issue = FieldIssue::new("account", Issue::AccountDigits { digits: 4 });
    assert_eq!(answers.issues.get(&Step::Service), Some(&vec![issue]));
    assert_eq!(draft.page_for(Step::Review, &answers), Step::Review);
    draft.set_account("123456789012");
    let answers = draft.answers(&catalog());
    assert!(!draft.asks_account(&answers));
    assert_eq!(answers.first_open(), Step::Review);
}

#[test]
fn an_account_that_was_typed_wrongly_on_its_own_step_is_mended_there() {
    let mut draft = at_seattle();
    draft.fill_defaults(&catalog(), "Acme", Some(&account()));
    let mut service = draft.fields(Step::Service);
    service.set("account", "12");
    draft.put(Step::Service, service);
    let answers = draft.answers(&catalog());
    assert_eq!(draft.page_for(Step::Review, &answers), Step::Service);
}

#[test]
fn an_address_ahead_of_the_draft_leads_to_the_first_open_step() {
    let mut draft = at_seattle();
    draft.fill_defaults(&catalog(), "Acme", Some(&account()));
    let full = draft.clone();
    // What is answered, what is asked for, what is shown.
    let cases: [(&[Step], Step, Step); 7] = [
        (&[], Step::Type, Step::Type),
        (&[], Step::Review, Step::Type),
        (&[Step::Type], Step::Location, Step::Location),
        (&[Step::Type], Step::Bgp, Step::Location),
        (&[Step::Type, Step::Location], Step::Type, Step::Type),
        (
            &[Step::Type, Step::Location, Step::Bgp],
            Step::Review,
            Step::Service,
        ),
        (&Step::ALL, Step::Nat, Step::Nat),
    ];
    for (answered, asked, shown) in cases {
        let mut draft = Draft::new("d");
        for step in answered {
            draft.put(*step, full.fields(*step));
        }
        let answers = draft.answers(&catalog());
        assert_eq!(
            draft.page_for(asked, &answers),
            shown,
            "{answered:?}, {asked:?}"
        );
    }
}

#[test]
fn another_location_reopens_what_it_does_not_offer() {
    let mut draft = at_seattle();
    draft.fill_defaults(&catalog(), "Acme", Some(&account()));
    draft.put(
        Step::Location,
        [("place", "us-chi/aws-us-east-2")].into_iter().collect(),
    );
    let answers = draft.answers(&catalog());
    assert_eq!(answers.first_open(), Step::Service);
    assert!(
        draft.fields(Step::Review) == Fields::default(),
        "the default name named the old region"
    );
}

#[test]
fn another_region_takes_a_chosen_virtual_private_gateway_back() {
    let mut draft = at_seattle();
    let chosen = [
        ("target", "vgw"),
        ("vpn_gateway", "vgw-1"),
        ("gateway_asn", "64512"),
    ];
    draft.put(Step::Bgp, chosen.into_iter().collect());
    assert!(draft.answers(&catalog()).bgp.is_some());
    draft.put(
        Step::Location,
        [("place", "us-chi/aws-us-east-2")].into_iter().collect(),
    );
    assert!(draft.answers(&catalog()).bgp.is_none());
}
