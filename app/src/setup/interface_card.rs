//! One leg's interface: what it is made of, its button, and what became of it.

use domain::{
    ports::{Interface, InterfaceState, Leg, LegRole},
    setup::{
        Evidence, Goal, InterfacePlan, Refusal, RungName, interface_plan, ladder, vpn_gateway,
    },
    status::RungState,
    tags,
};
use leptos::prelude::*;

use super::{
    label::{absent_or_unknown, badge},
    load::Loaded,
};
use crate::{
    components::{
        Button, Card, Choice as Radio, DescriptionList, DetailRow, Kind, LinkButton, Notice,
        Select, StateBadge, TextInput, Tone, ValueRow, WaitText,
    },
    islands::RevealKey,
    paths, words,
};

pub(super) fn default_name(at: &Loaded, role: LegRole) -> String {
    tags::name(&at.seen.connection.name, at.id(), role.word())
}

/// What the leg's interface would be made of, with the default name and MTU.
pub(super) fn plan(at: &Loaded, role: LegRole) -> Result<InterfacePlan, Refusal> {
    interface_plan(role, &default_name(at, role), 1500, &at.seen)
}

/// AWS's labels with Pureport's beside them, and the values. The names cross: AWS calls
/// Pureport's end "your router".
pub(super) fn rows(at: &Loaded, leg: &Leg) -> Vec<(&'static str, String)> {
    let text = |value: Option<String>| value.unwrap_or_default();
    let [asn, partner_ip, amazon_ip] = if at.seen.connection.capabilities.reports {
        [
            "BGP ASN (Pureport ASN)",
            "Your router peer IP (Pureport IP)",
            "Amazon router peer IP (Remote IP)",
        ]
    } else {
        [
            "BGP ASN (Partner ASN)",
            "Your router peer IP (Partner IP)",
            "Amazon router peer IP (Amazon IP)",
        ]
    };
    vec![
        ("VLAN", text(leg.vlan.map(|vlan| vlan.to_string()))),
        (asn, text(leg.partner_asn.map(|asn| asn.to_string()))),
        ("Address family", "IPv4".to_owned()),
        (partner_ip, text(leg.partner_ip.map(|ip| ip.to_string()))),
        (amazon_ip, text(leg.aws_ip.map(|ip| ip.to_string()))),
        ("Amazon side ASN (from the gateway)", text(gateway_asn(at))),
    ]
}

fn gateway_asn(at: &Loaded) -> Option<String> {
    if at.seen.ends_on_vpn_gateway() {
        return vpn_gateway(&at.seen)?.asn.map(|asn| asn.to_string());
    }
    let cloud = at.seen.cloud.as_ref()?;
    let gateway = cloud.direct_connect_gateway(&at.seen.connection, &at.seen.choice)?;
    Some(gateway.asn.to_string())
}

fn note(at: &Loaded, label: &str) -> Option<String> {
    let reports = at.seen.connection.capabilities.reports;
    match label {
        "VLAN" => Some("Pureport’s own; it can’t be another one on a hosted connection."),
        "Address family" if reports => Some("Pureport supports no other."),
        "Address family" => Some("Onramp sets up no other."),
        _ => None,
    }
    .map(|text| at.say(text))
}

pub(super) fn view(at: &Loaded, leg: &Leg) -> AnyView {
    let which = leg.role.word();
    let found = at
        .seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.interface_of(leg));
    let title = format!("{} virtual interface", words::leg_title(leg.role));
    let state = state(at, found);
    let rows = rows(at, leg).into_iter().map(|(label, value)| {
        let copy = (!value.is_empty()).then(|| format!("Copy {label}, {which}"));
        view! { <ValueRow label value copy note=note(at, label)/> }
    });
    let rows: Vec<_> = rows.collect();
    let key = leg.bgp_key.as_ref().map_or_else(
        || key_unknown(at),
        |_| {
            view! {
                <RevealKey url=paths::bgp_key(at.id()) leg=which show_label=format!("Show BGP key, {which}")
                    copy_label=format!("Copy BGP key, {which}")/>
            }
            .into_any()
        },
    );
    let act = match found {
        Some(found) => exists(at, leg, found),
        None => form(at, leg),
    };
    let owner = format!("My AWS account ({})", at.seen.connection.account);
    view! {
        <Card title aside=state>
            <DescriptionList>
                <DetailRow label="Virtual interface owner">{owner}</DetailRow>
                {rows}
                <DetailRow label="BGP key">{key}</DetailRow>
            </DescriptionList>
            {act}
        </Card>
    }
    .into_any()
}

/// The partner has not told it yet; or nobody has typed it in this session.
fn key_unknown(at: &Loaded) -> AnyView {
    if at.seen.connection.capabilities.reports {
        return "Not known yet".into_any();
    }
    let again = paths::take_over_again(at.id());
    view! { "Not known in this session. "<a href=again>"Values from the partner"</a> }.into_any()
}

fn state(at: &Loaded, found: Option<&Interface>) -> AnyView {
    match found {
        Some(found) => badge(found.state.condition(), words::interface_state(found.state)),
        None => {
            let known = at.has_read("directconnect:DescribeVirtualInterfaces");
            let condition = absent_or_unknown(known);
            badge(condition, words::condition(condition))
        }
    }
}

