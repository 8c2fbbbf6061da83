mod create;
mod existing;
pub mod reorder;

use domain::{
    ports::{Choice, Gateway, Target},
    setup::{Goal, Refusal, Task, gateway_fits},
    tags,
};
use leptos::prelude::*;

use self::{
    create::{create, default_name},
    existing::existing,
};
use super::{
    console,
    frame::{Command, outward, via_cli, via_console},
    label::gateway_badge,
    load::Loaded,
    post, target,
};
use crate::{
    answer::{AppError, post as answer},
    components::{Card, DescriptionList, Notice, Tone, ValueRow},
    paths, words,
};

/// Chooses a gateway that exists.
#[server(endpoint = "use_gateway", prefix = "/api")]
pub async fn use_gateway(
    connection: String,
    #[server(default)] gateway: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        if gateway.is_empty() {
            let why = words::refusal(&Refusal::NothingChosen);
            return Ok(post::tell(&ux, &connection, Task::Gateway, "target_refused", why).await);
        }
        let target = Target::DirectConnectGateway(gateway);
        target::choose(&ux, &connection, Task::Gateway, Choice::Existing { target }).await
    })
    .await
}

/// Creates a gateway with the ordered ASN; it is then the target.
#[server(endpoint = "create_gateway", prefix = "/api")]
pub async fn create_gateway(
    connection: String,
    #[server(default)] name: String,
) -> Result<(), AppError> {
    answer(|ux| async move {
        let goal = Goal::CreateGateway { name };
        let notice = post::outcome(&ux, &connection, goal).await?;
        if post::is_under_way(&notice) {
            let choice = Choice::NewGateway;
            ux.cx.services.choices.save(&connection, &choice).await?;
        }
        Ok(ux
            .tell(&paths::task(&connection, Task::Gateway), notice)
            .await)
    })
    .await
}

pub(crate) fn view(at: &Loaded) -> AnyView {
    if at.seen.ends_on_vpn_gateway() {
        let interfaces = paths::task(at.id(), Task::Interfaces);
        return view! {
            <p>"To use a Direct Connect gateway after all, change the target on the page "
               <a href=interfaces>"Virtual interfaces"</a>"."</p>
        }
        .into_any();
    }
    view! {
        {in_use(at)}
        <div class="cards">{existing(at)}{create(at)}</div>
        {by_console(at)}
        {via_cli(at, "", commands(at))}
    }
    .into_any()
}

fn chosen(at: &Loaded) -> Option<&Gateway> {
    let cloud = at.seen.cloud.as_ref()?;
    cloud.direct_connect_gateway(&at.seen.connection, &at.seen.choice)
}

fn in_use(at: &Loaded) -> AnyView {
    let Some(gateway) = chosen(at) else {
        return ().into_any();
    };
    let badge = gateway_badge(gateway.state);
    let (name, id, asn) = (
        gateway.name.clone(),
        gateway.id.clone(),
        gateway.asn.to_string(),
    );
    let mismatch = gateway_fits(gateway, &at.seen).err().map(|refusal| {
        let text = words::refusal(&refusal);
        view! { <Notice tone=Tone::Bad title="This gateway does not fit the order"><p>{text}</p></Notice> }
    });
    view! {
        <Card title="The gateway of this connection" aside=badge>
            <DescriptionList>
                <ValueRow label="Name" value=name/>
                <ValueRow label="ID" value=id copy="Copy ID, Direct Connect gateway"/>
                <ValueRow label="Amazon side ASN" value=asn copy="Copy Amazon side ASN, Direct Connect gateway"/>
            </DescriptionList>
            {mismatch}
        </Card>
    }
    .into_any()
}

fn commands(at: &Loaded) -> Vec<Command> {
    if chosen(at).is_some() {
        return Vec::new();
    }
    let marks = tags::marks(at.id(), None, Task::Gateway.word());
    let asn = at.seen.ordered_asn();
    vec![Command {
        copy: "Copy command, Direct Connect gateway".to_owned(),
        line: at
            .cli
            .create_gateway(at.region(), &default_name(at), asn, &marks),
    }]
}

fn by_console(at: &Loaded) -> AnyView {
    let clicks = match chosen(at) {
        Some(gateway) => {
            let open = outward(
                gateway.id.clone(),
                console::gateway(at.region(), &gateway.id),
            );
            vec![view! { "Open the gateway "{open}"." }.into_any()]
        }
        None => {
            let open = outward(
                "Direct Connect console".to_owned(),
                console::connections(at.region()),
            );
            vec![
                view! { "Open the "{open}" and choose “Direct Connect gateways” on the left." }.into_any(),
                view! { "Choose “Create Direct Connect gateway”, enter these two values, and create it." }.into_any(),
                view! { "Come back here, refresh, and choose it under “Use an existing one”." }.into_any(),
            ]
        }
    };
    let (name, asn) = (default_name(at), at.seen.ordered_asn().to_string());
    let values = view! {
        <DescriptionList>
            <ValueRow label="Name for the console" value=name copy="Copy name, Direct Connect gateway"/>
            <ValueRow label="Amazon side ASN for the console" value=asn copy="Copy ordered ASN, Direct Connect gateway"/>
        </DescriptionList>
    };
    via_console(at, clicks, values.into_any())
}
