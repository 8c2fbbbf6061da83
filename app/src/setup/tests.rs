//! What the pages promise, on observations made by hand.

mod known;
mod refused;

use std::sync::Arc;

use domain::{
    ports::{Choice, HostedState, LegRole, PortError, Target, Timestamp},
    setup::{Gap, Goal, Notice, Observation, Reach, Records, Refusal, Task, sample::*},
    values::{Asn, AwsAccountId, Cidr},
};
use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use super::{Loaded, cli::Cli, frame};

fn loaded(seen: Observation) -> Loaded {
    Loaded {
        seen,
        cloud_error: None,
        running: Vec::new(),
        attempts: Vec::new(),
        run: None,
        now: Timestamp(50_530_000),
        sandbox: true,
        cli: Cli::new(Some("http://127.0.0.1:4011".to_owned())),
        notice: None,
        here: "/here".to_owned(),
        query: Vec::new(),
        failed: Vec::new(),
        reach: Reach::Everywhere,
    }
}

fn body(at: &Loaded, task: Task) -> AnyView {
    match task {
        Task::Accept => super::accept::view(at),
        Task::Gateway => super::gateway::view(at),
        Task::Interfaces => super::interfaces::view(at),
        Task::Vpc => super::vpc::view(at),
        Task::Association => super::association::view(at),
        Task::Routes => super::routes::view(at),
        Task::Verify => super::verify::view(at),
    }
}

fn in_owner<T>(make: impl FnOnce() -> T) -> T {
    Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands()))).with(make)
}

fn html(at: &Loaded, task: Task) -> String {
    in_owner(|| frame::page(at, task, body(at, task)).view.to_html())
}

fn overview(at: &Loaded) -> String {
    in_owner(|| super::overview::view(at, None).to_html())
}

fn health(at: &Loaded) -> String {
    in_owner(|| crate::pages::health::view(at, &Records::default(), None).to_html())
}

/// The button's opening tag.
fn button<'a>(page: &'a str, label: &str) -> &'a str {
    let end = page.find(&format!(">{label}</button>"));
    let end = end.unwrap_or_else(|| panic!("no button {label} in {page}"));
    let start = page[..end].rfind("<button").unwrap();
    &page[start..end]
}

/// The opening tag of the element with this id.
fn tag<'a>(page: &'a str, id: &str) -> &'a str {
    let at = page.find(&format!(" id=\"{id}\""));
    let at = at.unwrap_or_else(|| panic!("no {id} in {page}"));
    let start = page[..at].rfind('<').unwrap();
    page[start..].split('>').next().unwrap()
}

fn is_available(page: &str, label: &str) -> bool {
    !button(page, label).contains("aria-disabled")
}

fn stages() -> Vec<Observation> {
    vec![
        ordered(),
        listed(),
        accepted(),
        gateway_made(),
        interfaces_made(),
        attached(),
        associated(),
        proven(),
    ]
}

#[test]
fn the_bgp_key_is_in_no_page() {
    for seen in stages() {
        let at = loaded(seen);
        let mut pages: Vec<String> = Task::ALL.into_iter().map(|task| html(&at, task)).collect();
        pages.extend([overview(&at), health(&at)]);
        for page in pages {
            assert!(!page.contains(KEY), "{page}");
        }
    }
}

#[test]
fn every_page_has_one_heading_and_ids_that_are_unique() {
    for seen in stages() {
        let at = loaded(seen);
        for task in Task::ALL {
            let page = html(&at, task);
            assert_eq!(page.matches("<h1").count(), 1);
            assert_unique_ids(&page, task);
        }
    }
}

fn assert_unique_ids(page: &str, task: Task) {
    let mut ids: Vec<&str> = page
        .split(" id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{task:?}: {ids:?}");
}

#[test]
fn names_in_any_script_keep_the_buttons_apart() {
    let mut seen = interfaces_made();
    // Both are refused a gateway, each with its reason.
    cloud(&mut seen).identity.account = AwsAccountId::parse("210987654321").unwrap();
    for (vpc, name) in west(&mut seen).vpcs.iter_mut().zip(["決済", "会計"]) {
        vpc.name = name.to_owned();
    }
    west(&mut seen).vpn_gateways.clear();
    let at = loaded(seen);
    let page = html(&at, Task::Vpc);
    let why: Vec<&str> = ["Create and attach, 決済", "Create and attach, 会計"]
        .into_iter()
        .map(|label| {
            let tag = button(&page, label);
            let ids = tag.split("aria-describedby=\"").nth(1).unwrap();
            ids.split('"').next().unwrap()
        })
        .collect();
    assert_ne!(why[0], why[1]);
    assert_unique_ids(&page, Task::Vpc);
}

