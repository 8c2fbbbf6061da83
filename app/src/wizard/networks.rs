//! Step `networks`.

use domain::{
    ports::{PortError, Vpc},
    values::Cidr,
    wizard::{Networks, warnings},
};
use leptos::prelude::*;

use super::{frame::Parts, scene::Scene};
use crate::{
    components::{Checkbox, CidrRow, CidrRows, MaybeText, Notice, Tone},
    words,
};

const LEAD: &str = "Not needed for routing: BGP carries the routes. Used only by policy-based VPNs on this network and \
                    by NAT. Skip if unsure.";

pub async fn parts(scene: &Scene) -> Parts {
    let vpcs = vpcs(scene).await;
    let body = view! {
        {warned(scene)}
        <fieldset class="field group">
            <legend class="field__label">"Networks behind this connection (optional)"</legend>
            <p class="field__hint">"IPv4 CIDRs such as "<code>"10.20.0.0/16"</code>", each with a name if you like. Empty rows are passed over."</p>
            <div class="options"><CidrRows rows=rows(scene)/></div>
        </fieldset>
        {offered(scene, vpcs)}
    };
    Parts::new(LEAD, body).with_islands()
}

fn rows(scene: &Scene) -> Vec<CidrRow> {
    let fields = scene.fields();
    let last = fields
        .rows("cidr")
        .into_iter()
        .chain(fields.rows("name"))
        .max()
        .map_or(0, |row| row + 1);
    let wanted: usize = scene.ux.cx.query("rows").parse().unwrap_or(1);
    let count = last.max(wanted).clamp(1, Networks::MAX + 1);
    let row = |at: usize| {
        let (name, cidr) = (format!("name.{at}"), format!("cidr.{at}"));
        CidrRow {
            name_error: MaybeText::from(scene.error(&name)),
            cidr_error: MaybeText::from(scene.error(&cidr)),
            name: fields.get(&name).to_owned(),
            cidr: fields.get(&cidr).to_owned(),
        }
    };
    (0..count).map(row).collect()
}

/// Valid and yet surprising: said, never refused.
fn warned(scene: &Scene) -> Option<impl IntoView + use<>> {
    let found = scene
        .answers
        .networks
        .as_ref()
        .map(warnings)
        .unwrap_or_default();
    let line = |cidr: Cidr| view! { <li>{words::network_warning(cidr)}</li> };
    (!found.is_empty()).then(|| {
        view! {
            <Notice tone=Tone::Warning title="Is this meant?">
                <ul>{found.into_iter().map(line).collect_view()}</ul>
                <p>"“Next” keeps them as they are."</p>
            </Notice>
        }
    })
}

/// `None`: AWS is not connected.
async fn vpcs(scene: &Scene) -> Option<Result<Vec<Vpc>, PortError>> {
    let (key, region) = (scene.ux.cloud_key.as_ref()?, &scene.region()?.name);
    Some(scene.ux.cx.services.cloud.vpcs(key, region).await)
}

fn offered(scene: &Scene, vpcs: Option<Result<Vec<Vpc>, PortError>>) -> AnyView {
    let region = scene
        .region()
        .map(|region| region.name.to_string())
        .unwrap_or_default();
    match vpcs {
        None => view! {
            <p class="muted">"Onramp offers the CIDRs of your VPCs here once AWS is connected. "<a href=scene.connect_aws()>"Connect AWS"</a></p>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <Notice tone=Tone::Warning title="The VPCs could not be read"><p>{words::port_error(&error)}" You can type the CIDRs above."</p></Notice>
        }
        .into_any(),
        Some(Ok(vpcs)) => boxes(scene, vpcs, &region),
    }
}

fn boxes(scene: &Scene, vpcs: Vec<Vpc>, region: &str) -> AnyView {
    let fields = scene.fields();
    let listed: Vec<&str> = fields.values("cidr");
    let each = vpcs
        .iter()
        .flat_map(|vpc| vpc.cidrs.iter().map(move |cidr| (vpc, cidr)));
    let free: Vec<_> = each
        .filter(|(_, cidr)| !listed.contains(&cidr.to_string().as_str()))
        .collect();
    if free.is_empty() {
        return view! { <p class="muted">{format!("Every VPC CIDR of {region} is in the list already.")}</p> }.into_any();
    }
    let one = |(at, (vpc, cidr)): (usize, (&Vpc, &Cidr))| {
        let name = match vpc.name.as_str() {
            "" if vpc.is_default => "default VPC",
            "" => "VPC without a name",
            name => name,
        };
        let hint = format!("`{}`", vpc.id);
        view! { <Checkbox name=format!("vpc.{at}") label=format!("{cidr}, {name}") value=format!("{cidr} {name}") hint/> }
    };
    let boxes = free.into_iter().enumerate().map(one).collect_view();
    view! {
        <fieldset class="field group">
            <legend class="field__label">{format!("Add CIDRs of your VPCs in {region}")}</legend>
            <p class="field__hint">"Ticked ones are added to the list above when you press a button."</p>
            <div class="options">{boxes}</div>
        </fieldset>
    }
    .into_any()
}
