//! The wizard as a browser without JavaScript meets it.

use axum::http::StatusCode;

use crate::support::{Answer, Browser, TestSite, site};

const SEATTLE: &str = "us-sea/aws-us-west-2";
const ACCOUNT: &str = "123456789012";

/// A signed-in browser and the id of the seeded network.
pub(crate) async fn begin(site: &TestSite) -> (Browser, String) {
    let mut browser = site.signed_in().await;
    let page = browser.get("/networks").await;
    let network = after(&page.body, "href=\"/networks/net", '"');
    (browser, format!("net{network}"))
}

/// What follows `start`, up to `end`.
fn after(page: &str, start: &str, end: char) -> String {
    let (_, rest) = page
        .split_once(start)
        .unwrap_or_else(|| panic!("no {start} in {page}"));
    rest.split(end).next().unwrap_or_default().to_owned()
}

fn hidden(page: &str, name: &str) -> String {
    let value = after(page, &format!("name=\"{name}\" value=\""), '"');
    value.replace("&amp;", "&").replace("&#x27;", "'")
}

pub(crate) fn assert_has(page: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(
            page.body.contains(part),
            "{part} is missing in {}",
            page.body
        );
    }
}

/// Posts a step and follows the redirect: the address, and the page there.
pub(crate) async fn send(
    browser: &mut Browser,
    network: &str,
    step: &str,
    form: &[(&str, &str)],
) -> (String, Answer) {
    let mut all = vec![("network", network), ("step", step)];
    if !form
        .iter()
        .any(|(name, _)| matches!(*name, "go" | "add" | "remove"))
    {
        all.push(("go", "next"));
    }
    all.extend_from_slice(form);
    let answer = browser.post("/api/save_step", &all).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let to = answer.location().to_owned();
    let page = browser.get(&to).await;
    (to, page)
}

pub(crate) fn at(network: &str, step: &str) -> String {
    format!("/networks/{network}/connect/{step}")
}

/// Answers everything before the review.
pub(crate) async fn answer_all(browser: &mut Browser, network: &str) -> Answer {
    let new = [("target", "new"), ("asn", "64512")];
    answer_with(browser, network, &new).await
}

/// The same with an answer to step `bgp`.
pub(crate) async fn answer_with(browser: &mut Browser, network: &str, bgp: Posted<'_>) -> Answer {
    let service = [
        ("peering", "private"),
        ("speed", "50"),
        ("availability", "ha"),
        ("account", ACCOUNT),
    ];
    let steps: [(&str, Posted<'_>, &str); 6] = [
        ("type", &[("type", "AWS_DIRECT_CONNECT")], "location"),
        ("location", &[("place", SEATTLE)], "service"),
        ("service", &service, "bgp"),
        ("bgp", bgp, "networks"),
        ("networks", &[], "nat"),
        ("nat", &[], "review"),
    ];
    let mut last = None;
    for (step, form, next) in steps {
        let (to, page) = send(browser, network, step, form).await;
        assert_eq!(to, at(network, next), "after {step}");
        assert_eq!(page.status, StatusCode::OK);
        last = Some(page);
    }
    last.unwrap()
}

/// The review's form with its hidden fields, and `more`.
pub(crate) fn review_form<'a>(
    page: &'a [(String, String)],
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let kept = page
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    kept.chain(more.iter().copied()).collect()
}

pub(crate) fn review_fields(page: &Answer) -> Vec<(String, String)> {
    ["draft", "base", "price"]
        .into_iter()
        .map(|name| (name.to_owned(), hidden(&page.body, name)))
        .collect()
}

/// A form as it is posted.
pub(crate) type Posted<'a> = &'a [(&'a str, &'a str)];

