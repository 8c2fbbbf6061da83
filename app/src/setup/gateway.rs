use domain::{
    ports::{Association, Choice, Connection, Gateway, PortError, Target},
    setup::{CloudView, Goal, Reach, Refusal, Task, gateway_fits},
    tags,
    values::Asn,
};
use leptos::prelude::*;

use super::{
    console,
    frame::{Command, outward, via_cli, via_console},
    label::name_or_id,
    load::{Loaded, load},
    post, target,
};
use crate::{
    answer::{AppError, Stop, post as answer},
    components::{
        Button, Card, Choice as Radio, DescriptionList, Kind, Notice, RadioGroup, StateBadge,
        TextInput, Tone, ValueRow, Width,
    },
    context::UserCx,
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

/// Changes the order to the ASN of a gateway that exists, while nothing stands on the old one.
#[server(endpoint = "change_ordered_asn", prefix = "/api")]
pub async fn change_ordered_asn(connection: String, gateway: String) -> Result<(), AppError> {
    answer(|ux| async move { change(&ux, &connection, &gateway).await }).await
}

async fn change(ux: &UserCx, id: &str, gateway: &str) -> Result<String, Stop> {
    let here = paths::task(id, Task::Gateway);
    let _hold = ux.cx.services.engine.hold(id).await;
    let at = load(ux, id, here, Reach::Legs).await?;
    let asn = match new_asn(&at, gateway) {
        Ok(asn) => asn,
        Err(refusal) => {
            let why = words::refusal(&refusal);
            return Ok(post::tell(ux, id, Task::Gateway, "target_refused", why).await);
        }
    };
    match change_order(ux, id, asn).await? {
        Ok(_) => Ok(post::tell(ux, id, Task::Gateway, "asn_changed", asn.to_string()).await),
        Err(error) => {
            let why = words::port_error(&error);
            Ok(post::tell(ux, id, Task::Gateway, "target_refused", why).await)
        }
    }
}

/// Tells Pureport the new ASN, under the connection's hold.
pub(crate) async fn change_order(
    ux: &UserCx,
    id: &str,
    asn: Asn,
) -> Result<Result<Connection, PortError>, Stop> {
    let object = format!("{id} to {asn}");
    let call = ux.fabric.change_amazon_asn(&ux.fabric_key, id, asn);
    ux.change("pureport:UpdateConnection", &object, call).await
}

/// The ordered ASN may change: nothing ends on a gateway yet, and that was seen.
pub(crate) fn may_reorder(at: &Loaded) -> Result<&CloudView, Refusal> {
    let cloud = at.seen.cloud.as_ref().ok_or(Refusal::CloudNotConnected)?;
    cloud.is_account_ordered(&at.seen.connection)?;
    at.seen.is_order_active()?;
    target::allows(&Choice::NewGateway, &at.seen)?;
    Ok(cloud)
}

fn new_asn(at: &Loaded, gateway: &str) -> Result<Asn, Refusal> {
    let cloud = may_reorder(at)?;
    let found = cloud.gateways.iter().find(|found| found.id == gateway);
    let gone = || Refusal::GatewayGone {
        id: gateway.to_owned(),
    };
    Ok(found.ok_or_else(gone)?.asn)
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
    let state = gateway.state;
    let word = match state {
        domain::ports::GatewayState::Pending => "in_progress",
        domain::ports::GatewayState::Available => "done",
        _ => "stopped",
    };
    let badge = view! { <StateBadge state=word word=words::gateway_state(state)/> }.into_any();
    let (name, id, asn) = (
        gateway.name.clone(),
        gateway.id.clone(),
        gateway.asn.to_string(),
    );
    let mismatch = gateway_fits(gateway, &at.seen).err().map(|refusal| {
        let text = words::refusal(&refusal);
        view! { <Notice tone=Tone::Bad title="The ASNs differ"><p>{text}</p></Notice> }
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

/// What a gateway connects already, in a few words.
fn connects(gateway: &Gateway, cloud: &CloudView) -> String {
    let all: Vec<&Association> = cloud.associations.iter().chain(&cloud.elsewhere).collect();
    let ids: Vec<&str> = all
        .iter()
        .filter(|found| found.gateway == gateway.id)
        .map(|found| found.associated.as_str())
        .collect();
    if ids.is_empty() {
        "connects nothing yet".to_owned()
    } else {
        format!("connects {}", ids.join(", "))
    }
}

fn existing(at: &Loaded) -> AnyView {
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
        return view! { <Card title="Use an existing one"><p>"This account has no Direct Connect gateway yet."</p></Card> }
            .into_any();
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
            _ => None,
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
        (!fits).then(|| "None of them has the ordered ASN.".to_owned())
    };
    let value = chosen(at)
        .map(|gateway| gateway.id.clone())
        .unwrap_or_default();
    let changes = if fixed {
        Vec::new()
    } else {
        changes(at, &gateways)
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
                <p>"Is it the one with another ASN that you want? Then the order must have its ASN:"</p>
            })}
            {changes}
        </Card>
    }
    .into_any()
}

/// One button for each ASN that the order could be changed to.
fn changes(at: &Loaded, gateways: &[&Gateway]) -> Vec<AnyView> {
    let mut offered: Vec<Asn> = Vec::new();
    let mut forms = Vec::new();
    for gateway in gateways {
        if gateway_fits(gateway, &at.seen).is_ok() || offered.contains(&gateway.asn) {
            continue;
        }
        offered.push(gateway.asn);
        let label = format!("Change the order to {}", gateway.asn);
        let (id, gateway) = (at.id().to_owned(), gateway.id.clone());
        forms.push(
            view! {
                <form method="post" action="/api/change_ordered_asn" novalidate>
                    <input type="hidden" name="connection" value=id/>
                    <input type="hidden" name="gateway" value=gateway/>
                    <Button label kind=Kind::Secondary/>
                </form>
            }
            .into_any(),
        );
    }
    forms
}

fn default_name(at: &Loaded) -> String {
    tags::name(&at.seen.connection.name, at.id(), Task::Gateway.word())
}

fn create(at: &Loaded) -> AnyView {
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
        .filter(|(_, refusal)| **refusal == Refusal::NameUnusable)
        .map(|(_, refusal)| words::refusal(refusal));
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
