use super::Fields;
use crate::{
    FieldIssue, Issue,
    ports::{Catalog, CloudRegion},
};

/// Step `location`: one of the partner's sites and an AWS region that it reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// For example `us-sea`.
    pub location: String,
    pub location_name: String,
    pub region: CloudRegion,
}

impl Location {
    /// Field `place`: `{location}/{region}` by the partner's ids, one radio of many.
    pub fn parse(form: &Fields, catalog: &Catalog) -> Result<Self, Vec<FieldIssue>> {
        let refuse = |issue| Err(vec![FieldIssue::new("place", issue)]);
        let place = form.get("place");
        let Some((location, region)) = place.split_once('/') else {
            return refuse(if place.is_empty() {
                Issue::Required
            } else {
                Issue::NotOffered
            });
        };
        let site = catalog.locations.iter().find(|site| site.id == location);
        let target = catalog.regions.iter().find(|target| target.id == region);
        let (Some(site), Some(target)) = (site, target) else {
            return refuse(Issue::NotOffered);
        };
        if !reached(catalog, location)
            .iter()
            .any(|reached| reached.id == region)
        {
            return refuse(Issue::RegionNotReached);
        }
        Ok(Self {
            location: site.id.clone(),
            location_name: site.name.clone(),
            region: target.clone(),
        })
    }
}

/// The regions that something on offer reaches from `location`, in the catalogue's order.
pub fn reached<'a>(catalog: &'a Catalog, location: &str) -> Vec<&'a CloudRegion> {
    let reaches = |region: &&CloudRegion| {
        catalog
            .offers
            .iter()
            .any(|offer| offer.location == location && offer.regions.contains(&region.id))
    };
    catalog.regions.iter().filter(reaches).collect()
}