#[tokio::test]
async fn seven_steps_order_one_connection_however_often_it_is_pressed() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    let review = answer_all(&mut browser, &network).await;
    assert_has(
        &review,
        &[
            "<title>Name and review – step 7 of 7 – Onramp</title>",
            "Acme production – us-west-2",
            "$43.80/month from acceptance until deleted",
        ],
    );
    let fields = review_fields(&review);
    let form = review_form(&fields, &[("name", "prod"), ("go", "add")]);
    let (to, page) = send(&mut browser, &network, "review", &form).await;
    assert!(to.starts_with("/connections/conn-"), "{to}");
    assert_has(&page, &["The connection is ordered"]);
    let (again, _) = send(&mut browser, &network, "review", &form).await;
    assert_eq!(again.split('?').next(), to.split('?').next());
    let list = browser.get("/networks").await;
    assert_has(&list, &["<td class=\"num\">1</td>"]);
}

#[tokio::test]
async fn two_tabs_with_defaults_order_one_connection() {
    let site = site().await;
    let (mut one, network) = begin(&site).await;
    let mut two = site.browser();
    two.cookies.clone_from(&one.cookies);
    one.post("/api/connect_aws_sandbox", &[]).await;
    two.cookies.clone_from(&one.cookies);
    let address = format!("{}?defaults=1&location=us-sea", at(&network, "review"));
    let (first, second) = (one.get(&address).await, two.get(&address).await);
    let (first, second) = (review_fields(&first), review_fields(&second));
    assert_ne!(first[0], second[0], "each tab has an id of its own");
    let more = [
        ("name", "prod"),
        ("go", "add"),
        ("defaults", "1"),
        ("location", "us-sea"),
    ];
    let (first, second) = (review_form(&first, &more), review_form(&second, &more));
    let ((to, _), (also, _)) = futures_util::join!(
        send(&mut one, &network, "review", &first),
        send(&mut two, &network, "review", &second)
    );
    assert!(to.starts_with("/connections/conn-"), "{to}");
    assert_eq!(to.split('?').next(), also.split('?').next());
    assert_has(&one.get("/networks").await, &["<td class=\"num\">1</td>"]);
}

#[tokio::test]
async fn defaults_are_shown_without_being_saved_and_ask_for_the_account() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    let start = browser
        .get(&format!("{}?location=us-sea", at(&network, "type")))
        .await;
    assert_has(&start, &["Use defaults and review"]);
    let review = browser
        .get(&format!(
            "{}?defaults=1&location=us-sea",
            at(&network, "review")
        ))
        .await;
    assert_has(
        &review,
        &[
            "<h1>Name and review</h1>",
            "(default)",
            "AWS account ID",
            "Seattle, WA",
            "$117.00 per month",
        ],
    );
    assert!(
        !review.body.contains("There is a problem"),
        "{}",
        review.body
    );
    let page = browser.get(&format!("/networks/{network}")).await;
    assert!(
        !page.body.contains("Continue the connection"),
        "looking saves nothing"
    );

    let fields = review_fields(&review);
    let more = [
        ("name", "prod"),
        ("go", "add"),
        ("defaults", "1"),
        ("location", "us-sea"),
        ("account", "1234"),
    ];
    let (to, page) = send(
        &mut browser,
        &network,
        "review",
        &review_form(&fields, &more),
    )
    .await;
    assert_eq!(to, at(&network, "review"));
    assert_has(
        &page,
        &[
            "<title>Error: Name and review",
            "Enter all 12 digits",
            "value=\"1234\"",
        ],
    );
    let begun = browser.get(&format!("/networks/{network}")).await;
    assert_has(&begun, &["Continue the connection you began (step 7 of 7)"]);

    let fields = review_fields(&page);
    let more = [
        ("name", "prod"),
        ("go", "add"),
        ("account", "1234-5678 9012"),
    ];
    let form = review_form(&fields, &more);
    let (to, page) = send(&mut browser, &network, "review", &form).await;
    assert!(to.starts_with("/connections/conn-"), "{to}");
    assert_has(&page, &[ACCOUNT]);
}

