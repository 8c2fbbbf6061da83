//! Step `review`.

use domain::{
    preflight::Finding,
    wizard::{Step, default_name},
};
use leptos::prelude::*;

use super::{checks, entry::Entry, frame::Parts, scene::Scene};
use crate::{
    components::{Card, DescriptionList, DetailRow, Notice, TextInput, Tone, Width},
    islands::BusyForms,
    preflight::PreflightFindings,
    words,
};

const LEAD: &str = "Look everything over. “Add connection” orders it at Pureport; AWS does not bill before you accept the \
                    connections there.";

pub async fn parts(scene: &Scene) -> Parts {
    let checked = match scene.ux.cx.query("check") {
        "" => None,
        _ => Some(checks::run(scene).await),
    };
    let barred = words::order_barred(scene.ux.user.account.as_ref());
    let body = view! {
        {hidden(scene)}
        {barred.map(|text| view! { <Notice tone=Tone::Warning title="This account can’t order yet"><p>{text}</p></Notice> })}
        {names(scene)}
        {account(scene)}
        {answers(scene)}
        {cost(scene)}
        {fixed()}
        {checked.map(result)}
        <BusyForms/>
    };
    Parts::new(LEAD, body).with_islands()
}

/// Which draft was looked at, at which price: the order is for that and nothing else.
fn hidden(scene: &Scene) -> impl IntoView + use<> {
    let price = price_mark(scene);
    view! {
        <input type="hidden" name="draft" value=scene.draft.id.clone()/>
        <input type="hidden" name="base" value=scene.base.clone()/>
        <input type="hidden" name="price" value=price/>
    }
}

/// The price as shown, to be compared with the price when it is ordered.
pub fn price_mark(scene: &Scene) -> String {
    let price = scene.service().and_then(|service| service.offer.price);
    price
        .map(|price| words::price(Some(&price)))
        .unwrap_or_default()
}

fn names(scene: &Scene) -> impl IntoView + use<> {
    let fields = scene.fields();
    let name = if scene.posted || !fields.get("name").is_empty() {
        fields.get("name").to_owned()
    } else {
        default_name(&scene.network.name, &scene.answers).unwrap_or_default()
    };
    view! {
        <TextInput name="name" label="Name" value=name error=scene.error("name")
            hint="Up to 64 characters. What Onramp creates in AWS is named after it."/>
        <TextInput name="description" label="Description (optional)" value=fields.get("description") error=scene.error("description")
            hint="For those who look at it at night: what it is for, whom to call"/>
    }
}

/// Asked in place when everything else was filled in by default.
fn account(scene: &Scene) -> Option<impl IntoView + use<>> {
    let value = scene.draft.fields(Step::Service).get("account").to_owned();
    let error = scene.error("account");
    scene.draft.asks_account(&scene.answers).then(|| {
        view! {
            <TextInput name="account" label="AWS account ID" value error width=Width::Medium code=true numeric=true
                hint="The only answer without a default while AWS is not connected. 12 digits; it stands in the account menu of the AWS console, top right, and `aws sts get-caller-identity` prints it."/>
        }
    })
}

/// Stands for the account ID while the form above asks for it.
const ASKED_ABOVE: &str = "Enter it above";

/// One answer: its label, what its link changes, the step that asks for it, the value.
struct Row(&'static str, &'static str, Step, String);

fn answers(scene: &Scene) -> impl IntoView + use<> {
    let rows = rows(scene)
        .into_iter()
        .map(|row| answer(scene, row))
        .collect_view();
    view! { <Card title="Your answers"><DescriptionList>{rows}</DescriptionList></Card> }
}

fn answer(scene: &Scene, Row(label, what, step, value): Row) -> impl IntoView + use<> {
    let entry = Entry {
        change: true,
        ..scene.entry.clone()
    };
    let href = entry.address(&scene.network.id, step);
    let default = (scene.draft.is_default(step) && value != ASKED_ABOVE)
        .then(|| view! { " "<span class="muted small" data-default="yes">"(default)"</span> });
    view! {
        <DetailRow label>
            {value}{default}" "<a href=href>"Change"<span class="hidden">{format!(" {what}")}</span></a>
        </DetailRow>
    }
}

