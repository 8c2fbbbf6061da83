//! A hosted connection that any partner ordered, set up in AWS from "Accept" on.

mod listing;
mod post;

use domain::{
    takeover::{Form as Values, TakenOver},
    values::{Asn, AwsAccountId},
};
use leptos::prelude::*;

use self::listing::{Listing, Offer, look};
pub use self::post::{LetGo, TakeOver, let_go, take_over};
use crate::{
    answer::{Page, Stop},
    components::{
        Button, Card, Choice, EmptyState, ErrorSummary, Kind, LinkButton, Notice as Banner,
        PageHeader, RadioGroup, SecretInput, Select, TextInput, Tone, Width,
    },
    context::{Cx, Mode, UserCx},
    form::Form,
    paths, words,
};

const TITLE: &str = "Take over a hosted connection";
const FORM: &str = "take_over";
const LEAD: &str = "A hosted connection that was ordered elsewhere, from any partner, set up in AWS from “Accept” on. \
    AWS tells its VLAN and ID; type the values that the partner gave you once.";

/// The hosted connections in AWS, and what their partner told.
pub async fn page(cx: Cx) -> Result<Page, Stop> {
    let Ok(ux) = cx.clone().signed_in().await else {
        return Ok(connect_first());
    };
    let (Some(account), Some(key)) = (ux.aws_account(), &ux.cloud_key) else {
        return Ok(connect_first());
    };
    let listing = match look(&ux, key, ux.cx.query("region")).await {
        Err(Stop::SignIn) => return Ok(connect_first()),
        listing => listing?,
    };
    let taken = ux.cx.services.takeovers.of_account(account).await?;
    let shown = Shown::new(&ux, &listing, &taken).await;
    let body = if listing.offers.is_empty() {
        nothing(account).into_any()
    } else {
        form(&listing, &taken, &shown)
    };
    let account = account.to_string();
    let view = view! {
        <ErrorSummary errors=shown.form.errors.clone()/>
        <PageHeader title=TITLE lead=LEAD/>
        <div class="stack">
            {gaps(&listing)}
            {letter(&ux)}
            <p>"Looked into AWS account "<code>{account}</code>". "<a href=paths::aws_sign_in(&paths::take_over())>"Connect another account"</a></p>
            {body}
            {again(&taken, &ux)}
        </div>
    };
    Ok(Page::new(TITLE, view))
}

fn connect_first() -> Page {
    let view = view! {
        <PageHeader title=TITLE lead=LEAD/>
        <EmptyState title="Connect AWS first"
            text="Hosted connections are found in your AWS account, whoever ordered them. No sign-in at Pureport is needed.">
            <LinkButton label="Connect AWS" href=paths::aws_sign_in(&paths::take_over()) kind=Kind::Primary/>
        </EmptyState>
    };
    Page::new(TITLE, view)
}

/// What the fields show: after a refusal what was typed, else what is kept, else defaults.
struct Shown {
    form: Form,
    values: Values,
    /// The session knows the primary's key, the secondary's.
    keys: (bool, bool),
}

impl Shown {
    async fn new(ux: &UserCx, listing: &Listing, taken: &[TakenOver]) -> Self {
        let form = Form::of(&ux.cx, FORM);
        let wanted = ux.cx.query("connection");
        let kept = taken.iter().find(|one| one.id() == wanted);
        let values = match kept {
            _ if form.is_refused() => Values::read(|name| form.typed(name).unwrap_or_default()),
            Some(kept) => Values::of(kept),
            None => defaults(listing, taken, wanted),
        };
        let keys = (
            post::is_key_kept(ux, &values.primary).await,
            post::is_key_kept(ux, &values.secondary).await,
        );
        Self { form, values, keys }
    }
}

