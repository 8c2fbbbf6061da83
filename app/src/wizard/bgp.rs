//! Step `bgp`: the target first, because its ASN is the one to order.

use domain::{
    ports::{Association, Gateway, GatewayState, PortError, VpnGateway},
    values::Asn,
    wizard::Fields,
};
use futures_util::{future::join_all, join};
use leptos::prelude::*;

use super::{frame::Parts, scene::Scene};
use crate::{
    components::{Choice, Notice, RadioGroup, Select, TextInput, Tone, Width},
    words,
};

const LEAD: &str = "Where the connection will end in AWS. The gateway there has an ASN, and the order must name the same one.";

pub async fn parts(scene: &Scene) -> Parts {
    let seen = Seen::look(scene).await;
    let fields = scene.fields();
    let body = view! {
        {seen.trouble(scene)}
        {target(scene, &fields, &seen)}
        {gateways(scene, &fields, &seen)}
        {vpn_gateways(scene, &fields, &seen)}
        {asn(scene, &fields)}
    };
    Parts::new(LEAD, body).aside(help())
}

/// A Direct Connect gateway and what it connects; `None` where that could not be read.
type WithAssociations = (Gateway, Option<Vec<Association>>);

/// What AWS shows, as far as it is connected and answers.
enum Seen {
    NotConnected,
    Connected {
        gateways: Result<Vec<WithAssociations>, PortError>,
        vpn_gateways: Result<Vec<VpnGateway>, PortError>,
    },
}

impl Seen {
    async fn look(scene: &Scene) -> Self {
        let (Some(key), Some(region)) = (&scene.ux.cloud_key, scene.region()) else {
            return Self::NotConnected;
        };
        let (cloud, region) = (&scene.ux.cx.services.cloud, &region.name);
        let (gateways, vpn_gateways) = join!(cloud.gateways(key, region), cloud.vpn_gateways(key, region));
        let with = |gateway: Gateway| async move {
            let associations = cloud.associations(key, region, &gateway.id).await.ok();
            (gateway, associations)
        };
        let gateways = match gateways {
            Ok(gateways) => {
                let usable = gateways.into_iter().filter(|gateway| is_usable(gateway.state));
                Ok(join_all(usable.map(with)).await)
            }
            Err(error) => Err(error),
        };
        let vpn_gateways =
            vpn_gateways.map(|all| all.into_iter().filter(|gateway| is_usable(gateway.state)).collect());
        Self::Connected { gateways, vpn_gateways }
    }

    /// Why "An existing Direct Connect gateway" can't be chosen.
    fn no_gateways(&self) -> Option<String> {
        match self {
            Self::NotConnected => Some("Connect AWS to choose from a list, or choose “I will enter the ASN”".to_owned()),
            Self::Connected { gateways: Err(_), .. } => Some("The list could not be read".to_owned()),
            Self::Connected { gateways: Ok(all), .. } if all.is_empty() => {
                Some("The connected AWS account has none".to_owned())
            }
            Self::Connected { .. } => None,
        }
    }

    /// What hinders a choice, and the way out.
    fn trouble(&self, scene: &Scene) -> Option<AnyView> {
        match self {
            Self::NotConnected => Some(
                view! {
                    <p class="muted"><a href=scene.connect_aws()>"Connect AWS"</a>" to choose among the gateways that you have. Without it, a new gateway or a typed ASN works as well."</p>
                }
                .into_any(),
            ),
            Self::Connected { gateways: Err(error), .. } | Self::Connected { vpn_gateways: Err(error), .. } => {
                let text = words::port_error(error);
                Some(
                    view! {
                        <Notice tone=Tone::Warning title="Not every gateway could be read"><p>{text}" A new gateway or a typed ASN works as well."</p></Notice>
                    }
                    .into_any(),
                )
            }
            Self::Connected { .. } => None,
        }
    }
}

fn is_usable(state: GatewayState) -> bool {
    matches!(state, GatewayState::Available | GatewayState::Pending)
}