#[tokio::test]
async fn another_price_than_the_one_shown_is_not_ordered() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    let review = answer_all(&mut browser, &network).await;
    let mut fields = review_fields(&review);
    assert!(fields[2].1.starts_with('$'), "{fields:?}");
    fields[2].1 = "$1.00 per month".to_owned();
    let form = review_form(&fields, &[("name", "prod"), ("go", "add")]);
    let (_, page) = send(&mut browser, &network, "review", &form).await;
    assert_has(
        &page,
        &["Nothing was ordered", "press “Add connection” again"],
    );
    assert_has(
        &browser.get("/networks").await,
        &["<td class=\"num\">0</td>"],
    );
}

#[tokio::test]
async fn a_refused_step_is_shown_again_as_typed() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    send(
        &mut browser,
        &network,
        "type",
        &[("type", "AWS_DIRECT_CONNECT")],
    )
    .await;
    send(&mut browser, &network, "location", &[("place", SEATTLE)]).await;
    let first = browser.get(&at(&network, "service")).await;
    assert_has(
        &first,
        &["<title>Peering, speed and availability – step 3 of 7 – Onramp</title>"],
    );
    assert!(
        !first.body.contains("There is a problem"),
        "not before it was posted"
    );
    let wrong = [
        ("peering", "private"),
        ("speed", "100"),
        ("availability", "single"),
        ("account", "12<b>"),
    ];
    let (to, page) = send(&mut browser, &network, "service", &wrong).await;
    assert_eq!(to, at(&network, "service"));
    assert_has(
        &page,
        &[
            "<title>Error: Peering, speed and availability – step 3 of 7 – Onramp</title>",
            "There is a problem",
            "href=\"#account\"",
            "value=\"12&lt;b&gt;\"",
            "<option value=\"100\" selected",
        ],
    );
    let (to, _) = send(
        &mut browser,
        &network,
        "service",
        &[("go", "back"), ("account", "12")],
    )
    .await;
    assert_eq!(
        to,
        at(&network, "location"),
        "Back saves and leads back, whatever was typed"
    );
    assert_has(
        &browser.get(&at(&network, "service")).await,
        &["value=\"12\""],
    );
}

