//! The gateways that are there, each with why it can't be chosen.

use domain::{
    ports::{Association, Gateway},
    setup::{CloudView, Refusal, gateway_fits},
    values::name_or_id,
};
use leptos::prelude::*;

use super::{chosen, reorder::changes};
use crate::{
    components::{Button, Card, Choice as Radio, Kind, RadioGroup},
    setup::load::Loaded,
    words,
};

/// What a gateway connects already, in a few words.
fn connects(gateway: &Gateway, cloud: &CloudView) -> String {
    let all: Vec<&Association> = cloud.associations.iter().chain(&cloud.elsewhere).collect();
    let ids: Vec<&str> = all
        .iter()
        .filter(|found| found.gateway == gateway.id)
        .map(|found| found.associated.as_str())
        .collect();
    if !ids.is_empty() {
        format!("connects {}", ids.join(", "))
    } else if cloud.has_gap("directconnect:DescribeDirectConnectGatewayAssociations") {
        "what it connects is not known".to_owned()
    } else {
        "connects nothing yet".to_owned()
    }
}

/// Why there is nothing to choose from.
fn none(cloud: &CloudView) -> AnyView {
    let text = if cloud.has_gap("directconnect:DescribeDirectConnectGateways") {
        "The account’s Direct Connect gateways could not be read, so it is not known whether there is one."
    } else {
        "This account has no Direct Connect gateway yet."
    };
    view! { <Card title="Use an existing one"><p>{text}</p></Card> }.into_any()
}

pub(super) fn existing(at: &Loaded) -> AnyView {
    let Some(cloud) = &at.seen.cloud else {
        return ().into_any();
    };
    let fixed = !cloud.interfaces.is_empty();
    let usable = cloud
        .gateways
        .iter()
        .filter(|found| !found.state.is_going());
    let gateways: Vec<&Gateway> = usable.collect();
    if gateways.is_empty() {
        return none(cloud);
    }
    let radio = |gateway: &&Gateway| {
        let label = format!(
            "{}, ASN {}",
            name_or_id(&gateway.name, &gateway.id),
            gateway.asn
        );
        let unavailable = match gateway_fits(gateway, &at.seen) {
            Err(Refusal::AsnMismatch { ordered, gateway }) => {
                Some(words::asn_trap(gateway, ordered))
            }
            Err(refusal) => Some(words::refusal(&refusal)),
            Ok(()) => None,
        };
        Radio::new(gateway.id.clone(), label)
            .description(format!("`{}`, {}", gateway.id, connects(gateway, cloud)))
            .unavailable(unavailable)
    };
    let choices = gateways.iter().map(radio).collect();
    let fits = gateways
        .iter()
        .any(|gateway| gateway_fits(gateway, &at.seen).is_ok());
    let unavailable = if fixed {
        Some(words::refusal(&Refusal::TargetFixed))
    } else {
        (!fits).then(|| "None of them can be used; each says why.".to_owned())
    };
    let value = chosen(at)
        .map(|gateway| gateway.id.clone())
        .unwrap_or_default();
    let changes = changes(at, &gateways);
    let question = if fixed {
        "The interfaces end on a gateway with another ASN than the ordered one. Change the order, and BGP comes up on them as they are:"
    } else {
        "Is it the one with another ASN that you want? Then the order must have its ASN:"
    };
    let id = at.id().to_owned();
    view! {
        <Card title="Use an existing one">
            <form class="form" method="post" action="/api/use_gateway" novalidate>
                <input type="hidden" name="connection" value=id/>
                <RadioGroup name="gateway" legend="Direct Connect gateway" value choices/>
                <div class="actions"><Button label="Use this gateway" kind=Kind::Secondary unavailable/></div>
            </form>
            {(!changes.is_empty()).then(|| view! {
                <p>{question}</p>
            })}
            {changes}
        </Card>
    }
    .into_any()
}