#[test]
fn without_aws_every_page_shows_its_values_and_the_way_to_connect() {
    let at = loaded(ordered());
    for task in Task::ALL {
        let page = html(&at, task);
        assert!(page.contains("/aws/sign-in?next=%2Fhere"), "{task:?}");
    }
    let accept = html(&at, Task::Accept);
    assert!(accept.contains("aws directconnect confirm-connection --connection-id dxcon-primary1"));
    assert!(!is_available(&accept, "Accept both"));
    let interfaces = html(&at, Task::Interfaces);
    for value in ["169.254.10.1/30", "169.254.11.2/30", "394351"] {
        assert!(interfaces.contains(value), "{value}");
    }
}

#[test]
fn expired_credentials_lead_to_aws_and_not_to_the_sign_in() {
    let mut at = loaded(ordered());
    at.cloud_error = Some(PortError::Unauthenticated);
    let page = html(&at, Task::Accept);
    assert!(page.contains("Connect AWS again"));
    assert!(page.contains("/aws/sign-in?next=%2Fhere"));
}

#[test]
fn the_buttons_can_be_pressed_exactly_when_the_rule_allows_it() {
    let accept = html(&loaded(listed()), Task::Accept);
    for label in [
        "Accept primary connection",
        "Accept secondary connection",
        "Accept both",
    ] {
        assert!(is_available(&accept, label), "{label}");
    }
    assert!(!html(&loaded(accepted()), Task::Accept).contains("Accept both"));
    let label = "Create primary virtual interface";
    assert!(!is_available(
        &html(&loaded(accepted()), Task::Interfaces),
        label
    ));
    assert!(is_available(
        &html(&loaded(gateway_made()), Task::Interfaces),
        label
    ));
    let mut down = gateway_made();
    cloud(&mut down).hosted[0].state = HostedState::Down;
    assert!(is_available(&html(&loaded(down), Task::Interfaces), label));
    let mut pending = gateway_made();
    cloud(&mut pending).hosted[0].state = HostedState::Pending;
    let page = html(&loaded(pending), Task::Interfaces);
    assert!(!is_available(&page, label));
    assert!(page.contains("1–10 minutes"), "the usual wait is said");
}

#[test]
fn another_account_is_refused_with_both_numbers() {
    let mut seen = listed();
    cloud(&mut seen).identity.account = AwsAccountId::parse("210987654321").unwrap();
    let page = html(&loaded(seen), Task::Accept);
    assert!(page.contains("210987654321") && page.contains("123456789012"));
    assert!(!is_available(&page, "Accept both"));
}

#[test]
fn a_pair_on_one_device_is_warned_about() {
    let mut seen = listed();
    cloud(&mut seen).hosted[1].device = Some("EqSe2-a".to_owned());
    let same = html(&loaded(seen.clone()), Task::Accept);
    assert!(same.contains("same AWS device, EqSe2-a"));
    cloud(&mut seen).hosted[1].device = None;
    assert!(html(&loaded(seen), Task::Accept).contains("does not name"));
    assert!(!html(&loaded(listed()), Task::Accept).contains("may fail together"));
}

#[test]
fn a_gateway_with_another_asn_is_listed_with_its_mend_but_not_choosable() {
    let mut seen = accepted();
    cloud(&mut seen).gateways.push(dxgw("core", 65010));
    let page = html(&loaded(seen.clone()), Task::Gateway);
    assert!(page.contains(
        "Its ASN is 65010; this connection was ordered for 64512. BGP would never come up"
    ));
    assert!(is_available(&page, "Change the order to 65010"));
    assert!(!is_available(&page, "Use this gateway"));
    seen.connection.ordered_asn = Some(Asn(65010));
    let page = html(&loaded(seen), Task::Gateway);
    assert!(is_available(&page, "Use this gateway"));
    let mut fixed = interfaces_made();
    cloud(&mut fixed).gateways.push(dxgw("core", 65010));
    assert!(!html(&loaded(fixed), Task::Gateway).contains("Change the order"));
}

#[test]
fn the_target_is_fixed_once_an_interface_exists() {
    assert!(html(&loaded(gateway_made()), Task::Interfaces).contains("Use this target"));
    let page = html(&loaded(interfaces_made()), Task::Interfaces);
    assert!(!page.contains("Use this target"));
    assert!(page.contains("To change it, delete the interfaces first."));
}

