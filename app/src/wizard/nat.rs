//! Step `nat`.

use domain::{values::Cidr, wizard::NatAnswer};
use leptos::prelude::*;

use super::{frame::Parts, scene::Scene};
use crate::components::{Checkbox, Notice, Row, Rows, TextInput, Tone, Width};

const LEAD: &str = "Translates addresses that exist on both sides. Leave it off unless your networks and your VPCs overlap.";

pub fn parts(scene: &Scene) -> Parts {
    let on = scene.fields().is_on("enabled");
    let (offered, too_wide) = offered(scene);
    let offered = if on || !scene.fields().values("native").is_empty() {
        Vec::new()
    } else {
        offered
    };
    let from_before = (!offered.is_empty()).then_some(
        "The customer networks of the step before are filled in; they count once NAT is enabled.",
    );
    let body = view! {
        <Checkbox name="enabled" label="Enable Cloud Grade NAT" checked=on
            hint="Each native CIDR below is translated one to one into addresses that Pureport assigns"/>
        <fieldset class="field group">
            <legend class="field__label">"Native CIDRs"</legend>
            <p class="field__hint">"The networks as they are numbered now: /16 or longer, without overlaps. "{from_before}</p>
            <div class="options">{rows(scene, &offered)}</div>
        </fieldset>
        {wide(&too_wide)}
    };
    Parts::new(LEAD, body).aside(help()).with_islands()
}

/// The customer networks that fit into a block, and those that don't.
fn offered(scene: &Scene) -> (Vec<Cidr>, Vec<Cidr>) {
    let networks = scene
        .answers
        .networks
        .iter()
        .flat_map(|networks| &networks.0);
    networks
        .map(|network| network.cidr)
        .partition(|cidr| cidr.prefix_len() >= NatAnswer::WIDEST)
}

fn rows(scene: &Scene, offered: &[Cidr]) -> impl IntoView + use<> {
    let fields = scene.fields();
    let mut values: Vec<String> = fields
        .values("native")
        .into_iter()
        .map(str::to_owned)
        .collect();
    if values.is_empty() {
        values = offered.iter().map(ToString::to_string).collect();
    }
    let wanted: usize = scene.ux.cx.query("rows").parse().unwrap_or(1);
    values.resize(
        values.len().max(wanted.clamp(1, NatAnswer::MAX)),
        String::new(),
    );
    let row = |(at, value)| {
        let name = format!("native.{at}");
        let error = scene.error(&name);
        view! { <Row at noun="Native CIDR"><TextInput name label="Native CIDR" value error width=Width::Medium code=true/></Row> }
    };
    let rows = values.into_iter().enumerate().map(row).collect_view();
    view! { <Rows>{rows}</Rows> }
}

fn wide(cidrs: &[Cidr]) -> Option<impl IntoView + use<>> {
    let list = cidrs
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(", ");
    (!cidrs.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning title="Not offered">
                <p>{format!("{list}: wider than the /16 that NAT hands out. Split it into networks of /16 or longer to translate it.")}</p>
            </Notice>
        }
    })
}

fn help() -> impl IntoView {
    view! {
        <Notice tone=Tone::Ready title="What Pureport will assign">
            <p>"For every native CIDR one of the same size, out of blocks of /16 from "<code>"100.64.0.0/10"</code>", and one CIDR for port translation between connections."</p>
            <p>"You see them on the connection’s page once it is built. AWS will see the assigned addresses, so route tables and security groups have to name those."</p>
        </Notice>
    }
}
