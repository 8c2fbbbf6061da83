use domain::{
    setup::{Goal, Reach, Task, TaskView, task_views},
    status::TaskState,
};
use leptos::prelude::*;

use super::{
    drift,
    frame::{cloud_notices, moving_part},
    load::{self, Loaded, load},
    path, plan,
};
use crate::{
    answer::{Page, Stop},
    components::{LinkButton, Notice, PageHeader, PathPicture, TaskItem, TaskList, Tone},
    context::UserCx,
    paths, words,
};

const TITLE: &str = "Set up AWS";

/// Where the set-up stands, and the one next thing to do.
pub async fn page(ux: UserCx, id: &str) -> Result<Page, Stop> {
    let runs = &ux.cx.services.runs;
    let run = runs
        .run_of(id)
        .await?
        .filter(|run| run.account == ux.account());
    let open = run.as_ref().filter(|run| !run.state.is_over());
    let planning =
        open.is_none() && (!ux.cx.query("target").is_empty() || !is_begun(&ux, id).await?);
    let reach = if planning {
        Reach::Everywhere
    } else {
        Reach::Proof(load::regions_worked_in(&ux, id).await?)
    };
    let at = load(&ux, id, paths::setup(id), reach).await?;
    let plan = if planning {
        Some(plan::view(&ux, &at).await)
    } else {
        None
    };
    let plan = plan.or_else(|| open.map(plan::under_way));
    let body = view! { {plan::errors(&ux)}{view(&at, plan)} };
    Ok(Page::new(TITLE, body).with_islands())
}

/// Routes are, or were asked, to flow: what counts now is the proof.
async fn is_begun(ux: &UserCx, id: &str) -> Result<bool, Stop> {
    let attempts = ux.cx.services.runs.attempts(id).await?;
    let mut goals = attempts.iter().map(|attempt| &attempt.intent.goal);
    Ok(goals.any(|goal| matches!(goal, Goal::Propagate { .. })))
}

pub(crate) fn view(at: &Loaded, plan: Option<AnyView>) -> AnyView {
    let trail = vec![(at.seen.connection.name.clone(), paths::connection(at.id()))];
    let views = task_views(&at.seen);
    let done = views
        .iter()
        .filter(|view| view.state == TaskState::Done)
        .count();
    let announce = format!("{done} tasks done");
    let tasks: Vec<TaskItem> = views.iter().map(|view| item(at, view)).collect();
    let label = "The path of your traffic, from your network to the VPC’s route tables";
    let body = view! {
        {cloud_notices(at)}
        {drift::notice(at)}
        <PathPicture label columns=path::columns(at)/>
        {next(at, &views)}
        <TaskList tasks/>
        {cost(at)}
    };
    view! {
        <PageHeader title=TITLE trail lead="From the order to routes in your VPCs. Each task says what it needs, and how long AWS takes."/>
        {plan}
        {moving_part(at, announce, body.into_any())}
    }
    .into_any()
}

fn item(at: &Loaded, view: &TaskView) -> TaskItem {
    let reason = view.reason.as_ref().map(words::refusal);
    let usual = view
        .wait
        .map(|wait| format!("{}. Usually {}.", words::wait(wait), words::usual(wait)));
    TaskItem {
        label: words::task_title(view.task).to_owned(),
        href: Some(paths::task(at.id(), view.task)),
        state: view.state.word().to_owned(),
        word: words::task_state(view.state).to_owned(),
        reason: reason.into(),
        usual: usual.into(),
    }
}

/// The first task that can be worked on.
fn next(at: &Loaded, views: &[TaskView]) -> AnyView {
    let can = |state| {
        views
            .iter()
            .find(|view| view.state == state)
            .map(|view| view.task)
    };
    let running = views
        .iter()
        .find_map(|view| view.wait.filter(|_| view.state == TaskState::Running));
    let ready = can(TaskState::Failed).or_else(|| can(TaskState::Ready));
    // The proof can be looked at any time; while AWS works, it is not what comes next.
    let ready = ready.filter(|task| *task != Task::Verify || running.is_none());
    if let (None, Some(wait)) = (ready, running) {
        let text = format!(
            "This usually takes {}. The page may be closed.",
            words::usual(wait)
        );
        return view! { <Notice tone=Tone::Running title=words::wait(wait)><p>{text}</p></Notice> }
            .into_any();
    }
    let Some(task) = ready else {
        let done = views
            .iter()
            .all(|view| matches!(view.state, TaskState::Done | TaskState::NotNeeded));
        let health = paths::health(at.id());
        return if done {
            view! {
                <Notice tone=Tone::Good title="AWS is set up"><p>"All checks passed. "
                    <a href=health>"Health"</a>" shows how the connection is at any time."</p></Notice>
            }
            .into_any()
        } else {
            ().into_any()
        };
    };
    let label = match task {
        Task::Accept => "Next: accept the connections".to_owned(),
        task => format!("Next: {}", words::task_title(task)),
    };
    let href = paths::task(at.id(), task);
    view! { <div class="actions"><LinkButton label href/></div> }.into_any()
}

fn cost(at: &Loaded) -> AnyView {
    let legs = u64::try_from(at.seen.connection.legs.len()).unwrap_or(2);
    let ports = words::port_hours(at.seen.connection.speed, legs);
    let text = format!(
        "{ports}, billed to account {}. Data out over Direct Connect is charged by region, data in is free. The gateways \
         cost nothing.",
        at.seen.connection.account
    );
    view! {
        <Notice tone=Tone::Ready title="What AWS charges">
            <p>{text}</p>
        </Notice>
    }
    .into_any()
}
