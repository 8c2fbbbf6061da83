//! One virtual private gateway and its association.

use domain::{
    ports::{Association, AssociationState, RouteTable},
    run::Prefixes,
    setup::{Goal, Refusal, VpcView},
    values::{Cidr, name_or_id},
};
use leptos::prelude::*;

use super::is_meant;
use crate::{
    components::{
        Button, Card, CodeLine, DescriptionList, Kind, Notice, StateBadge, TextInput, Tone,
        ValueRow, WaitText, slug,
    },
    setup::{label, load::Loaded},
    words,
};

fn badge(at: &Loaded, found: Option<&Association>) -> AnyView {
    let known = at.has_read("directconnect:DescribeDirectConnectGatewayAssociations");
    let (state, word) = match found.map(|found| found.state) {
        None if !known => ("unknown", "Not known"),
        None => ("absent", "Not associated"),
        Some(AssociationState::Associated) => ("associated", "Associated"),
        Some(AssociationState::Disassociated) => ("stopped", "Disassociated"),
        Some(state) => ("in_progress", words::association_state(state)),
    };
    view! { <StateBadge state word/> }.into_any()
}

pub(super) fn card(at: &Loaded, view: &VpcView<'_>, label: &str) -> AnyView {
    let Some(gateway) = view.gateway else {
        return ().into_any();
    };
    let id = gateway.id.clone();
    let mine =
        |goal: &Goal| matches!(goal, Goal::Associate { vpn_gateway, .. } if *vpn_gateway == id);
    let state = view.association.map(|found| found.state);
    let waits = matches!(
        state,
        Some(
            AssociationState::Associating
                | AssociationState::Updating
                | AssociationState::Disassociating
        )
    );
    let waits = (waits || (state.is_none() && at.is_running(mine))).then(|| {
        view! {
            <WaitText elapsed=at.elapsed(mine)/>
        }
    });
    let failure = view.association.and_then(|found| found.failure.clone()).map(|text| {
        view! { <Notice tone=Tone::Bad title="AWS refused the last change"><p>{text}</p></Notice> }
    });
    let allowed = view.association.map(|found| {
        let text = if found.allowed_prefixes.is_empty() {
            "all CIDRs of the VPC".to_owned()
        } else {
            list(&found.allowed_prefixes)
        };
        view! { <ValueRow label="Allowed prefixes" value=text/> }
    });
    let open = matches!(state, None | Some(AssociationState::Disassociated)) && waits.is_none();
    let cidrs: Vec<String> = view.vpc.cidrs.iter().map(ToString::to_string).collect();
    let title = label.to_owned();
    let (named, region) = (label::vpn_gateway(gateway), view.region.to_string());
    let (narrow, elsewhere) = (narrow(at, view, label), elsewhere(at, view, label));
    let act = open.then(|| view! { {propagating(at, view)}{form(at, view, label)} });
    view! {
        <Card title id=slug(&gateway.id) aside=badge(at, view.association)>
            <DescriptionList>
                <ValueRow label="Virtual private gateway" value=named/>
                <ValueRow label="Region" value=region/>
                <ValueRow label="VPC CIDRs" value=cidrs.join(", ")/>
                {allowed}
            </DescriptionList>
            {waits}
            {failure}
            {narrow}
            {elsewhere}
            {act}
        </Card>
    }
    .into_any()
}

/// CIDRs of the VPC that the allowed prefixes leave out, with the command that allows them.
fn narrow(at: &Loaded, view: &VpcView<'_>, label: &str) -> Option<AnyView> {
    let found = view
        .association
        .filter(|found| found.state == AssociationState::Associated)?;
    let now = &found.allowed_prefixes;
    let allowed = |cidr: &&Cidr| now.iter().any(|prefix| prefix.contains(**cidr));
    let cidrs = view.vpc.cidrs.iter();
    let left_out: Vec<Cidr> = cidrs.filter(|cidr| !allowed(cidr)).copied().collect();
    if now.is_empty() || left_out.is_empty() {
        return None;
    }
    let useful = |prefix: &&Cidr| view.vpc.cidrs.iter().any(|cidr| prefix.contains(*cidr));
    let kept = now.iter().filter(useful).copied();
    let command = at.cli.change_prefixes(&Prefixes {
        association: found.id.clone(),
        region: view.region.clone(),
        planned: kept.chain(left_out.iter().copied()).collect(),
        now: now.clone(),
    });
    let title = format!("The allowed prefixes leave out {}", list(&left_out));
    let copy = format!("Copy command, allow all of {label}");
    Some(view! {
        <Notice tone=Tone::Bad title>
            <p>"So AWS does not advertise it, and your network finds no way to it. This command allows it; the gateways stay joined, and AWS takes some minutes. Onramp does not change an association itself."</p>
            <CodeLine command copy/>
        </Notice>
    }
    .into_any())
}