/// Amazon's default number, and the hosted connection that there is no choice about.
fn defaults(listing: &Listing, taken: &[TakenOver], wanted: &str) -> Values {
    let is_taken = |offer: &&Offer| {
        let mut legs = taken.iter().flat_map(|one| &one.legs);
        legs.any(|leg| leg.hosted == offer.hosted.id)
    };
    let free: Vec<&Offer> = listing
        .offers
        .iter()
        .filter(|offer| !is_taken(offer))
        .collect();
    let chosen = match free.as_slice() {
        [only] => Some(only),
        free => free.iter().find(|offer| offer.hosted.id == wanted),
    };
    let mut values = Values {
        amazon_asn: Asn::AMAZON_DEFAULT.to_string(),
        ..Values::default()
    };
    values.primary.hosted = chosen.map(|offer| offer.value()).unwrap_or_default();
    values
}

fn nothing(account: &AwsAccountId) -> impl IntoView + use<> {
    let text = format!(
        "Account {account} has none. The partner orders it for your account ID; it appears here as soon as AWS lists it."
    );
    view! { <EmptyState title="No hosted connection found" text/> }
}

/// Where AWS could not be read.
fn gaps(listing: &Listing) -> AnyView {
    let only = listing.only.as_ref().map(|(region, error)| {
        let text = format!(
            "The account’s regions could not be listed ({}), so only {region} was looked into.",
            words::port_error(error)
        );
        view! {
            <p>{text}</p>
            <form class="form form--row" method="get" action=paths::take_over()>
                <TextInput name="region" label="Region" value=region.to_string() width=Width::Medium code=true/>
                <div class="actions"><Button label="Look in this region" kind=Kind::Secondary/></div>
            </form>
        }
    });
    let unread: Vec<_> = listing
        .unread
        .iter()
        .map(|(region, error)| view! { <li>{format!("{region}: {}", words::port_error(error))}</li> })
        .collect();
    if only.is_none() && unread.is_empty() {
        return ().into_any();
    }
    view! {
        <Banner tone=Tone::Warning title="AWS could not be read everywhere">
            {only}
            {(!unread.is_empty()).then(|| view! { <ul>{unread}</ul> })}
        </Banner>
    }
    .into_any()
}

/// The sandbox's other partner tells its values in a document.
fn letter(ux: &UserCx) -> Option<AnyView> {
    let settings = &ux.cx.services.settings;
    let url = settings
        .aws_endpoint
        .as_ref()
        .filter(|_| settings.mode == Mode::Sandbox)?;
    let letter = format!("{url}/_sandbox/partner");
    Some(
        view! {
            <p class="muted">"This is the sandbox: what its other partner told its customers stands in "<code>{letter}</code>"."</p>
        }
        .into_any(),
    )
}

fn form(listing: &Listing, taken: &[TakenOver], shown: &Shown) -> AnyView {
    let Shown { form, values, keys } = shown;
    let part_of = |id: &str| {
        let other =
            |one: &&TakenOver| one.id() != id && one.legs.iter().any(|leg| leg.hosted == id);
        let pair = taken.iter().find(other)?;
        Some(format!("It is part of {}", pair.name))
    };
    let choices = listing
        .offers
        .iter()
        .map(|offer| {
            Choice::new(offer.value(), offer.label())
                .description(offer.about())
                .unavailable(part_of(&offer.hosted.id))
        })
        .collect();
    let of = |field| form.error(field);
    let (partner_asn, amazon_asn) = (values.partner_asn.clone(), values.amazon_asn.clone());
    let leg = &values.primary;
    let (hosted, partner_ip, amazon_ip) = (
        leg.hosted.clone(),
        leg.partner_ip.clone(),
        leg.amazon_ip.clone(),
    );
    view! {
        <form class="form" method="post" action="/api/take_over" novalidate>
            <RadioGroup name="hosted" legend="Hosted connection" value=hosted choices error=of("hosted")/>
            <TextInput name="partner_asn" label="Partner ASN" value=partner_asn width=Width::Medium code=true numeric=true
                error=of("partner_asn") hint="Of the router at the other end: the partner’s, or your own behind it. AWS calls it “BGP ASN”"/>
            <TextInput name="amazon_asn" label="Amazon side ASN" value=amazon_asn width=Width::Medium code=true numeric=true
                error=of("amazon_asn") hint="What the partner expects at Amazon’s end: the gateway in AWS must have it"/>
            <TextInput name="partner_ip" label="Partner IP" value=partner_ip width=Width::Medium code=true
                error=of("partner_ip") hint="With /30 or /31. AWS calls it “Your router peer IP”"/>
            <TextInput name="amazon_ip" label="Amazon IP" value=amazon_ip width=Width::Medium code=true
                error=of("amazon_ip") hint="The other end of the same network. AWS calls it “Amazon router peer IP”"/>
            <SecretInput name="bgp_key" label="BGP key" error=of("bgp_key") hint=key_hint(keys.0)/>
            {(listing.offers.len() > 1).then(|| secondary(listing, shown))}
            <div class="actions"><Button label="Take over"/></div>
        </form>
    }
    .into_any()
}