#[tokio::test]
async fn an_address_ahead_of_the_draft_leads_to_the_first_open_step() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    let to = browser.get(&at(&network, "review")).await;
    assert_eq!(
        (to.status, to.location()),
        (StatusCode::SEE_OTHER, at(&network, "type").as_str())
    );
    send(
        &mut browser,
        &network,
        "type",
        &[("type", "AWS_DIRECT_CONNECT")],
    )
    .await;
    let to = browser.get(&at(&network, "nat")).await;
    assert_eq!(to.location(), at(&network, "location"));
    let (to, _) = send(&mut browser, &network, "nat", &[]).await;
    assert_eq!(to, at(&network, "location"), "a post ahead saves nothing");
    for path in [
        at("net-unknown", "type"),
        at(&network, "nowhere"),
        "/networks/net-unknown".to_owned(),
    ] {
        assert_eq!(
            browser.get(&path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_location_of_the_entry_is_preselected() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    let page = browser.get(&format!("/networks/{network}")).await;
    assert_has(
        &page,
        &[
            "Connect from Seattle, WA",
            "Dallas, TX",
            "no AWS region can be reached",
            "Add connection…",
        ],
    );
    let form = [("type", "AWS_DIRECT_CONNECT"), ("location", "us-sea")];
    let (to, page) = send(&mut browser, &network, "type", &form).await;
    assert_eq!(to, format!("{}?location=us-sea", at(&network, "location")));
    let radio = after(&page.body, &format!("value=\"{SEATTLE}\""), '>');
    assert!(radio.contains("checked"), "{radio}");
    assert_eq!(
        page.body.matches(" checked").count(),
        1,
        "one choice is preselected"
    );
}

#[tokio::test]
async fn a_change_comes_back_to_the_review_by_way_of_what_it_reopens() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    let review = answer_all(&mut browser, &network).await;
    assert_has(
        &review,
        &["Change<span class=\"hidden\"> speed</span>", "bgp?change=1"],
    );
    let (to, page) = send(
        &mut browser,
        &network,
        "networks",
        &[
            ("change", "1"),
            ("name.0", "<script>alert(1)</script>"),
            ("cidr.0", "10.20.0.0/16"),
        ],
    )
    .await;
    assert_eq!(to, at(&network, "review"));
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    assert_has(&page, &["&lt;script&gt;alert(1)&lt;/script&gt;"]);

    let bgp = browser.get(&at(&network, "bgp")).await;
    let vgw = after(&bgp.body, "<option value=\"vgw-", '"');
    let vgw = format!("vgw-{vgw}");
    let form = [
        ("change", "1"),
        ("target", "vgw"),
        ("vpn_gateway", vgw.as_str()),
        ("asn", "64512"),
        ("asn_shown", "64512"),
    ];
    let (to, _) = send(&mut browser, &network, "bgp", &form).await;
    assert_eq!(to, at(&network, "review"));
    let (to, page) = send(
        &mut browser,
        &network,
        "location",
        &[("change", "1"), ("place", "us-chi/aws-us-east-2")],
    )
    .await;
    assert!(
        to.starts_with(&format!("{}?change=1", at(&network, "bgp"))),
        "{to}"
    );
    assert_has(&page, &["Some answers no longer fit", "AWS target and BGP"]);
}

#[tokio::test]
async fn an_existing_gateway_gives_its_own_asn() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    answer_all(&mut browser, &network).await;
    let page = browser.get(&at(&network, "bgp")).await;
    let (before, _) = page
        .body
        .split_once(">core-dxgw, ASN 65010")
        .expect("listed with its ASN");
    let id = before
        .rsplit_once("<option value=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let chosen = [
        ("target", "existing"),
        ("gateway", id.as_str()),
        ("gateway_asn", "64999"),
        ("asn_shown", "64512"),
    ];
    let with = |asn| {
        chosen
            .iter()
            .copied()
            .chain([("asn", asn), ("change", "1")])
            .collect::<Vec<_>>()
    };
    let (to, page) = send(&mut browser, &network, "bgp", &with("64512")).await;
    assert_eq!(
        to,
        at(&network, "review"),
        "the default that nobody touched gives way"
    );
    assert_has(&page, &["65010", &id]);
    let (_, page) = send(&mut browser, &network, "bgp", &with("64600")).await;
    assert_has(&page, &["Enter 65010, the ASN of the chosen gateway"]);
}

#[tokio::test]
async fn without_aws_a_gateway_is_not_taken_on_trust() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    answer_all(&mut browser, &network).await;
    let forged = [
        ("target", "existing"),
        ("gateway", "made-up"),
        ("gateway_asn", "64512"),
        ("asn", "64512"),
    ];
    let (to, page) = send(&mut browser, &network, "bgp", &forged).await;
    assert_eq!(to, at(&network, "bgp"));
    assert_has(&page, &["There is a problem", "Connect AWS"]);
}

