//! Step `location`.

use domain::{ports::Location as Site, wizard::reached};
use leptos::prelude::*;

use super::{
    frame::{Parts, defaults_link},
    scene::Scene,
};
use crate::components::{Choice, Notice, RadioGroup, Tone};

const LEAD: &str = "The Pureport location that you connect from, and the AWS region that it reaches directly. Usually \
                    a location reaches exactly one.";

pub fn parts(scene: &Scene) -> Parts {
    let value = preselected(scene);
    let mut first = true;
    let groups = scene.catalog.locations.iter().map(|site| {
        let choices = choices(scene, site);
        if choices.is_empty() {
            return without(site).into_any();
        }
        // The error summary's link leads to the first radio of all.
        let id = if std::mem::take(&mut first) { "place".to_owned() } else { format!("place-{}", site.id) };
        let error = (id == "place").then(|| scene.error("place")).flatten();
        view! { <RadioGroup name="place" id legend=site.name.clone() hint="AWS region" choices value=value.clone() error/> }.into_any()
    });
    let groups = groups.collect_view();
    let body = view! {
        {groups}
        {defaults_link(scene)}
    };
    Parts::new(LEAD, body).aside(help())
}

fn choices(scene: &Scene, site: &Site) -> Vec<Choice> {
    let choice = |region: &domain::ports::CloudRegion| {
        Choice::new(
            format!("{}/{}", site.id, region.id),
            format!("{}, {}", region.display_name, region.name),
        )
    };
    reached(&scene.catalog, &site.id)
        .into_iter()
        .map(choice)
        .collect()
}

fn without(site: &Site) -> impl IntoView + use<> {
    view! {
        <div class="field" data-state="blocked">
            <p class="field__label">{site.name.clone()}</p>
            <p class="field__hint">"No AWS region can be reached directly from here. Choose another location: Pureport joins its locations with each other."</p>
        </div>
    }
}

/// One choice is always made: as the entry says, as answered, or the first there is.
fn preselected(scene: &Scene) -> String {
    let typed = scene.fields().get("place").to_owned();
    let entry = &scene.entry.location;
    let places: Vec<String> = scene
        .catalog
        .locations
        .iter()
        .flat_map(|site| choices(scene, site))
        .map(|choice| choice.value)
        .collect();
    let there = |place: &&String| place.split('/').next() == Some(entry.as_str());
    if let Some(place) = places
        .iter()
        .find(there)
        .filter(|_| typed.split('/').next() != Some(entry.as_str()))
    {
        return place.clone();
    }
    if places.contains(&typed) {
        typed
    } else {
        places.into_iter().next().unwrap_or_default()
    }
}

fn help() -> impl IntoView {
    view! {
        <Notice tone=Tone::Ready title="Your VPCs are elsewhere?">
            <p>"A Direct Connect gateway reaches VPCs in every AWS region except China, whichever region you choose here. The gateway itself is free."</p>
            <p>"Pureport charges nothing extra for regions of the same geography, for example North America. AWS charges for data out, by region."</p>
        </Notice>
    }
}
