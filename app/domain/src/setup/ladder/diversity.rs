//! Whether the pair survives a device.

use super::{Evidence, Rung, RungName, rung};
use crate::{setup::Observation, status::RungState};

/// One device for both is a warning; a device that AWS does not name is not judged.
pub(super) fn diversity(seen: &Observation) -> Rung {
    let name = RungName::Diversity;
    let listed = |cloud| {
        let legs = seen.connection.legs.iter();
        legs.filter_map(|leg| crate::setup::CloudView::hosted_of(cloud, leg))
            .collect()
    };
    let hosted: Vec<_> = seen.cloud.as_ref().map(listed).unwrap_or_default();
    let [one, two] = hosted.as_slice() else {
        return rung(name, "", RungState::NotChecked, Evidence::Nothing);
    };
    let state = match (&one.device, &two.device) {
        (Some(one), Some(two)) if one == two => RungState::Warning,
        (Some(_), Some(_)) => RungState::Passed,
        _ => RungState::NotChecked,
    };
    let mut places = vec![one.location.clone(), two.location.clone()];
    places.dedup();
    let evidence = Evidence::Devices {
        primary: one.device.clone(),
        secondary: two.device.clone(),
        places,
    };
    rung(name, "", state, evidence)
}
