use domain::{
    ports::{BgpState, Leg},
    setup::{Reach, Rung, RungName, Verdict, ladder, leg_bgp, verdict},
    status::{Condition, RungState},
};
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{
        Checked, CodeLine, Kind, LinkButton, Live, Notice, PageHeader, StateBadge, Table, Tone,
    },
    context::UserCx,
    paths,
    setup::{Loaded, absent_or_unknown, badge, cloud_notices, for_support, gateway_badge, load},
    words,
};

const TITLE: &str = "Health";

/// How the connection is, from both sides. For two in the morning.
pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let at = load(&ux, id, paths::health(id), Reach::Proof(Vec::new())).await?;
    Ok(Page::new(TITLE, view(&at)).with_islands())
}

pub(crate) fn view(at: &Loaded) -> AnyView {
    let found = verdict(&at.seen);
    let trail = vec![(at.seen.connection.name.clone(), paths::connection(at.id()))];
    let healthy = matches!(found, Verdict::Up | Verdict::BothUp);
    let moving = at.is_moving() || !healthy;
    let live = if moving { "on" } else { "off" };
    let announce = words::verdict(found);
    let legs: Vec<_> = at
        .seen
        .connection
        .legs
        .iter()
        .map(|leg| table(at, leg))
        .collect();
    let (checked, here) = (words::utc(at.now), at.here.clone());
    let (setup, connection) = (paths::setup(at.id()), paths::connection(at.id()));
    view! {
        <PageHeader title=TITLE trail>
            <LinkButton label="Set up AWS" href=setup kind=Kind::Secondary/>
            <LinkButton label="Connection" href=connection kind=Kind::Secondary/>
        </PageHeader>
        <div id="health" class="stack" data-live=live data-announce=announce>
            {first_line(found)}
            {cloud_notices(at)}
            {to_do(at, found)}
            {legs}
        </div>
        <div id="checked" data-live=live><Checked at=checked href=here/></div>
        <div id="support" data-live=live>
            <h2>"For support"</h2>
            <p>"Every id, address and state of this page, without the keys."</p>
            <CodeLine command=for_support(at) copy="Copy for support"/>
        </div>
        {moving.then(|| view! { <Live every_ms=at.look_every()/> })}
    }
    .into_any()
}

fn first_line(found: Verdict) -> AnyView {
    let (tone, state) = match found {
        Verdict::Up | Verdict::BothUp => (Tone::Good, "up"),
        Verdict::Only { .. } | Verdict::Testing { .. } => (Tone::Warning, "degraded"),
        Verdict::Down | Verdict::OrderFailed => (Tone::Bad, "down"),
        Verdict::Building | Verdict::NotSetUp => (Tone::Ready, "pending"),
        Verdict::Unknown => (Tone::Quiet, "unknown"),
    };
    view! { <div id="verdict" data-state=state><Notice tone title=words::verdict(found)>{().into_any()}</Notice></div> }
        .into_any()
}

/// What is wrong and its mend, else what to try.
fn to_do(at: &Loaded, found: Verdict) -> AnyView {
    let broken: Vec<Rung> = ladder(&at.seen)
        .into_iter()
        .filter(|rung| rung.state == RungState::Broken && rung.name != RungName::Bgp)
        .collect();
    let items: Vec<_> = broken
        .iter()
        .map(|rung| {
            let text = format!("{}: {}", words::rung_title(rung), words::evidence(rung));
            let link = words::mending_task(rung.name).map(|task| {
                let (href, label) = (paths::task(at.id(), task), words::task_title(task));
                view! { " "<a href=href>{label}</a> }
            });
            view! { <li>{text}{link}</li> }
        })
        .collect();
    let advice = items
        .is_empty()
        .then(|| view! { <p>{words::advice(found)}</p> });
    let list = (!items.is_empty()).then(|| view! { <ul>{items}</ul> });
    view! { <section class="prose" aria-labelledby="to-do"><h2 id="to-do">"What to do next"</h2>{advice}{list}</section> }
        .into_any()
}

fn plain(condition: Condition) -> AnyView {
    badge(condition, words::condition(condition))
}

fn unknown() -> AnyView {
    plain(Condition::Unknown)
}

/// The value of `data-state`.
fn bgp_word(state: Option<BgpState>) -> &'static str {
    state.map_or(Condition::Unknown.word(), BgpState::word)
}

fn bgp(state: Option<BgpState>) -> AnyView {
    view! { <StateBadge state=bgp_word(state) word=words::bgp_state(state)/> }.into_any()
}