#[test]
fn jumbo_frames_need_both_connections_and_the_same_on_both() {
    let disabled = |page: &str| {
        let at = page.find("value=\"8500\"").unwrap();
        page[at..].split('>').next().unwrap().contains("disabled")
    };
    assert!(!disabled(&html(&loaded(gateway_made()), Task::Interfaces)));
    let mut seen = gateway_made();
    cloud(&mut seen).hosted[1].jumbo_capable = false;
    assert!(disabled(&html(&loaded(seen), Task::Interfaces)));
    let mut one = interfaces_made();
    cloud(&mut one).interfaces.truncate(1);
    assert!(disabled(&html(&loaded(one), Task::Interfaces)));
}

#[test]
fn with_a_virtual_private_gateway_as_target_only_what_fits_can_be_used() {
    let mut seen = accepted();
    seen.choice = Choice::NewVpnGateway;
    let label = "Use the attached gateway, analytics";
    assert!(is_available(&html(&loaded(seen.clone()), Task::Vpc), label));
    west(&mut seen).vpn_gateways[0].asn = Some(Asn(7224));
    assert!(!is_available(
        &html(&loaded(seen.clone()), Task::Vpc),
        label
    ));
    seen.choice = Choice::Existing {
        target: Target::VirtualPrivateGateway(ANALYTICS_VGW.to_owned()),
    };
    let page = html(&loaded(seen), Task::Interfaces);
    assert!(page.contains("Its ASN is 7224"));
}

#[test]
fn repeated_buttons_end_in_their_object() {
    let vpc = html(&loaded(interfaces_made()), Task::Vpc);
    assert!(is_available(&vpc, "Create and attach, payments"));
    assert!(vpc.contains("Use the attached gateway, analytics"));
    let association = html(&loaded(attached()), Task::Association);
    assert!(is_available(&association, "Associate gateway, payments"));
    assert!(is_available(&association, "Associate gateway, analytics"));
    let routes = html(&loaded(associated()), Task::Routes);
    assert!(is_available(&routes, "Enable propagation on rtb-0main"));
    assert!(is_available(&routes, "Enable on all"));
}

#[test]
fn the_main_table_and_those_with_subnets_are_ticked() {
    let page = html(&loaded(associated()), Task::Routes);
    let ticked = |table: &str| {
        let at = page.find(&format!("id=\"pick-{table}\"")).unwrap();
        page[at..].split('>').next().unwrap().contains("checked")
    };
    assert!(ticked("rtb-0main") && ticked("rtb-0apps"));
    assert!(!ticked("rtb-0spare"));
}

#[test]
fn a_finished_task_names_the_next_one() {
    let page = html(&loaded(accepted()), Task::Accept);
    assert!(page.contains(">Next: Direct Connect gateway</a>"));
    assert!(!html(&loaded(listed()), Task::Accept).contains(">Next: "));
}

#[test]
fn only_what_moves_is_looked_at_again() {
    let lives = |at: &Loaded, task| html(at, task).contains("data-live=\"on\"");
    let mut at = loaded(proven());
    at.reach = Reach::Proof(Vec::new());
    assert!(!lives(&at, Task::Verify));
    assert!(!lives(&loaded(accepted()), Task::Accept));
    let mut pending = accepted();
    cloud(&mut pending).hosted[0].state = HostedState::Pending;
    assert!(lives(&loaded(pending), Task::Accept));
    assert!(
        lives(&loaded(interfaces_made()), Task::Interfaces),
        "BGP is awaited"
    );
}

#[test]
fn all_checks_passed_is_said_only_when_they_did() {
    let said = |seen| html(&loaded(seen), Task::Verify).contains("All checks passed");
    assert!(said(proven()));
    assert!(!said(associated()));
    assert!(!said(ordered()));
    let mut swapped = proven();
    let made = &mut cloud(&mut swapped).interfaces[0];
    std::mem::swap(&mut made.aws_ip, &mut made.partner_ip);
    let page = html(&loaded(swapped), Task::Verify);
    assert!(
        page.contains("The two peer addresses are swapped") && !page.contains("All checks passed")
    );
}

#[test]
fn what_people_named_cannot_write_into_a_page() {
    let mut seen = attached();
    seen.connection.name = "<script>alert(1)</script>".to_owned();
    west(&mut seen).vpcs[0].name = "\"><script>alert(2)</script>".to_owned();
    let at = loaded(seen);
    for task in Task::ALL {
        assert!(!html(&at, task).contains("<script>alert"), "{task:?}");
    }
    assert!(!overview(&at).contains("<script>alert"));
}

#[test]
fn the_overview_has_one_next_task() {
    let page = overview(&loaded(listed()));
    assert!(page.contains(">Next: accept the connections</a>"));
    assert_eq!(page.matches(">Next: ").count(), 1);
    assert!(overview(&loaded(proven())).contains("AWS is set up"));
    let waiting = overview(&loaded(ordered()));
    assert!(!waiting.contains(">Next: "));
}
