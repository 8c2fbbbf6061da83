//! One VPC: what is at it, and the buttons that change it.

use domain::{
    ports::{AttachmentState, Choice, Target, VpnGateway},
    setup::{Goal, Refusal, RegionView, Task, VpcView, Wait, vpn_gateway, vpn_gateway_fits},
    tags,
    values::name_or_id,
};
use leptos::prelude::*;

use crate::{
    components::{
        Button, Card, DescriptionList, Disclosure, Kind, LinkButton, StateBadge, TextInput,
        ValueRow, WaitText, Width, slug,
    },
    paths,
    setup::{label, load::Loaded, target},
    words,
};

fn cidrs(view: &VpcView<'_>) -> String {
    let all: Vec<String> = view.vpc.cidrs.iter().map(ToString::to_string).collect();
    all.join(", ")
}

pub(super) fn card(at: &Loaded, region: &RegionView, view: &VpcView<'_>, label: &str) -> AnyView {
    let gateway = view.gateway.map(|found| {
        let (named, asn) = (label::vpn_gateway(found), found.asn.map(|asn| asn.to_string()));
        view! { <ValueRow label="Virtual private gateway" value=named/><ValueRow label="Its ASN" value=asn/> }
    });
    let is_default = view.vpc.is_default.then_some("The region’s default VPC.");
    let title = label.to_owned();
    let act = match view.gateway.and_then(|found| found.attachment.as_ref()) {
        Some((_, AttachmentState::Attached)) => attached(at, view, label),
        Some(_) => {
            let elapsed =
                at.elapsed(|goal| matches!(goal, Goal::Attach { vpc, .. } if *vpc == view.vpc.id));
            view! { <WaitText elapsed usual=words::usual(Wait::Attachment)/> }.into_any()
        }
        None => {
            view! { {create(at, view, label)}{attach_existing(at, region, view, label)} }.into_any()
        }
    };
    let (id, cidrs) = (view.vpc.id.clone(), cidrs(view));
    view! {
        <Card title id=slug(&view.vpc.id) aside=badge(at, view)>
            <DescriptionList>
                <ValueRow label="VPC ID" value=id note=is_default/>
                <ValueRow label="CIDRs" value=cidrs/>
                {gateway}
            </DescriptionList>
            {act}
        </Card>
    }
    .into_any()
}

fn badge(at: &Loaded, view: &VpcView<'_>) -> AnyView {
    let working =
        at.is_running(|goal| matches!(goal, Goal::Attach { vpc, .. } if *vpc == view.vpc.id));
    let attachment = view.gateway.and_then(|found| found.attachment.as_ref());
    let (state, word) = match attachment {
        Some((_, AttachmentState::Attached)) => ("attached", "Attached"),
        Some((_, state)) => ("attaching", words::attachment_state(*state)),
        None if working => ("in_progress", "Being created"),
        None if !region_has_read(at, view, "ec2:DescribeVpnGateways") => ("unknown", "Not known"),
        None => ("absent", "No gateway"),
    };
    view! { <StateBadge state word/> }.into_any()
}

fn region_has_read(at: &Loaded, view: &VpcView<'_>, operation: &str) -> bool {
    let cloud = at.seen.cloud.as_ref();
    cloud.is_some_and(|cloud| !cloud.has_gap_in(operation, view.region))
}

/// The VPC's gateway serves this connection too.
fn attached(at: &Loaded, view: &VpcView<'_>, label: &str) -> AnyView {
    let Some(gateway) = view.gateway else {
        return ().into_any();
    };
    let text = format!("Use the attached gateway, {label}");
    if !at.seen.ends_on_vpn_gateway() {
        if view.association.is_some() {
            return ().into_any();
        }
        let page = paths::task(at.id(), Task::Association);
        let href = paths::with_query(&page, &[("gateway", &gateway.id)]);
        return view! { <div class="actions"><LinkButton label=text href kind=Kind::Secondary/></div> }.into_any();
    }
    let is_target = vpn_gateway(&at.seen).is_some_and(|found| found.id == gateway.id);
    if is_target {
        return view! { <p>"The interfaces of this connection end here."</p> }.into_any();
    }
    let target = Target::VirtualPrivateGateway(gateway.id.clone());
    let refusal = vpn_gateway_fits(gateway, &at.seen)
        .and_then(|()| target::allows(&Choice::Existing { target }, &at.seen));
    let unavailable = refusal.err().map(|refusal| words::refusal(&refusal));
    let (id, gateway) = (at.id().to_owned(), gateway.id.clone());
    view! {
        <form method="post" action="/api/use_vpn_gateway" novalidate>
            <input type="hidden" name="connection" value=id/>
            <input type="hidden" name="gateway" value=gateway/>
            <Button label=text id=format!("use-{}", view.vpc.id) kind=Kind::Secondary unavailable/>
        </form>
    }
    .into_any()
}