fn key_hint(kept: bool) -> &'static str {
    if kept {
        "This session knows it: leave this empty, or type another one"
    } else {
        "6 to 80 characters without blanks. It is kept for this session only, never in the database"
    }
}

/// The other one of a pair.
fn secondary(listing: &Listing, shown: &Shown) -> AnyView {
    let Shown { form, values, keys } = shown;
    let offers = listing.offers.iter();
    let choices = std::iter::once(Choice::new("", "None: one connection only"))
        .chain(offers.map(|offer| Choice::new(offer.value(), offer.label())))
        .collect();
    let leg = &values.secondary;
    let (hosted, partner_ip, amazon_ip) = (
        leg.hosted.clone(),
        leg.partner_ip.clone(),
        leg.amazon_ip.clone(),
    );
    let hint = key_hint(keys.1);
    let [place, partner, amazon, key] = [
        "secondary",
        "partner_ip_secondary",
        "amazon_ip_secondary",
        "bgp_key_secondary",
    ]
    .map(|field| form.error(field));
    view! {
        <Card title="Secondary connection (optional)">
            <p>"A pair is set up together and ends on one gateway, so that one leg carries on when the other fails."</p>
            <Select name="secondary" label="Secondary hosted connection" value=hosted choices error=place/>
            <TextInput name="partner_ip_secondary" label="Partner IP, secondary" value=partner_ip width=Width::Medium code=true
                error=partner/>
            <TextInput name="amazon_ip_secondary" label="Amazon IP, secondary" value=amazon_ip width=Width::Medium code=true
                error=amazon/>
            <SecretInput name="bgp_key_secondary" label="BGP key, secondary" error=key hint/>
        </Card>
    }
    .into_any()
}

/// What was taken over before; the one that is being corrected can be let go.
fn again(taken: &[TakenOver], ux: &UserCx) -> Option<AnyView> {
    let wanted = ux.cx.query("connection");
    let row = |one: &TakenOver| {
        let (id, name) = (one.id().to_owned(), one.name.clone());
        let (open, change) = (paths::connection(&id), paths::take_over_again(&id));
        let let_go = (id == wanted).then(|| {
            view! {
                <form method="post" action="/api/let_go">
                    <input type="hidden" name="connection" value=id.clone()/>
                    <Button label=format!("Forget the values of {name}") id="let-go" kind=Kind::Secondary/>
                </form>
            }
        });
        view! {
            <li><a href=open>{name.clone()}</a>", "<code>{id.clone()}</code>". "<a href=change>{format!("Change the values of {name}")}</a>{let_go}</li>
        }
    };
    let rows: Vec<_> = taken.iter().map(row).collect();
    (!rows.is_empty()).then(|| {
        view! { <section aria-labelledby="taken"><h2 id="taken">"Taken over"</h2><ul class="prose">{rows}</ul></section> }
            .into_any()
    })
}
