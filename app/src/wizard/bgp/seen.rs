//! What AWS shows of gateways.

use domain::{
    ports::{Association, Gateway, GatewayState, PortError, VpnGateway},
    values::Asn,
    wizard::Fields,
};
use futures_util::{StreamExt, join, stream};
use leptos::prelude::*;

use crate::{
    components::{Notice, Tone},
    wizard::scene::Scene,
    words,
};

/// A Direct Connect gateway and what it connects; `None` where that could not be read.
pub type WithAssociations = (Gateway, Option<Vec<Association>>);

/// What AWS shows, as far as it is connected and answers.
pub enum Seen {
    NotConnected,
    Connected {
        gateways: Result<Vec<WithAssociations>, PortError>,
        vpn_gateways: Result<Vec<VpnGateway>, PortError>,
    },
}

impl Seen {
    pub async fn look(scene: &Scene) -> Self {
        let (Some(key), Some(region)) = (&scene.ux.cloud_key, scene.region()) else {
            return Self::NotConnected;
        };
        let (cloud, region) = (&scene.ux.cx.services.cloud, &region.name);
        let (gateways, vpn_gateways) =
            join!(cloud.gateways(key, region), cloud.vpn_gateways(key, region));
        let with = |gateway: Gateway| async move {
            let associations = cloud.associations(key, region, &gateway.id).await.ok();
            (gateway, associations)
        };
        let gateways = match gateways {
            Ok(gateways) => {
                let usable = gateways
                    .into_iter()
                    .filter(|gateway| is_usable(gateway.state));
                // AWS lists those of one gateway at a time, and its limits are shared.
                Ok(stream::iter(usable).map(with).buffered(4).collect().await)
            }
            Err(error) => Err(error),
        };
        let vpn_gateways = vpn_gateways.map(|all| {
            all.into_iter()
                .filter(|gateway| is_usable(gateway.state))
                .collect()
        });
        Self::Connected {
            gateways,
            vpn_gateways,
        }
    }

    /// Why "An existing Direct Connect gateway" can't be chosen.
    pub fn no_gateways(&self) -> Option<String> {
        match self {
            Self::NotConnected => Some(
                "Connect AWS to choose from a list, or choose “I will enter the ASN”".to_owned(),
            ),
            Self::Connected {
                gateways: Err(_), ..
            } => Some("The list could not be read".to_owned()),
            Self::Connected {
                gateways: Ok(all), ..
            } if all.is_empty() => Some("The connected AWS account has none".to_owned()),
            Self::Connected { .. } => None,
        }
    }

    /// What hinders a choice, and the way out.
    pub fn trouble(&self, scene: &Scene) -> Option<AnyView> {
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
async fn gateway_asn(scene: &Scene, fields: &Fields) -> Option<Asn> {
    let (key, region) = (scene.ux.cloud_key.as_ref()?, &scene.region()?.name);
    let cloud = &scene.ux.cx.services.cloud;
    if fields.get("target") == "vgw" {
        let all = cloud.vpn_gateways(key, region).await.ok()?;
        return all
            .into_iter()
            .find(|gateway| gateway.id == fields.get("vpn_gateway"))?
            .asn;
    }
    let all = cloud.gateways(key, region).await.ok()?;
    all.into_iter()
        .find(|gateway| gateway.id == fields.get("gateway"))
        .map(|gateway| gateway.asn)
}
