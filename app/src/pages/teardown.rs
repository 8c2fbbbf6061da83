//! The way back: what goes, what stays and why, what keeps costing; then the run that does it.

use domain::{
    ports::ConnectionState,
    setup::{
        Reach,
        teardown::{Cost, Fate, Item, Thing, costs_nothing, items, made},
    },
};
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{
        Button, Checkbox, CodeLine, ErrorSummary, Kind, Notice as Banner, PageHeader, Table,
        TextInput, Tone,
    },
    context::UserCx,
    form::Form,
    paths,
    setup::{Loaded, cloud_notices, for_support, load, regions_worked_in},
    words,
};

mod start;

pub use start::start_teardown;

const TITLE: &str = "Tear down";
const FORM: &str = "tear_down";
const LEAD: &str = "Takes away what Onramp made for this connection, in order and waiting where AWS takes its time. What others made or need stays.";

pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let at = look(&ux, id).await?;
    let refused = Form::of(&ux.cx, FORM);
    let trail = vec![(at.seen.connection.name.clone(), paths::connection(id))];
    let body = match at.seen.cloud {
        Some(_) => body(&ux, &at, &refused),
        None => ().into_any(),
    };
    let view = view! {
        <ErrorSummary errors=refused.errors.clone()/>
        <PageHeader title=TITLE trail lead=LEAD/>
        {cloud_notices(&at)}
        {stuck(&at)}
        {ending(&at)}
        {body}
    };
    Ok(Page::new(TITLE, view).with_islands())
}

/// As far as somebody may be who needs what would go.
async fn look(ux: &UserCx, id: &str) -> Result<Loaded, Stop> {
    let regions = regions_worked_in(ux, id).await?;
    load(ux, id, paths::teardown(id), Reach::TearDown(regions)).await
}

/// A partner without an API can't be asked to delete the connection.
fn dry_run(at: &Loaded, whole: bool) -> Vec<Item> {
    let whole = whole && at.seen.connection.capabilities.delete;
    items(&at.seen, &made(&at.attempts), whole)
}

fn body(ux: &UserCx, at: &Loaded, refused: &Form) -> AnyView {
    let all = dry_run(at, true);
    let (goes, stays): (Vec<Item>, Vec<Item>) = all.into_iter().partition(|one| one.fate.goes());
    let stays = (!stays.is_empty()).then(|| table("What stays", "Why", &stays));
    view! {
        {table("What goes", "What happens", &goes)}
        {stays}
        {costs(at, &goes)}
        {form(ux, at, refused)}
    }
    .into_any()
}

fn table(caption: &'static str, about: &'static str, items: &[Item]) -> impl IntoView + use<> {
    let rows: Vec<_> = items.iter().map(row).collect();
    view! {
        <Table caption>
            <thead><tr><th scope="col">"Thing"</th><th scope="col">"ID"</th><th scope="col">{about}</th></tr></thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(item: &Item) -> impl IntoView + use<> {
    let state = match item.fate {
        Fate::Goes | Fate::GoesWithConnection => "goes",
        Fate::StaysNotOurs => "not_ours",
        Fate::StaysInUse { .. } => "in_use",
        Fate::StaysUnread { .. } => "unread",
    };
    let (title, id) = (words::thing(item), item.thing.id().to_owned());
    view! {
        <tr data-state=state><th scope="row">{title}</th><td><code>{id}</code></td><td>{words::fate_of(item)}</td></tr>
    }
}

/// Where the money goes until it is over, and what goes on.
fn costs(at: &Loaded, goes: &[Item]) -> impl IntoView + use<> {
    let ports = goes.iter().filter(|item| item.cost == Cost::PortHours);
    let ports = u64::try_from(ports.count()).unwrap_or(2);
    let connection = &at.seen.connection;
    let running = (ports > 0).then(|| {
        let price = words::port_hours(connection.speed, ports);
        view! { <li>{format!("AWS’s port-hours: {price}. They end when Pureport gives the hosted connections up.")}</li> }
    });
    let price = format!("{}’s price for the connection.", connection.partner);
    view! {
        <Banner tone=Tone::Ready title="What keeps costing until the connection is deleted">
            <ul class="prose">
                {running}
                <li>{price}</li>
                <li>"Gateways, associations and route propagation cost nothing, whether they go or stay. A VPN connection that stays costs what it did before."</li>
            </ul>
        </Banner>
    }
}

/// Why the connection itself can't be deleted from here.
fn barred(ux: &UserCx, at: &Loaded) -> Option<String> {
    let connection = &at.seen.connection;
    if !connection.capabilities.delete {
        return Some(words::partner_deletes(&connection.partner));
    }
    words::delete_barred(ux.user.account.as_ref())
}

fn form(ux: &UserCx, at: &Loaded, refused: &Form) -> impl IntoView + use<> {
    let connection = &at.seen.connection;
    let barred = barred(ux, at);
    // An unticked box sends nothing, so the form as it was before a refusal tells.
    let ticked = refused.typed("whole").is_none_or(|whole| !whole.is_empty());
    let name = refused.typed("name").unwrap_or_default();
    let error = refused.error("name");
    let hint = "Without it the connection stays and keeps costing; only what stands in AWS goes.";
    view! {
        <form class="form" method="post" action="/api/tear_down" novalidate>
            <input type="hidden" name="connection" value=connection.id.clone()/>
            <input type="hidden" name="seen" value=start::written(at)/>
            <Checkbox name="whole" label="Also delete the connection at Pureport" checked=ticked hint unavailable=barred/>
            <TextInput name="name" label=format!("Type {} to confirm", connection.name) value=name error/>
            <div class="actions">
                <Button label=TITLE kind=Kind::Danger/>
                <a href=paths::connection(&connection.id)>"Cancel"</a>
            </div>
        </form>
    }
}

/// While Pureport deletes the connection: what is still there, and whether it costs.
fn ending(at: &Loaded) -> AnyView {
    let state = at.seen.connection.state;
    if !matches!(state, ConnectionState::Deleting | ConnectionState::Deleted) {
        return ().into_any();
    }
    let left: Vec<_> = costs_nothing(&at.seen)
        .iter()
        .map(|left| {
            let text = words::remaining(left);
            view! { <li>{text}</li> }
        })
        .collect();
    let (tone, title) = if left.is_empty() {
        (Tone::Good, "Nothing costs any more")
    } else {
        (Tone::Running, "Pureport is deleting the connection")
    };
    view! { <Banner tone title><ul class="prose">{left}</ul></Banner> }.into_any()
}

/// Pureport's deletion failed: what helps, and the text for its support when nothing here does.
fn stuck(at: &Loaded) -> AnyView {
    let connection = &at.seen.connection;
    if connection.state != ConnectionState::FailedToDelete {
        return ().into_any();
    }
    let why = connection.failure.as_ref();
    let why = why.map(|(code, message)| format!("Pureport says: {message} ({code})."));
    let left = dry_run(at, true)
        .iter()
        .any(|item| matches!(item.thing, Thing::Interface { .. }));
    let mend = words::deletion_failed(left);
    let ask = (!left).then(|| {
        let text = words::ask_support(connection, &for_support(at));
        view! { <CodeLine command=text copy="Copy text for Pureport’s support"/> }
    });
    view! {
        <Banner tone=Tone::Warning title="Pureport could not delete this connection">
            <p>{why}</p><p>{mend}</p>{ask}
        </Banner>
    }
    .into_any()
}
