use domain::{
    ports::{Catalog, Connection, Location, Network, NetworkState},
    wizard::{Draft, Step, reached},
};
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{
        Button, Checked, EmptyState, Kind, LinkButton, Notice, PageHeader, StateBadge, Tone,
    },
    context::UserCx,
    islands::Live,
    pages::connections,
    paths,
    wizard::Entry,
    words,
};

/// Where a connection begins: by location, or in general.
pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let (network, catalog, all, draft) = futures_util::join!(
        ux.own_network(id),
        ux.fabric.catalog(&ux.fabric_key, ux.account()),
        ux.fabric.connections(&ux.fabric_key, ux.account()),
        ux.cx.services.drafts.load(ux.user_id(), id),
    );
    let (network, catalog, all, draft) = (network?, catalog?, all?, draft?);
    let own: Vec<Connection> = all
        .into_iter()
        .filter(|connection| connection.network == network.id)
        .collect();
    let barred = words::order_barred(ux.user.account.as_ref()).or_else(|| not_active(&network));
    let begun = draft.filter(|draft| draft.ordered.is_none() && !draft.answers.is_empty());
    let (state, word) = words::network_state(network.state);
    let free = barred.is_none();
    let add = Entry::default().address(id, Step::Type);
    let pending = network.state == NetworkState::Pending;
    let now = ux.cx.services.clock.now();
    let look_every = ux.cx.services.settings.mode.look_every();
    let view = view! {
        <div id="network" class="stack" data-live=if pending { "on" } else { "off" } data-announce=word>
            <PageHeader title=network.name.clone() lead=network.description.clone() trail=vec![("Networks".to_owned(), paths::networks())]>
                <StateBadge state word/>
                {free.then(|| view! { <LinkButton label="Add connection…" href=add kind=Kind::Primary/> })}
            </PageHeader>
            {begun.map(|draft| continued(&network, &draft, &catalog))}
            {barred.map(|text| view! { <Notice tone=Tone::Warning title="No connection can be added"><p>{text}</p></Notice> })}
            {pending.then(|| view! { <Checked at=words::utc(now) href=paths::network(id)/> })}
            <section aria-labelledby="locations" class="stack">
                <h2 id="locations">"Locations"</h2>
                <ul class="prose">{catalog.locations.iter().map(|site| location(&network, site, &catalog, free)).collect_view()}</ul>
            </section>
            {table(own)}
        </div>
        {pending.then(|| view! { <Live every_ms=look_every/> })}
    };
    let page = Page::new(network.name, view);
    Ok(if pending { page.with_islands() } else { page })
}

fn not_active(network: &Network) -> Option<String> {
    let text = match network.state {
        NetworkState::Active => return None,
        NetworkState::Pending => {
            "Pureport is still creating this network. This usually takes a few seconds."
        }
        NetworkState::Deleting => "This network is being deleted.",
        NetworkState::Failed => {
            "Pureport could not create this network. Create another one, or ask Pureport’s support."
        }
    };
    Some(text.to_owned())
}

/// One location: the way in, or why there is none.
fn location(
    network: &Network,
    site: &Location,
    catalog: &Catalog,
    free: bool,
) -> impl IntoView + use<> {
    let regions: Vec<String> = reached(catalog, &site.id)
        .into_iter()
        .map(|region| region.name.to_string())
        .collect();
    let name = site.name.clone();
    if regions.is_empty() {
        return view! { <li>{name}<span class="muted">" – no AWS region can be reached directly from here"</span></li> }.into_any();
    }
    let reaches = format!(" – reaches {}", regions.join(", "));
    let href = Entry::from_location(&site.id).address(&network.id, Step::Type);
    let way = if free {
        view! { <a href=href>{format!("Connect from {name}")}</a> }.into_any()
    } else {
        name.into_any()
    };
    view! { <li>{way}<span class="muted">{reaches}</span></li> }.into_any()
}

/// The draft, where it was left.
fn continued(network: &Network, draft: &Draft, catalog: &Catalog) -> impl IntoView + use<> {
    let answers = draft.answers(catalog);
    let step = draft.page_for(Step::Review, &answers);
    let label = format!(
        "Continue the connection you began (step {} of 7)",
        step.number()
    );
    let (id, href) = (network.id.clone(), paths::step(&network.id, step));
    view! {
        <Notice tone=Tone::Ready title="Not finished yet">
            <p>"Everything that you entered is kept; nothing is ordered."</p>
            <form class="actions" method="post" action="/api/discard_draft">
                <a class="button" href=href>{label}</a>
                <input type="hidden" name="network" value=id/>
                <Button label="Discard the connection you began" kind=Kind::Secondary/>
            </form>
        </Notice>
    }
}

fn table(connections: Vec<Connection>) -> AnyView {
    if connections.is_empty() {
        return view! {
            <EmptyState title="No connections yet" text="A connection joins this network to AWS. Begin at the location nearest to your sites."/>
        }
        .into_any();
    }
    connections::table(connections).into_any()
}