/// What stands at AWS, and what differs from Pureport's values.
fn exists(at: &Loaded, leg: &Leg, found: &Interface) -> AnyView {
    let which = leg.role.word();
    let differs = ladder(&at.seen).into_iter().find(|rung| {
        rung.name == RungName::Values
            && rung.leg == Some(leg.role)
            && rung.state == RungState::Broken
            && matches!(rung.evidence, Evidence::Differs { .. })
    });
    let split = at.seen.split_target().is_some();
    let remove = (differs.is_some() || split).then(|| {
        let label = format!("Delete {which} virtual interface");
        let href = paths::delete_interface(at.id(), leg.role);
        view! { <div class="actions"><LinkButton label href kind=Kind::Secondary/></div> }
    });
    let differs = differs.map(|rung| {
        let (_, mend) = words::cause(&rung);
        let (title, mend) = (at.say(words::first_sentence(&rung)), at.say(mend));
        view! { <Notice tone=Tone::Bad title><p>{mend}</p></Notice> }
    });
    let target = split.then(|| {
        let value = found.target.as_ref().map(|target| target.id().to_owned());
        view! { <ValueRow label="Ends on" value/> }
    });
    let waits = matches!(
        found.state,
        InterfaceState::Pending | InterfaceState::Verifying
    )
    .then(|| {
        let elapsed = at.elapsed(
            |goal| matches!(goal, Goal::CreateInterface { leg: of, .. } if *of == leg.role),
        );
        view! { <WaitText elapsed usual=words::usual(domain::setup::Wait::Interface)/> }
    });
    let mtu = found.mtu.map(|mtu| mtu.to_string());
    let bgp = words::bgp_state(found.bgp);
    let bgp_word = found.bgp.map_or("unknown", |state| state.word());
    let (name, id) = (found.name.clone(), found.id.clone());
    view! {
        <DescriptionList>
            <ValueRow label="Virtual interface name" value=name/>
            <ValueRow label="Interface ID" value=id copy=format!("Copy interface ID, {which}")/>
            {target}
            <ValueRow label="MTU" value=mtu/>
            <DetailRow label="BGP at AWS"><StateBadge state=bgp_word word=bgp/></DetailRow>
        </DescriptionList>
        {waits}
        {differs}
        {remove}
    }
    .into_any()
}

/// What was typed, when the request before this one was refused.
fn typed(at: &Loaded, role: LegRole) -> Option<(String, u32, Option<Refusal>)> {
    match at.refused()? {
        (Goal::CreateInterface { leg, name, mtu }, refusal) if *leg == role => {
            Some((name.clone(), *mtu, refusal.cloned()))
        }
        _ => None,
    }
}

fn form(at: &Loaded, leg: &Leg) -> AnyView {
    let role = leg.role;
    let which = role.word();
    let typed = typed(at, role);
    let error = typed
        .as_ref()
        .and_then(|(_, _, refusal)| refusal.as_ref())
        .filter(|refusal| **refusal == Refusal::NameUnusable)
        .map(words::refusal);
    let (name, mtu) = match typed {
        Some((name, mtu, _)) => (name, mtu),
        None => (default_name(at, role), sibling_mtu(at, leg).unwrap_or(1500)),
    };
    let goal = Goal::CreateInterface {
        leg: role,
        name: default_name(at, role),
        mtu: 1500,
    };
    let unavailable = at.unavailable(&goal);
    let id = at.id().to_owned();
    view! {
        <form class="form" method="post" action="/api/create_interface" novalidate>
            <input type="hidden" name="connection" value=id/>
            <input type="hidden" name="leg" value=which/>
            <TextInput name="name" id=format!("name-{which}") label="Virtual interface name" value=name error/>
            <Select name="mtu" id=format!("mtu-{which}") label="MTU" value=mtu.to_string() choices=mtus(at, leg)
                hint=mtu_hint(at)/>
            <div class="actions"><Button label=format!("Create {which} virtual interface") unavailable/></div>
        </form>
    }
    .into_any()
}

fn mtu_hint(at: &Loaded) -> String {
    let connection = &at.seen.connection;
    let both = if connection.legs.len() > 1 {
        "The same on both legs. "
    } else {
        ""
    };
    let told = if connection.capabilities.reports {
        "Pureport’s API does not tell its path MTU, so 1500 is the safe choice."
    } else {
        "1500 is the safe choice; ask the partner before you choose jumbo frames."
    };
    format!("{both}{told}")
}

/// The MTU of the other leg's interface.
fn sibling_mtu(at: &Loaded, leg: &Leg) -> Option<u32> {
    let cloud = at.seen.cloud.as_ref()?;
    let other = at
        .seen
        .connection
        .legs
        .iter()
        .find(|other| other.role != leg.role)?;
    cloud.interface_of(other)?.mtu
}

/// Jumbo frames need both hosted connections to be capable of them.
fn mtus(at: &Loaded, leg: &Leg) -> Vec<Radio> {
    let capable = at.seen.cloud.as_ref().is_some_and(|cloud| {
        let legs = &at.seen.connection.legs;
        legs.iter().all(|leg| {
            cloud
                .hosted_of(leg)
                .is_some_and(|hosted| hosted.jumbo_capable)
        })
    });
    let sibling = sibling_mtu(at, leg);
    let off = |mtu: u32| match sibling {
        Some(other) if other != mtu => Some(format!("the other interface has {other}")),
        _ if mtu > 1500 && !capable => {
            Some("needs every hosted connection to be jumbo capable".to_owned())
        }
        _ => None,
    };
    vec![
        Radio::new("1500", "1500").unavailable(off(1500)),
        Radio::new("8500", "8500 (jumbo frames)").unavailable(off(8500)),
    ]
}
