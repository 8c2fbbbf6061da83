use std::collections::BTreeSet;

use domain::{
    ports::Route,
    setup::{Goal, TableView, routes_can_start, tables, vpcs},
    values::{Cidr, RegionName},
};
use leptos::prelude::*;

use super::{
    console,
    frame::{Command, outward, via_cli, via_console_in},
    label::Labels,
    load::Loaded,
    post,
};
use crate::{
    answer::{AppError, Stop, post as answer},
    components::{Button, Checkbox, CodeLine, Kind, Notice, StateBadge, Tone},
    words,
};

/// AWS's limit of propagated routes per table.
const MOST_ROUTES: usize = 100;

/// Switches propagation on in one table, or in those that are ticked.
#[server(endpoint = "enable_propagation", prefix = "/api")]
pub async fn enable_propagation(
    connection: String,
    region: String,
    vpc: String,
    #[server(default)] tables: Vec<String>,
    #[server(default)] only: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let region = RegionName::parse(&region).ok_or(Stop::NotFound)?;
        let tables = if only.is_empty() { tables } else { vec![only] };
        let goal = Goal::Propagate {
            region,
            vpc,
            tables,
        };
        post::pursue(&ux, &connection, goal).await
    })
    .await
}

pub(crate) fn view(at: &Loaded) -> AnyView {
    let all = tables(&at.seen);
    let labels = Labels::of_tables(all.iter().map(|view| view.table));
    let found = vpcs(&at.seen);
    let names = Labels::of_vpcs(found.iter().map(|view| view.vpc));
    let mut ids: Vec<&str> = Vec::new();
    for view in &all {
        if !ids.contains(&view.vpc) {
            ids.push(view.vpc);
        }
    }
    let several = ids.len() > 1;
    let groups: Vec<_> = ids
        .iter()
        .map(|vpc| {
            let of_vpc: Vec<&TableView<'_>> = all.iter().filter(|view| view.vpc == *vpc).collect();
            group(at, vpc, &names.get(vpc), &of_vpc, &labels, several)
        })
        .collect();
    view! {
        {groups}
        {by_console(at, &all, &labels)}
        {via_cli(at, "", commands(at, &all, &labels))}
    }
    .into_any()
}