/// The gateway is on another Direct Connect gateway, which is somebody's.
fn elsewhere(at: &Loaded, view: &VpcView<'_>, label: &str) -> Option<AnyView> {
    let gateway = view.gateway?;
    let cloud = at.seen.cloud.as_ref()?;
    let live = |found: &&Association| {
        found.associated == gateway.id && found.state != AssociationState::Disassociated
    };
    let found = cloud.elsewhere.iter().find(live)?;
    if !is_meant(at, view) && !propagates(at, view) {
        return None;
    }
    let of_id = |one: &&domain::ports::Gateway| one.id == found.gateway;
    let other = cloud.gateways.iter().find(of_id);
    let other = other.map_or_else(
        || found.gateway.clone(),
        |one| name_or_id(&one.name, &one.id).to_owned(),
    );
    let title = format!("The gateway of {label} is on another Direct Connect gateway, {other}");
    let command = at.cli.disassociate(view.region, &found.id);
    let copy = format!("Copy command, take {label} off {other}");
    let text = format!(
        "A virtual private gateway takes one. Whatever reaches {label} through {other} stops when it is taken off there, so Onramp does not do that: whoever looks after {other} does, with this command, and afterwards it can be associated here."
    );
    Some(
        view! {
            <Notice tone=Tone::Bad title>
                <p>{text}</p>
                <CodeLine command copy/>
            </Notice>
        }
        .into_any(),
    )
}

fn list(prefixes: &[Cidr]) -> String {
    let all: Vec<String> = prefixes.iter().map(ToString::to_string).collect();
    all.join(", ")
}

/// Tables that take the gateway's routes as soon as it is associated.
fn propagating(at: &Loaded, view: &VpcView<'_>) -> AnyView {
    let names = propagating_tables(at, view);
    if names.is_empty() {
        return ().into_any();
    }
    let text = format!(
        "These route tables propagate from this gateway already: {}. Routes appear in them as soon as it is associated.",
        names.join(", ")
    );
    view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }.into_any()
}

fn propagating_tables<'a>(at: &'a Loaded, view: &VpcView<'_>) -> Vec<&'a str> {
    let cloud = at.seen.cloud.as_ref();
    let region = cloud.and_then(|cloud| cloud.region(view.region));
    let tables = region.map(|region| region.tables.as_slice());
    let takes = |table: &&RouteTable| {
        let gateway = view.gateway;
        gateway.is_some_and(|gateway| table.propagating.contains(&gateway.id))
    };
    let tables = tables.unwrap_or_default().iter().filter(takes);
    tables
        .map(|table| name_or_id(&table.name, &table.id))
        .collect()
}

/// Somebody has meant it for such a set-up.
pub(super) fn propagates(at: &Loaded, view: &VpcView<'_>) -> bool {
    !propagating_tables(at, view).is_empty()
}

fn form(at: &Loaded, view: &VpcView<'_>, label: &str) -> AnyView {
    let Some(gateway) = view.gateway else {
        return ().into_any();
    };
    let refused = at.refused().and_then(|(goal, refusal)| match goal {
        Goal::Associate {
            vpn_gateway,
            prefixes,
            ..
        } if *vpn_gateway == gateway.id => Some((prefixes, refusal)),
        _ => None,
    });
    let value = match refused {
        Some((_, Some(Refusal::PrefixUnusable { typed, .. }))) => typed.clone(),
        Some((prefixes, _)) => list(prefixes),
        None => String::new(),
    };
    let about_prefixes = |refusal: &Refusal| {
        matches!(
            refusal,
            Refusal::PrefixUnusable { .. } | Refusal::PrefixTooNarrow { .. }
        )
    };
    let error = refused
        .and_then(|(_, refusal)| refusal)
        .filter(|refusal| about_prefixes(refusal))
        .map(words::refusal);
    let goal = Goal::Associate {
        region: view.region.clone(),
        vpn_gateway: gateway.id.clone(),
        prefixes: Vec::new(),
    };
    let unavailable = at.unavailable(&goal);
    let kind = if is_meant(at, view) {
        Kind::Primary
    } else {
        Kind::Secondary
    };
    let (id, region, vgw) = (
        at.id().to_owned(),
        view.region.to_string(),
        gateway.id.clone(),
    );
    let hint = "Empty: all CIDRs of the VPC, which is right for most. Otherwise CIDRs with commas between, each equal to \
                a CIDR of the VPC or wider; a narrower one advertises nothing.";
    view! {
        <form class="form" method="post" action="/api/associate_gateway" novalidate>
            <input type="hidden" name="connection" value=id/>
            <input type="hidden" name="region" value=region/>
            <input type="hidden" name="vpn_gateway" value=vgw.clone()/>
            <TextInput name="prefixes" id=format!("prefixes-{vgw}") label=format!("Allowed prefixes (optional), {label}")
                value hint error code=true/>
            <div class="actions"><Button label=format!("Associate gateway, {label}") id=format!("associate-{vgw}") kind unavailable/></div>
        </form>
    }
    .into_any()
}