/// One row: what it is, and its state on either side.
fn row(name: &'static str, pureport: AnyView, aws: AnyView) -> AnyView {
    view! { <tr><th scope="row">{name}</th><td>{pureport}</td><td>{aws}</td></tr> }.into_any()
}

fn with_id(badge: AnyView, id: Option<String>) -> AnyView {
    view! { {badge}{id.map(|id| view! { " "<code>{id}</code> })} }.into_any()
}

fn table(at: &Loaded, leg: &Leg) -> AnyView {
    let caption = format!("{} leg", words::leg_title(leg.role));
    let rows = vec![
        gateways(at, leg),
        connections(at, leg),
        interfaces(at, leg),
        row("BGP", bgp(leg.bgp), bgp(aws_bgp(at, leg))),
        prefixes(at, leg),
    ];
    let state = bgp_word(leg_bgp(leg, &at.seen));
    view! {
        <div data-leg=leg.role.word() data-state=state>
            <Table caption>
                <thead><tr><th scope="col">"What"</th><th scope="col">"Pureport"</th><th scope="col">"AWS"</th></tr></thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    }
    .into_any()
}

fn aws_bgp(at: &Loaded, leg: &Leg) -> Option<BgpState> {
    at.seen.cloud.as_ref()?.interface_of(leg)?.bgp
}

fn gateways(at: &Loaded, leg: &Leg) -> AnyView {
    let pureport = with_id(
        badge(leg.state.condition(), words::connection_state(leg.state)),
        Some(leg.gateway.clone()),
    );
    let cloud = at.seen.cloud.as_ref();
    let aws = if at.seen.ends_on_vpn_gateway() {
        domain::setup::vpn_gateway(&at.seen)
            .map(|found| with_id(gateway_badge(found.state), Some(found.id.clone())))
    } else {
        cloud
            .and_then(|cloud| cloud.direct_connect_gateway(&at.seen.connection, &at.seen.choice))
            .map(|found| with_id(gateway_badge(found.state), Some(found.id.clone())))
    };
    row("Gateway", pureport, aws.unwrap_or_else(unknown))
}

fn connections(at: &Loaded, leg: &Leg) -> AnyView {
    let connection = &at.seen.connection;
    let pureport = badge(
        connection.state.condition(),
        words::connection_state(connection.state),
    );
    let cloud = at.seen.cloud.as_ref();
    let has_interface = cloud.is_some_and(|cloud| cloud.interface_of(leg).is_some());
    let hosted = cloud.and_then(|cloud| cloud.hosted_of(leg));
    let aws = hosted.map_or_else(unknown, |found| {
        badge(
            found.state.condition(has_interface),
            words::hosted_state(found.state, has_interface),
        )
    });
    row(
        "Connection",
        pureport,
        with_id(aws, leg.aws_connection.clone()),
    )
}

fn interfaces(at: &Loaded, leg: &Leg) -> AnyView {
    let pureport = format!(
        "VLAN {}, {}",
        leg.vlan
            .map_or_else(|| "–".to_owned(), |vlan| vlan.to_string()),
        leg.partner_ip
            .map_or_else(|| "–".to_owned(), |ip| ip.to_string()),
    );
    let found = at
        .seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg));
    let aws = match found {
        Some(found) => with_id(
            badge(found.state.condition(), words::interface_state(found.state)),
            Some(found.id.clone()),
        ),
        None => plain(absent_or_unknown(
            at.has_read("directconnect:DescribeVirtualInterfaces"),
        )),
    };
    row("Interface", pureport.into_any(), aws)
}

fn prefixes(at: &Loaded, leg: &Leg) -> AnyView {
    let known = at
        .seen
        .partner_routes
        .iter()
        .find(|(role, _)| *role == leg.role);
    let pureport = match known {
        Some((_, routes)) => format!("{} known to the gateway", routes.len()),
        None => "not known".to_owned(),
    };
    let cloud = at.seen.cloud.as_ref();
    let routes = cloud.and_then(|cloud| {
        let id = &cloud.interface_of(leg)?.id;
        cloud.routes.iter().find(|(of, _)| of == id)
    });
    let aws = match routes {
        Some((_, routes)) => {
            let accepted = routes.iter().filter(|route| route.accepted).count();
            format!(
                "{accepted} of 100 accepted, {} advertised",
                routes.len() - accepted
            )
        }
        None => "not known".to_owned(),
    };
    row("Prefixes", pureport.into_any(), aws.into_any())
}
