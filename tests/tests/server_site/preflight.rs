//! "Check before ordering", in the seeded world and in worlds that are wrong in one way.

use domain::ports::CloudKey;
use sandbox::control::Reset;
use tests::keys;

use crate::{
    support::{Answer, Browser, TestSite, site},
    wizard::{Posted, answer_with, assert_has, at, begin, review_fields, review_form, send},
};

const NEW: Posted<'static> = &[("target", "new"), ("asn", "64512")];

/// A site whose sandbox is in `scenario`.
async fn site_in(scenario: &str) -> TestSite {
    let site = site().await;
    let reset = Reset {
        scenario: Some(scenario.to_owned()),
        ..Reset::default()
    };
    site.site.sandbox().unwrap().reset(&reset).unwrap();
    site
}

/// The gateway of that name, as AWS shows it.
async fn gateway(site: &TestSite, name: &str) -> String {
    let cloud = &site.site.services.cloud;
    let (key, west) = (keys::cloud_operator(), keys::region("us-west-2"));
    let all = cloud.gateways(&key, &west).await.unwrap();
    all.into_iter().find(|one| one.name == name).unwrap().id
}

/// The review after the button was pressed, with AWS connected by `key`.
async fn checked(site: &TestSite, key: Option<&CloudKey>, bgp: Posted<'_>) -> (Browser, Answer) {
    let (mut browser, network) = begin(site).await;
    if let Some(key) = key {
        connect(&mut browser, key).await;
    }
    let review = answer_with(&mut browser, &network, bgp).await;
    let fields = review_fields(&review);
    let form = review_form(&fields, &[("name", "prod"), ("go", "check")]);
    let (to, page) = send(&mut browser, &network, "review", &form).await;
    assert_eq!(to, format!("{}?check=1#checks", at(&network, "review")));
    (browser, page)
}

async fn connect(browser: &mut Browser, key: &CloudKey) {
    use secrecy::ExposeSecret;
    let form = [
        ("access_key_id", key.access_key_id.as_str()),
        ("secret_access_key", key.secret_access_key.expose_secret()),
    ];
    let answer = browser.post("/api/connect_aws", &form).await;
    let page = browser.get(answer.location()).await;
    assert!(!page.body.contains("There is a problem"), "{}", page.body);
}

/// The part of the page with the findings of one weight, empty without any.
fn group<'p>(page: &'p Answer, severity: &str) -> &'p str {
    let mark = format!("data-findings=\"{severity}\"");
    let rest = page.body.split_once(&mark).map_or("", |(_, rest)| rest);
    rest.split("</section>").next().unwrap_or_default()
}

/// Everything that the sandbox was asked, but for reads, dry runs and what IAM simulates.
fn changes(site: &TestSite) -> Vec<String> {
    let log = site.site.sandbox().unwrap().requests(0);
    let reads = [
        "Describe", "List", "Get", "Simulate", "get", "find", "login", "has", "is",
    ];
    let changes = log
        .into_iter()
        .map(|entry| entry.operation)
        .filter(|operation| !reads.iter().any(|read| operation.starts_with(read)));
    changes.collect()
}

#[tokio::test]
async fn in_the_seeded_world_nothing_stands_in_the_way() {
    let site = site().await;
    let before = site.site.sandbox().unwrap().world();
    let (_, page) = checked(&site, Some(&keys::cloud_operator()), NEW).await;
    assert_eq!(
        (group(&page, "blocking"), group(&page, "warning")),
        ("", "")
    );
    let passed = group(&page, "passed");
    for text in [
        "which this is ordered for",
        "All 10 actions of the set-up are allowed.",
        "The new gateway will be created with ASN 64512.",
        "0 accepted connections at one location, 2 more to come; AWS allows 10.",
        "2 virtual private gateways in this region, 1 more to come; AWS allows 5.",
    ] {
        assert!(passed.contains(text), "{text} is missing in {passed}");
    }
    let unknown = group(&page, "not_checked");
    assert!(unknown.contains("no active connection yet"), "{unknown}");
    assert_has(
        &page,
        &["Nothing was changed or ordered.", "value=\"prod\""],
    );
    let after = site.site.sandbox().unwrap().world();
    assert_eq!(after["aws"], before["aws"], "a dry run made something");
    let tried = ["CreateVpnGateway"];
    assert!(
        changes(&site)
            .iter()
            .all(|one| tried.contains(&one.as_str()))
    );
}

