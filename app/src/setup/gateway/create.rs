//! The form for a new gateway; its ASN is the ordered one.

use domain::{
    setup::{Goal, Refusal, Task},
    tags,
};
use leptos::prelude::*;

use super::chosen;
use crate::{
    components::{Button, Card, TextInput, Width},
    setup::load::Loaded,
    words,
};

pub(super) fn default_name(at: &Loaded) -> String {
    tags::name(&at.seen.connection.name, at.id(), Task::Gateway.word())
}

pub(super) fn create(at: &Loaded) -> AnyView {
    let own = at
        .seen
        .cloud
        .as_ref()
        .and_then(|cloud| cloud.own_gateway(&at.seen.connection));
    let is_chosen = own.is_some() && own.map(|own| &own.id) == chosen(at).map(|found| &found.id);
    if is_chosen {
        return ().into_any();
    }
    let refused = at.refused().and_then(|(goal, refusal)| match goal {
        Goal::CreateGateway { name } => Some((name.clone(), refusal)),
        _ => None,
    });
    let error = refused
        .as_ref()
        .and_then(|(_, refusal)| *refusal)
        .filter(|refusal| **refusal == Refusal::NameUnusable)
        .map(words::refusal);
    let name = refused.map_or_else(|| default_name(at), |(name, _)| name);
    let goal = Goal::CreateGateway {
        name: default_name(at),
    };
    let unavailable = at.unavailable(&goal);
    let (id, asn) = (at.id().to_owned(), at.seen.ordered_asn().to_string());
    view! {
        <Card title="Create a new one">
            <form class="form" method="post" action="/api/create_gateway" novalidate>
                <input type="hidden" name="connection" value=id/>
                <TextInput name="name" label="Name" value=name error/>
                <TextInput name="asn" label="Amazon side ASN" value=asn width=Width::Medium code=true readonly=true
                    hint="The ordered one. It can’t be changed once the gateway exists."/>
                <div class="actions"><Button label="Create Direct Connect gateway" unavailable/></div>
            </form>
        </Card>
    }
    .into_any()
}