fn group(
    at: &Loaded,
    vpc: &str,
    name: &str,
    tables: &[&TableView<'_>],
    labels: &Labels,
    several: bool,
) -> AnyView {
    let blocked = routes_can_start(vpc, &at.seen)
        .err()
        .map(|refusal| words::refusal(&refusal));
    let rows: Vec<_> = tables
        .iter()
        .map(|view| row(at, view, &labels.get(&view.table.id), blocked.clone()))
        .collect();
    let any_off = tables.iter().any(|view| !view.propagates());
    let all = if several {
        format!("Enable on all, {name}")
    } else {
        "Enable on all".to_owned()
    };
    let region = tables
        .first()
        .map(|view| view.region.to_string())
        .unwrap_or_default();
    let (id, vpc) = (at.id().to_owned(), vpc.to_owned());
    let title = format!("{name}, {region}");
    let button = any_off.then(|| {
        view! {
            <p class="muted">"Switches propagation on in the tables that are ticked."</p>
            <div class="actions"><Button label=all id=format!("enable-{vpc}") unavailable=blocked/></div>
        }
    });
    view! {
        <form class="form" method="post" action="/api/enable_propagation" novalidate>
            <h2>{title}</h2>
            <input type="hidden" name="connection" value=id/>
            <input type="hidden" name="region" value=region/>
            <input type="hidden" name="vpc" value=vpc/>
            <div class="stack">{rows}</div>
            {button}
        </form>
    }
    .into_any()
}

/// The prefixes that AWS accepted from the partner, over all interfaces.
fn learned(at: &Loaded) -> BTreeSet<Cidr> {
    let routes = at.seen.cloud.iter().flat_map(|cloud| &cloud.routes);
    routes
        .flat_map(|(_, routes)| routes)
        .filter(|route| route.accepted)
        .map(|route| route.prefix)
        .collect()
}

fn is_default(prefix: Cidr) -> bool {
    prefix.prefix_len() == 0
}

/// Static routes that traffic takes instead of the propagated ones: as long or longer.
fn winners<'a>(view: &'a TableView<'_>, learned: &BTreeSet<Cidr>) -> Vec<&'a Route> {
    let mut prefixes = learned.clone();
    prefixes.extend(view.propagated().map(|route| route.prefix));
    view.table
        .routes
        .iter()
        .filter(|route| !route.propagated && route.via != "local")
        .filter(|route| {
            prefixes.iter().any(|prefix| {
                prefix.contains(route.prefix) && !is_default(*prefix) || *prefix == route.prefix
            })
        })
        .collect()
}

fn subnets(view: &TableView<'_>) -> String {
    let named: Vec<String> = view
        .subnets
        .iter()
        .map(|subnet| match (subnet.name.as_str(), subnet.cidr) {
            ("", Some(cidr)) => format!("{} {cidr}", subnet.id),
            (name, Some(cidr)) => format!("{name} {cidr}"),
            (_, None) => subnet.id.clone(),
        })
        .collect();
    match (view.table.main, named.is_empty()) {
        (true, true) => "The main table: every subnet without one of its own.".to_owned(),
        (true, false) => format!(
            "The main table. Subnets: {}, and every one without a table of its own.",
            named.join(", ")
        ),
        (false, true) => "No subnet uses it.".to_owned(),
        (false, false) => format!("Subnets: {}.", named.join(", ")),
    }
}

/// Whether the table is ticked: as it was before a refusal, else when it is in use.
fn is_ticked(at: &Loaded, view: &TableView<'_>, default_route: bool) -> bool {
    match at.refused() {
        Some((Goal::Propagate { vpc, tables, .. }, _)) if vpc == view.vpc => {
            tables.contains(&view.table.id)
        }
        _ => view.is_used() && !default_route,
    }
}

fn row(at: &Loaded, view: &TableView<'_>, label: &str, blocked: Option<String>) -> AnyView {
    let learned = learned(at);
    let on = view.propagates();
    let default_route = learned.iter().any(|prefix| is_default(*prefix));
    let (state, word) = if on {
        ("enabled", "Propagation on")
    } else {
        ("absent", "Propagation off")
    };
    let table = view.table.id.clone();
    let hint = format!("`{table}`. {}", subnets(view));
    let own_default = view
        .table
        .routes
        .iter()
        .any(|route| !route.propagated && is_default(route.prefix));
    let warning = (default_route && !own_default).then(|| {
        let text = if on {
            "Everything that this table has no other route for goes to your network, the internet included. If that is not meant, whoever runs your router stops announcing the default route, or propagation is switched off in this table."
        } else {
            "With propagation, everything that this table has no route for goes to your network. Tick it only if that is meant."
        };
        view! {
            <Notice tone=Tone::Warning title="Your network announces a default route"><p>{text}</p></Notice>
        }
    });
    let ticked = is_ticked(at, view, default_route);
    let pick = (!on).then(|| {
        view! {
            <Checkbox name="tables[]" id=format!("pick-{table}") label=label.to_owned() value=table.clone()
                checked=ticked hint=hint.clone()/>
        }
    });
    let named = on.then(
        || view! { <p><strong>{label.to_owned()}</strong></p><p class="muted">{subnets(view)}</p> },
    );
    let button = (!on).then(|| {
        view! {
            <div class="actions">
                <Button label=format!("Enable propagation on {label}") id=format!("enable-{table}") kind=Kind::Secondary
                    name="only" value=table.clone() unavailable=blocked/>
            </div>
        }
    });
    let id = format!("table-{table}");
    let shadows = shadows(at, view, label, &learned);
    view! {
        <div class="card" id=id>
            {named}
            {pick}
            <p><StateBadge state word/></p>
            {warning}
            {shadows}
            {arrived(view)}
            {button}
        </div>
    }
    .into_any()
}

fn shadows(
    at: &Loaded,
    view: &TableView<'_>,
    label: &str,
    learned: &BTreeSet<Cidr>,
) -> Vec<AnyView> {
    let winners = winners(view, learned);
    let winners = winners.iter().filter(|route| !is_default(route.prefix));
    winners
        .map(|route| shadow(at, view, label, route))
        .collect()
}

/// A default route of the table's own is meant to win; any other may be left over.
fn shadow(at: &Loaded, view: &TableView<'_>, label: &str, route: &Route) -> AnyView {
    let (prefix, via) = (route.prefix, &route.via);
    let title =
        format!("A static route for {prefix} to {via} wins over what your network announces");
    let command = at.cli.delete_route(view.region, &view.table.id, prefix);
    let copy = format!("Copy command, remove {prefix} from {label}");
    view! {
        <Notice tone=Tone::Warning title>
            <p>"Onramp did not make it and does not remove it. If that traffic is to use this connection, whoever looks after the table removes it with this command:"</p>
            <CodeLine command copy/>
        </Notice>
    }
    .into_any()
}

/// The routes that came, and how near the limit is.
fn arrived(view: &TableView<'_>) -> AnyView {
    if !view.propagates() {
        return ().into_any();
    }
    let routes: Vec<&Route> = view.propagated().collect();
    let count = routes.len();
    if count == 0 {
        return view! { <p>"No route yet. Routes appear within a minute of BGP coming up."</p> }
            .into_any();
    }
    let items: Vec<_> = routes
        .iter()
        .map(|route| {
            let state = if route.active { "" } else { " (not active)" };
            let prefix = route.prefix.to_string();
            view! { <li><code>{prefix}</code>{state}</li> }
        })
        .collect();
    let near = (count * 5 >= MOST_ROUTES * 4).then(|| {
        view! {
            <Notice tone=Tone::Warning title="Near the limit">
                <p>"A table takes 100 propagated routes. Summarise them in your network before the last one is refused."</p>
            </Notice>
        }
    });
    view! {
        <p>{format!("{count} of {MOST_ROUTES} propagated routes:")}</p>
        <ul class="prose">{items}</ul>
        {near}
    }
    .into_any()
}

fn commands(at: &Loaded, all: &[TableView<'_>], labels: &Labels) -> Vec<Command> {
    let off = all.iter().filter(|view| !view.propagates());
    off.map(|view| Command {
        copy: format!("Copy command, {}", labels.get(&view.table.id)),
        line: at.cli.propagate(view.region, view.gateway, &view.table.id),
    })
    .collect()
}

fn by_console(at: &Loaded, all: &[TableView<'_>], labels: &Labels) -> AnyView {
    let link = |view: &TableView<'_>| {
        let href = console::route_table(view.region, &view.table.id);
        let named = format!("{} in {}", labels.get(&view.table.id), view.region);
        view! { "Open the route table "{outward(named, href)}"." }.into_any()
    };
    let mut regions: Vec<&RegionName> = all.iter().map(|view| view.region).collect();
    regions.sort();
    regions.dedup();
    let mut clicks: Vec<AnyView> = all.iter().map(link).collect();
    clicks.push(
        view! { "On each: choose “Route propagation”, “Edit route propagation”, tick the virtual private gateway, and save." }
            .into_any(),
    );
    via_console_in(at, &regions, clicks, ().into_any())
}
