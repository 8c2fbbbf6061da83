//! Regions.

use serde_json::{Value, json};

use super::{Deed, answer, filter, invalid};
use crate::{
    aws::{AwsError, Caller, form::Form, regions, tags::Tags},
    world::World,
};

const FILTERS: filter::Filters = &[
    ("region-name", "regionName"),
    ("endpoint", "regionEndpoint"),
    ("opt-in-status", "optInStatus"),
];

/// The regions of the account; with `AllRegions` also those that it did not opt into.
pub fn describe(_: &World, _: &Caller, form: &Form) -> Result<Deed, AwsError> {
    let asked = form.list("RegionName");
    if let Some(unknown) = asked.iter().find(|name| !regions::is_known(name)) {
        return Err(invalid(format!("Invalid region: '{unknown}'")));
    }
    let all = form.boolean("AllRegions")?.unwrap_or(false);
    let filters = form.filters();
    filter::check(FILTERS, &filters)?;
    let mut views = vec![];
    for name in regions::all() {
        let wanted = match asked.as_slice() {
            [] => all || regions::SEEDED.contains(&name),
            asked => asked.iter().any(|one| one == name),
        };
        let view = view(name);
        if wanted && filter::fits(FILTERS, &filters, &view, &Tags::new())? {
            views.push(view);
        }
    }
    Ok(answer(json!({"regionInfo": views})))
}

fn view(name: &str) -> Value {
    let opted_in = regions::SEEDED.contains(&name);
    json!({
        "regionName": name,
        "regionEndpoint": format!("ec2.{name}.amazonaws.com"),
        "optInStatus": if opted_in { "opt-in-not-required" } else { "not-opted-in" },
        "geographySet": [{"name": regions::geography(name)}],
    })
}
