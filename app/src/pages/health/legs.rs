//! One table a leg: what each side shows, and since when.

use domain::{
    ports::{BgpState, Leg, TestState},
    setup::{
        Flow, LegRecords, PREFIX_LIMIT, bgp_since, connection_since, flaps, gateway_since, leg_bgp,
        measured_flaps, measured_since,
    },
    status::Condition,
};
use leptos::prelude::*;

use super::{Seen, actions};
use crate::{
    components::{StateBadge, Table},
    setup::{absent_or_unknown, badge, gateway_badge},
    words,
};

pub(super) fn table(of: Seen<'_>, leg: &Leg) -> AnyView {
    let caption = format!("{} leg", words::leg_title(leg.role));
    let rows = vec![
        gateways(of, leg),
        connections(of, leg),
        interfaces(of, leg),
        sessions(of, leg),
        prefixes(of, leg),
        reached(of, leg),
        bits(of, leg),
        flapped(of, leg),
        tests(of, leg),
    ];
    let state = bgp_word(leg_bgp(leg, &of.at.seen));
    let partner = of.at.say("Pureport");
    view! {
        <div class="stack" data-leg=leg.role.word() data-state=state>
            <Table caption>
                <thead><tr><th scope="col">"What"</th><th scope="col">{partner}</th><th scope="col">"AWS"</th></tr></thead>
                <tbody>{rows}</tbody>
            </Table>
            {actions::buttons(of, leg)}
        </div>
    }
    .into_any()
}

fn unknown() -> AnyView {
    badge(Condition::Unknown, words::condition(Condition::Unknown))
}

