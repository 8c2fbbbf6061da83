//! The plan's controls, each preset sensibly.

use domain::{
    ports::{RouteTable, VpnGateway},
    setup::{Refusal, VpcView, gateway_fits, vpcs},
    values::name_or_id,
};
use leptos::prelude::*;

use super::{
    super::{label::Labels, load::Loaded},
    read::{Typed, fixed_target, preset_target},
};
use crate::{
    components::{Checkbox, Choice, Disclosure, RadioGroup, Select, TextInput},
    form::Form,
    words,
};

pub(super) fn choices(at: &Loaded, typed: &Typed, form: &Form) -> AnyView {
    let (prefixes, error) = (typed.prefixes.clone(), form.error("prefixes"));
    let (tables, mtu) = (tables(at, typed), mtu(at, typed, form));
    view! {
        {targets(at, typed, form)}
        {vpc_list(at, typed, form)}
        <Disclosure summary="Allowed prefixes, route tables and MTU">
            <TextInput name="prefixes" label="Allowed prefixes (optional)" value=prefixes error
                hint="Empty: all CIDRs of each VPC. Otherwise equal or wider, for example `10.0.0.0/8`, separated by commas."/>
            {tables}
            {mtu}
        </Disclosure>
    }
    .into_any()
}

fn targets(at: &Loaded, typed: &Typed, form: &Form) -> AnyView {
    let asn = at.seen.ordered_asn();
    let fixed = fixed_target(&at.seen);
    let off = |id: &str| {
        let other = fixed.as_deref().is_some_and(|fixed| fixed != id);
        other.then(|| words::refusal(&Refusal::TargetFixed))
    };
    let mut choices = vec![
        Choice::new("new_gateway", "A new Direct Connect gateway")
            .description(format!("Onramp creates it with ASN {asn}. It reaches VPCs in every region but China’s, and costs nothing."))
            .unavailable(off("new_gateway")),
    ];
    let gateways = at.seen.cloud.iter().flat_map(|cloud| &cloud.gateways);
    choices.extend(
        gateways
            .filter(|found| !found.state.is_going())
            .map(|found| {
                let name = name_or_id(&found.name, &found.id);
                let misfit = gateway_fits(found, &at.seen).err();
                let refused = misfit.as_ref().map(words::refusal);
                Choice::new(&found.id, format!("{name}, ASN {}", found.asn))
                    .description(format!(
                        "An existing Direct Connect gateway, `{}`.",
                        found.id
                    ))
                    .unavailable(refused.or_else(|| off(&found.id)))
            }),
    );
    choices.push(
        Choice::new("new_vpn_gateway", "The VPC’s own virtual private gateway")
            .description(format!(
                "Without a Direct Connect gateway: one VPC of {} only.",
                at.region()
            ))
            .unavailable(off("new_vpn_gateway")),
    );
    let chosen = preset_target(&at.seen);
    if chosen.starts_with("vgw-") {
        choices.push(Choice::new(
            &chosen,
            format!("The virtual private gateway {chosen}"),
        ));
    }
    let value = typed.target.clone();
    view! { <RadioGroup name="target" legend="Target" choices value error=form.error("target")/> }
        .into_any()
}

fn vpc_list(at: &Loaded, typed: &Typed, form: &Form) -> AnyView {
    let mut views = vpcs(&at.seen);
    views.sort_by_key(|view| (*view.region != *at.region(), view.vpc.is_default));
    let labels = Labels::of_vpcs(views.iter().map(|view| view.vpc));
    let boxes: Vec<_> = views
        .iter()
        .map(|view| one_vpc(view, typed, &labels.get(&view.vpc.id)))
        .collect();
    let error = form
        .error("vpcs")
        .map(|text| view! { <p class="field__error" id="vpcs-error">{text}</p> });
    let none = boxes
        .is_empty()
        .then(|| view! { <p>"No VPC is in sight."</p> });
    view! {
        <fieldset class="field group" id="vpcs" tabindex="-1">
            <legend class="field__label">"VPCs to reach"</legend>
            {error}{none}
            <div class="options">{boxes}</div>
        </fieldset>
    }
    .into_any()
}

fn one_vpc(view: &VpcView<'_>, typed: &Typed, label: &str) -> AnyView {
    let vpc = view.vpc;
    let cidrs: Vec<String> = vpc.cidrs.iter().map(ToString::to_string).collect();
    let label = format!("{label}, {}", cidrs.join(" "));
    let hint = view
        .gateway
        .map(|found: &VpnGateway| format!("Its virtual private gateway `{}` is used.", found.id));
    let (value, id) = (vpc.id.clone(), format!("vpc-{}", vpc.id));
    let checked = typed.vpcs.contains(&vpc.id);
    view! { <Checkbox name="vpcs[]" value id label checked hint aside=view.region.to_string()/> }
        .into_any()
}

/// Every table of every VPC; those of VPCs that are not chosen do not count.
fn tables(at: &Loaded, typed: &Typed) -> AnyView {
    let regions = at.seen.cloud.iter().flat_map(|cloud| &cloud.regions);
    let all: Vec<&RouteTable> = regions.flat_map(|region| &region.tables).collect();
    let labels = Labels::of_tables(all.iter().copied());
    let boxes: Vec<_> = vpcs(&at.seen)
        .iter()
        .flat_map(|view| {
            all.iter()
                .filter(|table| table.vpc == view.vpc.id)
                .map(move |table| (view.vpc, *table))
        })
        .map(|(vpc, table)| {
            let main = if table.main { ", main" } else { "" };
            let label = format!(
                "{}{main}, of {}",
                labels.get(&table.id),
                name_or_id(&vpc.name, &vpc.id)
            );
            let off = typed.vpcs.contains(&vpc.id)
                && !typed.tables.is_empty()
                && !typed.tables.contains(&table.id);
            let (value, id) = (table.id.clone(), format!("table-{}", table.id));
            view! { <Checkbox name="tables[]" value id label checked=!off/> }
        })
        .collect();
    view! {
        <fieldset class="field group">
            <legend class="field__label">"Route tables that take the routes"</legend>
            <p class="field__hint">"Only those of the chosen VPCs count."</p>
            <div class="options">{boxes}</div>
        </fieldset>
    }
    .into_any()
}

fn mtu(at: &Loaded, typed: &Typed, form: &Form) -> AnyView {
    let jumbo = at.seen.cloud.as_ref().is_some_and(|cloud| {
        let legs = &at.seen.connection.legs;
        legs.iter().all(|leg| {
            cloud
                .hosted_of(leg)
                .is_some_and(|hosted| hosted.jumbo_capable)
        })
    });
    let reason = (!jumbo).then(|| "not all connections are jumbo capable".to_owned());
    let choices = vec![
        Choice::new("1500", "1500"),
        Choice::new("8500", "8500").unavailable(reason),
    ];
    view! { <Select name="mtu" label="MTU" choices value=typed.mtu.clone() error=form.error("mtu") hint="The same on all interfaces."/> }
        .into_any()
}
