//! What was changed behind a finished run: told wherever both providers are looked at, with the
//! mend as an offer.

use domain::run::{Changed, Drift, Plan, Run, SetUp, StepKind, drift};
use leptos::prelude::*;

use super::{load::Loaded, plan::target_word};
use crate::{
    components::{CodeLine, Kind, LinkButton, Notice, Tone},
    paths, words,
};

/// Nothing while everything is as the last run left it.
pub(crate) fn notice(at: &Loaded) -> Option<AnyView> {
    let run = at.run.as_ref()?;
    let Plan::SetUp(set_up) = &run.plan else {
        return None;
    };
    let drifts = drift(run, &at.seen);
    if drifts.is_empty() {
        return None;
    }
    let title = words::drift_head(drifts.len());
    let can_run = drifts.iter().any(|one| mending(one).is_some());
    let again = can_run.then(|| {
        let href = same_plan(run, set_up);
        let label = "Plan a run that puts it back";
        view! { <div class="actions"><LinkButton label href kind=Kind::Secondary/></div> }
    });
    let items: Vec<_> = drifts.iter().map(|one| item(at, run, one)).collect();
    Some(
        view! {
            <div id="drift">
                <Notice tone=Tone::Warning title>
                    <p>{words::DRIFT_LEFT}</p>
                    <ul class="stack">{items}</ul>
                    {again}
                </Notice>
            </div>
        }
        .into_any(),
    )
}

fn item(at: &Loaded, run: &Run, drift: &Drift) -> AnyView {
    let title = at.say(words::drift_title(drift, &run.plan));
    let text = at.say(format!(": {} ", words::drift_text(drift)));
    let mend = mending(drift).map(|task| {
        let (href, label) = (paths::task(at.id(), task), words::task_title(task));
        view! { <a href=href>{label}</a> }
    });
    let line = match &drift.what {
        Changed::AllowedPrefixes(found) => {
            let command = at.cli.change_prefixes(found);
            let copy = format!("Copy command, {title}");
            Some(view! { <CodeLine command copy/> })
        }
        _ => None,
    };
    view! { <li data-drift=drift.key.word()><strong>{title}</strong>{text}{mend}{line}</li> }
        .into_any()
}

/// The task on whose page a press brings it back.
fn mending(drift: &Drift) -> Option<domain::setup::Task> {
    use domain::setup::Task;
    match (&drift.what, drift.key.kind) {
        (Changed::Gone, StepKind::Gateway) => Some(Task::Gateway),
        (Changed::Gone, StepKind::Interface) => Some(Task::Interfaces),
        (Changed::Gone, StepKind::Attach) => Some(Task::Vpc),
        (Changed::Gone, StepKind::Associate) => Some(Task::Association),
        (Changed::PropagationOff { .. }, _) => Some(Task::Routes),
        _ => None,
    }
}

/// The plan's page with what this run was given.
fn same_plan(run: &Run, set_up: &SetUp) -> String {
    let (target, mtu) = (target_word(&set_up.choice), set_up.mtu.to_string());
    let vpcs = set_up.vpcs.iter();
    let mut prefixes: Vec<String> = vpcs
        .clone()
        .flat_map(|vpc| &vpc.prefixes)
        .map(ToString::to_string)
        .collect();
    prefixes.dedup();
    let prefixes = prefixes.join(" ");
    let mut query = vec![("target", target.as_str()), ("mtu", &mtu)];
    query.extend(vpcs.clone().map(|vpc| ("vpcs", vpc.id.as_str())));
    let tables = vpcs.flat_map(|vpc| &vpc.tables);
    query.extend(tables.map(|table| ("tables", table.as_str())));
    if !prefixes.is_empty() {
        query.push(("prefixes", &prefixes));
    }
    paths::with_query(&paths::setup(&run.connection), &query)
}