fn target(scene: &Scene, fields: &Fields, seen: &Seen) -> impl IntoView + use<> {
    let region = scene.region().map(|region| region.name.to_string()).unwrap_or_default();
    let choices = vec![
        Choice::new("new", "A new Direct Connect gateway")
            .description("Onramp creates it with the ASN below. AWS’s recommendation: it is free, reaches VPCs in every region, and takes more connections later."),
        Choice::new("existing", "An existing Direct Connect gateway")
            .description("Its ASN is fixed and becomes the ordered one.")
            .unavailable(seen.no_gateways()),
        Choice::new("vgw", "A virtual private gateway")
            .description(format!("Reaches exactly one VPC, in {region} only. Choose it below, or later in the set-up.")),
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
    let Seen::Connected { gateways: Ok(all), .. } = seen else { return None };
    let choices: Vec<Choice> = std::iter::once(Choice::new("", "None chosen")).chain(all.iter().map(gateway_choice)).collect();
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
        Some(all) => format!("connects {}", all.iter().map(|one| one.associated.as_str()).collect::<Vec<_>>().join(", ")),
    };
    let transit = associations.iter().flatten().any(|one| one.associated.starts_with("tgw-"));
    let name = if gateway.name.is_empty() { &gateway.id } else { &gateway.name };
    let label = format!("{name}, ASN {}, {connects}, {}", gateway.asn, gateway.id);
    Choice::new(&gateway.id, label)
        .unavailable(transit.then(|| "takes no private interfaces beside a transit gateway".to_owned()))
}

fn vpn_gateways(scene: &Scene, fields: &Fields, seen: &Seen) -> Option<impl IntoView + use<>> {
    let Seen::Connected { vpn_gateways: Ok(all), .. } = seen else { return None };
    let later = Choice::new("", "Choose or create it in the set-up");
    let choices: Vec<Choice> = std::iter::once(later).chain(all.iter().map(vpn_choice)).collect();
    let (value, error) = (fields.get("vpn_gateway").to_owned(), scene.error("vpn_gateway"));
    (!all.is_empty()).then(|| {
        view! {
            <Select name="vpn_gateway" label="Virtual private gateway" choices value error
                hint="Counts with “A virtual private gateway”"/>
        }
    })
}

fn vpn_choice(gateway: &VpnGateway) -> Choice {
    let name = if gateway.name.is_empty() { &gateway.id } else { &gateway.name };
    let vpc = gateway.attachment.as_ref().map_or_else(|| "not attached".to_owned(), |(vpc, _)| format!("attached to {vpc}"));
    match gateway.asn {
        Some(asn) => Choice::new(&gateway.id, format!("{name}, ASN {asn}, {vpc}, {}", gateway.id)),
        None => Choice::new(&gateway.id, format!("{name}, {vpc}, {}", gateway.id)).unavailable("AWS does not say its ASN"),
    }
}

/// The number as typed, else the chosen gateway's, else AWS's default.
fn asn(scene: &Scene, fields: &Fields) -> impl IntoView + use<> {
    let shown = match (fields.get("asn"), fields.get("gateway_asn")) {
        ("", "") => Asn::AMAZON_DEFAULT.to_string(),
        ("", gateway) => gateway.to_owned(),
        (typed, _) => typed.to_owned(),
    };
    view! {
        <input type="hidden" name="asn_shown" value=shown.clone()/>
        <TextInput name="asn" label="Amazon side ASN" value=shown error=scene.error("asn") width=Width::Medium code=true numeric=true
            hint="AWS’s default is `64512`; 64512–65534 and 4200000000–4294967294 are allowed. With a gateway chosen above its own ASN counts, so leave this as it is."/>
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

/// The posted form with what only the server may say: the ASN of the chosen gateway. An ASN that
/// was left as the page showed it gives way to the gateway's.
pub async fn taken(scene: &Scene, form: &Fields) -> Fields {
    let mut fields = form.of_step(scene.step);
    let named = match fields.get("target") {
        "existing" => !fields.get("gateway").is_empty(),
        "vgw" => !fields.get("vpn_gateway").is_empty(),
        _ => false,
    };
    if !named {
        return fields;
    }
    if form.get("asn").trim() == form.get("asn_shown") {
        fields.unset("asn");
    }
    if let Some(asn) = gateway_asn(scene, &fields).await {
        fields.set("gateway_asn", asn.to_string());
    }
    fields
}

/// The ASN of the gateway that the form names, as AWS shows it now.
pub async fn gateway_asn(scene: &Scene, fields: &Fields) -> Option<Asn> {
    let (key, region) = (scene.ux.cloud_key.as_ref()?, &scene.region()?.name);
    let cloud = &scene.ux.cx.services.cloud;
    if fields.get("target") == "vgw" {
        let all = cloud.vpn_gateways(key, region).await.ok()?;
        return all.into_iter().find(|gateway| gateway.id == fields.get("vpn_gateway"))?.asn;
    }
    let all = cloud.gateways(key, region).await.ok()?;
    all.into_iter().find(|gateway| gateway.id == fields.get("gateway")).map(|gateway| gateway.asn)
}
