//! The plan of a run: what it is to bring about, chosen in one form, and what that would do.

mod form;
mod read;
mod start;

use domain::{
    preflight::Finding,
    run::{Fate, Item, Plan, Run, facts, fingerprint, items},
    setup::Observation,
};
use leptos::prelude::*;

pub use self::read::WrongPlan;
pub(super) use self::read::target_word;
pub use self::start::start_run;
use self::{form::choices, read::Typed};
use super::load::Loaded;
use crate::{
    components::{Button, ErrorSummary, Kind, LinkButton, Notice, StateBadge, Table, Tone},
    context::UserCx,
    form::Form,
    paths,
    preflight::{self, PreflightFindings, Scope},
    words,
};

/// The name under which a refused plan comes back.
const FORM: &str = "plan";

/// Mends of the form, for the top of the page.
pub(super) fn errors(ux: &UserCx) -> AnyView {
    let errors = Form::of(&ux.cx, FORM).errors;
    view! { <ErrorSummary errors/> }.into_any()
}

/// The whole plan: its form, and what it would do as far as it is chosen.
pub(super) async fn view(ux: &UserCx, at: &Loaded) -> AnyView {
    let form = Form::of(&ux.cx, FORM);
    let typed = Typed::of(&form, &at.query, &at.seen);
    let plan = typed.plan(&at.seen).ok();
    let found = match &plan {
        Some(plan) if !ux.cx.query("check").is_empty() => Some(findings(ux, &at.seen, plan).await),
        _ => None,
    };
    let found =
        found.map(|findings| view! { <h3>"What was checked"</h3><PreflightFindings findings/> });
    let planned = plan.map(|plan| preview(ux, at, plan));
    let (id, action) = (at.id().to_owned(), paths::setup(at.id()));
    let seen = read::written(&facts(&typed.plan_or_none(&at.seen), &at.seen));
    let blocked = at
        .seen
        .cloud
        .is_none()
        .then(|| "Connect AWS first. The plan needs to see your VPCs.".to_owned());
    view! {
        <section id="plan" class="stack" aria-labelledby="plan-title">
            <h2 id="plan-title">"Run all steps"</h2>
            <p class="prose">"Choose where the connection is to end and which VPCs it is to reach. Onramp then does every step below in order, both connections side by side, and proves the result. You can close the page."</p>
            <form class="form" method="post" action="/api/start_run" novalidate>
                <input type="hidden" name="connection" value=id/>
                <input type="hidden" name="seen" value=seen/>
                {choices(at, &typed, &form)}
                <div class="actions">
                    <Button label="Run all steps" unavailable=blocked/>
                    <button class="button" type="submit" formmethod="get" formaction=action name="check" value="1">"Check before starting"</button>
                </div>
            </form>
            {found}
            {planned}
        </section>
    }
    .into_any()
}

/// The preflight of a plan.
async fn findings(ux: &UserCx, seen: &Observation, plan: &Plan) -> Vec<Finding> {
    let Plan::SetUp(set_up) = plan else {
        return Vec::new();
    };
    let (choice, vpcs) = (&set_up.choice, set_up.vpcs.as_slice());
    preflight::check(ux, Scope::Plan { seen, choice, vpcs }).await
}

/// What the run would do, thing by thing.
fn preview(ux: &UserCx, at: &Loaded, plan: Plan) -> AnyView {
    let stamp = fingerprint(&plan, &facts(&plan, &at.seen));
    let short: String = stamp.chars().take(8).collect();
    let run = Run::new(
        String::new(),
        "",
        ux.user_id().clone(),
        plan,
        &at.seen,
        at.now,
    );
    let rows: Vec<_> = items(&run, &at.seen)
        .iter()
        .map(|item| row(item, &run, &at.seen))
        .collect();
    view! {
        <h3>"What the run will do"</h3>
        <Table caption="Plan" caption_hidden=true>
            <thead><tr><th scope="col">"Step"</th><th scope="col">"What happens"</th></tr></thead>
            <tbody>{rows}</tbody>
        </Table>
        <p class="muted">{format!("Plan {short}. Everything else in the account stays as it is. {}", words::plan_cost(&at.seen))}</p>
    }
    .into_any()
}

fn row(item: &Item, run: &Run, seen: &Observation) -> AnyView {
    let (state, word) = match item.fate {
        Fate::Create => ("ready", "Created"),
        Fate::Change => ("ready", "Changed"),
        Fate::Adopt => ("done", "There already"),
        Fate::Refused(_) => ("failed", "Not possible"),
    };
    let title = words::run_step(&item.key, &run.plan);
    let text = words::fate(item, seen);
    view! {
        <tr data-step=item.key.word()><th scope="row">{title}</th>
            <td><StateBadge state word/>" "{text}</td></tr>
    }
    .into_any()
}

/// Another person's run, or one's own, is at it.
pub(super) fn under_way(run: &Run) -> AnyView {
    let href = paths::run(&run.connection);
    let text = format!("Started by {}.", run.by.0);
    let tone = if run.state.is_parked() {
        Tone::Warning
    } else {
        Tone::Running
    };
    view! {
        <Notice tone title=words::run_state(run.state)>
            <p>{text}</p>
            <div class="actions"><LinkButton label="Show the run" href kind=Kind::Primary/></div>
        </Notice>
    }
    .into_any()
}
