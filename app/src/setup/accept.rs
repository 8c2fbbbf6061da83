use domain::{
    ports::{HostedState, Leg, LegRole},
    setup::{Goal, Task, hosted_state},
    status::Condition,
};
use leptos::prelude::*;

use super::{
    console,
    frame::{Command, outward, via_cli, via_console},
    label::badge,
    load::Loaded,
    post,
};
use crate::{
    answer::{AppError, post as answer},
    components::{Button, Card, DescriptionList, Kind, Notice, Tone, ValueRow, WaitText},
    words,
};

/// Accepts one leg's hosted connection, or both.
#[server(endpoint = "accept_connections", prefix = "/api")]
pub async fn accept_connections(
    connection: String,
    #[server(default)] leg: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let found = ux.own_connection(&connection).await?;
        let all = found.legs.iter().map(|known| known.role);
        let legs = all
            .filter(|role| leg == "both" || role.word() == leg)
            .collect();
        post::pursue(&ux, &connection, Goal::Accept { legs }).await
    })
    .await
}

pub(crate) fn view(at: &Loaded) -> AnyView {
    let legs = &at.seen.connection.legs;
    let cards: Vec<_> = legs.iter().map(|leg| card(at, leg)).collect();
    view! {
        {devices(at)}
        {billing(at)}
        <div class="cards">{cards}</div>
        {both(at)}
        {by_console(at)}
        {via_cli(at, "", commands(at))}
    }
    .into_any()
}

fn billing(at: &Loaded) -> AnyView {
    let legs = u64::try_from(at.seen.connection.legs.len()).unwrap_or(2);
    let cost = words::port_hours(at.seen.connection.speed, legs);
    let account = &at.seen.connection.account;
    let text = format!("{cost}. AWS bills it to account {account}; data out is extra.");
    view! {
        <Notice tone=Tone::Warning title="AWS starts to bill port-hours when you accept">
            <p>{text}</p>
        </Notice>
    }
    .into_any()
}

fn devices(at: &Loaded) -> AnyView {
    let Some(cloud) = &at.seen.cloud else {
        return ().into_any();
    };
    let legs = at.seen.connection.legs.iter();
    let pair: Vec<_> = legs.filter_map(|leg| cloud.hosted_of(leg)).collect();
    match words::devices(&pair) {
        Some((true, text)) => {
            view! { <Notice tone=Tone::Warning title="The pair may fail together"><p>{text}</p></Notice> }.into_any()
        }
        Some((false, text)) => view! { <p>{text}</p> }.into_any(),
        None => ().into_any(),
    }
}

fn state(at: &Loaded, role: LegRole) -> Option<HostedState> {
    hosted_state(role, &at.seen).ok()
}

/// Not accepted, as far as is known.
fn is_open(at: &Loaded, role: LegRole) -> bool {
    matches!(
        state(at, role),
        None | Some(HostedState::Ordering | HostedState::Requested)
    )
}

fn card(at: &Loaded, leg: &Leg) -> AnyView {
    let which = leg.role.word();
    let title = format!("{} connection", words::leg_title(leg.role));
    let copy_id = format!("Copy AWS connection ID, {which}");
    let copy_vlan = format!("Copy VLAN, {which}");
    let hosted = at
        .seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.hosted_of(leg));
    let has_interface = at
        .seen
        .cloud
        .as_ref()
        .is_some_and(|cloud| cloud.interface_of(leg).is_some());
    let state_badge = match state(at, leg.role) {
        Some(state) => {
            let condition = state.condition(has_interface);
            badge(condition, words::hosted_state(state, has_interface))
        }
        None => badge(Condition::Unknown, words::condition(Condition::Unknown)),
    };
    let name = hosted.map(|found| found.name.clone());
    let id = leg.aws_connection.clone();
    let speed = hosted.map_or_else(
        || at.seen.connection.speed.to_string(),
        |found| found.bandwidth.clone(),
    );
    let vlan = leg.vlan.map(|vlan| vlan.to_string());
    let device = hosted.and_then(|found| found.device.clone());
    let location = hosted.map(|found| found.location.clone());
    let waits = (state(at, leg.role) == Some(HostedState::Pending)).then(|| {
        let elapsed = at.elapsed(|goal| goal.task() == Task::Accept);
        view! { <WaitText elapsed usual=words::usual(domain::setup::Wait::HostedConnection)/> }
    });
    let label = format!("Accept {which} connection");
    let button = is_open(at, leg.role).then(|| button(at, vec![leg.role], which, &label));
    view! {
        <Card title aside=state_badge>
            <DescriptionList>
                <ValueRow label="Name" value=name/>
                <ValueRow label="AWS connection ID" value=id copy=copy_id/>
                <ValueRow label="Speed" value=speed/>
                <ValueRow label="VLAN" value=vlan copy=copy_vlan/>
                <ValueRow label="AWS device" value=device/>
                <ValueRow label="AWS location" value=location/>
            </DescriptionList>
            {waits}
            {button}
        </Card>
    }
    .into_any()
}

/// A form with one button.
fn button(at: &Loaded, legs: Vec<LegRole>, value: &'static str, label: &str) -> AnyView {
    let single = at.seen.connection.legs.len() == 1;
    let kind = if value == "both" || single {
        Kind::Primary
    } else {
        Kind::Secondary
    };
    let unavailable = at.unavailable(&Goal::Accept { legs });
    let (id, label) = (at.id().to_owned(), label.to_owned());
    view! {
        <form method="post" action="/api/accept_connections" novalidate>
            <input type="hidden" name="connection" value=id/>
            <input type="hidden" name="leg" value=value/>
            <Button label kind unavailable/>
        </form>
    }
    .into_any()
}

fn both(at: &Loaded) -> AnyView {
    let roles: Vec<LegRole> = at.seen.connection.legs.iter().map(|leg| leg.role).collect();
    if roles.len() < 2 || !roles.iter().any(|role| is_open(at, *role)) {
        return ().into_any();
    }
    button(at, roles, "both", "Accept both")
}

fn commands(at: &Loaded) -> Vec<Command> {
    let command = |leg: &Leg| {
        let id = leg.aws_connection.as_deref()?;
        Some(Command {
            copy: format!("Copy command, {}", leg.role.word()),
            line: at.cli.confirm_connection(at.region(), id),
        })
    };
    at.seen.connection.legs.iter().filter_map(command).collect()
}

fn by_console(at: &Loaded) -> AnyView {
    let account = &at.seen.connection.account;
    let link = |leg: &Leg| {
        let id = leg.aws_connection.as_deref()?;
        let href = console::connection(at.region(), account, id);
        let label = format!("{} connection {id}", words::leg_title(leg.role));
        let open = outward(label, href);
        Some(view! { "Open the "{open}". Choose “Accept”, then confirm." }.into_any())
    };
    let mut clicks: Vec<AnyView> = at.seen.connection.legs.iter().filter_map(link).collect();
    let list = outward(
        "list of connections".to_owned(),
        console::connections(at.region()),
    );
    clicks.push(
        view! { "If a link shows nothing, find them in the "{list}": they are in the state “ordering”." }
            .into_any(),
    );
    let value = |leg: &Leg| {
        let which = leg.role.word();
        let (label, id) = (
            format!("{} connection", words::leg_title(leg.role)),
            leg.aws_connection.clone(),
        );
        view! { <ValueRow label value=id copy=format!("Copy connection ID for the console, {which}")/> }
    };
    let values: Vec<_> = at.seen.connection.legs.iter().map(value).collect();
    via_console(
        at,
        clicks,
        view! { <DescriptionList>{values}</DescriptionList> }.into_any(),
    )
}
