//! Step `bgp`: the target first, because its ASN is the one to order.

mod seen;

pub use seen::taken;

use domain::{
    ports::VpnGateway,
    values::{Asn, name_or_id},
    wizard::Fields,
};
use leptos::prelude::*;

use super::{frame::Parts, scene::Scene};
use crate::components::{Choice, Notice, RadioGroup, Select, TextInput, Tone, Width};
use seen::{Seen, WithAssociations};

const LEAD: &str = "Where the connection will end in AWS. The gateway there has an ASN, and the order must name the same one.";

pub async fn parts(scene: &Scene) -> Parts {
    let seen = Seen::look(scene).await;
    let fields = scene.fields();
    let body = view! {
        {seen.trouble(scene)}
        {target(scene, &fields, &seen)}
        {gateways(scene, &fields, &seen)}
        {vpn_gateways(scene, &fields, &seen)}
        {asn(scene, &fields, &seen)}
    };
    Parts::new(LEAD, body).aside(help())
}

fn target(scene: &Scene, fields: &Fields, seen: &Seen) -> impl IntoView + use<> {
    let region = scene
        .region()
        .map(|region| region.name.to_string())
        .unwrap_or_default();
    let when = match seen {
        Seen::Connected {
            vpn_gateways: Ok(all),
            ..
        } if !all.is_empty() => "below, or later in the set-up",
        _ => "later, in the set-up",
    };
    let choices = vec![
        Choice::new("new", "A new Direct Connect gateway")
            .description("Onramp creates it with the ASN below. AWS’s recommendation: it is free, reaches VPCs in every region, and takes more connections later."),
        Choice::new("existing", "An existing Direct Connect gateway")
            .description("Its ASN is fixed and becomes the ordered one.")
            .unavailable(seen.no_gateways()),
        Choice::new("vgw", "A virtual private gateway")
            .description(format!("Reaches exactly one VPC, in {region} only. Choose it {when}.")),
        Choice::new("asn", "I will enter the ASN")
            .description("For a gateway that is not in sight here. You choose it, or create it with this ASN, in the set-up."),
    ];
    let value = match fields.get("target") {
        "" => "new".to_owned(),
        typed => typed.to_owned(),
    };
    view! { <RadioGroup name="target" legend="What will this connect to in AWS?" choices value error=scene.error("target")/> }
}

fn gateways(scene: &Scene, fields: &Fields, seen: &Seen) -> Option<impl IntoView + use<>> {
    let Seen::Connected {
        gateways: Ok(all), ..
    } = seen
    else {
        return None;
    };
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "None chosen"))
        .chain(all.iter().map(gateway_choice))
        .collect();
    let (value, error) = (fields.get("gateway").to_owned(), scene.error("gateway"));
    (!all.is_empty()).then(|| {
        view! {
            <Select name="gateway" label="Direct Connect gateway" choices value error
                hint="Counts with “An existing Direct Connect gateway”"/>
        }
    })
}

fn gateway_choice((gateway, associations): &WithAssociations) -> Choice {
    let connects = match associations.as_deref() {
        None => "what it connects is not known".to_owned(),
        Some([]) => "connects nothing yet".to_owned(),
        Some(all) => format!(
            "connects {}",
            all.iter()
                .map(|one| one.associated.as_str())
                .collect::<Vec<_>>()
                .join(", ")
        ),
    };
    let transit = associations
        .iter()
        .flatten()
        .any(|one| one.associated.starts_with("tgw-"));
    let name = name_or_id(&gateway.name, &gateway.id);
    let label = format!("{name}, ASN {}, {connects}, {}", gateway.asn, gateway.id);
    Choice::new(&gateway.id, label).unavailable(
        transit.then(|| "takes no private interfaces beside a transit gateway".to_owned()),
    )
}

fn vpn_gateways(scene: &Scene, fields: &Fields, seen: &Seen) -> Option<impl IntoView + use<>> {
    let Seen::Connected {
        vpn_gateways: Ok(all),
        ..
    } = seen
    else {
        return None;
    };
    let later = Choice::new("", "Choose or create it in the set-up");
    let choices: Vec<Choice> = std::iter::once(later)
        .chain(all.iter().map(vpn_choice))
        .collect();
    let (value, error) = (
        fields.get("vpn_gateway").to_owned(),
        scene.error("vpn_gateway"),
    );
    (!all.is_empty()).then(|| {
        view! {
            <Select name="vpn_gateway" label="Virtual private gateway" choices value error
                hint="Counts with “A virtual private gateway”"/>
        }
    })
}

fn vpn_choice(gateway: &VpnGateway) -> Choice {
    let name = name_or_id(&gateway.name, &gateway.id);
    let vpc = gateway.attachment.as_ref().map_or_else(
        || "not attached".to_owned(),
        |(vpc, _)| format!("attached to {vpc}"),
    );
    match gateway.asn {
        Some(asn) => Choice::new(
            &gateway.id,
            format!("{name}, ASN {asn}, {vpc}, {}", gateway.id),
        ),
        None => Choice::new(&gateway.id, format!("{name}, {vpc}, {}", gateway.id))
            .unavailable("AWS does not say its ASN"),
    }
}

/// The number as typed, else the chosen gateway's, else AWS's default.
fn asn(scene: &Scene, fields: &Fields, seen: &Seen) -> impl IntoView + use<> {
    let shown = match (fields.get("asn"), fields.get("gateway_asn")) {
        ("", "") => Asn::AMAZON_DEFAULT.to_string(),
        ("", gateway) => gateway.to_owned(),
        (typed, _) => typed.to_owned(),
    };
    let hint = match seen {
        Seen::NotConnected => {
            "AWS’s default is `64512`; 64512–65534 and 4200000000–4294967294 are allowed."
        }
        Seen::Connected { .. } => {
            "AWS’s default is `64512`; 64512–65534 and 4200000000–4294967294 are allowed. With a gateway chosen above its own ASN counts, so leave this as it is."
        }
    };
    view! {
        <input type="hidden" name="asn_shown" value=shown.clone()/>
        <TextInput name="asn" label="Amazon side ASN" value=shown error=scene.error("asn") width=Width::Medium code=true numeric=true hint/>
    }
}

fn help() -> impl IntoView {
    view! {
        <Notice tone=Tone::Ready title="Why the ASN matters">
            <p>"The ASN ordered here must be the ASN of the gateway on which the virtual interfaces will end. If they differ, BGP never comes up."</p>
            <p>"A gateway’s ASN is fixed when it is created. If you gave yours an ASN of your own, that is the one to order."</p>
            <p>"7224, 9059, 10124 and 17493 are found on old virtual private gateways only. Pureport’s own ASN is refused: both sides need different ones."</p>
        </Notice>
    }
}
