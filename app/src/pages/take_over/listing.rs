//! The hosted connections of an AWS account, in every region that it may look into.

use domain::{
    ports::{CloudKey, HostedConnection, PortError},
    takeover::is_on_offer,
    values::{RegionName, name_or_id},
};
use futures_util::future::join_all;

use crate::{answer::Stop, context::UserCx, words};

/// What AWS lists.
pub(super) struct Listing {
    pub offers: Vec<Offer>,
    /// Regions that could not be read.
    pub unread: Vec<(RegionName, PortError)>,
    /// The regions could not be listed, so only these were looked into.
    pub only: Option<(RegionName, PortError)>,
}

/// One that can be taken over.
pub(super) struct Offer {
    pub region: RegionName,
    pub hosted: HostedConnection,
}

impl Offer {
    /// The form's value.
    pub fn value(&self) -> String {
        format!("{}/{}", self.region, self.hosted.id)
    }

    pub fn label(&self) -> String {
        let name = name_or_id(&self.hosted.name, &self.hosted.id);
        format!("{name} ({})", self.hosted.id)
    }

    /// Who ordered it, what it is, and how far it is.
    pub fn about(&self) -> String {
        let hosted = &self.hosted;
        let vlan = hosted
            .vlan
            .map_or_else(|| "no VLAN".to_owned(), |vlan| format!("VLAN {vlan}"));
        let state = words::hosted_state(hosted.state, false);
        format!(
            "{}, {vlan}, {}, {} in {}: {state}",
            name_or_id(&hosted.partner, "a partner without a name"),
            hosted.bandwidth,
            hosted.location,
            self.region
        )
    }
}

/// Looks everywhere at once; where the regions may not be listed, in `asked` only.
pub(super) async fn look(ux: &UserCx, key: &CloudKey, asked: &str) -> Result<Listing, Stop> {
    let cloud = &ux.cx.services.cloud;
    let home = ux.cx.services.settings.home_region.clone();
    let (regions, only) = match cloud.regions(key, &home).await {
        Ok(regions) => (regions, None),
        Err(PortError::Unauthenticated) => return Err(PortError::Unauthenticated.into()),
        Err(error) => {
            let only = RegionName::parse(asked).unwrap_or(home);
            (vec![only.clone()], Some((only, error)))
        }
    };
    let reads = regions
        .iter()
        .map(|region| cloud.hosted_connections(key, region));
    let (mut offers, mut unread) = (Vec::new(), Vec::new());
    for (region, read) in regions.iter().zip(join_all(reads).await) {
        match read {
            Ok(listed) => {
                let on_offer = listed.into_iter().filter(is_on_offer);
                offers.extend(on_offer.map(|hosted| Offer {
                    region: region.clone(),
                    hosted,
                }));
            }
            Err(error) => unread.push((region.clone(), error)),
        }
    }
    Ok(Listing {
        offers,
        unread,
        only,
    })
}