fn rows(scene: &Scene) -> Vec<Row> {
    let answers = &scene.answers;
    let mut rows = vec![Row(
        "Type",
        "type",
        Step::Type,
        "AWS Direct Connect".to_owned(),
    )];
    if let Some(location) = &answers.location {
        let region = format!("{}, {}", location.region.display_name, location.region.name);
        rows.push(Row(
            "Location",
            "location",
            Step::Location,
            location.location_name.clone(),
        ));
        rows.push(Row("AWS region", "AWS region", Step::Location, region));
    }
    if let Some(service) = scene.service() {
        let account = answers.service.as_ref().map_or_else(
            || ASKED_ABOVE.to_owned(),
            |service| service.account.to_string(),
        );
        rows.push(Row(
            "Peering type",
            "peering type",
            Step::Service,
            words::peering(service.peering).to_owned(),
        ));
        rows.push(Row(
            "Speed",
            "speed",
            Step::Service,
            service.speed.to_string(),
        ));
        rows.push(Row(
            "Availability",
            "availability",
            Step::Service,
            words::availability(service.high_availability).to_owned(),
        ));
        rows.push(Row(
            "AWS account ID",
            "AWS account ID",
            Step::Service,
            account,
        ));
    }
    if let Some(bgp) = &answers.bgp {
        rows.push(Row(
            "AWS target",
            "AWS target",
            Step::Bgp,
            words::target_answer(&bgp.target),
        ));
        rows.push(Row(
            "Amazon side ASN",
            "Amazon side ASN",
            Step::Bgp,
            bgp.asn.to_string(),
        ));
    }
    if let Some(networks) = &answers.networks {
        rows.push(Row(
            "Customer networks",
            "customer networks",
            Step::Networks,
            words::customer_networks(networks),
        ));
    }
    if let Some(nat) = &answers.nat {
        rows.push(Row(
            "Cloud Grade NAT",
            "Cloud Grade NAT",
            Step::Nat,
            words::nat_answer(nat),
        ));
    }
    rows
}

fn cost(scene: &Scene) -> Option<impl IntoView + use<>> {
    let service = scene.service()?;
    let ports = if service.high_availability { 2 } else { 1 };
    let approval = service.offer.requires_approval;
    let (pureport, aws) = (
        words::price(service.offer.price.as_ref()),
        words::port_hours(service.speed, ports),
    );
    Some(view! {
        <Card title="What it costs">
            <DescriptionList>
                <DetailRow label="Pureport">{pureport}</DetailRow>
                <DetailRow label="AWS, port-hours">{aws}</DetailRow>
                <DetailRow label="AWS, data out">"From $0.02 per GB in the contiguous United States; data in is free"</DetailRow>
            </DescriptionList>
            <p class="muted small">
                "AWS starts to bill when you accept the connections in the set-up, not when you order here. AWS’s prices as seen in 2026: "
                <a href="https://aws.amazon.com/directconnect/pricing/" rel="noreferrer">"AWS Direct Connect pricing"</a>"."
            </p>
            {approval.then(|| view! { <p>"Pureport approves this order by hand before it is built."</p> })}
        </Card>
    })
}

fn fixed() -> impl IntoView {
    view! {
        <Card title="What can’t be changed later">
            <p>"Location, AWS region, peering type, speed, availability and AWS account: another one is another order."</p>
            <p>"The ASN of a gateway in AWS. The ordered ASN can be changed to fit a gateway, which interrupts BGP for a moment."</p>
            <p class="muted">"Name, description, customer networks and NAT can be changed at Pureport at any time."</p>
        </Card>
    }
}

fn result(findings: Vec<Finding>) -> impl IntoView {
    view! {
        <section class="card" id="checks" aria-labelledby="checks-title">
            <div class="card__head"><h2 id="checks-title">"Check before ordering"</h2></div>
            <PreflightFindings findings/>
        </section>
    }
}
