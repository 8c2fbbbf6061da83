//! One virtual private gateway and its association.

use domain::{
    ports::{Association, AssociationState},
    setup::{Goal, Refusal, VpcView},
    values::{Cidr, name_or_id},
};
use leptos::prelude::*;

use super::is_meant;
use crate::{
    components::{
        Button, Card, DescriptionList, Kind, Notice, StateBadge, TextInput, Tone, ValueRow,
        WaitText, slug,
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
        let list: Vec<String> = found
            .allowed_prefixes
            .iter()
            .map(ToString::to_string)
            .collect();
        let text = if list.is_empty() {
            "all CIDRs of the VPC".to_owned()
        } else {
            list.join(", ")
        };
        view! { <ValueRow label="Allowed prefixes" value=text/> }
    });
    let open = matches!(state, None | Some(AssociationState::Disassociated)) && waits.is_none();
    let cidrs: Vec<String> = view.vpc.cidrs.iter().map(ToString::to_string).collect();
    let title = label.to_owned();
    let (named, region) = (label::vpn_gateway(gateway), view.region.to_string());
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
            {act}
        </Card>
    }
    .into_any()
}

/// Tables that take the gateway's routes as soon as it is associated.
fn propagating(at: &Loaded, view: &VpcView<'_>) -> AnyView {
    let region = at
        .seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.region(view.region));
    let tables = region
        .map(|region| region.tables.as_slice())
        .unwrap_or_default();
    let names: Vec<&str> = tables
        .iter()
        .filter(|table| {
            view.gateway
                .is_some_and(|gateway| table.propagating.contains(&gateway.id))
        })
        .map(|table| name_or_id(&table.name, &table.id))
        .collect();
    if names.is_empty() {
        return ().into_any();
    }
    let text = format!(
        "These route tables propagate from this gateway already: {}. Routes appear in them as soon as it is associated.",
        names.join(", ")
    );
    view! { <Notice tone=Tone::Warning><p>{text}</p></Notice> }.into_any()
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
    let list = |prefixes: &[Cidr]| {
        let all: Vec<String> = prefixes.iter().map(ToString::to_string).collect();
        all.join(", ")
    };
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
