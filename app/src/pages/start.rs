use leptos::prelude::*;

use crate::{
    answer::{Page, Stop},
    components::{Kind, LinkButton, PageHeader},
    context::Cx,
    paths,
};

const TITLE: &str = "Connect your network to AWS";

/// What it takes, how long it lasts, what it costs, before anybody signs in.
pub fn page(cx: Cx) -> Result<Page, Stop> {
    if let Some(user) = &cx.user {
        return Err(Stop::Go(user.home()));
    }
    let view = view! {
        <PageHeader title=TITLE
            lead="From nothing to a proven private path: order the connection at Pureport, set AWS up, and see your routes arrive in the VPC’s route tables.">
            <LinkButton label="Sign in" href=paths::sign_in("") kind=Kind::Primary/>
        </PageHeader>
        <div class="cards cards--three">
            <section class="card"><h2>"What you need"</h2>{needs()}</section>
            <section class="card"><h2>"How long each wait is"</h2>{waits()}</section>
            <section class="card"><h2>"What starts to cost, and when"</h2>{costs()}</section>
        </div>
    };
    Ok(Page::new(TITLE, view))
}

fn needs() -> impl IntoView {
    view! {
        <ul class="prose">
            <li>"A Pureport API key with its secret, allowed to create and update networks"</li>
            <li>"Access to the AWS account: temporary credentials are best, and your administrator may prepare a role for them"</li>
            <li>"The Amazon side ASN, if you have a gateway already; 64512 otherwise"</li>
            <li>"The CIDRs of your VPCs: those on one gateway must not overlap"</li>
        </ul>
    }
}

fn waits() -> impl IntoView {
    view! {
        <ul class="prose">
            <li>"Pureport builds the connection: 1–3 minutes"</li>
            <li>"AWS takes the accepted connection up: 1–10 minutes"</li>
            <li>"Virtual interface and BGP: about a minute each"</li>
            <li>"Gateway association: 5–20 minutes"</li>
        </ul>
        <p class="muted">"Nothing has to be watched: every page may be closed and opened again."</p>
    }
}

fn costs() -> impl IntoView {
    view! {
        <ul class="prose">
            <li>"Pureport bills the connection by its term; the price is shown before you order"</li>
            <li>"AWS bills port-hours from the moment you accept a connection, until it is deleted"</li>
            <li>"AWS bills data out by region; data in is free, and so is the Direct Connect gateway"</li>
        </ul>
    }
}