#[tokio::test]
async fn rows_are_added_and_removed_without_a_script() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    browser.post("/api/connect_aws_sandbox", &[]).await;
    answer_all(&mut browser, &network).await;
    let form = [
        ("cidr.0", "10.1.0.0/16"),
        ("cidr.1", "oops"),
        ("add", "row"),
    ];
    let (to, page) = send(&mut browser, &network, "networks", &form).await;
    assert_eq!(to, format!("{}?rows=3", at(&network, "networks")));
    assert_has(&page, &["value=\"oops\"", "name=\"cidr.2\""]);
    assert!(
        !page.body.contains("There is a problem"),
        "adding a row is not yet sending it"
    );
    let form = [
        ("cidr.0", "10.1.0.0/16"),
        ("cidr.1", "oops"),
        ("remove", "1"),
    ];
    let (_, page) = send(&mut browser, &network, "networks", &form).await;
    assert!(!page.body.contains("oops"));
    assert_has(&page, &["10.1.0.0/16", "payments"]);
    let offer = after(&page.body, "value=\"10.20.0.0/16 ", '"');
    let offer = format!("10.20.0.0/16 {offer}");
    let form = [("cidr.0", "10.0.0.0/8"), ("vpc.4", offer.as_str())];
    let (_, page) = send(&mut browser, &network, "networks", &form).await;
    assert_has(
        &page,
        &["Native CIDR", "10.20.0.0/16", "Not offered", "10.0.0.0/8"],
    );
    let page = browser.get(&at(&network, "networks")).await;
    assert_has(&page, &["Is this meant?", "value=\"payments\""]);
}

#[tokio::test]
async fn checking_orders_nothing_and_says_what_it_could_not_see() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    let review = answer_all(&mut browser, &network).await;
    let fields = review_fields(&review);
    let (to, page) = send(
        &mut browser,
        &network,
        "review",
        &review_form(&fields, &[("name", "prod"), ("go", "check")]),
    )
    .await;
    assert_eq!(to, format!("{}?check=1#checks", at(&network, "review")));
    assert_has(
        &page,
        &[
            "data-state=\"not_checked\"",
            "AWS is not connected.",
            "value=\"prod\"",
        ],
    );
    browser.post("/api/connect_aws_sandbox", &[]).await;
    let page = browser.get(&to).await;
    assert_has(
        &page,
        &["data-state=\"passed\"", "which this is ordered for"],
    );
    assert_has(
        &browser.get("/networks").await,
        &["<td class=\"num\">0</td>"],
    );
}

#[tokio::test]
async fn a_begun_connection_is_continued_or_discarded() {
    let site = site().await;
    let (mut browser, network) = begin(&site).await;
    send(
        &mut browser,
        &network,
        "type",
        &[("type", "AWS_DIRECT_CONNECT")],
    )
    .await;
    let page = browser.get(&format!("/networks/{network}")).await;
    assert_has(&page, &["Continue the connection you began (step 2 of 7)"]);
    let gone = browser
        .post("/api/discard_draft", &[("network", &network)])
        .await;
    let page = browser.get(gone.location()).await;
    assert!(
        !page.body.contains("Continue the connection"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_network_needs_a_name_of_its_own() {
    let site = site().await;
    let (mut browser, _) = begin(&site).await;
    for (name, says) in [
        ("", "Enter a name"),
        ("Acme production", "Choose another name"),
        (&*"x".repeat(65), "Shorten the name"),
    ] {
        let answer = browser
            .post(
                "/api/create_network",
                &[("name", name), ("description", "kept <i>")],
            )
            .await;
        let page = browser.get(answer.location()).await;
        assert_has(
            &page,
            &["<title>Error: Create a network", says, "kept &lt;i&gt;"],
        );
    }
    let answer = browser
        .post(
            "/api/create_network",
            &[("name", "Second <b>"), ("description", "")],
        )
        .await;
    let page = browser.get(answer.location()).await;
    assert_has(&page, &["<h1>Second &lt;b&gt;</h1>"]);
}

#[tokio::test]
async fn a_viewer_is_told_why_nothing_can_be_added() {
    let site = site().await;
    let (_, network) = begin(&site).await;
    let mut viewer = site.browser();
    viewer
        .post("/api/sign_in", &[("key", "viewer"), ("secret", "viewer")])
        .await;
    let page = viewer.get(&format!("/networks/{network}")).await;
    assert_has(
        &page,
        &["No connection can be added", "Ask an administrator"],
    );
    assert!(!page.body.contains("Connect from") && !page.body.contains("Add connection…"));
    let page = viewer.get("/networks").await;
    assert!(!page.body.contains("Create network"), "{}", page.body);
}
