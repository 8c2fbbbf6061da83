//! Step `service`.

use domain::{
    ports::{Offer, Peering},
    values::Speed,
    wizard::offers_at,
};
use leptos::prelude::*;

use super::{frame::Parts, scene::Scene};
use crate::{
    components::{Card, Choice, Disclosure, RadioGroup, Select, Table, TextInput, Width},
    words,
};

const LEAD: &str = "How fast, how safe, and for which AWS account.";
const NOT_YET: &str = "Not yet available in Onramp";

pub fn parts(scene: &Scene) -> Parts {
    let offers = private_offers(scene);
    let picked = Picked::of(scene, &offers);
    let body = view! {
        {peering(scene)}
        {speed(scene, &offers, &picked)}
        {availability(scene, &offers, &picked)}
        {account(scene)}
    };
    Parts::new(LEAD, body).aside(prices(&offers, &picked))
}

/// What the form shows: as typed, otherwise the defaults.
struct Picked {
    speed: String,
    high_availability: bool,
}

impl Picked {
    fn of(scene: &Scene, offers: &[Offer]) -> Self {
        let fields = scene.fields();
        let lowest = offers
            .first()
            .map(|offer| offer.speed.mbps().to_string())
            .unwrap_or_default();
        let offered = |mbps: &str| {
            offers
                .iter()
                .any(|offer| offer.speed.mbps().to_string() == mbps)
        };
        let speed = Some(fields.get("speed"))
            .filter(|mbps| offered(mbps))
            .map_or(lowest, str::to_owned);
        Self {
            speed,
            high_availability: fields.get("availability") != "single",
        }
    }

    fn offer<'a>(&self, offers: &'a [Offer]) -> Option<&'a Offer> {
        offers.iter().find(|offer| {
            offer.speed.mbps().to_string() == self.speed
                && offer.high_availability == self.high_availability
        })
    }
}

fn private_offers(scene: &Scene) -> Vec<Offer> {
    let location = scene.answers.location.as_ref();
    let offers = location
        .map(|location| offers_at(&scene.catalog, location))
        .unwrap_or_default();
    offers
        .into_iter()
        .filter(|offer| offer.peering == Peering::Private)
        .cloned()
        .collect()
}

fn speeds(offers: &[Offer]) -> Vec<Speed> {
    let mut speeds: Vec<Speed> = offers.iter().map(|offer| offer.speed).collect();
    speeds.dedup();
    speeds
}

fn peering(scene: &Scene) -> impl IntoView + use<> {
    let choices = vec![
        Choice::new("private", "Private").description("VPCs by their private addresses, through a Direct Connect gateway or a virtual private gateway"),
        Choice::new("transit", "Transit").description("VPCs behind a transit gateway").unavailable(NOT_YET),
        Choice::new("public", "Public").description("AWS’s public services, such as S3 and DynamoDB").unavailable(NOT_YET),
    ];
    view! { <RadioGroup name="peering" legend="Peering type" choices value="private" error=scene.error("peering")/> }
}

fn speed(scene: &Scene, offers: &[Offer], picked: &Picked) -> impl IntoView + use<> {
    let choice = |speed: Speed| Choice::new(speed.mbps().to_string(), speed.to_string());
    let choices: Vec<Choice> = speeds(offers).into_iter().map(choice).collect();
    view! {
        <Select name="speed" label="Speed" choices value=picked.speed.clone() error=scene.error("speed")
            hint="Of each connection. It can’t be changed later: another speed is another order."/>
    }
}

fn availability(scene: &Scene, offers: &[Offer], picked: &Picked) -> impl IntoView + use<> {
    let missing = |high: bool| {
        let none = !offers.iter().any(|offer| offer.high_availability == high);
        none.then(|| "Pureport does not offer it here".to_owned())
    };
    let choices = vec![
        Choice::new("ha", words::availability(true))
            .description("Covered by Pureport’s SLA. Both connections end at one location: they survive the loss of a device, not of the site.")
            .unavailable(missing(true)),
        Choice::new("single", words::availability(false))
            .description("No SLA: maintenance on its one device interrupts your traffic.")
            .unavailable(missing(false)),
    ];
    let value = if picked.high_availability {
        "ha"
    } else {
        "single"
    };
    view! { <RadioGroup name="availability" legend="Availability" choices value error=scene.error("availability")/> }
}

fn account(scene: &Scene) -> impl IntoView + use<> {
    let typed = scene.fields().get("account").to_owned();
    let known = scene.account().map(ToString::to_string);
    let hint = match &known {
        Some(_) => {
            "Filled in from the AWS identity that is connected. Only this account will be able to accept the connections."
        }
        None => {
            "12 digits; blanks and dashes are fine. It stands in the account menu of the AWS console, top right, and `aws sts get-caller-identity` prints it. Only this account will be able to accept the connections."
        }
    };
    let value = if typed.is_empty() {
        known.unwrap_or_default()
    } else {
        typed
    };
    view! {
        <TextInput name="account" label="AWS account ID" value hint error=scene.error("account")
            width=Width::Medium code=true numeric=true/>
    }
}

/// The price of what is chosen, and of everything else that could be.
fn prices(offers: &[Offer], picked: &Picked) -> impl IntoView + use<> {
    let chosen = picked.offer(offers).map(|offer| {
        let what = format!("{}, {}", offer.speed, words::availability(offer.high_availability).to_lowercase());
        let price = words::price(offer.price.as_ref());
        let ports = if offer.high_availability { 2 } else { 1 };
        let aws = words::port_hours(offer.speed, ports);
        view! {
            <p>{what}</p>
            <p><strong>{price}</strong>" to Pureport."</p>
            <p class="muted small">{format!("AWS charges as well: {aws}, and data out.")}</p>
            {offer.requires_approval.then(|| view! { <p>"Pureport approves this order by hand before it is built."</p> })}
        }
    });
    let chosen = match chosen {
        Some(view) => view.into_any(),
        None => view! { <p>"Pureport does not offer this combination. Choose another speed or availability."</p> }.into_any(),
    };
    let table = table(offers);
    view! {
        <Card title="Price">
            {chosen}
            <p class="muted small">"As last saved. After a change, press “Next”: the review shows the new price."</p>
        </Card>
        <Disclosure summary="All prices at this location">{table}</Disclosure>
    }
}

fn table(offers: &[Offer]) -> impl IntoView + use<> {
    let price = |speed: Speed, high: bool| {
        let offer = offers
            .iter()
            .find(|offer| offer.speed == speed && offer.high_availability == high);
        match offer {
            Some(offer) => offer
                .price
                .as_ref()
                .map_or_else(|| "not shown".to_owned(), words::short_price),
            None => "not offered".to_owned(),
        }
    };
    let row = |speed: Speed| {
        let (single, high) = (price(speed, false), price(speed, true));
        view! { <tr><th scope="row">{speed.to_string()}</th><td class="num">{single}</td><td class="num">{high}</td></tr> }
    };
    let rows = speeds(offers).into_iter().map(row).collect_view();
    view! {
        <Table caption="Pureport’s prices, private peering">
            <thead><tr><th scope="col">"Speed"</th><th scope="col" class="num">"Single"</th><th scope="col" class="num">"High availability"</th></tr></thead>
            <tbody>{rows}</tbody>
        </Table>
    }
}
