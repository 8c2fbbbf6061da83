use domain::{
    ports::{BgpState, Connection, ConnectionState, Leg},
    values::Asn,
};
use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{
        Card, Checked, DescriptionList, DetailRow, Kind, LinkButton, Notice as Banner, PageHeader,
        StateBadge, Tone, ValueRow,
    },
    context::UserCx,
    islands::{Live, RevealKey},
    paths, words,
};

/// The ordered connection with its gateways' values.
pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let connection = ux.own_connection(id).await?;
    let now = ux.cx.services.clock.now();
    let look_every = ux.cx.services.settings.mode.look_every();
    let title = connection.name.clone();
    let moving = connection.state.is_moving();
    let trail = trail(&connection);
    let lead = connection.description.clone();
    let live = if moving { "on" } else { "off" };
    let announce = words::connection_state(connection.state);
    let gateways = connection
        .legs
        .iter()
        .map(|leg| gateway(&connection, leg))
        .collect_view();
    let links = links(&connection);
    let view = view! {
        <PageHeader title=title.clone() lead trail>{links}</PageHeader>
        <div id="connection" class="stack" data-live=live data-announce=announce>
            {state(&connection)}
            {facts(&connection)}
            <div class="cards">{gateways}</div>
            {nat(&connection)}
            <Checked at=words::utc(now) href=paths::connection(id)/>
        </div>
        {moving.then(|| view! { <Live every_ms=look_every/> })}
    };
    Ok(Page::new(title, view).with_islands())
}

fn trail(connection: &Connection) -> Vec<(String, String)> {
    if connection.network.is_empty() {
        return vec![("Connections".to_owned(), paths::connections())];
    }
    let network = paths::network(&connection.network);
    vec![
        ("Networks".to_owned(), paths::networks()),
        (connection.network_name.clone(), network),
    ]
}

fn links(connection: &Connection) -> AnyView {
    let id = &connection.id;
    let (setup, health) = (paths::setup(id), paths::health(id));
    let (edit, teardown, delete) = (paths::edit(id), paths::teardown(id), paths::delete(id));
    let edit_label = if connection.capabilities.reports {
        "Edit"
    } else {
        "Values from the partner"
    };
    view! {
        <LinkButton label="Set up AWS" href=setup kind=Kind::Primary/>
        <LinkButton label="Health" href=health kind=Kind::Secondary/>
        <LinkButton label=edit_label href=edit kind=Kind::Secondary/>
        <LinkButton label="Tear down" href=teardown kind=Kind::Secondary/>
        <LinkButton label="Delete" href=delete kind=Kind::Secondary/>
    }
    .into_any()
}

/// Where it stands, and the one next thing to do.
fn state(connection: &Connection) -> impl IntoView + use<> {
    let badge = view! {
        <p><StateBadge state=connection.state.condition().word() word=words::connection_state(connection.state)/></p>
    };
    let next = match (connection.state, words::connection_wait(connection.state)) {
        (ConnectionState::Active, _) => ready(connection),
        (_, Some(text)) => view! { <p>{text}</p> }.into_any(),
        _ => failure(connection).into_any(),
    };
    view! { {badge} {next} }
}

/// What comes after the order: the set-up in AWS, until a session shows that it is done.
fn ready(connection: &Connection) -> AnyView {
    let accept = paths::task(&connection.id, domain::setup::Task::Accept);
    let legs = &connection.legs;
    if !connection.capabilities.reports {
        let title = format!("Taken over from {}", connection.partner);
        let unseen = format!(
            "What {} sees is not known here; AWS tells how far it is. ",
            connection.partner
        );
        return view! {
            <Banner tone=Tone::Ready title>
                <p>{unseen}<a href=accept>"Next: accept the connections"</a></p>
            </Banner>
        }
        .into_any();
    }
    let up = legs.iter().filter(|leg| leg.bgp == Some(BgpState::Up));
    match up.count() {
        0 => view! {
            <Banner tone=Tone::Ready title="Pureport is ready">
                <p>"Nothing flows until AWS is set up. "
                   <a href=accept>"Next: accept the connections"</a></p>
            </Banner>
        }
        .into_any(),
        up => {
            let (tone, title) = (
                if up == legs.len() {
                    Tone::Good
                } else {
                    Tone::Warning
                },
                format!("Pureport sees BGP up on {up} of {}", legs.len()),
            );
            let health = paths::health(&connection.id);
            view! {
                <Banner tone title>
                    <p><a href=health>"See both sides’ health"</a></p>
                </Banner>
            }
            .into_any()
        }
    }
}

/// The provider's reason, and what to do.
fn failure(connection: &Connection) -> impl IntoView + use<> {
    let reason = match &connection.failure {
        Some((code, message)) if !message.is_empty() => {
            format!("Pureport says: {message} ({code})")
        }
        Some((code, _)) => format!("Pureport says: {code}"),
        None => "Pureport gives no reason.".to_owned(),
    };
    let mend = match connection.state {
        ConnectionState::FailedToProvision => {
            "Nothing is billed by AWS. Delete this connection and order it again; if it fails again, give the ID below to Pureport’s support."
        }
        ConnectionState::FailedToDelete => {
            "Tear down removes the virtual interfaces in AWS, then asks Pureport once more. If the connection stays, that page has the text for Pureport’s support."
        }
        ConnectionState::FailedToUpdate => {
            "The connection works with its values from before. Try the change again, or give the ID below to Pureport’s support."
        }
        _ => "Look at the health page, which compares both sides.",
    };
    let title = words::connection_state(connection.state);
    view! { <Banner tone=Tone::Bad title><p>{reason}</p><p>{mend}</p></Banner> }
}