#[tokio::test]
async fn without_aws_only_what_needs_none_is_checked() {
    let site = site().await;
    let (_, page) = checked(&site, None, NEW).await;
    assert_eq!(
        (group(&page, "blocking"), group(&page, "warning")),
        ("", "")
    );
    assert!(group(&page, "not_checked").contains("AWS is not connected."));
    assert!(group(&page, "passed").contains("Pureport’s 394351"));
}

#[tokio::test]
async fn who_may_only_look_is_told_what_is_forbidden_and_what_is_not_known() {
    let site = site().await;
    let (_, page) = checked(&site, Some(&keys::cloud_reader()), NEW).await;
    let forbidden = group(&page, "blocking");
    assert!(
        forbidden.contains("AWS would refuse ec2:CreateVpnGateway:"),
        "{forbidden}"
    );
    let unknown = group(&page, "not_checked");
    assert!(
        unknown.contains("directconnect:ConfirmConnection")
            && unknown.contains("may not ask AWS for it (iam:SimulatePrincipalPolicy)"),
        "{unknown}"
    );
}

#[tokio::test]
async fn what_blocks_stands_first_and_the_order_stays_possible() {
    let site = site().await;
    let (_, page) = checked(&site, Some(&keys::cloud_elsewhere()), NEW).await;
    let first = page
        .body
        .find("It would not succeed for one reason")
        .unwrap();
    let passed = page.body.find("data-findings=\"passed\"").unwrap();
    assert!(first < passed);
    assert!(group(&page, "blocking").contains("connected to 210987654321"));
    assert_has(&page, &["value=\"add\""]);
}

#[tokio::test]
async fn a_gateways_number_is_compared_with_the_order() {
    let site = site().await;
    let core = gateway(&site, "core-dxgw").await;
    let bgp = [
        ("target", "existing"),
        ("gateway", core.as_str()),
        ("asn", ""),
    ];
    let (_, page) = checked(&site, Some(&keys::cloud_operator()), &bgp).await;
    assert!(group(&page, "passed").contains("core-dxgw has ASN 65010, as ordered."));
    assert_eq!(group(&page, "blocking"), "");
}

#[tokio::test]
async fn each_world_that_is_wrong_is_named_with_its_mend() {
    let cases = [
        (
            "dxgw-has-tgw",
            "payments-dxgw",
            "blocking",
            "takes neither private interfaces nor virtual private gateways beside it. Choose another",
        ),
        (
            "quota-interfaces",
            "payments-dxgw",
            "blocking",
            "There are 30 virtual interfaces at payments-dxgw and 2 more would be needed",
        ),
        (
            "quota-connections",
            "",
            "warning",
            "There are 10 accepted connections at EqSe2 and 2 more would be needed",
        ),
        (
            "quota-vgws",
            "",
            "warning",
            "There are 5 virtual private gateways at us-west-2 and 1 more would be needed",
        ),
        (
            "overlap-onprem",
            "",
            "warning",
            "10.20.64.0/18, which lies inside 10.20.0.0/16 of payments",
        ),
        (
            "quota-routes",
            "",
            "warning",
            "announces 99 prefixes, and an interface takes 100",
        ),
    ];
    for (scenario, target, severity, says) in cases {
        let site = site_in(scenario).await;
        let id = match target {
            "" => String::new(),
            name => gateway(&site, name).await,
        };
        let existing = [
            ("target", "existing"),
            ("gateway", id.as_str()),
            ("asn", ""),
        ];
        let bgp = if target.is_empty() { NEW } else { &existing };
        let (_, page) = checked(&site, Some(&keys::cloud_operator()), bgp).await;
        let found = group(&page, severity);
        assert!(
            found.contains(says),
            "{scenario}: {says} is missing in {found}"
        );
    }
}