fn unknown_text() -> AnyView {
    words::NOT_KNOWN.into_any()
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

/// Adds since when, where a record tells.
fn with_since(of: Seen<'_>, shown: AnyView, at: Option<domain::ports::Timestamp>) -> AnyView {
    let since = at.map(|at| words::since(at, of.at.now));
    view! { {shown}{since.map(|since| view! { " "<span class="muted">{since}</span> })} }.into_any()
}

fn gateways(of: Seen<'_>, leg: &Leg) -> AnyView {
    let at = of.at;
    let pureport = if of.has_partner() {
        let shown = badge(leg.state.condition(), words::connection_state(leg.state));
        let shown = with_since(of, shown, gateway_since(leg, of.records));
        with_id(shown, Some(leg.gateway.clone()))
    } else {
        unknown()
    };
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

fn connections(of: Seen<'_>, leg: &Leg) -> AnyView {
    let connection = &of.at.seen.connection;
    let pureport = if of.has_partner() {
        let shown = badge(
            connection.state.condition(),
            words::connection_state(connection.state),
        );
        with_since(of, shown, connection_since(&of.at.seen, of.records))
    } else {
        unknown()
    };
    let cloud = of.at.seen.cloud.as_ref();
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

fn interfaces(of: Seen<'_>, leg: &Leg) -> AnyView {
    let shown = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let pureport = if of.has_partner() {
        let vlan = shown(leg.vlan.map(|vlan| vlan.to_string()));
        let address = shown(leg.partner_ip.map(|ip| ip.to_string()));
        format!("VLAN {vlan}, {address}").into_any()
    } else {
        unknown_text()
    };
    let found = of.at.seen.cloud.as_ref();
    let aws = match found.and_then(|cloud| cloud.interface_of(leg)) {
        Some(found) => with_id(
            badge(found.state.condition(), words::interface_state(found.state)),
            Some(found.id.clone()),
        ),
        None => {
            let known = of.at.has_read("directconnect:DescribeVirtualInterfaces");
            let condition = absent_or_unknown(known);
            badge(condition, words::condition(condition))
        }
    };
    row("Interface", pureport, aws)
}

fn sessions(of: Seen<'_>, leg: &Leg) -> AnyView {
    let cloud = of.at.seen.cloud.as_ref();
    let aws = cloud.and_then(|cloud| cloud.interface_of(leg)?.bgp);
    let since = bgp_since(leg, &of.at.seen, of.records);
    let now = leg_bgp(leg, &of.at.seen);
    // The record is about the session; an end that says otherwise has no time of its own.
    let told = |state: Option<BgpState>| since.filter(|_| state.is_some() && state == now);
    // A record is to the second; the measurements are to five minutes.
    let recorded = told(aws).map(|at| words::since(at, of.at.now));
    let measured = measured_since(leg, &of.at.seen);
    let measured = measured.map(|since| words::measured_since(since, of.at.now));
    let since = recorded.or(measured);
    let aws =
        view! { {bgp(aws)}{since.map(|since| view! { " "<span class="muted">{since}</span> })} };
    let aws = aws.into_any();
    row("BGP", with_since(of, bgp(leg.bgp), told(leg.bgp)), aws)
}

/// What CloudWatch measured lately, or why that is not known.
fn bits(of: Seen<'_>, leg: &Leg) -> AnyView {
    let seen = &of.at.seen;
    let asked = seen.cloud.as_ref().and_then(|cloud| cloud.metrics.as_ref());
    let lately = seen.metrics_of(leg);
    let lately = lately.and_then(|(at, metrics)| Flow::lately(metrics, at));
    let aws = match (lately, asked.map(|asked| &asked.found)) {
        (Some(flow), _) => words::bits(flow),
        (None, Some(Err(why))) => format!("{}: {}", words::NOT_KNOWN, words::port_error(why)),
        (None, _) => words::NOT_KNOWN.to_owned(),
    };
    row("Bits per second", "–".into_any(), aws.into_any())
}

/// The counts that CloudWatch measured last, where the routes themselves can't be read.
fn counted(of: Seen<'_>, leg: &Leg) -> Option<(usize, usize)> {
    let (_, metrics) = of.at.seen.metrics_of(leg)?;
    let newest = metrics.spans.last()?;
    let count = |told: Option<u32>| usize::try_from(told?).ok();
    Some((count(newest.accepted)?, count(newest.advertised)?))
}

fn prefixes(of: Seen<'_>, leg: &Leg) -> AnyView {
    let known = of.at.seen.partner_routes.iter();
    let mut known = known.filter(|(role, _)| *role == leg.role);
    let pureport = known.next().map_or_else(unknown_text, |(_, routes)| {
        format!("{} known to the gateway", routes.len()).into_any()
    });
    let cloud = of.at.seen.cloud.as_ref();
    let routes = cloud.and_then(|cloud| {
        let id = &cloud.interface_of(leg)?.id;
        cloud.routes.iter().find(|(of, _)| of == id)
    });
    let listed = routes.map(|(_, routes)| {
        let accepted = routes.iter().filter(|route| route.accepted).count();
        (accepted, routes.len() - accepted)
    });
    let told = listed.or_else(|| counted(of, leg));
    let aws = told.map_or_else(unknown_text, |(accepted, advertised)| {
        format!("{accepted} of {PREFIX_LIMIT} in, {advertised} of {PREFIX_LIMIT} out").into_any()
    });
    row("Prefixes", pureport, aws)
}

fn kept<'a>(of: Seen<'a>, leg: &Leg) -> Option<&'a LegRecords> {
    of.records.leg(leg.role)
}

/// Whether the gateway reaches Amazon's address: measured, and by the last ping.
fn reached(of: Seen<'_>, leg: &Leg) -> AnyView {
    let kept = kept(of, leg);
    let measured = kept.and_then(|kept| kept.connectivity);
    let last = kept.and_then(|kept| kept.pings.as_ref()?.first());
    let ping = last.map(|ping| {
        let state = words::ping_state(ping.state);
        format!("ping {state}, {}", words::ago(ping.at, of.at.now))
    });
    let told: Vec<String> = measured
        .map(words::connectivity)
        .into_iter()
        .chain(ping)
        .collect();
    let pureport = if told.is_empty() {
        unknown_text()
    } else {
        told.join("; ").into_any()
    };
    row("Reaches the other end", pureport, "–".into_any())
}

fn flapped(of: Seen<'_>, leg: &Leg) -> AnyView {
    let flaps = flaps(leg, of.records);
    let pureport = flaps.map_or_else(unknown_text, |count| count.to_string().into_any());
    let measured = measured_flaps(leg, &of.at.seen);
    let aws = measured.map_or_else(unknown_text, |(count, last)| {
        let last = last.map(|at| format!(", last about {}", words::hour(at, of.at.now)));
        format!("{count}{}", last.unwrap_or_default()).into_any()
    });
    row("Flaps in 24 h", pureport, aws)
}

fn tests(of: Seen<'_>, leg: &Leg) -> AnyView {
    let tests = kept(of, leg).and_then(|kept| kept.tests.as_ref());
    let running = tests.and_then(|tests| {
        let mut all = tests.iter();
        all.find(|test| test.state == TestState::Running)
    });
    let aws = match (tests, running) {
        (None, _) => unknown_text(),
        (Some(_), None) => "none running".into_any(),
        (Some(_), Some(test)) => {
            let shown = view! { <StateBadge state="running" word="Running"/> }.into_any();
            let until = test
                .ends
                .map(|at| format!(" until {}", words::hour(at, of.at.now)));
            let shown = with_since(of, shown, test.started);
            view! { {shown}{until} }.into_any()
        }
    };
    row("Failover test", "–".into_any(), aws)
}
