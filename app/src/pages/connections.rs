use domain::ports::{BgpState, Connection};
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{
        Button, Choice, EmptyState, Kind, LinkButton, PageHeader, Select, StateBadge, Table,
    },
    context::UserCx,
    paths, words,
};

const TITLE: &str = "Connections";

/// All connections of the account, by network and state.
pub async fn page(ux: UserCx) -> Result<Page, Stop> {
    let all = ux.connections().await?;
    if all.is_empty() {
        return Ok(Page::new(TITLE, empty(&ux)));
    }
    let (network, state) = (
        ux.cx.query("network").to_owned(),
        ux.cx.query("state").to_owned(),
    );
    let shown: Vec<Connection> = all
        .iter()
        .filter(|one| network.is_empty() || one.network == network)
        .filter(|one| state.is_empty() || words::connection_state(one.state) == state)
        .cloned()
        .collect();
    let count = format!("{} of {} shown", shown.len(), all.len());
    let view = view! {
        <PageHeader title=TITLE lead="Every connection of this Pureport account, and what was taken over in this AWS account.">
            <LinkButton label="Take over a hosted connection" href=paths::take_over() kind=Kind::Secondary/>
        </PageHeader>
        {filter(&all, network, state)}
        <p class="muted">{count}</p>
        {table(shown)}
    };
    Ok(Page::new(TITLE, view))
}

fn empty(ux: &UserCx) -> AnyView {
    let networks = ux.pureport().is_ok().then(|| {
        view! { <LinkButton label="Go to your networks" href=paths::networks() kind=Kind::Primary/> }
    });
    view! {
        <PageHeader title=TITLE/>
        <EmptyState title="No connections yet"
            text="A connection joins one of your networks to AWS. One that another partner ordered can be taken over.">
            {networks}
            <LinkButton label="Take over a hosted connection" href=paths::take_over() kind=Kind::Secondary/>
        </EmptyState>
    }
    .into_any()
}

/// A plain GET form: the address says what is shown.
fn filter(all: &[Connection], network: String, state: String) -> impl IntoView + use<> {
    let mut networks: Vec<(String, String)> = all
        .iter()
        .filter(|one| !one.network.is_empty())
        .map(|one| (one.network.clone(), one.network_name.clone()))
        .collect();
    networks.sort();
    networks.dedup();
    let mut states: Vec<&str> = all
        .iter()
        .map(|one| words::connection_state(one.state))
        .collect();
    states.sort_unstable();
    states.dedup();
    let any = |label: &str| vec![Choice::new("", label)];
    let networks = any("All networks")
        .into_iter()
        .chain(networks.into_iter().map(|(id, name)| Choice::new(id, name)))
        .collect::<Vec<_>>();
    let states = any("All states")
        .into_iter()
        .chain(states.into_iter().map(|word| Choice::new(word, word)))
        .collect::<Vec<_>>();
    view! {
        <form class="form form--row" method="get" action=paths::connections()>
            <Select name="network" label="Network" choices=networks value=network/>
            <Select name="state" label="State" choices=states value=state/>
            <div class="actions"><Button label="Show" kind=Kind::Secondary/></div>
        </form>
    }
}

/// The table of connections, also used by a network's page.
pub fn table(connections: Vec<Connection>) -> impl IntoView {
    let rows = connections.into_iter().map(row).collect_view();
    view! {
        <Table caption="Connections">
            <thead>
                <tr>
                    <th scope="col">"Name"</th>
                    <th scope="col">"Network"</th>
                    <th scope="col">"Location and region"</th>
                    <th scope="col">"Speed"</th>
                    <th scope="col">"State"</th>
                    <th scope="col">"BGP"</th>
                    <th scope="col"><span class="hidden">"Health"</span></th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}

fn row(one: Connection) -> impl IntoView {
    let place = format!("{}, {}", one.location_name, one.region);
    let speed = one.speed.to_string();
    let bgp = bgp(&one);
    let network = if one.network.is_empty() {
        format!("None: taken over from {}", one.partner).into_any()
    } else {
        view! { <a href=paths::network(&one.network)>{one.network_name}</a> }.into_any()
    };
    view! {
        <tr>
            <td><a href=paths::connection(&one.id)>{one.name.clone()}</a></td>
            <td>{network}</td>
            <td>{place}</td>
            <td>{speed}</td>
            <td><StateBadge state=one.state.condition().word() word=words::connection_state(one.state)/></td>
            <td>{bgp}</td>
            <td><a href=paths::health(&one.id)>"Health"<span class="hidden">{format!(", {}", one.name)}</span></a></td>
        </tr>
    }
}

/// "2 of 2 up", "secondary only".
fn bgp(one: &Connection) -> String {
    let up: Vec<_> = one
        .legs
        .iter()
        .filter(|leg| leg.bgp == Some(BgpState::Up))
        .collect();
    if !one.capabilities.reports {
        return "see Health".to_owned();
    }
    match (up.as_slice(), one.legs.len()) {
        (_, 0) => "not known yet".to_owned(),
        ([only], 2) => format!("{} only", words::leg_title(only.role).to_lowercase()),
        (up, all) => format!("{} of {all} up", up.len()),
    }
}
