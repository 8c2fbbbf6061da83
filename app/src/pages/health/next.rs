//! What the evidence says, and what to do next.

use domain::{
    ports::{Leg, LegRole},
    setup::{Finding, Task, Verdict, findings},
};
use leptos::prelude::*;

use super::Seen;
use crate::{
    components::{CodeLine, Disclosure, LinkButton},
    paths, words,
};

pub(super) fn section(of: Seen<'_>, found: Verdict) -> AnyView {
    let all = findings(&of.at.seen, of.records);
    let items: Vec<_> = all.iter().map(|one| item(of, one)).collect();
    let says_itself = matches!(found, Verdict::NotDeleted | Verdict::OtherAccount);
    let advice = (items.is_empty() || says_itself)
        .then(|| of.at.say(words::advice(found)))
        .map(|text| view! { <p>{text}</p> });
    let tear_down = (found == Verdict::NotDeleted).then(|| {
        let href = paths::teardown(of.at.id());
        view! { <div class="actions"><LinkButton label="Tear down" href/></div> }
    });
    let list = (!items.is_empty()).then(|| view! { <ul>{items}</ul> });
    let tickets: Vec<_> = all.iter().filter_map(|one| ticket(of, one)).collect();
    view! {
        <section class="prose" aria-labelledby="to-do"><h2 id="to-do">"What to do next"</h2>{advice}{list}{tear_down}</section>
        {tickets}
    }
    .into_any()
}

fn item(of: Seen<'_>, found: &Finding) -> AnyView {
    let text = of.at.say(words::finding(found, of.at.now));
    let task = match found {
        Finding::Broken(rung) => words::mending_task(rung),
        Finding::NoInterface { .. } => Some(Task::Interfaces),
        Finding::NoRoutes { accepted, .. } if *accepted > 0 => Some(Task::Association),
        _ => None,
    };
    let on_vgw = of.at.seen.ends_on_vpn_gateway();
    let task = task.filter(|task| !(on_vgw && matches!(task, Task::Gateway | Task::Association)));
    let link = task.map(|task| {
        let (href, label) = (paths::task(of.at.id(), task), words::task_title(task));
        view! { " "<a href=href>{label}</a> }
    });
    view! { <li>{text}{link}</li> }.into_any()
}

/// The text of a ticket with the partner, for what only the partner can mend.
fn ticket(of: Seen<'_>, found: &Finding) -> Option<AnyView> {
    let (role, seen) = match found {
        Finding::LinkDown { leg } => (*leg, "the link is reported down"),
        Finding::PingLost { leg } => (
            *leg,
            "Amazon's address does not answer a ping from your gateway",
        ),
        _ => return None,
    };
    let legs = &of.at.seen.connection.legs;
    let leg = legs.iter().find(|leg| leg.role == role)?;
    let summary = of.at.say(format!("Ticket for Pureport, {}", role.word()));
    let copy = format!("Copy ticket, {}", role.word());
    let command = lines(of, leg, seen);
    Some(view! { <Disclosure summary open=true><CodeLine command copy/></Disclosure> }.into_any())
}

fn lines(of: Seen<'_>, leg: &Leg, seen: &str) -> String {
    let connection = &of.at.seen.connection;
    let hosted = of.at.seen.cloud.as_ref();
    let hosted = hosted.and_then(|cloud| cloud.hosted_of(leg));
    let place = hosted.map(|found| {
        let device = found
            .device
            .clone()
            .unwrap_or_else(|| "not named".to_owned());
        format!("AWS location {}, device {device}", found.location)
    });
    let since = domain::setup::bgp_since(leg, &of.at.seen, of.records);
    let since = since.map_or_else(|| words::NOT_KNOWN.to_owned(), words::stamp);
    let shown = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
    [
        format!(
            "Please look at the {} of connection {}: {seen}.",
            side(leg.role),
            connection.id
        ),
        format!("Gateway: {}", leg.gateway),
        format!("AWS connection: {}", shown(leg.aws_connection.clone())),
        format!("VLAN: {}", shown(leg.vlan.map(|vlan| vlan.to_string()))),
        format!(
            "Pureport IP: {}",
            shown(leg.partner_ip.map(|ip| ip.to_string()))
        ),
        format!("Amazon IP: {}", shown(leg.aws_ip.map(|ip| ip.to_string()))),
        format!("BGP not up since: {since}"),
        "Both sides' values agree as far as both show them.".to_owned(),
    ]
    .into_iter()
    .chain(place)
    .collect::<Vec<_>>()
    .join("\n")
}

fn side(role: LegRole) -> String {
    format!("{} leg", role.word())
}
