//! What surrounds every step: heading, step list, the form with its buttons.

use domain::wizard::Step;
use leptos::prelude::*;

use super::scene::Scene;
use crate::{
    answer::Page,
    components::{Button, ErrorSummary, Kind, PageHeader, StepItem, StepList},
    paths, words,
};

/// A step's own contents.
pub struct Parts {
    pub lead: &'static str,
    /// Inside the form, above its buttons.
    pub body: AnyView,
    /// Beside the form.
    pub aside: Option<AnyView>,
    pub islands: bool,
}

impl Parts {
    pub fn new(lead: &'static str, body: impl IntoAny) -> Self {
        Self {
            lead,
            body: body.into_any(),
            aside: None,
            islands: false,
        }
    }

    #[must_use]
    pub fn aside(mut self, aside: impl IntoAny) -> Self {
        self.aside = Some(aside.into_any());
        self
    }

    #[must_use]
    pub fn with_islands(mut self) -> Self {
        self.islands = true;
        self
    }
}

/// The whole page.
pub fn page(scene: &Scene, parts: Parts) -> Page {
    let heading = words::step_title(scene.step);
    let title = format!("{heading} – step {} of 7", scene.step.number());
    let trail = vec![
        ("Networks".to_owned(), paths::networks()),
        (
            scene.network.name.clone(),
            paths::network(&scene.network.id),
        ),
    ];
    let form = form(scene, parts.body);
    let main = match parts.aside {
        Some(aside) => {
            view! { <div class="split">{form}<div class="stack">{aside}</div></div> }.into_any()
        }
        None => form.into_any(),
    };
    let view = view! {
        <ErrorSummary errors=scene.errors.clone()/>
        <PageHeader title=heading lead=parts.lead trail/>
        <div class="wizard"><StepList steps=steps(scene)/>{main}</div>
    };
    let page = Page {
        refused: !scene.errors.is_empty(),
        ..Page::new(title, view)
    };
    if parts.islands {
        page.with_islands()
    } else {
        page
    }
}

fn steps(scene: &Scene) -> Vec<StepItem> {
    let item = |step: Step| StepItem {
        label: words::step_label(step).to_owned(),
        href: (scene.draft.page_for(step, &scene.answers) == step)
            .then(|| scene.entry.address(&scene.network.id, step)),
        done: scene.answers.is_answered(step),
        current: step == scene.step,
    };
    Step::ALL.into_iter().map(item).collect()
}

fn form(scene: &Scene, body: AnyView) -> impl IntoView + use<> {
    let (network, step) = (scene.network.id.clone(), scene.step.word());
    // What Enter in a field presses: never "Back", "Remove" or "Add connection".
    let enter = if scene.step == Step::Review {
        "save"
    } else {
        "next"
    };
    view! {
        <form class="form" method="post" action="/api/save_step" novalidate>
            <button class="hidden" name="go" value=enter tabindex="-1" aria-hidden="true"></button>
            <input type="hidden" name="network" value=network/>
            <input type="hidden" name="step" value=step/>
            {scene.entry.hidden()}
            {body}
            {buttons(scene)}
        </form>
    }
}

fn buttons(scene: &Scene) -> impl IntoView + use<> {
    let cancel = paths::network(&scene.network.id);
    let forward = match scene.step {
        Step::Review => {
            let unavailable = words::order_barred(scene.ux.user.account.as_ref());
            view! {
                <Button label="Add connection" name="go" value="add" unavailable/>
                <Button label="Check before ordering" name="go" value="check" kind=Kind::Secondary/>
            }
            .into_any()
        }
        _ => view! { <Button label="Next" name="go" value="next"/> }.into_any(),
    };
    view! {
        <div class="actions">
            {forward}
            <Button label="Back" name="go" value="back" kind=Kind::Secondary/>
            <a href=cancel>"Cancel"</a>
        </div>
    }
}

/// "Use defaults and review", as soon as the location is known.
pub fn defaults_link(scene: &Scene) -> Option<impl IntoView + use<>> {
    let reached = domain::wizard::reached(&scene.catalog, &scene.entry.location);
    let known = match scene.entry.location.as_str() {
        "" => scene.answers.location.is_some(),
        _ => reached.len() == 1,
    };
    let entry = super::Entry {
        change: false,
        defaults: true,
        location: scene.entry.location.clone(),
    };
    let href = entry.address(&scene.network.id, Step::Review);
    known.then(|| {
        view! {
            <p>
                <a href=href>"Use defaults and review"</a>
                <span class="muted">" – private peering, high availability, the lowest speed, a new Direct Connect gateway with ASN 64512, no customer networks, NAT off. You can change each of them there."</span>
            </p>
        }
    })
}