pub(super) fn default_name(at: &Loaded, view: &VpcView<'_>) -> String {
    let part = tags::vpc_part(&view.vpc.name, &view.vpc.id);
    tags::name(&at.seen.connection.name, at.id(), &part)
}

fn goal(at: &Loaded, view: &VpcView<'_>, gateway: Option<&str>) -> Goal {
    Goal::Attach {
        region: view.region.clone(),
        vpc: view.vpc.id.clone(),
        gateway: gateway.map(str::to_owned),
        name: default_name(at, view),
        asn: None,
    }
}

/// The hidden fields that every form of this VPC has.
fn hidden(at: &Loaded, view: &VpcView<'_>) -> AnyView {
    let (id, region, vpc) = (
        at.id().to_owned(),
        view.region.to_string(),
        view.vpc.id.clone(),
    );
    view! {
        <input type="hidden" name="connection" value=id/>
        <input type="hidden" name="region" value=region/>
        <input type="hidden" name="vpc" value=vpc/>
    }
    .into_any()
}

fn create(at: &Loaded, view: &VpcView<'_>, label: &str) -> AnyView {
    let vpc = view.vpc.id.clone();
    let refused = at.refused().and_then(|(goal, refusal)| match goal {
        Goal::Attach {
            vpc: of,
            gateway: None,
            name,
            asn,
            ..
        } if *of == vpc => Some((name.clone(), *asn, refusal)),
        _ => None,
    });
    let why = refused.as_ref().and_then(|(_, _, why)| *why);
    let name_error = why
        .filter(|why| **why == Refusal::NameUnusable)
        .map(words::refusal);
    let about_asn = |why: &&Refusal| {
        matches!(
            why,
            Refusal::AsnUnusable { .. } | Refusal::AsnMismatch { .. }
        )
    };
    let asn_error = why.filter(about_asn).map(words::refusal);
    let on_target = at.seen.ends_on_vpn_gateway();
    let asn = match (&refused, why) {
        (_, Some(Refusal::AsnUnusable { asn })) => asn.clone(),
        (Some((_, asn, _)), _) => asn.map(|asn| asn.to_string()).unwrap_or_default(),
        (None, _) if on_target => at.seen.ordered_asn().to_string(),
        (None, _) => String::new(),
    };
    let hint = if on_target {
        "The ordered one: the interfaces end here."
    } else {
        "Empty means Amazon’s default, 64512. With a Direct Connect gateway as target any will do."
    };
    // What was typed is not hidden, least of all an ASN that can't be changed afterwards.
    let open = refused.is_some();
    let name = refused.map_or_else(|| default_name(at, view), |(name, ..)| name);
    let unavailable = at.unavailable(&goal(at, view, None));
    let hidden = hidden(at, view);
    let (button, stem) = (
        format!("Create and attach, {label}"),
        format!("create-{vpc}"),
    );
    let (name_label, asn_label) = (
        format!("Name, {label}"),
        format!("Amazon side ASN, {label}"),
    );
    view! {
        <form class="form" method="post" action="/api/attach_gateway" novalidate>
            {hidden}
            <Disclosure summary=format!("Name and ASN, {label}") id=format!("more-{vpc}") open>
                <TextInput name="name" id=format!("name-{vpc}") label=name_label value=name error=name_error/>
                <TextInput name="asn" id=format!("asn-{vpc}") label=asn_label value=asn hint
                    error=asn_error width=Width::Medium code=true numeric=true/>
            </Disclosure>
            <div class="actions"><Button label=button id=stem kind=Kind::Secondary unavailable/></div>
        </form>
    }
    .into_any()
}

/// Gateways of the region that are attached to nothing.
fn attach_existing(at: &Loaded, region: &RegionView, view: &VpcView<'_>, label: &str) -> AnyView {
    let loose = region
        .vpn_gateways
        .iter()
        .filter(|gateway| gateway.attachment.is_none() && !gateway.state.is_going());
    let form = |gateway: &VpnGateway| {
        let name = name_or_id(&gateway.name, &gateway.id);
        let unavailable = at.unavailable(&goal(at, view, Some(&gateway.id)));
        let (text, id) = (format!("Attach {name}, {label}"), gateway.id.clone());
        let stem = format!("attach-{id}-{}", view.vpc.id);
        view! {
            <form method="post" action="/api/attach_gateway" novalidate>
                {hidden(at, view)}
                <input type="hidden" name="gateway" value=id/>
                <Button label=text id=stem kind=Kind::Secondary unavailable/>
            </form>
        }
    };
    let forms: Vec<_> = loose.map(form).collect();
    forms.into_any()
}
