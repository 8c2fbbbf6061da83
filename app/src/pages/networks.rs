use domain::ports::{Connection, Network};
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{EmptyState, Kind, LinkButton, PageHeader, StateBadge, Table},
    context::UserCx,
    pages::new_network::barred,
    paths, words,
};

const TITLE: &str = "Networks";

/// The account's networks, with what hangs on each.
pub async fn page(ux: UserCx) -> Result<Page, Stop> {
    if ux.pureport().is_err() {
        return Ok(Page::new(TITLE, elsewhere()));
    }
    let (networks, connections) = futures_util::join!(
        ux.fabric.networks(&ux.fabric_key, ux.account()),
        ux.fabric.connections(&ux.fabric_key, ux.account()),
    );
    let (networks, connections) = (networks?, connections?);
    let barred = barred(ux.user.account.as_ref());
    let reason = barred
        .clone()
        .map(|text| view! { <p class="muted">{text}</p> });
    let create = || view! { <LinkButton label="Create network" href=paths::new_network() kind=Kind::Primary/> };
    if networks.is_empty() {
        let view = view! {
            <PageHeader title=TITLE/>
            <EmptyState title="No networks yet"
                text="A network at Pureport joins your sites and clouds: connections of one network reach each other, those of two networks don’t. The first connection to AWS needs one.">
                {barred.is_none().then(create)}
            </EmptyState>
            {reason}
        };
        return Ok(Page::new(TITLE, view));
    }
    let view = view! {
        <PageHeader title=TITLE lead="A network joins sites and clouds. Open one to connect it to AWS.">{barred.is_none().then(create)}</PageHeader>
        {reason}
        {table(&networks, &connections)}
    };
    Ok(Page::new(TITLE, view))
}

/// For a session that acts in AWS only.
fn elsewhere() -> impl IntoView {
    view! {
        <PageHeader title=TITLE/>
        <EmptyState title="Networks are Pureport’s"
            text="This session acts in AWS only: what was taken over is under Connections. To create networks and order connections, sign in with a Pureport API key; AWS stays connected.">
            <LinkButton label="Sign in to Pureport" href=paths::sign_in(&paths::networks()) kind=Kind::Primary/>
            <LinkButton label="Go to your connections" href=paths::connections()/>
        </EmptyState>
    }
}

fn table(networks: &[Network], connections: &[Connection]) -> impl IntoView + use<> {
    let row = |network: &Network| {
        let count = connections
            .iter()
            .filter(|connection| connection.network == network.id)
            .count();
        let (state, word) = words::network_state(network.state);
        view! {
            <tr>
                <th scope="row"><a href=paths::network(&network.id)>{network.name.clone()}</a></th>
                <td><StateBadge state word/></td>
                <td class="num">{count}</td>
            </tr>
        }
    };
    let rows = networks.iter().map(row).collect_view();
    view! {
        <Table caption="Networks" caption_hidden=true>
            <thead><tr><th scope="col">"Name"</th><th scope="col">"State"</th><th scope="col" class="num">"Connections"</th></tr></thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}