fn facts(connection: &Connection) -> impl IntoView + use<> {
    let asn = connection
        .ordered_asn
        .unwrap_or(Asn::AMAZON_DEFAULT)
        .to_string();
    let place = format!("{} to {}", connection.location_name, connection.region);
    let networks: Vec<String> = connection
        .customer_networks
        .iter()
        .map(|(_, cidr)| cidr.to_string())
        .collect();
    let id = connection.id.clone();
    let service = format!(
        "{}, {}",
        words::peering(connection.peering),
        connection.speed
    );
    let availability = words::availability(connection.high_availability);
    let account = connection.account.to_string();
    view! {
        <Card title="Order">
            <DescriptionList>
                <ValueRow label="Connection ID" value=id copy="Copy connection ID"/>
                <ValueRow label="From and to" value=place/>
                <ValueRow label="Peering and speed" value=service/>
                <ValueRow label="Availability" value=availability/>
                <ValueRow label="AWS account" value=account/>
                <ValueRow label="Amazon side ASN ordered" value=asn/>
                {(!networks.is_empty()).then(|| view! { <ValueRow label="Customer networks" value=networks.join(", ")/> })}
            </DescriptionList>
        </Card>
    }
}

fn nat(connection: &Connection) -> Option<impl IntoView + use<>> {
    let nat = connection.nat.enabled.then_some(&connection.nat)?;
    let mapping = |(native, assigned): &(domain::values::Cidr, Option<domain::values::Cidr>)| {
        let to = assigned.map_or_else(|| "not assigned yet".to_owned(), |cidr| cidr.to_string());
        view! { <ValueRow label=native.to_string() value=to/> }
    };
    let pnat = nat.pnat.clone();
    let mappings = nat.mappings.iter().map(mapping).collect_view();
    let blocks = nat.blocks.join(", ");
    Some(view! {
        <Card title="Cloud Grade NAT">
            <DescriptionList>
                {mappings}
                <ValueRow label="Blocks" value=blocks/>
                <ValueRow label="PNAT CIDR" value=pnat/>
            </DescriptionList>
        </Card>
    })
}

/// One gateway's values, each with a button that copies it.
fn gateway(connection: &Connection, leg: &Leg) -> impl IntoView + use<> {
    let (id, reports) = (&connection.id, connection.capabilities.reports);
    let which = leg.role.word();
    let title = format!("{} gateway", words::leg_title(leg.role));
    let copy = |what: &str| format!("Copy {what}, {which} gateway");
    let text = |value: Option<String>| value.unwrap_or_default();
    let [asn, partner_ip, amazon_ip] = if reports {
        ["Pureport ASN", "Pureport IP", "Remote IP"]
    } else {
        ["Partner ASN", "Partner IP", "Amazon IP"]
    };
    let mut rows = vec![
        (asn, text(leg.partner_asn.map(|asn| asn.to_string()))),
        (partner_ip, text(leg.partner_ip.map(|ip| ip.to_string()))),
        (amazon_ip, text(leg.aws_ip.map(|ip| ip.to_string()))),
        ("VLAN", text(leg.vlan.map(|vlan| vlan.to_string()))),
        ("AWS connection ID", text(leg.aws_connection.clone())),
        (
            "Amazon side ASN",
            text(leg.aws_asn.map(|asn| asn.to_string())),
        ),
        ("Peering subnet", text(leg.peering_subnet.clone())),
    ];
    if reports {
        rows.insert(6, ("BGP state", words::bgp_state(leg.bgp).to_owned()));
        rows.insert(7, ("Gateway ID", leg.gateway.clone()));
    }
    let row = |(label, value): (&'static str, String)| {
        let copy = (!value.is_empty()).then(|| copy(label));
        let value = if value.is_empty() {
            "not known yet".to_owned()
        } else {
            value
        };
        view! { <ValueRow label value copy/> }
    };
    let key = match leg.bgp_key {
        Some(_) => view! {
            <RevealKey url=paths::bgp_key(id) leg=which show_label=format!("Show BGP password, {which} gateway")
                copy_label=copy("BGP password")/>
        }
        .into_any(),
        None if reports => ().into_any(),
        None => {
            let again = paths::take_over_again(id);
            view! { "Not known in this session. "<a href=again>"Type it again"</a> }.into_any()
        }
    };
    let rows = rows.into_iter().map(row).collect_view();
    let aside = view! { <StateBadge state=leg.state.condition().word() word=words::connection_state(leg.state)/> };
    view! {
        <Card title aside=aside.into_any()>
            <DescriptionList>
                {rows}
                <DetailRow label="BGP password">{key}</DetailRow>
            </DescriptionList>
        </Card>
    }
}

#[cfg(test)]
mod tests {
    use domain::setup::sample;
    use leptos::prelude::*;

    use super::*;

    fn said(change: impl FnOnce(&mut Connection)) -> String {
        let mut connection = sample::ordered().connection;
        change(&mut connection);
        Owner::new().with(|| state(&connection).to_html())
    }

    #[test]
    fn the_set_up_comes_next_only_until_a_session_is_up() {
        assert!(said(|_| ()).contains("Next: accept the connections"));
        let one = said(|connection| connection.legs[0].bgp = Some(BgpState::Up));
        assert!(one.contains("BGP up on 1 of 2") && one.contains("/health"));
        assert!(!one.contains("Nothing flows"));
    }

    #[test]
    fn every_state_says_what_is_awaited_or_what_to_do() {
        use ConnectionState as State;
        for state in [
            State::Provisioning,
            State::AwaitingApproval,
            State::Updating,
            State::Deleting,
            State::Deleted,
            State::Down,
            State::FailedToUpdate,
        ] {
            let page = said(|connection| connection.state = state);
            assert!(page.contains(".</p>"), "{state:?}: {page}");
        }
    }
}
